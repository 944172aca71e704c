"""Units after (and currencies before) a number, of a language."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from variorum.language.language import Language
from variorum.language.rows import WordRow
from variorum.model import FigureKind
from variorum.text.lookup import alternatives, lookup_key


class Unit(Struct, frozen=True, kw_only=True):
    """A unit as printed, which ends at ``end``. factor: what one of the printed unit is in ``name``."""

    end: int
    kind: FigureKind
    name: str
    factor: float = 1.0
    adjective: bool = False


class UnitTables(Struct, frozen=True, kw_only=True):
    """Forms of print to units, and the patterns that find them."""

    signs: dict[str, str]
    codes: frozenset[str]
    forms: dict[str, tuple[FigureKind, str, float]]
    sign: re.Pattern[str]
    form: re.Pattern[str]


@cache
def unit_tables(lang: Language) -> UnitTables:
    """Return the tables, read and compiled once."""
    raw = lang.units
    forms: dict[str, tuple[FigureKind, str, float]] = {}
    kinds: tuple[tuple[dict[str, WordRow], FigureKind, float], ...] = (
        (raw.measure, "measure", 1.0),
        (raw.currency_parts, "money", 0.01),
        (raw.duration, "duration", 1.0),
        (raw.currency_words, "money", 1.0),
    )
    for rows, kind, factor in kinds:
        for name, row in rows.items():
            forms.update(dict.fromkeys(row, (kind, name, factor)))
    signs = raw.currency_signs
    sign = alternatives(signs)
    codes = raw.currency_codes.codes
    form = alternatives(forms).replace(r"\ ", r"[\s-]")
    return UnitTables(
        signs=signs,
        codes=frozenset(codes),
        forms=forms,
        sign=re.compile(rf"(?:{sign}|\b(?:{'|'.join(codes)})\s?)\s?(?=\d)"),
        form=re.compile(
            rf"(?P<gap>[\s\u00a0]?|-)(?P<form>{form})(?![\w’'])(?!-?\w)|(?P<tight>-)(?P<joined>{form})\b",
            re.IGNORECASE,
        ),
    )


def currency_before(text: str, at: int, lang: Language) -> tuple[int, str] | None:
    """Return start and currency of a sign or code that ends right before ``at``."""
    tables = unit_tables(lang)
    for start in range(max(0, at - 5), at):
        found = tables.sign.match(text, start)
        if found and found.end() == at and not (start and text[start - 1].isalnum()):
            key = found.group().strip()
            return start, tables.signs.get(key, key)
    return None


def unit_after(text: str, at: int, lang: Language) -> Unit | None:
    """Return the unit that follows a number ending at ``at``: "km", "-hour", " US dollars"."""
    found = unit_tables(lang).form.match(text, at)
    if found is None:
        return None
    form = found["form"] or found["joined"]
    kind, name, factor = unit_tables(lang).forms[lookup_key(form.replace("-", " "))]
    hyphen = found["gap"] == "-" or found["tight"] is not None
    single = len(form) == 1 and form.isalpha()
    if single and (found["gap"] or not text[at - 1].isdigit()):
        return None  # "5 m", "10 g" are rare in reports, "5 M..." is not
    return Unit(end=found.end(), kind=kind, name=name, factor=factor, adjective=hyphen)
