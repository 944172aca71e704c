"""The probability that two articles report the same event, from what they have in common."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from variorum.stories.resemblance import Table, resemblances

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DATA = "data/scorer.json"


class Curve(Struct, frozen=True, kw_only=True):
    """What one measure adds to the log-odds: straight lines between ``knots``, flat beyond the ends."""

    measure: str
    knots: tuple[float, ...]
    values: tuple[float, ...]


class Scorer(Struct, frozen=True, kw_only=True):
    """An additive model: log-odds = base + the sum of the curves (Hastie and Tibshirani 1986).

    note: what it was made from, for whoever opens the file.
    """

    note: str
    base: float
    curves: tuple[Curve, ...]

    def probabilities(self, measures: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """Return one probability for each pair; ``measures`` as ``resemblances`` gives them."""
        import numpy as np

        odds = np.full(len(next(iter(measures.values()))), self.base)
        for curve in self.curves:
            odds += np.interp(measures[curve.measure], curve.knots, curve.values)
        # Six digits: beyond them processors may round differently.
        probabilities: NDArray[np.float64] = np.round(1 / (1 + np.exp(-odds)), 6)
        return probabilities


@lru_cache(maxsize=1)
def scorer() -> Scorer:
    """Return the scorer that is shipped (made by ``training/stories/scorer.py``)."""
    return msgspec.json.decode(files("variorum.stories").joinpath(DATA).read_bytes(), type=Scorer)


class PairBlock(Struct, frozen=True, kw_only=True):
    """Some pairs, as rows of a table of just the articles they need."""

    table: Table
    left: NDArray[np.int64]
    right: NDArray[np.int64]


def score_block(block: PairBlock) -> NDArray[np.float64]:
    """Return the probability of each pair of the block."""
    return scorer().probabilities(resemblances(block.table, block.left, block.right))
