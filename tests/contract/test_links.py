"""The contract of the verbs about links, where they are hard: skewed keys, many parts, long chains.

On every way to find them: in one process, and by the tables of Spark on a cluster of two executors, which
are processes of their own and share nothing with the driver or with each other.
"""

from __future__ import annotations

import contextlib
import itertools
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyspark
import pytest
from msgspec.structs import replace
from tests.contract.test_engines import Triple, columns, naive_components, naive_pairs, told_pairs

from variorum.engines.base import Engine, Holdings
from variorum.engines.local import LocalEngine
from variorum.engines.spark import SparkEngine
from variorum.settings import WORK

WAYS = ("local", "spark, the driver alone", "spark, two executors")


@pytest.fixture(scope="module", name="cluster")
def started_cluster() -> Iterator[Engine]:
    # alone=0: the driver hands over all links, however few.
    with SparkEngine(workers=2, master="local-cluster[2,1,1024]", alone=0) as engine:
        yield engine
        own = engine._start().applicationId
    work = Path(pyspark.__file__).with_name("work")  # where its executors worked
    shutil.rmtree(work / own, ignore_errors=True)
    with contextlib.suppress(OSError):
        work.rmdir()  # another run may have its own in it


@pytest.fixture(scope="module", params=WAYS, name="engine")
def started_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "spark, two executors":
        yield request.getfixturevalue("cluster")
    else:
        with LocalEngine(workers=1) if request.param == "local" else SparkEngine(workers=2) as engine:
            yield engine


@pytest.fixture(autouse=True)
def in_small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_LOAD", 500), ("_PRODUCTS", 50_000), ("_TOLD", 100)):
        monkeypatch.setattr(f"variorum.engines.spark_graph.{name}", value)
    monkeypatch.setattr("variorum.text.sparse.WORK", replace(WORK, multiplications=5_000))


def skewed(draw: random.Random) -> list[Triple]:
    """Return holdings of 60 items: few keys that nearly all hold, many that hardly any does."""
    keys = [draw.randint(-(2**63), 2**63 - 1) for _ in range(80)]
    return [
        (keys[min(79, int(draw.paretovariate(0.5)) - 1)], draw.randint(0, 59), draw.randint(1, 9))
        for _ in range(900)
    ]


@pytest.mark.parametrize(("least", "most"), [(150, None), (3, 12)])
def test_skewed_keys_in_parts_of_all_sizes(engine: Engine, least: int, most: int | None) -> None:
    holdings = skewed(random.Random(5))
    parts = [columns(holdings[start:end]) for start, end in itertools.pairwise([0, 0, 1, 30, 30, 870, 900])]
    found = told_pairs(engine.pairs(iter(parts), least=least, most=most))
    assert found
    assert found == naive_pairs(holdings, least, most)


def test_a_key_that_very_many_hold_links_each_two_of_them(engine: Engine) -> None:
    count = 700
    items = np.arange(count) * 1000  # numbers with gaps
    key = Holdings(np.full(count, 7), items, np.arange(1, count + 1))
    left, right = np.triu_indices(count, 1)
    parts = list(engine.pairs([key], least=2))
    found = [np.concatenate(column) for column in zip(*parts, strict=True)]
    assert len(parts) > 1
    assert all(column.dtype == np.int64 for column in found)
    assert np.array_equal(np.stack(found), np.stack([items[left], items[right], (left + 1) * (right + 1)]))


def test_who_holds_a_key_twice_counts_once_and_with_the_sum(engine: Engine) -> None:
    at_most = [(1, 0, 2), (1, 1, 3), (1, 0, 5), (1, 0, 1)]
    above = [(2, 0, 1), (2, 1, 1), (2, 2, 1)]
    alone = [(3, 4, 1), (3, 4, 1)]
    assert told_pairs(engine.pairs([columns(at_most + above + alone)], most=2)) == [(0, 1, 24)]


def test_scores_reach_the_bound_and_what_links_none_may_pass_it(engine: Engine) -> None:
    root = 3_037_000_499  # the largest whose square is below 2**63
    rest = 2**63 - 1 - root**2
    held = [(1, 0, root), (1, 1, root - 1), (1, 1, 1), (2, 0, 1), (2, 1, rest)]
    alone = [(3, 5, 2**62), (3, 5, 2**62), (3, 5, 2**62)]
    common = [(4, item, 2**62) for item in range(5)]
    found = told_pairs(engine.pairs([columns(held), columns(alone + common)], least=2**63 - 1, most=3))
    assert found == [(0, 1, 2**63 - 1)]


def test_parts_without_holdings_make_no_pairs(engine: Engine) -> None:
    assert told_pairs(engine.pairs(iter([]))) == []
    assert told_pairs(engine.pairs([columns([]), columns([])])) == []
    assert told_pairs(engine.pairs([columns([(1, 0, 1), (2, 1, 1)])])) == []


def test_components_of_every_shape(engine: Engine) -> None:
    draw = random.Random(9)
    names = [f"n{number:03}" for number in range(200)]
    draw.shuffle(names)
    chain = list(itertools.pairwise(names[:60]))
    star = [(names[60], name) for name in names[61:120]]
    ring = [*itertools.pairwise(names[120:140]), (names[139], names[120])]
    random_ones = [(draw.choice(names[140:190]), draw.choice(names[140:190])) for _ in range(35)]
    odd = [("é", "\U0001f600"), ("\ud800", "\uffff"), ("", "e"), ("x", "x"), ("x", "x")]
    links = chain + star + ring + random_ones + odd
    draw.shuffle(links)
    links += [(b, a) for a, b in links[:100]]
    items = [*names[180:], names[190], "alone", "x"]
    assert engine.components(iter(items), iter(links)) == naive_components(items, links)


def test_no_links_leave_each_item_alone(engine: Engine) -> None:
    assert engine.components([], []) == []
    assert engine.components(["b", "a", "b"], iter([])) == [("a",), ("b",)]


def meet(meeting: str) -> str:
    """Say in which folder this is, once somebody in another one said so, or after a minute alone."""
    here = Path.cwd()
    Path(meeting, str(here).replace("/", "_")).touch()
    until = time.monotonic() + 60
    while len(list(Path(meeting).iterdir())) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    return str(here)


def test_executors_are_processes_in_folders_of_their_own(cluster: Engine, tmp_path: Path) -> None:
    """So nothing above worked by sharing memory, or a folder, with the driver."""
    folders = set(cluster.map(meet, [str(tmp_path)] * 8))
    assert len(folders) == 2
    assert str(Path.cwd()) not in folders
