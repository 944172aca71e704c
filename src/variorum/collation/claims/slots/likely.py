"""How likely two values are a difference that an editor would want to see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from variorum.collation.claims.slots.pairs import MEASURES, Pair
from variorum.collation.claims.slots.relations import RELATIONS, relations
from variorum.language.language import Language
from variorum.settings import MEASURED
from variorum.text.trees import Scorer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DATA = "data/slots.json"


class Likelihood(Struct, frozen=True, kw_only=True):
    """slots: trees that tell from the words around two values whether they answer one question, learnt from
    values that agree. judge: trees that tell whether two that do not agree are a difference, learnt from
    pairs that were read. curve: constant and slope, from what the judge says to a probability.
    """

    slots: Scorer
    judge: Scorer
    curve: tuple[float, float]

    def odds(self, found: Sequence[Pair]) -> NDArray[np.float64]:
        """Return for each pair how likely it answers one question, as log-odds; none for no pairs."""
        import numpy as np

        if not found:
            return np.zeros(0)
        table = np.array([pair.measures for pair in found], np.float64).T
        return log_odds(self.slots.probabilities(self.slots.codes(dict(zip(MEASURES, table, strict=True)))))

    def probabilities(
        self,
        found: Sequence[Pair],
        odds: NDArray[np.float64],
        rarity: Mapping[str, float],
        reports: int,
        lang: Language,
    ) -> list[float]:
        """Return for each pair of a story how likely it is a difference, in order; 0 for one that agrees.

        odds: of the pairs, see ``odds``. rarity, reports, lang: see ``relations``.
        """
        import numpy as np

        rows = relations(found, odds, rarity, reports, lang)
        if not len(rows):
            return [0.0] * len(found)
        codes = self.judge.codes(dict(zip((*MEASURES, *RELATIONS), rows.T, strict=True)))
        told = self.curve[0] + self.curve[1] * log_odds(self.judge.probabilities(codes))
        judged = iter((1 / (1 + np.exp(-told))).tolist())
        return [0.0 if pair.same else round(next(judged), 3) for pair in found]


def log_odds(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log-odds of probabilities, none of them endless."""
    import numpy as np

    kept = np.clip(probabilities, MEASURED.sure, 1 - MEASURED.sure)
    found: NDArray[np.float64] = np.log(kept / (1 - kept))
    return found


@lru_cache(maxsize=1)
def likelihood() -> Likelihood:
    """Return what is shipped (made by ``training/differences/slots.py`` and ``judge.py``)."""
    return msgspec.json.decode(
        files("variorum.collation.claims.slots").joinpath(DATA).read_bytes(), type=Likelihood
    )
