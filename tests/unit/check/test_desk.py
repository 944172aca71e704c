"""What a desk sets for itself: what fails, what somebody answers for, options in a file, two versions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.word import word_document
from typer.testing import CliRunner, Result

from variorum import check
from variorum.cli.app import app
from variorum.errors import InputError, VariorumError

REPORT = """---
outlet: Harbour Post
date: 2026-03-11
url: https://harbour.example/ferry
---
The ferry stays in harbour. “Nobody sails before the bell has rung twice, and the captain alone decides who
rings it,” said Odile Marn, who runs it. The council had voted for the old timetable in May.

“We lost 14 boats that night and not one sailor,” Tomas Reyl said.
"""
CUT = "“Nobody sails before the bell … and the captain alone decides who rings it,” said Odile Marn.\n"
UNMARKED = "“Nobody sails, and the captain alone decides who rings it,” said Odile Marn.\n"
TURNED = "“Everybody sails before the bell has rung twice,” said Odile Marn.\n"
NOWHERE = "“Every rope of the old ferry was sold to a museum in spring,” said Odile Marn.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "ferry.md").write_text(REPORT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def checked(text: str, *arguments: str, name: str = "draft.md") -> Result:
    Path(name).write_text(text, encoding="utf-8")
    return run("check", name, "-a", "reports", *arguments)


# ---- what fails ------------------------------------------------------------------------------------------


def test_words_left_out_with_a_sign_are_shown_and_no_failure(desk: Path) -> None:
    done = checked(CUT)
    assert done.exit_code == 0
    assert "ELIDED" in done.stdout
    assert checked(UNMARKED).exit_code == 1


@pytest.mark.parametrize(
    ("text", "fails"),
    [
        (TURNED, {"minor": True, "material": True, "critical": True}),
        (NOWHERE, {"minor": True, "material": True, "critical": False}),
        (TURNED.replace("Everybody", "nobody"), {"minor": False, "material": False, "critical": False}),
    ],
)
def test_the_least_severity_that_fails_can_be_set(desk: Path, text: str, fails: dict[str, bool]) -> None:
    assert {least: checked(text, "--fail-on", least).exit_code == 1 for least in fails} == fails


def test_what_was_not_read_fails_whatever_severity_is_asked_for(desk: Path) -> None:
    assert checked("He spoke of nothing” and went.\n", "--fail-on", "critical").exit_code == 1


# ---- what somebody answers for ---------------------------------------------------------------------------


def accepted_in(text: str, name: str = "draft.md") -> dict[str, str | None]:
    done = checked(text, "-f", "json", name=name)
    found = json.loads(done.stdout)["quotations"]
    return {one["text"]: one["accepted"] and one["accepted"]["reason"] for one in found}


def test_a_comment_with_a_reason_speaks_of_the_quotation_before_it(desk: Path) -> None:
    text = f"{NOWHERE.strip()} <!-- variorum: ignore heard on tape -->\n\n{TURNED}"
    done = checked(text, "-f", "text")
    assert done.exit_code == 1
    first, second, last = done.stdout.splitlines()
    assert "note: not found" in first
    assert "accepted by a comment in the draft: heard on tape" in first
    assert "error: altered" in second
    assert last.startswith("2 quotations: 1 altered, 1 not found; 1 accepted")
    assert checked(text.replace(TURNED, "")).exit_code == 0


@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_comment_on_its_own_line_speaks_of_the_next_quotation_alone(desk: Path, name: str) -> None:
    found = accepted_in(f"<!-- variorum: ignore heard -->\n\n{NOWHERE}\n{TURNED}", name)
    assert list(found.values()) == ["heard", None]


def test_a_stretch_between_two_comments_is_let_pass(desk: Path) -> None:
    begin, end = "<!-- variorum: ignore-start her novel -->", "<!-- variorum: ignore-end -->"
    text = f"{TURNED}\n{begin}\n\n{NOWHERE}\n{TURNED}\n{end}\n\n{NOWHERE}"
    found = json.loads(checked(text, "-f", "json").stdout)["quotations"]
    assert [one["accepted"] is not None for one in found] == [False, True, True, False]


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("<!-- variorum: ignore -->", "gives no reason"),
        ("<!-- variorum: ignroe it was heard -->", "none that is known"),
        ("<!-- variorum: ignore-start all of it -->", "no ignore-end ends"),
        ("<!-- variorum: ignore-end -->", "no ignore-start began"),
        ("`<!-- variorum: ignore an example -->`", ""),
        ("<!-- variorum: ignore never closed", ""),
    ],
)
def test_a_comment_that_says_nothing_accepts_nothing_and_is_told(desk: Path, comment: str, told: str) -> None:
    done = checked(f"{TURNED.strip()} {comment}\n")
    assert done.exit_code == 1
    assert told in done.stderr


def test_a_comment_at_what_is_found_is_told(desk: Path) -> None:
    done = checked(TURNED.replace("Everybody", "Nobody").strip() + " <!-- variorum: ignore heard -->\n")
    assert done.exit_code == 0
    assert "found as it stands" in done.stderr


LISTED = """[[accepted]]
quotation = "every rope of the old ferry was sold to a museum in spring"
reason = "Said to our reporter; tape in the archive"
name = "A. Lund"
date = 2026-03-12
"""


def test_a_list_names_quotation_reason_who_and_when(desk: Path) -> None:
    Path("accepted.toml").write_text(LISTED, encoding="utf-8")
    done = checked(NOWHERE, "--accepted", "accepted.toml")
    assert done.exit_code == 0
    assert "accepted by A. Lund, 12 March 2026: Said to our reporter" in " ".join(done.stdout.split())
    changed = checked(NOWHERE.replace("was sold", "was not sold"), "--accepted", "accepted.toml")
    assert changed.exit_code == 1
    result = check(NOWHERE, against="reports", accepted="accepted.toml")
    assert result.passed()
    assert [one.text for one in result.to_look_at()] == [NOWHERE.partition(",”")[0] + ",”"]


def test_an_entry_without_a_speaker_accepts_no_words_of_somebody_else(desk: Path) -> None:
    entry = LISTED.replace(
        "every rope of the old ferry was sold to a museum in spring",
        "We lost 14 boats that night and not one sailor",
    )
    draft = "“We lost 14 boats that night and not one sailor,” Odile Marn said.\n"
    Path("accepted.toml").write_text(entry, encoding="utf-8")
    done = checked(draft, "--accepted", "accepted.toml")
    assert done.exit_code == 1
    assert "is given to Tomas Reyl in print" in done.stderr
    for speaker, status in (("Tomas Reyl", 1), ("odile marn", 0)):
        Path("accepted.toml").write_text(f'{entry}speaker = "{speaker}"\n', encoding="utf-8")
        assert checked(draft, "--accepted", "accepted.toml").exit_code == status


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LISTED.replace('name = "A. Lund"\n', ""), "name"),
        (LISTED.replace("Said to our reporter; tape in the archive", " "), "has no reason"),
        (LISTED + 'seveirty = "minor"\n', "seveirty"),
        ("[[accepted]\n", "no TOML"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(desk: Path, text: str, told: str) -> None:
    Path("accepted.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        check(NOWHERE, against="reports", accepted="accepted.toml")


# ---- options in a file -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "head"), [("variorum.toml", ""), ("pyproject.toml", "[tool.variorum]\n")])
def test_options_come_from_the_nearest_file_and_its_folder(
    desk: Path, monkeypatch: pytest.MonkeyPatch, name: str, head: str
) -> None:
    Path(name).write_text(
        f'{head}against = ["reports"]\nfail-on = "critical"\nformat = "text"\nexclude = ["notes/*"]\n'
    )
    (desk / "notes").mkdir()
    (desk / "notes" / "a.md").write_text(TURNED, encoding="utf-8")
    (desk / "drafts").mkdir()
    monkeypatch.chdir(desk / "drafts")
    Path("draft.md").write_text(NOWHERE, encoding="utf-8")
    done = run("check", "draft.md", "../notes/a.md")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (
        0,
        f"1 quotation: 1 not found; 1 report searched; options from {Path('..', name)}",
    )
    assert run("check", "draft.md", "--fail-on", "material").exit_code == 1
    none_left = run("check", "../notes/a.md")
    assert (none_left.exit_code, "no draft is left" in none_left.stderr) == (0, True)


def test_an_option_that_there_is_not_is_refused_by_name(desk: Path) -> None:
    Path("variorum.toml").write_text('againts = ["reports"]\n')
    done = checked(TURNED)
    assert isinstance(done.exception, VariorumError)
    assert "againts" in str(done.exception)
    assert "against" in str(done.exception)


def test_without_reports_the_remedy_is_told(desk: Path) -> None:
    Path("pyproject.toml").write_text("[tool.other]\nx = 1\n")
    Path("draft.md").write_text(TURNED, encoding="utf-8")
    done = run("check", "draft.md")
    assert isinstance(done.exception, InputError)
    assert "--against" in str(done.exception)


# ---- for machines ----------------------------------------------------------------------------------------


def test_lines_for_ci_stand_at_their_place_and_cannot_be_forged(desk: Path) -> None:
    draft = "One.\n\n" + TURNED + "\n> Nothing of the 100% was\n> ::error::printed by anybody near here.\n"
    lines = checked(draft, "-f", "github", name="a,b.md").stdout.splitlines()
    assert lines[0].startswith(
        "::error file=a%2Cb.md,line=3,col=1,endLine=3,endColumn=50,title=Altered::“Every"
    )
    assert lines[1].startswith("::warning file=a%2Cb.md,line=5,col=")
    assert "100%25 was" in lines[1]
    assert len(lines) == 3


def test_sarif_tells_help_fingerprints_reports_and_what_was_accepted(desk: Path) -> None:
    def log(text: str) -> dict[str, object]:
        (one,) = json.loads(checked(text, "-f", "sarif").stdout)["runs"]
        return one

    first = log(f"{TURNED}\n{TURNED.strip()} <!-- variorum: ignore heard -->\n")
    moved = log(f"A line more.\n\n{TURNED}\n{TURNED}")
    for rule in first["tool"]["driver"]["rules"]:  # type: ignore[index]
        assert rule["help"]["text"]
        assert rule["fullDescription"]["text"]
    prints = [one["partialFingerprints"]["quotation/v1"] for one in first["results"]]  # type: ignore[attr-defined]
    assert len(set(prints)) == 2
    assert prints == [one["partialFingerprints"]["quotation/v1"] for one in moved["results"]]  # type: ignore[attr-defined]
    told, passed = first["results"]  # type: ignore[misc]
    assert "suppressions" not in told
    (suppressed,) = passed["suppressions"]
    assert (suppressed["kind"], "heard" in suppressed["justification"]) == ("inSource", True)
    (related,) = told["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "https://harbour.example/ferry"


def test_places_are_lines_or_the_paragraphs_of_a_word_document(desk: Path) -> None:
    (found,) = json.loads(checked(f"One.\n\n {TURNED}", "-f", "json").stdout)["quotations"]
    assert (found["line"], found["column"], found["paragraph"]) == (3, 2, None)
    Path("draft.docx").write_bytes(word_document("A draft", "One.", TURNED.strip()))
    done = run("check", "draft.docx", "-a", "reports", "-f", "json")
    (found,) = json.loads(done.stdout)["quotations"]
    assert (found["line"], found["paragraph"]) == (None, 3)
    assert "Paragraph 3: “Every" in run("check", "draft.docx", "-a", "reports", "-f", "github").stdout
    (log,) = json.loads(run("check", "draft.docx", "-a", "reports", "-f", "sarif").stdout)["runs"]
    assert log["results"][0]["locations"][0]["logicalLocations"] == [
        {"name": "paragraph 3", "kind": "element"}
    ]


def test_a_passage_is_shown_in_its_line_with_a_link_to_its_report(desk: Path) -> None:
    done = checked(TURNED, "-f", "json")
    (match,) = json.loads(done.stdout)["quotations"][0]["matches"]
    body = REPORT.partition("---\n")[2].partition("---\n")[2]
    around = match["before"] + match["text"] + match["after"]
    assert around == body.splitlines()[0]
    page = checked(TURNED, "-f", "html").stdout
    assert f"{match['before']}<mark>{match['text']}</mark>{match['after']}" in page
    assert '<a href="https://harbour.example/ferry" rel="noreferrer">' in page
    Path("reports/ferry.md").write_text(REPORT.replace("https:", "javascript:"), encoding="utf-8")
    assert "<a " not in checked(TURNED, "-f", "html").stdout


# ---- looking one quotation up ----------------------------------------------------------------------------


def test_find_lists_every_report_that_prints_the_words(desk: Path) -> None:
    for number in range(8):
        text = f"{REPORT}\nEdition {number}.\n".replace("Harbour Post", f"Paper {number}")
        Path(f"reports/paper-{number}.md").write_text(text, encoding="utf-8")
    words = "nobody sails before the bell has rung twice"
    shown = run("find", words, "-a", "reports").stdout
    assert [number for number in range(8) if f"Paper {number}" not in shown] == []
    lines = run("find", words, "-a", "reports", "-f", "text").stdout.splitlines()
    assert len([line for line in lines if ".md:" in line and "Nobody sails" in line]) == 9


# ---- two versions of a draft -----------------------------------------------------------------------------

OLD = f"""{TURNED.replace("Everybody", "Nobody")}
“We lost 14 boats that night and not one sailor,” Tomas Reyl said.

