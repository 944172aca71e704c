"""What speaks for and against a difference between two values that may answer one question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import inf, log
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import astuple

from variorum.collation.claims.claim import StoryPlace
from variorum.collation.claims.slots.pairs import MEASURES, Pair
from variorum.collation.claims.slots.rivals import told_by_others
from variorum.collation.claims.slots.values import Value
from variorum.collation.timeline import near_cue
from variorum.language.language import Language
from variorum.settings import MEASURED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAME = re.compile(r"\b[A-Z][\w’'-]+")

# What is known of a pair besides ``MEASURES``, in the order the trees know it.
RELATIONS = (
    "odds", "margin", "best_margin", "elsewhere", "ratio", "gap", "small", "large", "bounds", "vague",
    "increments", "one_increment", "then", "agrees", "agrees_both", "third", "thirds", "carried",
    "carried_most", "in_one", "reports", "pairs", "first", "last", "least_siblings", "weekday",
    "one_weekday", "two_kinds", "around", "around_share", "around_most", "around_words", "governing",
    "next_word", "adjacent", "adjacent_other", "other_gender", "saying", "years", "to_come", "length",
    "longest", "negated", "steps", "days_named", "beside_agree", "beside_differ", "sum", "asked",
    "asked_other", "holder",
)  # fmt: skip


# Those of the words around the two values, and all others.
_BESIDE_BOTH = (
    "around", "around_share", "around_most", "around_words", "governing", "next_word", "adjacent",
    "adjacent_other", "other_gender", "increments", "one_increment", "then", "saying", "years", "to_come",
    "negated", "steps", "days_named", "asked", "asked_other", "length", "longest",
)  # fmt: skip
_OWN = tuple(name for name in RELATIONS if name not in _BESIDE_BOTH)


class _Setting(Struct, frozen=True, kw_only=True):
    """What stands around a value.

    around: stems of the words beside it, with how many words away. before, after: the stems of the two words
    of meaning next to it. adjacent: capitalised words right by it. gender: of words beside it, empty when
    none or both. asked: what is counted of people. increment: whether it is told as one more or as a part.
    then: words of an earlier time.
    """

    around: Mapping[str, int]
    before: tuple[str, ...]
    after: tuple[str, ...]
    adjacent: frozenset[str]
    gender: str
    increment: bool
    then: int
    saying: bool
    years: frozenset[str]
    weekdays: frozenset[str]
    to_come: bool
    negated: bool
    steps: frozenset[str]
    asked: frozenset[str]
    length: int


def relations(
    found: Sequence[Pair],
    odds: NDArray[np.float64],
    rarity: Mapping[str, float],
    reports: int,
    lang: Language,
) -> NDArray[np.float64]:
    """Return a row of ``MEASURES`` and ``RELATIONS`` for each pair that does not agree, in their order.

    odds: of each pair how likely it answers one question (log). rarity: of stems in the story. reports: how
    many the story has. lang: what it is written in.
    """
    import numpy as np

    if all(pair.same for pair in found):
        return np.empty((0, len(MEASURES) + len(RELATIONS)))
    around = _Around(rarity, lang)
    asked = [pair for pair in found if not pair.same]
    own = {**told_by_others(found, odds), **_values(asked), "reports": np.full(len(asked), float(reports))}
    names = (*MEASURES, *RELATIONS)
    table = np.empty((len(names), len(asked)))
    table[: len(MEASURES)] = np.array([pair.measures for pair in asked], np.float64).T
    beside = np.array([around.of(pair.one, pair.other) for pair in asked], np.float64).T
    for name, column in (*zip(_BESIDE_BOTH, beside, strict=True), *((name, own[name]) for name in _OWN)):
        table[names.index(name)] = column
    return table.T


class _Around:
    """Compares what stands around two values, each two settings once: reports take over sentences."""

    def __init__(self, rarity: Mapping[str, float], lang: Language) -> None:
        self._rarity, self._lang = rarity, lang
        self._numbers: dict[StoryPlace, int] = {}
        self._known: dict[tuple[object, ...], int] = {}
        self._settings: list[tuple[_Setting, float]] = []  # with the weight of all words around
        self._sentences: dict[tuple[str, int], _Sentence] = {}
        self._compared: dict[tuple[int, int], tuple[float, ...]] = {}

    def of(self, one: Value, other: Value) -> tuple[float, ...]:
        """Return ``_BESIDE_BOTH`` of two values."""
        both = self._number(one), self._number(other)
        if both not in self._compared:
            one_of, other_of = self._settings[both[0]], self._settings[both[1]]
            self._compared[both] = _settings(one_of, other_of, self._rarity)
        return self._compared[both]

    def _number(self, value: Value) -> int:
        if value.place not in self._numbers:
            setting = _setting(value, self._sentence(value), self._lang)
            around, *others = astuple(setting)
            number = self._known.setdefault((tuple(sorted(around.items())), *others), len(self._settings))
            if number == len(self._settings):
                self._settings.append((setting, _whole(setting, self._rarity)))
            self._numbers[value.place] = number
        return self._numbers[value.place]

    def _sentence(self, value: Value) -> _Sentence:
        place = value.source.article.id, value.sentence
        if place not in self._sentences:
            text = value.source.annotation.sentences[value.sentence].of(value.source.article.text)
            self._sentences[place] = _sentence(text, self._lang)
        return self._sentences[place]


def _values(asked: Sequence[Pair]) -> dict[str, NDArray[np.float64]]:
    """Return what the two values of each pair are to each other."""
    known: dict[tuple[float, float], tuple[float, float, float, float]] = {}
    rows = []
    for pair in asked:
        one, other = pair.one, pair.other
        lows = one.said.low, other.said.low
        if lows not in known:
            known[lows] = _distances(*sorted((abs(lows[0]), abs(lows[1]))))
        a, b = one.figure, other.figure
        rows.append(
            (
                *known[lows],
                (a.bound != "exact") + (b.bound != "exact"),
                (a.value is None) + (b.value is None),
                min(one.sentence, other.sentence),
                max(one.sentence, other.sentence),
                min(one.siblings, other.siblings),
                bool(one.said.weekday),
                bool(one.said.weekday) and one.said.weekday == other.said.weekday,
                a.kind != b.kind,
                len(one.holder & other.holder),
            )
        )
    import numpy as np

    names = (
        "ratio", "gap", "small", "large", "bounds", "vague", "first", "last", "least_siblings", "weekday",
        "one_weekday", "two_kinds", "holder",
    )  # fmt: skip
    return dict(zip(names, np.array(rows, np.float64).T, strict=True))


def _distances(small: float, large: float) -> tuple[float, float, float, float]:
    """Return how far a value is from a larger one: as a ratio, as a gap; and both."""
    return (
        min(MEASURED.far, log((large + 1) / (small + 1))) if large < inf else MEASURED.far,
        min(MEASURED.wide, large - small) if large < inf else MEASURED.wide,
        min(MEASURED.large, small),
        min(MEASURED.large, large),
    )


_FADES = tuple(MEASURED.fades**away for away in range(MEASURED.beside))


def _whole(one: _Setting, rarity: Mapping[str, float]) -> float:
    """Return the weight of all words around a value, the nearer and the rarer the heavier."""
    return sum(rarity.get(word, 3.0) * _FADES[away - 1] for word, away in sorted(one.around.items())) or 1.0


def _settings(
    one: tuple[_Setting, float], other: tuple[_Setting, float], rarity: Mapping[str, float]
) -> tuple[float, ...]:
    """Return what the words around the two values have in common, in the order of ``_BESIDE_BOTH``."""
    (a, whole), (b, other_whole) = one, other
    shared = sorted(a.around.keys() & b.around.keys())
    common = sum(
        rarity.get(word, 3.0) * (_FADES[a.around[word] - 1] + _FADES[b.around[word] - 1]) / 2
        for word in shared
    )
    same_before = bool(a.before) and a.before[-1:] == b.before[-1:]
    same_after = bool(a.after) and a.after[:1] == b.after[:1]
    named = bool(a.adjacent) and bool(b.adjacent)
    return (
        round(common, 5), round(common / max(whole, other_whole), 5),
        round(common / min(whole, other_whole), 5), len(shared),
        len({*a.before, *a.after} & {*b.before, *b.after}), same_before or same_after,
        len(a.adjacent & b.adjacent), named and a.adjacent.isdisjoint(b.adjacent),
        bool(a.gender and b.gender) and a.gender != b.gender,
        a.increment + b.increment, a.increment != b.increment,
        a.then + b.then, a.saying + b.saying, a.years != b.years,
        a.to_come != b.to_come, a.negated != b.negated, a.steps != b.steps,
        bool(a.weekdays and b.weekdays) and a.weekdays.isdisjoint(b.weekdays),
        len(a.asked & b.asked), bool(a.asked and b.asked) and a.asked.isdisjoint(b.asked),
        min(a.length, b.length), max(a.length, b.length),
    )  # fmt: skip


class _Sentence(Struct, frozen=True, kw_only=True):
    """What the settings of all values of a sentence share, see ``_Setting``."""

    years: frozenset[str]
    weekdays: frozenset[str]
    to_come: bool
    negated: bool
    length: int


def _sentence(sentence: str, lang: Language) -> _Sentence:
    lists, words = lang.collation, {word.casefold() for word in _WORD.findall(sentence)}
    return _Sentence(
        years=frozenset(_YEAR.findall(sentence)),
        weekdays=lists.weekdays & words,
        to_come=not lists.future.isdisjoint(words),
        negated=not lists.negations.isdisjoint(words),
        length=len(sentence),
    )


def _setting(value: Value, sentence: _Sentence, lang: Language) -> _Setting:
    lists, stem = lang.collation, lang.stem
    text, span = value.source.article.text, value.span
    near = {*value.left[-MEASURED.parts - 1 :], *value.right[: MEASURED.parts + 1]}
    genders = [name for name, forms in (("m", lists.male), ("f", lists.female)) if forms & near]
    plain = lists.function | lists.day_parts
    before = text[max(0, span.start - MEASURED.name) : span.start].rpartition(".")[2]
    names = [*_NAME.findall(before)[-2:], *_NAME.findall(text[span.end : span.end + MEASURED.name])[:2]]
    beside = {*value.left[-MEASURED.parts :], *value.right[: MEASURED.parts]}
    around = {*value.left, *value.right}
    calendar = lists.months | lists.weekdays | lists.function
    return _Setting(
        around=_around(value, lang),
        before=tuple(stem(word) for word in value.left if word not in plain and not word.isdigit())[-2:],
        after=tuple(stem(word) for word in value.right if word not in plain and not word.isdigit())[:2],
        adjacent=frozenset(name.casefold() for name in names) - calendar,
        gender=genders[0] if len(genders) == 1 else "",
        increment=not beside.isdisjoint(lists.increments | lists.parts | lists.uncounted | lists.others),
        then=len(lists.other_time & around),
        saying=near_cue(value.figure, value.source.annotation.quotations),
        years=sentence.years,
        weekdays=sentence.weekdays,
        to_come=sentence.to_come,
        negated=sentence.negated,
        steps=lists.steps & around,
        asked=frozenset(name for name, forms in lists.questions.items() if not forms.isdisjoint(around)),
        length=sentence.length,
    )


def _around(value: Value, lang: Language) -> dict[str, int]:
    function = lang.collation.function
    found: dict[str, int] = {}
    for side in (value.left[::-1], value.right):
        for away, word in enumerate(side, 1):
            if word not in function and not word.isdigit():
                key = lang.stem(word)
                found[key] = min(away, found.get(key, away))
    return found
