"""The tutorial, done as it stands: its files written, its commands run, what they print compared."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from variorum.cli.app import app

PAGE = (Path(__file__).parents[2] / "docs" / "tutorial.md").read_text(encoding="utf-8")
FILES = re.findall(r"```\{code-block\} text\n:caption: (\S+)\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = re.findall(r"```\{code-block\} console\n\$ variorum ([^\n]+)\n(.*?)```", PAGE, re.DOTALL)


def test_a_newcomer_who_follows_the_tutorial_sees_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (len(FILES), len(COMMANDS)) == (5, 3)
    monkeypatch.chdir(tmp_path)
    for name, text in FILES:
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    statuses = []
    for command, shown in COMMANDS:
        done = CliRunner(env={"COLUMNS": "88"}).invoke(app, command.split())
        printed = [line.rstrip() for line in done.stdout.splitlines()]
        assert printed == shown.splitlines(), command
        statuses.append(done.exit_code)
    assert statuses == [0, 1, 0]
    assert Path("variorum-report", "report.html").exists()
