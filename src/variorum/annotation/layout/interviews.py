"""Interviews whose questions are only set off: in bold, as headings, behind dashes, as paragraphs with "?".

The paragraphs between two questions are the answer. Precision first: an article of questions for its readers
("Who pays?") is no interview; one speaks to somebody ("Did you ...?") who answers in the first person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from variorum.language.language import Language, language_of
from variorum.model import Article, Block, Span, Spans
from variorum.settings import TRANSCRIPTS
from variorum.text.late import late

_LEAD = late(r"(?:\*\*|__|\*|_|#{1,6}\s|>\s?|[-–—]\s|\d{1,2}[.)]\s|\s)*+")
_TAIL = " \t*_"
_MARKS = '"“„«‘'
_WORD = late(r"[\w’']+")
_I = frozenset(["i", "i'm", "i've", "i'd", "i'll", "me", "my"])
_SIGNS = late(
    r"\b(?:interview\w*|questions (?:for|to)|q ?& ?a"
    r"|(?:spoke|speaks|talk|talks|talked|chatted|sat down|sits down) (?:to|with)"
    r"|met (?:her|him|them|\w+ \w+)|in conversation|conversation with|edited (?:transcript|for))\b",
    re.IGNORECASE,
)
_QUOTED = late(r"[“\"„«][^“”\"„«»]*[”\"»]?")
_STAGE = late(r"(?:She|He|They|[A-Z][\w’-]+) \w+s\b[^?!]{0,60}\.$|\([^()]{2,60}\)$|\[[^\[\]]{2,60}\]$")


class Interview(Struct, frozen=True):
    """The answers, each its paragraphs as words, and where the first question begins."""

    answers: tuple[tuple[Span, ...], ...]
    first: int


def interview(article: Article, paragraphs: Sequence[Span]) -> Interview | None:
    """Return the questions and answers of an article; None when it is no interview."""
    marked = tuple(block for block in article.blocks if block.kind in ("heading", "strong"))
    return _interview(article.text, tuple(paragraphs), marked, article.title, language_of(article.lang))


# Two stages ask about the article at hand, one after the other.
@lru_cache(maxsize=2)
def _interview(
    text: str, paragraphs: Spans, marked: tuple[Block, ...], title: str | None, lang: Language
) -> Interview | None:
    asked = _asked(text, paragraphs, marked, lang)
    if len(asked) < TRANSCRIPTS.fewest_answers:
        return None
    answers, spoken = [], []
    for at, following in zip(asked, [*asked[1:], len(paragraphs)], strict=True):
        last = following == len(paragraphs)
        stop = _last(text, paragraphs, at + 1, marked, lang) if last else following
        words = _answer(text, paragraphs[at + 1 : min(stop, len(paragraphs))], marked, lang)
        if 0 < len(words) <= TRANSCRIPTS.answer_paragraphs:
            answers.append(tuple(words))
            spoken.append(at)
    if len(answers) < TRANSCRIPTS.fewest_answers or 2 * len(answers) < len(asked):
        return None
    least = _least(text, title, paragraphs, asked, marked)
    you = sum(bool(lang.words.second_person & _words(text, [paragraphs[at]])) for at in spoken)
    own = sum(bool(lang.words.first_person & _words(text, each)) for each in answers)
    if least is None or len(answers) < least or min(you, own) < TRANSCRIPTS.personal * len(answers):
        return None
    return Interview(tuple(answers), paragraphs[asked[0]].start)


def _last(text: str, paragraphs: Sequence[Span], at: int, marked: Sequence[Block], lang: Language) -> int:
    """Return where the last answer ends: with its paragraph, the lines right below it, and what says "I"."""
    at += 1
    while at < len(paragraphs):
        below = text.count("\n", paragraphs[at - 1].end, paragraphs[at].start) < 2
        told = _words(text, [paragraphs[at]])
        own = _I & told and not lang.words.second_person & told and not _form(text, paragraphs[at], marked)
        if not (below or own):
            break
        at += 1
    return at


def _least(
    text: str, title: str | None, paragraphs: Sequence[Span], asked: Sequence[int], marked: Sequence[Block]
) -> int | None:
    """Return how many answers make an interview: fewer where the article calls itself one.

    None where the questions are paragraphs like any other and nothing does.
    """
    ends = [each.of(text) for each in paragraphs[asked[-1] + 1 :][-3:] if len(each) <= TRANSCRIPTS.credit]
    named = " ".join([title or "", text[: paragraphs[asked[0]].start], *ends])
    set_off = bool(_form(text, paragraphs[asked[0]], marked))
    if _SIGNS.search(named):
        return TRANSCRIPTS.fewest_answers if set_off else TRANSCRIPTS.plain_answers
    return TRANSCRIPTS.sure_answers if set_off else None


def _asked(text: str, paragraphs: Sequence[Span], marked: Sequence[Block], lang: Language) -> list[int]:
    """Return the numbers of the paragraphs that are questions, or set off just as these are."""
    asked = [n for n, each in enumerate(paragraphs) if n and _is_question(text, each)]
    for form in ("heading", "bold"):
        alike = [number for number in asked if _form(text, paragraphs[number], marked) == form]
        if len(alike) >= TRANSCRIPTS.fewest_answers:
            first = alike[0]
            if form == "heading":
                return alike
            # "Tell me about the fire." in bold is one as well.
            return [
                n for n, each in enumerate(paragraphs) if n >= first and _form(text, each, marked) == form
            ]
    questions: list[int] = []
    for number in asked:
        words = _words(text, [paragraphs[number]])
        follows = bool(questions) and questions[-1] == number - 1
        # "Of course. Where else would I go?" answers.
        if not (lang.words.first_person & words and (follows or not lang.words.second_person & words)):
            questions.append(number)
    return [number for number in questions if number + 1 not in questions]


def _is_question(text: str, paragraph: Span) -> bool:
    last = paragraph.end
    while last > paragraph.start and text[last - 1] in _TAIL:
        last -= 1
    if text[last - 1 : last] != "?":
        return False  # most paragraphs
    start = _start(text, paragraph)
    if start >= paragraph.end or text[start] in _MARKS:
        return False
    words = text[start : paragraph.end].rstrip(_TAIL)
    return words.endswith("?") and len(words.split()) <= TRANSCRIPTS.question_words and words[0].isupper()


def _form(text: str, paragraph: Span, marked: Sequence[Block]) -> str:
    """Return how a paragraph is set off: as a heading, in bold, or not at all."""
    if _is_marked("heading", paragraph, marked):
        return "heading"
    words = paragraph.of(text)
    signs = words[:2] in ("**", "__") and words.endswith(words[:2]) and words.count(words[:2]) == 2
    return "bold" if signs or _is_marked("strong", paragraph, marked) else ""


def _is_marked(kind: str, paragraph: Span, marked: Sequence[Block]) -> bool:
    return any(block.kind == kind and block.span.overlaps(paragraph) for block in marked)


def _start(text: str, paragraph: Span) -> int:
    match = _LEAD.match(text, paragraph.start, paragraph.end)
    return match.end() if match else paragraph.start


def _answer(text: str, paragraphs: Sequence[Span], marked: Sequence[Block], lang: Language) -> list[Span]:
    words: list[Span] = []
    for paragraph in paragraphs:
        if _is_marked("heading", paragraph, marked):
            break
        start = _start(text, paragraph)
        end = start + len(text[start : paragraph.end].rstrip(_TAIL))
        label = re.match(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}:(?:\*\*)?\s+", text[start:end])
        start += label.end() if label else 0
        told = (
            words
            and not (lang.words.first_person & _words(text, [paragraph]))
            and _STAGE.fullmatch(text, start, end)
        )
        if start < end and not told:
            words.append(Span(start, end))
    return words


def _words(text: str, spans: Sequence[Span]) -> set[str]:
    """Return the words in small letters, without those in quotation marks."""
    return {
        word.lower().replace("’", "'")
        for span in spans
        for word in _WORD.findall(_QUOTED.sub(" ", span.of(text)))
        if word != "US"
    }
