"""The probability that two articles report the same event, from the features of the pair."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from variorum.stories.resemblance import FeatureTable, alike, resemblances
from variorum.text.trees import Scorer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DATA = "data/scorer.json"


@lru_cache(maxsize=1)
def scorer() -> Scorer:
    """Return the scorer that is shipped (made by ``training/stories/scorer.py``)."""
    return msgspec.json.decode(files("variorum.stories").joinpath(DATA).read_bytes(), type=Scorer)


class PairBlock(Struct, frozen=True, kw_only=True):
    """Some pairs, as rows of a table of just the articles they need."""

    table: FeatureTable
    left: NDArray[np.int64]
    right: NDArray[np.int64]


def score_block(block: PairBlock) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return the codes of the features of the block's pairs, and how alike the two of each are."""
    measures = resemblances(block.table, block.left, block.right)
    return scorer().codes(measures), alike(measures)
