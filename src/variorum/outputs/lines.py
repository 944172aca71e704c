"""Lines to a file: whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from variorum.errors import OutputError


def make_folder(path: Path) -> None:
    """Make a folder and its parents. Raises OutputError when it cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot make this folder ({error.strerror}); give another one", file=str(path)
        ) from error


def write_lines(path: Path, lines: Iterable[bytes]) -> int:
    """Write each of ``lines`` with a line end; return how many there were.

    The file appears under its name only when the last line is in it; ``-`` is standard output, which
    gets each line at once. Raises OutputError when it cannot be written.
    """
    if str(path) == "-":
        return _write(sys.stdout.buffer, lines)
    if path.is_dir():
        raise OutputError("is a folder; name a file in it", file=str(path))
    make_folder(path.parent)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            count = _write(file, lines)
        partial.replace(path)
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror})", file=str(path)) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return count


def _write(file: BinaryIO, lines: Iterable[bytes]) -> int:
    count = 0
    for line in lines:
        file.write(line + b"\n")
        count += 1
    file.flush()
    return count
