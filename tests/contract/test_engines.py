"""The contract of engines: every verb equals its naive definition, on every engine.

An engine joins by one line in ``ENGINES``; nothing else here may change for it.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from variorum import engines
from variorum.engines.base import Engine, Holdings, Scores
from variorum.engines.journal import JournaledEngine
from variorum.engines.local import LocalEngine
from variorum.engines.spark import SparkEngine
from variorum.errors import BadRecord, EngineError
from variorum.rescue import Loss, Rescue, joined, singles
from variorum.settings import WORK


@contextlib.contextmanager
def journaled() -> Iterator[Engine]:
    with (
        tempfile.TemporaryDirectory() as folder,
        JournaledEngine(LocalEngine(workers=1), Path(folder, "work")) as engine,
    ):
        engine.begin({"inputs": "those of this test"})
        yield engine


# patience=0: the processes start at once, so that they are what is tested.
ENGINES = {
    "local with 1 worker": lambda: LocalEngine(workers=1),
    "local with 3 workers": lambda: LocalEngine(workers=3, patience=0),
    "local with no memory": lambda: LocalEngine(workers=1, memory=0),
    "local with a journal": journaled,
    "spark": lambda: SparkEngine(workers=2),
}
KEYS = st.sampled_from(["k1", "k2", "k3", "k4", "k5"])
NAMES = st.sampled_from(["a", "b", "c", "d", "e", "f"])
# The engine is started once for all examples of a property, on purpose.
PROPERTY = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module", params=ENGINES, name="engine")
def started_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with ENGINES[request.param]() as engine:
        yield engine


def square(number: int) -> int:
    return number * number


def add(base: int, number: int) -> int:
    return base + number


def refuse_odd(number: int) -> int:
    if number % 2:
        raise BadRecord("odd", file="numbers.txt", line=number)
    return number


def divide_hundred(number: int) -> float:
    return 100 / number


def join(key: str, values: Sequence[int]) -> str:
    return f"{key}:{'+'.join(map(str, values))}"


def largest_share(key: str, values: Sequence[int]) -> float:
    return max(values) / sum(values)


def process_number(_: int) -> int:
    return os.getpid()


# map


@PROPERTY
@given(numbers=st.lists(st.integers(), max_size=120))
def test_map_is_the_function_over_items_in_order(engine: Engine, numbers: list[int]) -> None:
    assert list(engine.map(square, numbers)) == [square(number) for number in numbers]


def test_map_takes_a_partial(engine: Engine) -> None:
    assert list(engine.map(functools.partial(add, 5), range(3))) == [5, 6, 7]


def test_map_reads_only_a_bounded_number_of_items_ahead(engine: Engine) -> None:
    read = itertools.count()
    endless = (next(read) for _ in itertools.repeat(None))
    results = engine.map(square, endless)
    taken = [next(results) for _ in range(50)]
    results.close()  # type: ignore[attr-defined]
    assert taken == [number * number for number in range(50)]
    assert next(read) <= 50 + 16 * 3 * (engine.workers + 1)


def test_map_works_again_after_it_was_left_midway(engine: Engine) -> None:
    results = engine.map(square, range(1000))
    assert next(results) == 0
    del results
    assert list(engine.map(square, range(5))) == [0, 1, 4, 9, 16]


def test_map_tells_progress_up_to_the_end(engine: Engine) -> None:
    calls: list[tuple[int, int | None]] = []
    results = list(engine.map(square, range(100), total=100, on_progress=lambda *call: calls.append(call)))
    done = [number for number, _ in calls]
    assert len(results) == 100
    assert done == sorted(done)
    assert calls[-1] == (100, 100)
    assert {total for _, total in calls} == {100}


def test_an_error_of_the_house_arrives_as_it_was_raised_and_in_its_place(engine: Engine) -> None:
    results = engine.map(refuse_odd, itertools.chain(range(0, 100, 2), [7, 9]))
    taken = []
    with pytest.raises(BadRecord) as caught:
        taken.extend(results)  # stops at 7, the first in order, wherever 9 was tried
    assert (caught.value.message, caught.value.file, caught.value.line) == ("odd", "numbers.txt", 7)


def test_results_before_an_error_are_given(engine: Engine) -> None:
    results = engine.map(refuse_odd, [*range(0, 100, 2), 7, 100])
    taken = list(itertools.islice(results, 50))
    assert taken == list(range(0, 100, 2))
    with pytest.raises(BadRecord):
        next(results)


def test_any_other_error_names_function_and_item(engine: Engine) -> None:
    with pytest.raises(EngineError) as caught:
        list(engine.map(divide_hundred, [4, 2, 0, 1]))
    assert str(caught.value) == "divide_hundred failed on item 3 ('0'): ZeroDivisionError: division by zero"


def test_an_error_of_the_input_comes_after_the_results_before_it(engine: Engine) -> None:
    def broken() -> Iterator[int]:
        yield from range(5)
        raise BadRecord("broken off", file="numbers.txt", line=6)

    results = engine.map(square, broken())
    assert [next(results) for _ in range(5)] == [0, 1, 4, 9, 16]
    with pytest.raises(BadRecord, match="broken off"):
        next(results)


def test_a_function_that_cannot_be_sent_is_refused_at_once(engine: Engine) -> None:
    with pytest.raises(EngineError, match="top of a module"):
        engine.map(lambda number: number, [1])  # type: ignore[no-any-return]


def test_work_is_done_by_other_processes_where_there_are_workers(engine: Engine) -> None:
    doers = set(engine.map(process_number, range(200)))
    assert (os.getpid() in doers) == (engine.workers == 1)
    assert len(doers) <= engine.workers


# what is rescued


def shares(numbers: Sequence[int]) -> list[object]:
    return [100 // number for number in numbers]


def lost_shares(numbers: Sequence[int], loss: Loss) -> list[object]:
    return [f"{number}: {type(loss.cause).__name__}" for number in numbers]


def lost_share(group: tuple[str, Sequence[int]], loss: Loss) -> str:
    return f"{group[0]} {list(group[1])}: {type(loss.cause).__name__}"


def test_an_item_that_raises_is_rescued_and_its_companions_are_worked_on(engine: Engine) -> None:
    batches = [[1, 2], [4, 0, 5], [0], *([10, 20] for _ in range(40))]
    rescue = Rescue(lost=lost_shares, parts=singles, whole=joined)
    found = list(engine.map(shares, batches, rescue=rescue))
    assert found[:3] == [[100, 50], [25, "0: ZeroDivisionError", 20], ["0: ZeroDivisionError"]]
    assert found[3:] == [[10, 5]] * 40


def test_a_group_that_raises_is_rescued(engine: Engine) -> None:
    keyed = [("y", 0), ("x", 1), ("z", 4)]
    found = dict(engine.map_groups(largest_share, keyed, rescue=Rescue(lost=lost_share)))
    assert found == {
        "x": largest_share("x", [1]),
        "y": "y [0]: ZeroDivisionError",
        "z": largest_share("z", [4]),
    }


def no_engine(_: int) -> int:
    raise EngineError("the machine is on fire")


def test_what_is_no_fault_of_an_item_is_not_rescued(engine: Engine) -> None:
    with pytest.raises(EngineError, match="on fire"):
        list(engine.map(no_engine, [1, 2], rescue=Rescue(lost=lost_shares)))


# pairs by key


Triple = tuple[int, int, int]


def columns(holdings: Sequence[Triple]) -> Holdings:
    return Holdings(*np.array(holdings, np.int64).reshape(-1, 3).T)


def told_pairs(found: Iterable[Scores]) -> list[Triple]:
    return [pair for part in found for pair in zip(*(column.tolist() for column in part), strict=True)]


def naive_pairs(holdings: Sequence[Triple], least: int, most: int | None) -> list[Triple]:
    weights: dict[int, dict[int, int]] = {}
    for key, item, weight in holdings:
        held = weights.setdefault(key, {})
        held[item] = held.get(item, 0) + weight
    found = []
    for a, b in itertools.combinations(sorted({item for _, item, _ in holdings}), 2):
        common = [
            held
            for held in weights.values()
            if a in held and b in held and (most is None or len(held) <= most)
        ]
        score = sum(held[a] * held[b] for held in common)
        if common and score >= least:
            found.append((a, b, score))
    return found


@PROPERTY
@given(
    holdings=st.lists(
        st.tuples(
            st.integers(-3, 3) | st.integers(-(2**63), 2**63 - 1), st.integers(0, 9), st.integers(1, 1000)
        ),
        max_size=40,
    ),
    least=st.integers(1, 200_000),
    most=st.none() | st.integers(1, 6),
    cut=st.integers(0, 40),
)
def test_pairs_are_those_that_share_keys(
    engine: Engine, holdings: list[Triple], least: int, most: int | None, cut: int
) -> None:
    expected = naive_pairs(holdings, least, most)
    parts = [columns(holdings[:cut]), columns(holdings[cut:])]
    assert told_pairs(engine.pairs(parts, least=least, most=most)) == expected
    assert told_pairs(engine.pairs([columns(holdings[::-1])], least=least, most=most)) == expected


def test_no_holdings_make_no_pairs(engine: Engine) -> None:
    assert told_pairs(engine.pairs([])) == []


def test_scores_are_exact_beyond_what_floats_hold(engine: Engine) -> None:
    holdings = [(7, 0, 3_000_000_001), (7, 1, 1_000_000_007), (8, 0, 1), (8, 1, 1)]
    assert told_pairs(engine.pairs([columns(holdings)])) == [(0, 1, 3_000_000_001 * 1_000_000_007 + 1)]


def test_many_pairs_come_sorted_and_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    # So that there are many parts.
    monkeypatch.setattr("variorum.text.sparse.WORK", replace(WORK, multiplications=5_000))
    holdings = [(item % 40, item, 1) for item in range(2000)]
    found = [(a, b) for a, b, _ in told_pairs(engine.pairs([columns(holdings)]))]
    assert len(found) == 40 * (50 * 49 // 2)
    assert found == sorted(set(found))


# connected components


def naive_components(items: Sequence[str], links: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    groups = [{item} for item in {*items, *itertools.chain(*links)}]
    for a, b in links:
        touched = [group for group in groups if a in group or b in group]
        groups = [group for group in groups if group not in touched] + [set().union(*touched)]
    return sorted(tuple(sorted(group)) for group in groups)


@PROPERTY
@given(items=st.lists(NAMES, max_size=8), links=st.lists(st.tuples(NAMES, NAMES), max_size=8))
def test_components_are_what_links_hold_together(
    engine: Engine, items: list[str], links: list[tuple[str, str]]
) -> None:
    expected = naive_components(items, links)
    assert engine.components(items, links) == expected
    assert engine.components(reversed(items), [(b, a) for a, b in reversed(links)]) == expected


def test_a_long_chain_is_one_component(engine: Engine) -> None:
    names = [f"{number:05}" for number in range(3000)]
    assert engine.components(names, itertools.pairwise(names)) == [tuple(names)]


# map over groups


@PROPERTY
@given(keyed=st.lists(st.tuples(KEYS, st.integers()), max_size=60))
def test_groups_are_sorted_by_key_with_values_in_order(engine: Engine, keyed: list[tuple[str, int]]) -> None:
    keys = sorted({key for key, _ in keyed})
    expected = [(key, join(key, [value for other, value in keyed if other == key])) for key in keys]
    assert list(engine.map_groups(join, keyed)) == expected


def test_an_error_in_a_group_names_function_and_key(engine: Engine) -> None:
    with pytest.raises(EngineError) as caught:
        list(engine.map_groups(largest_share, [("y", 0), ("x", 1)]))
    assert str(caught.value) == "largest_share failed on item 2 ('y'): ZeroDivisionError: division by zero"


def test_groups_tell_progress_with_their_number(engine: Engine) -> None:
    calls: list[tuple[int, int | None]] = []
    keyed = [(f"k{number}", number) for number in range(7)]
    list(engine.map_groups(join, keyed, on_progress=lambda *call: calls.append(call)))
    assert calls[-1] == (7, 7)


# the registry


def test_every_name_gives_its_engine() -> None:
    for name in engines.names():
        with engines.get(name, workers=1) as engine:
            assert (engine.name, engine.workers) == (name, 1)


def test_an_unknown_engine_is_told_with_the_known_ones() -> None:
    with pytest.raises(EngineError, match=r"no engine 'abacus'; known: .*local"):
        engines.get("abacus")


def test_less_than_one_worker_is_refused() -> None:
    with pytest.raises(EngineError, match="1 or more"):
        engines.get("local", workers=0)
