"""What grouping keeps of an article: its weightiest words, names, headline and opening, and its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from variorum.model import Article
from variorum.settings import GroupSettings
from variorum.stories.background import Rarities, background
from variorum.stories.names import name_hashes
from variorum.text.terms import language_of, term_hashes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Words of a headline count as often in the text again.
_TITLE_COUNT = 2
# The opening, in words that are not stop words: about two paragraphs.
_LEAD_TERMS = 60
# Names in the first lines are those of the event; characters, about a paragraph.
_OPENING_CHARACTERS = 500
# Where an article has no title, the start of its text stands for it; characters.
_TITLE_CHARACTERS = 120
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class View(Struct, frozen=True, kw_only=True):
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
    words: View
    names: View
    title: View
    lead: View
    opening_names: View


class _Words(NamedTuple):
    """The hashes of the terms of one article, in its order."""

    text: list[int]
    title: list[int]
    names: list[int]
    opening_names: list[int]


def features_of(articles: Sequence[Article], *, settings: GroupSettings) -> list[Features]:
    """Return the features of each article, in order; they depend on no other. No text gives empty views."""
    known = background()
    read = [_words(article, settings) for article in articles]
    words = _views([[*one.text, *one.title * _TITLE_COUNT] for one in read], known.words, settings.words)
    names = _views([one.names for one in read], known.names, settings.names)
    titles = _views([one.title for one in read], known.words, settings.words)
    openings = _views([one.opening_names for one in read], known.names, settings.names)
    leads = _views([one.title + one.text[:_LEAD_TERMS] for one in read], known.words, settings.words)
    return [
        Features(
            id=article.id,
            digest=_digest(one),
            day=day_of(article.date),
            length=len(one.text) + len(one.title),
            words=words[place],
            names=names[place],
            title=titles[place],
            lead=leads[place],
            opening_names=openings[place],
        )
        for place, (article, one) in enumerate(zip(articles, read, strict=True))
    ]


def _words(article: Article, settings: GroupSettings) -> _Words:
    text = article.text[: settings.characters].strip()
    title = (article.title or "").strip()
    language = article.lang or language_of(text or title)
    opening = title or text[:_TITLE_CHARACTERS].rpartition(" ")[0] or text
    return _Words(
        text=term_hashes(text or title, language),
        title=term_hashes(opening, language),
        names=name_hashes(f"{title}. {text}", language),
        opening_names=name_hashes(f"{title}. {text[:_OPENING_CHARACTERS]}", language),
    )


def _views(bags: Sequence[Sequence[int]], rarities: Rarities, most: int) -> list[View]:
    """Return the ``most`` weightiest terms of each bag.

    Weight is (1 + ln count) x rarity (Salton and Buckley 1988).
    """
    import numpy as np

    sizes = np.fromiter(map(len, bags), np.int64, len(bags))
    rows = np.repeat(np.arange(len(bags), dtype=np.uint64), sizes)
    terms = np.fromiter(chain.from_iterable(bags), np.uint64, len(rows))
    both, times = np.unique(rows << np.uint64(32) | terms, return_counts=True)
    rows, hashes = both >> np.uint64(32), both.astype(np.uint32)
    counts = (1 + np.log(times)).astype(np.float32)
    kept = weightiest(rows, hashes, counts * rarities.of(hashes), most)
    starts = np.searchsorted(rows[kept], np.arange(len(bags) + 1, dtype=np.uint64))
    hashes, counts = hashes[kept], counts[kept]
    return [
        View(hashes=hashes[start:end].tobytes(), counts=counts[start:end].tobytes())
        for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    ]


def weightiest(
    rows: NDArray[Any], terms: NDArray[Any], weights: NDArray[np.float64], most: int
) -> NDArray[np.int64]:
    """Return which entries are among the ``most`` weightiest of their row, in the order given.

    rows: rising. Of two equal weights the smaller term stays: nothing depends on order.
    """
    import numpy as np

    starts = np.searchsorted(rows, rows)
    full = np.flatnonzero(np.searchsorted(rows, rows, side="right") - starts > most)
    order = full[np.lexsort((terms[full], -weights[full], rows[full]))]
    kept = np.ones(len(rows), bool)
    kept[order] = full - starts[full] < most  # both run row by row, so positions are ranks
    return np.flatnonzero(kept)


def _digest(words: _Words) -> str:
    """Return a hash of all that is said, but for words that say nothing."""
    from array import array

    said = b"".join(array("I", part).tobytes() + b"\n" for part in (words.title, words.text))
    return blake2b(said, digest_size=16).hexdigest()


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
