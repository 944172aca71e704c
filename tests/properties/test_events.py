"""Events over kills and in any number of rounds: each once, and the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.happenings import ROUNDS, add, annotating, comparing, events, moment, run

from variorum.desk import Desk, adding, collating
from variorum.model import DeskEvent

_whole: list[DeskEvent] = []
QUIET = settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module", autouse=True)
def _remembered() -> Iterator[None]:
    """Read and compare each text once: what is asked here is what is told of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adding, "annotate_batch", annotating)
        patch.setattr(collating, "collate_story", comparing)
        yield


class Killed(BaseException):
    """As the end of the process: nothing may catch it and go on."""


def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> list[DeskEvent]:
    if not _whole:
        _whole.extend(run(tmp_path_factory.mktemp("whole") / "desk.db"))
    return _whole


def dying_at(write: int) -> Callable[[Desk], None]:
    """Return what has a desk die at a write to its store, just before it, counted from 0."""

    def arm(desk: Desk) -> None:
        session = desk.store.session  # type: ignore[attr-defined]
        seen = count()

        def deadly(method: Callable[..., None]) -> Callable[..., None]:
            def write_or_die(*given: object) -> None:
                if next(seen) == write:
                    raise Killed
                method(*given)

            return write_or_die

        session.do, session.many = deadly(session.do), deadly(session.many)

    return arm


def told(found: list[DeskEvent]) -> list[tuple[str, str, str]]:
    return [(one.id, one.at, one.said) for one in found]


@QUIET
@given(kills=st.lists(st.integers(0, 70), min_size=len(ROUNDS), max_size=len(ROUNDS)))
def test_killed_at_any_write_the_events_are_those_of_one_run(
    tmp_path_factory: pytest.TempPathFactory, kills: list[int]
) -> None:
    path = tmp_path_factory.mktemp("killed") / "desk.db"
    for number, reports in enumerate(ROUNDS):
        try:
            add(path, number, reports, dying_at(kills[number]))
        except Killed:
            add(path, number, reports)
    assert told(events(path)) == told(uninterrupted(tmp_path_factory))


@QUIET
@given(cuts=st.sets(st.integers(1, len(ROUNDS) - 1)))
def test_in_fewer_rounds_only_passing_differences_are_not_told(
    tmp_path_factory: pytest.TempPathFactory, cuts: set[int]
) -> None:
    bounds = [0, *sorted(cuts), len(ROUNDS)]
    rounds = [[one for part in ROUNDS[a:b] for one in part] for a, b in pairwise(bounds)]
    found = run(tmp_path_factory.mktemp("cut") / "desk.db", rounds)
    whole = uninterrupted(tmp_path_factory)
    assert max(Counter(one.id for one in found).values()) == 1
    for kind in ("story", "report", "quotation", "figure", "headline", "correction", "origin"):
        assert {one.id for one in found if one.kind == kind} == {one.id for one in whole if one.kind == kind}
    assert sum(one.kind == "difference" for one in found) <= sum(one.kind == "difference" for one in whole)
    assert [one for one in found if one.kind == "difference"] or len(rounds) == 1


def test_an_event_is_dated_by_the_round_that_brought_what_it_cites(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    whole = uninterrupted(tmp_path_factory)
    assert [one.at for one in whole] == sorted(one.at for one in whole)
    assert {one.at for one in whole if one.kind == "quotation"} == {moment(3)}


def test_the_words_that_an_event_cites_are_what_the_reports_print(tmp_path: Path) -> None:
    found = run(tmp_path / "desk.db")
    with Desk(tmp_path / "desk.db", annotator="rules", workers=1) as desk:
        cited = [part for one in found for side in one.sides for part in side.evidence]
        texts = {one.article.id: one.article.text for one in desk.store.all_annotated()}
        assert cited
        assert all(texts[one.article][one.start : one.end] == one.text for one in cited)
        assert desk.verify() == []
