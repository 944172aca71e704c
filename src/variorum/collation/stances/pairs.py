"""Pairs of sentences that may answer one question differently, and what speaks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from variorum.collation.claims.figures import days_apart
from variorum.collation.slots.nearest import Near, index, nearest
from variorum.collation.stances.marks import Mark, Sentence, sentences
from variorum.language.language import language_of
from variorum.language.tables import Scale
from variorum.model import AnnotatedArticle

OPEN = "open"  # no scale: other words stand in one place of two sentences told alike
# What is measured of a pair, in the order the trees know it.
MEASURES = (
    "scale", "alike", "rank", "other_rank", "weight", "share", "apart", "place", "days", "names", "names_missing",
    "numbers", "numbers_missing", "length", "longer", "quoted", "quotes", "negations", "run", "left_over", "left_overs",
    "around", "around_weight", "near", "subject", "elsewhere", "elsewheres", "marks", "negated", "hedge", "size",
    "after", "next", "behind", "vouched", "again", "answers",
)  # fmt: skip
_AROUND = 6  # words of meaning on each side of an answer that show what it is about
_AFTER = 3  # words of meaning after a hedge that tell what is hedged
_BEHIND = 2  # and before it
_BEFORE = 8  # words before an answer among which its subject is looked for
_DAYS = 60  # days between two reports, at most, as a measure
_ALIKE = 0.35  # cosine of two sentences from which other words in one place are looked for
_FEW = 4  # words of meaning of such a place, at most
_SAME = 2  # words of meaning that what is hedged in two sentences shares

Place = tuple[int, int]  # words of a sentence, the end exclusive


class Pair(Struct, frozen=True, kw_only=True):
    """Two sentences and where each answers; None for one that states plainly. measures: see ``MEASURES``."""

    scale: str
    one: Sentence
    other: Sentence
    mark: Place | None
    other_mark: Place | None
    measures: tuple[float, ...]


class _Report(Struct, frozen=True):
    """told: answers, how often. stems: all of it. hedged: by scale what is hedged, a set of stems each."""

    sentences: list[Sentence | None]
    told: Counter[tuple[str, str, bool]]
    stems: frozenset[str]
    hedged: dict[str, list[frozenset[str]]]


class _Two(Struct, frozen=True):
    """Two sentences and their reports. common: stems they share. measures: those that no answer changes."""

    one: Sentence
    other: Sentence
    reports: tuple[_Report, _Report]
    common: frozenset[str]
    rarity: dict[str, float]
    near: Near
    measures: dict[str, float]


def pairs(articles: Sequence[AnnotatedArticle]) -> Iterator[Pair]:
    """Yield the pairs of answers that exclude each other in neighbouring sentences of two reports."""
    reports = [_report(source) for source in articles]
    of = index(articles)
    wanted = [{place for place, row in enumerate(report.sentences) if row} for report in reports]
    for near in nearest(of, wanted):
        both = reports[near.report], reports[near.other_report]
        one, other = both[0].sentences[near.sentence], both[1].sentences[near.other_sentence]
        if one is not None and other is not None and one.words != other.words:
            yield from _answers(_two(one, other, both, near, of.rarity))


def _report(source: AnnotatedArticle) -> _Report:
    rows = sentences(source)
    scales = language_of(source.article.lang).stances
    told: Counter[tuple[str, str, bool]] = Counter()
    hedged: dict[str, list[frozenset[str]]] = {}
    for row in rows:
        for mark in (mark for marks in row.marks.values() for mark in marks) if row else ():
            told[(mark.scale, *mark.answer)] += 1
            if row and scales[mark.scale].hedge:
                hedged.setdefault(mark.scale, []).append(frozenset(_hedged_words(row, mark)))
    return _Report(rows, told, frozenset(stem for row in rows if row for stem in row.stems), hedged)


def _hedged_words(sentence: Sentence, mark: Mark) -> list[str]:
    return [
        *[word for word in sentence.stems[: mark.at] if word][-_BEHIND:],
        *[word for word in sentence.stems[mark.end :] if word][: 2 * _AFTER],
    ]


def _two(one: Sentence, other: Sentence, reports: tuple[_Report, _Report], near: Near, rarity: dict[str, float]) -> _Two:
    a, b = frozenset(one.stems) - {""}, frozenset(other.stems) - {""}
    common = a & b
    days = days_apart(one.source.article.date, other.source.article.date)
    places = [row.place / max(1, len(row.source.annotation.sentences)) for row in (one, other)]
    left = sorted((len(a - reports[1].stems), len(b - reports[0].stems)))
    measures = {
        "alike": near.alike, "rank": min(near.rank, near.other_rank), "other_rank": max(near.rank, near.other_rank),
        "weight": _weight(common, rarity), "share": round(len(common) / max(1, min(len(a), len(b))), 5),
        "apart": round(abs(places[0] - places[1]), 5), "place": round(sum(places), 5),
        "days": -1.0 if days is None else min(days, _DAYS),
        "names": len(one.names & other.names),
        "names_missing": min(len(one.names - other.names), len(other.names - one.names)),
        "numbers": len(one.numbers & other.numbers),
        "numbers_missing": min(len(one.numbers - other.numbers), len(other.numbers - one.numbers)),
        "length": min(len(a), len(b)), "longer": max(len(a), len(b)),
        "quoted": round(min(one.quoted, other.quoted), 3), "quotes": round(max(one.quoted, other.quoted), 3),
        "negations": abs(one.negations - other.negations), "run": _run(one, other),
        "left_over": left[0], "left_overs": left[1],
        "after": -1.0, "next": -1.0, "behind": -1.0, "vouched": -1.0, "again": -1.0, "answers": -1.0,
    }  # fmt: skip
    return _Two(one, other, reports, common, rarity, near, measures)


def _answers(two: _Two) -> Iterator[Pair]:
    scales = language_of(two.one.source.article.lang).stances
    for at, (name, scale) in enumerate(scales.items()):
        mine, yours = two.one.marks.get(name, ()), two.other.marks.get(name, ())
        if scale.hedge:
            if bool(mine) != bool(yours):
                yield max((_hedged(two, name, at, mark) for mark in mine or yours), key=_told_best)
        else:
            yield from _excluding(two, name, at, scale)
    if two.near.alike >= _ALIKE and two.near.rank == two.near.other_rank == 0:
        yield from _exchanged(two, len(scales))


def _told_best(pair: Pair) -> tuple[float, ...]:
    """Return how well a hedge stands with what both sentences say."""
    return tuple(pair.measures[MEASURES.index(name)] for name in ("after", "behind"))


def _excluding(two: _Two, name: str, at: int, scale: Scale) -> Iterator[Pair]:
    mine, yours = two.one.marks.get(name, ()), two.other.marks.get(name, ())
    both = {frozenset(row.split()) for row in scale.both}
    answers = {mark.answer for mark in mine}, {mark.answer for mark in yours}
    told = [{key[1:] for key in report.told if key[0] == name} for report in two.reports]
    done: set[object] = set()
    for one in mine:
        for other in yours:
            key = one.answer, other.answer
            alike = one.value == other.value
            if one.answer in answers[1] or other.answer in answers[0] or key in done:
                continue
            if (not alike and (one.negated or other.negated)) or frozenset((one.value, other.value)) in both:
                continue
            done.add(key)
            elsewhere = sorted(
                (two.reports[1].told[(name, *one.answer)], two.reports[0].told[(name, *other.answer)])
            )
            own = {
                "elsewhere": elsewhere[0], "elsewheres": elsewhere[1], "marks": len(mine) + len(yours),
                "negated": float(alike), "hedge": 0.0, "size": 0.0, "answers": len(told[0] | told[1]),
            }  # fmt: skip
            yield _pair(two, name, at, (one.at, one.end), (other.at, other.end), own)


def _hedged(two: _Two, name: str, at: int, mark: Mark) -> Pair:
    mine = mark in two.one.marks.get(name, ())
    sentence, plain = (two.one, two.other) if mine else (two.other, two.one)
    own, others = two.reports if mine else two.reports[::-1]
    after = [word for word in sentence.stems[mark.end :] if word][:_AFTER]
    behind = [word for word in sentence.stems[: mark.at] if word][-_BEHIND:]
    words = set(_hedged_words(sentence, mark))
    values = list(language_of(sentence.source.article.lang).stances[name].values)
    place = mark.at, mark.end
    measures = {
        "elsewhere": len(others.hedged.get(name, ())), "elsewheres": len(own.hedged[name]),
        "marks": len(sentence.marks[name]), "negated": float(mark.negated),
        "hedge": 1.0 + values.index(mark.value), "size": 0.0,
        "after": sum(word in two.common for word in after), "next": float(after[:1] != [] and after[0] in two.common),
        "behind": sum(word in two.common for word in behind), "vouched": _vouched(plain),
        "again": sum(len(words & other) >= _SAME for rows in others.hedged.values() for other in rows),
    }  # fmt: skip
    return _pair(two, name, at, place if mine else None, None if mine else place, measures)


def _vouched(sentence: Sentence) -> float:
    """Return how many words of a sentence give what it says to somebody, or doubt it."""
    lists = language_of(sentence.source.article.lang).collation
    return float(sum(word in lists.vouched or word in lists.doubts or word in lists.hedges for word in sentence.words))


def _exchanged(two: _Two, at: int) -> Iterator[Pair]:
    places = [[at for at, word in enumerate(row.stems) if word] for row in (two.one, two.other)]
    stems = [[row.stems[at] for at in own] for row, own in zip((two.one, two.other), places, strict=True)]
    for tag, i, j, k, m in SequenceMatcher(None, stems[0], stems[1], autojunk=False).get_opcodes():
        if tag != "replace" or max(j - i, m - k) > _FEW:
            continue
        elsewhere = sorted(
            (len(set(stems[0][i:j]) - two.reports[1].stems), len(set(stems[1][k:m]) - two.reports[0].stems))
        )
        place, other = (places[0][i], places[0][j - 1] + 1), (places[1][k], places[1][m - 1] + 1)
        own = {
            "elsewhere": elsewhere[0], "elsewheres": elsewhere[1], "marks": 0.0, "negated": 0.0, "hedge": 0.0,
            "size": j - i + m - k,
        }  # fmt: skip
        yield _pair(two, OPEN, at, place, other, own)


def _pair(two: _Two, name: str, at: int, place: Place | None, other: Place | None, own: Mapping[str, float]) -> Pair:
    rows = ((two.one, place), (two.other, other))
    a, b = (_around(row, span) if span else two.common for row, span in rows)
    both = a & b
    measures = {
        **two.measures, **own, "scale": at,
        "around": round(len(both) / max(1, min(len(a), len(b))), 5), "around_weight": _weight(both, two.rarity),
        "near": max(_distance(row, span, two.common) for row, span in rows if span), "subject": _subject(rows),
    }  # fmt: skip
    return Pair(
        scale=name, one=two.one, other=two.other, mark=place, other_mark=other,
        measures=tuple(float(measures[key]) for key in MEASURES),
    )  # fmt: skip


def _weight(stems: Iterable[str], rarity: dict[str, float]) -> float:
    return round(sum(rarity.get(word, 1.0) for word in sorted(stems)), 5)


def _around(sentence: Sentence, place: Place) -> frozenset[str]:
    before = [word for word in sentence.stems[: place[0]] if word][-_AROUND:]
    return frozenset([*before, *[word for word in sentence.stems[place[1] :] if word][:_AROUND]])


def _distance(sentence: Sentence, place: Place, common: frozenset[str]) -> float:
    """Return how many words lie between an answer and the nearest that both sentences have."""
    at = [
        abs(here - (place[0] if here < place[0] else place[1] - 1))
        for here, word in enumerate(sentence.stems)
        if word in common and not place[0] <= here < place[1]
    ]
    return float(min(at, default=len(sentence.words)))


def _subject(rows: Iterable[tuple[Sentence, Place | None]]) -> float:
    """Return 1 when the last name before both answers is one, 0 when they differ, 0.5 when one has none."""
    names = [_last_name(row, span) for row, span in rows if span]
    if len(names) < 2 or None in names:
        return 0.5
    return float(names[0] == names[1])


def _last_name(sentence: Sentence, place: Place) -> str | None:
    before = sentence.words[max(0, place[0] - _BEFORE) : place[0]]
    return next((word for word in reversed(before) if word in sentence.names), None)


def _run(one: Sentence, other: Sentence) -> float:
    """Return how many words in a row the two have in common at most."""
    return float(SequenceMatcher(None, one.words, other.words, autojunk=False).find_longest_match().size)
