"""Values in a file, one after the other: each pickled, with its length and a checksum before it."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Iterator
from typing import IO, Any
from zlib import crc32

_HEAD = struct.Struct("<QI")


def pack(value: object) -> bytes:
    """Return ``value`` pickled."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpack(data: bytes) -> Any:
    """Return what ``pack`` was given. Only for what this program wrote: a pickle can run anything."""
    return pickle.loads(data)


def write_frame(file: IO[bytes], data: bytes) -> None:
    """Append ``data`` as one frame."""
    file.write(_HEAD.pack(len(data), crc32(data)))
    file.write(data)


def read_frame(file: IO[bytes]) -> bytes | None:
    """Return the frame at the file's position; None at the end and for one that is not whole."""
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    length, checksum = _HEAD.unpack(head)
    data = file.read(length)
    return data if len(data) == length and crc32(data) == checksum else None


def read_frames(file: IO[bytes], start: int = 0) -> Iterator[bytes]:
    """Yield the frames from ``start`` on; others may move the file's position in between."""
    while True:
        file.seek(start)
        data = read_frame(file)
        if data is None:
            return
        start = file.tell()
        yield data
