"""The language that an article declares: only some are read for who said what."""

from __future__ import annotations

import re

from variorum.language.language import languages
from variorum.model import Article

ENGLISH = frozenset(("en", "eng", "english"))
# ISO 639 codes and words for "not told": undetermined, several, no language, private.
_UNTOLD = frozenset(("und", "mul", "mis", "zxx", "none", "null", "unknown", "default"))
_FIRST = re.compile(r"[^\W\d_]{2,}")


def other_language(article: Article) -> str | None:
    """Return the language, in lower case, that ``article`` declares to be in, when it cannot be read.

    Regions and scripts are left out: ``de`` for "de-AT" and "DE_at.UTF-8". None for the languages there are,
    for an article that declares nothing, and for codes that tell no language ("und", "x-default").
    """
    match = _FIRST.match((article.lang or "").strip())
    word = match[0].lower() if match else ""
    known = word in ENGLISH or word in languages() or word in _UNTOLD
    return None if not word or known else word


def language_note(language: str) -> str:
    """Return what is said of an article that is in another language."""
    return (
        f"declares the language {language!r}; only English is read, so no quotations, names or figures are "
        "looked for"
    )
