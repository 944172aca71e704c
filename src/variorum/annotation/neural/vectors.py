"""The network's inner reading of each word of a text, for those who ask which words mean the same one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np
import numpy.typing as npt

__all__ = ["Vectors", "product"]

Ints = npt.NDArray[np.int32]
Halves = npt.NDArray[np.float16]
Floats = npt.NDArray[np.float32]


# Multiplications up to which OpenBLAS, which numpy brings, starts no threads (interface/gemm.c).
_ALONE = 262_144


def product(rows: Floats, matrix: Floats) -> Floats:
    """Return ``rows @ matrix``, in blocks so small that no threads are started.

    Such threads wait for each other at the cost of the whole machine, and workers could not be forked.
    """
    step = max(2, _ALONE // matrix.size)
    if len(rows) <= step:
        whole: Floats = rows @ matrix
        return whole
    out = np.empty((len(rows), matrix.shape[1]), np.float32)
    for start in range(0, len(rows), step):
        low = min(start, len(rows) - step)
        np.matmul(rows[low : low + step], matrix, out=out[low : low + step])
    return out


class Vectors:
    """A vector for each word; stays in the process that read the text.

    start, end: where the words stand, in code points, end exclusive. rows: (words, size), in half precision,
    which is ample: a thousand words take 0.2 MB.
    """

    __slots__ = ("_starts", "end", "rows", "start")

    def __init__(self, start: Ints, end: Ints, rows: Halves) -> None:
        self.start, self.end, self.rows = start, end, rows
        self._starts: list[int] = start.tolist()

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Vectors)
            and np.array_equal(self.start, other.start)
            and np.array_equal(self.rows, other.rows)
        )

    __hash__ = None  # type: ignore[assignment]

    def of(self, start: int, end: int) -> Floats:
        """Mean over the words from ``start`` to ``end``; the word there, or before, where there is none."""
        if not self._starts:
            return np.zeros(self.rows.shape[1], np.float32)
        first = max(0, bisect_right(self._starts, start) - 1)
        last = max(first + 1, bisect_left(self._starts, end))
        rows: Floats = self.rows[first:last].astype(np.float32)
        total: Floats = rows[0] if len(rows) == 1 else np.add.reduce(rows) / np.float32(len(rows))
        return total

    def means(self, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Floats:
        """What ``of`` says of many stretches: (n, size)."""
        if not self._starts or not len(starts):
            return np.zeros((len(starts), self.rows.shape[1]), np.float32)
        first = np.maximum(np.searchsorted(self.start, starts, "right") - 1, 0)
        last = np.maximum(np.searchsorted(self.start, ends, "left"), first + 1)
        counts = last - first
        begins = np.cumsum(counts) - counts
        places = np.arange(int(counts.sum())) + np.repeat(first - begins, counts)
        total = np.add.reduceat(self.rows[places].astype(np.float32), begins, axis=0)
        found: Floats = total / counts[:, None].astype(np.float32)
        return found
