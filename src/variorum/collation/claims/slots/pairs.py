"""Pairs of values that may answer one question, and what speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter

from msgspec import Struct

from variorum.collation.claims.figures import days_apart
from variorum.collation.claims.slots import reading
from variorum.collation.claims.slots.nearest import Index, Near, index, nearest
from variorum.collation.claims.slots.values import KINDS, VALUES, Value
from variorum.model import AnnotatedArticle
from variorum.settings import MEASURED, CollateSettings

# What is measured of a pair without looking at the two values, in the order the trees know it.
MEASURES = (
    "kind", "alike", "rank", "other_rank", "head", "heads", "near_left", "near_right", "left", "right",
    "left_weight", "right_weight", "weight", "share", "apart", "place", "word_before", "word_after",
    "names", "names_missing", "sentence_names", "sentence_names_missing", "siblings", "days", "quoted",
)  # fmt: skip
# The same as they are put together: of the two places, and of the words around the values.
_OF_PLACES = ("kind", "alike", "rank", "other_rank", "apart", "place", "siblings", "days", "quoted")
_OF_WORDS = tuple(name for name in MEASURES if name not in _OF_PLACES)
_IN_ORDER = itemgetter(*((*_OF_PLACES, *_OF_WORDS).index(name) for name in MEASURES))


class Pair(Struct, frozen=True, kw_only=True):
    """Two values of different reports. measures: see ``MEASURES``. elsewhere: of each of the two, whether it
    also stands, for the same kind, in the other's report.
    """

    one: Value
    other: Value
    measures: tuple[float, ...]
    same: bool
    elsewhere: tuple[bool, bool]
    days: int | None

    @property
    def reports(self) -> tuple[str, str]:
        """The ids of the two reports."""
        return self.one.source.article.id, self.other.source.article.id


def pairs(
    articles: Sequence[AnnotatedArticle], settings: CollateSettings, of: Index | None = None
) -> Iterator[Pair]:
    """Yield the pairs of comparable values in neighbouring sentences, those that agree, too.

    of: the index of the articles, where there is one already.
    """
    found = VALUES.of(articles, settings.slots)
    of = of or index(articles, settings.slots)
    compared = _Compared(of, settings)
    by_sentence = [compared.rows(report, of_article) for report, of_article in enumerate(found)]
    told = [{(value.kind, key) for value in of_article for key in _keys(value)} for of_article in found]
    dates = [source.article.date for source in articles]
    days_of: dict[tuple[str | None, str | None], int | None] = {}
    for near in nearest(of, [set(rows) for rows in by_sentence], settings.slots):
        dated = dates[near.report], dates[near.other_report]
        if dated not in days_of:
            days_of[dated] = days_apart(*dated)
        days = days_of[dated]
        for first in by_sentence[near.report][near.sentence]:
            for second in by_sentence[near.other_report][near.other_sentence]:
                both = compared.values(first, second, days)
                if both is None:
                    continue
                one, other = first.value, second.value
                yield Pair(
                    one=one,
                    other=other,
                    measures=_measures(first, second, near, compared.words(first, second), days),
                    same=both.same,
                    elsewhere=(
                        (one.kind, both.asked) in told[near.other_report],
                        (other.kind, both.other_asked) in told[near.report],
                    ),
                    days=days,
                )


def _comparable(one: Value, other: Value, days: int | None) -> bool:
    """Tell whether two values are of one sort, and no ages of two people who are named."""
    if one.holder and other.holder and one.holder.isdisjoint(other.holder):
        return False
    return reading.comparable(one.figure, one.said, other.figure, other.said, days)


def can_both_be(one: Value, other: Value, days: int | None, settings: CollateSettings) -> bool:
    """Tell whether both values can be so: printed alike, or by what they say."""
    alike = one.value.casefold() == other.value.casefold()
    return alike or reading.same(one.figure, one.said, other.figure, other.said, days, settings)


def _keys(value: Value) -> tuple[str, ...]:
    return (value.said.key, value.said.weekday) if value.said.weekday else (value.said.key,)


def _asked_as(one: Value, other: Value) -> str:
    """Return what is looked for in the other's report: a weekday, unless its part of the day is asked."""
    return one.said.weekday if one.said.weekday != other.said.weekday and one.said.weekday else one.said.key


def _measures(
    first: _Row, second: _Row, near: Near, words: tuple[float, ...], days: int | None
) -> tuple[float, ...]:
    one, other = first.value, second.value
    told = (
        first.kind,
        near.alike,
        float(near.rank),
        float(near.other_rank),
        round(abs(first.depth - second.depth), 5),
        round(first.depth + second.depth, 5),
        float(max(one.siblings, other.siblings)),
        -1.0 if days is None else float(min(days, MEASURED.days)),
        float(one.quoted + other.quoted),
    )
    measures: tuple[float, ...] = _IN_ORDER(told + words)
    return measures


class _Wording(Struct, frozen=True, kw_only=True):
    """The words around a value, as they are compared: those near it and all, before and after, without
    function words; of the latter two those that have weight. stems: of its sentence.
    """

    near: tuple[frozenset[str], frozenset[str]]
    beside: tuple[frozenset[str], frozenset[str]]
    weighing: tuple[frozenset[str], frozenset[str]]
    stems: frozenset[str]


