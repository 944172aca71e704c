"""Candidate pairs: which articles are worth comparing, found by the rare words they share.

Blocking, as record linkage calls it: a word in few articles (``settings.anywhere``) makes every pair of them
a candidate. A more frequent word makes candidates only of articles within some days of each other
(``settings.span``), and none where even those are too many (``settings.holders``). So the work grows with
the number of articles, not with its square, however alike they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from variorum.settings import GroupSettings
from variorum.stories.features import weightiest
from variorum.stories.resemblance import FeatureTable, nearness

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

# Weights of words become whole numbers by this factor, so that sums are exact in any order.
_SCALE = 1000


Columns = tuple["NDArray[np.int64]", "NDArray[np.int64]", "NDArray[np.int64]"]
"""Keys, rows and weights of who holds which key; or two rows and their score (see ``engines.base``)."""


class Pairing(Protocol):
    """What is asked of an engine here (see ``engines.base``)."""

    def pairs(self, holdings: Iterable[Any], *, least: int = 1, most: int | None = None) -> Iterator[Columns]:
        """Yield the pairs that share keys, with their scores, sorted."""
        ...


def candidates(
    table: FeatureTable, engine: Pairing, settings: GroupSettings
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the candidate pairs as two arrays of rows, the first below the second, sorted.

    The score of a pair is the cosine of its blocking words times how near its days are; candidates have at
    least ``settings.candidate``. Of each article only the ``settings.partners`` best are kept, and of those
    that lie far apart in time ``settings.distant``; a pair stays when it is among the best of either
    article.
    """
    import numpy as np

    least = settings.candidate * _SCALE**2
    parts = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
    for left, right, scores in engine.pairs(
        holdings(table, settings), least=int(least), most=settings.holders
    ):
        alike = scores * nearness(np.abs(table.days[left] - table.days[right]), settings.far)
        kept = alike >= least
        parts.append((left[kept], right[kept], alike[kept]))
    left, right, alike = (np.concatenate(column) for column in zip(*parts, strict=True))
    near = _nearest(table.days, left, right, alike, settings)
    return left[near], right[near]


def _nearest(
    days: NDArray[np.float64],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    alike: NDArray[np.float64],
    settings: GroupSettings,
) -> NDArray[np.int64]:
    """Return which pairs to keep; of those beyond the reach of frequent words, only the best of each."""
    import numpy as np

    far = np.abs(days[left] - days[right]) > 2 * settings.span
    distant = np.flatnonzero(far)
    found = nearest(len(days), left[distant], right[distant], alike[distant], settings.distant)
    kept = np.sort(np.concatenate([np.flatnonzero(~far), distant[found]]))
    return kept[nearest(len(days), left[kept], right[kept], alike[kept], settings.partners)]


def holdings(table: FeatureTable, settings: GroupSettings) -> Iterator[Columns]:
    """Yield keys, rows and weights of the blocking words; a key is a word, or a word within some days."""
    import numpy as np

    rows, kept = proposing(table, settings)
    terms, weights = table.words.columns[kept].astype(np.int64), table.words.values[kept]
    held = np.bincount(terms)[terms] if len(terms) else terms
    rare = held <= settings.anywhere
    whole = (weights * _SCALE).round().astype(np.int64)
    wanted = rare & (held > 1)
    yield terms[wanted], rows[wanted], whole[wanted]
    # A pair of one span shares two keys, one of neighbouring spans one: the nearer weighs twice.
    halves = (weights * _SCALE / np.sqrt(2)).round().astype(np.int64)
    span = np.floor_divide(table.days[rows], settings.span)
    common = ~rare & np.isfinite(span)
    span = np.where(common, span, 0).astype(np.int64)
    rows, terms, halves, span = (np.tile(part[common], 2) for part in (rows, terms, halves, span))
    span[len(span) // 2 :] += 1
    keys = (terms + 1) << 32 | (span & (1 << 32) - 1)  # above all words by themselves
    yield keys, rows, halves


def proposing(table: FeatureTable, settings: GroupSettings) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the blocking words, the weightiest of each row: rows, rising, and where in ``table.words``."""

    rows = table.words.owners()
    kept = weightiest(rows, table.words.values, settings.proposing)
    return rows[kept], kept


def nearest(
    size: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    alike: NDArray[np.float64],
    most: int,
) -> NDArray[np.int64]:
    """Return which pairs are among the ``most`` best of one of their two, in the order given.

    Of equal pairs those with the lower rows stay.
    """
    import numpy as np

    ends = np.concatenate([left, right])
    if not len(ends) or np.bincount(ends, minlength=size).max() <= most:
        return np.arange(len(left))
    others, values = np.concatenate([right, left]), np.concatenate([alike, alike])
    order = np.lexsort((others, -values, ends))
    starts = np.searchsorted(ends[order], np.arange(size))
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order)) - starts[ends[order]]
    return np.flatnonzero(np.minimum(ranks[: len(left)], ranks[len(left) :]) < most)
