"""Polls, markets, ballots and counts going on: each gives numbers of its own, in nearly the same words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from variorum.collation.claims.claim import StoryPlace
from variorum.collation.claims.slots.values import Value
from variorum.language.tables import Occasions
from variorum.settings import FACTS, MEASURED

_WORD = re.compile(r"[^\W_][\w&.’'-]*[\w&]|[^\W_]")
_TALLY = re.compile(r"(?<![\d.,$-])(\d{1,3})(?:\s?[-\u2013]\s?|\sto\s)(\d{1,3})(?![\d.,-]*\d|-?[a-z])")
_NUMBERS = ("count", "share", "money")


class _Told(Struct, frozen=True, kw_only=True):
    """What the sentence of a value tells of the occasion. words: of the sentence; near: of those next to the
    value; poll: it or the one before speaks of a poll, or it tells of people as polls do, behind one;
    asked: it speaks of a poll itself; pollster: words of the name of the poll told last, none where it has
    no name; tallies: of votes.
    """

    words: frozenset[str]
    near: frozenset[str]
    poll: bool
    asked: bool
    pollster: frozenset[str]
    tallies: frozenset[tuple[str, str]]


class TwoOccasions:
    """Tells of two values whether they are of two occasions, or not surely of one. Reads a sentence once."""

    def __init__(self, rows: Occasions) -> None:
        self._rows = rows
        self._told: dict[StoryPlace, _Told] = {}
        self._polls: dict[str, list[tuple[int, frozenset[str]]]] = {}

    def __call__(self, one: Value, other: Value, days: int | None) -> bool:
        """Tell whether two values are of two polls or groups of those polled, two days or instruments of a
        market, a forecast and what came, two ballots, a count going on, or the pictures of a page.

        days: between the two reports, None when that is not known.
        """
        rows, first, second = self._rows, self._of(one), self._of(other)
        words = first.words, second.words
        if one.kind == other.kind == "count" and not all(map(rows.galleries.isdisjoint, words)):
            return True
        if _both(one, other, _NUMBERS) and not all(map(rows.counting.isdisjoint, words)):
            return True
        return (
            self._two_polls(one, other, days)
            or self._two_sessions(one, other, days)
            or _both(one, other, _NUMBERS)
            and (self._forecast(one, other) or self._forecast(other, one))
            or self._two_ballots(one, other)
        )

    def _two_polls(self, one: Value, other: Value, days: int | None) -> bool:
        first, second = self._of(one), self._of(other)
        if not (self._polled(one, first) and self._polled(other, second)):
            return False
        known = first.pollster & second.pollster
        if not known or days is not None and days > FACTS.one_poll:
            return True
        groups = first.near & self._rows.groups, second.near & self._rows.groups
        return all(groups) and groups[0].isdisjoint(groups[1])

    def _polled(self, value: Value, told: _Told) -> bool:
        """Tell whether a value is of a poll: a share, the size of a sample or a lead, a day of the poll."""
        if value.kind == "share":
            return told.poll
        if value.kind == "count":
            return told.poll and not self._rows.sampled.isdisjoint(value.right[: MEASURED.close])
        return value.kind == "date" and told.asked

    def _two_sessions(self, one: Value, other: Value, days: int | None) -> bool:
        first, second, rows = self._of(one).words, self._of(other).words, self._rows
        traded = not (rows.markets.isdisjoint(first) or rows.markets.isdisjoint(second))
        if not traded or not _both(one, other, (*_NUMBERS, "time")):
            return False
        named = first & rows.instruments, second & rows.instruments
        if bool(days) or all(named) and named[0].isdisjoint(named[1]):
            return True
        up, down = (
            [words for words in (first, second) if not row.isdisjoint(words)]
            for row in (rows.rises, rows.falls)
        )
        return len(up) == len(down) == 1 and up != down

    def _forecast(self, one: Value, other: Value) -> bool:
        """Tell whether the one is what somebody thought would come, and the other is told as having come."""
        rows = self._rows
        return not rows.forecasts.isdisjoint(one.left) and (rows.forecasts | rows.expected).isdisjoint(
            other.left
        )

    def _two_ballots(self, one: Value, other: Value) -> bool:
        """Tell whether two counts of a chamber are of a step on the way and of another vote, or stand beside
        two results.
        """
        if not all(
            value.kind == "count" and not self._rows.voting.isdisjoint(value.right[: MEASURED.close])
            for value in (one, other)
        ):
            return False
        first, second = self._of(one), self._of(other)
        tallies = first.tallies, second.tallies
        if all(tallies) and tallies[0].isdisjoint(tallies[1]):
            return True
        return first.words.isdisjoint(self._rows.procedure) != second.words.isdisjoint(self._rows.procedure)

    def _of(self, value: Value) -> _Told:
        if value.place not in self._told:
            self._told[value.place] = self._read(value)
        return self._told[value.place]

    def _read(self, value: Value) -> _Told:
        source, at = value.source, value.sentence
        sentence = source.annotation.sentences[at].of(source.article.text)
        polls = self._polls_of(value)
        words = frozenset(_words(sentence))
        near = frozenset((*value.left, *value.right))
        asked = any(where == at for where, _ in polls)
        answered = not near.isdisjoint(self._rows.groups) and any(where < at for where, _ in polls)
        poll = answered or any(at - 1 <= where <= at for where, _ in polls)
        named = [name for where, name in polls if name and where <= at]
        return _Told(
            words=words,
            near=near,
            poll=poll or not words.isdisjoint(self._rows.opinions),
            asked=asked,
            pollster=named[-1] if named else frozenset(),
            tallies=frozenset((a, b) for a, b in _TALLY.findall(sentence)),
        )

    def _polls_of(self, value: Value) -> list[tuple[int, frozenset[str]]]:
        """Return the places of the sentences of an article that speak of a poll, and whose it is."""
        article, sentences = value.source.article, value.source.annotation.sentences
        if article.id not in self._polls:
            told = enumerate(span.of(article.text) for span in sentences)
            self._polls[article.id] = (
                [(at, name) for at, one in told if self._may_poll(one) for name in _polls(one, self._rows)]
                if self._may_poll(article.text)
                else []
            )
        return self._polls[article.id]

    def _may_poll(self, text: str) -> bool:
        """Tell whether the letters of a word for polls stand in a text: in most they do not."""
        low = text.casefold()
        return any(word in low for word in self._rows.polls)


def _polls(sentence: str, rows: Occasions) -> list[frozenset[str]]:
    """Return for each mention of a poll the words of the name before it, or behind "by"; an exit poll and
    the polls that open are none.
    """
    words = _WORD.findall(sentence)
    low = [word.casefold() for word in words]
    found = []
    for at, word in enumerate(low):
        beside = {*low[max(0, at - 1) : at], *low[at + 1 : at + 2], " ".join(low[max(0, at - 1) : at + 1])}
        if word in rows.polls and rows.no_polls.isdisjoint(beside):
            found.append(_name_before(words[:at], rows) or _name_behind(words[at + 1 :], rows))
    return found


def _name_before(words: Sequence[str], rows: Occasions) -> frozenset[str]:
    found = []
    for word in reversed(words):
        if word[0].isupper() and word.casefold() not in rows.of_polls:
            found.append(word.casefold())
        elif word.casefold() not in rows.of_polls:
            break
    return frozenset(found)


def _name_behind(words: Sequence[str], rows: Occasions) -> frozenset[str]:
    low = [word.casefold() for word in words]
    at = next((at for at, word in enumerate(low) if word in rows.by), None)
    if at is None:
        return frozenset()
    found = []
    for word in words[at + 1 :]:
        if word[0].islower() and word.casefold() not in rows.of_polls:
            break
        found.append(word.casefold())
    return frozenset(found) - rows.of_polls


def _both(one: Value, other: Value, kinds: Sequence[str]) -> bool:
    return one.kind in kinds and other.kind in kinds


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
