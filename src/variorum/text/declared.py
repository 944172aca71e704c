"""What an article declares of itself that keeps it from being read for who said what."""

from __future__ import annotations

import re
from collections.abc import Iterable

from variorum.language.language import languages
from variorum.model import Article
from variorum.model.article import instant

# Fields of `extra` of an agency's item: its name, the same in all versions, and the item that it takes back.
GUID = "guid"
WITHDRAWS = "withdraws"
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


def is_heard(article: Article) -> bool:
    """Tell whether ``article`` is read for who said what: it is in a language there is, and stands."""
    return article.status != "withdrawn" and other_language(article) is None


def taken_back(articles: Iterable[Article]) -> frozenset[str]:
    """Return the ids of the articles that their agency withdrew.

    These are those that say so, and what else is given of the same item up to then: its earlier versions.
    """
    articles = list(articles)
    until: dict[str, str] = {}
    for one in articles:
        if one.status == "withdrawn":
            for name in {str(one.extra.get(field)) for field in (GUID, WITHDRAWS) if one.extra.get(field)}:
                until[name] = max(until.get(name, ""), instant(one.date or ""))
    return frozenset(
        one.id
        for one in articles
        if one.status == "withdrawn"
        or (guid := str(one.extra.get(GUID))) in until
        and instant(one.date or "") <= until[guid]
    )
