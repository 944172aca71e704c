"""Read the noun phrase of a source: its determiner, head noun, and what kind of source it is."""

from __future__ import annotations

import re

from msgspec import Struct

from variorum.language.language import Language
from variorum.model import EntityKind, Span
from variorum.text.late import late
from variorum.text.name_words import Determiner, NameWords, name_words

# A number joined to words is one with them: "47-page", "12-year-old".
_SAYS_MORE = re.compile(r"[,;:(\[—–\n“\"]|\s-\s|\b(?:who|which|whom|whose)\b")
_TOKEN = re.compile(r"\d+(?:[-\u2010\u2011][^\W\d_][\w’'-]*)|[^\W\d_](?:[\w’'-]|\.(?=\w))*")
# "just 11%", "51 percent overall"
_COUNT = re.compile(r"(?:[^\W\d_]+\s){0,2}\d[\d.,]{0,8}(?<=\d)")
# What stands before the first word of a sentence, or of a line.
_BEGINS = re.compile(r"(?:\A|\n|[.!?:;”\"’'…—–-]\s*|[“\"‘'])\Z")
_CAPITAL = re.compile(r"[A-Z][a-z’'-]*")
# Behind a description, before a name: "a man identified as Tom Reyes", "a docker named Lund".
PRESENTED = late(
    r",?\s(?:who\s(?:(?:asked|wanted)\sto\sbe\s|is\s|was\s)?)?(?:only\s)?"
    r"(?:named|called|identified\s(?:only\s)?as|known\s(?:only\s)?as|goes\sby|gave\s\w+\sname\sas)\s(?=[A-Z])"
)
_POSSESSOR = re.compile(r"[’']s?$")


class Phrase(Struct, frozen=True, kw_only=True):
    """A noun phrase that is no bare name.

    span: the phrase without what follows its head and its "of ..." part. head: lower-case noun.
    words: all its words in lower case. name: as printed, without a leading article, and without the capital
    that only the beginning of a sentence gives it ("Two officers", "Her campaign").
    """

    span: Span
    determiner: Determiner
    head: str
    words: tuple[str, ...]
    name: str
    kind: EntityKind
    plural: bool


def read_phrase(text: str, span: Span, lang: Language) -> Phrase | None:
    """Return the noun phrase at the start of ``span``; None when it has no word."""
    listed = name_words(lang)
    # A relative clause, an apposition or a bracket says more about the head, but does not name it.
    cut = _SAYS_MORE.search(text[span.start : span.end])
    end = span.start + cut.start() if cut and cut.start() else span.end
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, span.start, end)]
    count = _COUNT.match(text, span.start, end)
    if count and (share := lang.phrases.figures.percent.match(text, count.end(), end)):
        return _of_share(text, Span(span.start, max(share.end(), tokens[-1][2] if tokens else 0)), tokens)
    if not tokens:
        return None
    determiner = listed.determiners.get(tokens[0][0].lower(), "none")
    body = tokens[1:] if determiner != "none" else tokens
    if len(body) > 1 and body[0][0].lower() in listed.phrases.stressing:
        body = body[1:]  # "the very next sentence"
    if not body:
        return None
    stop = next((i for i in range(1, len(body)) if _stops(body, i, listed)), len(body))
    core = body[:stop]
    head = _POSSESSOR.sub("", core[-1][0].lower())
    last = core[-1][2]
    if stop < len(body) and body[stop][0].lower() in ("of", "for", "from", "in", "at"):
        last = _end_of_complement(body, stop, listed)
    article = tokens[0][0].lower() in listed.described.plain_articles and determiner != "none"
    start = body[0][1] if article else tokens[0][1]
    kind, plural = kind_of(head, determiner, listed)
    return Phrase(
        span=Span(tokens[0][1], last),
        determiner=determiner,
        head=head,
        words=tuple(_POSSESSOR.sub("", token[0].lower()) for token in body),
        name=_in_small(text[start:last], kind, listed) if _begins(text, start) else text[start:last],
        kind=kind,
        plural=plural,
    )


def _of_share(text: str, span: Span, tokens: list[tuple[str, int, int]]) -> Phrase:
    """Return the phrase of a share of those who were asked: without its number it would be nobody."""
    return Phrase(
        span=span,
        determiner="none",
        head="%",
        words=tuple(token[0].lower() for token in tokens),
        name=span.of(text),
        kind="group",
        plural=True,
    )


def _begins(text: str, at: int) -> bool:
    """Tell whether a sentence or a line begins at an offset."""
    return _BEGINS.search(text, max(0, at - 8), at) is not None


def _in_small(name: str, kind: EntityKind, listed: NameWords) -> str:
    """Return a phrase that begins a sentence with its first word in small letters where that is no name's.

    Sure are determiners and nouns for several people: "His group", "Officers", but "Congress", "Republicans".
    """
    first = _CAPITAL.match(name)
    if first is None:
        return name
    word = first[0].lower()
    several = word in listed.plural or kind == "group" and word.endswith("s") and listed.is_role(word[:-1])
    common = word in listed.determiners or word in listed.police or several and word not in listed.members
    return name[0].lower() + name[1:] if common else name


def _stops(body: list[tuple[str, int, int]], at: int, listed: NameWords) -> bool:
    """Tell whether the phrase of the head noun ends before a word; "Miners and Dockers Union" goes on."""
    word = body[at][0]
    if word == "and" and at + 1 < len(body):
        return not (body[at - 1][0][0].isupper() and body[at + 1][0][0].isupper())
    return word.lower() in listed.phrases.ending or _is_participle(body, at, listed)


def _is_participle(body: list[tuple[str, int, int]], at: int, listed: NameWords) -> bool:
    """Tell whether a word says more about the noun before it: "an article [written by three doctors]".

    A verb in "-ed" or "-ing" is sure behind a noun for people or a document: "an official [briefed on it]".
    """
    word, following = body[at][0], body[at + 1][0].lower() if at + 1 < len(body) else ""
    if not word.islower() or not word.isalpha():
        return False
    if following == "by":
        return word.endswith(("ed", "en"))
    noun = body[at - 1][0].lower()
    known = noun in listed.plural or noun in listed.documents or listed.is_role(noun.removesuffix("s"))
    return known and word.endswith(("ed", "ing")) and following in listed.phrases.ending


def _end_of_complement(body: list[tuple[str, int, int]], stop: int, listed: NameWords) -> int:
    """Offset after "of the port": up to the next word that ends a phrase."""
    last = body[stop - 1][2]
    for at in range(stop + 1, min(stop + 7, len(body))):
        token, _, end = body[at]
        of_several = token.lower() == "of" and body[at - 1][0].lower() in listed.phrases.of_several
        if token.lower() in listed.phrases.ending and not of_several:
            break
        last = end
    return last


def kind_of(head: str, determiner: Determiner, words: NameWords) -> tuple[EntityKind, bool]:
    """Return what a head noun is a word for, and whether for several."""
    if head in words.documents:
        return "document", head.endswith("s")
    if head in words.body:
        return "group", head in ("police", "staff", "media", "crew", "public", "press")
    if words.is_role(head) or head.endswith("-year-old"):
        return "person", False
    if head in words.plural or head in words.origins and determiner == "none":
        return "group", True
    if head.endswith("s") and (words.is_role(head[:-1]) or not head.endswith(("ss", "us", "is"))):
        return "group", True
    if head.endswith(("men", "women", "people", "children")):
        return "group", True
    return "other", False
