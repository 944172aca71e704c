"""The time of day and the day at which something happened, where a report tells one only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from msgspec import Struct

from variorum.collation.claims.figures import days_apart
from variorum.collation.claims.oppose import gathered, linked
from variorum.collation.claims.slots import reading
from variorum.collation.claims.slots.pairs import can_both_be
from variorum.collation.claims.slots.values import Value
from variorum.settings import CollateSettings


class _Told(Struct, frozen=True):
    """answer: when it happened, as one report tells. others: all times or days of the report."""

    answer: Value
    others: tuple[Value, ...]


def published(found: Sequence[Sequence[Value]], settings: CollateSettings) -> Iterator[list[list[Value]]]:
    """Yield the sides of days on which reports tell something to have been published or broadcast, where the
    sentences share a name; otherwise as ``moments``.
    """

    def asked(value: Value) -> bool:
        reach = settings.slots.beside
        near = {*value.left[-reach:], *value.right[:reach]}
        return not near.isdisjoint(value.lists.made_public)

    told = [one for of_article in found if (one := _told(of_article, "date", asked, settings))]
    yield from _sides(told, settings)


def moments(found: Sequence[Sequence[Value]], settings: CollateSettings) -> Iterator[list[list[Value]]]:
    """Yield the sides of what reports tell to have happened at two times of day, or on two days.

    found: the values of each report (``values``).

    Looked at are the times beside a word for something that happened, with no word for what came before or
    after it, alone in their sentence, when those of a report agree. A report that has the other's time
    anywhere may tell of two happenings.
    """
    for kind in ("time", "date"):
        told = [one for of_article in found if (one := _told(of_article, kind, _of_happening, settings))]
        yield from _sides(told, settings)


def _sides(told: Sequence[_Told], settings: CollateSettings) -> Iterator[list[list[Value]]]:
    apart = [(a, b) for a, b in combinations(told, 2) if _apart(a, b, settings)]
    for group in linked((a.answer, b.answer) for a, b in apart):
        sides = gathered(group, lambda one, other: not _differ(one, other, settings))
        reports = {value.source.article.id for value in group}
        others = [one for one in told if one.answer.source.article.id not in reports]
        for one in others:  # who agrees with one side alone stands with it
            fits = [at for at, side in enumerate(sides) if not _differ(side[0], one.answer, settings)]
            if len(fits) == 1:
                sides[fits[0]].append(one.answer)
        yield sides


def _told(
    of_article: Sequence[Value], kind: str, asked: Callable[[Value], bool], settings: CollateSettings
) -> _Told | None:
    others = tuple(value for value in of_article if value.kind == kind)
    answers = [value for value in others if value.siblings == 1 and not value.quoted and asked(value)]
    if not answers or any(_differ(answers[0], value, settings) for value in answers[1:]):
        return None
    return _Told(answers[0], others)


def _of_happening(value: Value) -> bool:
    """Tell whether a time stands with what happened, and not with a call, an arrival or a later death."""
    beside = {*value.left, *value.right}
    lists = value.lists
    return bool(beside & lists.happened) and beside.isdisjoint(lists.steps | lists.later | lists.aftermath)


def _apart(one: _Told, other: _Told, settings: CollateSettings) -> bool:
    a, b = one.answer, other.answer
    days = days_apart(a.source.article.date, b.source.article.date)
    if (
        (days is None and a.kind == "date")
        or (days or 0) > settings.slots.issue
        or not _differ(a, b, settings)
    ):
        return False
    return _of_one(a, b) and not (_has(other, a, settings) or _has(one, b, settings))


def _of_one(a: Value, b: Value) -> bool:
    """Tell whether two sentences share a name, or a time of day the weekday: reports of one story tell of
    several shootings.
    """
    if a.sentence_names & b.sentence_names:
        return True
    days = [{*value.left, *value.right} & value.lists.weekdays for value in (a, b)]
    return a.kind == "time" and not days[0].isdisjoint(days[1])


def _has(report: _Told, asked: Value, settings: CollateSettings) -> bool:
    """Tell whether a report has a time anywhere that can be the one that is asked about."""
    return any(_comparable(value, asked) and not _differ(value, asked, settings) for value in report.others)


def _differ(one: Value, other: Value, settings: CollateSettings) -> bool:
    """Tell whether two times, by some minutes at least, or two days cannot be one."""
    days = days_apart(one.source.article.date, other.source.article.date)
    if not _comparable(one, other) or can_both_be(one, other, days, settings):
        return False
    if one.kind == "date":
        return True
    return reading.hours_apart(one.said, other.said) >= settings.slots.hours


def _comparable(one: Value, other: Value) -> bool:
    days = days_apart(one.source.article.date, other.source.article.date)
    return reading.comparable(one.figure, one.said, other.figure, other.said, days)
