"""Stories kept in a file between calls: what is written, said and refused."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from tests.unit.cli.test_commands import AGENCY, OTHER, TABLOID, VARIORUM, run

from variorum.corpus import Corpus
from variorum.errors import OutputError, UnreadableFile
from variorum.outputs.atomic import alone_with


def grouping(path: Path) -> dict[str, str]:
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {line["id"]: line["story"] for line in lines}


def folder(path: Path, **texts: str) -> Path:
    path.mkdir()
    for name, text in texts.items():
        (path / f"{name}.txt").write_text(text, encoding="utf-8")
    return path


def test_calls_add_to_the_state_and_say_what_changed(tmp_path: Path) -> None:
    folder(tmp_path / "monday", agency=AGENCY, show=OTHER)
    folder(tmp_path / "tuesday", tabloid=TABLOID)
    first = run("group", "monday", "-o", "out.jsonl", "--state", "desk.stories", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "2 new articles; stories: 2 founded" in first.stderr
    before = grouping(tmp_path / "out.jsonl")
    assert len(set(before.values())) == 2

    second = run("group", "tuesday", "monday", "-o", "out.jsonl", "--state", "desk.stories", cwd=tmp_path)
    assert second.returncode == 0, second.stderr
    assert "1 new article, 2 known before; stories: 1 grown" in second.stderr
    after = grouping(tmp_path / "out.jsonl")
    assert before.items() <= after.items()
    assert sorted(list(after.values()).count(story) for story in set(after.values())) == [1, 2]

    state = (tmp_path / "desk.stories").read_bytes()
    third = run("group", "monday", "-o", "again.jsonl", "--state", "desk.stories", cwd=tmp_path)
    assert "0 new articles, 2 known before; stories: no change" in third.stderr
    assert grouping(tmp_path / "again.jsonl") == after
    assert (tmp_path / "desk.stories").read_bytes() == state


def test_a_state_and_a_folder_for_work_exclude_each_other(tmp_path: Path) -> None:
    done = run("group", "x", "-o", "o.jsonl", "--state", "s", "--work", "w", cwd=tmp_path)
    assert done.returncode == 2
    assert "--state and --work exclude each other" in done.stderr


def test_windows_exclude_a_state_and_a_given_grouping(tmp_path: Path) -> None:
    done = run("group", "x", "-o", "o.jsonl", "--state", "s", "--window", "30", cwd=tmp_path)
    assert done.returncode == 2
    assert "--state and --window exclude each other" in done.stderr
    done = run("collate", "x", "-o", "o.jsonl", "--by", "event", "--window", "30", cwd=tmp_path)
    assert done.returncode == 2
    assert "--by and --window exclude each other" in done.stderr


def test_a_folder_is_grouped_by_windows(tmp_path: Path) -> None:
    folder(tmp_path / "reports", agency=AGENCY, tabloid=TABLOID)
    run("group", "reports", "-o", "whole.jsonl", cwd=tmp_path)
    run("group", "reports", "-o", "windows.jsonl", "--window", "30", cwd=tmp_path)
    assert grouping(tmp_path / "windows.jsonl") == grouping(tmp_path / "whole.jsonl")


def test_a_file_that_is_no_state_is_left_as_it_is(tmp_path: Path) -> None:
    reports = folder(tmp_path / "reports", agency=AGENCY)
    state = tmp_path / "notes.txt"
    state.write_text("not a state", encoding="utf-8")
    with (
        Corpus(reports, workers=1) as corpus,
        pytest.raises(UnreadableFile, match=r"notes\.txt: is no saved"),
    ):
        corpus.follow(state)
    assert state.read_text(encoding="utf-8") == "not a state"


def test_events_come_with_the_time_given(tmp_path: Path) -> None:
    reports = folder(tmp_path / "reports", agency=AGENCY, tabloid=TABLOID)
    with Corpus(reports, workers=1) as corpus:
        found = corpus.follow(tmp_path / "desk.stories", at="2031-05-02T08:00:00Z")
    assert [(event.kind, event.at) for event in found.events] == [("founded", "2031-05-02T08:00:00Z")]
    assert set(found.events[0].articles) == {article for article, _ in found.stories}
    assert (found.new, found.read) == (2, 2)


def test_two_calls_at_once_lose_nothing(tmp_path: Path) -> None:
    folder(tmp_path / "monday", agency=AGENCY, show=OTHER)
    folder(tmp_path / "tuesday", tabloid=TABLOID)
    calls = [
        subprocess.Popen(
            [*VARIORUM, "group", name, "-o", f"{name}.jsonl", "--state", "desk.stories"],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("monday", "tuesday")
    ]
    said = [call.communicate(timeout=120)[1] for call in calls]
    assert [call.returncode for call in calls] == [0, 0], said
    last = run("group", "monday", "-o", "all.jsonl", "--state", "desk.stories", cwd=tmp_path)
    assert "0 new articles" in last.stderr
    assert len(grouping(tmp_path / "all.jsonl")) == 3
    assert not (tmp_path / "desk.stories.lock").exists()


def test_a_state_that_stays_in_use_is_said_and_left_alone(tmp_path: Path) -> None:
    folder(tmp_path / "monday", agency=AGENCY)
    state = tmp_path / "desk.stories"
    refused = pytest.raises(OutputError, match="in use by another call")
    with alone_with(state, wait=0), Corpus(tmp_path / "monday") as corpus, refused:
        corpus.follow(state, wait=0)
    assert not (tmp_path / "desk.stories").exists()


def test_a_damaged_state_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    folder(tmp_path / "monday", agency=AGENCY, show=OTHER)
    run("group", "monday", "-o", "out.jsonl", "--state", "desk.stories", cwd=tmp_path)
    data = bytearray((tmp_path / "desk.stories").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "desk.stories").write_bytes(data)
    done = run("group", "monday", "-o", "out.jsonl", "--state", "desk.stories", cwd=tmp_path)
    assert (done.returncode, "desk.stories: is damaged" in done.stderr) == (2, True)
    assert (tmp_path / "desk.stories").read_bytes() == data
