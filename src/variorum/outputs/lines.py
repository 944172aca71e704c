"""Lines to a file or to standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from variorum.outputs.atomic import output_error, replacing

STANDARD_OUTPUT = "-"


def make_folder(path: Path) -> None:
    """Make a folder and its parents. Raises OutputError when it cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(error, path) from error


@contextmanager
def standard_output() -> Iterator[None]:
    """Turn errors in writing to standard output into OutputError; BrokenPipeError stays as it is."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise output_error(error, Path("standard output")) from error


def remove(path: Path) -> None:
    """Remove the file of an earlier run, if there is one. Raises OutputError when it cannot be removed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise output_error(error, path) from error


def write_lines(path: Path, lines: Iterable[bytes]) -> int:
    """Write each of ``lines`` with a line end; return how many there were.

    The file appears under its name only when the last line is in it; ``-`` is standard output, which
    gets each line at once. Raises OutputError when it cannot be written.
    """
    if str(path) == STANDARD_OUTPUT:
        with standard_output():
            return _write(sys.stdout.buffer, lines)
    with replacing(path) as file:
        return _write(file, lines)


def _write(file: BinaryIO, lines: Iterable[bytes]) -> int:
    count = 0
    for line in lines:
        file.write(line + b"\n")
        count += 1
    file.flush()
    return count
