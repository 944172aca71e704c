"""The example's day: five invented feeds, served on this machine, watched with a clock that is moved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from variorum.errors import InputError
from variorum.watch.demo import run


def test_the_days_events_are_told_and_the_feeds_that_fail_or_are_silent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run(tmp_path / "demo")
    said = " ".join(one.said for one in found)
    assert {"story", "report", "difference", "correction", "figure", "quotation", "draft"} <= {
        one.kind for one in found
    }
    assert "The Marl Gazette changed a quotation without a note of correction" in said
    assert "Otto Ravensworth" in said
    printed = capsys.readouterr().out
    assert "failing  Mercury" in printed and "HTTP 503" in printed
    assert "silent   The Lamp" in printed
    page = (tmp_path / "demo" / "events.html").read_text(encoding="utf-8")
    assert "Draft no longer stands" in page
    kept = (tmp_path / "demo" / "events.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in kept] == [one.id for one in found]


def test_a_store_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_text("somebody's")
    with pytest.raises(InputError, match="another folder"):
        run(tmp_path)
    assert (tmp_path / "desk.db").read_text() == "somebody's"
