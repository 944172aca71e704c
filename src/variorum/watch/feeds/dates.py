"""Dates of entries, with the zones that feeds name.

A name of a zone that is one all over the world is read; one that means several is read only where the
language or the address of the feed says which ("IST" in en-IN); else there is none: a wrong hour is worse.
"""

from __future__ import annotations

import re

from variorum.formats.dates import to_iso
from variorum.settings import FILES
from variorum.settings.feeds import FEEDS
from variorum.watch.feeds.notes import Notes

# Offsets from UTC. Those of RFC 2822 (EST …) ``to_iso`` knows; it knows none of these. From the tz database.
_ZONES = {
    "UT": "+0000", "UTC": "+0000", "GMT": "+0000", "WET": "+0000", "WEST": "+0100", "CET": "+0100",
    "MEZ": "+0100",
    "CEST": "+0200", "MESZ": "+0200", "EET": "+0200", "EEST": "+0300", "MSK": "+0300", "TRT": "+0300",
    "WAT": "+0100", "CAT": "+0200", "SAST": "+0200", "EAT": "+0300", "PKT": "+0500", "NPT": "+0545",
    "WIB": "+0700", "ICT": "+0700", "HKT": "+0800", "SGT": "+0800", "PHT": "+0800", "AWST": "+0800",
    "JST": "+0900",
    "KST": "+0900", "ACST": "+0930", "ACDT": "+1030", "AEST": "+1000", "AEDT": "+1100", "NZST": "+1200",
    "NZDT": "+1300", "AKST": "-0900", "AKDT": "-0800", "HST": "-1000", "NST": "-0330", "NDT": "-0230",
    "BRT": "-0300",
}  # fmt: skip
# Names of several zones, by the country that a feed is of.
_BY_COUNTRY = {
    "BST": {"gb": "+0100", "uk": "+0100", "bd": "+0600"},
    "IST": {"in": "+0530", "ie": "+0100", "il": "+0200"},
    "AST": {"ca": "-0400", "bm": "-0400", "pr": "-0400", "sa": "+0300", "kw": "+0300", "qa": "+0300"},
    "ADT": {"ca": "-0300", "bm": "-0300"},
    "GST": {"ae": "+0400", "om": "+0400"},
    "CST": {"cn": "+0800", "tw": "+0800"},
}  # fmt: skip
_NAMED = re.compile(r"(?<=[\d\s])(?P<name>[A-Za-z]{2,5})\s*(?:\([^()]*\))?\s*$")
_YEAR_OF_TWO = re.compile(
    r"^(?P<before>(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3,9}[\s-])(?P<year>\d\d)(?=\s)"
)


def date_of(given: str | None, country: str | None, notes: Notes) -> str | None:
    """Return a date as ISO 8601, with the offset that it was printed with; None when it is unsure.

    country: two letters, lower case. What is not read is noted.
    """
    text = " ".join((given or "").split())
    if not text:
        return None
    if len(text) > FILES.date:
        notes.add("a date cannot be read")
        return None
    zoned = _with_offset(text, country)
    if zoned is None:
        notes.add(f"a date has a zone that means several: {_NAMED.search(text)['name'].upper()}")  # type: ignore[index]
        return None
    found = to_iso(_YEAR_OF_TWO.sub(r"\g<before>20\g<year>", zoned))
    if found is None:
        notes.add("a date cannot be read")
        return None
    if int(found[:4]) < FEEDS.first_year:
        notes.add(f"a date is of {found[:4]}: a clock that was not set")
        return None
    return found


def _with_offset(text: str, country: str | None) -> str | None:
    """Return a date with the offset for the name of its zone; None when that means several."""
    named = _NAMED.search(text)
    if named is None:
        return text
    name = named["name"].upper()
    if name in _BY_COUNTRY:
        offset = _BY_COUNTRY[name].get(country or "")
        if offset is None:
            return text if name == "CST" else None  # RFC 2822 says what CST is
        return f"{text[: named.start()]}{offset}"
    return f"{text[: named.start()]}{_ZONES[name]}" if name in _ZONES else text


def country_of(lang: str | None, *addresses: str | None) -> str | None:
    """Return the country that a feed is of, as its language says ("en-GB") or else the end of its address."""
    region = (lang or "").replace("_", "-").partition("-")[2].lower()
    if len(region) == 2:
        return region
    for address in addresses:
        host = (address or "").partition("://")[2].partition("/")[0].partition(":")[0].lower()
        end = host.rpartition(".")[2]
        if len(end) == 2 and end.isalpha():
            return end
    return None
