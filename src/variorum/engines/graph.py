"""The two verbs about links, for one process: weighted pairs by key, and connected components."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from variorum.engines.base import Key

if TYPE_CHECKING:
    import numpy as np

# Multiplications in one block of the sparse product: about 100 MB of intermediate results.
_BLOCK = 4_000_000


def pairs(
    holdings: Iterable[tuple[Key, Key, int]], *, least: int = 1, most: int | None = None
) -> Iterator[tuple[Key, Key, int]]:
    """See ``base.Engine.pairs``; a sparse product in blocks of rows, so memory grows with the input only."""
    import numpy as np

    names, held = _matrix(holdings, most)
    if held.nnz == 0:
        return
    turned = held.T.tocsr()
    holders = np.diff(turned.indptr)
    cost = np.add.reduceat(np.r_[holders[held.indices], 0], held.indptr[:-1]) * (np.diff(held.indptr) > 0)
    for start, end in _blocks(np.cumsum(cost)):
        # Rows from `start` on meet only columns from `start` on: the pairs before were told already.
        block = (held[start:end] @ turned[:, start:]).tocoo()
        wanted = (block.row < block.col) & (block.data >= least)
        rows, columns, scores = block.row[wanted], block.col[wanted], block.data[wanted]
        order = np.lexsort((columns, rows))
        for row, column, score in zip(
            rows[order].tolist(), columns[order].tolist(), scores[order].tolist(), strict=True
        ):
            yield names[start + row], names[start + column], score


def _matrix(holdings: Iterable[tuple[Key, Key, int]], most: int | None) -> tuple[list[Key], Any]:
    """Return item names, sorted, and the matrix items x keys without the keys that link nothing."""
    import numpy as np
    from scipy.sparse import csr_array

    key_numbers: dict[Key, int] = {}
    item_numbers: dict[Key, int] = {}
    columns: list[int] = []
    rows: list[int] = []
    weights: list[int] = []
    for key, item, weight in holdings:
        columns.append(key_numbers.setdefault(key, len(key_numbers)))
        rows.append(item_numbers.setdefault(item, len(item_numbers)))
        weights.append(weight)
    names = sorted(item_numbers)
    rank = np.empty(len(names), np.int64)
    for position, name in enumerate(names):
        rank[item_numbers[name]] = position
    shape = (len(names), len(key_numbers))
    places = (rank[np.array(rows, np.int64)], np.array(columns, np.int64))
    matrix = csr_array((np.array(weights, np.int64), places), shape=shape)
    matrix.sum_duplicates()
    holders = np.bincount(matrix.indices, minlength=len(key_numbers))
    linking = holders > 1
    if most is not None:
        linking &= holders <= most
    return names, matrix[:, np.flatnonzero(linking)]


def _blocks(cumulated: np.ndarray[Any, Any]) -> Iterator[tuple[int, int]]:
    """Yield ranges of rows of about equal cost, each at least one row."""
    import numpy as np

    start, spent = 0, 0
    while start < len(cumulated):
        end = max(start + 1, int(np.searchsorted(cumulated, spent + _BLOCK, side="right")))
        yield start, end
        start, spent = end, int(cumulated[end - 1])


def components(items: Iterable[Key], links: Iterable[tuple[Key, Key]]) -> list[tuple[Key, ...]]:
    """See ``base.Engine.components``; union by size with path halving (Tarjan and van Leeuwen 1984)."""
    parent: dict[Key, Key] = {item: item for item in items}
    size: dict[Key, int] = {}

    def find(item: Key) -> Key:
        parent.setdefault(item, item)
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for one, other in links:
        a, b = find(one), find(other)
        if a == b:
            continue
        if size.get(a, 1) < size.get(b, 1):
            a, b = b, a
        parent[b] = a
        size[a] = size.get(a, 1) + size.get(b, 1)
    members: dict[Key, list[Key]] = {}
    for item in parent:
        members.setdefault(find(item), []).append(item)
    return sorted(tuple(sorted(group)) for group in members.values())
