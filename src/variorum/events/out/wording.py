"""How events are called, the same on pages, in feeds and digests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from variorum.decisions.records import same_words
from variorum.model import DeskEvent, DeskEventKind, EventSide
from variorum.outputs.wording import TYPE_WORDS

KIND_WORDS: Mapping[DeskEventKind, str] = {
    "story": "New story",
    "report": "New report",
    "difference": "Reports differ",
    "origin": "Second independent source",
    "quotation": "Quotation changed",
    "speaker": "Speaker changed",
    "figure": "Figure changed",
    "name": "Name changed",
    "headline": "Headline changed",
    "withdrawn": "Report withdrawn",
    "correction": "Note of correction",
    "rewritten": "Words changed",
    "draft": "Draft no longer stands",
}
CHANGES: frozenset[DeskEventKind] = frozenset(
    {"quotation", "speaker", "figure", "name", "headline", "correction", "rewritten"}
)
"""Kinds whose sides are pairs: what was, and what is."""


class ShownSide(Struct, frozen=True, kw_only=True):
    """A side as it is shown. label: what it is: an outlet, "before", "now"; words: as printed, with what
    stands around; article: where, and ``start`` in it; None for what stands in no text."""

    label: str
    value: str
    words: str
    article: str | None = None
    start: int = 0


def heading(event: DeskEvent) -> str:
    """Return what an event is called: its kind, of a difference what differs, of a silent change that."""
    words = KIND_WORDS[event.kind]
    if event.type:
        words = f"{words}: {TYPE_WORDS.get(event.type, event.type)}"
    return f"{words}, without a note" if event.silent and event.severity != "minor" else words


def sides_of(event: DeskEvent) -> Iterator[ShownSide]:
    """Yield the sides of an event; what is printed alike several times on one side, once."""
    for number, side in enumerate(event.sides):
        label = _label(event, number, side)
        if not side.evidence:
            yield ShownSide(label=label, value=side.value, words=side.value)
        for part in {same_words(part.text): part for part in reversed(side.evidence)}.values():
            yield ShownSide(
                label=label, value=side.value, words=part.text, article=part.article, start=part.start
            )


def _label(event: DeskEvent, number: int, side: EventSide) -> str:
    outlets = ", ".join(side.outlets)
    if event.kind in CHANGES:
        return "now" if number % 2 else "before"
    if event.kind == "draft":
        return outlets or "printed now" if number else "the draft"
    return outlets or "a report"
