"""How far two people agree who judged the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from variorum.evaluation.intervals import Estimate, bootstrap


class Agreement(Struct, frozen=True, kw_only=True):
    """Of ``both``: the share of equal answers, and Cohen's kappa, what is left of it beyond chance.

    kappa: None where both give one answer to everything, so that chance explains all.
    """

    both: int
    same: Estimate
    kappa: float | None


def agreement(first: Sequence[str], second: Sequence[str], *, seed: int) -> Agreement | None:
    """Return how far two lists of answers to the same questions agree; None for no question.

    Cohen, J. (1960), A coefficient of agreement for nominal scales.
    """
    pairs = list(zip(first, second, strict=True))
    if not pairs:
        return None
    same = bootstrap([(a == b, 1) for a, b in pairs], lambda sums: (sums[0] / sums[1], sums[1]), seed=seed)
    assert same is not None
    ones, others = Counter(first), Counter(second)
    chance = sum(ones[answer] * others[answer] for answer in ones) / len(pairs) ** 2
    kappa = (same.value - chance) / (1 - chance) if chance < 1 else None
    return Agreement(both=len(pairs), same=same, kappa=kappa)
