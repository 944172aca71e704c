"""The trained scorer of the resolver: who of the candidates a source means, as probabilities.

Two kinds of scorers, averaged: perceptrons of two hidden layers over what the surface tells of a pair
(``pairs.FEATURES``) and over the network's readings of source and candidate, trained from different chances;
and a sum of trees (gradient boosting, Friedman 2001) over the surface and how alike the readings are. Both
have a score for "none of them" beside. ``python -m training.speakers`` makes the weights.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from variorum.annotation.neural.vectors import product

__all__ = ["Readings", "Scorer", "Trees", "load_scorer", "with_nobody"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int16]
PATH = Path(__file__).parent.parent / "models" / "resolver.npz"


class Readings(Struct, frozen=True, kw_only=True):
    """What the scorer makes of the network's readings of some sources and their candidates.

    hidden: (pair, unit), their part of the perceptrons' first layer, all seeds side by side; nobody: (source,
    unit), the same for "none of them"; alike: (pair, 3), cosines of source and candidate.
    """

    hidden: Floats
    nobody: Floats
    alike: Floats


class Scorer:
    """Weights in memory; ``squeeze`` (hidden, size) makes the compact readings that it asks for."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            plain = {name: stored[name] for name in stored.files}
        trees = {name: plain.pop(name) for name in list(plain) if name.startswith("trees.")}
        self._trees = Trees(*(trees[f"trees.{part}"] for part in ("feature", "at", "low", "high", "value")))
        w = {name: array.astype(np.float32) for name, array in plain.items()}
        self.squeeze: Floats = w.pop("squeeze")
        self.mean, self.scale = w.pop("mean"), w.pop("scale")
        # The seeds are asked side by side: one product instead of several.
        self._places = [(_beside(w[f"place{k}.weight"]), w[f"place{k}.bias"].ravel()) for k in range(3)]
        self._source = _beside(w["source.weight"]), w["source.bias"].ravel()
        wide = len(self.mean)
        self._first = _beside(w["first.weight"][:, :wide])
        self._readings = w["first.weight"][:, wide:], w["first.bias"]  # (seed, in, out)
        self._second = _apart(w["second.weight"]), w["second.bias"].ravel()
        self._last = _apart(w["last.weight"]), w["last.bias"].ravel()
        self._none = _beside(w["none.weight"][:, : 2 * wide])
        self._nobody = w["none.weight"][:, 2 * wide :], w["none.bias"]
        self._nobody_last = _apart(w["nobody.weight"]), w["nobody.bias"].ravel()

    def read(self, sources: Floats, row: Ints, candidates: Floats) -> Readings:
        """Take in the network's readings of many sources, and of their candidates, at once.

        sources: (source, size); row: (pair,), whose candidate each is; candidates: (pair, 3, size).
        """
        seeds, part = len(self._nobody[1]), len(self._source[1]) // len(self._nobody[1])
        own = product(sources, self._source[0]) + self._source[1]
        placed = [product(candidates[:, k], w) + bias for k, (w, bias) in enumerate(self._places)]
        theirs = own[row]
        parts = [theirs, *placed, *(each * theirs for each in placed)]
        split = [each.reshape(len(each), seeds, part) for each in parts]
        hidden = [
            product(np.concatenate([each[:, k] for each in split], axis=1), w) + bias
            for k, (w, bias) in enumerate(zip(*self._readings, strict=True))
        ]
        own = own.reshape(len(own), seeds, part)
        nobody = [
            product(np.ascontiguousarray(own[:, k]), w) + bias
            for k, (w, bias) in enumerate(zip(*self._nobody, strict=True))
        ]
        return Readings(
            hidden=np.concatenate(hidden, axis=1), nobody=np.concatenate(nobody, axis=1),
            alike=_alike(sources[row], candidates),
        )  # fmt: skip

    def probabilities(self, features: Floats, source: Floats, candidates: Floats) -> Floats:
        """Probability of each candidate of one source and, last, of none of them: (n + 1,).

        features: (n, FEATURES) as ``Pairs.features`` gives them; source: (size,); candidates: (n, 3, size).
        """
        known = self.read(source[None], np.zeros(len(features), np.int64), candidates)
        return self.shares(features, known.hidden, known.nobody[0], known.alike)

    def shares(self, features: Floats, hidden: Floats, nobody: Floats, alike: Floats) -> Floats:
        """Return what ``probabilities`` says, given this source's part of ``Readings``."""
        if not len(features):
            return np.ones(1, np.float32)
        trees = self._trees.shares(_with_nobody(features, alike))
        both: Floats = (self._perceptrons(features, hidden, nobody) + trees) / np.float32(2)
        return both

    def _perceptrons(self, features: Floats, hidden: Floats, nobody: Floats) -> Floats:
        plain = (features - self.mean) / self.scale
        np.clip(plain, -5, 5, out=plain)
        x = product(plain, self._first)
        x += hidden
        for weight, bias in (self._second, self._last):
            np.maximum(x, 0, out=x)
            x = product(x, weight)
            x += bias
        rest = np.concatenate([plain.mean(0), plain.max(0)])[None] @ self._none
        rest = np.maximum(rest + nobody, 0) @ self._nobody_last[0] + self._nobody_last[1]
        e = np.concatenate([x, rest])
        e = np.exp(e - e.max(0))
        mean: Floats = (e / e.sum(0)).mean(1)
        return mean


