"""Names by their capitals: cheap, without a model, good enough to tell events apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from variorum.text.hashes import term_hash
from variorum.text.terms import stop_words

_POSSESSIVE = re.compile("['\u2019]s$", re.IGNORECASE)
# Longer runs of capitalised words are headlines.
_MOST_WORDS = 4
# Phrases remembered with their hashes, for each language: some tens of MB.
_MOST_PHRASES = 1 << 17


def names(text: str, language: str | None = None) -> list[str]:
    """Return the capitalised phrases of ``text``, folded, words joined by a space; in its order.

    Stop words at either end are cut off ("The Harbour Board"). A phrase of several words is followed by
    its last word, under which people go later in a text. A single word is no name where the same text
    also writes it small.
    """
    small = set(text.split())  # those with a comma behind them are missed; nearly all stand elsewhere too
    found: list[str] = []
    for phrase in _phrase().findall(text):
        forms = _forms(phrase, language)
        if len(forms) > 1 or (forms and forms[0] not in small):
            found += forms
    return found


def name_hashes(text: str, language: str | None = None) -> list[int]:
    """Return ``term_hash`` of each of ``names(text, language)``, in order; several times as fast."""
    known = _hashed(language)
    found = [known[phrase] for phrase in _phrase().findall(text)]
    small = {alone for alone, _ in found}.intersection(text.split())
    return [number for alone, hashes in found if alone not in small for number in hashes]


class _Hashed(dict[str, tuple[str, tuple[int, ...]]]):
    """Phrases to the folded word where it is only one (else nothing) and the hashes of their forms."""

    def __init__(self, language: str | None) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, phrase: str) -> tuple[str, tuple[int, ...]]:
        if len(self) >= _MOST_PHRASES:
            self.clear()
        forms = _forms(phrase, self._language)
        known = self[phrase] = (forms[0] if len(forms) == 1 else "", tuple(map(term_hash, forms)))
        return known


@lru_cache(maxsize=32)
def _hashed(language: str | None) -> _Hashed:
    return _Hashed(language)


def _forms(phrase: str, language: str | None) -> tuple[str, ...]:
    """Return the folded phrase without stop words around it, and its last word where there are several."""
    stop = stop_words(language) or stop_words("en")
    words = [_POSSESSIVE.sub("", word) for word in unicodedata.normalize("NFC", phrase.casefold()).split()]
    while words and (words[0] in stop or len(words[0]) < 2):
        del words[0]
    while words and words[-1] in stop:
        del words[-1]
    return tuple(words) if len(words) < 2 else (" ".join(words), words[-1])


@lru_cache(maxsize=1)
def _phrase() -> re.Pattern[str]:
    # The re module knows no classes of Unicode: capitals of the scripts that have them.
    capitals = "".join(chr(code) for code in range(0x590) if chr(code).isupper())
    word = f"[{capitals}][^\\W_]*(?:['\u2019.-][^\\W_]+)*"
    return re.compile(f"\\b{word}(?:[ \u00a0]{word}){{0,{_MOST_WORDS - 1}}}")
