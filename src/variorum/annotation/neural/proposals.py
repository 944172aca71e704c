"""Which runs of words may be cues: a generous first choice that the reader then accepts or refuses."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from variorum.settings import QUOTATIONS

__all__ = ["BUCKETS", "NEAR", "bucket_rows", "buckets", "propose"]

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


# The class of each signed distance, from the open class on the left to the open one on the right.
_SIDE = np.searchsorted(NEAR, np.arange(1, NEAR[-1] + 2))
_CLASSES = np.concatenate([1 + _SIDE[::-1], [0], 2 + len(NEAR) + _SIDE])


def buckets(cue: tuple[int, int], paragraph: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Class of the distance of each word of a window from a cue of that window; ``paragraph`` per word."""
    rows: npt.NDArray[np.int64] = bucket_rows(np.array([cue]), paragraph[None])[0]
    return rows


def bucket_rows(cues: npt.NDArray[np.int64], paragraphs: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """What ``buckets`` says of many cues, (cue, word); cues: (cue, 2), first word and end."""
    at = np.arange(paragraphs.shape[1])
    first, end = cues[:, :1], cues[:, 1:]
    far = np.minimum(at - first, 0) + np.maximum(at - end + 1, 0)
    most = len(_CLASSES) // 2
    out: npt.NDArray[np.int64] = _CLASSES.take(np.clip(far, -most, most) + most)
    out += (paragraphs != np.take_along_axis(paragraphs, first, axis=1)) * (BUCKETS // 2)
    return out
