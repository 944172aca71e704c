"""What only an engine on Spark can get wrong: shuffles, Java, dead workers, whole commands."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from variorum import engines
from variorum.engines.spark import SparkEngine
from variorum.errors import EngineError, MissingExtra

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


def die(number: int) -> int:
    os._exit(number)


def double(number: int) -> int:
    return 2 * number


def test_a_worker_that_dies_is_told_and_the_engine_goes_on(spark: SparkEngine) -> None:
    with pytest.raises(EngineError, match="Spark gave up: .*A worker process that died was killed"):
        list(spark.map(die, [9]))
    assert list(spark.map(double, [1, 2])) == [2, 4]


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
