"""The two verbs about links, for one process: weighted pairs by key, and connected components."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from variorum.engines.base import Holdings, Key, Scores
from variorum.settings import WORK
from variorum.text.connected import connected

if TYPE_CHECKING:
    import numpy as np

_BLOCK, _CUTS = WORK.multiplications, WORK.cuts


def pairs(holdings: Iterable[Holdings], *, least: int = 1, most: int | None = None) -> Iterator[Scores]:
    """See ``base.Engine.pairs``; a sparse product in blocks of rows, so memory grows with the input only."""
    return scores(matrix(holdings, most), least)


def scores(held: Any, least: int) -> Iterator[Scores]:
    """Yield the pairs of rows of a ``matrix``."""
    import numpy as np

    if held.nnz == 0:
        return
    holders = np.bincount(held.indices, minlength=held.shape[1])
    costs = np.add.reduceat(np.r_[holders[held.indices], 0], held.indptr[:-1]) * (np.diff(held.indptr) > 0)
    cut, turned = 0, held.T.tocsr()
    for start, end in _blocks(np.cumsum(costs)):
        if (start - cut) * _CUTS >= held.shape[0]:
            # Rows from `start` on meet only columns from `start` on: the pairs before were told already.
            cut, turned = start, held[start:].T.tocsr()
        block = (held[start:end] @ turned).tocoo()
        left, right = block.row.astype(np.int64) + start, block.col.astype(np.int64) + cut
        wanted = (left < right) & (block.data >= least)
        left, right, data = left[wanted], right[wanted], block.data[wanted]
        order = np.lexsort((right, left))
        yield Scores(left[order], right[order], data[order])


def products(held: Any) -> int:
    """Return how many pairs of holders the keys of a ``matrix`` have together."""
    import numpy as np

    holders = np.bincount(held.indices)
    return int((holders * (holders - 1) // 2).sum())


def matrix(holdings: Iterable[Holdings], most: int | None) -> Any:
    """Return the matrix items x keys, without the keys that link nothing."""
    import numpy as np
    from scipy.sparse import csr_array

    nothing = np.zeros(0, np.int64)
    parts = [Holdings(nothing, nothing, nothing), *holdings]
    keys, items, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    known, places = np.unique(keys, return_inverse=True)
    size = int(items.max(initial=-1)) + 1
    held = csr_array((weights, (items, places)), shape=(size, len(known)))
    held.sum_duplicates()
    holders = np.bincount(held.indices, minlength=len(known))
    linking = holders > 1
    if most is not None:
        linking &= holders <= most
    return held if linking.all() else held[:, np.flatnonzero(linking)]


def _blocks(cumulated: np.ndarray[Any, Any]) -> Iterator[tuple[int, int]]:
    """Yield ranges of rows of about equal cost, each at least one row."""
    import numpy as np

    start, spent = 0, 0
    while start < len(cumulated):
        end = max(start + 1, int(np.searchsorted(cumulated, spent + _BLOCK, side="right")))
        yield start, end
        start, spent = end, int(cumulated[end - 1])


def components(items: Iterable[Key], links: Iterable[tuple[Key, Key]]) -> list[tuple[Key, ...]]:
    """See ``base.Engine.components``."""
    return connected(items, links)
