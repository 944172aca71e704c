"""Figures and days that sentences of different reports tell in words of their own, and that seem to differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from variorum.collation.claims.story import (
    StoryView,
    count_reports,
    make_discrepancy,
    make_side,
    sentence_case,
)
from variorum.collation.lexicon import lexicon
from variorum.collation.slots.likely import likelihood
from variorum.collation.slots.pairs import Pair, pairs
from variorum.collation.slots.values import Value
from variorum.collation.utterances.rendering import span_evidence
from variorum.model import Discrepancy, Evidence, Relation
from variorum.model.kinds import severity_of
from variorum.settings import CollateSettings

_TALLIES = ("killed", "injured", "missing", "rescued", "arrested")  # what grows while reports are written
_WORDS = {
    "age": "An age", "money": "An amount", "share": "A share", "measure": "A measure", "duration": "A length of time",
    "date": "A day", "time": "A time of day",
}  # fmt: skip
Place = tuple[str, int]


class _Group(Struct, frozen=True, kw_only=True):
    """All pairs of a story with the same two values. probability: of the likeliest of them."""

    probability: float
    pairs: tuple[Pair, ...]

    @property
    def places(self) -> frozenset[Place]:
        """Where the values stand."""
        return frozenset(_place(value) for pair in self.pairs for value in (pair.one, pair.other))


def likely(
    view: StoryView, told: Sequence[Discrepancy], settings: CollateSettings
) -> tuple[list[Discrepancy], list[Discrepancy]]:
    """Return what differs surely enough to be told, and what possibly differs, the likeliest first.

    told: what the story tells already; nothing of it comes again.
    """
    known = {(part.article, part.start) for one in told for side in one.sides for part in side.evidence}
    sure, possible = [], []
    used: set[Place] = set()
    for group in _groups(view, settings):
        if group.probability < settings.possible or len(possible) >= settings.most_possible:
            break
        if not group.places.isdisjoint(known) or not group.places.isdisjoint(used):
            continue
        used |= group.places
        certain = _certain(group, settings)
        (sure if certain else possible).append(_discrepancy(view, group))
    return sure, possible


def _groups(view: StoryView, settings: CollateSettings) -> list[_Group]:
    """Return the pairs of values that do not agree, those of the same two values together, by probability."""
    found = [
        pair
        for pair in pairs(view.articles, settings.rounding)
        if not pair.same and pair.elsewhere < 2
    ]
    by_values: dict[tuple[str, ...], list[tuple[float, Pair]]] = defaultdict(list)
    for pair, probability in zip(found, likelihood().probabilities(found), strict=True):
        by_values[pair.one.kind, *sorted((pair.one.key, pair.other.key))].append((probability, pair))
    groups = [
        _Group(
            probability=max(probability for probability, _ in rows),
            pairs=tuple(pair for probability, pair in rows if probability >= settings.possible),
        )
        for _, rows in sorted(by_values.items(), key=lambda item: item[0])
    ]
    return sorted(groups, key=lambda group: -group.probability)


def _certain(group: _Group, settings: CollateSettings) -> bool:
    return group.probability >= settings.likely_enough


def _place(value: Value) -> Place:
    return value.source.article.id, value.span.start


def _discrepancy(view: StoryView, group: _Group) -> Discrepancy:
    by_key: dict[str, list[Value]] = defaultdict(list)
    for pair in group.pairs:
        for value in (pair.one, pair.other):
            if _place(value) not in {_place(one) for one in by_key[value.key]}:
                by_key[value.key].append(value)
    ordered = sorted(by_key.values(), key=lambda rows: (rows[0].low, rows[0].key))
    sides = [make_side(rows[0].printed, _evidence(rows)) for rows in ordered]
    shown = ", ".join(f"{side.value} in {count_reports(view, side)}" for side in sides)
    first = ordered[0][0]
    relation: Relation = "refines" if _grows(ordered) else "conflict"
    what = _WORDS.get(first.kind) or f"The number of {first.figure.of or 'something'}"
    verb = "grows from report to report" if relation == "refines" else "seems to differ"
    kind = "date" if first.kind in ("date", "time") else "figure"
    return make_discrepancy(
        kind,
        severity_of(kind, "prose"),
        sides,
        sentence_case(f"{what} {verb}: {shown}."),
        relation=relation,
        probability=group.probability,
    )


def _evidence(rows: Iterable[Value]) -> Iterator[Evidence]:
    for value in sorted(rows, key=lambda one: (one.source.article.date or "", *_place(one))):
        yield span_evidence(value.source, value.span)


def _grows(ordered: Sequence[Sequence[Value]]) -> bool:
    """Tell whether it is a toll, and every report with the larger number is of a later day."""
    asked = frozenset().union(*(lexicon().questions[name] for name in _TALLIES))
    for value in (value for rows in ordered for value in rows):
        words = {*value.left[-3:], *value.right[:4], *(value.figure.of or "").split()}
        if value.kind != "count" or not words & asked:
            return False
    days = [[value.source.article.date or "" for value in rows] for rows in ordered]
    return all(days[0]) and all(days[-1]) and max(days[0])[:10] < min(days[-1])[:10]
