"""Patterns made of tables of words, and what they matched as keys of those tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Patterns that ignore case take these for the letters of English; ``str.lower`` does not make them those.
_LIKE_ASCII = str.maketrans({"ſ": "s", "ı": "i", "İ": "i"})


def alternatives(words: Iterable[str]) -> str:
    """Return a regular expression for any of ``words``, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def lookup_key(surface: str) -> str:
    """Return matched words as the tables write them: small letters, single blanks, digits 0 to 9.

    A pattern that ignores case takes "ſ" for "s" and the sign of Kelvin for "k", ``\\s`` any white space
    and ``\\d`` the digits of any script; a table has one form of each. Empty text gives an empty key.
    """
    if not surface.isascii():
        surface = surface.translate(_LIKE_ASCII)
        surface = "".join(str(unicodedata.decimal(sign, sign)) for sign in surface)
    return " ".join(surface.lower().split())
