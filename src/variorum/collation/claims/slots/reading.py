"""What a figure, a day or a time of day allows, so that two of them can be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from variorum.collation.claims.bounds import agrees, bounds
from variorum.language.tables import Lexicon
from variorum.model import Figure
from variorum.settings import CollateSettings, SlotSettings

_TIME = re.compile(r"(\d\d):(\d\d)")
_MONTH_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\b")
_HOURS = 24  # of a day
_BEFORE = ("less than", "at most")
_AFTER = ("more than", "at least")
_YEAR = 365  # days
_WEEK = 7  # days of a week
_DATED = "date 10"  # the form of a date that is known to the day
# Units that are told for one another, with how many of the smallest each has.
LENGTHS = {
    "second": ("clock", 1 / 60), "minute": ("clock", 1.0), "hour": ("clock", 60.0),
    "day": ("days", 1.0), "week": ("days", 7.0),
    "month": ("years", 1.0), "year": ("years", 12.0), "decade": ("years", 120.0),
    "foot": ("way", 0.3048), "yard": ("way", 0.9144), "metre": ("way", 1.0),
    "kilometre": ("way", 1000.0), "mile": ("way", 1609.344),
}  # fmt: skip

# Units in which nobody counts exactly, and how much of one is rounded away: three decades are 26 years, too:
# the nearest whole number of them.
_COARSE = {"decade": 0.5}


class Reading(Struct, frozen=True, kw_only=True):
    """What a figure says.

    key: the value, to be told apart by; of a weekday with its part of the day.
    low, high: what it allows, in its unit or the smallest of its kind; of a time in minutes of the day.
    weekday: as printed, or empty; place: in the week. hours: of the day that a time or the part of a day
    allows, from first to last, beyond 24 into the next; None when it tells none. form: days are compared
    within one form only.
    """

    key: str
    low: float = 0.0
    high: float = 0.0
    weekday: str = ""
    place: int = 0
    hours: tuple[float, float] | None = None
    form: str = ""


def read(figure: Figure, text: str, lists: Lexicon, least: SlotSettings) -> Reading | None:
    """Return what a figure says; None when it has no value to compare."""
    if figure.kind == "date":
        return _day(figure, text, lists)
    if figure.kind == "time":
        return _time(figure, text, lists, least)
    low, high = _vague(figure, text, lists) or bounds(figure)
    if figure.unit == "score":
        return Reading(key="-".join(sorted(str(figure.value).split("-"))), form="score")
    if figure.value is None and figure.bound != "range" and low == -high:
        return None
    if figure.kind in ("duration", "measure"):
        _, times = LENGTHS.get(figure.unit or "", ("", 1.0))
        rounded = _COARSE.get(figure.unit or "", 0.0) if figure.bound == "exact" else 0.0
        low, high = (low - rounded) * times, (high + rounded) * times
    if figure.bound in _BEFORE:  # "nearly 300,000" is not 250,000
        low = high * least.nearly
    return Reading(key=f"{low:g}-{high:g}", low=low, high=high)


def _vague(figure: Figure, text: str, lists: Lexicon) -> tuple[float, float] | None:
    """Return the bounds of "tens of thousands"; None for a number."""
    if figure.value is not None or figure.bound == "range":
        return None
    low, high, read_any = 1.0, 1.0, False
    for word in re.findall(r"\w+", figure.span.of(text).casefold()):
        if word in lists.vague:
            first, last = lists.vague[word]
            low, high, read_any = low * first, high * last, True
    return (low, high) if read_any else None


def _day(figure: Figure, text: str, lists: Lexicon) -> Reading | None:
    words = re.findall(r"\w+", figure.span.of(text).casefold())
    weekday = next((word for word in words if word in lists.week), "")
    hours = _part(words, lists)
    if weekday:
        part = "" if hours is None else f" {hours[0]:g}-{hours[1]:g}"
        return Reading(
            key=weekday + part, weekday=weekday, place=lists.week[weekday], hours=hours, form="weekday"
        )
    value = figure.value if isinstance(figure.value, str) else ""
    if value:
        form = f"date {len(value)}"
        return Reading(key=value, hours=hours if form == _DATED else None, form=form)
    month = next((lists.calendar_months[word] for word in words if word in lists.calendar_months), 0)
    number = _MONTH_DAY.search(figure.span.of(text))
    if month and number:
        return Reading(key=f"--{month:02}-{int(number[1]):02}", hours=hours, form=_DATED)
    return None


def _part(words: Sequence[str], lists: Lexicon) -> tuple[float, float] | None:
    """Return the hours of the part of the day among the words; two words before one."""
    words_of_day = {word for form in lists.hours for word in form.split()}
    said = [word for word in words if word in words_of_day]
    for form in (" ".join(said[:2]), " ".join(said[-2:]), *said[-1:]):
        if form in lists.hours:
            first, last = lists.hours[form]
            return first, last
    return None


def _time(figure: Figure, text: str, lists: Lexicon, least: SlotSettings) -> Reading | None:
    value = str(figure.value or "")
    found = _TIME.match(value)
    words = re.findall(r"\w+", figure.span.of(text).casefold())
    if not any(word[0].isdigit() for word in words) and (hours := _part(words, lists)):
        return Reading(key=value, low=60 * hours[0], high=60 * hours[1], hours=hours)
    if found is None or value.endswith("Z"):
        return None
    minutes = 60.0 * int(found[1]) + int(found[2])
    opened = least.shortly if lists.shortly.intersection(words) else least.whole
    bounded = least.minute if figure.bound in (*_BEFORE, *_AFTER) else 0.0  # "just before 1:30" may be 1:30
    low = minutes - (
        least.about if figure.bound == "about" else opened * (figure.bound in _BEFORE) or bounded
    )
    high = minutes + (
        least.about if figure.bound == "about" else opened * (figure.bound in _AFTER) or bounded
    )
    return Reading(key=value, low=low, high=high, hours=(low / 60, high / 60))


def comparable(one: Figure, a: Reading, other: Figure, b: Reading, days: int | None) -> bool:
    """Tell whether two values are of one sort: dollars and dollars, a weekday and a weekday, a time of day
    and a part of the day. days: between the two reports, None where that is not known.
    """
    if {one.kind, other.kind} == {"date", "time"}:
        dated = a if one.kind == "date" else b
        return dated.hours is not None
    if one.kind != other.kind or a.form != b.form:
        return False
    if one.kind == "time":
        return True
    if one.kind == "date":
        return not a.weekday or _in_a_week(days)
    if one.unit == other.unit:
        return True
    units = [LENGTHS.get(figure.unit or "", (None, 1.0))[0] for figure in (one, other)]
    return units[0] == units[1] is not None


def _in_a_week(days: int | None) -> bool:
    return (days or 0) < _WEEK


def spaced(days: int | None, least: SlotSettings) -> tuple[bool, int]:
    """Return all that the days between two reports decide of two values in ``comparable`` and ``same``."""
    return _in_a_week(days), birthdays(days, least)


def same(
    one: Figure, a: Reading, other: Figure, b: Reading, days: int | None, settings: CollateSettings
) -> bool:
    """Tell whether two comparable values can both be so. days: between the reports: a birthday may lie
    there.
    """
    if "time" in (one.kind, other.kind):
        return _meet(a, b, (-_HOURS, 0, _HOURS))
    if one.kind == "date":
        return _same_day(a, b)
    if a.form == "score":
        return a.key == b.key
    if a.low <= b.high and b.low <= a.high:
        return True
    if one.kind == "age":
        return abs(a.low - b.low) <= birthdays(days, settings.slots)
    if one.unit != other.unit:
        return one.kind == "measure" and abs(a.low - b.low) <= settings.rounding * max(abs(a.low), abs(b.low))
    if None in (one.value, other.value):
        return False
    return one.bound == other.bound == "exact" and agrees(one, other, settings.rounding)


def _same_day(a: Reading, b: Reading) -> bool:
    """Tell whether two days are one; of one day, whether its parts meet: Saturday night is early Sunday."""
    if a.weekday and b.weekday:
        if a.weekday == b.weekday:
            return _meet(a, b, (0,))
        turn = _HOURS * ((b.place - a.place + 1) % _WEEK - 1)
        return None not in (a.hours, b.hours) and abs(turn) == _HOURS and _meet(a, b, (-turn,))
    years = a.key[:2] != "--" and b.key[:2] != "--"
    return a.key == b.key if years else a.key[-5:] == b.key[-5:]


def _meet(a: Reading, b: Reading, turns: Sequence[int]) -> bool:
    """Tell whether two times or parts of a day can be one, the first put ``turns`` hours later."""
    if a.hours is None or b.hours is None:
        return True
    (low, high), (other_low, other_high) = a.hours, b.hours
    return any(
        low + turn < other_high and other_low < high + turn or low + turn == other_low for turn in turns
    )


def hours_apart(a: Reading, b: Reading) -> float:
    """Return the hours between two times of day, over midnight too; 0 where one tells none or they meet."""
    if a.hours is None or b.hours is None:
        return 0.0
    (low, high), (other_low, other_high) = a.hours, b.hours
    turns = (-_HOURS, 0, _HOURS)
    return max(0.0, min(max(low + turn, other_low) - min(high + turn, other_high) for turn in turns))


def birthdays(days: int | None, least: SlotSettings) -> int:
    """Return how many birthdays may lie between two reports; of undated ones a charge and a trial may be."""
    if days is None:
        return least.undated
    return 0 if days <= least.birthday else 1 + days // _YEAR
