"""The two verbs about links, for one process: weighted pairs by key, and connected components."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from variorum.engines.base import Holdings, Key, Scores
from variorum.text.connected import connected
from variorum.text.sparse import Holders, Sparse


def pairs(holdings: Iterable[Holdings], *, least: int = 1, most: int | None = None) -> Iterator[Scores]:
    """See ``base.Engine.pairs``; a sparse product in blocks of rows, so memory grows with the input only."""
    return scores(matrix(holdings, most), least)


def scores(held: Sparse, least: int) -> Iterator[Scores]:
    """Yield the pairs of rows of a ``matrix``."""
    for left, right, shared in Holders(held).pairs(held):
        wanted = shared >= least
        yield Scores(left[wanted], right[wanted], shared[wanted])


def products(held: Sparse) -> int:
    """Return how many pairs of holders the keys of a ``matrix`` have together."""
    import numpy as np

    holders = np.bincount(held.columns)
    return int((holders * (holders - 1) // 2).sum())


def matrix(holdings: Iterable[Holdings], most: int | None) -> Sparse:
    """Return the matrix items x keys, without the keys that link nothing."""
    import numpy as np

    nothing = np.zeros(0, np.int64)
    parts = [Holdings(nothing, nothing, nothing), *holdings]
    keys, items, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    known, places = np.unique(keys, return_inverse=True)
    size = int(items.max(initial=-1)) + 1
    held = Sparse.of(weights, items, places, (size, len(known)))
    holders = np.bincount(held.columns, minlength=len(known))
    linking = holders > 1
    if most is not None:
        linking &= holders <= most
    if linking.all():
        return held
    kept, numbers = linking[held.columns], np.cumsum(linking) - 1
    return Sparse.of(
        held.values[kept],
        held.owners()[kept],
        numbers[held.columns[kept]],
        (size, int(np.count_nonzero(linking))),
    )


def components(items: Iterable[Key], links: Iterable[tuple[Key, Key]]) -> list[tuple[Key, ...]]:
    """See ``base.Engine.components``."""
    return connected(items, links)
