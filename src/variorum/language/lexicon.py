"""Words that carry meaning, by a language's ``collation.toml``."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.language.language import Language


def content_words(keys: Sequence[str], lang: Language) -> list[str]:
    """Return the stems of the ``keys`` that carry meaning of their own, in order."""
    function, stem_of = lang.collation.function, lang.stem
    return [stem_of(key) for key in keys if key not in function]
