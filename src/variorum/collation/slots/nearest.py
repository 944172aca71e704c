"""Sentences of different reports that are among each other's nearest by the rare words they share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.language.lexicon import lexicon, stem
from variorum.model import AnnotatedArticle
from variorum.settings import SlotSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

_WORD = re.compile(r"[^\W\d_][\w’'-]*")


class Near(Struct, frozen=True):
    """Two sentences by report and place, how alike they are, and each one's rank for the other."""

    report: int
    sentence: int
    other_report: int
    other_sentence: int
    alike: float
    rank: int
    other_rank: int


class Index(Struct, frozen=True, kw_only=True):
    """The sentences of a story. stems: of each report's sentences. rarity: of each stem in the story."""

    stems: tuple[tuple[frozenset[str], ...], ...]
    rarity: dict[str, float]


def index(articles: Sequence[AnnotatedArticle]) -> Index:
    """Return the index of a story's sentences; empty for no articles."""
    import math

    function = lexicon().function
    stems = tuple(
        tuple(
            frozenset(
                stem(word)
                for word in (found.casefold() for found in _WORD.findall(span.of(source.article.text)))
                if word not in function
            )
            for span in source.annotation.sentences
        )
        for source in articles
    )
    counts: dict[str, int] = {}
    total = 0
    for of_article in stems:
        for sentence in of_article:
            total += 1
            for word in sentence:
                counts[word] = counts.get(word, 0) + 1
    return Index(
        stems=stems, rarity={word: math.log((1 + total) / (1 + count)) + 1 for word, count in counts.items()}
    )


def nearest(of: Index, wanted: Sequence[set[int]], least: SlotSettings) -> Iterator[Near]:
    """Yield pairs of sentences, one among the nearest of the other in its report.

    wanted: of each report the sentences that are looked at. Ordered by the earlier report's sentences.
    """
    import numpy as np

    rows = [(report, place) for report, places in enumerate(wanted) for place in sorted(places)]
    if not rows:
        return
    table = _table([of.stems[report][place] for report, place in rows], of.rarity)
    turned = table.T.tocsc()
    owner = np.array([report for report, _ in rows])
    ends = np.searchsorted(owner, np.arange(len(wanted) + 1))
    for start, end in zip(ends[:-1], ends[1:], strict=True):
        if start == end or end == len(rows):
            continue
        found = (table[start:end] @ turned[:, end:]).tocoo()
        kept = found.data >= least.least_alike
        first, second = found.row[kept] + start, found.col[kept] + end
        alike = np.round(found.data[kept], 5)
        rank = _ranks(first * len(wanted) + owner[second], alike, second)
        back = _ranks(second, alike, first)
        wished = (rank < least.nearest) | (back < least.nearest)
        wished &= _ranks(np.where(wished, first, -1 - first), alike, second) < least.most
        order = np.lexsort((second, first))
        for at in order[wished[order]].tolist():
            one, other = rows[int(first[at])], rows[int(second[at])]
            yield Near(*one, *other, float(alike[at]), int(rank[at]), int(back[at]))


def _table(sentences: Sequence[frozenset[str]], rarity: dict[str, float]) -> csr_matrix:
    """Return a row of unit length for each sentence, a column for each stem, rarer stems heavier."""
    import numpy as np
    from scipy.sparse import csr_matrix

    numbers: dict[str, int] = {}
    columns, weights = [], []
    for one in sentences:
        words = sorted(one)
        columns += [numbers.setdefault(word, len(numbers)) for word in words]
        length = sum(rarity[word] ** 2 for word in words) ** 0.5 or 1.0
        weights += [rarity[word] / length for word in words]
    starts = list(accumulate((len(one) for one in sentences), initial=0))
    return csr_matrix(
        (np.array(weights), np.array(columns, np.int64), np.array(starts, np.int64)),
        shape=(len(sentences), max(1, len(numbers))),
    )


def _ranks(
    groups: NDArray[np.int64], alike: NDArray[np.float64], places: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the rank of each entry in its group, the most alike 0, the earlier first where two are so."""
    import numpy as np

    order = np.lexsort((places, -alike, groups))
    ranks = np.zeros(len(groups), np.int64)
    if len(order):
        sorted_groups = groups[order]
        begins = np.flatnonzero(np.r_[True, sorted_groups[1:] != sorted_groups[:-1]])
        sizes = np.diff(np.r_[begins, len(order)])
        ranks[order] = np.arange(len(order)) - np.repeat(begins, sizes)
    return ranks
