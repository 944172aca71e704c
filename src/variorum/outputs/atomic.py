"""Writes files so that they appear only when complete, and only one process at a time writes each."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EBADF, EDQUOT, EISDIR, ENAMETOOLONG, ENOSPC, ENOTDIR, EPERM, EROFS
from pathlib import Path
from typing import IO, BinaryIO

from variorum.errors import OutputError
from variorum.settings import WORK

_REMEDIES = {
    ENOSPC: "the disk is full; free some space or choose another folder with -o",
    EDQUOT: "your disk quota is used up; free some space or choose another folder with -o",
    EROFS: "the disk is read-only; choose another folder with -o",
    EACCES: "you may not write there; change the permissions or choose another folder with -o",
    EPERM: "you may not write there; change the permissions or choose another folder with -o",
    EISDIR: "a folder of that name is in the way; move it or choose another name",
    ENOTDIR: "a part of the path is a file, not a folder; choose another folder with -o",
    ENAMETOOLONG: "the name is too long; choose a shorter one",
    EBADF: "it is closed; give a file with -o",
}
_PART, _PARTS = ".variorum-{}.part", ".variorum-*.part"


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Yield a binary file that takes the place of ``path`` when the block ends well.

    Until then an older file at ``path`` stays as it was; after an error or Ctrl-C no half file is
    left, and what killed processes left in the folder is removed. Missing folders are made.
    A link is followed; a device or pipe is written straight.
    Raises OutputError, which names the file and the remedy.
    """
    try:
        target = path.resolve()
        if target.is_dir():
            raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        if target.exists() and not target.is_file():
            with target.open("wb") as straight:
                yield straight
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        yield from _through_temporary(target)
    except OSError as error:
        raise output_error(error, path) from error


def _through_temporary(target: Path) -> Iterator[BinaryIO]:
    _sweep(target.parent)
    file, temporary = _own_part(target)
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _own_part(target: Path) -> tuple[BinaryIO, Path]:
    """Return a new temporary file in the folder of ``target``, locked while this process lives.

    The same folder, so that the rename cannot cross file systems.
    """
    while True:
        temporary = target.with_name(_PART.format(secrets.token_hex(8)))
        file = temporary.open("xb")
        if hold(file) is not False and _is_at(file, temporary):
            return file, temporary
        file.close()  # swept away by another process before it was held


def _sweep(folder: Path) -> None:
    """Remove temporary files of killed processes; a locked one is still being written."""
    for path in folder.glob(_PARTS):
        with suppress(OSError), path.open("rb") as file:
            if hold(file) is not False:
                path.unlink()


def hold(file: IO[bytes]) -> bool | None:
    """Lock an open file until it is closed or the process ends, however it ends.

    Returns False when another process has it locked; None where locks do not work (some network disks).
    """
    try:
        import fcntl
    except ImportError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _is_at(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


@contextmanager
def alone_with(path: Path, *, wait: float, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Run the block in one process at a time for each ``path``, which need not exist.

    Locks the file ``path.lock`` and removes it at the end. A killed process keeps no lock.

    wait: seconds to wait for the others. on_wait: called once, before waiting.
    Raises OutputError when that was too short, or no file can be made there.
    """
    target = path.resolve()
    lock = target.with_name(f"{target.name}.lock")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        file = _held(lock, wait, on_wait)
    except OSError as error:
        raise output_error(error, lock) from error
    if file is None:
        raise OutputError("is in use by another call; try again when that has ended", file=str(path))
    with file:
        try:
            yield
        finally:
            with suppress(OSError):  # before it is let go, so that nobody holds a file that is not there
                lock.unlink()


def _held(lock: Path, wait: float, on_wait: Callable[[], None] | None) -> BinaryIO | None:
    until = time.monotonic() + wait
    told = False
    while True:
        file = lock.open("ab")
        free = hold(file)
        if free is None or (free and _is_at(file, lock)):
            return file
        file.close()
        if time.monotonic() >= until:
            return None
        if not free:
            if on_wait and not told:
                on_wait()
            told = True
            time.sleep(WORK.file_asked)


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, whole or not at all; raises OutputError."""
    with replacing(path) as file:
        file.write(data)


def output_error(error: OSError, path: Path) -> OutputError:
    """Return the OutputError that says in plain words why ``path`` could not be written, and the remedy."""
    if isinstance(error, FileExistsError):
        remedy = "a file of that name is in the way of a folder; move it or choose another folder with -o"
    else:
        remedy = _REMEDIES.get(error.errno or 0, error.strerror or str(error))
    return OutputError(f"cannot be written: {remedy}", file=str(path))
