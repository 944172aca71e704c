"""The features that grouping keeps of an article: weightiest words, names, headline, opening, and its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from variorum.model import Article
from variorum.settings import LIKENESS, GroupSettings
from variorum.stories.background import Rarities, background
from variorum.stories.names import name_hashes
from variorum.text.terms import stop_words
from variorum.text.words import languages_of, telling, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Rows whose weightiest entries are found together; 12 bits of a number are theirs.
_ROWS = 1 << 12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class TermBag(Struct, frozen=True, kw_only=True):
    """A bag of terms: their hashes, rising (uint32), and 1 + ln of how often each comes (float32).

    Packed arrays: bytes cross process borders faster than small arrays do.
    """

    hashes: bytes
    counts: bytes


class Features(Struct, frozen=True, kw_only=True):
    """An article as grouping sees it.

    digest: of the words of title and text; articles with the same digest are copies.
    day: days since 1970-01-01 UTC; None when the date is missing or cannot be read.
    length: number of words that are not stop words, in title and text.
    """

    id: str
    digest: str
    day: float | None
    length: int
    words: TermBag
    names: TermBag
    title: TermBag
    lead: TermBag
    opening_names: TermBag


class _Read(NamedTuple):
    """The hashes of the terms of some articles, for each in its order."""

    texts: list[NDArray[np.uint32]]
    titles: list[NDArray[np.uint32]]
    names: list[NDArray[np.uint32]]
    opening_names: list[NDArray[np.uint32]]


def features_of(articles: Sequence[Article], *, settings: GroupSettings) -> list[Features]:
    """Return the features of each article, in order, each by itself; no text gives empty bags."""
    import numpy as np

    known = background()
    read = _read(articles, settings)
    both = list(zip(read.texts, read.titles, strict=True))
    words = _views(
        [np.concatenate([text, *[title] * LIKENESS.title_count]) for text, title in both],
        known.words,
        settings.words,
    )
    leads = [np.concatenate([title, text[: LIKENESS.lead_terms]]) for text, title in both]
    views = zip(
        words,
        _views(read.names, known.names, settings.names),
        _views(read.titles, known.words, settings.words),
        _views(leads, known.words, settings.words),
        _views(read.opening_names, known.names, settings.names),
        strict=True,
    )
    return [
        Features(
            id=article.id,
            digest=_digest(text, title),
            day=day_of(article.date),
            length=len(text) + len(title),
            words=own[0],
            names=own[1],
            title=own[2],
            lead=own[3],
            opening_names=own[4],
        )
        for article, (text, title), own in zip(articles, both, views, strict=True)
    ]


def _read(articles: Sequence[Article], settings: GroupSettings) -> _Read:
    texts = [article.text[: settings.characters].strip() for article in articles]
    titles = [(article.title or "").strip()[: settings.characters] for article in articles]
    bodies = words_of([text or title for text, title in zip(texts, titles, strict=True)])
    spoken = [
        article.lang[:2].casefold() if article.lang and stop_words(article.lang) else found
        for article, found in zip(articles, languages_of(bodies), strict=True)
    ]
    openings = [
        title or text[: LIKENESS.title].rpartition(" ")[0] or text[: LIKENESS.title]
        for text, title in zip(texts, titles, strict=True)
    ]
    named = name_hashes([f"{title}. {text}" for text, title in zip(texts, titles, strict=True)], spoken)
    return _Read(
        texts=telling(bodies, spoken),
        titles=telling(words_of(openings), spoken),
        names=[found.hashes for found in named],
        opening_names=[
            found.hashes[found.starts < len(title) + LIKENESS.opening]
            for found, title in zip(named, titles, strict=True)
        ],
    )


def _views(bags: Sequence[NDArray[np.uint32]], rarities: Rarities, most: int) -> list[TermBag]:
    """Return the ``most`` weightiest terms of each bag.

    Weight is (1 + ln count) x rarity (Salton and Buckley 1988).
    """
    import numpy as np

    rows = np.repeat(np.arange(len(bags), dtype=np.uint64), list(map(len, bags)))
    terms = np.concatenate([np.zeros(0, np.uint32), *bags])
    both, times = np.unique(rows << np.uint64(32) | terms, return_counts=True)
    rows, hashes = both >> np.uint64(32), both.astype(np.uint32)
    counts = (1 + np.log(times)).astype(np.float32)
    kept = weightiest(rows, counts * rarities.of(hashes), most)
    starts = np.searchsorted(rows[kept], np.arange(len(bags) + 1, dtype=np.uint64)).tolist()
    hashes, counts = hashes[kept], counts[kept]
    return [
        TermBag(hashes=hashes[start:end].tobytes(), counts=counts[start:end].tobytes())
        for start, end in pairwise(starts)
    ]


def weightiest(rows: NDArray[Any], weights: NDArray[np.float64], most: int) -> NDArray[np.int64]:
    """Return which entries are among the ``most`` weightiest of their row, rising.

    rows: rising. weights: 0 and more, compared as float32; of equals the earlier ones stay, so that nothing
    depends on order.
    """
    import numpy as np

    starts = np.flatnonzero(np.diff(rows, prepend=rows[:1]) != 0)
    starts = np.concatenate([np.zeros(min(1, len(rows)), np.int64), starts])
    sizes = np.diff(starts, append=len(rows))
    kept = np.ones(len(rows), bool)
    full = np.flatnonzero(sizes > most)
    for part in range(0, len(full), _ROWS):
        own = full[part : part + _ROWS]
        kept[_lightest(weights, starts[own], sizes[own], most)] = False
    return np.flatnonzero(kept)


def _lightest(
    weights: NDArray[np.float64], starts: NDArray[np.int64], sizes: NDArray[np.int64], most: int
) -> NDArray[np.int64]:
    """Return the entries of some rows beyond the ``most`` weightiest of each.

    Sorts one number for each entry: its row, its weight (floats of one sign are in the order of their bits)
    and its place in the row.
    """
    import numpy as np

    number = np.repeat(np.arange(len(sizes)), sizes)
    before = np.cumsum(sizes) - sizes
    place = np.arange(len(number)) - before[number]
    bits = weights[starts[number] + place].astype(np.float32).view(np.uint32)
    keys = number.astype(np.uint64) << np.uint64(52)
    keys |= (np.uint64(2**32 - 1) - bits) << np.uint64(20)
    keys |= place.astype(np.uint64)
    beyond = np.sort(keys)[place >= most]  # it runs row by row, so places are ranks
    found: NDArray[np.int64] = starts[beyond >> np.uint64(52)]
    return found + (beyond & np.uint64(2**20 - 1)).astype(np.int64)


def _digest(text: NDArray[np.uint32], title: NDArray[np.uint32]) -> str:
    """Return a hash of the words that are not stop words: equal for copies."""
    return blake2b(title.tobytes() + b"\n" + text.tobytes(), digest_size=16).hexdigest()


def day_of(date: str | None) -> float | None:
    """Return days since 1970-01-01 UTC for an ISO date; None where it is missing or cannot be read."""
    if not date:
        return None
    try:
        moment = datetime.fromisoformat(date.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH).total_seconds() / 86_400
