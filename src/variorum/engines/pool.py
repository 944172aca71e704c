"""A pool of worker processes that ends with its owner, whatever happens to either."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from variorum import limits
from variorum.engines.board import At, Board
from variorum.errors import TookTooLong

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

Result = TypeVar("Result")
_KILLED = -9  # minus SIGKILL, as Python has it


class Death(Struct, frozen=True, kw_only=True):
    """A worker that ended by itself. status: as ``Process.exitcode``. at: where it was, as far as known."""

    status: int | None
    at: At | None

    @property
    def late(self) -> bool:
        """Tell whether its watchdog ended it (see ``limits``)."""
        return self.status == 1 and self.at is not None and self.at.over is not None

    @property
    def killed(self) -> bool:
        """Tell whether somebody or the system, for want of memory, killed it."""
        return self.status == _KILLED

    def cause(self) -> TookTooLong | str:
        """Return why it has no result: an error of the house where it was ended for its time."""
        return TookTooLong(self.words()) if self.late else self.words()

    def words(self) -> str:
        """Say what became of it."""
        if self.late and self.at is not None and self.at.over is not None:
            return limits.late(self.at.over)
        if self.killed:
            return "its worker process was killed (out of memory?)"
        if self.status is not None and self.status < 0:
            return f"its worker process crashed ({signal.Signals(-self.status).name})"
        return f"its worker process died (exit status {self.status})"


def can_fork() -> bool:
    """Tell whether workers can be copies of this process, which have all that it imported and loaded.

    Only on Linux (system libraries of macOS break in copies), and only while no other thread of Python runs,
    whose locks would be copied too. Threads inside numpy and onnxruntime see to themselves.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def start(workers: int) -> ProcessPoolExecutor:
    """Return a pool; processes start when there is work, as copies of this one or afresh (``can_fork``)."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("fork" if can_fork() else "spawn")
    board = Board(context, workers)
    # The system tells of the end of the thread that starts a process, and only the main one stays to the end.
    owner = os.getpid() if threading.current_thread() is threading.main_thread() else None
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_work, initargs=(board, owner))
    pool._variorum_board = board  # type: ignore[attr-defined]
    _keep_quiet_when_stopped(pool)
    return pool


def submit(pool: ProcessPoolExecutor, function: Callable[..., Result], *arguments: Any) -> Future[Result]:
    """Hand over work; a process that starts for it never sees Ctrl-C, which is its owner's to handle."""
    with _interrupts_held():
        return pool.submit(function, *arguments)


def stop(pool: ProcessPoolExecutor) -> list[Death]:
    """End the processes at once, finished or not, and wait until they are gone.

    Returns those that had ended by themselves before, or while this waited.
    """
    processes: list[BaseProcess] = list((getattr(pool, "_processes", None) or {}).values())
    # The first shutdown forgets this thread; left running, it closes its pipe while Python, at its end,
    # writes to it.
    manager = getattr(pool, "_executor_manager_thread", None)
    results, calls = getattr(pool, "_result_queue", None), getattr(pool, "_call_queue", None)
    broken = bool(getattr(pool, "_broken", False))
    pool.shutdown(wait=False, cancel_futures=True)
    if broken and manager is not None:  # it ends what is left by itself, and must not be disturbed in it
        manager.join(timeout=5)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(timeout=5)
        if process.is_alive():
            process.kill()
            process.join(timeout=5)
    # Half a result of a worker stopped while it sent, or work that nobody takes, would keep the threads of
    # the pool waiting for ever, and Python at its end for them: without our copies of those ends they notice.
    for end in (getattr(results, "_writer", None), getattr(calls, "_reader", None)):
        with contextlib.suppress(OSError):
            if end is not None:
                end.close()
    if manager is not None:
        manager.join(timeout=5)
    # Python ends the others of a broken pool, as this did, with SIGTERM.
    board: Board = pool._variorum_board  # type: ignore[attr-defined]
    ended = [one for one in processes if one.exitcode not in (None, 0, -signal.SIGTERM)]
    return [Death(status=one.exitcode, at=board.at(one.pid or 0)) for one in ended]


def _keep_quiet_when_stopped(pool: ProcessPoolExecutor) -> None:
    """Let the thread that sends work say nothing when its pipe is closed under it, as ``stop`` does."""
    queue: Any = getattr(pool, "_call_queue", None)
    told = getattr(queue, "_on_queue_feeder_error", None)
    if told is None:  # another Python may keep its queue elsewhere
        return

    def tell(error: BaseException, item: object) -> None:
        if not (isinstance(error, OSError) and getattr(pool, "_shutdown_thread", False)):
            told(error, item)

    queue._on_queue_feeder_error = tell


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back for a moment; processes started meanwhile inherit that and never receive it.

    The mask is that of this thread alone: a library's thread may take the signal, and Python then answers it
    in the middle of a fork, whose hooks swallow what is raised in them. So it is noted, and sent again after.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    noted: list[int] = []
    handler = signal.getsignal(signal.SIGINT)
    ours = handler is not None and threading.current_thread() is threading.main_thread()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    if ours:
        signal.signal(signal.SIGINT, lambda number, _: noted.append(number))
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGINT, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if noted:
            signal.raise_signal(signal.SIGINT)


def _begin_work(board: Board, owner: int | None) -> None:
    """Make this process a worker of ``owner``, where that is worth asking the system about."""
    _end_with_owner()
    if owner is not None:
        limits.be_killed_with(owner)
    board.take()


def _end_with_owner() -> None:
    """Let this worker end when its owner is gone, even killed: nobody would collect its results."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a copy has its owner's handler
    owner = parent_process()
    if owner is None:
        return
    sentinel = owner.sentinel

    def watch() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="owner-watch").start()
