"""Figures and days that reports tell in sentences of their own, and that seem to differ."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from math import inf

from msgspec import Struct

from variorum.collation.claims.claim import StoryPlace
from variorum.collation.claims.difference import Difference
from variorum.collation.claims.figures import days_apart
from variorum.collation.claims.oppose import evidence_of, make_discrepancy, make_side, sentence_case, told_in
from variorum.collation.claims.slots.apart import Apart, facts_by_place, of_saying
from variorum.collation.claims.slots.likely import likelihood
from variorum.collation.claims.slots.nearest import Index, any_near
from variorum.collation.claims.slots.pairs import Pair, can_both_be, pairs
from variorum.collation.claims.slots.values import Value
from variorum.collation.claims.story import StoryView
from variorum.language.tables import Lexicon
from variorum.model import Discrepancy, Relation, Side
from variorum.model.kinds import severity_of
from variorum.settings import FACTS, CollateSettings

_TALLIES = ("killed", "injured", "missing", "rescued", "arrested")  # what grows while reports are written
# What figures of a kind answer, and what a summary calls them.
_ASKED = {
    "age": ("age", "an age"),
    "money": ("amount", "an amount"),
    "share": ("share", "a share"),
    "measure": ("measure", "a measure"),
    "duration": ("length of time", "a length of time"),
    "date": ("day", "a day"),
    "time": ("time of day", "a time of day"),
}
_DAYS = ("date", "time")


class _Group(Struct, frozen=True, kw_only=True):
    """All pairs of a story with the same two values. probability: of the likeliest of them. agreeing: pairs
    in which one of them and a value of a further report agree.
    """

    probability: float
    pairs: tuple[Pair, ...]
    agreeing: tuple[Pair, ...]

    @property
    def places(self) -> frozenset[StoryPlace]:
        """Where the values stand."""
        return frozenset(value.place for pair in self.pairs for value in (pair.one, pair.other))


def likely(
    view: StoryView, told: Sequence[Discrepancy], of: Index, settings: CollateSettings
) -> tuple[list[Difference], list[Difference]]:
    """Return what differs surely enough to be told, and what possibly differs, the likeliest first.

    told: what the story tells already; nothing of it comes again. of: the index of its sentences.
    """
    known = {(part.article, part.start) for one in told for side in one.sides for part in side.evidence}
    sure: list[Difference] = []
    possible: list[Difference] = []
    used: set[StoryPlace] = set()
    for group in _groups(view, of, settings):
        if len(possible) >= settings.most_possible:
            break
        told_already = any(where[2:4] in known for where in group.places)
        if told_already or not group.places.isdisjoint(used):
            continue
        used |= group.places
        sides = sides_of(group.pairs, group.agreeing, settings)
        if _told_by_one(sides):
            continue
        certain = group.probability >= settings.likely_enough and not (
            of_saying(group.pairs[0]) or _far_apart(group.pairs[0])
        )
        found = _discrepancy(view, sides, group.probability)
        (sure if certain else possible).append(found)
    return sure, possible


def _far_apart(pair: Pair) -> bool:
    """Tell whether one number is so many times the other that they may answer two questions: the points of a
    game and those of a career.
    """
    small, large = sorted((abs(pair.one.said.low), abs(pair.other.said.high)))
    return pair.one.kind not in _DAYS and small > 0 and FACTS.ratio_people * small < large < inf


def _told_by_one(sides: Sequence[Sequence[Value]]) -> bool:
    """Tell whether one report tells the values of two sides: then they answer two questions."""
    reports = [{value.source.article.id for value in rows} for rows in sides]
    return any(one & other for one, other in combinations(reports, 2))


def _groups(view: StoryView, of: Index, settings: CollateSettings) -> list[_Group]:
    """Return the pairs of values that do not agree, those of the same two values together, by probability."""
    found = list(pairs(view.articles, settings, of))
    if not found:
        return []
    shipped = likelihood()
    odds = shipped.odds(found)
    judged = shipped.probabilities(found, odds, of.rarity, len(view.articles), view.lang)
    apart = Apart(facts_by_place(view.facts), settings.rounding, view.lang.collation)
    agreeing: dict[StoryPlace, list[Pair]] = defaultdict(list)
    by_values: dict[tuple[str, ...], list[tuple[float, Pair]]] = defaultdict(list)
    for pair, likely_one, probability in zip(found, odds.tolist(), judged, strict=True):
        if not pair.same and probability >= settings.possible:
            if apart(pair):
                continue
            kinds = sorted((pair.one.kind, pair.other.kind))
            by_values[(*kinds, *sorted((pair.one.key, pair.other.key)))].append((probability, pair))
        elif pair.same and likely_one > settings.slots.agreeing:
            for value in (pair.one, pair.other):
                agreeing[value.place].append(pair)
    groups = [_group(rows, agreeing) for _, rows in sorted(by_values.items())]
    return sorted(groups, key=lambda group: -group.probability)


def _group(rows: Sequence[tuple[float, Pair]], agreeing: dict[StoryPlace, list[Pair]]) -> _Group:
    ordered = sorted(rows, key=lambda row: -row[0])
    values = [value for _, pair in ordered for value in (pair.one, pair.other)]
    return _Group(
        probability=ordered[0][0],
        pairs=tuple(pair for _, pair in ordered),
        agreeing=tuple(pair for value in values for pair in agreeing.get(value.place, ())),
    )


def _discrepancy(view: StoryView, ordered: Sequence[Sequence[Value]], probability: float) -> Difference:
    sides = [make_side(rows[0].value, evidence_of(rows)) for rows in ordered]
    first = ordered[0][0]
    relation: Relation = "refines" if _grows(ordered, view.lang.collation) else "conflict"
    counted = next((value.figure.of for rows in ordered for value in rows if value.figure.of), None)
    counting = (counted, f"the number of {counted}") if counted else ("number", "a number")
    aged = first.kind == "duration" and not first.lists.years_old.isdisjoint(first.right[:1])
    question, what = _ASKED.get("age" if aged else first.kind, counting)
    if counted and first.source.article.text[first.span.end : first.span.end + 1] == "-":
        question = f"number before \u201c{counted}\u201d"  # "a 48-page indictment"
        what = f"the {question}"
    if relation == "refines":
        question, verb = f"{question} grows from report to report", "grows from report to report"
    else:
        verb = "seems to differ"
    kind = "date" if first.kind in _DAYS else "figure"
    return make_discrepancy(
        kind,
        severity_of(kind, "prose"),
        sides,
        sentence_case(f"{what} {verb}: {told_in(view, sides)}."),
        relation=relation,
        probability=probability,
        question=question,
    )


def sides_of(told: Sequence[Pair], agreeing: Sequence[Pair], settings: CollateSettings) -> list[list[Value]]:
    """Return the values of either side, and after them those of further reports that agree with one side
    alone and are of one kind with it: "just before 4:30" is witness neither of "just after 4" nor of 4:26.
    """
    by_key: dict[str, dict[StoryPlace, Value]] = defaultdict(dict)
    side_of: dict[StoryPlace, str] = {}
    for value in (value for pair in told for value in (pair.one, pair.other)):
        by_key[value.key][value.place] = value
        side_of[value.place] = value.key
    joined: dict[StoryPlace, tuple[Value, set[str]]] = {}
    for pair in agreeing:
        for value, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if value.place not in side_of and other.place in side_of and value.kind == other.kind:
                joined.setdefault(value.place, (value, set()))[1].add(side_of[other.place])
    joins = []  # what agrees with both sides is a witness for neither
    for where, (value, keys) in sorted(joined.items(), key=lambda item: item[0]):
        rows = (other for key, one in by_key.items() if key not in keys for other in one.values())
        if len(keys) == 1 and not any(_agree(value, other, settings) for other in rows):
            joins.append((keys.pop(), where, value))
    for key, where, value in joins:
        by_key[key][where] = value
    sides = [list(rows.values()) for rows in by_key.values()]
    return sorted(sides, key=lambda rows: (rows[0].said.low, rows[0].key))


def _agree(one: Value, other: Value, settings: CollateSettings) -> bool:
    days = days_apart(one.source.article.date, other.source.article.date)
    return one.kind == other.kind and can_both_be(one, other, days, settings)


def _grows(ordered: Sequence[Sequence[Value]], lists: Lexicon) -> bool:
    """Tell whether it is a toll, and every report with the larger number is of a later day."""
    asked = frozenset().union(*(lists.questions[name] for name in _TALLIES))
    for value in (value for rows in ordered for value in rows):
        words = {*value.left[-3:], *value.right[:4], *(value.figure.of or "").split()}
        if value.kind != "count" or not words & asked:
            return False
    days = [[value.source.article.date or "" for value in rows] for rows in ordered]
    return all(days[0]) and all(days[-1]) and max(days[0])[:10] < min(days[-1])[:10]


def unaligned(
    view: StoryView, told: Sequence[Difference], of: Index, settings: CollateSettings
) -> list[Difference]:
    """Return the numbers of the reports' own prose whose sentences have so little in common that they may
    answer two questions: of no two sides is a sentence among the nearest of one of the other.

    of: the index of the story's sentences.
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
    of_one_report = [any(a[0] == b[0] for a, b in found) for found in pairs_of]
    near = any_near(
        of,
        [() if known else found for found, known in zip(pairs_of, of_one_report, strict=True)],
        settings.slots,
    )
    return [one for one, known, found in zip(asked, of_one_report, near, strict=True) if not (known or found)]


def _sentences(view: StoryView, reports: dict[str, int], side: Side) -> set[tuple[int, int]]:
    """Return report and place of the sentences of a side's evidence."""
    found = set()
    for part in side.evidence:
        at = reports[part.article]
        sentences = view.articles[at].annotation.sentences
        found.add((at, bisect_right(sentences, part.start, key=lambda span: span.start) - 1))
    return found
