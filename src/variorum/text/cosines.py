"""How alike sets of stems are: cosines of rows of a table, rarer stems heavier."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from variorum.text.sparse import Sparse, in_both, sums
from variorum.text.trees import DIGITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]


def table(rows: Sequence[Collection[str]], rarity: Mapping[str, float]) -> Sparse:
    """Return a row of unit length for each set of stems, a column for each stem, rarer stems heavier."""
    import numpy as np

    numbers = {word: at for at, word in enumerate(rarity)}
    sets = [set(row) for row in rows]
    lengths = np.array([len(one) for one in sets])
    columns = np.fromiter(map(numbers.__getitem__, chain.from_iterable(sets)), np.int64)
    owners, width = np.repeat(np.arange(len(sets)), lengths), max(1, len(numbers))
    # Sets come in any order, sums must not.
    columns = np.sort(owners * width + columns) % width
    weights = np.array(list(rarity.values()))[columns]
    squares = np.bincount(owners, weights**2, len(sets)) ** 0.5
    return Sparse(
        values=weights / squares[owners],
        columns=columns,
        starts=np.concatenate([[0], np.cumsum(lengths)]),
        width=width,
    )


def cosines(of: Sparse, one: Places, other: Places) -> Floats:
    """Return how alike the rows are that stand at equal places of ``one`` and ``other``."""
    import numpy as np

    return np.round(sums(in_both(of, one, other)), DIGITS)
