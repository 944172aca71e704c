"""Folders for what is under way, gone also when the process that made them was killed.

Each is locked by whoever made it for as long as that process lives (``flock``, which a killed process lets
go of, too). The next that needs one removes those that nobody holds. Where there are no such locks, on
Windows, what a killed process left stays.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from variorum.settings import WORK

_PREFIX = "variorum-work-"
_LOCK = ".in-use"


class Scratch:
    """A folder of its own among the temporary files; close it, or use it as a context manager."""

    def __init__(self) -> None:
        with suppress(OSError):
            _sweep(Path(tempfile.gettempdir()))
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = (self.path / _LOCK).open("wb")
        _locked(self._lock)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        self._lock.close()
        shutil.rmtree(self.path, ignore_errors=True)


def _sweep(home: Path) -> None:
    """Remove the folders of this user that no process holds and that are not just being made."""
    for one in home.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            known = one.lstat()
            if hasattr(os, "getuid") and known.st_uid == os.getuid() and _is_left(one, known.st_mtime):
                shutil.rmtree(one, ignore_errors=True)


def _is_left(folder: Path, changed: float) -> bool:
    if folder.is_symlink() or time.time() - changed < WORK.scratch:
        return False
    lock = folder / _LOCK
    if not lock.exists():
        return not any(folder.iterdir())
    with lock.open("rb+") as file:
        return _locked(file)


def _locked(file: IO[bytes]) -> bool:
    """Lock an open file and tell whether that could be done: nobody else holds it."""
    try:
        import fcntl
    except ImportError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
