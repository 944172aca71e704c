"""A pool of workers ends when it is told to, whatever its processes are doing."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path

import pytest

from variorum.engines import pool

LARGE = 100_000_000  # bytes: far more than a pipe holds


def _send_much(flag: Path) -> bytes:
    flag.touch()
    return bytes(LARGE)


def _take_long(flag: Path, _: bytes) -> None:
    flag.touch()
    time.sleep(60)


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.1, 0.15, 0.2])
def test_a_worker_stopped_while_it_sends_keeps_nobody_waiting(tmp_path: Path, delay: float) -> None:
    working = pool.start(1)
    pool.submit(working, _send_much, tmp_path / "begun")
    _assert_ends(working, tmp_path / "begun", delay)


def test_work_that_nobody_takes_keeps_nobody_waiting(tmp_path: Path) -> None:
    working = pool.start(1)
    for _ in range(3):
        pool.submit(working, _take_long, tmp_path / "begun", bytes(LARGE))
    _assert_ends(working, tmp_path / "begun", 0.1)


def _assert_ends(working, begun: Path, delay: float) -> None:
    thread = working._executor_manager_thread
    while not begun.exists():
        time.sleep(0.01)
    time.sleep(delay)
    pool.stop(working)
    assert not thread.is_alive()  # Python would wait for it at its end


def test_ctrl_c_that_another_thread_takes_while_a_process_starts_is_heard_afterwards() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # Spark leaves one of its own
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    reached = False
    try:
        with pytest.raises(KeyboardInterrupt), pool._interrupts_held():
            signal.pthread_kill(other.ident or 0, signal.SIGINT)
            time.sleep(0.05)
            reached = True
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
        over.set()
        other.join()
    assert reached
