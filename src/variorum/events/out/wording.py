"""How events are called, the same on pages, in feeds and digests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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


class ShownPlace(Struct, frozen=True, kw_only=True):
    """Where words stand: an article, and from where on in it."""

    article: str
    start: int


class ShownSide(Struct, frozen=True, kw_only=True):
    """A side as it is shown. label: what it is: outlets, "before", "now"; words: what is said or printed
    there, of a change with what stands around it; "" for nothing. places: where, one for each article."""

    label: str
    words: str
    places: tuple[ShownPlace, ...] = ()


def heading(event: DeskEvent) -> str:
    """Return what an event is called: its kind, of a difference what differs, of a silent change that."""
    words = KIND_WORDS[event.kind]
    if event.type:
        words = f"{words}: {TYPE_WORDS.get(event.type, event.type)}"
    return f"{words}, without a note" if event.silent and event.severity != "minor" else words


def sides_of(event: DeskEvent) -> Iterator[ShownSide]:
    """Yield the sides of an event; of changes in one sentence the sentence, before and after, once."""
    seen: set[tuple[str, ...]] = set()
    sides = list(event.sides)
    step = 2 if event.kind in CHANGES else 1
    for start in range(0, len(sides), step):
        shown = [
            _shown(event, number, sides[number]) for number in range(start, min(start + step, len(sides)))
        ]
        words = tuple(one.words for one in shown)
        if step == 1 or words not in seen:
            yield from shown
        seen.add(words)


def _shown(event: DeskEvent, number: int, side: EventSide) -> ShownSide:
    words = side.value
    # A difference is told by what its sides say; the words that show it may be no more than a cue.
    if side.evidence and not (event.kind == "difference" and words):
        words = " … ".join(_once([part.text for part in side.evidence if part.text]))
    first = {part.article: part.start for part in reversed(side.evidence)}
    places = tuple(ShownPlace(article=one, start=start) for one, start in sorted(first.items()))
    return ShownSide(label=_label(event, number, side), words=words, places=places)


def _once(printed: Sequence[str]) -> list[str]:
    """Return texts without those that say the same in other marks."""
    return list({same_words(one): one for one in reversed(printed)}.values())[::-1]


def _label(event: DeskEvent, number: int, side: EventSide) -> str:
    outlets = ", ".join(side.outlets)
    if event.kind in CHANGES:
        return "now" if number % 2 else "before"
    if event.kind == "draft":
        return outlets or "printed now" if number else "the draft"
    return outlets or "a report"