def _beside(weights: Floats) -> Floats:
    """Return the matrices of all seeds, (seed, in, out), as one for the same input: (in, seed * out)."""
    return np.ascontiguousarray(weights.transpose(1, 0, 2)).reshape(weights.shape[1], -1)


def _apart(weights: Floats) -> Floats:
    """Return the matrices of all seeds as one for inputs side by side: (seed * in, seed * out)."""
    seeds, wide, out = weights.shape
    whole = np.zeros((seeds, wide, seeds, out), np.float32)
    for k, weight in enumerate(weights):
        whole[k, :, k] = weight
    return whole.reshape(seeds * wide, -1)


class Trees:
    """Decision trees of at most 16 leaves, all of them answered at once; each array given is (tree, node).

    A node whose question is answered "above" rules out the leaves on its low side. Leaves are numbered from
    the low side to the high one, so the tree comes to the first leaf that nothing rules out (QuickScorer,
    Lucchese et al. 2015): no walk from node to node.
    """

    def __init__(self, feature: Shorts, at: Floats, low: Shorts, high: Shorts, value: Floats) -> None:
        trees = len(feature)
        questions = [_questions(*each) for each in zip(low.tolist(), high.tolist(), strict=True)]
        most = max((len(asked) for asked, _ in questions), default=0)
        # (question, tree, one for all rows); what is no question is never above.
        self._feature = np.zeros((most, trees), np.intp)
        self._at = np.full((most, trees, 1), np.inf, np.float32)
        self._out = np.zeros((most, trees, 1), np.uint16)
        self._value = np.zeros((trees, 16), np.float32)
        for t, (asked, leaves) in enumerate(questions):
            for k, (node, out) in enumerate(asked):
                self._feature[k, t], self._at[k, t], self._out[k, t] = feature[t, node], at[t, node], out
            self._value[t, : len(leaves)] = value[t, leaves]
        self._own = np.arange(trees) * self._value.shape[1]
        left = ~np.arange(0x10000)  # by what is ruled out
        self._first = np.log2(np.maximum(left & -left, 1)).astype(np.intp)

    def shares(self, rows: Floats) -> Floats:
        """Softmax over the rows of the sums of the leaves that each comes to: (rows,)."""
        above = np.ascontiguousarray(rows.T).take(self._feature, axis=0) > self._at  # (question, tree, row)
        out = np.bitwise_or.reduce(above * self._out, axis=0)
        scores = self._value.take(self._own + self._first.take(out.T)).sum(1)
        e = np.exp(scores - scores.max())
        shares: Floats = e / e.sum()
        return shares


def _questions(low: list[int], high: list[int]) -> tuple[list[tuple[int, int]], list[int]]:
    """Return the nodes that ask, each with the leaves that "above" rules out, as bits; and the leaves."""
    asked: list[tuple[int, int]] = []
    leaves: list[int] = []

    def visit(node: int) -> None:
        if low[node] == node:
            leaves.append(node)
            return
        first = len(leaves)
        visit(low[node])
        asked.append((node, (1 << len(leaves)) - (1 << first)))
        visit(high[node])

    visit(0)
    return asked, leaves


def with_nobody(features: Floats, source: Floats, candidates: Floats) -> Floats:
    """Return what the trees ask of each candidate and, last, of "none of them": (n + 1, FEATURES + 4).

    The features, how alike the readings of source and candidate are (cosines), and whether it is nobody;
    nobody has the largest number of any candidate.
    """
    return _with_nobody(features, _alike(source, candidates))


def _alike(source: Floats, candidates: Floats) -> Floats:
    """Cosines of sources, (size,) or (pair, size), with the readings of candidates: (pair, 3)."""
    of = source[..., None, :]
    size = np.sqrt((of * of).sum(-1)) * np.sqrt((candidates * candidates).sum(2))
    alike: Floats = (candidates * of).sum(2) / (size + np.float32(1e-6))
    return alike


def _with_nobody(features: Floats, alike: Floats) -> Floats:
    count, wide = features.shape
    whole = np.zeros((count + 1, wide + alike.shape[1] + 1), np.float32)
    whole[:-1, :wide], whole[:-1, wide:-1] = features, alike
    whole[:-1].max(0, out=whole[-1])
    whole[-1, -1] = 1
    return whole


@lru_cache(maxsize=1)
def load_scorer() -> Scorer:
    """Return the shipped weights, loaded once."""
    return Scorer(PATH)
