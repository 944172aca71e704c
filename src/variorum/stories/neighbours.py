"""How two articles stand among the others: two reports of one event have the same company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from variorum.settings import WORK

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def neighbours(
    size: int, left: NDArray[np.int64], right: NDArray[np.int64], alike: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Return one array for each measure, an entry for each pair.

    size: number of articles. left, right: pairs of them, each pair once. alike: how alike the two are.
    company: the cosine of the two rows of ``alike``. nearest: how alike the two are for how alike the nearest
    one is; crowd: ln(1 + how alike an article is to all others together); *least* is that of the article of
    which it is less, *most* the other's.
    """
    import numpy as np

    ends, values = np.concatenate([left, right]), np.concatenate([alike, alike])
    best = np.full(size, 1e-9)
    np.maximum.at(best, ends, values)
    crowd = np.log1p(np.bincount(ends, values, minlength=size))
    near = (alike / best[left], alike / best[right])
    return {
        "company": company(size, left, right, alike, best),
        "nearest least": np.minimum(*near),
        "nearest most": np.maximum(*near),
        "crowd least": np.minimum(crowd[left], crowd[right]),
        "crowd most": np.maximum(crowd[left], crowd[right]),
    }


def company(
    size: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    alike: NDArray[np.float64],
    itself: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return, for each pair, the cosine of the two rows of ``alike``.

    itself: how alike an article is to itself: as to the one most alike to it, so that two that know only
    each other are in the same company (1).
    """
    import numpy as np
    from scipy.sparse import coo_array

    everyone = np.arange(size)
    rows = np.concatenate([left, right, everyone])
    columns = np.concatenate([right, left, everyone])
    graph: Any = coo_array(
        (np.concatenate([alike, alike, itself]), (rows, columns)), shape=(size, size)
    ).tocsr()
    graph.sort_indices()
    lengths = np.sqrt(np.asarray(graph.multiply(graph).sum(axis=1)).ravel())
    graph.data /= np.repeat(lengths, np.diff(graph.indptr))
    found = [np.zeros(0)]
    for start in range(0, len(left), WORK.pairs_looked_at):
        block = slice(start, start + WORK.pairs_looked_at)
        found.append(np.asarray(graph[left[block]].multiply(graph[right[block]]).sum(axis=1)).ravel())
    return np.concatenate(found)
