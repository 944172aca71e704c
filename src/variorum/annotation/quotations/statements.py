"""Statements, letters and readings that are printed at length without quotation marks.

Precision first: the words must be set off by ">" at the head of their paragraphs, or an introduction that
ends in a colon and names a statement or an act of speech or writing must lead up to them. In the latter
case they are somebody's own words only if they speak in the first person; they then go on to a signature
that closes them, or else for as long as each paragraph speaks so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from variorum.language.language import Language
from variorum.model import Span
from variorum.settings import QUOTATIONS
from variorum.text.marks import QuotedRegion

_SET_OFF = re.compile(r">+\s*(?=\S)")
_WORD = re.compile(r"[\w’']+")
_LAST_SENTENCE = re.compile(r"(?:^|[.!?”\"]\s)([^.!?]*(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Lt)\.[^.!?]*)*):$")
_MARKS = "“\"'‘«„`"
_BULLETS = "•*-–—·>"


def statements(
    text: str, paragraphs: Sequence[Span], regions: Sequence[QuotedRegion], lang: Language
) -> dict[int, tuple[Span, bool]]:
    """Return the words by the start of their paragraph, and whether they go on from the paragraph before."""
    said: dict[int, tuple[Span, bool]] = {}
    number = 0
    while number < len(paragraphs):
        run = _marked_run(text, paragraphs, number)
        spans = [Span(_set_off(text, each), each.end) for each in run]
        if not run and number and _introduces(text, paragraphs[number - 1], lang):
            spans = run = _own_words(text, paragraphs, number, regions, lang)
        for place, (paragraph, span) in enumerate(zip(run, spans, strict=True)):
            said[paragraph.start] = span, place > 0
        number += max(1, len(run))
    return said


def _marked_run(text: str, paragraphs: Sequence[Span], number: int) -> list[Span]:
    """Return the paragraphs from ``number`` on that begin with ">"."""
    run = []
    while number < len(paragraphs) and _set_off(text, paragraphs[number]) > paragraphs[number].start:
        run.append(paragraphs[number])
        number += 1
    return run


def _set_off(text: str, paragraph: Span) -> int:
    """Return where the words of a paragraph begin, after ">" if it has one."""
    match = _SET_OFF.match(text, paragraph.start, paragraph.end)
    return match.end() if match else paragraph.start


def _introduces(text: str, paragraph: Span, lang: Language) -> bool:
    """Tell whether a paragraph ends in a sentence like "His office released the following statement:".

    Or in a verb of speech and a comma: "On Monday he said,".
    """
    if text[paragraph.end - 1] == ",":
        last = _WORD.findall(text, max(paragraph.start, paragraph.end - QUOTATIONS.whole_name), paragraph.end)
        return bool(last) and last[-1].lower() in lang.words.said_before
    if text[paragraph.end - 1] != ":" or len(paragraph) < 8:
        return False
    match = _LAST_SENTENCE.search(text[paragraph.start : paragraph.end])
    words = {word.lower() for word in _WORD.findall(match.group(1))} if match else set()
    return bool(words & lang.words.introduces)


def _own_words(
    text: str, paragraphs: Sequence[Span], first: int, regions: Sequence[QuotedRegion], lang: Language
) -> list[Span]:
    """Return the paragraphs from ``first`` on that are somebody's own words in the first person."""
    run: list[Span] = []
    personal = 0
    for paragraph in paragraphs[first : first + QUOTATIONS.statement_paragraphs]:
        if text[paragraph.start] in _MARKS or text[paragraph.start] in _BULLETS:
            break
        run.append(paragraph)
        if len(run) > 1 and _is_signature(text, paragraph):
            return run if any(_speaks(text, each, regions, lang) for each in run) else []
        if _speaks(text, paragraph, regions, lang) and personal == len(run) - 1:
            personal = len(run)
    return run[:personal]


def _speaks(text: str, paragraph: Span, regions: Sequence[QuotedRegion], lang: Language) -> bool:
    """Tell whether a word of the first person stands in the paragraph outside quotation marks."""
    return any(
        match.group().lower().replace("’", "'").partition("'")[0] in lang.words.first_person
        and not any(region.span.start <= match.start() < region.span.end for region in regions)
        for match in _WORD.finditer(text, paragraph.start, paragraph.end)
    )


def _is_signature(text: str, paragraph: Span) -> bool:
    """Tell whether a paragraph is a name alone, and one that the article has elsewhere."""
    words = paragraph.of(text).split()
    if len(words) > QUOTATIONS.closing_words or text[paragraph.end - 1] in ".,:;!?…":
        return False
    name = words[-1]
    if len(name) < 3 or not name.isalpha() or name.isupper() or not all(word[0].isupper() for word in words):
        return False
    return len(re.findall(rf"\b{re.escape(name)}\b", text)) > 1