class _Row(Struct, frozen=True, kw_only=True):
    """A value as its pairs ask of it. said, wording: numbers of what it says and of the words around it, the
    same for all that say the same. depth: of its sentence in its report, 0 to 1. kind: place in ``KINDS``.
    """

    value: Value
    said: int
    wording: int
    depth: float
    kind: float


class _Both(Struct, frozen=True, kw_only=True, gc=False):
    """What two values say to each other. asked, other_asked: what is looked for in the other's report."""

    same: bool
    asked: str
    other_asked: str


class _Compared:
    """Compares values, each two that say the same once, and each two wordings once."""

    def __init__(self, of: Index, settings: CollateSettings) -> None:
        self._of, self._settings = of, settings
        self._numbers: dict[tuple[object, ...], int] = {}
        self._words: dict[tuple[int, int], tuple[float, ...]] = {}
        self._wordings: dict[int, _Wording] = {}
        self._values: dict[tuple[int, int, object], _Both | None] = {}
        self._spaced: dict[int | None, tuple[bool, int]] = {}

    def rows(self, report: int, of_report: Sequence[Value]) -> dict[int, list[_Row]]:
        """Return the values of a report by sentence."""
        found: dict[int, list[_Row]] = defaultdict(list)
        for value in of_report:
            stems = self._of.stems[report][value.sentence]
            wording = value.left, value.right, value.head, value.names, value.sentence_names, stems
            figure = value.figure
            said = (
                value.said, figure.kind, figure.value, figure.unit, figure.bound, figure.low, figure.high,
                value.holder, value.value.casefold(),
            )  # fmt: skip
            number = self._numbers.setdefault(wording, len(self._numbers))
            if number not in self._wordings:
                self._wordings[number] = _wording(value, stems, self._of.lang.collation.function)
            row = _Row(
                value=value,
                said=self._numbers.setdefault(said, len(self._numbers)),
                wording=number,
                depth=value.sentence / max(1, len(value.source.annotation.sentences)),
                kind=float(KINDS.index(value.kind)),
            )
            found[value.sentence].append(row)
        return found

    def values(self, first: _Row, second: _Row, days: int | None) -> _Both | None:
        """Return what two values say to each other; None for such as cannot be compared."""
        if days not in self._spaced:
            self._spaced[days] = reading.spaced(days, self._settings.slots)
        key = first.said, second.said, self._spaced[days]
        if key not in self._values:
            one, other = first.value, second.value
            self._values[key] = (
                _Both(
                    same=can_both_be(one, other, days, self._settings),
                    asked=_asked_as(one, other),
                    other_asked=_asked_as(other, one),
                )
                if _comparable(one, other, days)
                else None
            )
        return self._values[key]

    def words(self, first: _Row, second: _Row) -> tuple[float, ...]:
        """Return what is measured of the words alone, in the order of ``_OF_WORDS``."""
        both = first.wording, second.wording
        known = self._words.get(both)
        if known is None:
            wordings = self._wordings[first.wording], self._wordings[second.wording]
            told = _of_words(first.value, second.value, wordings, self._of)
            known = self._words[both] = tuple(float(told[name]) for name in _OF_WORDS)
        return known


def _wording(value: Value, stems: frozenset[str], function: frozenset[str]) -> _Wording:
    beside = frozenset(value.left) - function, frozenset(value.right) - function
    return _Wording(
        near=(
            frozenset(value.left[-MEASURED.close :]) - function,
            frozenset(value.right[: MEASURED.close]) - function,
        ),
        beside=beside,
        weighing=(_weighing(beside[0]), _weighing(beside[1])),
        stems=stems,
    )


def _weighing(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if not word.isdigit())


def _of_words(one: Value, other: Value, wordings: tuple[_Wording, _Wording], of: Index) -> dict[str, float]:
    """Return what the words around two values have in common."""
    first, second = wordings
    a, b = first.stems, second.stems
    return {
        "head": _share(one.head, other.head),
        "heads": bool(one.head) + bool(other.head),
        "near_left": _jaccard(first.near[0], second.near[0]),
        "near_right": _jaccard(first.near[1], second.near[1]),
        "left": _jaccard(first.beside[0], second.beside[0]),
        "right": _jaccard(first.beside[1], second.beside[1]),
        "left_weight": _weight(first.weighing[0] & second.weighing[0], of),
        "right_weight": _weight(first.weighing[1] & second.weighing[1], of),
        "weight": round(sum(of.rarity[word] for word in sorted(a & b)), 5),
        "share": len(a & b) / max(1, min(len(a), len(b))),
        "word_before": bool(one.left) and one.left[-1:] == other.left[-1:],
        "word_after": bool(one.right) and one.right[:1] == other.right[:1],
        "names": len(one.names & other.names),
        "names_missing": min(len(one.names - other.sentence_names), len(other.names - one.sentence_names)),
        "sentence_names": len(one.sentence_names & other.sentence_names),
        "sentence_names_missing": min(
            len(one.sentence_names - other.sentence_names), len(other.sentence_names - one.sentence_names)
        ),
    }


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return round(len(one & other) / max(1, len(one | other)), 5)


def _weight(words: frozenset[str], of: Index) -> float:
    return round(sum(of.rarity.get(word, 1.0) for word in sorted({of.lang.stem(word) for word in words})), 5)
