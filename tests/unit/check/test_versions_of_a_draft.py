"""A draft does not vouch for itself: not over standard input, nor by an older copy without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from variorum.cli.app import app

WORDS = "Every rope of the old ferry was sold to a museum in spring"
DRAFT = (
    "---\ntitle: The ferry\n---\nThe ferry of Marl has lain in harbour since the storm of *March*, and the "
    f"council does not know who is to pay for it.\n\n“{WORDS},” said Odile Marn, who runs it.\n\nThe mayor "
    "wants to sell the boat, and has asked the harbour master for a list of all that is left of it.\n"
)


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text("The bell rang twice that day.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def checked(draft: str, *arguments: str) -> Result:
    Path("draft.md").write_text(draft, encoding="utf-8")
    return CliRunner().invoke(app, ["check", "draft.md", "-a", "reports", *arguments])


@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_draft_on_standard_input_is_not_found_in_its_own_file(name: str) -> None:
    Path("reports", name).write_text(DRAFT, encoding="utf-8")
    done = CliRunner().invoke(app, ["check", "-", "-a", "reports", "-f", "text"], input=DRAFT)
    assert done.exit_code == 1
    assert "1 not found" in done.stdout


def test_an_older_copy_of_a_draft_among_the_reports_is_told() -> None:
    older = DRAFT.replace("*March*", "March").replace("who is to pay for it", "what to do")
    Path("reports", "older.md").write_text(older, encoding="utf-8")
    told = checked(DRAFT).stderr
    assert "older.md has " in told
    assert "1 quotation found nowhere else" in told
    assert "draft.md" in told


def test_a_report_that_a_draft_only_quotes_is_no_version_of_it() -> None:
    report = (
        f"“{WORDS},” said Odile Marn, who runs it. The rest of this page is about ropes, and what they cost."
    )
    Path("reports", "b.txt").write_text(report, encoding="utf-8")
    done = checked(DRAFT)
    assert done.exit_code == 0
    assert "version" not in done.stderr
