"""Words with a part to play in collation, from a language's ``collation.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from variorum.language.language import language
from variorum.language.tables import Lexicon


@cache
def lexicon(code: str = "en") -> Lexicon:
    """Return the lists of a language; raises UnknownLanguage for one that is not there."""
    return language(code).collation


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a word, so that "gusts", "gusting" and "gusted" meet."""
    return language("en").stem(word)


def content_words(keys: Sequence[str]) -> list[str]:
    """Return the stems of the ``keys`` that carry meaning of their own, in order."""
    function = lexicon().function
    return [stem(key) for key in keys if key not in function]
