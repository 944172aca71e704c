"""Posting lists of seeds, compressed: sorted, cut into buckets, stored as differences.

An entry takes about three bytes: the step to the next seed is small, and the article is counted from the
first one of its segment.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from variorum.settings import WORK
from variorum.text.hashes import distinct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEGMENT_ARTICLES = 1 << 16  # an article is two bytes, counted from the segment's first
_SEED_BITS = 32


def bucket_bits(entries: int) -> int:
    """Return how many leading bits of a seed name its bucket, for a segment of so many entries."""
    return min(16, max(0, (max(entries, 1) // WORK.bucket_entries).bit_length()))


def pack(entries: NDArray[np.uint64], bits: int) -> Iterator[tuple[int, bytes]]:
    """Yield ``(bucket, packed)`` of the buckets that hold something.

    entries: seed in the upper 32 bits, number of the article in its segment in the lower 16; each once.
    """
    import numpy as np

    entries = distinct(entries)
    values = entries >> np.uint64(32)
    numbers = (entries & np.uint64(0xFFFF)).astype(np.uint16)
    shift = np.uint64(_SEED_BITS - bits)
    edges = np.searchsorted(values >> shift, np.arange((1 << bits) + 1, dtype=np.uint64))
    for bucket in range(1 << bits):
        start, end = int(edges[bucket]), int(edges[bucket + 1])
        if end > start:
            yield bucket, _pack_bucket(values[start:end] - (np.uint64(bucket) << shift), numbers[start:end])


def _pack_bucket(values: NDArray[np.uint64], numbers: NDArray[np.uint16]) -> bytes:
    """Return one bucket: steps between seeds as bytes by plane, then numbers by plane."""
    import numpy as np

    steps = np.diff(values, prepend=np.uint64(0)).astype(np.uint32)
    wide = 4 if steps.max() > 0xFFFF else 2
    planes = steps.astype("<u4" if wide == 4 else "<u2").view(np.uint8).reshape(-1, wide).T
    articles = numbers.astype("<u2").view(np.uint8).reshape(-1, 2).T
    body = planes.tobytes() + articles.tobytes()
    return bytes([wide]) + len(steps).to_bytes(4, "little") + zlib.compress(body, 1)


def unpack(bucket: int, bits: int, packed: bytes) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
    """Return the seeds of a bucket, sorted, and beside them the numbers of articles.

    Raises ValueError when the bytes are damaged.
    """
    import numpy as np

    wide, count = packed[0], int.from_bytes(packed[1:5], "little")
    try:
        body = np.frombuffer(zlib.decompress(packed[5:]), np.uint8)
    except zlib.error as error:
        raise ValueError(f"a bucket of the index is damaged: {error}") from error
    if body.size != count * (wide + 2):
        raise ValueError("a bucket of the index has another length than it says")
    steps = np.ascontiguousarray(body[: count * wide].reshape(wide, count).T).view(f"<u{wide}").ravel()
    numbers = np.ascontiguousarray(body[count * wide :].reshape(2, count).T).view("<u2").ravel()
    seeds = np.cumsum(steps, dtype=np.uint64) + (np.uint64(bucket) << np.uint64(_SEED_BITS - bits))
    return seeds.astype(np.uint32), numbers
