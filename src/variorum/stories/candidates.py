"""Which pairs of articles are worth a look: those that share rare words, without comparing all.

A word that few articles hold proposes all pairs of them. A commoner one proposes pairs within some days
of each other only; one that is common even there, none. So the work grows with the articles, not with
their square, however alike they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from variorum.settings import GroupSettings
from variorum.stories.features import weightiest
from variorum.stories.resemblance import Table, nearness

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

# Weights of words become whole numbers by this factor, so that sums are exact in any order.
_SCALE = 1000


class Pairing(Protocol):
    """What is asked of an engine here (see ``engines.base``)."""

    def pairs(
        self, holdings: Iterable[tuple[str, str, int]], *, least: int = 1, most: int | None = None
    ) -> Iterator[tuple[str, str, int]]:
        """Yield the pairs that share keys, with their scores, sorted."""
        ...


def candidates(
    names: Sequence[str], table: Table, engine: Pairing, settings: GroupSettings
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of rows, the first below the second, sorted.

    names: of the rows, sorted. Such pairs have enough in common by the words they are proposed by, for the
    days between them, and one of the two has at most ``settings.partners`` that have more.
    """
    import numpy as np

    least = settings.candidate * _SCALE**2
    number = {name: index for index, name in enumerate(names)}
    found = engine.pairs(holdings(names, table, settings), least=int(least), most=settings.holders)
    flat = np.fromiter((value for a, b, score in found for value in (number[a], number[b], score)), np.int64)
    left, right, scores = flat.reshape(-1, 3).T
    alike = scores * nearness(np.abs(table.days[left] - table.days[right]))
    kept = alike >= least
    left, right, alike = left[kept], right[kept], alike[kept]
    near = nearest(len(names), left, right, alike, settings.partners)
    return left[near], right[near]


def holdings(names: Sequence[str], table: Table, settings: GroupSettings) -> Iterator[tuple[str, str, int]]:
    """Yield ``(key, name, weight)`` of words that propose pairs; a key is a word, or one in some days."""
    import numpy as np

    rows, kept = proposing(table, settings)
    terms, weights = table.words.indices[kept].astype(np.int64), table.words.data[kept]
    held = np.bincount(terms)[terms] if len(terms) else terms
    rare = held <= settings.anywhere
    whole = (weights * _SCALE).round().astype(np.int64)
    yield from _told("{:x}", names, rows, whole, terms, rare & (held > 1))
    # A pair of one span shares two keys, one of neighbouring spans one: the nearer weighs twice.
    halves = (weights * _SCALE / np.sqrt(2)).round().astype(np.int64)
    span = np.floor_divide(table.days[rows], settings.span)
    common = ~rare & np.isfinite(span)
    span = np.where(common, span, 0).astype(np.int64)
    rows, terms, halves, span = (np.tile(part[common], 2) for part in (rows, terms, halves, span))
    span[len(span) // 2 :] += 1
    keys, places = np.unique(np.stack([terms, span]), axis=1, return_inverse=True)
    held = np.bincount(places, minlength=keys.shape[1])[places]
    yield from _told("n{:x}", names, rows, halves, places, (held > 1) & (held <= settings.holders))


def proposing(table: Table, settings: GroupSettings) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the weightiest words of each row: the rows, rising, and the places in ``table.words.data``."""
    import numpy as np

    rows = np.repeat(np.arange(table.words.shape[0]), np.diff(table.words.indptr))
    kept = weightiest(rows, table.words.indices, table.words.data, settings.proposing)
    return rows[kept], kept


def _told(
    form: str, names: Sequence[str], rows: Any, weights: Any, keys: Any, wanted: Any
) -> Iterator[tuple[str, str, int]]:
    for row, key, weight in zip(
        rows[wanted].tolist(), keys[wanted].tolist(), weights[wanted].tolist(), strict=True
    ):
        yield form.format(key), names[row], weight


def nearest(
    size: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    alike: NDArray[np.float64],
    most: int,
) -> NDArray[np.int64]:
    """Return which pairs are among the ``most`` most alike of one of their two, in the order given.

    Of equals those with the lower rows stay.
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
