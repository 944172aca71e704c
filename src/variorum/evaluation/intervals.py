"""Intervals around shares: Wilson's for what was drawn one by one, the bootstrap for what articles hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from statistics import NormalDist

from msgspec import Struct

from variorum.settings import EVALUATION

Share = Callable[[Sequence[int]], "tuple[float, int] | None"]


class Estimate(Struct, frozen=True, kw_only=True):
    """A share with its interval, all from 0 to 1. of: how many it is a share of."""

    value: float
    low: float
    high: float
    of: int


def proportion(right: int, of: int) -> Estimate | None:
    """Return the share of what was drawn one by one, with Wilson's interval; None for nothing."""
    if not of:
        return None
    low, high = _wilson(right / of, of)
    return Estimate(value=right / of, low=low, high=high, of=of)


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean of both, 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def wilson(weights: Sequence[float], right: Sequence[bool]) -> Estimate | None:
    """Return the weighted share that is right, with Wilson's interval; None for nothing.

    weights: how many each stands for. They widen the interval: counted are as many as would be as sure
    without them, (sum of weights)² / sum of squares (Kish 1965).
    """
    if not weights:
        return None
    whole = sum(weights)
    share = sum(weight for weight, so in zip(weights, right, strict=True) if so) / whole
    low, high = _wilson(share, whole**2 / sum(weight**2 for weight in weights))
    return Estimate(value=share, low=low, high=high, of=len(weights))


def _wilson(share: float, count: float) -> tuple[float, float]:
    """Return the interval of Wilson (1927), which stays within 0 and 1 and is right for few, too."""
    z = NormalDist().inv_cdf((1 + EVALUATION.level) / 2)
    middle = share + z * z / (2 * count)
    width = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    whole = 1 + z * z / count
    # What is rounded never leaves the share outside.
    low, high = (middle - width) / whole, (middle + width) / whole
    return max(0.0, min(low, share)), min(1.0, max(high, share))


def bootstrap(counts: Sequence[Sequence[int]], share: Share, *, seed: int) -> Estimate | None:
    """Return a share of all items, with the interval that draws of as many items, with repeats, give.

    counts: what is counted in each item, as "right" and "of"; items are what is independent of each other, as
        articles are and quotations of one article are not. Where all are right in every article such draws
        know no doubt; so the interval is never narrower than Wilson's.
    share: of the sums of these counts: (the share, how many it is a share of), or None where there is nothing
        to share. None where there is nothing in all of them.
    """
    import numpy as np

    if not counts:
        return None
    held = np.asarray(counts, np.int64)
    found = share(held.sum(0).tolist())
    if found is None:
        return None
    chance = np.random.default_rng(seed)
    even = np.full(len(held), 1 / len(held))
    drawn = (share((chance.multinomial(len(held), even) @ held).tolist()) for _ in range(EVALUATION.draws))
    values = sorted(one[0] for one in drawn if one is not None)
    tail = int(len(values) * (1 - EVALUATION.level) / 2)
    low, high = _wilson(*found)
    return Estimate(
        value=found[0], low=min(low, values[tail]), high=max(high, values[-1 - tail]), of=found[1]
    )
