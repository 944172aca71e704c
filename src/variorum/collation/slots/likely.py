"""How likely two values are a difference that an editor would want to see."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from math import inf, log
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from variorum.collation.slots.pairs import MEASURES, Pair
from variorum.collation.slots.values import KINDS
from variorum.text.trees import Scorer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DATA = "data/slots.json"
_FAR = 5.0  # log of one value over another, at most, as a measure
_LIST = 3  # figures of one kind in a sentence from which on it is a list


class Likelihood(Struct, frozen=True, kw_only=True):
    """slots: trees that tell from the words around two figures whether they answer one question.

    weights: of a logistic curve over ``relations``, the constant first.
    """

    slots: Scorer
    weights: tuple[float, ...]

    def probabilities(self, found: Sequence[Pair]) -> list[float]:
        """Return for each pair how likely it is a difference; none for no pairs."""
        import numpy as np

        if not found:
            return []
        odds = self.weights[0] + relations(self.slots, found) @ np.array(self.weights[1:])
        return [round(float(one), 3) for one in 1 / (1 + np.exp(-odds))]


def relations(slots: Scorer, found: Sequence[Pair]) -> NDArray[np.float64]:
    """Return a row for each pair: how likely one question is asked (log-odds), and what the values are to
    each other.
    """
    import numpy as np

    table = np.array([pair.measures for pair in found], np.float64).T
    same = slots.probabilities(slots.codes(dict(zip(MEASURES, table, strict=True))))
    same = np.clip(same, 1e-4, 1 - 1e-4)
    odds = np.log(same / (1 - same))
    return np.column_stack([odds, np.array([_relation(pair) for pair in found])])


def _relation(pair: Pair) -> tuple[float, ...]:
    one, other = pair.one, pair.other
    return (
        float(pair.elsewhere == 1),
        float(pair.elsewhere == 2),
        _ratio(one.low, other.low),
        float(max(one.siblings, other.siblings) >= _LIST),
        *(float(one.kind == kind) for kind in KINDS),
    )


def _ratio(a: float, b: float) -> float:
    """Return the logarithm of one value over the other."""
    small, large = sorted((abs(a), abs(b)))
    return min(_FAR, log((large + 1) / (small + 1))) if large < inf else _FAR


@lru_cache(maxsize=1)
def likelihood() -> Likelihood:
    """Return what is shipped (made by ``training/differences/slots.py``)."""
    return msgspec.json.decode(files("variorum.collation.slots").joinpath(DATA).read_bytes(), type=Likelihood)
