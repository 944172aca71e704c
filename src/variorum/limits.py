"""How long a piece of work may take, and which step of it is under way.

A limit is kept in two ways. Python code, regular expressions among it, is told by a signal that its time is
over; that needs the main thread of a process and a system with interval timers, so not Windows. Code in C
hears no signal before it returns: in a worker process, which can be spared, a watchdog of the interpreter's
own (``faulthandler``, which needs no lock of Python's) ends the process some time after that.

Seconds are those of the processor: what a report takes must not depend on who else uses the machine, nor on
whether the program was stopped for a while (Ctrl-Z). Only the watchdog knows no other clock than the wall's.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import FrameType
from typing import IO

from variorum.errors import TookTooLong
from variorum.settings import WORK

_PR_SET_PDEATHSIG = 1  # linux/prctl.h

_stage: ContextVar[str] = ContextVar("stage", default="")
_tell: Callable[[str, float], None] | None = None
_watched: IO[bytes] | None = None


def be_killed_with(owner: int) -> None:
    """Let the system kill this process when the one that started it is gone; Linux only.

    A thread that watches the owner cannot run while code in C keeps the lock of Python's threads. Only for
    processes that the main thread of ``owner`` started: the system tells of the end of the thread.
    """
    if sys.platform != "linux":
        return
    import ctypes

    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (OSError, AttributeError):  # another C library
        return
    if os.getppid() != owner:  # it was gone before the system was asked
        os._exit(1)


def enter(stage: str) -> None:
    """Say which step begins; ``stage`` tells it until the next one does, also after an error."""
    _stage.set(stage)
    if _tell is not None:
        _tell(stage, 0.0)


def stage() -> str:
    """Return the step that was entered last; '' before the first."""
    return _stage.get()


def can_be_spared(tell: Callable[[str, float], None] | None = None) -> None:
    """Declare this process a worker: it may be ended when code in C overruns a limit.

    tell: called with the step that begins, or with '' and the limit that begins, in seconds (-1 when it
        ends), for whoever asks later what this process was at.
    """
    global _tell, _watched
    _tell = tell
    if _watched is None:
        _watched = Path(os.devnull).open("wb")  # noqa: SIM115 - as long as the process


def late(seconds: float) -> str:
    """Say that work took longer than its limit."""
    return f"took longer than {seconds:g} s"


def wall_limit(seconds: float) -> float:
    """Return after how many seconds on the wall nobody waits any longer for work with such a limit."""
    return seconds * WORK.limit_shared + WORK.limit_margin


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Let the block take so many seconds of processor time and no more; None and 0 are no limit.

    Raises TookTooLong inside the block. Outside the main thread, and on systems without interval timers, only
    a worker is limited (see ``can_be_spared``). A timer of the caller's goes on afterwards.
    """
    if not seconds or seconds <= 0:
        yield
        return
    with _ended_after(seconds), _told_after(seconds):
        yield


@contextmanager
def _told_after(seconds: float) -> Iterator[None]:
    main = threading.current_thread() is threading.main_thread()
    if not (main and hasattr(signal, "setitimer")):
        yield
        return

    def over(_number: int, _frame: FrameType | None) -> None:
        raise TookTooLong(late(seconds))

    handler = signal.signal(signal.SIGPROF, over)
    begun = time.process_time()
    left, interval = signal.setitimer(signal.ITIMER_PROF, seconds, WORK.limit_again)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler if handler is not None else signal.SIG_DFL)
        if left:
            signal.setitimer(signal.ITIMER_PROF, max(left - (time.process_time() - begun), 1e-3), interval)


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    if _watched is None:
        yield
        return
    if _tell is not None:
        _tell("", seconds)
    faulthandler.dump_traceback_later(wall_limit(seconds), exit=True, file=_watched)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        if _tell is not None:
            _tell("", -1.0)
