"""The layers of a report, laid into its text: where one begins or ends, the text is cut."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from msgspec import Struct

from variorum.model import AnnotatedArticle, Span
from variorum.settings import SHOWN

LAYERS = {
    "quotations": "Quotations",
    "names": "Names",
    "figures": "Figures and dates",
    "furniture": "What is no statement",
}


class Piece(Struct, frozen=True, kw_only=True):
    """A stretch of text under the same marks. marks: classes, in alphabetical order; hint: what they say."""

    start: int
    text: str
    marks: tuple[str, ...]
    hint: str


class Line(Struct, frozen=True, kw_only=True):
    """A row of a list of what is marked: in words, and where it begins in the text."""

    start: int
    words: str
    first: str
    second: str


class _Mark(Struct, frozen=True):
    span: Span
    name: str
    hint: str


def paragraphs(annotated: AnnotatedArticle, layers: Sequence[str]) -> list[list[Piece]]:
    """Return the paragraphs of a report in pieces, up to as many code points as a page shows whole."""
    text = annotated.article.text
    marks = sorted(_marks(annotated, layers), key=lambda one: (one.span.start, one.span.end))
    edges = sorted({edge for one in marks for edge in (one.span.start, one.span.end)})
    found, began = [], 0
    for paragraph in annotated.annotation.paragraphs or ((Span(0, len(text)),) if text else ()):
        if paragraph.start > SHOWN.report:
            break
        while began < len(marks) and marks[began].span.end <= paragraph.start:
            began += 1
        here = [one for one in _until(marks, began, paragraph.end) if one.span.end > paragraph.start]
        inner = edges[bisect_left(edges, paragraph.start) : bisect_left(edges, paragraph.end)]
        cuts = sorted({paragraph.start, *inner, paragraph.end})
        found.append([_piece(text, a, b, here) for a, b in zip(cuts, cuts[1:], strict=False)])
    return found


def _until(marks: Sequence[_Mark], began: int, end: int) -> Iterable[_Mark]:
    for one in marks[began:]:
        if one.span.start >= end:
            return
        yield one


def _piece(text: str, start: int, end: int, marks: Sequence[_Mark]) -> Piece:
    over = [one for one in marks if one.span.start <= start and one.span.end >= end]
    hints = dict.fromkeys(one.hint for one in over if one.hint)
    return Piece(
        start=start,
        text=text[start:end],
        marks=tuple(sorted({one.name for one in over})),
        hint="; ".join(hints),
    )


def _marks(annotated: AnnotatedArticle, layers: Sequence[str]) -> Iterable[_Mark]:
    layer = annotated.annotation
    if "quotations" in layers:
        for quotation in layer.quotations:
            speaker = quotation.speaker.name if quotation.speaker else "speaker not resolved"
            said = f"{quotation.kind} quotation: {speaker}"
            yield from (_Mark(span, "l-content", said) for span in quotation.content)
            yield from (_Mark(span, "l-cue", "cue") for span in quotation.cue)
            yield from (_Mark(span, "l-source", f"source: {speaker}") for span in quotation.source)
    if "names" in layers:
        for entity in layer.entities:
            yield from (_Mark(span, "l-name", f"{entity.kind}: {entity.name}") for span in entity.mentions)
    if "figures" in layers:
        for one in layer.figures:
            yield _Mark(one.span, "l-figure", _figure(one.kind, one.value, one.unit, one.of))
    if "furniture" in layers:
        yield from (
            _Mark(span, "l-furniture", "no statement: caption, link or credit") for span in layer.furniture
        )
        yield from (_Mark(post.span, "l-furniture", "embedded post") for post in layer.posts)


def _figure(kind: str, value: float | str | None, unit: str | None, of: str | None) -> str:
    shown = f"{value:g}" if isinstance(value, float) else str(value or "")
    return " ".join(one for one in (f"{kind}:", shown, unit, f"({of})" if of else None) if one)


def quotations(annotated: AnnotatedArticle) -> list[Line]:
    """Return the quotations: words, speaker, kind."""
    text = annotated.article.text
    return [
        Line(
            start=one.content[0].start,
            words=" … ".join(span.of(text) for span in one.content),
            first=one.speaker.name if one.speaker else "",
            second=one.kind,
        )
        for one in annotated.annotation.quotations
        if one.content
    ]


def entities(annotated: AnnotatedArticle) -> list[Line]:
    """Return who and what the report refers to: name, kind, how often."""
    return [
        Line(start=one.mentions[0].start, words=one.name, first=one.kind, second=str(len(one.mentions)))
        for one in annotated.annotation.entities
        if one.mentions
    ]


def figures(annotated: AnnotatedArticle) -> list[Line]:
    """Return figures and dates: as printed, what they were read as."""
    text = annotated.article.text
    return [
        Line(
            start=one.span.start,
            words=one.span.of(text),
            first=_figure(one.kind, one.value, one.unit, one.of),
            second="" if one.bound == "exact" else one.bound,
        )
        for one in annotated.annotation.figures
    ]
