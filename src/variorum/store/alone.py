"""One process at a time for some work on a store in a file: a lock that ends with its process."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from variorum.errors import OutputError

_HERE: set[str] = set()  # locks of this process: the system does not keep it from itself


@contextmanager
def alone(store: Path, name: str) -> Iterator[None]:
    """Be the only one inside that does ``name`` to a store; the lock is a file beside it.

    A copy of this process has no part in it. Raises OutputError when another one is at it, or the lock
    cannot be made.
    """
    path = store.absolute().with_name(f"{store.name}.{name}.lock")
    if str(path) in _HERE:
        raise _taken(store, name, os.getpid())
    file = _locked(path, store, name)
    _HERE.add(str(path))
    try:
        yield
    finally:
        _HERE.discard(str(path))
        if sys.platform != "win32":  # there no file that is open can be removed
            with suppress(OSError):
                path.unlink()
        os.close(file)


def _locked(path: Path, store: Path, name: str) -> int:
    while True:
        try:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise OutputError(
                f"cannot be locked beside it ({path.name}: {error.strerror}); let its folder be writable",
                file=str(store),
            ) from error
        try:
            _lock(file)
            if os.fstat(file).st_ino == path.stat().st_ino:  # else whoever had it has removed it meanwhile
                os.ftruncate(file, 0)
                os.write(file, str(os.getpid()).encode())
                return file
        except FileNotFoundError:
            pass
        except OSError as error:
            held = os.pread(file, 20, 0) if sys.platform != "win32" else b""
            os.close(file)
            raise _taken(store, name, int(held) if held.isdigit() else None) from error
        os.close(file)


def _lock(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # not flock: that a copied process would keep


def _taken(store: Path, name: str, who: int | None) -> OutputError:
    told = f" (process {who})" if who else ""
    return OutputError(
        f"somebody else does {name} on it already{told}; one at a time: end that one first", file=str(store)
    )
