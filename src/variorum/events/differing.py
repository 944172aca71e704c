"""Differences of a story that were not told before.

A difference is known again by its words, as decisions know it (``decisions.finding``): not by the story,
whose id changes, nor by the ids of a run. When more reports join its sides it is the same one; it is told
again when it becomes graver, or when a report has an answer of its own. What only earlier versions of pages
say is no side of it. What was told between two rounds
and is gone in the next stays told: these events depend on which states of a story there were.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from variorum.decisions.finding import find_difference
from variorum.events.making import Places, made, outlets_of, sided, words_of
from variorum.model import Collation, DeskEvent, Discrepancy, EventSide, Evidence, JudgedDifference
from variorum.model.kinds import GRAVITY
from variorum.outputs.wording import listed_few


def differences(
    collation: Collation, places: Places, told: Sequence[DeskEvent], since: int
) -> Iterator[DeskEvent]:
    """Yield the differences of a story that are to be told.

    collation: as decisions leave it. told: events that cite its articles. since: the number of an article;
    what only articles up to it say is passed over.
    """
    known = [one for one in told if one.kind == "difference"]
    people = {one.id: [each.name for each in one.speakers] for one in collation.utterances}
    for found in collation.discrepancies:
        one = _as_printed_now(found, places)
        evidence = [part for side in one.sides for part in side.evidence]
        cited = {part.article for part in evidence}
        if not cited <= places.keys() or max((places[name].number for name in cited), default=0) <= since:
            continue
        if len(one.sides) < 2 or len({places[name].page for name in cited}) == 1:
            continue  # versions of one page: told as a change of it
        if is_new(one, known):
            yield made(
                "difference",
                one.summary + _with_earlier(cited, places),
                places=places,
                articles=cited,
                about=[one.type, one.severity, *words_of(evidence)],
                sides=tuple(_side(side.value, side.evidence, places) for side in one.sides),
                people=people.get(one.utterance or "", ()),
                severity=one.severity,
                type=one.type,
            )


def _as_printed_now(one: Discrepancy, places: Places) -> Discrepancy:
    """Return a difference without the sides that only earlier versions of pages are on."""
    sides = tuple(
        side
        for side in one.sides
        if any(part.article not in places or places[part.article].last for part in side.evidence)
    )
    return one if len(sides) == len(one.sides) else replace(one, sides=sides)


def _with_earlier(cited: Iterable[str], places: Places) -> str:
    """Return a sentence on the reports counted that are earlier versions of a page; "" for none."""
    earlier = [name for name in cited if not places[name].last]
    if not earlier:
        return ""
    names = listed_few(outlets_of(earlier, places))
    count = "is an earlier version" if len(earlier) == 1 else "are earlier versions"
    return f" Counted among them {count}{f' of {names}' if names else ''}."


def _side(value: str, evidence: Sequence[Evidence], places: Places) -> EventSide:
    outlets = sided((part.article for part in evidence), places)
    return EventSide(value=value, outlets=outlets, evidence=tuple(evidence))


def is_new(one: Discrepancy, known: Sequence[DeskEvent]) -> bool:
    """Tell whether a difference says something that none of the events says that are known of it."""
    found = [
        (event, line) for event in known if (line := find_difference(_as_judged(event), [one])) is not None
    ]
    if not found:
        return True
    if all(GRAVITY[one.severity] < GRAVITY[event.severity or "minor"] for event, _ in found):
        return True
    fresh = set.intersection(*(set(line.fresh) for _, line in found))
    return any(side.evidence and fresh.issuperset(side.evidence) for side in one.sides)


def _as_judged(event: DeskEvent) -> JudgedDifference:
    return JudgedDifference(
        type=event.type or "",
        severity=event.severity or "minor",
        summary=" ".join((event.said, *(side.value for side in event.sides))),
        sides=tuple(side.evidence for side in event.sides),
    )
