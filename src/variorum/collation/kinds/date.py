"""Days of the same happening that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import product

from msgspec import Struct
from msgspec.structs import replace

from variorum.collation.claims.difference import Difference
from variorum.collation.claims.figures import Fact, days_apart, near_copy, overlap, to_come
from variorum.collation.claims.of_quotations import lift
from variorum.collation.claims.oppose import by_key, linked, oppose
from variorum.collation.claims.sharing import listed_pairs
from variorum.collation.claims.slots.moment import moments, published
from variorum.collation.claims.slots.values import VALUES, Value
from variorum.collation.claims.story import StoryView
from variorum.collation.claims.told_alike import diverging
from variorum.collation.timeline import day_of, near_cue
from variorum.language.language import language_of
from variorum.model import Discrepancy, Evidence
from variorum.settings import FACTS, HAPPENINGS, PROSE, CollateSettings

NAME = "date"

_PART = re.compile(r"\s([a-z]+)")  # the word after a day, which may name the part of it: "Saturday night"
_HOUR = re.compile(r"\b(\d\d):(\d\d)")


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Difference]:
    """Yield differing dates of quotations and of the reports' own prose."""
    yield from lift(view, NAME)
    dated = [list(_happenings(of_article)) for of_article in view.facts]
    facts = [fact for of_article in dated for fact in of_article]
    days = [_Dated(fact=fact) for fact in facts]
    pairs = [
        (facts[one], facts[other])
        # Whatever is one happening shares so many words (see ``_same_happening``): others need no look.
        for one, other in listed_pairs(
            [fact.around for fact in facts], [len(one) for one in dated], min(PROSE.shared, FACTS.copy_words)
        )
        if _same_happening(days[one], days[other], settings)
    ]
    found = list(_discrepancies(view, pairs))
    found += _moments(view, found, settings)
    yield from found
    yield from (one for one in diverging(view, NAME, settings, found) if not _is_one_night(one, facts))


def _moments(view: StoryView, told: Sequence[Discrepancy], settings: CollateSettings) -> Iterator[Difference]:
    """Yield when something happened or was published, where reports tell one time or one day of it."""
    known = {(part.article, part.start) for one in told for side in one.sides for part in side.evidence}
    found = VALUES.of(view.articles, settings.slots)
    for sides in moments(found, settings):
        places = {(value.source.article.id, value.span.start) for values in sides for value in values}
        if places.isdisjoint(known):
            when = "time of day" if sides[0][0].kind == "time" else "day"
            yield oppose(view, NAME, _in_time(sides), f"{when} of what happened")
    for sides in published(found, settings):
        places = {(value.source.article.id, value.span.start) for values in sides for value in values}
        if places.isdisjoint(known):
            yield oppose(view, NAME, _in_time(sides), "day on which something was published")


def _in_time(sides: Sequence[Sequence[Value]]) -> list[Sequence[Value]]:
    return sorted(sides, key=lambda values: (values[0].said.low, values[0].key))


class _Dated(Struct, frozen=True, kw_only=True, dict=True):
    """A fact that gives a day, and what every pair that it is in asks of it, read once."""

    fact: Fact

    @cached_property
    def printed(self) -> str:
        """The day as printed, in small letters."""
        return self.fact.figure.span.of(self.fact.source.article.text).casefold()

    @cached_property
    def weekday(self) -> frozenset[str]:
        """The weekday as printed."""
        return _weekday(self.fact)

    @cached_property
    def calendar(self) -> str:
        """The weekday that the date is; '' for one that is not known to the day."""
        return _calendar_weekday(self.fact)

    @cached_property
    def alone(self) -> bool:
        """Whether it is the day of what is told, see ``_alone``."""
        return _alone(self.fact)


def _happenings(found: Sequence[Fact]) -> Iterator[Fact]:
    """Yield the facts that give a day, told apart by it; a dateline gives none."""
    for fact in found:
        day = day_of(fact.figure)
        if day is not None and (fact.figure.kind == "time" or fact.figure.value in fact.dates):
            yield replace(fact, key=day, value=day)


def _alone(fact: Fact) -> bool:
    """Tell whether the day is the only one of its sentence, no bound ("as of Monday"), and not that of saying
    something.
    """
    before = re.findall(r"\w+", fact.source.article.text[fact.sentence.start : fact.figure.span.start])
    words = tuple([word.casefold() for word in before[-2:]])
    if words in fact.lists.day_bound_phrases or not fact.lists.day_bounds.isdisjoint(words[-1:]):
        return False
    return len(fact.dates) < 2 and not near_cue(fact.figure, fact.source.annotation.quotations)


