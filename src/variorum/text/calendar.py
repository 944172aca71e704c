"""Days, months and years of the calendar as words, and plain absolute dates."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from variorum.language.language import Language
from variorum.language.number_tables import Dates
from variorum.language.rows import WordRow
from variorum.text.lookup import alternatives, lookup_key


def date_words(lang: Language) -> Dates:
    """Return the words of dates of a language."""
    return lang.dates


@cache
def months(lang: Language) -> dict[str, int]:
    """Return the number of each month name, 1 for January."""
    return _numbered(date_words(lang).months, 1)


@cache
def weekdays(lang: Language) -> dict[str, int]:
    """Return the number of each weekday name, 0 for Monday."""
    return _numbered(date_words(lang).weekdays, 0)


def _numbered(rows: dict[str, WordRow], first: int) -> dict[str, int]:
    return {form: number for number, forms in enumerate(rows.values(), first) for form in forms}


def iso_day(year: int, month: int, day: int) -> str | None:
    """Return the day in ISO 8601; None when the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


@cache
def _day_patterns(lang: Language) -> tuple[re.Pattern[str], ...]:
    month = alternatives(months(lang))
    return (
        re.compile(
            rf"\b(?P<month>{month})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.I
        ),
        re.compile(
            rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{month})\.?,?\s+(?P<year>\d{{4}})\b", re.I
        ),
        re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
    )


def parse_day(text: str, lang: Language) -> str | None:
    """Return the first full date that ``text`` names, in ISO 8601; None when there is none."""
    for pattern in _day_patterns(lang):
        found = pattern.search(text)
        if found:
            name = lookup_key(found["month"])
            month = months(lang)[name] if name in months(lang) else int(name)
            return iso_day(int(found["year"]), month, int(found["day"]))
    return None
