"""Words of a text as terms to count and to compare: case, apostrophes and composition of accents ignored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Scripts written without spaces between words: each sign is a word of its own.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Letters and digits with the marks that combine with them; soft hyphens and joiners do not end a word.
_SIGN = f"(?:[^\\W_{_UNSPACED}]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])"
# An apostrophe joins (don't, l'eau), a point or comma joins digits (1,013 and 2.5).
_WORD = re.compile(
    f"[^\\W\\d_{_UNSPACED}]{_SIGN}*(?:['\u2018\u2019\u02bc]{_SIGN}+)*"
    f"|\\d(?:{_SIGN}|[.,](?=\\d))*(?:['\u2018\u2019\u02bc]{_SIGN}+)*"
    f"|[{_UNSPACED}]"
)
_IGNORED = re.compile("['\u2018\u2019\u02bc\u00ad\u200b-\u200d\u2060]")


def word_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield ``(word, start, end)`` for each word of ``text``, in its order; nothing for a text without words.

    word: folded (see ``fold``). start, end: code points into ``text``, end exclusive.
    """
    for match in _WORD.finditer(text):
        yield fold(match.group()), match.start(), match.end()


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Return ``word`` in lower case, accents composed, apostrophes and soft hyphens left out: ``dont``."""
    return unicodedata.normalize("NFC", _IGNORED.sub("", word).casefold())
