"""A pool of worker processes that ends with its owner, whatever happens to either."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Result = TypeVar("Result")


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
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_owner)
    _keep_quiet_when_stopped(pool)
    return pool


def submit(pool: ProcessPoolExecutor, function: Callable[..., Result], *arguments: Any) -> Future[Result]:
    """Hand over work; a process that starts for it never sees Ctrl-C, which is its owner's to handle."""
    with _interrupts_held():
        return pool.submit(function, *arguments)


def stop(pool: ProcessPoolExecutor) -> None:
    """End the processes at once, finished or not, and wait until they are gone."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    # The first shutdown forgets this thread; left running, it closes its pipe while Python, at its end,
    # writes to it.
    manager = getattr(pool, "_executor_manager_thread", None)
    results, calls = getattr(pool, "_result_queue", None), getattr(pool, "_call_queue", None)
    pool.shutdown(wait=False, cancel_futures=True)
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
    """Hold Ctrl-C back for a moment; processes started meanwhile inherit that and never receive it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
