"""Pairs of values that may answer one question, and what speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from variorum.collation.claims.figures import agrees, days_apart
from variorum.collation.slots.nearest import Index, Near, index, nearest
from variorum.collation.slots.values import KINDS, LENGTHS, Value, values
from variorum.language.lexicon import lexicon, stem
from variorum.model import AnnotatedArticle

# What is measured of a pair without looking at the two values, in the order the trees know it.
MEASURES = (
    "kind", "alike", "rank", "other_rank", "head", "heads", "near_left", "near_right", "left", "right",
    "left_weight", "right_weight", "weight", "share", "apart", "place", "word_before", "word_after",
    "names", "names_missing", "sentence_names", "sentence_names_missing", "siblings", "days", "quoted",
)  # fmt: skip
_CLOSE = 3  # words right before and after a figure
_DAYS = 60  # days between two reports, at most, as a measure


class Pair(Struct, frozen=True, kw_only=True):
    """Two values of different reports. measures: see ``MEASURES``. elsewhere: how many of the two values
    also stand, for the same kind, in the other's report.
    """

    one: Value
    other: Value
    measures: tuple[float, ...]
    same: bool
    elsewhere: int


def pairs(articles: Sequence[AnnotatedArticle], rounding: float) -> Iterator[Pair]:
    """Yield the pairs of comparable values in neighbouring sentences, those that agree, too."""
    found = [values(source) for source in articles]
    of = index(articles)
    by_sentence: list[dict[int, list[Value]]] = []
    for of_article in found:
        rows: dict[int, list[Value]] = defaultdict(list)
        for value in of_article:
            rows[value.sentence].append(value)
        by_sentence.append(rows)
    told = [{(value.kind, value.key) for value in of_article} for of_article in found]
    for near in nearest(of, [set(rows) for rows in by_sentence]):
        for one in by_sentence[near.report][near.sentence]:
            for other in by_sentence[near.other_report][near.other_sentence]:
                if comparable(one, other):
                    yield Pair(
                        one=one,
                        other=other,
                        measures=_measures(one, other, near, of),
                        same=same(one, other, rounding),
                        elsewhere=((one.kind, one.key) in told[near.other_report])
                        + ((other.kind, other.key) in told[near.report]),
                    )


def comparable(one: Value, other: Value) -> bool:
    """Tell whether two values are of one sort: dollars and dollars, a weekday and a weekday."""
    if one.kind != other.kind:
        return False
    if one.figure.unit != other.figure.unit and one.kind != "time":
        units = [LENGTHS.get(value.figure.unit or "", (None, 1.0))[0] for value in (one, other)]
        return one.kind == "duration" and units[0] == units[1] is not None
    if one.kind != "date":
        return True
    if one.weekday and other.weekday:
        return (days_apart(one.source.article.date, other.source.article.date) or 0) < 7
    return bool(one.figure.value and other.figure.value) and len(str(one.figure.value)) == len(
        str(other.figure.value)
    )


def same(one: Value, other: Value, rounding: float) -> bool:
    """Tell whether two comparable values can both be so."""
    if one.kind == "date":
        if one.weekday and other.weekday:
            return one.weekday == other.weekday
        return one.figure.value == other.figure.value
    if one.low <= other.high and other.low <= one.high:
        return True
    if one.kind in ("time", "age") or one.figure.unit != other.figure.unit:
        return False
    return one.figure.bound == other.figure.bound == "exact" and agrees(one.figure, other.figure, rounding)


def _measures(one: Value, other: Value, near: Near, of: Index) -> tuple[float, ...]:
    a, b = of.stems[near.report][near.sentence], of.stems[near.other_report][near.other_sentence]
    lengths = [max(1, len(value.source.annotation.sentences)) for value in (one, other)]
    places = one.sentence / lengths[0], other.sentence / lengths[1]
    days = days_apart(one.source.article.date, other.source.article.date)
    return (
        float(KINDS.index(one.kind)),
        near.alike,
        float(near.rank),
        float(near.other_rank),
        _share(one.head, other.head),
        float(bool(one.head) + bool(other.head)),
        _jaccard(one.left[-_CLOSE:], other.left[-_CLOSE:]),
        _jaccard(one.right[:_CLOSE], other.right[:_CLOSE]),
        _jaccard(one.left, other.left),
        _jaccard(one.right, other.right),
        _weight(one.left, other.left, of),
        _weight(one.right, other.right, of),
        round(sum(of.rarity[word] for word in sorted(a & b)), 5),
        len(a & b) / max(1, min(len(a), len(b))),
        round(abs(places[0] - places[1]), 5),
        round(places[0] + places[1], 5),
        float(bool(one.left) and one.left[-1:] == other.left[-1:]),
        float(bool(one.right) and one.right[:1] == other.right[:1]),
        float(len(one.names & other.names)),
        float(min(len(one.names - other.sentence_names), len(other.names - one.sentence_names))),
        float(len(one.sentence_names & other.sentence_names)),
        float(
            min(
                len(one.sentence_names - other.sentence_names), len(other.sentence_names - one.sentence_names)
            )
        ),
        float(max(one.siblings, other.siblings)),
        -1.0 if days is None else float(min(days, _DAYS)),
        float(one.quoted + other.quoted),
    )


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0


def _jaccard(a: Sequence[str], b: Sequence[str]) -> float:
    function = lexicon().function
    one, other = set(a) - function, set(b) - function
    return round(len(one & other) / max(1, len(one | other)), 5)


def _weight(a: Sequence[str], b: Sequence[str], of: Index) -> float:
    function = lexicon().function
    shared = {stem(word) for word in set(a) & set(b) if word not in function and not word.isdigit()}
    return round(sum(of.rarity.get(word, 1.0) for word in sorted(shared)), 5)
