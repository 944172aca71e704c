"""How much two articles resemble the same others: two reports of one event have the same company."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Pairs looked at together: some tens of MB while it lasts.
_BLOCK = 50_000


def company(
    size: int, left: NDArray[np.int64], right: NDArray[np.int64], alike: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return, for each pair, the cosine of the two rows of ``alike``.

    size: number of articles. left, right: pairs of them, each pair once. An article is as alike to itself
    as to the one most alike to it, so two that know only each other are in the same company (1).
    """
    import numpy as np
    from scipy.sparse import coo_array

    itself = np.full(size, 1e-9)
    np.maximum.at(itself, left, alike)
    np.maximum.at(itself, right, alike)
    everyone = np.arange(size)
    rows = np.concatenate([left, right, everyone])
    columns = np.concatenate([right, left, everyone])
    graph = coo_array((np.concatenate([alike, alike, itself]), (rows, columns)), shape=(size, size)).tocsr()
    graph.sort_indices()
    lengths = np.sqrt(np.asarray(graph.multiply(graph).sum(axis=1)).ravel())
    graph.data /= np.repeat(lengths, np.diff(graph.indptr))
    found = [np.zeros(0)]
    for start in range(0, len(left), _BLOCK):
        block = slice(start, start + _BLOCK)
        found.append(np.asarray(graph[left[block]].multiply(graph[right[block]]).sum(axis=1)).ravel())
    return np.concatenate(found)
