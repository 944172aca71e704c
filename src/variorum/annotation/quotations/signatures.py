"""Who signs a quotation: "— Mary Smith" below or behind it, the credit of a block quotation.

A signature outranks whoever spoke before it, and no quotation goes on past one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from msgspec import Struct

from variorum.annotation.quotations.cues import act_of
from variorum.language.language import Language, language_of
from variorum.model import Article, Span
from variorum.settings import QUOTATIONS
from variorum.text.late import late
from variorum.text.marks import QuotedRegion
from variorum.text.name_words import name_words

_SIGNS = r"(?:>[ \t]*+)*+"  # a block quotation of Markdown
_DASH = r"(?P<dash>--?-?|[–—―~])"
_BELOW = late(
    rf"{_SIGNS}(?:{_DASH}\s*)?(?P<opens>[*_]{{1,3}})?(?:{_DASH.replace('dash', 'inner')}\s*)?(?P<name>\S.*)"
)
_BEHIND = late(rf"(?<=[.!?…”\"’»])(?:\s+|(?<=[”\"»])){_DASH}\s*(?=[*_]{{0,3}}[A-Z])")
_WORD = late(r"[^\W\d_][\w.’'-]*")
_EDGES = " \t\r\n*_.,;"
_SAYS_SO = late(
    r"(?P<name>[A-Z][^.!?“”\"]{2,90}?),?\s(?P<cue>\w+)\s"
    r"(?:this|that|so|these (?:words|lines)|the following)\b"
)
# "That was Mary Smith.", "So said Mary Smith.", "Those were the words of Mary Smith."
_THAT_WAS = late(
    r"(?:(?:And )?(?:[Tt]hat|[Tt]his) (?P<cue>was|is)(?: (?:the view|how)(?: of)?)?"
    r"|(?:Thus|So) (?P<said>\w+)"
    r"|(?:These|Those|They) (?:are|were) the (?P<words>words) of"
    r"|The (?P<words2>words) (?:are|were) those of) "
    r"(?P<name>(?:[a-z]+ ){0,4}?[A-Z][\w.’'-]+ (?:(?:[a-z]+ ){0,2}?[A-Z][\w.’'-]+)(?:[^.!?“”\":;]{0,80}?))"
    r"(?=[.,;!]|\s(?:at|in|on|speaking|talking|there|who|a few|moments?|minutes?|last|this|yesterday|earlier)"
    r"\b)"
)
_PLACE = late(r"\s(?:on|in|during|via|to|at)\s")
_MARKS = '"“”„«»‟'


class Signature(Struct, frozen=True):
    """Who has a paragraph: the name with what describes it, and the dash or verb that says so, if one does.

    source: None for the answers of an interview.
    """

    source: Span | None
    cue: Span | None
    at: int  # start of the signature's paragraph


def signatures(
    article: Article, paragraphs: Sequence[Span], regions: Sequence[QuotedRegion]
) -> dict[int, Signature]:
    """Return by the start of each quoted paragraph who signs it in a paragraph of its own.

    The paragraphs of a block quotation have one signature. Elsewhere a signature, with its dash, stands
    for the paragraph before it when that is all quoted, and for those that this goes on from; a line of a
    name and an office stands for the quoted paragraphs below it.
    """
    text = article.text
    blocks = sorted(
        ((block.span, block.author) for block in article.blocks if block.kind == "quote"),
        key=lambda each: each[0],
    )
    outer = {region.span.start: region for region in regions if region.level == 0}
    signed: dict[int, Signature] = {}
    for number, paragraph in enumerate(paragraphs):
        if number == 0 or len(paragraph) > QUOTATIONS.signature:
            continue
        before = _before(text, paragraphs, number)
        if before < 0 or paragraphs[before].start in signed:
            continue
        block, author = _block_of(blocks, paragraphs[before])
        inside = block is not None and block.overlaps(paragraph)
        credited = not inside and author is not None and author in paragraph.of(text)
        found = signature_of(
            text,
            paragraph,
            bare=inside or credited,
            closes=_closes(text, paragraphs, number),
            lang=language_of(article.lang),
        )
        if found is None and block is not None and not inside:
            lang = language_of(article.lang)
            found = _says_so(text, paragraph, lang) or _that_was(text, paragraph, lang)
            found = found or _is_below(article, paragraph)
        if found is None:
            continue
        for at in range(before, -1, -1):
            each = paragraphs[at]
            if each.start in signed or block is not None and not block.overlaps(each):
                break
            if not _is_quoted(text, each, outer):
                break
            signed[each.start] = found
            if block is None and not (at and _runs_on(text, paragraphs[at - 1], outer)):
                break
    return _headed(text, paragraphs, outer, language_of(article.lang)) | signed


def _headed(
    text: str, paragraphs: Sequence[Span], outer: dict[int, QuotedRegion], lang: Language
) -> dict[int, Signature]:
    """Return who has quoted paragraphs by a line above them: "Mary Smith, head of the club", then “We …”.

    A line below quoted words that no such line stands above may sign those, and heads none.
    """
    headed: dict[int, Signature] = {}
    head: Signature | None = None
    for before, paragraph in zip((None, *paragraphs), paragraphs, strict=False):
        if before is not None and _is_quoted(text, paragraph, outer):
            if head is not None:
                headed[paragraph.start] = head
            continue
        signs = before is not None and before.start not in headed and _is_quoted(text, before, outer)
        name = None if signs or len(paragraph) > QUOTATIONS.signature else _name_line(text, paragraph, lang)
        head = None if name is None else Signature(name, None, paragraph.start)
    return headed


def _name_line(text: str, paragraph: Span, lang: Language) -> Span | None:
    """Return the name with an age or an office that a paragraph is; None where it is no such line."""
    line = _trim(text, paragraph)
    name, comma, rest = line.of(text).partition(", ")
    capitals = [word for word in name.split() if word[0].isupper()]
    if not comma or text[paragraph.end - 1] in ".:;,?!" or len(capitals) < 2 or "\n" in line.of(text):
        return None
    listed = name_words(lang)
    told = [word.lower() for word in _WORD.findall(rest)]
    office = any(map(listed.is_role, told)) or rest[:2].isdigit()
    return line if office and is_name(line.of(text), plain=False, lang=lang) else None


def _block_of(blocks: Sequence[tuple[Span, str | None]], paragraph: Span) -> tuple[Span | None, str | None]:
    """Return the block quotation that a paragraph stands in, and who its markup says has written it."""
    at = bisect_left(blocks, paragraph.end, key=lambda each: each[0].start) - 1
    return blocks[at] if at >= 0 and blocks[at][0].overlaps(paragraph) else (None, None)


def _before(text: str, paragraphs: Sequence[Span], number: int) -> int:
    """Return the number of the last paragraph with words before another; -1 when there is none."""
    number -= 1
    while number >= 0 and not any(map(str.isalnum, paragraphs[number].of(text))):
        number -= 1
    return number


def _closes(text: str, paragraphs: Sequence[Span], number: int) -> bool:
    """Tell whether a paragraph ends its block quotation of Markdown."""
    following = paragraphs[number + 1].of(text) if number + 1 < len(paragraphs) else ""
    return not following.startswith(">")


def signature_of(
    text: str, paragraph: Span, *, bare: bool = False, closes: bool = True, lang: Language
) -> Signature | None:
    """Return the signature that a paragraph is; None when it is none.

    bare: it needs no dash, as in a block quotation. closes: it stands last there.
    """
    match = _BELOW.match(text, paragraph.start, paragraph.end)
    if match is None:
        return None
    dash = "dash" if match["dash"] else "inner" if match["inner"] else None
    marked = text[paragraph.start] == ">" and closes and bool(match["opens"])
    if dash is None and not (bare and closes) and not marked:
        return None
    name = _trim(text, Span(*match.span("name")))
    if not is_name(name.of(text), plain=dash is not None, lang=lang):
        return None
    if any(mark in name.of(text) for mark in _MARKS):  # the show that was on is not who speaks
        name = Span(name.start, name.start + len(_PLACE.split(name.of(text))[0]))
    return Signature(name, Span(*match.span(dash)) if dash else None, paragraph.start)


def words_end(text: str, span: Span, lang: Language) -> int:
    """Return where the words of a block quotation end: before a dash and a name behind them, if there are."""
    found = None
    for match in _BEHIND.finditer(text, span.start, span.end):
        found = match
    if found is None or not is_name(_trim(text, Span(found.end(), span.end)).of(text), plain=True, lang=lang):
        return span.end
    return found.start()


def is_name(words: str, *, plain: bool, lang: Language) -> bool:
    """Tell whether words are a name with what describes it: "Mary Smith, mayor of Marl", "Mayor Mary Smith".

    plain: a dash has already said so, and one name is enough.
    """
    found = _WORD.findall(words.replace("@", " "))
    if (
        not found
        or len(found) > QUOTATIONS.signature_words
        or not words[:1].isupper()
        or words.rstrip()[-1:] in "?!:"
    ):
        return False
    if plain and not any(mark in words[:1] for mark in _MARKS):  # "— Mary Smith on “Good Evening Marl”"
        words = _PLACE.split(words)[0]
    if any(mark in words for mark in _MARKS) or any(word.lower() in lang.words.finite for word in found):
        return False
    first = _WORD.findall(words.partition(",")[0].partition("(")[0])
    if len(first) > QUOTATIONS.signer_words or first[0].lower() in lang.words.pronoun | lang.words.determiner:
        return False
    capitals = [word for word in first if word[0].isupper()]
    if (
        any(not word[0].isupper() and word not in lang.words.name_particle for word in first)
        and len(capitals) < 2
    ):
        return False
    lower = sum(not word[0].isupper() and word not in lang.words.name_particle for word in first)
    return lower <= (2 if plain else 1) and (plain or len(capitals) > 1 or len(found) > 1)


def _says_so(text: str, paragraph: Span, lang: Language) -> Signature | None:
    """Read "Mary Smith wrote this on Monday." below a block quotation."""
    match = _SAYS_SO.match(text, paragraph.start, paragraph.end)
    if match is None or act_of(match["cue"].lower(), lang) not in ("speech", "writing"):
        return None
    name = match["name"]
    if any(word.lower() in lang.words.finite for word in _WORD.findall(name.partition(",")[0])):
        return None
    return Signature(Span(*match.span("name")), Span(*match.span("cue")), paragraph.start)


def _that_was(text: str, paragraph: Span, lang: Language) -> Signature | None:
    """Read "That was Mary Smith, the mayor." below a block quotation."""
    match = _THAT_WAS.match(text, paragraph.start, paragraph.end)
    if match is None or match["said"] and act_of(match["said"].lower(), lang) not in ("speech", "writing"):
        return None
    cue = next(group for group in ("cue", "said", "words", "words2") if match[group])
    return Signature(Span(*match.span("name")), Span(*match.span(cue)), paragraph.start)


def _is_below(article: Article, paragraph: Span) -> Signature | None:
    """Read a line below a block quotation that is a person's name with an office: "*Mary Smith, mayor*"."""
    text = article.text
    match = _BELOW.match(text, paragraph.start, paragraph.end)
    if match is None or any(
        each.kind == "heading" and each.span.overlaps(paragraph) for each in article.blocks
    ):
        return None
    name = _trim(text, Span(*match.span("name")))
    words = name.of(text)
    first, _, office = words.partition(",")
    full = len(first.split()) > 1 and all(word[0].isupper() for word in first.split())
    told = office.strip()[:1].islower() or bool(match["opens"])
    if (
        not (full and told)
        or match["name"].endswith(".")
        or not is_name(words, plain=False, lang=language_of(article.lang))
    ):
        return None
    return Signature(name, None, paragraph.start)


def _trim(text: str, span: Span) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(_EDGES))
    return Span(start, max(start, span.start + len(words.rstrip(_EDGES))))


def _is_quoted(text: str, paragraph: Span, outer: dict[int, QuotedRegion]) -> bool:
    """Tell whether all words of a paragraph are quoted, by marks or by the layout."""
    position = start = paragraph.start
    for at in range(start, paragraph.end):
        region = outer.get(at)
        if region is not None and at >= position:
            if any(map(str.isalnum, text[position:at])):
                return False
            position = region.span.end
    return position > start and not any(map(str.isalnum, text[position : paragraph.end]))


def _runs_on(text: str, paragraph: Span, outer: dict[int, QuotedRegion]) -> bool:
    """Tell whether a quoted paragraph is left open: the next one goes on with it."""
    region = outer.get(paragraph.start)
    return region is not None and region.span.end == paragraph.end and not region.closed
