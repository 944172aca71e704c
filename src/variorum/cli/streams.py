"""Standard output and standard error, as a program among others has them: closed, full, read by ``head``."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

from variorum.model import Reject
from variorum.outputs.atomic import output_error
from variorum.outputs.words import harmless

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

REJECTS_SHOWN = 5  # lines on the terminal
_INPUT, _OUTPUT, _ERRORS = 0, 1, 2


class ClosedPipe(Exception):  # an OSError would be taken by the libraries in between, each in its own way
    """Nobody reads standard output any more."""


class _Output(io.FileIO):
    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError as error:
            raise ClosedPipe from error
        except OSError as error:
            raise output_error(error, Path("standard output")) from error


class _Errors(io.FileIO):
    """What cannot be said on standard error is lost, and never the reason that the work is lost, too."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def prepare() -> None:
    """Make the two ready: signs that the encoding lacks are replaced, as in the locale C; closed ones opened.

    A file of ours must not get the number of a closed one: whatever is printed would land in it. What is
    written to a closed standard output is an error, as with other tools; see ``outputs.lines``.
    """
    _occupy(_INPUT, os.O_RDONLY)
    _occupy(_OUTPUT, os.O_RDONLY)
    _occupy(_ERRORS, os.O_WRONLY)
    if sys.stdin is None:
        sys.stdin = open(_INPUT, encoding="utf-8", closefd=False)  # noqa: PTH123, SIM115
    sys.stdout = _wrapped(_Output, _OUTPUT, sys.stdout)
    sys.stderr = _wrapped(_Errors, _ERRORS, sys.stderr)


def _occupy(number: int, mode: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        null = os.open(os.devnull, mode)
        if null != number:
            os.dup2(null, number)
            os.close(null)


def _wrapped(kind: type[io.FileIO], number: int, given: TextIO | None) -> TextIO:
    if given is not None and not _is_plain(given, number):
        return given  # somebody has put a stream of their own there
    raw = kind(number, "wb", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=getattr(given, "encoding", None) or "utf-8",
        errors="replace" if number == _OUTPUT else "backslashreplace",
        line_buffering=number == _ERRORS or raw.isatty(),
    )


def _is_plain(given: TextIO, number: int) -> bool:
    try:
        return os.name == "posix" and given.fileno() == number
    except (OSError, ValueError):
        return False


def is_output_open() -> bool:
    """Tell whether there was a standard output when the program began."""
    try:
        import fcntl

        return fcntl.fcntl(_OUTPUT, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY
    except (ImportError, OSError):
        return sys.stdout is not None


def forget_output() -> None:
    """Let what still waits for standard output go nowhere, so that Python does not complain when it ends."""
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, _OUTPUT)
        os.close(null)


def say(text: str, *, lines: bool = False) -> None:
    """Print one line, or with ``lines`` several, on standard error; nothing in it steers the terminal."""
    stream: IO[str] | None = sys.stderr
    if stream is not None:
        with suppress(OSError, ValueError):
            stream.write(harmless(text, lines=lines) + "\n")
            stream.flush()


def say_rejects(rejects: Iterable[Reject]) -> None:
    """Say of the first few what could not be read, and why."""
    for reject, _ in zip(rejects, range(REJECTS_SHOWN), strict=False):
        place = reject.file if reject.line is None else f"{reject.file}:{reject.line}"
        say(f"not read: {place}: {reject.reason}")
