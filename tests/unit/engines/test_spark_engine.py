"""What only an engine on Spark can get wrong: shuffles, Java, dead workers, whole commands."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from variorum import engines
from variorum.engines.spark import SparkEngine
from variorum.errors import EngineError, MissingExtra
from variorum.rescue import Loss, Rescue

EXAMPLE = Path(__file__).parents[3] / "src/variorum/example/reports"


@pytest.fixture(scope="module", name="spark")
def started_spark() -> Iterator[SparkEngine]:
    with SparkEngine(workers=2) as engine:
        yield engine


def lengths(key: str, values: Sequence[bytes]) -> tuple[str, list[int]]:
    return key, [len(value) for value in values]


def test_groups_that_come_in_several_loads_stay_whole(
    spark: SparkEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("variorum.engines.spark._HANDED", 3_000)
    keyed = [(f"k{number % 7}", bytes(number)) for number in range(100)]
    expected = [(f"k{key}", (f"k{key}", [*range(key, 100, 7)])) for key in range(7)]
    assert list(spark.map_groups(lengths, keyed)) == expected


def test_of_large_items_few_are_read_ahead(spark: SparkEngine) -> None:
    read = itertools.count()
    large = (bytes(12 * 2**20) for _ in iter(lambda: next(read), None))
    results = spark.map(len, large)
    assert [next(results) for _ in range(3)] == [12 * 2**20] * 3
    results.close()  # type: ignore[attr-defined]
    assert next(read) <= 3 + 3 * 3  # in flight, and a job more; each has 16 MB for each worker


def die(number: int) -> int:
    os._exit(number)


def double(number: int) -> int:
    return 2 * number


def die_or_double(number: int) -> int:
    if number == 3:
        os._exit(9)
    return 2 * number


def lost_number(number: int, loss: Loss) -> str:
    return f"{number}: {loss.cause}"


def test_an_item_at_which_a_worker_dies_is_found_and_the_others_go_on(spark: SparkEngine) -> None:
    found = list(spark.map(die_or_double, range(6), rescue=Rescue(lost=lost_number)))
    assert found[:3] == [0, 2, 4]
    assert found[4:] == [8, 10]
    assert str(found[3]).startswith("3: its worker process died")


def test_a_worker_that_dies_is_told_and_the_engine_goes_on(spark: SparkEngine) -> None:
    with pytest.raises(EngineError, match="Spark gave up: .*A worker process that died was killed"):
        list(spark.map(die, [9]))
    assert list(spark.map(double, [1, 2])) == [2, 4]


JOIN = """
import numpy as np
from variorum.engines import spark_graph
from variorum.engines.spark import SparkEngine

aside = spark_graph._aside

def told(work):
    print("waits for Java", flush=True)
    return aside(work)

spark_graph._aside = told

def holdings():
    count = 30_000  # of one key: 450 million products, so minutes
    yield np.zeros(count, np.int64), np.arange(count), np.ones(count, np.int64)

with SparkEngine(workers=2, alone=0) as engine:
    list(engine.pairs(holdings(), least=2))
"""


def of_session(session: int) -> list[str]:
    """Return the processes of a session that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, its = path.read_text().rpartition(") ")[2].split()[:4]
            if int(its) == session and state != "Z":
                found.append(path.with_name("cmdline").read_text())
    return found


def test_ctrl_c_ends_a_join_and_java(tmp_path: Path) -> None:
    (tmp_path / "join.py").write_text(JOIN)
    run = subprocess.Popen(
        [sys.executable, "join.py"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout is not None
    for _ in ("rows handed over", "lists to be kept", "the first shuffle", "the second"):
        assert run.stdout.readline() == "waits for Java\n"
    time.sleep(1)
    assert any("java" in command for command in of_session(run.pid))
    os.killpg(run.pid, signal.SIGINT)
    _, complaints = run.communicate(timeout=60)
    until = time.monotonic() + 60
    while of_session(run.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert of_session(run.pid) == []
    assert complaints.count("Traceback") == 1
    assert complaints.rstrip().endswith("KeyboardInterrupt")


def test_without_pyspark_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(MissingExtra, match=r"pip install 'variorum\[spark\]'"):
        engines.get("spark")


def test_without_java_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(EngineError, match="needs Java 17 or newer, and none was found: install it"):
        engines.get("spark")


def test_a_master_is_for_spark_alone() -> None:
    with pytest.raises(EngineError, match="the engine local has no master"):
        engines.get("local", master="spark://host:7077")


def test_whole_commands_write_the_same_bytes(tmp_path: Path) -> None:
    written = {}
    for engine in ("local", "spark"):
        command = ["collate", str(EXAMPLE), "--annotator", "rules", "--engine", engine, "--workers", "2"]
        command += ["--window", "30"]  # windows are grouped by the executors
        done = subprocess.run(
            [sys.executable, "-m", "variorum", *command, "-q", "-o", f"{engine}.jsonl"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=550,
        )
        assert done.returncode == 0, done.stderr
        written[engine] = (tmp_path / f"{engine}.jsonl").read_bytes()
    assert written["local"]
    assert written["spark"] == written["local"]
