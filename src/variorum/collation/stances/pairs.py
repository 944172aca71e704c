"""Pairs of sentences that may answer one question differently, and what speaks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from variorum.collation.slots.nearest import Index, Near, nearest
from variorum.collation.stances.marks import Mark, Rows, Sentence, is_negation
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
Place = tuple[int, int]  # words of a sentence, the end exclusive


class Pair(Struct, frozen=True, kw_only=True):
    """Two sentences and where each answers; None for one that states plainly. measures: see ``MEASURES``."""

    scale: str
    one: Sentence
    other: Sentence
    mark: Place | None
    other_mark: Place | None
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
    """told: answers, how often. hedged: by scale what is hedged, a set of stems each."""

    rows: Rows
    told: Counter[tuple[str, str, bool]]
    hedged: dict[str, list[frozenset[str]]]


class _Two(Struct, frozen=True):
    """Two sentences and their reports. common: stems they share. measures: those that no answer changes."""

    one: Sentence
    other: Sentence
    reports: tuple[_Report, _Report]
    common: frozenset[str]
    of: Index
    settings: StanceSettings
    measures: dict[str, float]


def pairs(read: Sequence[Rows], of: Index, settings: StanceSettings) -> Iterator[Pair]:
    """Yield the pairs of answers that exclude each other in sentences of two reports of which one is the
    nearest of the other.

    read: the sentences of each report. of: their index.
    """
    reports = [_report(rows, settings) for rows in read]
    wanted = [{place for place, row in enumerate(rows) if row} for rows in read]
    for near in nearest(of, wanted, SlotSettings()):
        if near.alike < settings.alike or min(near.rank, near.other_rank):
            continue
        both = reports[near.report], reports[near.other_report]
        one, other = both[0].rows[near.sentence], both[1].rows[near.other_sentence]
        if one is None or other is None or not (one.marks or other.marks):
            continue  # nothing in either answers anything
        if one.words != other.words:
            yield from _answers(_two(one, other, both, near, of, settings))


def _report(rows: Rows, settings: StanceSettings) -> _Report:
    told: Counter[tuple[str, str, bool]] = Counter()
    hedged: dict[str, list[frozenset[str]]] = {}
    for row in rows:
        for name, marks in row.marks.items() if row else ():
            told.update((name, *mark.answer) for mark in marks)
            if row and language_of(row.source.article.lang).stances[name].hedge:
                hedged.setdefault(name, []).extend(
                    frozenset(_hedged_words(row, mark, settings)) for mark in marks
                )
    return _Report(rows, told, hedged)


def _hedged_words(sentence: Sentence, mark: Mark, settings: StanceSettings) -> list[str]:
    """Return the words of meaning that tell what is hedged, and as many after them."""
    before = [word for word in sentence.stems[: mark.at] if word][-settings.behind :]
    return [*before, *[word for word in sentence.stems[mark.end :] if word][: 2 * settings.after]]


def _two(
    one: Sentence,
    other: Sentence,
    reports: tuple[_Report, _Report],
    near: Near,
    of: Index,
    settings: StanceSettings,
) -> _Two:
    a, b = one.meaning, other.meaning
    common = a & b
    places = [row.place / max(1, len(row.source.annotation.sentences)) for row in (one, other)]
    measures = {
        "alike": near.alike,
        "other_rank": float(max(near.rank, near.other_rank)),
        "weight": _weight(common, of),
        "share": round(len(common) / max(1, min(len(a), len(b))), 5),
        "apart": round(abs(places[0] - places[1]), 5),
        "names": float(len(one.names & other.names)),
        "names_missing": float(min(len(one.names - other.names), len(other.names - one.names))),
        "numbers": float(len(one.numbers & other.numbers)),
        "numbers_missing": float(min(len(one.numbers - other.numbers), len(other.numbers - one.numbers))),
        "length": float(min(len(a), len(b))),
        "longer": float(max(len(a), len(b))),
        "negations": float(abs(_negations(one) - _negations(other))),
    }
    return _Two(one, other, reports, common, of, settings, measures)


def _negations(sentence: Sentence) -> int:
    spoken = language_of(sentence.source.article.lang)
    return sum(is_negation(word, spoken) for word in sentence.words)


def _answers(two: _Two) -> Iterator[Pair]:
    stances = language_of(two.one.source.article.lang).stances
    for name in sorted(two.one.marks.keys() | two.other.marks.keys()):
        scale, mine, yours = stances[name], two.one.marks.get(name, ()), two.other.marks.get(name, ())
        if not scale.hedge:
            if mine and yours:
                yield from _excluding(two, name, scale)
        elif bool(mine) != bool(yours):
            found = [_hedged(two, name, mark) for mark in mine or yours]
            yield max(found, key=_stands_well)


def _stands_well(pair: Pair) -> tuple[float, float]:
    """Return how much of what is hedged stands in both sentences."""
    return pair.measure("after"), pair.measure("behind")


def _excluding(two: _Two, name: str, scale: Scale) -> Iterator[Pair]:
    mine, yours = two.one.marks.get(name, ()), two.other.marks.get(name, ())
    answers = {mark.answer for mark in mine}, {mark.answer for mark in yours}
    told = {key[1:] for report in two.reports for key in report.told if key[0] == name}
    done: set[object] = set()
    for one in mine:
        for other in yours:
            key = one.answer, other.answer
            turned = one.value == other.value  # then one of them is negated
            known = one.answer in answers[1] or other.answer in answers[0] or key in done
            if known or (
                not turned and (one.negated or other.negated or scale.allows(one.value, other.value))
            ):
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


def _hedged(two: _Two, name: str, mark: Mark) -> Pair:
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
        "behind": sum(word in two.common for word in behind), "vouched": _vouched(plain),
        "softened": _softened(plain),
        "again": sum(
            len(words & other) >= two.settings.behind for rows in others.hedged.values() for other in rows
        ),
    }  # fmt: skip
    place = mark.at, mark.end
    return _pair(two, name, place if mine else None, None if mine else place, measures)


def _vouched(sentence: Sentence) -> int:
    """Return how many words of a sentence give what it says to somebody, or doubt it."""
    lists = language_of(sentence.source.article.lang).collation
    words = (lists.vouched, lists.doubts, lists.hedges)
    return sum(any(word in one for one in words) for word in sentence.words)


def _softened(sentence: Sentence) -> int:
    """Return how many words of a sentence keep it from stating plainly."""
    spoken = language_of(sentence.source.article.lang)
    hedged = sum(len(marks) for name, marks in sentence.marks.items() if spoken.stances[name].hedge)
    return hedged + sum(word in spoken.collation.softening for word in sentence.words)


def _pair(two: _Two, name: str, place: Place | None, other: Place | None, own: Mapping[str, float]) -> Pair:
    rows = ((two.one, place), (two.other, other))
    names = list(language_of(two.one.source.article.lang).stances)
    a, b = (_around(row, span, two.settings) if span else two.common for row, span in rows)
    measures = {
        **dict.fromkeys(MEASURES, -1.0), **two.measures, **own, "scale": names.index(name),
        "around": round(len(a & b) / max(1, min(len(a), len(b))), 5), "around_weight": _weight(a & b, two.of),
        "near": max(_distance(row, span, two.common) for row, span in rows if span),
    }  # fmt: skip
    return Pair(
        scale=name,
        one=two.one,
        other=two.other,
        mark=place,
        other_mark=other,
        measures=tuple(float(measures[key]) for key in MEASURES),
    )


def _weight(stems: Iterable[str], of: Index) -> float:
    return round(sum(of.rarity.get(word, 1.0) for word in sorted(stems)), 5)


def _around(sentence: Sentence, place: Place, settings: StanceSettings) -> frozenset[str]:
    before = [word for word in sentence.stems[: place[0]] if word][-settings.around :]
    return frozenset([*before, *[word for word in sentence.stems[place[1] :] if word][: settings.around]])


def _distance(sentence: Sentence, place: Place, common: frozenset[str]) -> int:
    """Return how many words lie between an answer and the nearest that both sentences have."""
    at = [
        abs(here - (place[0] if here < place[0] else place[1] - 1))
        for here, word in enumerate(sentence.stems)
        if word in common and not place[0] <= here < place[1]
    ]
    return min(at, default=len(sentence.words))