The council had voted for the old timetable in the month of May.

“It was a cold and clear night on all of the islands,” Reyl said.

Reyl said: “The harbour will be open to every boat by Friday noon.”
"""
NEW = f"""{TURNED}
“We lost 15 boats that night and not one sailor,” Tomas Reyl said.

“The council had voted for the old timetable in the month of May,” said Odile Marn.

Reyl said: "The harbour will be open to every boat by Friday noon."

“Every rope was sold to a museum that nobody knows,” said Odile Marn.
"""


def rewritten(*arguments: str) -> Result:
    Path("old.md").write_text(OLD, encoding="utf-8")
    Path("new.md").write_text(NEW, encoding="utf-8")
    return run("check", "--before", "old.md", "new.md", *arguments)


def test_what_a_rewrite_changed_added_quoted_and_dropped_is_told(desk: Path) -> None:
    done = rewritten("-f", "json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    found = [(one["status"], one["severity"], one["failing"]) for one in told["quotations"]]
    assert found == [
        ("changed", "critical", True),
        ("changed", "critical", True),
        ("newly quoted", "material", True),
        ("same", None, False),
        ("added", "material", True),
        ("dropped", "minor", False),
    ]
    for one in told["quotations"]:
        if one["start"] is not None:
            assert NEW[one["start"] : one["end"]] == one["text"]
        if one["before"] is not None:
            assert OLD[one["before"]["start"] : one["before"]["end"]] == one["before"]["text"]
    lines = rewritten("-f", "text").stdout.splitlines()
    assert lines[1].startswith("new.md:3:1: error: changed: “We lost 15 boats")
    assert "“14” became “15”; old.md:3" in lines[1]
    assert lines[-1] == "6 quotations: 2 changed, 2 added, 1 dropped, 1 same".replace(
        "2 added", "1 added, 1 newly quoted"
    )
    assert rewritten("-f", "github").stdout.startswith("::error file=new.md,line=1,title=Changed::")


def test_a_rewrite_that_touches_no_quotation_passes(desk: Path) -> None:
    Path("old.md").write_text(OLD, encoding="utf-8")
    Path("new.md").write_text(OLD.replace("The council had voted", "Its council voted"), encoding="utf-8")
    for new in ("new.md", "old.md"):
        done = run("check", "--before", "old.md", new, "-f", "text")
        assert (done.exit_code, done.stdout) == (0, "4 quotations: 4 same\n")


def test_the_speaker_of_a_quotation_is_part_of_it(desk: Path) -> None:
    Path("old.md").write_text(OLD, encoding="utf-8")
    Path("new.md").write_text(OLD.replace("sailor,” Tomas Reyl", "sailor,” Odile Marn"), encoding="utf-8")
    done = run("check", "--before", "old.md", "new.md", "-f", "text")
    assert done.exit_code == 1
    assert "critical" not in done.stdout
    assert "error: other speaker: “We lost 14 boats" in done.stdout
    assert "given to Tomas Reyl there" in done.stdout


def test_two_versions_are_asked_about_by_themselves(desk: Path) -> None:
    assert isinstance(rewritten("-a", "reports").exception, InputError)
    assert isinstance(rewritten("-f", "sarif").exception, InputError)
