"""What only an engine of processes can get wrong: dead workers, Ctrl-C, processes left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from variorum.engines import pool
from variorum.engines.local import LocalEngine
from variorum.errors import EngineError
from variorum.rescue import Rescue

SCRIPT = """
import os, sys, time
from variorum.engines.local import LocalEngine
sys.path.insert(0, {folder!r})
from slow_work import note_and_sleep
if __name__ == "__main__":
    with LocalEngine(workers=2, patience=0) as engine:
        for _ in engine.map(note_and_sleep, range(1000)):
            print("started", flush=True)
"""
WORK = """
import os, time
from pathlib import Path
def note_and_sleep(item):
    Path({folder!r}, "worker-%d" % os.getpid()).touch()
    time.sleep(0.05 if item < 16 else 60)
"""


def die_at_forty(number: int) -> int:
    if number == 40:
        os._exit(9)
    return number


def unsendable(number: int) -> object:
    return (part for part in [number])


LOADED = "at import"
LOADS: list[str] = []


def lost(item: int, _: object) -> int:
    return item


def loaded(_: int) -> str:
    return LOADED


def process_number(_: int) -> int:
    return os.getpid()


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_a_killed_worker_is_an_error_with_a_remedy_and_no_hang() -> None:
    with LocalEngine(workers=2, patience=0) as engine:
        with pytest.raises(EngineError, match=r"worker process died at item \d+.*fewer workers"):
            list(engine.map(die_at_forty, range(100)))
        assert list(engine.map(process_number, range(3))), "the engine can be used again"


def test_a_result_that_cannot_be_sent_names_the_function() -> None:
    with (
        LocalEngine(workers=2, patience=0) as engine,
        pytest.raises(EngineError, match="unsendable failed on"),
    ):
        list(engine.map(unsendable, range(3)))


def test_little_work_starts_no_process() -> None:
    with LocalEngine(workers=3) as engine:
        assert set(engine.map(process_number, range(20))) == {os.getpid()}


@pytest.mark.parametrize(("items", "here"), [(3, True), (4, False)])
def test_few_items_need_no_process_where_much_must_be_loaded_first(items: int, here: bool) -> None:
    here = here or not pool.can_fork()  # beside other threads no copy of this process is made for so little
    rescue = Rescue(lost=lost, warm=LOADS.clear)
    LOADS[:] = ["nothing"]
    with LocalEngine(workers=2) as engine:
        doers = set(engine.map(process_number, range(items), rescue=rescue))
    assert (doers == {os.getpid()}) is here
    assert bool(LOADS) is here, "loaded for workers that there are not, or not loaded for those there are"


def test_the_error_of_an_input_comes_after_its_only_item() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("no more")

    with LocalEngine(workers=2) as engine:
        found = engine.map(process_number, broken(), rescue=Rescue(lost=lost, warm=LOADS.clear))
        assert next(found) == os.getpid()
        with pytest.raises(ValueError, match="no more"):
            next(found)


def test_workers_know_what_this_process_loaded_while_no_other_thread_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "LOADED", "by the owner")
    assert what_the_worker_knows(others=False) == ("by the owner" if pool.can_fork() else "at import")


def test_beside_another_thread_workers_start_afresh() -> None:
    assert what_the_worker_knows(others=True) == "at import"


def what_the_worker_knows(*, others: bool) -> str:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    if others:
        thread.start()
    try:
        with LocalEngine(workers=2, patience=0) as engine:
            (known,) = set(engine.map(loaded, range(2)))
    finally:
        done.set()
    return known


def test_leaving_the_engine_ends_its_processes() -> None:
    with LocalEngine(workers=2, patience=0) as engine:
        doers = set(engine.map(process_number, range(100)))
    assert doers
    assert not [process for process in doers if alive(process)]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_an_interrupted_run(end: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "slow_work.py").write_text(WORK.format(folder=str(tmp_path)))
    script = tmp_path / "run.py"
    script.write_text(SCRIPT.format(folder=str(tmp_path)))
    run = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    assert run.stdout is not None
    assert run.stdout.readline() == b"started\n"
    if end is signal.SIGINT:  # as a terminal does: to the run and to its workers
        os.killpg(run.pid, end)
    else:
        run.send_signal(end)
    _, complaints = run.communicate(timeout=40)
    workers = [int(path.name.split("-")[1]) for path in tmp_path.glob("worker-*")]
    assert workers
    until = time.monotonic() + 15
    while any(alive(worker) for worker in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [worker for worker in workers if alive(worker)]
    if end is signal.SIGINT:
        assert complaints.count(b"Traceback") == 1, "the run's own, none of its workers'"
        assert complaints.rstrip().endswith(b"KeyboardInterrupt")


def test_work_under_way_when_the_pool_is_stopped_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    processes = pool.start(1)
    queue = processes._call_queue  # what Python's feeder thread holds on to
    queue._on_queue_feeder_error(OSError("a pipe of our own"), None)
    assert capsys.readouterr().err
    pool.stop(processes)
    queue._on_queue_feeder_error(OSError("closed by stop"), None)
    assert capsys.readouterr().err == ""
