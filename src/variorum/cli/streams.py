"""Handles standard streams that are closed, full, or no longer read by anybody."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import typer
from typer.core import TyperGroup

from variorum.cli.plain import take_plain_values
from variorum.outputs.atomic import output_error
from variorum.outputs.wording import harmless

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

EXIT_CLOSED_PIPE = 141  # 128 + SIGPIPE, as shells have it
UNWRITABLE = frozenset((errno.ENOSPC, errno.EBADF, errno.EIO, errno.EDQUOT))
_INPUT, _OUTPUT, _ERRORS = 0, 1, 2


class _Errors(io.FileIO):
    """Standard error that never fails: a message that cannot be printed is lost, the work is not."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


class Commands(TyperGroup):
    """The group of commands; its error messages, which repeat arguments, are safe to print as well."""

    def make_context(self, *arguments: Any, **named: Any) -> Any:
        """Return the context of a command, whose options and arguments are read here."""
        with _harmless_errors():
            return super().make_context(*arguments, **named)

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        """Read the options that stand before the command."""
        take_plain_values(self, ctx)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that was asked for; see ``plain`` for how its values are taken."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None:
            take_plain_values(command, ctx)
        return name, command, rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for, as Click does."""
        with _harmless_errors():
            return super().invoke(ctx)


@contextmanager
def _harmless_errors() -> Iterator[None]:
    """Take control characters out of usage errors, which repeat what was typed or pasted."""
    try:
        yield
    except Exception as error:
        for name in ("message", "option_name"):
            told = getattr(error, name, None)
            if hasattr(error, "format_message") and isinstance(told, str):
                setattr(error, name, harmless(told))
        raise


def _is_plain(given: TextIO, number: int) -> bool:
    try:
        return os.name == "posix" and given.fileno() == number
    except (OSError, ValueError):  # somebody has put a stream of their own there
        return False


def is_output_open() -> bool:
    """Tell whether there was a standard output when the program began; see ``open_closed``."""
    try:
        import fcntl

        return fcntl.fcntl(_OUTPUT, fcntl.F_GETFL) & os.O_ACCMODE != os.O_RDONLY
    except (ImportError, OSError):
        return sys.stdout is not None


def open_closed() -> None:
    """Open a stand-in for each standard stream that was closed (``>&-``).

    Else the next file that is opened, a database perhaps, takes the number and gets what is printed. To write
    to a closed standard output is an error, as for other tools; messages to a closed standard error are lost.
    """
    for number in (_INPUT, _OUTPUT, _ERRORS):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_WRONLY if number == _ERRORS else os.O_RDONLY)
    if sys.stdin is None:
        sys.stdin = open(_INPUT, encoding="utf-8", closefd=False)  # noqa: SIM115, PTH123
    if sys.stdout is None:
        sys.stdout = open(_OUTPUT, "w", encoding="utf-8", closefd=False)  # noqa: SIM115, PTH123
    if sys.stderr is None:
        sys.stderr = open(_ERRORS, "w", encoding="utf-8", closefd=False)  # noqa: SIM115, PTH123
    elif _is_plain(sys.stderr, _ERRORS):
        raw = _Errors(_ERRORS, "wb", closefd=False)
        sys.stderr = io.TextIOWrapper(
            io.BufferedWriter(raw),
            encoding=sys.stderr.encoding or "utf-8",
            errors="backslashreplace",
            line_buffering=True,
        )


def tell(text: str) -> None:
    """Print one line on standard error, with control characters from file names or texts replaced."""
    typer.echo(harmless(text), err=True)


def end_unread() -> NoReturn:
    """Exit quietly when the reader of a pipe has gone: ``variorum annotate … -o - | head``.

    What is still buffered has nowhere to go, and Python would complain about it when it ends.
    """
    _forget(_OUTPUT)
    _forget(_ERRORS)
    sys.exit(EXIT_CLOSED_PIPE)


def end(ending: SystemExit) -> NoReturn:
    """Flush what was printed, then exit as ``ending`` says; Click by itself exits with 1 on a closed pipe.

    Raises OutputError when it cannot be written.
    """
    if isinstance(ending.__context__, BrokenPipeError):
        end_unread()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        end_unread()
    except OSError as error:
        raise output_error(error, Path("standard output")) from error
    raise ending


def give_up() -> None:
    """Drop output that cannot be written; Python would try, and fail, again at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        _forget(_OUTPUT)


def _forget(number: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)
