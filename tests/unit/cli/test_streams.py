"""Standard output and error that are closed, full, left by their reader, or attacked by what is printed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands import run
from tests.unit.cli.test_commands import AGENCY, TABLOID

RUN = f"{sys.executable} -m variorum"
DRAFT = "“We will open it before every cable has been checked,” said Mayor Ines Calder.\n"
# Colours, a C1 control, an override, the Arabic mark, a tag that spells "A".
STEERING = "\x1b[31m\x9b\u202e\u061c\U000e0041\u200f"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "agency.txt").write_text(AGENCY, encoding="utf-8")
    (tmp_path / "reports" / "tabloid.txt").write_text(TABLOID, encoding="utf-8")
    (tmp_path / "draft.txt").write_text(DRAFT, encoding="utf-8")
    return tmp_path


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-o", "pipefail", "-c", line]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


COMMANDS = (
    "--help",
    "check draft.txt -a reports",
    "check draft.txt -a reports -f json",
    "compare reports --annotator rules",
    "group reports -o -",
    "annotate reports -o - --annotator rules",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_leaves_ends_the_command_with_141(desk: Path, command: str) -> None:
    done = shell(f"{RUN} {command} | true", desk)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("command", [COMMANDS[0], COMMANDS[1], COMMANDS[2], COMMANDS[4]])
def test_a_full_or_closed_output_is_one_line_and_2(desk: Path, command: str) -> None:
    for place, reason in ((">/dev/full", "the disk is full"), (">&-", "it is closed")):
        done = shell(f"{RUN} {command} {place}", desk)
        assert done.returncode == 2
        assert done.stderr.startswith(f"variorum: standard output: cannot be written: {reason}")
        assert done.stderr.count("\n") == 1


def test_without_an_output_the_files_of_compare_are_written_and_that_is_all(desk: Path) -> None:
    done = shell(f"{RUN} compare reports --annotator rules >&- 2>&-", desk)
    assert (done.returncode, done.stderr) == (0, "")
    assert "checked" in (desk / "variorum-report" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["2>&-", "2>/dev/full", "2> >(true)"])
def test_without_standard_error_the_work_goes_on(desk: Path, place: str) -> None:
    (desk / "reports" / "empty.txt").write_bytes(b"")
    done = shell(f"{RUN} group reports -o - {place}", desk)
    assert done.returncode == 0
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 2


def test_quiet_check_still_writes_its_file(desk: Path) -> None:
    done = shell(f"{RUN} check -q draft.txt -a reports -o result.txt", desk)
    assert (done.returncode, done.stdout) == (1, "") or (done.returncode, done.stdout) == (0, "")
    assert "1 quotation" in (desk / "result.txt").read_text(encoding="utf-8")


def test_nothing_that_is_printed_steers_the_terminal(desk: Path) -> None:
    name = f"a{STEERING}\nforged: line.txt"
    (desk / "reports" / name).write_bytes(b"")
    (desk / name).write_text(DRAFT, encoding="utf-8")
    report = {
        "text": f"{DRAFT}\n\n“Nobody {STEERING} has asked the council about it,” he said.",
        "outlet": STEERING,
    }
    (desk / "reports" / "more.jsonl").write_text(json.dumps(report) + "\n", encoding="utf-8")
    for form in ("terminal", "text", "json", "sarif"):
        done = run("check", name, "-a", "reports", "-f", form, cwd=desk)
        assert done.returncode in (0, 1), done.stderr
        for printed in (done.stdout, done.stderr):
            assert not any(sign in printed for sign in STEERING.replace("[31m", ""))
            assert "\nforged" not in printed
        if form == "json":  # it is told all the same
            assert STEERING in json.dumps(json.loads(done.stdout), ensure_ascii=False).replace(
                "\\u001b", "\x1b"
            )