def _same_happening(one: _Dated, other: _Dated, settings: CollateSettings) -> bool:
    """Tell whether two dated sentences tell of one thing done: the same in the same words, or the same verb
    by the date and a name in common; what is to come is not what has been.
    """
    a, b = one.fact, other.fact
    if to_come(a) != to_come(b) or _printed_alike(one, other):
        return False
    issues = days_apart(a.source.article.date, b.source.article.date)
    if issues is None or issues > PROSE.issue_days:
        return False
    if _in_one_night(a, b) or _in_one_night(b, a):
        return False
    if near_copy(a, b, settings.same_sentence):
        apart = a.figure.value not in b.dates and b.figure.value not in a.dates
        return apart and len(a.dates) == len(b.dates) and len(a.dates - b.dates) == 1
    copied = near_copy(a, b)
    if not copied and (a.names.isdisjoint(b.names) or a.governing.isdisjoint(b.governing)):
        return False
    if not (one.alone and other.alone):
        return False
    if copied:
        return not (a.names - b.names and b.names - a.names)  # told of somebody else
    named = len(a.names & b.names)
    least = HAPPENINGS.date_overlap if named >= HAPPENINGS.date_names else settings.same_question
    return len(a.clause & b.clause) >= PROSE.shared and overlap(a.clause, b.clause) >= least


def _printed_alike(a: _Dated, b: _Dated) -> bool:
    """Tell whether both print one weekday or the same words, which then mean one day."""
    if a.printed == b.printed or not a.weekday.isdisjoint(b.weekday):
        return True
    # Which Thursday "on Thursday" is was read from the report's day, which may be that of a later edition.
    return a.calendar in b.weekday or b.calendar in a.weekday


def _in_one_night(evening: Fact, after: Fact) -> bool:
    """Tell whether a night that one report names lasts into the hour that another gives: "Saturday night",
    "12:10 a.m. Sunday".
    """
    days = day_of(evening.figure), day_of(after.figure)
    if days_apart(*days) != 1 or str(days[0]) > str(days[1]):
        return False
    parts = language_of(evening.source.article.lang).collation.hours
    text, span = evening.source.article.text, evening.figure.span
    behind = _PART.match(text, span.end)
    words = [*span.of(text).casefold().split(), *([behind[1]] if behind else [])]
    last = max((parts[word][1] for word in words if word in parts), default=0)
    clock = _clock(after)
    return clock is not None and 24 + clock <= last


def _is_one_night(told: Discrepancy, facts: Sequence[Fact]) -> bool:
    """Tell whether the days that two sides print are those of one night."""
    if len(told.sides) > 2:
        return False
    sides = [
        [fact for fact in facts for part in side.evidence if _stands_in(fact, part)] for side in told.sides
    ]
    return any(_in_one_night(a, b) or _in_one_night(b, a) for a, b in product(*sides))


def _stands_in(fact: Fact, part: Evidence) -> bool:
    return fact.source.article.id == part.article and part.start <= fact.figure.span.start < part.end


def _clock(fact: Fact) -> float | None:
    """Return the hour of the day that is told right beside a date; None where none is."""
    for figure in fact.source.annotation.figures:
        if figure.kind == "time" and fact.span.contains(figure.span) and isinstance(figure.value, str):
            found = _HOUR.search(figure.value)
            if found:
                return int(found[1]) + int(found[2]) / 60
    return None


def _calendar_weekday(fact: Fact) -> str:
    """Return the weekday that the date of the fact is; '' for one that is not known to the day."""
    try:
        return date.fromisoformat(str(fact.figure.value)).strftime("%A").casefold()
    except ValueError:
        return ""


def _weekday(fact: Fact) -> frozenset[str]:
    """Return the weekday as printed."""
    words = re.findall(r"\w+", fact.figure.span.of(fact.source.article.text).casefold())
    return fact.lists.weekdays.intersection(words)


def _discrepancies(view: StoryView, pairs: Sequence[tuple[Fact, Fact]]) -> Iterator[Difference]:
    """Yield one discrepancy for each set of sentences that tell of one happening on different days."""
    for facts in linked(pairs):
        sides = sorted(by_key(_settled(facts)), key=lambda side: side[0].value)
        days = [side[0].value for side in sides]
        if len(days) > 1 and _near(days):
            yield oppose(view, NAME, sides, "date of what happened")


def _settled(facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts with one day for one printed weekday: whether "on Friday" is past or to come is read
    from the sentence alone, and of one happening it is the same Friday.
    """
    first: dict[frozenset[str], str] = {}
    for fact in sorted(facts, key=lambda one: one.value):
        first.setdefault(_weekday(fact), fact.value)
    days = [first[_weekday(fact)] if _weekday(fact) else fact.value for fact in facts]
    return [replace(fact, key=day, value=day) for fact, day in zip(facts, days, strict=True)]


def _near(days: Sequence[str]) -> bool:
    apart = days_apart(days[0], days[-1])
    return apart is not None and apart <= HAPPENINGS.date_days
