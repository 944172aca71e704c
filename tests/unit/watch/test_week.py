"""A simulated half day of watching: nothing is lost or doubled, and killed at random it comes to the same."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from benchmarks.week import Day, events, held, killed, rows, untold, watch
from benchmarks.week_world import World

EVERY = 7200.0


@pytest.fixture(scope="module")
def world() -> World:
    return World(feeds=5, items=24, days=0.5, seed=6)


@pytest.fixture(scope="module")
def taken(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    path = tmp_path_factory.mktemp("week") / "whole.db"
    began = time.monotonic()
    days = list(watch(world, path, every=EVERY))
    assert [type(one) for one in days] == [Day]
    return path, time.monotonic() - began


@pytest.fixture(scope="module")
def whole(taken: tuple[Path, float]) -> Path:
    return taken[0]


def test_each_version_that_had_to_be_asked_is_in_the_store_once(world: World, whole: Path) -> None:
    found = held(world, whole, every=EVERY)
    assert found.items == 24
    assert found.due > 15
    assert (found.lost, found.doubled, found.strange) == ([], [], [])


def test_what_had_to_be_there_and_is_not_would_be_told(world: World, whole: Path) -> None:
    other = World(feeds=5, items=24, days=0.5, seed=5)
    found = held(other, whole, every=EVERY)
    assert found.lost and found.strange


def test_events_tell_of_stories_and_of_what_outlets_changed(world: World, whole: Path) -> None:
    told = events(whole)
    assert told["story"] > 3
    assert told["quotation"] >= held(world, whole, every=EVERY).edits["quotation"] > 0
    assert untold(world, whole) == []


def test_killed_at_random_it_comes_to_the_same(
    world: World, taken: tuple[Path, float], tmp_path: Path
) -> None:
    whole, seconds = taken
    path = tmp_path / "killed.db"
    ended = killed(world, path, kills=4, seconds=seconds / 2, seed=2, every=EVERY)
    assert sum(ended.values()) > 0
    assert rows(path) == rows(whole)
