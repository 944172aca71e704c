"""Values that need not fit in memory: in the order they came (Spool), or by key (SpilledGroups).

They go to temporary files without a name, so nothing is left of them whatever ends the process. ``TMPDIR``
says where.
"""

from __future__ import annotations

import errno
import heapq
import io
import tempfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from types import TracebackType
from typing import IO, Any, Generic, Self, TypeVar

from variorum.engines.base import Key
from variorum.engines.frames import pack, read_frame, read_frames, unpack, write_frame
from variorum.errors import EngineError
from variorum.settings import WORK

Item = TypeVar("Item")
# Bytes held in memory before values go to disk: an annotated article takes some 40 kB.
MEMORY = 128 * 2**20
# Bytes read ahead of each sorted run while runs are merged.
_BUFFER = 64 * 2**10


class Spool(Generic[Item]):
    """Values to be read several times, in the order they were added or one by one; use it in a ``with``.

    memory: bytes up to which they are held in memory.
    """

    def __init__(self, memory: int = MEMORY) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(memory, prefix="variorum-")  # noqa: SIM115
        self._starts = array("Q")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, value: Item) -> None:
        """Add ``value``. Raises EngineError when the disk is full."""
        with _disk():
            self._starts.append(self._file.seek(0, io.SEEK_END))
            write_frame(self._file, pack(value))

    def __len__(self) -> int:
        return len(self._starts)

    def __getitem__(self, place: int) -> Item:
        self._file.seek(self._starts[place])
        data = read_frame(self._file)
        if data is None:
            raise EngineError(f"a temporary file in {tempfile.gettempdir()} is not what was written to it")
        found: Item = unpack(data)
        return found

    def __iter__(self) -> Iterator[Item]:
        return map(unpack, read_frames(self._file))


class SpilledGroups:
    """Packed values by key, for an external merge sort (Knuth, vol. 3, 5.4); use it in a ``with``.

    memory: bytes of values held at once; what is more is sorted and written as a run.
    """

    def __init__(self, memory: int = MEMORY) -> None:
        self._memory = memory
        self._held: list[tuple[bytes, bytes]] = []
        self._size = 0
        self._runs: list[_Run] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for run in self._runs:
            run.close()

    def add(self, key: Key, data: bytes) -> None:
        """Add a value to the group of ``key``. Raises EngineError when the disk is full."""
        # UTF-8 sorts as the text does, and a lone surrogate is a key like any other.
        name = key.encode("utf-8", "surrogatepass")
        self._held.append((name, data))
        self._size += len(name) + len(data) + WORK.entry
        if self._size > self._memory:
            with _disk():
                self._runs.append(_Run(self._sorted()))
            self._held, self._size = [], 0

    def __len__(self) -> int:
        """Return the number of groups."""
        keys = heapq.merge(*(run.keys() for run in self._runs), map(itemgetter(0), self._sorted()))
        return sum(1 for _ in groupby(keys))

    def __iter__(self) -> Iterator[tuple[Key, list[bytes]]]:
        """Yield each key with its values in the order they came, sorted by key."""
        merged = heapq.merge(*self._runs, self._sorted(), key=itemgetter(0))
        for name, entries in groupby(merged, key=itemgetter(0)):
            yield name.decode("utf-8", "surrogatepass"), [data for _, data in entries]

    def _sorted(self) -> list[tuple[bytes, bytes]]:
        self._held.sort(key=itemgetter(0))  # stable: values of one key stay in order
        return self._held


class _Run:
    """Sorted entries in a temporary file, and in another one their keys alone, once each."""

    def __init__(self, entries: list[tuple[bytes, bytes]]) -> None:
        self._entries: IO[bytes] = tempfile.TemporaryFile(prefix="variorum-", buffering=_BUFFER)  # noqa: SIM115
        self._keys: IO[bytes] = tempfile.TemporaryFile(prefix="variorum-", buffering=_BUFFER)  # noqa: SIM115
        for name, group in groupby(entries, key=itemgetter(0)):
            write_frame(self._keys, name)
            for _, data in group:
                write_frame(self._entries, name)
                write_frame(self._entries, data)
        self._entries.flush()
        self._keys.flush()

    def keys(self) -> Iterator[bytes]:
        self._keys.seek(0)
        return iter(lambda: read_frame(self._keys), None)

    def __iter__(self) -> Iterator[tuple[bytes, Any]]:
        self._entries.seek(0)
        while (name := read_frame(self._entries)) is not None:
            yield name, read_frame(self._entries)

    def close(self) -> None:
        self._entries.close()
        self._keys.close()


@contextmanager
def _disk() -> Iterator[None]:
    """Tell in words when the folder of temporary files is full."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        remedy = "is full; free some space there, or name a larger one in TMPDIR" if full else str(error)
        raise EngineError(f"the folder of temporary files, {tempfile.gettempdir()}, {remedy}") from error
