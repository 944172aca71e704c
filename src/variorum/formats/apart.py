"""Runs parsers written in C in a process of their own, which can be killed whatever they are doing.

While such a parser runs, Python handles no signal: neither that its time is up nor that the program is to
end. The process is a copy of this one, so only on Linux and only from the main thread; elsewhere parsers
run right here. It is started when it is first needed and ends with the last ``open_apart``.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from variorum.errors import BadRecord, TookTooLong
from variorum.limits import be_killed_with, late, wall_limit
from variorum.settings import WORK

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Result = TypeVar("Result")


class _Helper:
    """The process that parses; it lives while an ``open_apart`` block is open."""

    def __init__(self) -> None:
        self.users = 0
        self._process: BaseProcess | None = None
        self._end: Connection[Any, Any] | None = None
        self._owner = 0

    def call(
        self,
        function: Callable[..., Result],
        arguments: tuple[Any, ...],
        limit: float | None,
        load: Callable[[], None],
    ) -> Result:
        """Return the result of the function there. Raises what it raises, TookTooLong, or BadRecord."""
        end = self._started(load)
        if end is None:
            return function(*arguments)
        try:
            end.send((function, arguments))
            if limit and not self._answered(end, limit):
                raise TookTooLong(late(limit))
            value, error = end.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError) as broken:
            raise BadRecord(f"the page could not be taken apart: {self._death()}") from broken
        except BaseException:  # what it is at has no end, or nobody waits for it
            self.close()
            raise
        if error is not None:
            raise error
        found: Result = value
        return found

    def _started(self, load: Callable[[], None]) -> Connection[Any, Any] | None:
        """Start the process and return our end of its pipe; None where no process can be started."""
        if self._end is not None and self._owner == os.getpid():
            return self._end
        if not self.users or not _possible():
            return None
        from multiprocessing import get_context

        load()
        context = get_context("fork")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, ours, os.getpid()), daemon=True)
        try:
            process.start()
        except (OSError, AssertionError):  # no room for it, or a process that may have no children
            ours.close()
            theirs.close()
            return None
        theirs.close()
        self._process, self._end, self._owner = process, ours, os.getpid()
        return ours

    def _answered(self, end: Connection[Any, Any], limit: float) -> bool:
        """Tell whether an answer came before the process used up its time (see ``limits``)."""
        begun, until = self._used(), time.monotonic() + wall_limit(limit)
        wait = limit + WORK.limit_margin
        while not end.poll(wait):
            used = self._used()
            if used is None or begun is None or time.monotonic() > until:
                return False
            wait = limit + WORK.limit_margin - (used - begun)
            if wait <= 0:
                return False
            wait = min(wait, max(0.0, until - time.monotonic()) + 0.01)
        return True

    def _used(self) -> float | None:
        """Return the processor time of the process so far, in seconds; None where it cannot be told."""
        try:
            told = Path(f"/proc/{self._process.pid if self._process else 0}/stat").read_text()
            user, system = told.rpartition(")")[2].split()[11:13]  # fields 14 and 15 of proc(5)
            return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        except (OSError, ValueError):
            return None

    def _death(self) -> str:
        process = self._process
        if process is not None:
            process.join(timeout=5)
        status = process.exitcode if process is not None else None
        self.close()
        if status is not None and status < 0:
            return f"its parser crashed ({signal.Signals(-status).name})"
        return f"its parser died (exit status {status})"

    def close(self) -> None:
        """End the process at once."""
        process, end = self._process, self._end
        self._process = self._end = None
        if end is not None:
            end.close()
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.join(timeout=5)


_helper = _Helper()


@contextmanager
def open_apart() -> Iterator[None]:
    """Within the block ``run_apart`` works in a process of its own."""
    _helper.users += 1
    try:
        yield
    finally:
        _helper.users -= 1
        if not _helper.users:
            _helper.close()


def run_apart(
    function: Callable[..., Result], *arguments: Any, limit: float | None, load: Callable[[], None]
) -> Result:
    """Return ``function(*arguments)``, computed in the process; function, arguments and result must pickle.

    limit: seconds; None or 0 for none. load: imports modules in this process first, so that every new one, a
    copy of it, has them.
    Raises what the function raises; TookTooLong; BadRecord when it ended the process.
    """
    return _helper.call(function, arguments, limit, load)


def _possible() -> bool:
    return sys.platform == "linux" and threading.current_thread() is threading.main_thread()


def _serve(end: Connection[Any, Any], owners: Connection[Any, Any], owner: int) -> None:
    """Run what is sent through the pipe until the other end closes."""
    owners.close()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    be_killed_with(owner)
    while True:
        try:
            function, arguments = end.recv()
        except (EOFError, OSError):
            return
        answer: tuple[Any, Exception | None]
        try:
            answer = (function(*arguments), None)
        except Exception as error:
            answer = (None, error)
        _send(end, answer)


def _send(end: Connection[Any, Any], answer: tuple[Any, Exception | None]) -> None:
    try:
        end.send(answer)
    except (OSError, EOFError):
        return
    except Exception as error:  # what cannot be pickled
        end.send((None, BadRecord(f"{type(error).__name__}: {error}")))
