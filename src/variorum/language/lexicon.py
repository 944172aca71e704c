"""Words with a part to play in collation, from a language's ``collation.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from variorum.language.language import Language, language
from variorum.language.tables import Lexicon


@cache
def lexicon(code: str = "en") -> Lexicon:
    """Return the lists of a language; raises UnknownLanguage for one that is not there."""
    return language(code).collation


def stem(word: str) -> str:
    """Return the stem of an English word, so that "gusts", "gusting" and "gusted" meet."""
    return language("en").stem(word)


def content_words(keys: Sequence[str], lang: Language) -> list[str]:
    """Return the stems of the ``keys`` that carry meaning of their own, in order."""
    function, stem_of = lang.collation.function, lang.stem
    return [stem_of(key) for key in keys if key not in function]
