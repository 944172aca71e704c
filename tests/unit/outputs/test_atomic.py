"""Files that are whole or not there: what killed processes leave, and who may write beside whom."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from variorum.errors import OutputError
from variorum.outputs.atomic import alone_with, replacing, write_bytes

HALF = """
import sys, time
from pathlib import Path
from variorum.outputs.atomic import replacing
with replacing(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    print("written", flush=True)
    time.sleep(60)
"""


def parts(folder: Path) -> list[str]:
    return [path.name for path in folder.glob(".variorum-*.part")]


def writing(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HALF, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    return process


def test_what_a_killed_process_left_is_removed_by_the_next_and_a_living_ones_is_not(tmp_path: Path) -> None:
    killed, alive = writing(tmp_path / "a"), writing(tmp_path / "b")
    killed.kill()
    killed.wait()
    assert len(parts(tmp_path)) == 2
    write_bytes(tmp_path / "c", b"whole")
    assert len(parts(tmp_path)) == 1
    alive.terminate()
    alive.wait()
    write_bytes(tmp_path / "c", b"again")
    assert parts(tmp_path) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c"]


def test_two_that_write_at_once_leave_each_other_alone(tmp_path: Path) -> None:
    with replacing(tmp_path / "a") as one, replacing(tmp_path / "b") as other:
        one.write(b"1")
        other.write(b"2")
    assert ((tmp_path / "a").read_bytes(), (tmp_path / "b").read_bytes()) == (b"1", b"2")
    assert parts(tmp_path) == []


def test_one_at_a_time(tmp_path: Path) -> None:
    path, order, waited = tmp_path / "state", [], []

    def second() -> None:
        with alone_with(path, wait=30, on_wait=lambda: waited.append(True)):
            order.append("second")

    with alone_with(path, wait=0):
        thread = threading.Thread(target=second)
        thread.start()
        while not waited:
            time.sleep(0.01)
        with pytest.raises(OutputError, match="in use by another call"), alone_with(path, wait=0):
            pass
        order.append("first")
    thread.join()
    assert (order, waited) == (["first", "second"], [True])
    assert list(tmp_path.iterdir()) == []
