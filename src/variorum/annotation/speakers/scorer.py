"""The trained scorer of the resolver: who of the candidates a source means, as probabilities.

A perceptron of two hidden layers over what the surface tells of a pair (``scene.FEATURES``) and over the
network's readings of source and candidate, with a score for "none of them" beside; several of them, trained
from different chances, are averaged. ``python -m training.speakers`` makes the weights.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from variorum.annotation.neural.vectors import product

__all__ = ["Scorer", "load_scorer"]

Floats = npt.NDArray[np.float32]
PATH = Path(__file__).parent.parent / "models" / "resolver.npz"


class Scorer:
    """Weights in memory; ``squeeze`` (hidden, size) makes the compact readings that it asks for."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            arrays = {name: stored[name].astype(np.float32) for name in stored.files}
        self.squeeze: Floats = arrays.pop("squeeze")
        self.mean, self.scale = arrays.pop("mean"), arrays.pop("scale")
        self._w = arrays  # each with the number of the perceptron as first axis

    def probabilities(self, features: Floats, source: Floats, candidates: Floats) -> Floats:
        """Probability of each candidate and, last, of none of them: (n + 1,).

        features: (n, FEATURES) as ``Scene.features`` gives them; source: (size,); candidates: (n, 3, size).
        """
        w, n = self._w, len(features)
        if not n:
            return np.ones(1, np.float32)
        plain = np.clip((features - self.mean) / self.scale, -5, 5)
        own = (source @ w["source.weight"] + w["source.bias"])[:, None, :]  # (seed, 1, part)
        parts = [candidates[:, k] @ w[f"place{k}.weight"] + w[f"place{k}.bias"][:, None] for k in range(3)]
        seeds = own.shape[0]
        pair = [np.broadcast_to(plain, (seeds, *plain.shape)), np.broadcast_to(own, parts[0].shape)]
        pair += [*parts, *(own * part for part in parts)]
        x = np.concatenate(pair, axis=2)
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


@lru_cache(maxsize=1)
def load_scorer() -> Scorer:
    """Return the shipped weights, loaded once."""
    return Scorer(PATH)
