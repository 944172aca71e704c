"""``--decisions`` and ``brief`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from variorum.briefs import read_collations
from variorum.cli.app import app
from variorum.decisions import making
from variorum.decisions.records import dump

REPORTS = {
    "herald.txt": "The ferry hit the breakwater at Port Sallow on Tuesday, and forty people were hurt.\n\n"
    "“Nobody should have to wonder whether the doors will hold,” Ada Lindqvist said.\n",
    "post.txt": "The ferry hit the breakwater at Port Sallow on Tuesday, and sixty people were hurt.\n\n"
    "“Nobody should have to wonder whether the doors will hold,” Bram Hallgren said.\n",
}
LATER = "The ferry hit the breakwater at Port Sallow on Tuesday, and seventy people were hurt.\n"
RUN = ["--one-story", "--annotator", "rules", "--workers", "1"]
WHO = {"author": "Ines Morrow", "at": "2026-11-23T09:00:00Z"}


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with reports, their collation, and decisions on its two differences."""
    (tmp_path / "reports").mkdir()
    for name, text in REPORTS.items():
        (tmp_path / "reports" / name).write_text(text, encoding="utf-8")
    run("compare", str(tmp_path / "reports"), "-o", str(tmp_path / "first.json"), *RUN)
    (story,) = read_collations(tmp_path / "first.json")
    by_type = {one.type: one.id for one in story.discrepancies}
    told = [
        making.on_difference("dismiss", story, by_type["figure"], **WHO),
        making.on_difference("confirm", story, by_type["attribution"], **WHO),
    ]
    (tmp_path / "decisions.jsonl").write_bytes(dump(told))
    return tmp_path


def test_a_run_with_decisions_leaves_out_what_was_dismissed_until_a_report_brings_it_back(desk: Path) -> None:
    decided = ["--decisions", str(desk / "decisions.jsonl"), *RUN]
    said = run("compare", str(desk / "reports"), "-o", str(desk / "again.json"), *decided)
    assert "2 decisions on these stories: 2 stand" in said
    (story,) = json.loads((desk / "again.json").read_text("utf-8"))["stories"]
    assert [one["type"] for one in story["discrepancies"]] == ["attribution"]
    (desk / "reports" / "third.txt").write_text(LATER, encoding="utf-8")
    said = run("compare", str(desk / "reports"), "-o", str(desk / "third.json"), *decided)
    assert "1 to look at again" in said
    assert "look again: dismiss by Ines Morrow" in said
    assert "came since and has “seventy people”" in said
    (story,) = json.loads((desk / "third.json").read_text("utf-8"))["stories"]
    assert sorted(one["type"] for one in story["discrepancies"]) == ["attribution", "figure"]


@pytest.mark.parametrize("suffix", ["md", "html", "docx"])
def test_a_brief_is_written_from_a_collation_and_decisions(desk: Path, suffix: str) -> None:
    out = desk / f"brief.{suffix}"
    words = ["--decisions", str(desk / "decisions.jsonl"), "--reports", str(desk / "reports"), "-o", str(out)]
    assert "2 decisions on these stories: 2 stand" in run("brief", str(desk / "first.json"), *words)
    data = out.read_bytes()
    if suffix != "docx":
        text = data.decode("utf-8").replace("**", "").replace("<mark>", "").replace("</mark>", "")
        assert "the doors will hold,” Bram Hallgren said" in text
        assert "sixty" not in text
        assert "1 difference dismissed" in text


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["first.json", "-o", "brief.pdf"], "a brief is written as .md, .html, .docx or .csv"),
        (["reports/post.txt", "-o", "brief.md"], "holds no collations"),
        (["first.json", "-o", "brief.md", "--story", "s-none"], "has no story 's-none'"),
        (["first.json", "-o", "brief.md", "--decisions", "reports/post.txt"], "line 1 is no decision"),
        (["first.json", "-o", "brief.md", "--decisions", "none.jsonl"], "cannot be read"),
        (["s-1", "-o", "brief.md", "--store", "none.db"], "there is no such store"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(
    desk: Path, words: list[str], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk)
    result = CliRunner().invoke(app, ["brief", *words])
    assert reason in str(result.exception)
    assert not Path("brief.md").exists()
