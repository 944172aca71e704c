"""What grouping keeps of an article: its weightiest words, names, headline and opening, and its day."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from zlib import crc32

from msgspec import Struct

from variorum.model import Article
from variorum.settings import GroupSettings
from variorum.stories.background import background
from variorum.stories.names import names
from variorum.text.terms import language_of, terms

# Words of a headline count as often in the text again.
_TITLE_COUNT = 2
# The opening, in words that are not stop words: about two paragraphs.
_LEAD_TERMS = 60
# Where an article has no title, the start of its text stands for it; characters.
_TITLE_CHARACTERS = 120
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class View(Struct, frozen=True, kw_only=True):
    """A sparse vector of length 1: hashes of terms, rising, with their weights and rarities in nats.

    Each is a packed array (uint32, float32, float32): bytes cross process borders faster than
    small arrays do.
    """

    hashes: bytes
    weights: bytes
    rarities: bytes


class Features(Struct, frozen=True, kw_only=True):
    """An article as grouping sees it.

    digest: of title and text as folded words; articles with the same digest are copies.
    day: days since 1970-01-01 UTC; None when the date is missing or cannot be read.
    length: number of words that are not stop words, in title and text.
    """

    id: str
    digest: str
    day: float | None
    length: int
    words: View
    names: View
    title: View
    lead: View


def features_of(article: Article, *, settings: GroupSettings) -> Features:
    """Return the features of one article; they depend on no other. Empty text gives empty views."""
    text = article.text[: settings.characters].strip()
    title = (article.title or "").strip()
    language = article.lang or language_of(text or title)
    text_terms = terms(text or title, language)
    title_terms = terms(title or text[:_TITLE_CHARACTERS].rpartition(" ")[0] or text, language)
    counts = Counter(text_terms)
    for term in title_terms:
        counts[term] += _TITLE_COUNT
    known = background()
    return Features(
        id=article.id,
        digest=_digest(article),
        day=_day(article.date),
        length=len(text_terms) + len(title_terms),
        words=_view(counts, known.words, settings.words),
        names=_view(Counter(names(f"{title}. {text}", language)), known.names, settings.names),
        title=_view(Counter(title_terms), known.words, settings.words),
        lead=_view(Counter(title_terms + text_terms[:_LEAD_TERMS]), known.words, settings.words),
    )


def _view(counts: Counter[str], rarities: Mapping[str, float], most: int) -> View:
    """Return the ``most`` weightiest terms; weight is (1 + ln count) x rarity (Salton and Buckley 1988)."""
    unlisted = background().unlisted
    weighed = []
    for term, count in counts.items():
        rare = rarities.get(term, unlisted)
        weighed.append((rare if count == 1 else (1 + math.log(count)) * rare, rare, term))
    if len(weighed) > most:
        weighed.sort(reverse=True)
        del weighed[most:]
    by_hash = _by_hash(weighed)
    length = math.sqrt(sum(weight * weight for weight, _ in by_hash.values())) or 1.0
    hashes = sorted(by_hash)
    return View(
        hashes=array("I", hashes).tobytes(),
        weights=array("f", [by_hash[term][0] / length for term in hashes]).tobytes(),
        rarities=array("f", [by_hash[term][1] for term in hashes]).tobytes(),
    )


def _by_hash(weighed: Iterable[tuple[float, float, str]]) -> dict[int, tuple[float, float]]:
    # Of two terms with one hash (1 article in 2 million) the weightier stays: nothing depends on order.
    found: dict[int, tuple[float, float]] = {}
    for weight, rare, term in weighed:
        key = crc32(term.encode("utf-8", "surrogatepass"))
        found[key] = max(found.get(key, (0.0, 0.0)), (weight, rare))
    return found


def _digest(article: Article) -> str:
    """Return a hash of all that is said, spaces and case aside."""
    said = "\n".join(" ".join(part.casefold().split()) for part in (article.title or "", article.text))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _day(date: str | None) -> float | None:
    if not date:
        return None
    try:
        moment = datetime.fromisoformat(date.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH).total_seconds() / 86_400
