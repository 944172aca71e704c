"""Words that carry meaning, by a language's ``collation.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from variorum.language.language import Language
from variorum.language.met import Met


@cache
def stems_of_printed(lang: Language) -> Met[str]:
    """Tell the stems of printed words, in capitals or not; "" for one that carries no meaning of its own."""
    function, stem = lang.collation.function, lang.stem

    def read(printed: str) -> str:
        word = printed.casefold()
        return "" if word in function else stem(word)

    return Met(read)


def content_words(keys: Sequence[str], lang: Language) -> list[str]:
    """Return the stems of the ``keys`` that carry meaning of their own, in order."""
    function, stem_of = lang.collation.function, lang.stem
    return [stem_of(key) for key in keys if key not in function]
