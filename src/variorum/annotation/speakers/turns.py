"""What of a source and a candidate depends on who spoke in the sources before."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.annotation.speakers.scene import Scene
from variorum.annotation.speakers.sources import Source

__all__ = ["ROLE", "TURNS", "turns"]

# Where the numbers of ``turns`` stand among the features, in their order.
TURNS = [18, 19, 20, 21, 54, 55, 64, 65, 66, 67, 68, 69, 72, 83, 84, 85, 105, 120]
# Where a candidate's role stands; behind it whether it is the best of the source's, and of how many.
ROLE = TURNS[12] + 1


def turns(
    scene: Scene, source: Source, chosen: Sequence[int], last: Sequence[int]
) -> list[tuple[float, ...]]:
    """Return of each candidate who spoke last, when it did itself, and by which words it was meant.

    last: its last mention before the source, in the scene's table.
    """
    start, paragraph, spoken = source.mention.start, source.paragraph, max(1, len(scene.spoken))
    latest, second, since = _last_two(scene, paragraph)
    named, head = scene.named_since(start), source.phrase.head if source.phrase else None
    ranks, after = _recent(scene, source, chosen, last)
    table = scene.table
    rows: list[tuple[float, ...]] = []
    for i, at in zip(chosen, last, strict=True):
        each = scene.candidates[i]
        rank, others = (ranks[i], after) if i in ranks else (7, 7)
        told, ago, beside, later = 30, 40, False, False
        if each.spoke:
            own = each.spoke[-1]
            there = scene.paragraph(own)
            told, ago = min(paragraph - there, 20), min(source.sentence - scene.sentence(own), 40)
            beside, later = there == paragraph, at == table.none or own > table.starts[at]
        shown = (each.he > each.she) - (each.he < each.she)
        rows.append((
            latest == i, second == i, told, min(len(each.spoke), 8),
            named == i, named not in (None, i), ago, beside, later,
            min(rank, 7), min(others, 7), rank == 0, min(len(each.spoke), 20) / spoken,
            shown * source.gender, min(each.he + each.she, 5), head is not None and head in each.called,
            min(since, 10), len(chosen),
        ))  # fmt: skip
    return rows


def _recent(
    scene: Scene, source: Source, chosen: Sequence[int], last: Sequence[int]
) -> tuple[dict[int, int], int]:
    """Return of each candidate how many others came up after it, and how many have since somebody spoke.

    By name outside quoted words, or speaking; only people who can be meant count.
    """
    places = {}
    for i, at in zip(chosen, last, strict=True):
        each = scene.candidates[i]
        if each.entity.kind in ("person", "other") and each.known * source.gender >= 0:
            places[i] = max(int(scene.table.stood[at]), each.spoke[-1] if each.spoke else -1)
    order = sorted(places, key=lambda i: (-places[i], i))
    since = scene.spoken[-1][0] if scene.spoken else 0
    return {i: rank for rank, i in enumerate(order)}, sum(place > since for place in places.values())


def _last_two(scene: Scene, paragraph: int) -> tuple[int, int, int]:
    """Return who spoke last, who other than that before, and how many paragraphs ago the last one did."""
    if not scene.spoken:
        return -1, -1, 20
    at, last = scene.spoken[-1]
    second = next((i for _, i in reversed(scene.spoken[-30:]) if i != last), -1)
    return last, second, paragraph - scene.paragraph(at)
