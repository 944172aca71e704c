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

from variorum.annotation.neural.vectors import product

__all__ = ["Scorer", "Trees", "load_scorer", "with_nobody"]

Floats = npt.NDArray[np.float32]
Shorts = npt.NDArray[np.int16]
PATH = Path(__file__).parent.parent / "models" / "resolver.npz"


class Scorer:
    """Weights in memory; ``squeeze`` (hidden, size) makes the compact readings that it asks for."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            plain = {name: stored[name] for name in stored.files}
        trees = {name: plain.pop(name) for name in list(plain) if name.startswith("trees.")}
        self._trees = Trees(*(trees[f"trees.{part}"] for part in ("feature", "at", "low", "high", "value")))
        arrays = {name: array.astype(np.float32) for name, array in plain.items()}
        self.squeeze: Floats = arrays.pop("squeeze")
        self.mean, self.scale = arrays.pop("mean"), arrays.pop("scale")
        self._w = arrays  # each with the number of the perceptron as first axis
        self._places = np.stack([arrays[f"place{k}.weight"] for k in range(3)])  # (place, seed, size, part)
        self._place_bias = np.stack([arrays[f"place{k}.bias"] for k in range(3)])[:, :, None]

    def probabilities(self, features: Floats, source: Floats, candidates: Floats) -> Floats:
        """Probability of each candidate and, last, of none of them: (n + 1,).

        features: (n, FEATURES) as ``Scene.features`` gives them; source: (size,); candidates: (n, 3, size).
        """
        if not len(features):
            return np.ones(1, np.float32)
        trees = self._trees.shares(with_nobody(features, source, candidates))
        both: Floats = (self._perceptrons(features, source, candidates) + trees) / np.float32(2)
        return both

    def _perceptrons(self, features: Floats, source: Floats, candidates: Floats) -> Floats:
        w = self._w
        plain = np.clip((features - self.mean) / self.scale, -5, 5)
        own = source @ w["source.weight"] + w["source.bias"]  # (seed, part)
        placed = candidates.transpose(1, 0, 2)[:, None] @ self._places + self._place_bias
        seeds, part = own.shape
        wide, rows = plain.shape[1], len(plain)
        x = np.empty((seeds, rows, wide + 7 * part), np.float32)
        x[:, :, :wide], x[:, :, wide : wide + part] = plain, own[:, None]
        both = x[:, :, wide + part :].reshape(seeds, rows, 2, 3, part)
        both[:, :, 0] = placed.transpose(1, 2, 0, 3)
        np.multiply(both[:, :, 0], own[:, None, None], out=both[:, :, 1])
        for name in ("first", "second"):
            raw = np.stack([product(a, b) for a, b in zip(x, w[f"{name}.weight"], strict=True)])
            x = np.maximum(raw + w[f"{name}.bias"][:, None], 0)
        scores = np.empty((seeds, rows + 1), np.float32)
        scores[:, :-1] = (x @ w["last.weight"] + w["last.bias"][:, None])[:, :, 0]
        summary = np.concatenate([plain.mean(0), plain.max(0)])
        rest = np.concatenate([np.broadcast_to(summary, (seeds, len(summary))), own], axis=1)[:, None]
        rest = np.maximum(rest @ w["none.weight"] + w["none.bias"][:, None], 0)
        scores[:, -1] = (rest @ w["nobody.weight"] + w["nobody.bias"][:, None])[:, 0, 0]
        e = np.exp(scores - scores.max(1, keepdims=True))
        mean: Floats = (e / e.sum(1, keepdims=True)).mean(0)
        return mean


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
    size = np.sqrt((source * source).sum()) * np.sqrt((candidates * candidates).sum(2))
    alike = (candidates * source).sum(2) / (size + np.float32(1e-6))
    rows = np.concatenate([features, alike, np.zeros((len(features), 1), np.float32)], axis=1)
    nobody = rows.max(0, keepdims=True)
    nobody[0, -1] = 1
    whole: Floats = np.concatenate([rows, nobody], dtype=np.float32)
    return whole


@lru_cache(maxsize=1)
def load_scorer() -> Scorer:
    """Return the shipped weights, loaded once."""
    return Scorer(PATH)
