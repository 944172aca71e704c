"""Give date phrases their day, week, month or year, as news means them, from the date of the report.

The value is ISO 8601, as fine as the phrase: ``2026-11-23``, ``2026-W47`` (a week), ``2026-11``, ``2026-22``
(summer; ISO 8601-2), ``2026``, ``2009/2010`` or ``2026-05-12/2026-05-14`` (from one to another), ``201``
(the 2010s), ``19`` (the 20th century). A phrase relative to a report date that is not known has the value
None and the unit ``relative``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from variorum.annotation.dates.grammar import DatePhrase
from variorum.annotation.dates.tense import goes_on, is_future, is_limit, is_over, lasts
from variorum.language.language import Language
from variorum.settings import DATES
from variorum.text.calendar import date_words, iso_day, months, weekdays
from variorum.text.numbers import number_words


class Calendar:
    """The dates that phrases are relative to: the report's day, and the last day named ("the next day")."""

    def __init__(self, reported: date | None, lang: Language) -> None:
        self.lang = lang
        known = reported is not None and DATES.first_year <= reported.year <= DATES.last_year
        self.reported = reported if known else None
        self.told: date | None = None
        self.told_at = 0

    def resolve(self, phrase: DatePhrase, text: str, sentence_start: int, sentence_end: int) -> str | None:
        """Return the ISO value of a phrase; None when it is relative to a day that is not known."""
        try:
            value = _resolve(self, phrase, text, sentence_start, sentence_end)
        except OverflowError:  # "the day before" 1 January of the year 1
            return None
        value = _of_event(phrase, text, self) or value
        first = (value or "").split("/")[0]
        if len(first) == 10 and "W" not in first:
            self.told, self.told_at = date.fromisoformat(first), phrase.span.end
        return value

    def named(self, at: int) -> date | None:
        """Return the last day named, where it was named not far before ``at``."""
        return self.told if at - self.told_at <= DATES.named else None


def _of_event(phrase: DatePhrase, text: str, calendar: Calendar) -> str | None:
    """Return the day of an event that is called by it: "the Sept. 11 attacks"; None for other days."""
    if phrase.rule not in ("month day", "day month") or calendar.reported is None:
        return None
    follows = text[phrase.span.end : phrase.span.end + DATES.event].lower().split()[:2]
    for day, words in date_words(calendar.lang).events.items():
        year, month, number = map(int, day.split("-"))
        same = (_month(phrase.parts["month"], calendar.lang), int(phrase.parts["day"])) == (month, number)
        if same and year < calendar.reported.year and any(word.strip(".,;:’'") in words for word in follows):
            return day
    return None


def absolute_day(phrase: DatePhrase, lang: Language) -> str | None:
    """Return the ISO day of a phrase that names day, month and year; None for any other."""
    value = _ABSOLUTE[phrase.rule](phrase.parts, lang) if phrase.rule in _ABSOLUTE else None
    return value if value and len(value) == 10 else None


def _resolve(calendar: Calendar, phrase: DatePhrase, text: str, start: int, end: int) -> str | None:
    if phrase.rule in _ABSOLUTE:
        return _ABSOLUTE[phrase.rule](phrase.parts, calendar.lang)
    if phrase.rule in ("month days", "days month") and "year" in phrase.parts:
        return _days(_day(phrase.parts, calendar.lang), phrase.parts["until"])
    if phrase.rule == "holiday" and "year" in phrase.parts:
        return f"{phrase.parts['year']}-{_holiday(phrase.parts['holiday'], calendar.lang)}"
    if phrase.rule == "day before":
        return _neighbour(calendar, phrase)
    if phrase.rule == "ago":
        return _counted(calendar, phrase)
    if calendar.reported is None:
        return None
    future = is_future(text, phrase, start, end, calendar.lang)
    if phrase.rule == "weekday" and calendar.told and goes_on(text, phrase, start, calendar.lang):
        return _told_weekday(calendar.told, weekdays(calendar.lang)[phrase.parts["weekday"]], "the following")
    if not future and is_limit(text, phrase, start, calendar.lang):
        return _up_to(calendar, calendar.reported, phrase, now=lasts(text, phrase, start, calendar.lang))
    if not future and "year" not in phrase.parts and is_over(text, phrase, start, calendar.lang):
        return _relative(calendar, calendar.reported, phrase, future=None)
    return _relative(calendar, calendar.reported, phrase, future)


def _up_to(calendar: Calendar, day: date, phrase: DatePhrase, *, now: bool) -> str | None:
    """Return a date up to which something lasts: a weekday to come; of months and their days, the nearest.

    now: it lasts as the report is written, so that the next is meant, unless one is just over: reports are
    dated by their last change, too.
    """
    ahead = _relative(calendar, day, phrase, future=True)
    behind = _relative(calendar, day, phrase, future=False)
    if "month" not in phrase.parts or not ahead or not behind:
        return ahead
    if now and not 0 <= (day - _within(behind)).days <= DATES.slack:
        return ahead
    return min(ahead, behind, key=lambda value: abs(_within(value) - day))


