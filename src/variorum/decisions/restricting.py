"""Variants and differences cut down to some of their readings, for utterances that were parted by hand."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from msgspec.structs import replace

from variorum.model import (
    Discrepancy,
    Evidence,
    Reading,
    Side,
    Utterance,
    Variant,
    VariantSide,
    content_id,
)
from variorum.model.kinds import KINDS
from variorum.settings import DECISIONS


def restricted(variant: Variant, quotations: Mapping[str, str]) -> Variant | None:
    """Return a variant as far as some quotations have it; None where fewer than two sides are left.

    quotations: those that are left, by id, with their articles.
    """
    sides = []
    for side in variant.sides:
        kept = tuple(one for one in side.readings if one in quotations)
        articles = {quotations[one] for one in kept}
        if len(kept) == len(side.readings):
            sides.append(side)
        elif kept:
            evidence = tuple(part for part in side.evidence if part.article in articles)
            sides.append(VariantSide(readings=kept, evidence=evidence))
    if len(sides) < 2:
        return None
    return variant if tuple(sides) == variant.sides else replace(variant, sides=tuple(sides))


def moved(one: Discrepancy, utterances: Sequence[Utterance]) -> Discrepancy | None:
    """Return a difference inside an utterance that is no more, as it stands in those that it went to.

    utterances: those that have its readings now. The difference stays where two of its sides still meet, as
    far as they do; None where no utterance has two of them.
    """
    home = {part: _home(part, utterances) for side in one.sides for part in side.evidence}
    best: tuple[int, Discrepancy] | None = None
    for utterance in utterances:
        within = [
            _kept(side, {part for part in side.evidence if home[part] == utterance.id}) for side in one.sides
        ]
        sides = tuple(side for side in within if side is not None)
        count = sum(len(side.evidence) for side in sides)
        if len(sides) > 1 and (best is None or count > best[0]):
            best = count, _told(one, sides, utterance.id)
    return best[1] if best else None


def within(one: Discrepancy, utterances: Sequence[Utterance], parts: Container[str]) -> bool:
    """Tell whether all evidence of a difference stands in readings of some utterances, or beside them where
    it is who said something, nearer than to any other.

    utterances: all of the story. parts: the ids of those.
    """
    if one.utterance is not None:
        return one.utterance in parts
    room = DECISIONS.beside if one.type == "attribution" else 0
    return all(
        (home := _home(part, utterances, room)) is not None and home in parts
        for side in one.sides
        for part in side.evidence
    )


def _gap(reading: Reading, part: Evidence) -> int:
    """Return how many code points lie between a reading and words of its article; 0 for words inside."""
    return max(reading.content[0].start - part.end, part.start - reading.content[-1].end, 0)


def _home(part: Evidence, utterances: Sequence[Utterance], room: int | None = None) -> str | None:
    """Return the utterance whose reading of that article holds the words, or stands nearest: words that tell
    who said something stand beside it.

    room: code points up to which one is near; None for any.
    """
    near = [
        (gap, at)
        for at, utterance in enumerate(utterances)
        for reading in utterance.readings
        if reading.article == part.article
        for gap in (_gap(reading, part),)
        if room is None or gap <= room
    ]
    return utterances[min(near)[1]].id if near else None


def _kept(side: Side, parts: Container[Evidence]) -> Side | None:
    kept = tuple(part for part in side.evidence if part in parts)
    if not kept:
        return None
    if kept == side.evidence:
        return side
    return replace(side, evidence=kept, articles=tuple(dict.fromkeys(part.article for part in kept)))


def _told(one: Discrepancy, sides: tuple[Side, ...], utterance: str) -> Discrepancy:
    if sides == one.sides:
        return replace(one, utterance=utterance)
    return reworded(replace(one, utterance=utterance), sides)


def reworded(one: Discrepancy, sides: tuple[Side, ...]) -> Discrepancy:
    """Return a difference with other sides: its id and its summary are those of what it has now."""
    told = ", ".join(f"“{side.value}” in {_reports(len(side.articles))}" for side in sides)
    parts = sorted(
        f"{part.article}:{part.start}:{part.end}:{part.text}" for side in sides for part in side.evidence
    )
    return replace(
        one,
        id=content_id("d", one.type, *sorted(side.value for side in sides), *parts),
        sides=sides,
        summary=f"{KINDS[one.type].label}: {told}.",
    )


def _reports(count: int) -> str:
    return "one report" if count == 1 else f"{count} reports"
