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

__all__ = ["Scorer", "load_scorer", "with_nobody"]

Floats = npt.NDArray[np.float32]
Shorts = npt.NDArray[np.int16]
PATH = Path(__file__).parent.parent / "models" / "resolver.npz"


class Scorer:
    """Weights in memory; ``squeeze`` (hidden, size) makes the compact readings that it asks for."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            plain = {name: stored[name] for name in stored.files}
        trees = {name: plain.pop(name) for name in list(plain) if name.startswith("trees.")}
        self._trees = _Trees(*(trees[f"trees.{part}"] for part in ("feature", "at", "low", "high", "value")))
        arrays = {name: array.astype(np.float32) for name, array in plain.items()}
        self.squeeze: Floats = arrays.pop("squeeze")
        self.mean, self.scale = arrays.pop("mean"), arrays.pop("scale")
        self._w = arrays  # each with the number of the perceptron as first axis

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
        own = (source @ w["source.weight"] + w["source.bias"])[:, None, :]  # (seed, 1, part)
        parts = [candidates[:, k] @ w[f"place{k}.weight"] + w[f"place{k}.bias"][:, None] for k in range(3)]
        seeds = own.shape[0]
        wide, part = plain.shape[1], own.shape[2]
        x = np.empty((seeds, len(plain), wide + 7 * part), np.float32)
        x[:, :, :wide], x[:, :, wide : wide + part] = plain, own
        for k, each in enumerate(parts):
            x[:, :, wide + (1 + k) * part : wide + (2 + k) * part] = each
            np.multiply(own, each, out=x[:, :, wide + (4 + k) * part : wide + (5 + k) * part])
        for name in ("first", "second"):
            raw = np.stack([product(a, b) for a, b in zip(x, w[f"{name}.weight"], strict=True)])
            x = np.maximum(raw + w[f"{name}.bias"][:, None], 0)
        scores = (x @ w["last.weight"] + w["last.bias"][:, None])[:, :, 0]
        summary = np.concatenate([plain.mean(0), plain.max(0)])
        rest = np.concatenate([np.broadcast_to(summary, (seeds, len(summary))), own[:, 0]], axis=1)[:, None]
        rest = np.maximum(rest @ w["none.weight"] + w["none.bias"][:, None], 0)
        nobody = (rest @ w["nobody.weight"] + w["nobody.bias"][:, None])[:, :, 0]
        scores = np.concatenate([scores, nobody], axis=1)
        e = np.exp(scores - scores.max(1, keepdims=True))
        mean: Floats = (e / e.sum(1, keepdims=True)).mean(0)
        return mean


class _Trees:
    """Decision trees, all of them walked down at once; each array is (tree, node)."""

    def __init__(self, feature: Shorts, at: Floats, low: Shorts, high: Shorts, value: Floats) -> None:
        self._first = np.arange(len(feature)) * feature.shape[1]
        self._feature = feature.ravel().astype(np.intp)
        self._at, self._value = at.ravel(), value.ravel()
        own = self._first[:, None]
        self._next = np.stack([low + own, high + own], axis=2).ravel()
        self._depth = _depth(low, high)

    def shares(self, rows: Floats) -> Floats:
        """Softmax over the rows of the sums of the leaves that each comes to: (rows,)."""
        node = np.broadcast_to(self._first, (len(rows), len(self._first)))
        numbers, plain = np.arange(len(rows))[:, None] * rows.shape[1], rows.ravel()
        for _ in range(self._depth):
            above = plain.take(numbers + self._feature.take(node)) > self._at.take(node)
            node = self._next.take(2 * node + above)
        scores = self._value.take(node).sum(1)
        e = np.exp(scores - scores.max())
        shares: Floats = e / e.sum()
        return shares


def _depth(low: Shorts, high: Shorts) -> int:
    """Return the steps after which every walk has come to a leaf."""
    deepest, reached, trees = 0, np.zeros((len(low), 1), np.intp), np.arange(len(low))[:, None]
    while (low[trees, reached] != reached).any():
        reached = np.concatenate([low[trees, reached], high[trees, reached]], axis=1)
        deepest += 1
    return deepest


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
