"""Pairs of sentences that may answer one question differently, and what speaks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from variorum.collation.claims.slots.nearest import Asked, Index, Near, nearest
from variorum.collation.claims.stances.marks import Mark, Rows, Sentence
from variorum.language.language import language_of
from variorum.language.tables import Scale
from variorum.settings import SlotSettings, StanceSettings

# What is measured of a pair, in the order the trees know it.
MEASURES = (
    "scale", "alike", "other_rank", "weight", "share", "apart", "names", "names_missing", "numbers",
    "numbers_missing", "length", "longer", "negations", "around", "around_weight", "near", "elsewhere",
    "elsewheres", "marks", "negated", "hedge", "after", "next", "behind", "vouched", "softened", "again",
    "answers",
)  # fmt: skip
_UNKNOWN = dict.fromkeys(MEASURES, -1.0)
Told = tuple[str, bool]  # an answer, and whether it is negated
WordSpan = tuple[int, int]  # words of a sentence, the end exclusive


class AnswerPair(Struct, frozen=True, kw_only=True):
    """Two sentences and where each answers; None for one that states plainly. measures: see ``MEASURES``."""

    scale: str
    one: Sentence
    other: Sentence
    mark: WordSpan | None
    other_mark: WordSpan | None
    measures: tuple[float, ...]

    def measure(self, name: str) -> float:
        """Return one of its measures by name."""
        return self.measures[MEASURES.index(name)]

    def states(self, settings: StanceSettings) -> bool:
        """Tell whether one sentence states plainly, with nobody's word for it, just what the other hedges."""
        softened = self.measure("vouched") + self.measure("softened") + self.measure("again")
        after, both = self.measure("after"), self.measure("after") + self.measure("behind")
        if softened or both < settings.after or after + 1 < settings.after:
            return False
        return self.measure("alike") >= (settings.hedged if after >= settings.after else settings.hedged_near)


class _Report(Struct, frozen=True):
    """told: answers, how often. answers: by scale. hedged: by scale what is hedged, a set of stems each."""

    rows: Rows
    told: Counter[tuple[str, str, bool]]
    answers: dict[str, set[tuple[str, bool]]]
    hedged: dict[str, list[frozenset[str]]]


class _Two(Struct, frozen=True, eq=False, dict=True):
    """Two sentences and their reports, by how they are near."""

    one: Sentence
    other: Sentence
    reports: tuple[_Report, _Report]
    near: Near
    of: Index
    settings: StanceSettings

    @cached_property
    def common(self) -> frozenset[str]:
        """The stems they share."""
        return self.one.meaning & self.other.meaning

    @cached_property
    def measures(self) -> dict[str, float]:
        """Those that no answer changes; few pairs have any, so they are measured when asked for."""
        return _measures(self)


def pairs(read: Sequence[Rows], of: Index, settings: StanceSettings) -> Iterator[AnswerPair]:
    """Yield the pairs of answers that exclude each other in sentences of two reports of which one is the
    nearest of the other.

    read: the sentences of each report. of: their index.
    """
    reports = [_report(rows, settings) for rows in read]
    wanted = [{place for place, row in enumerate(rows) if row} for rows in read]
    answers = _Answers()
    sorts = [[answers.number(row) for row in rows] for rows in read]
    for near in nearest(of, wanted, SlotSettings(), Asked(settings.alike, 0, sorts, answers.differ)):
        both = reports[near.report], reports[near.other_report]
        one, other = both[0].rows[near.sentence], both[1].rows[near.other_sentence]
        if one is not None and other is not None:
            yield from _answers(_Two(one, other, both, near, of, settings))


