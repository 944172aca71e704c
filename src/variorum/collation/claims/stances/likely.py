"""How likely two sentences are told to differ by an editor who reads both."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import msgspec

from variorum.collation.claims.stances.pairs import MEASURES, AnswerPair
from variorum.text.trees import Scorer

DATA = "data/stances.json"


def probabilities(found: Sequence[AnswerPair]) -> list[float]:
    """Return for each pair how likely it is a difference; none for no pairs."""
    import numpy as np

    if not found:
        return []
    table = np.array([pair.measures for pair in found], np.float64).T
    codes = scorer().codes(dict(zip(MEASURES, table, strict=True)))
    return [round(float(one), 3) for one in scorer().probabilities(codes)]


@lru_cache(maxsize=1)
def scorer() -> Scorer:
    """Return the trees that are shipped (made by ``training/differences/stances.py``)."""
    return msgspec.json.decode(
        files("variorum.collation.claims.stances").joinpath(DATA).read_bytes(), type=Scorer
    )
