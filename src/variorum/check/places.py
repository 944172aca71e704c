"""Where in a report a stretch may stand: around the seeds that both share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.check.seeds import GRAM, searched_places, seeds
from variorum.model import Article, Span
from variorum.text.marks import QuotedRegion, pair_marks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MARGIN = 12  # searched words around what seeds cover, for words that the draft changed at its ends
_APART = 60  # searched words that may be missing between two seeds of one place
_APART_MARKED = 400  # the same where the draft says that words are left out
_PLACES = 3  # of one report; more places of the same words are the same evidence


class Page(Struct, frozen=True):
    """A report opened for comparing: its searched words and their offsets, seeds, quoted regions."""

    article: Article
    words: list[tuple[int, int, int]]
    seeds: NDArray[np.uint32]
    regions: tuple[QuotedRegion, ...]


def open_page(article: Article) -> Page:
    """Return ``article`` opened."""
    words = searched_places(article.text)
    regions = tuple(region for region in pair_marks(article.text) if region.level == 0)
    return Page(article, words, seeds([number for number, _, _ in words]), regions)


def windows(page: Page, wanted: Sequence[int], *, marked: bool) -> list[Span]:
    """Return the parts of the text around shared seeds, those with the most of them first.

    wanted: numbers of the searched words of the stretch. A stretch shorter than a seed is looked for whole.
    marked: the draft says that words are left out, so that its parts may stand farther apart.
    """
    import numpy as np

    size = min(GRAM, len(wanted))
    if size == 0:
        return []
    own = seeds(list(wanted), size)
    there = page.seeds if size == GRAM else seeds([number for number, _, _ in page.words], size)
    hits = np.flatnonzero(np.isin(there, own)).tolist()
    clusters: list[list[int]] = []
    apart = _APART_MARKED if marked else max(_APART, len(wanted))
    for hit in hits:
        if clusters and hit - clusters[-1][-1] <= apart:
            clusters[-1].append(hit)
        else:
            clusters.append([hit])
    values = there.tolist()
    clusters.sort(key=lambda cluster: (-len({values[hit] for hit in cluster}), cluster[0]))
    return [_window(page, cluster, len(wanted)) for cluster in clusters[:_PLACES]]


def _window(page: Page, cluster: Sequence[int], length: int) -> Span:
    """Return the text that can hold the whole stretch, whatever part of it the seeds are."""
    first = max(0, cluster[0] - length - _MARGIN)
    last = min(len(page.words) - 1, cluster[-1] + length + _MARGIN)
    # The ends of the text where the window reaches them, so that numbers and short words there count.
    start = 0 if first == 0 else page.words[first][1]
    end = len(page.article.text) if last == len(page.words) - 1 else page.words[last][2]
    return Span(_word_start(page.article.text, start), _word_end(page.article.text, end))


def _word_start(text: str, at: int) -> int:
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at
