"""Windows as padded arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from variorum.annotation.neural.features import Window

__all__ = ["Batch", "collate"]

START, STOP = 101, 102  # sub-word ids of the markers around a window

Ints = npt.NDArray[np.int64]


@dataclass(slots=True, kw_only=True)
class Batch:
    """Windows side by side, as (window, sub-word) arrays.

    ``words`` is where each word's first sub-word lies when the rows stand one after the other.
    """

    ids: Ints
    case: Ints
    quote: Ints
    place: Ints
    mask: Ints
    words: Ints


def collate(items: Sequence[Window]) -> Batch:
    """Pads windows to the longest of them; the words of one window follow those of the one before."""
    width = max(w.size for w in items) + 2
    ids, case, quote, place, mask = (np.zeros((len(items), width), np.int64) for _ in range(5))
    words = []
    for row, w in enumerate(items):
        x = w.source
        first = x.first[w.begin : w.end + 1]
        a, b, n = int(first[0]), int(first[-1]), w.size
        repeat = np.diff(first)
        ids[row, 0], ids[row, n + 1] = START, STOP
        ids[row, 1 : n + 1] = x.ids[a:b]
        case[row, 1 : n + 1] = x.case[a:b]
        quote[row, 1 : n + 1] = np.repeat(x.quote[w.begin : w.end], repeat)
        place[row, 1 : n + 1] = np.repeat(x.place[w.begin : w.end], repeat)
        mask[row, : n + 2] = 1
        words.append(first[:-1] - a + 1 + row * width)
    flat = np.concatenate(words) if words else np.zeros(0, np.int64)
    return Batch(ids=ids, case=case, quote=quote, place=place, mask=mask, words=flat)
