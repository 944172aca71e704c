"""Turns dates, as files and pages write them, into ISO 8601."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, datetime
from functools import lru_cache

from variorum.settings import FILES
from variorum.text.late import late

_ISO = late(
    r"(?P<day>\d{4}(?:-\d\d(?:-\d\d)?)?)"
    r"(?:[T ](?P<time>\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
_COMPACT = late(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?")
_NUMERIC = late(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})\b")
_BROWSER_ZONE = late(r"\b(?:GMT|UTC)([+-]\d)")
_EPOCH = late(r"-?\d{9,13}(?:\.\d+)?")
# Zone names of RFC 2822, section 4.3, in hours; others (IST, BST) mean several zones and are not guessed.
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
# Two days that share no part: what the parser takes from them was not in the text.
_PROBES = (datetime(2001, 3, 5, 1, 1, 1), datetime(2004, 8, 17, 2, 2, 2))


def to_iso(value: object) -> str | None:
    """Return ``value`` as ISO 8601 to the granularity it has, or None when it is no clear date.

    Takes ISO 8601 (kept as it stands but for a blank instead of the T), compact dates (20260311),
    seconds or milliseconds since 1970 (as UTC), RFC 2822 and dates in English words. Slashes with both
    numbers up to 12 (03/04/2026) are read differently in different countries: None, never a guess.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _compact(str(value)) or _epoch(float(value))
    if not isinstance(value, str):
        return None
    text = value.strip()
    if len(text) > FILES.date:
        return None
    return (
        _iso(text)
        or _compact(text)
        or (_epoch(float(text)) if _EPOCH.fullmatch(text) else None)
        or _words(text)
    )


def _iso(text: str) -> str | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    day, time, zone = match["day"], match["time"], (match["zone"] or "").upper()
    if not _is_day(day) or (time and not (int(time[:2]) <= 24 and int(time[3:5]) < 60)):
        return None
    if time is None:
        return day if not zone else None
    if len(day) != 10:
        return None
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{day}T{time.replace(',', '.')}{zone}"


def _compact(text: str) -> str | None:
    match = _COMPACT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    stamp = f"{year}-{month}-{day}"
    return _iso(stamp if hour is None else f"{stamp}T{hour}:{minute}:{second or '00'}{zone or ''}")


def _is_day(day: str) -> bool:
    try:
        moment = datetime.strptime(day, ("%Y", "%Y-%m", "%Y-%m-%d")[day.count("-")])
    except ValueError:
        return False
    return FILES.first_year <= moment.year <= FILES.last_year


def _epoch(seconds: float) -> str | None:
    if 1e11 <= seconds < 1e13:
        seconds /= 1000
    if not 1e8 <= seconds < 7e9:  # 1973 to 2191; smaller numbers are more likely something else
        return None
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds").replace(
        "+00:00", "Z"
    )


@lru_cache(maxsize=4096)
def _words(text: str) -> str | None:
    from dateutil import parser, tz

    text = _BROWSER_ZONE.sub(r"\1", text)  # dateutil turns the sign of "GMT+0100" round
    day_first = False
    if numeric := _NUMERIC.search(text):
        first, sign, second, _ = numeric.groups()
        if sign != "." and int(first) <= 12 and int(second) <= 12 and first != second:
            return None
        day_first = sign == "." or int(first) > 12
    zones = {name: tz.tzoffset(name, hours * 3600) for name, hours in _ZONES.items()}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # an unknown zone name is an error here, not a guess
            readings = [
                parser.parse(text, default=probe, dayfirst=day_first, tzinfos=zones) for probe in _PROBES
            ]
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError, Warning, RecursionError):
        return None
    return _agreed(*readings)


def _agreed(one: datetime, other: datetime) -> str | None:
    """Return the parts that two ways of reading a date agree on, year first; None when the years differ."""
    if one.year != other.year or not FILES.first_year <= one.year <= FILES.last_year:
        return None
    if one.month != other.month:
        return f"{one.year:04}" if one.day != other.day else None
    if one.day != other.day:
        return f"{one.year:04}-{one.month:02}"
    if (one.hour, one.minute) != (other.hour, other.minute):
        return f"{one:%Y-%m-%d}"
    if one.second != other.second:
        one = one.replace(second=0)
    return one.isoformat(timespec="seconds").replace("+00:00", "Z")
