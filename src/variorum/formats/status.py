"""Signs that a text is not the whole report, so that nobody takes what is missing for "did not report"."""

from __future__ import annotations

import re
from functools import cache

from variorum.language.language import DEFAULT, pleas
from variorum.settings import FILES

# Aggregators cut bodies and say how much they cut ("… [+2163 chars]").
_CUT = re.compile(r"\[\+\s?\d[\d,.]* (?:chars|characters|words)\]\s*$")
# A file that was cut inside a character ends in U+FFFD after a word; after a stop it may be a lost mark.
_CUT_CHARACTER = re.compile(r"[^\W_][,;:]?[ ]?\ufffd\s*$")
_LEADING = re.compile(r"[\s>*_#\-–—•·|\[(]*")
_SENTENCE_ENDS = re.compile(r"[.!?…:]['’”\")\]]*\s+")


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
    needs, never, asks = _rows()
    tail = max(start, end - FILES.plea)
    lowered = text[tail:end].lower()
    if not any(word in lowered for word in needs):
        return None
    begins = [start] if tail == start else []
    begins += [match.end() for match in _SENTENCE_ENDS.finditer(text, tail, end)]
    for begin in begins:
        first = _LEADING.match(text, begin, end)
        at = first.end() if first else begin
        if asks.match(text, at, end) and not never.search(text, at, end):
            return text[at:end].strip()
    return None


@cache
def _rows() -> tuple[tuple[str, ...], re.Pattern[str], re.Pattern[str]]:
    """Return words of which every plea has one, a pattern that no plea matches, and the patterns of pleas."""
    languages = sorted(pleas().items(), key=lambda row: row[0] != DEFAULT)  # English first: it comes most
    rows = []
    for _, each in languages:
        for row in each.pleas:
            rows.append(row.replace("{ask}", each.ask).replace("{rest}", each.rest))
    needs = tuple(dict.fromkeys(word for _, each in languages for word in each.needs))
    never = [row for _, each in languages for row in each.never]
    joined = re.compile("|".join(f"(?:{row})" for row in rows), re.IGNORECASE)
    return needs, re.compile("|".join(never), re.IGNORECASE), joined