def _within(value: str) -> date:
    """Return a day of what a value means: the day itself, the middle of a month."""
    return date.fromisoformat(f"{value[:7]}{value[7:10] or '-15'}")


def _relative(calendar: Calendar, day: date, phrase: DatePhrase, future: bool | None) -> str | None:
    """Return the value of a phrase that goes from the report's ``day``; future None: it is over by then."""
    parts, rule = phrase.parts, phrase.rule
    if rule in ("month day", "day month"):
        return _nearest_day(day, _month(parts["month"], calendar.lang), int(parts["day"]), future)
    if rule in ("month days", "days month"):
        first = _nearest_day(day, _month(parts["month"], calendar.lang), int(parts["day"]), future)
        return _days(first, parts["until"])
    if rule == "holiday":
        month, number = map(int, _holiday(parts["holiday"], calendar.lang).split("-"))
        return _nearest_day(day, month, number, future)
    if rule in ("month", "which month"):
        return _nearest_month(day, _month(parts["month"], calendar.lang), parts.get("which", ""), future)
    if rule == "which season":
        return _season(day, date_words(calendar.lang).seasons[parts["season"]], parts["which"])
    if rule in ("weekday", "which weekday", "weekday ago"):
        return _weekday(calendar, day, weekdays(calendar.lang)[parts["weekday"]], parts, rule, future)
    if rule == "deictic":
        step = {"yesterday": -1, "tomorrow": 1}.get(parts.get("deictic", ""), 0)
        return (day + timedelta(days=step)).isoformat()
    if rule == "which part":
        return (day - timedelta(days=parts["which"] == "last")).isoformat()
    return _unit(day, parts)


def _day(parts: dict[str, str], lang: Language) -> str | None:
    return iso_day(int(parts["year"]), _month(parts["month"], lang), int(parts["day"]))


def _month(name: str, lang: Language) -> int:
    return int(name) if name.isdecimal() else months(lang)[name]


def _days(first: str | None, until: str) -> str | None:
    """Return the days from one to another of the same month: "2026-05-12/2026-05-14"."""
    last = first and iso_day(int(first[:4]), int(first[5:7]), int(until))
    return f"{first}/{last}" if last else None


def _holiday(name: str, lang: Language) -> str:
    """Return month and day of a holiday as printed: "12-31"."""
    plain = " ".join(name.lower().replace("’", "'").split())
    days: dict[str, str] = date_words(lang).holidays
    return days[plain.replace(" ", "_")]


def _until(year: int, until: str) -> int:
    """Return the second year of "2009-10" in full; 2000 of "1999-00"."""
    if len(until) == 4:
        return int(until)
    return year + (int(until) - year) % 100


def _decade(parts: dict[str, str]) -> str:
    if "decade" in parts:
        return parts["decade"][:3]
    # "the '90s": of the last hundred years, as print uses it.
    tens = parts["short"][0]
    return f"20{tens}" if tens in "012" else f"19{tens}"


def _numeric(parts: dict[str, str]) -> str | None:
    """Read 11/23/2026 as month first, 23.11.2026 as day first; a number above 12 can only be a day."""
    a, b = int(parts["a"]), int(parts["b"])
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    day_first = parts["sep"] == "." or a > 12
    return iso_day(year, b, a) if day_first else iso_day(year, a, b)


def _nearest_day(day: date, month: int, number: int, future: bool | None) -> str | None:
    """Return the year's day nearest to the report; the next when it looks ahead, the last for None."""
    options = [date.fromisoformat(d) for year in (-1, 0, 1) if (d := iso_day(day.year + year, month, number))]
    if future:
        options = [option for option in options if option >= day] or options
    if future is None:
        if any(0 < (option - day).days <= DATES.slack for option in options):
            return None  # over by then, but the report's own day lies before it: that cannot be right
        options = [option for option in options if option <= day] or options
    # Reports look back more than ahead: a day to come must be twice as near.
    near = {option: (day - option).days if option <= day else 2 * (option - day).days for option in options}
    return min(options, key=lambda option: (near[option], option)).isoformat() if options else None


def _nearest_month(day: date, month: int, which: str, future: bool | None) -> str:
    year = day.year
    if which in ("last", "past", "previous"):
        year -= month >= day.month
    elif which in ("next", "coming"):
        year += month <= day.month
    elif which == "this":
        pass
    elif future:
        year += month < day.month
    else:
        year -= month > day.month
    return f"{year}-{month:02d}"


def _season(day: date, season: int, which: str) -> str:
    """Return a season; winter carries the year it begins in."""
    current = 24 if day.month in (12, 1, 2) else 21 + (day.month - 3) // 3
    year = day.year - (current == 24 and day.month < 3)
    if which in ("last", "past", "previous"):
        year -= season >= current
    elif which in ("next", "coming"):
        year += season <= current
    return f"{year}-{season}"


