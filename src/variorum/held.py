"""Which stores this process has open, so that nothing else here opens their files.

A process that opens and closes a file of SQLite itself lets go of the locks that SQLite holds on it
(https://www.sqlite.org/howtocorrupt.html, 2.2). Then the next process that is done with the store takes away
the log that this one still writes into, and what it writes is lost.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from pathlib import Path

BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a store, with locks of its own."""

_HELD: Counter[tuple[int, int]] = Counter()  # by device and number of the file
_COUNTING = threading.Lock()


def hold(path: Path) -> tuple[int, int]:
    """Remember that this process has a store open; ``let_go`` of what this returns when it no longer has."""
    found = path.stat()
    with _COUNTING:
        _HELD[found.st_dev, found.st_ino] += 1
    return found.st_dev, found.st_ino


def let_go(held: tuple[int, int]) -> None:
    """Forget what ``hold`` returned."""
    with _COUNTING:
        _HELD[held] -= 1


def is_held(path: str | os.PathLike[str]) -> bool:
    """Tell whether a file is of a store that this process has open, so that it must not be opened besides."""
    store = str(path)
    for suffix in BESIDE:
        store = store.removesuffix(suffix)
    try:
        found = Path(store).stat()
    except (OSError, ValueError):
        return False
    return _HELD[found.st_dev, found.st_ino] > 0
