"""Units after (and currencies before) a number, of a language."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from variorum.language.language import Language
from variorum.language.rows import WordRow
from variorum.model import FigureKind
from variorum.text.lookup import alternatives, lookup_key

_LETTERS = re.compile(r"[^\W\d_]*")
_FIRST_WORD = re.compile(r"[\s\u00a0-]?([^\W\d_]*)")


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
    sign_ends: frozenset[str]  # the last character of each sign or code
    first_words: frozenset[str]  # the letters that forms begin with, "" for those that begin with none


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
        sign_ends=frozenset(sign[-1] for sign in (*signs, *codes)),
        first_words=frozenset(_LETTERS.match(form)[0].lower() for form in forms),  # type: ignore[index]
    )


def currency_before(text: str, at: int, lang: Language) -> tuple[int, str] | None:
    """Return start and currency of a sign or code that ends right before ``at``."""
    tables = unit_tables(lang)
    if not text[at : at + 1].isdigit() or text[max(0, at - 3) : at].rstrip()[-1:] not in tables.sign_ends:
        return None  # most numbers
    for start in range(max(0, at - 5), at):
        found = tables.sign.match(text, start)
        if found and found.end() == at and not (start and text[start - 1].isalnum()):
            key = found.group().strip()
            return start, tables.signs.get(key, key)
    return None


def unit_after(text: str, at: int, lang: Language) -> Unit | None:
    """Return the unit that follows a number ending at ``at``: "km", "-hour", " US dollars"."""
    tables = unit_tables(lang)
    first = _FIRST_WORD.match(text, at)
    if first is not None and first[1].isascii() and first[1].lower() not in tables.first_words:
        return None  # most words
    found = tables.form.match(text, at)
    if found is None:
        return None
    form = found["form"] or found["joined"]
    kind, name, factor = tables.forms[lookup_key(form.replace("-", " "))]
    hyphen = found["gap"] == "-" or found["tight"] is not None
    single = len(form) == 1 and form.isalpha()
    if single and (found["gap"] or not text[at - 1].isdigit()):
        return None  # "5 m", "10 g" are rare in reports, "5 M..." is not
    return Unit(end=found.end(), kind=kind, name=name, factor=factor, adjective=hyphen)