class _Answers:
    """Numbers sentences by what they answer, and tells which two numbers have anything to compare."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[object, ...], int] = {}
        self._sentences: list[Sentence] = []
        self._known: dict[tuple[int, int], bool] = {}

    def number(self, row: Sentence | None) -> int:
        """Return the number of the sentences that answer the same; 0 for those that answer nothing."""
        if row is None or not row.marks:
            return 0
        key = row.source.article.lang, *sorted((name, told) for name, told in row.answers.items())
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self._sentences.append(row)
        return self._numbers[key]

    def differ(self, one: int, other: int) -> bool:
        """Tell whether sentences of the two numbers answer something differently."""
        if (one, other) not in self._known:
            rows = [self._sentences[number - 1] if number else None for number in (one, other)]
            self._known[one, other] = _differ(rows[0], rows[1])
        return self._known[one, other]


def _differ(one: Sentence | None, other: Sentence | None) -> bool:
    if one is None or other is None:
        row = one or other
        stances = language_of(row.source.article.lang).stances if row else {}
        return row is not None and any(stances[name].hedge for name in row.marks)
    stances = language_of(one.source.article.lang).stances
    for name in one.marks.keys() | other.marks.keys():
        mine, yours = one.answers.get(name, frozenset()), other.answers.get(name, frozenset())
        if bool(mine) != bool(yours) if stances[name].hedge else _exclude(mine, yours, stances[name]):
            return True
    return False


def _exclude(mine: frozenset[Told], yours: frozenset[Told], scale: Scale) -> bool:
    """Tell whether two answers exclude each other that stand in one of the sentences only."""
    return any(_excludes(one, other, scale) for one in mine - yours for other in yours - mine)


def _excludes(one: Told, other: Told, scale: Scale) -> bool:
    """Tell whether two answers exclude each other; of one value, one of them is negated."""
    return one[0] == other[0] or not (one[1] or other[1] or scale.allows(one[0], other[0]))


def _report(rows: Rows, settings: StanceSettings) -> _Report:
    told: Counter[tuple[str, str, bool]] = Counter()
    answers: dict[str, set[tuple[str, bool]]] = {}
    hedged: dict[str, list[frozenset[str]]] = {}
    for row in rows:
        for name, marks in row.marks.items() if row else ():
            told.update((name, *mark.answer) for mark in marks)
            answers.setdefault(name, set()).update(mark.answer for mark in marks)
            if row and language_of(row.source.article.lang).stances[name].hedge:
                hedged.setdefault(name, []).extend(
                    frozenset(_hedged_words(row, mark, settings)) for mark in marks
                )
    return _Report(rows, told, answers, hedged)


def _hedged_words(sentence: Sentence, mark: Mark, settings: StanceSettings) -> list[str]:
    """Return the words of meaning that tell what is hedged, and as many after them."""
    before = [word for word in sentence.stems[: mark.at] if word][-settings.behind :]
    return [*before, *[word for word in sentence.stems[mark.end :] if word][: 2 * settings.after]]


def _measures(two: _Two) -> dict[str, float]:
    one, other, near = two.one, two.other, two.near
    a, b = one.meaning, other.meaning
    places = [row.place / max(1, len(row.source.annotation.sentences)) for row in (one, other)]
    return {
        "alike": near.alike,
        "other_rank": float(max(near.rank, near.other_rank)),
        "weight": _weight(two.common, two.of),
        "share": round(len(two.common) / max(1, min(len(a), len(b))), 5),
        "apart": round(abs(places[0] - places[1]), 5),
        "names": float(len(one.names & other.names)),
        "names_missing": float(min(len(one.names - other.names), len(other.names - one.names))),
        "numbers": float(len(one.numbers & other.numbers)),
        "numbers_missing": float(min(len(one.numbers - other.numbers), len(other.numbers - one.numbers))),
        "length": float(min(len(a), len(b))),
        "longer": float(max(len(a), len(b))),
        "negations": float(abs(one.negations - other.negations)),
    }


def _answers(two: _Two) -> Iterator[AnswerPair]:
    stances = language_of(two.one.source.article.lang).stances
    for name in sorted(two.one.marks.keys() | two.other.marks.keys()):
        scale, mine, yours = stances[name], two.one.marks.get(name, ()), two.other.marks.get(name, ())
        if not scale.hedge:
            if mine and yours:
                yield from _excluding(two, name, scale)
        elif bool(mine) != bool(yours):
            found = [_hedged(two, name, mark) for mark in mine or yours]
            yield max(found, key=_stands_well)


def _stands_well(pair: AnswerPair) -> tuple[float, float]:
    """Return how much of what is hedged stands in both sentences."""
    return pair.measure("after"), pair.measure("behind")


def _excluding(two: _Two, name: str, scale: Scale) -> Iterator[AnswerPair]:
    mine, yours = two.one.marks.get(name, ()), two.other.marks.get(name, ())
    answers = two.one.answers[name], two.other.answers[name]
    told = set().union(*(report.answers.get(name, ()) for report in two.reports))
    done: set[object] = set()
    for one in mine:
        for other in yours:
            key = one.answer, other.answer
            turned = one.value == other.value  # then one of them is negated
            known = one.answer in answers[1] or other.answer in answers[0] or key in done
            if known or not _excludes(one.answer, other.answer, scale):
                continue
            done.add(key)
            elsewhere = sorted(
                (two.reports[1].told[(name, *one.answer)], two.reports[0].told[(name, *other.answer)])
            )
            own = {
                "elsewhere": elsewhere[0], "elsewheres": elsewhere[1], "marks": len(mine) + len(yours),
                "negated": turned, "answers": len(told),
            }  # fmt: skip
            yield _pair(two, name, (one.at, one.end), (other.at, other.end), own)


def _hedged(two: _Two, name: str, mark: Mark) -> AnswerPair:
    mine = mark in two.one.marks.get(name, ())
    sentence, plain = (two.one, two.other) if mine else (two.other, two.one)
    own, others = two.reports if mine else two.reports[::-1]
    after = [word for word in sentence.stems[mark.end :] if word][: two.settings.after]
    behind = [word for word in sentence.stems[: mark.at] if word][-two.settings.behind :]
    words = set(_hedged_words(sentence, mark, two.settings))
    values = list(language_of(sentence.source.article.lang).stances[name].values)
    measures = {
        "elsewhere": len(others.hedged.get(name, ())), "elsewheres": len(own.hedged[name]),
        "marks": len(sentence.marks[name]), "negated": mark.negated, "hedge": 1 + values.index(mark.value),
        "after": sum(word in two.common for word in after), "next": bool(after) and after[0] in two.common,
        "behind": sum(word in two.common for word in behind), "vouched": plain.vouched,
        "softened": plain.softened,
        "again": sum(
            len(words & other) >= two.settings.behind for rows in others.hedged.values() for other in rows
        ),
    }  # fmt: skip
    place = mark.at, mark.end
    return _pair(two, name, place if mine else None, None if mine else place, measures)


def _pair(
    two: _Two, name: str, place: WordSpan | None, other: WordSpan | None, own: Mapping[str, float]
) -> AnswerPair:
    rows = ((two.one, place), (two.other, other))
    names = list(language_of(two.one.source.article.lang).stances)
    a, b = (_around(row, span, two.settings) if span else two.common for row, span in rows)
    measures = {
        **_UNKNOWN, **two.measures, **own, "scale": names.index(name),
        "around": round(len(a & b) / max(1, min(len(a), len(b))), 5), "around_weight": _weight(a & b, two.of),
        "near": max(_distance(row, span, two.common) for row, span in rows if span),
    }  # fmt: skip
    return AnswerPair(
        scale=name,
        one=two.one,
        other=two.other,
        mark=place,
        other_mark=other,
        measures=tuple(float(measures[key]) for key in MEASURES),
    )


def _weight(stems: Iterable[str], of: Index) -> float:
    return round(sum(of.rarity.get(word, 1.0) for word in sorted(stems)), 5)


def _around(sentence: Sentence, place: WordSpan, settings: StanceSettings) -> frozenset[str]:
    known = sentence.around.get(place)
    if known is None:
        before = [word for word in sentence.stems[: place[0]] if word][-settings.around :]
        after = [word for word in sentence.stems[place[1] :] if word][: settings.around]
        known = sentence.around[place] = frozenset([*before, *after])
    return known


def _distance(sentence: Sentence, place: WordSpan, common: frozenset[str]) -> int:
    """Return how many words lie between an answer and the nearest that both sentences have."""
    at = [
        abs(here - (place[0] if here < place[0] else place[1] - 1))
        for here, word in enumerate(sentence.stems)
        if word in common and not place[0] <= here < place[1]
    ]
    return min(at, default=len(sentence.words))
