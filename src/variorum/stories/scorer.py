"""The probability that two articles report the same event, from what they have in common."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from variorum.stories.resemblance import Table, alike, resemblances

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DATA = "data/scorer.json"
# The one measure that is not of two articles alone.
COMPANY = "company"


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

    def odds(self, measures: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """Return the sum of the curves of ``measures`` for each pair; ``base`` is not in it."""
        import numpy as np

        odds = np.zeros(len(next(iter(measures.values()))))
        for curve in self.curves:
            if curve.measure in measures:
                odds += np.interp(measures[curve.measure], curve.knots, curve.values)
        return odds

    def probabilities(self, odds: NDArray[np.float64], company: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return one probability for each pair.

        odds: of all that two articles say by themselves. company: see ``neighbours.company``.
        """
        import numpy as np

        whole = self.base + odds + self.odds({COMPANY: company})
        # Six digits: beyond them processors may round differently.
        probabilities: NDArray[np.float64] = np.round(1 / (1 + np.exp(-whole)), 6)
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


def score_block(block: PairBlock) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for each pair of the block its odds (see ``Scorer.odds``) and how alike the two are."""
    measures = resemblances(block.table, block.left, block.right)
    return scorer().odds(measures), alike(measures)
