"""Sums of decision trees, as small JSON: how likely something is, from what was measured of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.settings import WORK

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Digits of a measure that count. Thresholds lie between two such numbers, so that the last bit of a sum, in
# which processors differ, decides nothing.
DIGITS = 5


class Scale(Struct, frozen=True, kw_only=True):
    """Thresholds of one measure, rising; its code is how many of them it exceeds, 255 at most."""

    measure: str
    thresholds: tuple[float, ...]


class Tree(Struct, frozen=True, kw_only=True, array_like=True):
    """What some measures together add to the log-odds.

    splits: of each inner node the place of its scale, a code, and where to go when the measure's code is at
        most that, and where else: 0 and more is a split, -1 the first leaf, -2 the second. At most 8; the
        first is the root.
    leaves: log-odds.
    """

    splits: tuple[tuple[int, int, int, int], ...]
    leaves: tuple[float, ...]


class Scorer(Struct, frozen=True, kw_only=True, dict=True):
    """A sum of trees: gradient boosting (Friedman 2001).

    note: what it was made from, for whoever opens the file.
    """

    note: str
    scales: tuple[Scale, ...]
    trees: tuple[Tree, ...]

    def codes(self, measures: Mapping[str, NDArray[np.float64]]) -> NDArray[np.uint8]:
        """Return the codes of ``measures``: a row for each that has a scale, a column for each pair."""
        import numpy as np

        wanted = [one for one in self._thresholds if one[0] in measures]
        pairs = len(next(iter(measures.values())))
        codes = np.zeros((len(wanted), pairs), np.uint8)
        if pairs <= WORK.few_judged:
            table = np.array([measures[measure] for measure, _ in wanted], np.float64)
            told: Iterable[NDArray[np.float64]] = np.round(table, DIGITS)
        else:  # one after the other, which takes less room
            told = (np.round(measures[measure], DIGITS) for measure, _ in wanted)
        for row, values, (_, thresholds) in zip(codes, told, wanted, strict=True):
            row[:] = thresholds.searchsorted(values)
        return codes

    def probabilities(self, codes: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return one probability for each pair, a column of the codes of all scales."""
        import numpy as np

        odds = [
            self._odds(codes[:, start : start + WORK.judged_rows])
            for start in range(0, codes.shape[1], WORK.judged_rows)
        ]
        # Six digits: beyond them processors may round differently.
        probabilities: NDArray[np.float64] = np.round(
            1 / (1 + np.exp(-np.concatenate([np.zeros(0), *odds]))), 6
        )
        return probabilities

    def _odds(self, codes: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Sum what the trees say: which of its splits a pair exceeds makes a number: there is its leaf."""
        import numpy as np

        if self.trees and codes.shape[1] <= WORK.few_judged:
            return self._odds_of_few(codes)
        odds = np.zeros(codes.shape[1])
        for tree, leaves in zip(self.trees, self._stacked[2], strict=True):
            place = np.zeros(codes.shape[1], np.uint8)
            for bit, (scale, code, _, _) in enumerate(tree.splits):
                place |= (codes[scale] > code).view(np.uint8) << np.uint8(bit)
            odds += leaves[place]
        return odds

    def _odds_of_few(self, codes: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return what ``_odds`` does, for all trees at once."""
        import numpy as np

        scales, limits, leaves = self._stacked
        place = np.zeros((len(leaves), codes.shape[1]), np.uint8)
        for bit in range(len(scales)):
            place |= (codes[scales[bit]] > limits[bit][:, None]).view(np.uint8) << np.uint8(bit)
        told = np.take_along_axis(leaves, place.astype(np.intp), axis=1)
        odds: NDArray[np.float64] = np.cumsum(told, axis=0)[-1]  # one after the other, as many are
        return odds

    @cached_property
    def _thresholds(self) -> list[tuple[str, NDArray[np.float64]]]:
        import numpy as np

        return [(scale.measure, np.array(scale.thresholds, np.float64)) for scale in self.scales]

    @cached_property
    def _stacked(self) -> tuple[NDArray[np.intp], NDArray[np.uint8], NDArray[np.float64]]:
        """Return of each split of all trees its scale and code, a row for each place in a tree, and of each
        tree its leaves by which of its splits are exceeded, one bit each. What is no split is never exceeded.
        """
        import numpy as np

        most = max((len(tree.splits) for tree in self.trees), default=0)
        none = (0, np.iinfo(np.uint8).max, -1, -1)
        splits = np.array(
            [[*tree.splits, *[none] * (most - len(tree.splits))] for tree in self.trees], np.intp
        ).reshape(len(self.trees), most, 4)
        exceeded, rows = np.arange(1 << most), np.arange(len(self.trees))[:, None]
        place = np.zeros((len(self.trees), len(exceeded)), np.intp)
        place[[not tree.splits for tree in self.trees]] = -1
        while (inner := place >= 0).any():
            at = np.maximum(place, 0)
            place = np.where(inner, splits[rows, at, 2 + (exceeded >> at & 1)], place)
        leaves = np.zeros((len(self.trees), max((len(tree.leaves) for tree in self.trees), default=0)))
        for row, tree in zip(leaves, self.trees, strict=True):
            row[: len(tree.leaves)] = tree.leaves
        return splits[:, :, 0].T, splits[:, :, 1].T.astype(np.uint8), leaves[rows, -1 - place]
