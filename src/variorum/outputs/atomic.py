"""Files that are whole or not there."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EDQUOT, EISDIR, ENAMETOOLONG, ENOSPC, ENOTDIR, EPERM, EROFS
from pathlib import Path
from typing import BinaryIO

from variorum.errors import OutputError

_REMEDIES = {
    ENOSPC: "the disk is full; free some space or choose another folder with -o",
    EDQUOT: "your disk quota is used up; free some space or choose another folder with -o",
    EROFS: "the disk is read-only; choose another folder with -o",
    EACCES: "you may not write there; change the permissions or choose another folder with -o",
    EPERM: "you may not write there; change the permissions or choose another folder with -o",
    EISDIR: "a folder of that name is in the way; move it or choose another name",
    ENOTDIR: "a part of the path is a file, not a folder; choose another folder with -o",
    ENAMETOOLONG: "the name is too long; choose a shorter one",
}


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Yield a binary file that takes the place of ``path`` when the block ends well.

    Until then an older file at ``path`` stays as it was; after an error or Ctrl-C no half file is
    left. Missing folders are made. A link is followed; a device or pipe is written straight.
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
    # The same folder, so that the rename cannot cross file systems.
    temporary = target.with_name(f".variorum-{secrets.token_hex(8)}.part")
    try:
        with temporary.open("xb") as file:
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
