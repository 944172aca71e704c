"""The desk: what adding tells, that stories grow, that decisions last, and what pages ask for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.desk import clock, report

from variorum.corpus import Corpus
from variorum.decisions.records import judged_difference, judged_reading, make, seen
from variorum.desk import Desk, facade, grouping
from variorum.errors import BadRecord, InputError
from variorum.model import Article, Judged
from variorum.model.codec import encode
from variorum.settings import StoreSettings

REPORTS = [
    *(
        report(0, outlet, size=40 + outlet, said=said)
        for outlet, said in enumerate(("By Friday", "By Monday"))
    ),
    report(0, 2),
    report(1, 0),
    report(1, 1, said="On Sunday"),
    report(2, 3),
]


def at(path: Path, **options: object) -> Desk:
    return Desk(path, annotator="rules", workers=1, now=clock(), **options)  # type: ignore[arg-type]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with at(tmp_path / "desk.db") as made:
        yield made


def added(desk: Desk, *reports: Article | Path, **options: bool) -> list[str]:
    return [event.step for event in desk.add(*reports, **options)]


def stories(desk: Desk) -> dict[str, bytes]:
    return {row.id: encode(found.found) for row in desk.stories().items if (found := desk.story(row.id))}


_batch: dict[str, bytes] = {}


def at_once() -> dict[str, bytes]:
    if not _batch:
        with Corpus(REPORTS, annotator="rules", workers=1) as corpus:
            _batch.update({one.story: encode(one) for one in corpus.collate()})
    return _batch


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(REPORTS))), cuts=st.sets(st.integers(1, len(REPORTS) - 1)))
def test_however_reports_come_the_stories_are_those_of_all_at_once(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], cuts: set[int]
) -> None:
    bounds = [0, *sorted(cuts), len(REPORTS)]
    with at(tmp_path_factory.mktemp("desk") / "desk.db") as desk:
        for start, end in zip(bounds, bounds[1:], strict=False):
            added(desk, *(REPORTS[place] for place in order[start:end]))
        assert stories(desk) == at_once()


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(REPORTS))), cuts=st.sets(st.integers(1, len(REPORTS) - 1)))
def test_in_a_large_store_events_that_share_no_rare_words_are_those_of_all_at_once(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    order: list[int],
    cuts: set[int],
) -> None:
    """Here it holds exactly: all reports of an event are near each other, and no other comes near them."""
    monkeypatch.setattr(grouping, "STORE", StoreSettings(whole=0, share=2.0))
    monkeypatch.setattr(facade, "collate_waiting", lambda *values, **options: iter(()))
    bounds = [0, *sorted(cuts), len(REPORTS)]
    with at(tmp_path_factory.mktemp("desk") / "desk.db") as desk:
        for start, end in zip(bounds, bounds[1:], strict=False):
            added(desk, *(REPORTS[place] for place in order[start:end]))
        assert {row.id for row in desk.stories().items} == set(at_once())


def test_in_a_large_store_only_what_is_near_is_grouped_anew(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(desk, *REPORTS[:2], *REPORTS[3:])
    before, expected = stories(desk), at_once()
    monkeypatch.setattr(grouping, "STORE", StoreSettings(whole=0, share=2.0, near=3))
    read: list[str] = []
    group = grouping.stories.group

    def spy(articles: list[Article], *values: object, **options: object) -> object:
        read.extend(one.id for one in articles)
        return group(articles, *values, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(grouping.stories, "group", spy)
    assert added(desk, REPORTS[2]).count("collated") == 1
    assert set(read) == {one.id for one in REPORTS[:3]}
    now = stories(desk)
    assert len(now) == len(before)
    assert {id for id in now if id in before} == {
        id for id in before if REPORTS[0].id.encode() not in before[id]
    }
    assert now == expected


def test_adding_tells_of_each_report_and_takes_none_twice(desk: Desk, tmp_path: Path) -> None:
    lines = tmp_path / "monday.jsonl"
    rows = [{"id": one.id, "text": one.text, "title": one.title, "date": one.date} for one in REPORTS[:2]]
    lines.write_text("\n".join([*map(json.dumps, rows), "{broken"]), encoding="utf-8")
    events = list(desk.add(lines))
    assert [one.step for one in events] == [
        *("kept", "rejected", "kept"),
        *("grouped", "collated", "told", "done"),
    ]
    (rejected,) = [one.reject for one in events if one.reject]
    assert rejected.line == 3
    held = desk.article(REPORTS[1].id)
    assert held is not None
    assert (held.capture.name, held.line, held.capture.size) == (str(lines), 2, lines.stat().st_size)
    assert held.capture.at.startswith("2026-03-12T08:00:")
    assert sorted(added(desk, lines)) == ["done", "grouped", "known", "known", "rejected"]


def test_what_was_left_for_later_is_done_then(desk: Desk) -> None:
    assert added(desk, *REPORTS, later=True) == ["kept"] * 6 + ["done"]
    assert desk.stories().items == ()
    assert len(desk.search("girder").items) == 3
    assert [one.step for one in desk.refresh()] == ["grouped", "collated", "collated", "told", "done"]
    assert stories(desk) == at_once()


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM story",
        "UPDATE story SET articles = 9",
        "UPDATE person SET quotations = 9",
        "UPDATE collated SET packed = x'00'",
    ],
)
def test_what_can_be_made_again_is_made_again(desk: Desk, tmp_path: Path, damage: str) -> None:
    added(desk, *REPORTS)
    connection = sqlite3.connect(tmp_path / "desk.db")
    with connection:  # another tool, to which stories are rows like any other
        connection.execute(damage)
    connection.close()
    assert desk.verify() != []
    list(desk.refresh(everything=not damage.startswith("DELETE")))
    assert desk.verify() == []
    assert stories(desk) == at_once()


def test_a_store_among_the_reports_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text(REPORTS[0].text, encoding="utf-8")
    with at(tmp_path / "desk.db") as desk:
        assert added(desk, tmp_path) == ["kept", "grouped", "told", "done"]
        assert added(desk, tmp_path) == ["known", "grouped", "done"]


def test_bytes_are_added_under_the_name_they_came_with(desk: Desk) -> None:
    name = "../../etc/bridge report.txt"
    events = list(desk.add_bytes(REPORTS[0].text.encode(), name))
    held = desk.article(events[0].article or "")
    assert held is not None
    assert held.capture.name == name
    assert held.annotated.article.text == REPORTS[0].text
    assert held.annotated.article.extra["file"] == "bridge report.txt"
    assert desk.verify() == []


def test_a_changed_page_is_a_reading_of_its_own_in_its_story(desk: Desk) -> None:
    url = "https://tern.example/bridge"
    first, second = (report(0, 0, said=said, url=url) for said in ("By Friday", "By Easter"))
    added(desk, first, *REPORTS[1:3])
    events = list(desk.add(second))
    assert [one.version for one in events if one.step == "kept"] == [True]
    (row,) = desk.stories().items
    view = desk.story(row.id)
    assert view is not None
    assert {first.id, second.id} <= {one.id for one in view.found.articles}
    readings = {one.article: one.text for said in view.found.utterances for one in said.readings}
    assert ("By Friday" in readings[first.id], "By Easter" in readings[second.id]) == (True, True)
    held = desk.article(second.id)
    assert held is not None
    assert [one.article for one, _ in desk.versions(held.page)] == [first.id, second.id]


def test_decisions_last_through_new_reports_and_another_annotation(desk: Desk) -> None:
    added(desk, *REPORTS[:2])
    (row,) = desk.stories().items
    view = desk.story(row.id)
    assert view is not None and row.open > 0
    line = view.found.discrepancies[0]
    dismissed = make(
        "dismiss",
        Judged(difference=judged_difference(line), seen=seen(view.found)),
        author="Ines",
        at="2026-03-12T09:00:00+00:00",
    )
    after = desk.decide(dismissed)
    assert after is not None
    assert [one.id for one in after.decided.dismissed] == [line.id]
    assert after.row.open == row.open - 1
    added(desk, REPORTS[2])
    assert desk.decisions() == [dismissed]
    now = desk.story(row.id)  # by the id that it had
    assert now is not None
    assert len(now.articles) == 3
    assert now.decided.decisions == (dismissed,)
    assert desk.verify() == []
    assert desk.undo(dismissed.id, author="Ines").undoes == dismissed.id
    back = desk.story(row.id)
    assert back is not None
    assert back.decided.dismissed == ()
    assert back.decided.collation == back.found
    with pytest.raises(InputError, match="no decision"):
        desk.undo("dec-none", author="Ines")


@pytest.mark.parametrize(
    "damage", ["author = 'Somebody Else'", 'judged = \'{"note": "No."}\'', "judged = '[]'"]
)
def test_a_decision_that_was_changed_is_seen(desk: Desk, tmp_path: Path, damage: str) -> None:
    judged = Judged(articles=("a-1",), note="Call them.")
    desk.decide(make("note", judged, author="Ines", at="2026-03-12T09:00:00+00:00"))
    connection = sqlite3.connect(tmp_path / "desk.db")
    with connection:
        connection.execute(f"UPDATE decision SET {damage}")
    connection.close()
    (found,) = desk.verify()
    assert (found.where, "damaged" in found.what) == ("decisions", True)


def test_a_corrected_speaker_is_who_said_it_wherever_the_story_is_collated(desk: Desk) -> None:
    added(desk, *REPORTS[:2])
    (row,) = desk.stories().items
    view = desk.story(row.id)
    assert view is not None
    reading = next(one for said in view.found.utterances for one in said.readings if "Friday" in one.text)
    judged = Judged(readings=(judged_reading(reading, view.articles),), speaker="Runa Brandvold")
    after = desk.decide(make("speaker", judged, author="Ines", at="2026-03-12T09:00:00+00:00"))
    assert after is not None
    named = {one.name for said in after.found.utterances for one in said.speakers}
    assert "Runa Brandvold" in named
    assert any(one.type == "attribution" for one in after.found.discrepancies) or len(named) > 1


def test_stories_are_moved_by_decisions_and_back_when_these_are_undone(desk: Desk) -> None:
    added(desk, *REPORTS)
    before = stories(desk)
    judged = Judged(articles=(REPORTS[2].id,), seen=tuple(one.id for one in REPORTS[:3]))
    split = make("split", judged, author="Ines", at="2026-03-12T09:00:00+00:00")
    after = desk.decide(split)
    assert after is not None
    assert list(after.articles) == [REPORTS[2].id]
    assert len(stories(desk)) == len(before) + 1
    added(desk, report(2, 2))  # nothing that comes undoes it
    assert sorted(row.articles for row in desk.stories().items) == [1, 2, 2, 2]
    desk.undo(split.id, author="Ines")
    assert set(before) - set(stories(desk)) == {id for id in before if REPORTS[5].id.encode() in before[id]}


def test_decisions_go_out_and_come_in_as_lines(desk: Desk, tmp_path: Path) -> None:
    added(desk, *REPORTS[:3])
    judged = Judged(articles=(REPORTS[2].id,), seen=tuple(one.id for one in REPORTS[:3]))
    desk.decide(make("split", judged, author="Ines", at="2026-03-12T09:00:00+00:00"))
    lines = desk.export_decisions()
    with at(tmp_path / "other.db") as other:
        added(other, *REPORTS[:3])
        assert other.import_decisions(lines) == 1
        assert other.import_decisions(lines) == 0
        assert stories(other) == stories(desk)
        with pytest.raises(BadRecord, match="line 1"):
            other.import_decisions(lines.replace(b"Ines", b"Anna"))


def test_a_draft_is_checked_against_all_that_is_there_also_what_came_since(desk: Desk) -> None:
    added(desk, REPORTS[0])
    draft = "“By Monday the girder is safe,” said Ilse Brandvold."
    assert [one.verdict for one in desk.check(draft).quotations] != ["verbatim"]
    added(desk, REPORTS[1])
    found = desk.check(draft)
    assert [one.verdict for one in found.quotations] == ["verbatim"]
    assert found.articles == 2
    assert [match.article for match in found.quotations[0].matches] == [REPORTS[1].id]
    assert desk.verify() == []


def test_other_weights_annotate_again_and_only_what_is_not_theirs(desk: Desk, tmp_path: Path) -> None:
    added(desk, *REPORTS[:2])
    assert [one.step for one in desk.reannotate()] == ["grouped", "done"]
    store = desk.store
    held = store.article(REPORTS[0].id)
    assert held is not None
    from variorum.store.arrivals import arrival

    store.reannotate([arrival(held.annotated, replace(held.annotation, tool="0.1"))])
    steps = [one.step for one in desk.reannotate()]
    assert steps == ["kept", "grouped", "collated", "done"]
    assert desk.verify() == []
