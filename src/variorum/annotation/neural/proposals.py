"""Which runs of words may be cues: a generous first choice that the reader then accepts or refuses."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from variorum.settings import QUOTATIONS

__all__ = ["BUCKETS", "NEAR", "buckets", "propose"]

B_CUE, I_CUE = 3, 4
NEAR = (1, 2, 4, 8, 16, 32, 64)  # words; upper ends of the distance classes, the eighth is open
BUCKETS = 34  # 17 signed distances, once for the cue's own paragraph and once for others


def propose(probabilities: npt.NDArray[np.float32], threshold: float) -> list[tuple[int, int]]:
    """Candidate cues (first word, end) from tag probabilities (words, 7), in order of their first word."""
    begins = probabilities[:, B_CUE]
    goes_on = probabilities[:, I_CUE] >= np.maximum(probabilities.max(1) - 1e-6, 0.3)
    out = []
    for a in np.flatnonzero(begins > threshold).tolist():
        b = a + 1
        while b < len(begins) and b - a < QUOTATIONS.network_cue and goes_on[b]:
            b += 1
        out.append((a, b))
    return out


def buckets(cue: tuple[int, int], paragraph: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Class of the distance of each word of a window from a cue of that window; ``paragraph`` per word."""
    at = np.arange(len(paragraph))
    left, right = cue[0] - at, at - cue[1] + 1
    out = np.zeros(len(at), np.int64)
    out[left > 0] = 1 + np.searchsorted(NEAR, left[left > 0])
    out[right > 0] = 9 + np.searchsorted(NEAR, right[right > 0])
    out[paragraph != paragraph[cue[0]]] += BUCKETS // 2
    return out
