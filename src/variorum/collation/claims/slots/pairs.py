"""Pairs of values that may answer one question, and what speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from variorum.collation.claims.figures import days_apart
from variorum.collation.claims.slots import reading
from variorum.collation.claims.slots.nearest import Index, Near, index, nearest
from variorum.collation.claims.slots.values import KINDS, Place, Value, values
from variorum.language.lexicon import lexicon, stem
from variorum.model import AnnotatedArticle
from variorum.settings import CollateSettings

# What is measured of a pair without looking at the two values, in the order the trees know it.
MEASURES = (
    "kind", "alike", "rank", "other_rank", "head", "heads", "near_left", "near_right", "left", "right",
    "left_weight", "right_weight", "weight", "share", "apart", "place", "word_before", "word_after",
    "names", "names_missing", "sentence_names", "sentence_names_missing", "siblings", "days", "quoted",
)  # fmt: skip
_CLOSE = 3  # words right before and after a figure
_DAYS = 60  # days between two reports, at most, as a measure


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
    found = [values(source, settings.slots) for source in articles]
    of = of or index(articles, settings.slots)
    words = _Words(of)
    by_sentence: list[dict[int, list[Value]]] = []
    for of_article in found:
        rows: dict[int, list[Value]] = defaultdict(list)
        for value in of_article:
            rows[value.sentence].append(value)
        by_sentence.append(rows)
    told = [{(value.kind, key) for value in of_article for key in _keys(value)} for of_article in found]
    for near in nearest(of, [set(rows) for rows in by_sentence], settings.slots):
        days = days_apart(articles[near.report].article.date, articles[near.other_report].article.date)
        for one in by_sentence[near.report][near.sentence]:
            for other in by_sentence[near.other_report][near.other_sentence]:
                if _comparable(one, other, days):
                    yield Pair(
                        one=one,
                        other=other,
                        measures=_measures(one, other, near, words, days),
                        same=can_both_be(one, other, days, settings),
                        elsewhere=(
                            (one.kind, _asked_as(one, other)) in told[near.other_report],
                            (other.kind, _asked_as(other, one)) in told[near.report],
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
    alike = one.printed.casefold() == other.printed.casefold()
    return alike or reading.same(one.figure, one.said, other.figure, other.said, days, settings)


def _keys(value: Value) -> tuple[str, ...]:
    return (value.said.key, value.said.weekday) if value.said.weekday else (value.said.key,)


def _asked_as(one: Value, other: Value) -> str:
    """Return what is looked for in the other's report: a weekday, unless its part of the day is asked."""
    return one.said.weekday if one.said.weekday != other.said.weekday and one.said.weekday else one.said.key


def _measures(one: Value, other: Value, near: Near, words: _Words, days: int | None) -> tuple[float, ...]:
    lengths = [max(1, len(value.source.annotation.sentences)) for value in (one, other)]
    places = one.sentence / lengths[0], other.sentence / lengths[1]
    told = {
        "kind": KINDS.index(one.kind),
        "alike": near.alike,
        "rank": near.rank,
        "other_rank": near.other_rank,
        "apart": round(abs(places[0] - places[1]), 5),
        "place": round(places[0] + places[1], 5),
        "siblings": max(one.siblings, other.siblings),
        "days": -1.0 if days is None else min(days, _DAYS),
        "quoted": one.quoted + other.quoted,
        **words.compared(one, other, (near.report, near.other_report)),
    }
    return tuple(float(told[name]) for name in MEASURES)


class _Words:
    """Compares the words around two values, each two wordings once: reports take over sentences."""

    def __init__(self, of: Index) -> None:
        self._of = of
        self._numbers: dict[Place, int] = {}
        self._known: dict[tuple[object, ...], int] = {}
        self._compared: dict[tuple[int, int], dict[str, float]] = {}

    def compared(self, one: Value, other: Value, reports: tuple[int, int]) -> dict[str, float]:
        """Return by name what is measured of the words alone. reports: which those of the values are."""
        stems = [self._of.stems[at][value.sentence] for at, value in zip(reports, (one, other), strict=True)]
        both = self._number(one, stems[0]), self._number(other, stems[1])
        if both not in self._compared:
            self._compared[both] = _of_words(one, other, stems[0], stems[1], self._of)
        return self._compared[both]

    def _number(self, value: Value, stems: frozenset[str]) -> int:
        if value.place not in self._numbers:
            wording = value.left, value.right, value.head, value.names, value.sentence_names, stems
            self._numbers[value.place] = self._known.setdefault(wording, len(self._known))
        return self._numbers[value.place]


def _of_words(one: Value, other: Value, a: frozenset[str], b: frozenset[str], of: Index) -> dict[str, float]:
    """Return what the words around two values have in common. a, b: the stems of their sentences."""
    return {
        "head": _share(one.head, other.head),
        "heads": bool(one.head) + bool(other.head),
        "near_left": _jaccard(one.left[-_CLOSE:], other.left[-_CLOSE:]),
        "near_right": _jaccard(one.right[:_CLOSE], other.right[:_CLOSE]),
        "left": _jaccard(one.left, other.left),
        "right": _jaccard(one.right, other.right),
        "left_weight": _weight(one.left, other.left, of),
        "right_weight": _weight(one.right, other.right, of),
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


def _jaccard(a: Sequence[str], b: Sequence[str]) -> float:
    function = lexicon().function
    one, other = set(a) - function, set(b) - function
    return round(len(one & other) / max(1, len(one | other)), 5)


def _weight(a: Sequence[str], b: Sequence[str], of: Index) -> float:
    function = lexicon().function
    shared = {stem(word) for word in set(a) & set(b) if word not in function and not word.isdigit()}
    return round(sum(of.rarity.get(word, 1.0) for word in sorted(shared)), 5)
