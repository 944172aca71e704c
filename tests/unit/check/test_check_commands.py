"""``variorum check`` and ``variorum find`` as a person or a CI system meets them."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from tests import commands
from tests.word import word_document

REPORT = """---
outlet: Harbour Post
date: 2026-03-11
---
The ferry stays in harbour. “Nobody sails before the bell has rung twice,” said Odile Marn, who runs it.
"""
GOOD = "“Nobody sails before the bell has rung twice,” said Odile Marn.\n"
BAD = "---\ntitle: A\n---\n𝔣erry story: “Everybody sails before the bell has rung twice,” said Odile Marn.\n"


def run(folder: Path, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    return commands.run(*arguments, cwd=folder, stdin=given)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "ferry.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.md").write_text(BAD, encoding="utf-8")
    return tmp_path


def test_exit_status_tells_found_from_something_to_look_at_from_failure(desk: Path) -> None:
    assert run(desk, "check", "good.txt", "--against", "reports").returncode == 0
    assert run(desk, "check", "good.txt", "bad.md", "--against", "reports").returncode == 1
    missing = run(desk, "check", "godo.txt", "--against", "reports")
    assert (missing.returncode, "did you mean good.txt" in missing.stderr) == (2, True)
    (desk / "empty").mkdir()
    nothing = run(desk, "check", "good.txt", "--against", "empty")
    assert (nothing.returncode, "no report could be read" in nothing.stderr) == (2, True)
    (desk / "broken.docx").write_bytes(b"PK\x03\x04")
    broken = run(desk, "check", "broken.docx", "--against", "reports")
    assert (broken.returncode, "no whole Word document" in broken.stderr) == (2, True)


def test_an_index_by_itself_stands_for_the_reports_it_holds(desk: Path) -> None:
    (desk / "reports" / "broken.jsonl").write_text("{\n", encoding="utf-8")
    with_reports = run(desk, "check", "bad.md", "-a", "reports", "--index", "kept.index", "-f", "json")
    shutil.rmtree(desk / "reports")
    alone = run(desk, "check", "bad.md", "-a", "kept.index", "-f", "json")
    assert (alone.returncode, alone.stdout) == (1, with_reports.stdout)
    assert "broken.jsonl" in alone.stderr


def test_too_short_to_decide_fails_only_when_strict(desk: Path) -> None:
    (desk / "short.txt").write_text("He called it “an utter shame” again.\n", encoding="utf-8")
    assert run(desk, "check", "short.txt", "-a", "reports").returncode == 0
    assert run(desk, "check", "short.txt", "-a", "reports", "--strict").returncode == 1


def test_terminal_shows_both_wordings_without_colour(desk: Path) -> None:
    said = " ".join(run(desk, "check", "bad.md", "-a", "reports").stdout.split())
    assert "▲ ALTERED line 4, critical" in said
    assert "[-Nobody-]{+Everybody+} sails" in said
    assert "“Nobody sails before the bell has rung twice”" in said
    assert "Harbour Post, 11 March 2026" in said
    assert "\x1b" not in said


def test_text_gives_file_line_and_column(desk: Path) -> None:
    lines = run(desk, "check", "good.txt", "bad.md", "-a", "reports", "-f", "text").stdout.splitlines()
    assert lines[0].startswith("bad.md:4:14: error: altered: “Everybody sails")
    assert lines[-1] == "2 quotations: 1 altered, 1 verbatim; 1 report searched"


def test_json_keeps_its_contract(desk: Path) -> None:
    done = run(desk, "check", "bad.md", "-a", "reports", "-f", "json")
    (quotation,) = json.loads(done.stdout)["quotations"]
    text = BAD.partition("---\n")[2].partition("---\n")[2]
    assert text[quotation["start"] : quotation["end"]] == quotation["text"]
    assert quotation["verdict"] == "altered"
    assert quotation["severity"] == "critical"
    assert quotation["speaker"] == "Odile Marn"
    (change,) = quotation["changes"]
    assert (change["type"], change["was"], change["now"]) == ("negation", "Nobody", "Everybody")
    (match,) = quotation["matches"]
    assert match["text"] == "Nobody sails before the bell has rung twice"
    assert match["speaker"] == "Odile Marn"
    assert REPORT.partition("---\n")[2].partition("---\n")[2][match["start"] : match["end"]] == match["text"]


def test_sarif_points_into_the_file_in_code_points(desk: Path) -> None:
    (run_,) = json.loads(run(desk, "check", "bad.md", "good.txt", "-a", "reports", "-f", "sarif").stdout)[
        "runs"
    ]
    assert run_["columnKind"] == "unicodeCodePoints"
    (result,) = run_["results"]
    assert (
        run_["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "quotation/altered"
    )
    assert (result["level"], result["kind"]) == ("error", "fail")
    location = result["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "bad.md"
    region = location["region"]
    line = BAD.splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1].startswith("“Everybody sails")
    assert region["startLine"] == region["endLine"]


def test_a_word_document_is_checked_without_a_region_that_would_mislead(desk: Path) -> None:
    (desk / "draft.docx").write_bytes(word_document("A draft", BAD.splitlines()[3], styles=("Title",)))
    (run_,) = json.loads(run(desk, "check", "draft.docx", "-a", "reports", "-f", "sarif").stdout)["runs"]
    (result,) = run_["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert result["ruleId"] == "quotation/altered"


def test_html_is_whole_escaped_and_asks_nothing_of_the_network(desk: Path) -> None:
    (desk / "evil.txt").write_text(
        "“<script>alert(1)</script> was never said by anybody,” said Odile Marn.\n"
    )
    done = run(desk, "check", "evil.txt", "bad.md", "-a", "reports", "-f", "html", "-o", "out/page.html")
    assert done.returncode == 1
    page = (desk / "out" / "page.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert "<del>Nobody</del> <ins>Everybody</ins> sails" in page
    assert "http://" not in page
    assert "https://" not in page


def test_standard_input_is_a_draft(desk: Path) -> None:
    done = run(desk, "check", "-", "-a", "reports", "-f", "text", given=GOOD.replace("twice", "once"))
    assert done.returncode == 1
    assert done.stdout.startswith("<stdin>:1:1: ")


def test_the_draft_itself_is_no_evidence(desk: Path) -> None:
    (desk / "reports" / "bad.md").write_text(BAD, encoding="utf-8")
    assert run(desk, "check", "reports/bad.md", "-a", "reports").returncode == 1


def test_find_answers_for_one_quotation(desk: Path) -> None:
    words = "nobody sails before the bell"
    assert run(desk, "find", words, "-a", "reports").returncode == 0
    assert run(desk, "find", words, "-a", "reports", "--speaker", "Odile Marn").returncode == 0
    other = run(desk, "find", words, "-a", "reports", "--speaker", "Tomas Reyl")
    assert other.returncode == 1
    assert "OTHER SPEAKER" in other.stdout


@pytest.mark.parametrize("words", ["", " ", "“”"])
def test_no_words_are_not_looked_up(desk: Path, words: str) -> None:
    done = run(desk, "find", words, "-a", "reports")
    assert done.returncode == 2
    assert "no words to look up" in done.stderr


def test_an_index_file_is_made_and_used(desk: Path) -> None:
    for _ in range(2):
        assert run(desk, "check", "good.txt", "-a", "reports", "--index", "r.index").returncode == 0
    assert (desk / "r.index").is_file()
    assert run(desk, "check", "good.txt", "-a", "reports", "--index", "bad.md").returncode == 2


def test_a_draft_that_cannot_be_read_is_told_beside_those_that_can(desk: Path) -> None:
    (desk / "broken.docx").write_bytes(b"PK\x03\x04")
    done = run(desk, "check", "good.txt", "broken.docx", "-a", "reports")
    assert done.returncode == 1
    assert "NOT READ" in done.stdout
    assert "no whole Word document" in " ".join(done.stdout.split())
    machine = run(desk, "check", "good.txt", "broken.docx", "-a", "reports", "-f", "json")
    (left,) = json.loads(machine.stdout)["not_read"]
    assert (left["draft"], left["fails"]) == ("broken.docx", True)
    assert "not read: broken.docx" in machine.stderr


def test_places_in_text_that_was_taken_out_of_its_file_are_paragraphs(desk: Path) -> None:
    words = BAD.splitlines()[3]
    (desk / "a.docx").write_bytes(word_document("A draft", words))
    (desk / "a.html").write_text(
        f"<html>\n<body>\n\n<p>One.</p>\n<p>{words}</p></body></html>", encoding="utf-8"
    )
    record = json.dumps({"id": "x#1", "text": f"One.\n\n{words}"})
    (desk / "a.jsonl").write_text(f"{record}\n{record.replace('x#1', 'b')}\n", encoding="utf-8")
    lines = run(
        desk, "check", "a.docx", "a.html", "a.jsonl", "-a", "reports", "-f", "text"
    ).stdout.splitlines()
    for line, name in zip(lines, ("a.docx", "a.html", "a.jsonl#x#1", "a.jsonl#b"), strict=False):
        assert line.startswith(f"{name}: paragraph 2: error: altered: ")
    assert "paragraph 2, critical" in run(desk, "check", "a.docx", "-a", "reports").stdout


def test_sarif_names_a_file_whatever_signs_are_in_its_name(desk: Path) -> None:
    names = ("#3 b a%.md", "a?x=[1].md", "c:d.md", "é#.md")
    for name in names:
        (desk / name).write_text(BAD, encoding="utf-8")
    record = json.dumps({"id": "x#1", "text": BAD.splitlines()[3]})
    (desk / "two#.jsonl").write_text(f"{record}\n{record.replace('x#1', 'b')}\n", encoding="utf-8")
    (log,) = json.loads(run(desk, "check", *names, "two#.jsonl", "-a", "reports", "-f", "sarif").stdout)[
        "runs"
    ]
    places = [result["locations"][0] for result in log["results"]]
    uris = [place["physicalLocation"]["artifactLocation"]["uri"] for place in places]
    assert uris == [
        "%233%20b%20a%25.md",
        "a%3Fx%3D%5B1%5D.md",
        "c%3Ad.md",
        "%C3%A9%23.md",
        *["two%23.jsonl"] * 2,
    ]
    assert [place["logicalLocations"][0]["name"] for place in places[-2:]] == ["x#1", "b"]


def test_sarif_and_pages_tell_what_was_not_read(desk: Path) -> None:
    (desk / "a.md").write_text(f"![“Never,” says Marn](a.png)\n\n{GOOD}", encoding="utf-8")
    done = run(desk, "check", "a.md", "-a", "reports", "-f", "sarif")
    (log,) = json.loads(done.stdout)["runs"]
    ((told,),) = [each["toolExecutionNotifications"] for each in log["invocations"]]
    assert (done.returncode, told["level"]) == (1, "warning")
    assert "a picture described" in told["message"]["text"]
    assert "Not read: a picture described" in run(desk, "check", "a.md", "-a", "reports", "-f", "html").stdout
    assert "warning: not read: a picture" in run(desk, "check", "a.md", "-a", "reports", "-f", "text").stdout


@pytest.mark.parametrize("form", ["terminal", "text", "json"])
def test_names_of_files_move_no_cursor(desk: Path, form: str) -> None:
    (desk / "reports" / "cut\x1b]0;owned\x07.jsonl").write_text('{"text": ')
    (desk / "reports" / "seen\x1b[2J.txt").write_text(f"{GOOD}\u200b")
    done = run(desk, "check", "good.txt", "--against", "reports", "--format", form)
    assert done.returncode == 0
    assert "not read:" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
