"""Figures and days that reports tell in sentences of their own, and that seem to differ."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from msgspec import Struct

from variorum.collation.claims.figures import days_apart
from variorum.collation.claims.story import (
    StoryView,
    count_reports,
    make_discrepancy,
    make_side,
    sentence_case,
)
from variorum.collation.slots.likely import likelihood
from variorum.collation.slots.nearest import are_near, index
from variorum.collation.slots.pairs import Pair, pairs
from variorum.collation.slots.values import Value
from variorum.collation.timeline import near_cue
from variorum.collation.utterances.rendering import span_evidence
from variorum.language.lexicon import content_words, lexicon, stem
from variorum.model import Discrepancy, Evidence, Relation, Side
from variorum.model.kinds import severity_of
from variorum.settings import CollateSettings

_TALLIES = ("killed", "injured", "missing", "rescued", "arrested")  # what grows while reports are written
_WORDS = {
    "age": "An age", "money": "An amount", "share": "A share", "measure": "A measure",
    "duration": "A length of time", "date": "A day", "time": "A time of day",
}  # fmt: skip
_HOUR = 75.0  # minutes; farther apart are mostly two steps of one happening
_ISSUES = 1  # days between two reports; later ones tell of later happenings in the same words
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
    sure: list[Discrepancy] = []
    possible: list[Discrepancy] = []
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
    found = [pair for pair in pairs(view.articles, settings.rounding) if not pair.same and pair.elsewhere < 2]
    by_values: dict[tuple[str, ...], list[tuple[float, Pair]]] = defaultdict(list)
    for pair, probability in zip(found, likelihood().probabilities(found), strict=True):
        by_values[pair.one.kind, *sorted((pair.one.key, pair.other.key))].append((probability, pair))
    groups = [
        _Group(
            probability=max(probability for probability, _ in rows),
            pairs=tuple(
                pair
                for probability, pair in sorted(rows, key=lambda row: -row[0])
                if probability >= settings.possible
            ),
        )
        for _, rows in sorted(by_values.items(), key=lambda item: item[0])
    ]
    return sorted(groups, key=lambda group: -group.probability)


def _certain(group: _Group, settings: CollateSettings) -> bool:
    """Tell whether what differs is told, not only listed: classes that reading found nearly always real."""
    best = group.pairs[0]
    if group.probability >= settings.likely_enough:
        return True
    if best.one.kind == "time":
        apart = min(abs(best.one.low - best.other.high), abs(best.other.low - best.one.high))
        return (
            group.probability >= settings.likely_time
            and apart <= _HOUR
            and _one_each(best)
            and _one_step(best)
        )
    if best.one.weekday and best.other.weekday:
        days = days_apart(best.one.source.article.date, best.other.source.article.date)
        if days is None or days > _ISSUES or any(map(_of_saying, (best.one, best.other))):
            return False
        return group.probability >= settings.likely_day and _one_verb(best) and _one_each(best)
    return False


def _of_saying(value: Value) -> bool:
    """Tell whether a day is that of saying something, which may be said twice."""
    return near_cue(value.figure, value.source.annotation.quotations)


def _one_step(pair: Pair) -> bool:
    """Tell whether both times are of the happening, or of one step after it: death is pronounced later."""
    steps = [lexicon().steps.intersection((*value.left, *value.right)) for value in (pair.one, pair.other)]
    return steps[0] == steps[1]


def _one_each(pair: Pair) -> bool:
    """Tell whether neither sentence has a second figure of the kind."""
    return pair.one.siblings == pair.other.siblings == 1


def _one_verb(pair: Pair) -> bool:
    """Tell whether the last word of meaning before both days is one and tells no saying: "died on Friday"."""
    lists = lexicon()
    last = [
        content_words([word for word in value.left if word not in lists.day_parts])[-1:]
        for value in (pair.one, pair.other)
    ]
    said = {stem(word) for word in lists.saying | lists.publishing}
    names = {stem(word) for word in pair.one.sentence_names | pair.other.sentence_names}
    return bool(last[0]) and last[0] == last[1] and last[0][0] not in said | names


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


def unaligned(view: StoryView, told: Sequence[Discrepancy]) -> list[Discrepancy]:
    """Return the numbers of the reports' own prose whose sentences have so little in common that they may
    answer two questions: of no two sides is a sentence among the nearest of one of the other.
    """
    asked = [
        one for one in told if one.type == "figure" and one.utterance is None and one.severity != "critical"
    ]
    if not asked:
        return []
    reports = {source.article.id: at for at, source in enumerate(view.articles)}
    places = [[_sentences(view, reports, side) for side in one.sides] for one in asked]
    pairs_of = [
        {(min(a, b), max(a, b)) for first, second in combinations(sides, 2) for a in first for b in second}
        for sides in places
    ]
    apart = {(a, b) for found in pairs_of for a, b in found if a[0] != b[0]}
    near = are_near(index(view.articles), apart)
    return [
        one
        for one, found in zip(asked, pairs_of, strict=True)
        if not any(a[0] == b[0] or (a, b) in near for a, b in found)
    ]


def _sentences(view: StoryView, reports: dict[str, int], side: Side) -> set[tuple[int, int]]:
    """Return report and place of the sentences of a side's evidence."""
    found = set()
    for part in side.evidence:
        at = reports[part.article]
        sentences = view.articles[at].annotation.sentences
        found.add((at, bisect_right(sentences, part.start, key=lambda span: span.start) - 1))
    return found
