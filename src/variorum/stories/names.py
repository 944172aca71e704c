"""Names by their capitals: cheap, without a model, good enough to tell events apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from variorum.text.terms import stop_words

_POSSESSIVE = re.compile("['\u2019]s$", re.IGNORECASE)
# Longer runs of capitalised words are headlines.
_MOST_WORDS = 4


def names(text: str, language: str | None = None) -> list[str]:
    """Return the capitalised phrases of ``text``, folded, words joined by a space; in its order.

    Stop words at either end are cut off ("The Harbour Board"). A phrase of several words is followed by
    its last word, under which people go later in a text. A single word is no name where the same text
    also writes it small.
    """
    stop = stop_words(language) or stop_words("en")
    small = set(_small_word().findall(text))
    found = []
    for phrase in _phrase().findall(text):
        folded = unicodedata.normalize("NFC", phrase.casefold())
        words = [_POSSESSIVE.sub("", word) for word in folded.split()]
        while words and (words[0] in stop or len(words[0]) < 2):
            del words[0]
        while words and words[-1] in stop:
            del words[-1]
        if len(words) > 1:
            found += [" ".join(words), words[-1]]
        elif words and words[0] not in small:
            found += words
    return found


@lru_cache(maxsize=1)
def _phrase() -> re.Pattern[str]:
    # The re module knows no classes of Unicode: capitals of the scripts that have them.
    capitals = "".join(chr(code) for code in range(0x590) if chr(code).isupper())
    word = f"[{capitals}][^\\W_]*(?:['\u2019.-][^\\W_]+)*"
    return re.compile(f"\\b{word}(?:[ \u00a0]{word}){{0,{_MOST_WORDS - 1}}}")


@lru_cache(maxsize=1)
def _small_word() -> re.Pattern[str]:
    letters = "".join(chr(code) for code in range(0x590) if chr(code).islower())
    return re.compile(f"\\b[{letters}]+\\b")
