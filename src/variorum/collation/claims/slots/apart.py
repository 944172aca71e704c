"""What shows that two values answer two questions or agree, however alike the words around them are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from variorum.collation.claims.claim import StoryPlace
from variorum.collation.claims.figures import Fact, agree, days_apart, near_copy, of_then, some_died
from variorum.collation.claims.slots.occasions import TwoOccasions
from variorum.collation.claims.slots.pairs import Pair
from variorum.collation.claims.slots.values import Value
from variorum.collation.timeline import near_cue
from variorum.language.tables import Lexicon
from variorum.settings import MEASURED

_POSSESSIVE = re.compile(r"[\u2019']s?$")
_DAY = len("2026-03-11")

Facts = dict[tuple[str, int], Fact]


def facts_by_place(found: Sequence[Sequence[Fact]]) -> Facts:
    """Return the facts of a story by article id and where their figures begin."""
    return {
        (fact.source.article.id, fact.figure.span.start): fact for of_article in found for fact in of_article
    }


class _Read(Struct, frozen=True):
    """A fact and what its sentence says of it; see ``figures.of_then`` and ``figures.some_died``."""

    fact: Fact
    of_then: bool
    some_died: bool


class Apart:
    """Tells of pairs of values of one story whether they are no difference; reads a sentence once.

    facts: of the story, see ``facts_by_place``.
    """

    def __init__(self, facts: Facts, rounding: float, lists: Lexicon) -> None:
        self._facts, self._rounding, self._lists = facts, rounding, lists
        self._two_occasions = TwoOccasions(lists.occasions)
        self._numbers: dict[StoryPlace, frozenset[float]] = {}
        self._read: dict[StoryPlace, _Read | None] = {}

    def __call__(self, pair: Pair) -> bool:
        """Tell whether two values are no difference: an age of years ago, a man's and a woman's, the time of
        a later step or of another day, the killed and the arrested, a count with the attacker, the hurt of
        whom some died, a part, a sum; of two polls, days of a market, ballots.
        """
        if self._two_occasions(pair.one, pair.other, pair.days):
            return True
        if "time" in (pair.one.kind, pair.other.kind) and _other_time(pair, self._lists):
            return True
        if pair.one.kind in ("age", "count") and _on_other_days(pair, self._lists):
            return True
        if pair.one.kind == pair.other.kind == "age" and _of_other_gender(pair, self._lists):
            return True
        if pair.one.kind == pair.other.kind == "count":
            parts = [value.right[:1] == ("of",) for value in (pair.one, pair.other)]
            if parts[0] != parts[1] or self._is_sum(pair) or _is_part(pair, self._lists):
                return True
        one, other = self._fact(pair.one), self._fact(pair.other)
        return one is not None and other is not None and _told_apart(pair, one, other, self._rounding)

    def _fact(self, value: Value) -> _Read | None:
        if value.place not in self._read:
            fact = self._facts.get((value.source.article.id, value.span.start))
            self._read[value.place] = _Read(fact, of_then(fact), some_died(fact)) if fact else None
        return self._read[value.place]

    def _is_sum(self, pair: Pair) -> bool:
        """Tell whether one of the two sentences has the number that makes up for what the counts differ by:
        "six were shot, one fatally" beside "five others"; not where both have it: "one dead and five (six)
        hurt".
        """
        gap = abs(pair.one.said.low - pair.other.said.low)
        if gap in (pair.one.said.low, pair.other.said.low):
            return False
        return (gap in self._beside(pair.one)) != (gap in self._beside(pair.other))

    def _beside(self, value: Value) -> frozenset[float]:
        if value.place not in self._numbers:
            self._numbers[value.place] = _numbers(value, self._lists)
        return self._numbers[value.place]


def _told_apart(pair: Pair, first: _Read, second: _Read, rounding: float) -> bool:
    """Tell whether what the two sentences tell besides shows that the values are no difference."""
    if first.of_then or second.of_then:
        return True
    one, other = first.fact, second.fact
    if near_copy(one, other) and one.names - other.names and other.names - one.names:
        return True  # told of somebody else
    if pair.one.kind == "time" and _days_known(one, other) >= MEASURED.other_days:
        return True
    if pair.one.kind != "count":
        return False
    asked = {one.question, other.question} - {None}
    if len(asked) > 1 or one.apart != other.apart and bool(asked):
        return True
    return first.some_died != second.some_died or agree(one, other, rounding)


def _days_known(one: Fact, other: Fact) -> int:
    """Return how many days lie between those that two sentences give, the nearest; 0 where one gives none."""
    apart = [days_apart(a, b) for a in one.dates for b in other.dates if len(a) == len(b) == _DAY]
    return min((days or 0 for days in apart), default=0)


def _of_other_gender(pair: Pair, lists: Lexicon) -> bool:
    """Tell whether the words right beside two ages tell of a man and of a woman."""
    genders = []
    for value in (pair.one, pair.other):
        near = (*value.left[-MEASURED.parts :], *value.right[: MEASURED.parts])
        words = {_POSSESSIVE.sub("", word) for word in near}
        genders.append([words.isdisjoint(lists.male), words.isdisjoint(lists.female)])
    return sorted(genders) == [[False, True], [True, False]]


def _is_part(pair: Pair, lists: Lexicon) -> bool:
    """Tell whether the report with the smaller number goes on about the others: "The others fled."."""
    value = min(pair.one, pair.other, key=lambda one: one.said.low)
    sentences = value.source.annotation.sentences[value.sentence + 1 : value.sentence + 2]
    begin = [re.findall(r"\w+", one.of(value.source.article.text).casefold())[:2] for one in sentences]
    return any(words[:1] == ["the"] and words[-1] in lists.others for words in begin)


def _other_time(pair: Pair, lists: Lexicon) -> bool:
    """Tell whether two times are of two steps, or stand with weekdays of which none is in both sentences."""
    return _on_other_days(pair, lists) or _later(pair.one, lists) != _later(pair.other, lists)


def _on_other_days(pair: Pair, lists: Lexicon) -> bool:
    """Tell whether both sentences have weekdays, and none in common."""
    days = [set(_words(value)) & lists.weekdays for value in (pair.one, pair.other)]
    return all(days) and days[0].isdisjoint(days[1])


def _numbers(value: Value, lists: Lexicon) -> frozenset[float]:
    """Return the numbers that a sentence has besides a value, as words or digits."""
    text, span = value.source.article.text, value.span
    sentence = value.source.annotation.sentences[value.sentence]
    rest = f"{text[sentence.start : span.start]} {text[span.end : sentence.end]}".casefold()
    words, ordinals = re.findall(r"[a-z]+", rest), value.lang.forms.ordinals
    found = {float(lists.counting[word]) for word in words if word in lists.counting}
    if any(ordinals.get(word) == value.said.low + 1 for word in words):
        found.add(1.0)  # "two men were hurt and a third died"
    return frozenset(found | {float(word) for word in re.findall(r"(?<![\d.,])\d{1,3}(?![\d.,])", rest)})


def _words(value: Value) -> list[str]:
    sentence = value.source.annotation.sentences[value.sentence]
    return re.findall(r"\w+", sentence.of(value.source.article.text).casefold())


def _later(value: Value, lists: Lexicon) -> bool:
    """Tell whether a time is that of a step after what happened: death is pronounced, a road reopened."""
    return not lists.later.isdisjoint((*value.left, *value.right))


def of_saying(pair: Pair) -> bool:
    """Tell whether a day is that of saying something, which may be said twice."""
    return pair.one.kind == "date" and any(
        near_cue(value.figure, value.source.annotation.quotations) for value in (pair.one, pair.other)
    )
