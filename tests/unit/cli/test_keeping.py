"""What a command is given is not replaced by what it writes; where options come from is told."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from variorum.cli.app import app
from variorum.errors import InputError

REPORT = "“Nobody sails before the bell has rung twice,” said Odile Marn, who runs the ferry.\n"
DRAFT = f"It is so. {REPORT}"
TURNED = "“Everybody sails before the bell has rung twice,” said Odile Marn.\n"
LIST = (
    "[[accepted]]\nquotation = 'Everybody sails before the bell has rung twice'\nreason = 'Tape 4'\n"
    "name = 'A. Lund'\ndate = 2026-03-12\n"
)


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports").mkdir()
    for name, text in {
        "reports/a.txt": REPORT,
        "draft.md": DRAFT,
        "old.md": TURNED,
        "list.toml": LIST,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    record = {"id": "a", "text": REPORT, "topic": "ferry"}
    (tmp_path / "reports.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize(
    ("command", "given"),
    [
        ("check draft.md -a reports -f json -o reports/a.txt", "report"),
        ("check draft.md -a reports/a.txt -o reports/../reports/a.txt", "report"),
        ("check draft.md -a reports -o draft.md", "draft"),
        ("check draft.md -a reports --accepted list.toml -o list.toml", "list"),
        ("check draft.md -a reports --config variorum.toml -o variorum.toml", "file of options"),
        ("check draft.md --before old.md -o old.md", "draft"),
        ("check draft.md --before old.md -o draft.md", "draft"),
        ("find word -a reports -o reports/a.txt", "report"),
        ("annotate reports.jsonl -o reports.jsonl", "report"),
        ("annotate reports.jsonl -o linked.jsonl", "report"),
        ("group reports.jsonl -o reports.jsonl", "report"),
        ("origins . -o reports.jsonl", "report"),
        ("collate reports.jsonl --by topic -o reports.jsonl", "report"),
        ("compare reports.jsonl -o reports.jsonl", "report"),
        ("export tables -o tables", "report"),
        # Beside the output lie the reasons for what was not read: rejects.jsonl.
        ("annotate reports.jsonl -o annotated.jsonl", "report"),
        ("compare reports.jsonl -o .", "report"),
        ("export reports.jsonl -o .", "report"),
    ],
)
def test_no_file_that_was_given_is_replaced(command: str, given: str) -> None:
    Path("variorum.toml").write_text("strict = false\n", encoding="utf-8")
    os.link("reports.jsonl", "linked.jsonl")
    os.link("reports.jsonl", "rejects.jsonl")
    Path("tables").mkdir()
    Path("tables/quotations.csv").write_text(REPORT, encoding="utf-8")
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    done = run(*command.split())
    assert isinstance(done.exception, InputError)
    assert f"{given} that was given" in str(done.exception)
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_what_an_earlier_run_wrote_beside_the_reports_is_replaced() -> None:
    for _ in range(2):
        assert run("compare", "reports", "-o", "reports", "--annotator", "rules", "-q").exit_code == 0


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.json", "{"), ("a.html", "<!doctype html>"), ("a.sarif", "{"), ("a.txt", "1 quot")],
)
def test_a_file_is_written_as_its_name_asks(name: str, begins: str) -> None:
    assert run("check", "draft.md", "-a", "reports", "-o", name).exit_code == 0
    assert Path(name).read_text(encoding="utf-8").lower().startswith(begins)


def test_the_file_that_gave_options_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("variorum.toml").write_text('against = ["reports"]\n', encoding="utf-8")
    Path("desk").mkdir()
    monkeypatch.chdir("desk")
    Path("draft.md").write_text(DRAFT, encoding="utf-8")
    file = str(Path("..", "variorum.toml"))
    assert run("check", "draft.md", "-f", "text").stdout.endswith(f"1 report searched; options from {file}\n")
    assert file in run("check", "draft.md").stdout
    assert file in run("find", "nobody sails before the bell", "-f", "text").stdout
    assert json.loads(run("check", "draft.md", "-f", "json").stdout)["options"] == file
    assert file in run("check", "draft.md", "--before", "../old.md").stderr


def test_two_versions_take_the_accepted_list_and_no_option_is_passed_over() -> None:
    assert run("check", "old.md", "--before", "draft.md").exit_code == 1
    assert run("check", "old.md", "--before", "draft.md", "--accepted", "list.toml").exit_code == 0
    for option, told in (("--index", "--index"), ("--strict", "--strict"), ("--against", "--before")):
        given = [option] if option == "--strict" else [option, "reports"]
        done = run("check", "old.md", "--before", "draft.md", *given)
        assert isinstance(done.exception, InputError)
        assert told in str(done.exception)
    done = run("check", "-", "--before", "-")
    assert "both versions" in str(done.exception)
    assert "the draft and the reports" in str(run("check", "-", "--against", "-").exception)
    Path("variorum.toml").write_text("exclude = ['old*']\n", encoding="utf-8")
    assert "excluded" in run("check", "old.md", "--before", "draft.md").stderr


def test_nobody_is_told_to_delete_a_draft_that_was_named_as_the_index() -> None:
    done = run("check", "draft.md", "-a", "reports", "--index", "draft.md")
    assert isinstance(done.exception, InputError)
    assert "give another file to --index" in str(done.exception)
