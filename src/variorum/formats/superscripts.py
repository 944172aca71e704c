"""Superscripts: tells the numbers of notes, which are dropped, from exponents and ordinals, which stay."""

from __future__ import annotations

import re

from variorum.text.late import late

# "1", "12", "1,2", "1-3", "[4]", "(a)", "*", "†": what notes are marked with.
_NOTE = late(
    r"\s*[\[(]?\s*(?:\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*|[a-z]{1,2}|[ivxlc]{1,6}|[*†‡§¶#•◊]{1,3}|note \d{1,3})"
    r"\s*[\])]?\s*",
    re.IGNORECASE,
)
_BRACKETED = late(r"\s*\[[^\]]{1,40}\]\s*")  # "[1]", "[citation needed]"
_SIGNS = late(r"[\s\[\]()*†‡§¶#•◊,]+")
_EXPONENT = late(r"[-−+]?\d{1,3}")
# What takes an exponent: units of length, area and time, and the letters of formulas.
_UNIT = late(
    r"(?<![^\W\d_])(?:[kcdmµμn]?m|km|ft|yd|mi|mile|miles|sq|s|sec|mc|[a-zA-Z])$|\d\s?(?:in|ac|ha)$|[)\]]$"
)
_YEAR = late(r"(?<!\d)(?:1[0-9]|20)\d\d$")
_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


_PARTS = frozenset(["st", "nd", "rd", "th", "tm", "sm", "er", "re", "ème"])  # 10th, a trade mark's sign
_FRACTION = ("/", "⁄")  # raised numerals before a stroke are one half, not a note


def printed(before: str, words: str, after: str = "", *, linked: bool = False) -> str:
    """Return superscript ``words`` as plain text prints them: "" for the number of a note.

    before, after: the text around them; a few dozen characters suffice. linked: they are a link to a note.
    ``10<sup>th</sup>`` is "10th", ``m<sup>2</sup>`` "m²", ``wall<sup>1</sup>`` "wall".
    """
    bare = words.strip()
    if not bare or bare.lower() in _PARTS or after[:1] in _FRACTION:
        return words
    if linked or _BRACKETED.fullmatch(words) or _SIGNS.fullmatch(words):
        return "" if linked or not _is_degree(bare) else words
    before = before.rstrip("\u2060\u00ad")
    if _EXPONENT.fullmatch(bare):
        if before[-1:].isdigit():
            return "" if _YEAR.search(before) else bare.translate(_RAISED)
        if bare[0] in "-−+" or (bare in "23" and _UNIT.search(before[-12:])):
            return bare.translate(_RAISED)
        return ""
    if _NOTE.fullmatch(words) and not before[-1:].isdigit() and before[-1:] not in ("", " ", "\n"):
        # "Mᶜ", "Mme", "3ᵉ": raised letters after a capital, or ones that make a word, are letters of it.
        letters = bare.strip("[]() ")
        return words if letters.isalpha() and _is_word_part(before, letters) else ""
    return words


def _is_degree(bare: str) -> bool:
    return bare in ("°", "º", "ª")


def _is_word_part(before: str, letters: str) -> bool:
    """Tell whether raised letters belong to the word before them: "M" with "c", "N" with "o"."""
    word = re.search(r"[^\W\d_]+$", before[-24:])
    return word is not None and len(word[0]) <= 2 and word[0][0].isupper()