def _weekday(
    calendar: Calendar, day: date, wanted: int, parts: dict[str, str], rule: str, future: bool | None
) -> str:
    """Return the day of a weekday: the last up to the report, the next when the clause looks ahead."""
    which = parts.get("which", "")
    back = timedelta(days=(day.weekday() - wanted) % 7)
    monday = day - timedelta(days=day.weekday())
    if rule == "weekday ago":
        return (day - back - timedelta(days=7)).isoformat()
    if which == "last":
        # Of the week before, unless the report's own week has barely begun.
        return (monday - timedelta(days=7 - wanted)).isoformat()
    if which in ("this past", "past"):
        return (day - (back or timedelta(days=7))).isoformat()
    if which == "next":
        return (monday + timedelta(days=7 + wanted)).isoformat()
    if which in ("coming", "this coming"):
        return (day + timedelta(days=(wanted - day.weekday()) % 7 or 7)).isoformat()
    if which in ("the previous", "the following"):
        return _told_weekday(calendar.told or day, wanted, which)
    if which == "this":
        return (monday + timedelta(days=wanted)).isoformat()
    if future:
        return (day + timedelta(days=(wanted - day.weekday()) % 7)).isoformat()
    return (day - back).isoformat()


def _told_weekday(told: date, wanted: int, which: str) -> str:
    if which == "the previous":
        return (told - timedelta(days=(told.weekday() - wanted) % 7 or 7)).isoformat()
    return (told + timedelta(days=(wanted - told.weekday()) % 7 or 7)).isoformat()


def _neighbour(calendar: Calendar, phrase: DatePhrase) -> str | None:
    """Read "the previous day" from the last day named or the report's; "the next day" needs one named."""
    parts, told = phrase.parts, calendar.named(phrase.span.start)
    back = "previous" in parts or parts.get("dir", "") == "before"
    if back:
        base = told or calendar.reported
        return (base - timedelta(days=1)).isoformat() if base else None
    return (told + timedelta(days=1)).isoformat() if told else None


def _counted(calendar: Calendar, phrase: DatePhrase) -> str | None:
    """Read "three days ago" from the report's day, "two days later" from the last day named."""
    parts, told = phrase.parts, calendar.named(phrase.span.start)
    direction = parts["dir"]
    ago = direction == "ago"
    day = (
        calendar.reported
        if ago
        else told or (calendar.reported if direction in ("earlier", "before") else None)
    )
    word = parts["count"]
    if day is None or word in ("several", "few", "couple", "half a"):
        return None
    if len(word) > DATES.count_digits and word.isdecimal():
        return None
    count = int(word) if word.isdecimal() else int(number_words(calendar.lang).words.get(word, 1))
    sign = -1 if direction in ("ago", "earlier", "before") else 1
    return _moved(day, sign * count, parts["unit"])


def _moved(day: date, count: int, unit: str) -> str | None:
    """Return the day, week, month or year ``count`` units away, as fine as the unit."""
    try:
        if unit == "day":
            return (day + timedelta(days=count)).isoformat()
        if unit in ("week", "fortnight"):
            return _week(day + timedelta(weeks=count * (2 if unit == "fortnight" else 1)))
        if unit == "month":
            whole = day.year * 12 + day.month - 1 + count
            return f"{whole // 12:04d}-{whole % 12 + 1:02d}" if 0 < whole // 12 < 10000 else None
        year = day.year + count * (10 if unit == "decade" else 1)
        return f"{year:04d}" if 0 < year < 10000 else None
    except OverflowError:
        return None


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def _unit(day: date, parts: dict[str, str]) -> str | None:
    """Read "last week", "this year", "the past month"; a period up to now has no date of its own."""
    which, unit = parts["which"].removeprefix("the "), parts["unit"]
    if which == "past" or unit in ("day", "quarter"):
        return None
    step = {"last": -1, "previous": -1, "this": 0, "next": 1, "following": 1, "coming": 1}[which]
    if unit == "weekend":
        # A weekend belongs to the week it ends; early in a week "this weekend" is still to come.
        return _week(day + timedelta(weeks=step))
    if unit in ("decade", "century"):
        size = 10 if unit == "decade" else 100
        return str(day.year // size + step)
    return _moved(day, step, unit)


# The rules whose phrases name their year; the others hang on the report's day.
_ABSOLUTE: dict[str, Callable[[dict[str, str], Language], str | None]] = {
    "iso": _day,
    "month day year": _day,
    "day month year": _day,
    "numeric": lambda parts, _: _numeric(parts),
    "month year": lambda parts, lang: f"{parts['year']}-{_month(parts['month'], lang):02d}",
    "year": lambda parts, _: parts["year"],
    "years": lambda parts, _: f"{parts['year']}/{_until(int(parts['year']), parts['until'])}",
    "season year": lambda parts, lang: f"{parts['year']}-{date_words(lang).seasons[parts['season']]}",
    "decade": lambda parts, _: _decade(parts),
    "century": lambda parts, _: f"{int(parts['ordinal']) - 1:02d}",
}
