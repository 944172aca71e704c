"""Context features of pairs: reports of one event resemble the same other articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from variorum.settings import WORK
from variorum.text.sparse import Sparse, in_both, sums

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def neighbours(
    size: int, left: NDArray[np.int64], right: NDArray[np.int64], alike: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Return one array for each feature, an entry for each pair.

    size: number of articles. left, right: pairs of them, each pair once. alike: how alike the two are.

    company: cosine of the two articles' rows of ``alike``, 1 for the same neighbours. nearest: how alike the
    two are, relative to the most alike neighbour; crowd: ln(1 + the sum of an article's row). *least* is the
    lower value of the two articles, *most* the higher.
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

    itself: the diagonal: an article is as alike to itself as to its most alike neighbour, so that two that
    have only each other get 1.
    """
    import numpy as np

    everyone = np.arange(size)
    rows = np.concatenate([left, right, everyone])
    columns = np.concatenate([right, left, everyone])
    graph = Sparse.of(np.concatenate([alike, alike, itself]), rows, columns, (size, size))
    lengths = np.sqrt(sums(graph, graph.values**2))
    graph.values[:] /= np.repeat(lengths, graph.sizes)
    found = [np.zeros(0)]
    for start in range(0, len(left), WORK.pairs_looked_at):
        block = slice(start, start + WORK.pairs_looked_at)
        found.append(sums(in_both(graph, left[block], right[block])))
    return np.concatenate(found)
