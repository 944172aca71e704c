"""Signs that a text is not the whole report, so that nobody takes what is missing for "did not report"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from variorum.language.language import DEFAULT, pleas
from variorum.language.tables import Pleas
from variorum.settings import FILES
from variorum.text.late import late

# Aggregators cut bodies and say how much they cut ("… [+2163 chars]").
_CUT = late(r"\[\+\s?\d[\d,.]* (?:chars|characters|words)\]\s*$")
# A file that was cut inside a character ends in U+FFFD after a word; after a stop it may be a lost mark.
_CUT_CHARACTER = late(r"[^\W_][,;:]?[ ]?\ufffd\s*$")
_LEADING = late(r"[\s>*_#\-–—•·|\[(]*")
_SENTENCE_ENDS = late(r"[.!?…:]['’”\")\]]*\s+")


@cache
def _no_report() -> re.Pattern[str]:
    rows = [row for each in pleas().values() for row in each.no_report]
    return re.compile(r"^\W*(?:" + "|".join(rows) + ")", re.IGNORECASE | re.MULTILINE)


def no_report(text: str) -> str | None:
    """Return the words (of an error page, say) that show ``text`` to be no report, else None."""
    match = _no_report().search(text) if len(text) <= FILES.no_report else None
    return text[match.start() :].strip().partition("\n")[0] if match else None


def cut_short(text: str) -> str | None:
    """Return the words that show that ``text`` is cut off; None where nothing shows it.

    The signs: a sentence of the last three paragraphs, near the end of its paragraph, asks to subscribe, sign
    in or open an app for the rest (``pleas.toml`` of each language); or the text ends in a count of what was
    cut, or inside a character.
    """
    if match := _CUT.search(text, max(0, len(text) - FILES.plea)):
        return match[0].strip()
    if _CUT_CHARACTER.search(text, max(0, len(text) - FILES.plea)):
        return "it ends inside a character (cut off?)"
    end = len(text)
    for _ in range(FILES.plea_paragraphs):
        while end > 0 and text[end - 1].isspace():
            end -= 1
        start = text.rfind("\n", 0, end) + 1
        if end <= start:
            return None
        if plea := _plea(text, start, end):
            return plea
        end = start
    return None


def _plea(text: str, start: int, end: int) -> str | None:
    """Return the plea ("Subscribe to read on") that ends a paragraph, from the start of its sentence."""
    needs, never, groups = _rows()
    tail = max(start, end - FILES.plea)
    lowered = text[tail:end].lower()
    if not any(word in lowered for word in needs):
        return None
    begins = [start] if tail == start else []
    begins += [match.end() for match in _SENTENCE_ENDS.finditer(text, tail, end)]
    for begin in begins:
        first = _LEADING.match(text, begin, end)
        at = first.end() if first else begin
        if any(group.finds(text, at, end) for group in groups) and not never.search(text, at, end):
            return text[at:end].strip()
    return None


class _Pleas(Struct, frozen=True):
    """Pleas that hold the same: what one is asked for, what one gets for it, both, or neither.

    These are looked for first: the patterns of the pleas take as long to compile as a report to read.
    """

    parts: tuple[re.Pattern[str], ...]
    asks: re.Pattern[str]

    def finds(self, text: str, at: int, end: int) -> bool:
        """Tell whether one of the pleas begins at ``at``."""
        for part in self.parts:
            if not part.search(text, at, end):
                return False
        return self.asks.match(text, at, end) is not None


def _grouped(own: Pleas) -> Iterator[_Pleas]:
    """Yield the pleas of one language by what they hold."""
    parts = {"{ask}": own.ask, "{rest}": own.rest}
    patterns = {sign: late(words, re.IGNORECASE) for sign, words in parts.items()}
    rows: dict[tuple[str, ...], list[str]] = {}
    for row in own.pleas:
        whole = row.replace("{ask}", own.ask).replace("{rest}", own.rest)
        rows.setdefault(tuple(sign for sign in parts if sign in _outside(row)), []).append(f"(?:{whole})")
    for held, alike in rows.items():
        yield _Pleas(tuple(patterns[sign] for sign in held), late("|".join(alike), re.IGNORECASE))


_CLASS_OR_SIGN = late(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]")


def _outside(row: str) -> str:
    """Return what stands outside the groups of a pattern, so in all it matches; "" where it has a choice."""
    plain, depth, outside = _CLASS_OR_SIGN.sub("", row), 0, []
    for sign in plain:
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            outside.append(sign)
    found = "".join(outside)
    return "" if "|" in found else found


@cache
def _rows() -> tuple[tuple[str, ...], re.Pattern[str], tuple[_Pleas, ...]]:
    """Return words of which every plea has one, a pattern that no plea matches, and the pleas."""
    languages = sorted(pleas().items(), key=lambda row: row[0] != DEFAULT)  # English first: it comes most
    needs = tuple(dict.fromkeys(word for _, each in languages for word in each.needs))
    never = [row for _, each in languages for row in each.never]
    groups = tuple(group for _, each in languages for group in _grouped(each))
    return needs, late("|".join(never), re.IGNORECASE), groups
