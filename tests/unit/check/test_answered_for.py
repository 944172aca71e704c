"""What somebody answers for, and what must not pass under its name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from variorum import Article, check
from variorum.cli.app import app
from variorum.errors import InputError

REPORT = "“Nobody sails before the bell has rung twice,” said Odile Marn, who runs the ferry.\n"
TURNED = "“Everybody sails before the bell has rung twice,” said Odile Marn."
COMMENT = "<!-- variorum: ignore heard on tape -->"
STRUCK = "The old ferry will not be sold to the museum"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "ferry.txt").write_text(REPORT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def checked(draft: str, *arguments: str, name: str = "draft.md") -> Result:
    Path(name).write_bytes(draft.encode())
    return CliRunner().invoke(app, ["check", name, "-a", "reports", *arguments])


def listed(quotation: str, draft: str) -> int:
    entry = (
        f"[[accepted]]\nquotation = '{quotation}'\nreason = 'Tape 4'\nname = 'A. Lund'\ndate = 2026-03-12\n"
    )
    Path("accepted.toml").write_text(entry, encoding="utf-8")
    return checked(f"“{draft},” said Odile Marn.\n", "--accepted", "accepted.toml").exit_code


@pytest.mark.parametrize(
    "draft",
    [
        f'{TURNED} <a title="{COMMENT}">here</a>',
        f'{TURNED} [here](https://ferry.example "{COMMENT}")',
        f"<script>let a = '{COMMENT}'</script>\n\n{TURNED}",
        f"<!-- as it was: {COMMENT}\n\n{TURNED}",
        f"{TURNED} `{COMMENT}`",
    ],
)
def test_a_comment_inside_other_markup_accepts_nothing(draft: str) -> None:
    assert checked(draft).exit_code == 1
    assert checked(f"{TURNED} {COMMENT}").exit_code == 0


@pytest.mark.parametrize("line", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", ["draft.md", "draft.txt"])
def test_a_comment_reaches_no_quotation_of_another_paragraph(line: str, name: str) -> None:
    before = f"{TURNED}\n\nThe ferry has a bell. {COMMENT}\n\n{REPORT}"
    after = f"The ferry has a bell. {COMMENT}\n\nIt is old.\n\n{TURNED}\n"
    for draft in (before, after):
        done = checked(draft.replace("\n", line), name=name)
        assert done.exit_code == 1
        assert "stands beside no quotation" in done.stderr
    alone = f"It is old.\n\n{COMMENT}\n\n\n{TURNED}\n".replace("\n", line)
    assert checked(alone, name=name).exit_code == 0


def test_words_of_a_page_that_look_like_a_comment_accept_nothing_and_are_told() -> None:
    shown = COMMENT.replace("<", "&lt;").replace(">", "&gt;")
    done = checked(f"<p>{TURNED} <code>{shown}</code></p>", name="draft.html")
    assert done.exit_code == 1
    assert "--accepted" in done.stderr


@pytest.mark.parametrize("struck", ["~~not~~", "{--not--}", "<del>not</del>", "<!-- not -->"])
def test_a_word_that_the_draft_strikes_is_none_of_an_entry(struck: str) -> None:
    assert listed(STRUCK, STRUCK.replace("not", struck)) == 1
    assert listed(STRUCK.replace("not ", ""), STRUCK.replace("not", struck)) == 0
    assert listed(STRUCK, STRUCK.replace("not", "**not**")) == 0


@pytest.mark.parametrize(
    ("accepted", "draft"),
    [
        ("They paid $5 million for the old ferry", "They paid €5 million for the old ferry"),
        ("It grew by 5% on the old ferry", "It grew by 5 on the old ferry"),
        ("It was −5 degrees on the old ferry", "It was 5 degrees on the old ferry"),
        ("It was .5 degrees on the old ferry", "It was 5 degrees on the old ferry"),
        ("They lost −$5 million on the old ferry", "They lost $5 million on the old ferry"),
        ("They lost −US$5 on the old ferry", "They lost US$5 on the old ferry"),
        ("It grew by 5‰ on the old ferry", "It grew by 5 on the old ferry"),
        ("There were 10² on the old ferry", "There were 102 on the old ferry"),
        ("There were ~5 on the old ferry", "There were 5 on the old ferry"),
    ],
)
def test_signs_that_make_another_figure_make_another_quotation(accepted: str, draft: str) -> None:
    assert listed(accepted, draft) == 1
    assert listed(accepted, accepted.replace("−", "-")) == 0


def test_files_of_options_may_begin_with_a_byte_order_mark() -> None:
    assert listed(STRUCK, STRUCK) == 0
    Path("accepted.toml").write_bytes(b"\xef\xbb\xbf" + Path("accepted.toml").read_bytes())
    Path("variorum.toml").write_bytes(b"\xef\xbb\xbfaccepted = 'accepted.toml'\n")
    assert checked(f"“{STRUCK},” said Odile Marn.\n").exit_code == 0


def test_drafts_that_lie_among_the_reports_do_not_vouch_for_each_other() -> None:
    for name in ("first.md", "second.md"):
        Path("reports", name).write_text(
            f"{name} is a draft. “{STRUCK},” said *Odile Marn*.\n", encoding="utf-8"
        )
    drafts = ("reports/first.md", "reports/second.md")
    assert CliRunner().invoke(app, ["check", *drafts, "-a", "reports"]).exit_code == 1


def test_a_draft_is_not_replaced_by_its_verdicts() -> None:
    done = checked(REPORT, "--output", "draft.md")
    assert isinstance(done.exception, InputError)
    assert Path("draft.md").read_text(encoding="utf-8") == REPORT


def test_drafts_that_the_file_of_options_excludes_are_told() -> None:
    Path("variorum.toml").write_text("exclude = ['not*']\n", encoding="utf-8")
    Path("notes.md").write_text(TURNED, encoding="utf-8")
    assert "notes.md" in checked(REPORT, "notes.md").stderr


@pytest.mark.parametrize("limit", ["nan", "inf", "-1"])
def test_a_time_limit_in_a_file_that_is_none_is_refused(limit: str) -> None:
    Path("variorum.toml").write_text(f"time-limit = {limit}\n", encoding="utf-8")
    assert "time-limit" in str(checked(REPORT).exception)


def test_the_earliest_report_is_the_one_printed_first_wherever_its_clock_stood() -> None:
    dates = ("2026-03-11T09:00:00+05:00", "2026-03-11T06:00:00+00:00")  # 04:00 and 06:00 in UTC
    reports = [Article(id=date, text=f"{REPORT}{date}", date=date) for date in dates]
    found = check(REPORT, against=reports).quotations[0]
    assert found.earliest == dates[0]


@pytest.mark.parametrize("name", ["draft.md", "ferry/Draft.DOCX"])
def test_the_name_of_a_file_that_there_is_not_is_no_draft_without_fault(name: str) -> None:
    with pytest.raises(InputError, match="name of a file that there is not"):
        check(name, against="reports")


@pytest.mark.parametrize(("old", "new"), [("", "\n"), ("\n", ""), ("", "\n\n\n")])
def test_a_rewrite_that_changes_the_last_line_end_alone_changes_nothing(old: str, new: str) -> None:
    Path("old.md").write_text(TURNED + old, encoding="utf-8")
    Path("new.md").write_text(TURNED + new, encoding="utf-8")
    assert CliRunner().invoke(app, ["check", "--before", "old.md", "new.md"]).exit_code == 0


@pytest.mark.parametrize("sign", ["-", "−", "minus "])
def test_a_lost_minus_does_not_pass(sign: str) -> None:
    printed = f"“It was {sign}5 degrees on the old ferry that night,” said Odile Marn."
    reports = [Article(id="a", text=printed)]
    assert not check(f"It froze. {printed.replace(sign, '')}", against=reports).passed()
    for other in ("minus ", "-", "−"):
        assert check(f"It froze. {printed.replace(sign, other)}", against=reports).passed()
    ranged = "“It was 4-5 degrees in mid-2020 on the old ferry,” said Odile Marn."
    assert check(ranged.replace("-", "–"), against=[Article(id="b", text=ranged)]).passed()


def rewritten(old: str, new: str) -> Result:
    Path("old.md").write_text(f"“{old},” said Odile Marn.\n", encoding="utf-8")
    Path("new.md").write_text(f"“{new},” said Odile Marn.\n", encoding="utf-8")
    return CliRunner().invoke(app, ["check", "--before", "old.md", "new.md", "-f", "text"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We will sell the ferry in spring, unless the town objects", "We will sell the ferry in spring"),
        ("We will sell the ferry. But nobody should count on it", "We will sell the ferry"),
        ("will not resign today", "resign today"),
    ],
)
def test_a_quotation_that_a_rewrite_cuts_short_is_changed(old: str, new: str) -> None:
    done = rewritten(old, new)
    assert done.exit_code == 1
    assert f"Cut short: “{old}” became “{new}”" in done.stdout
    assert rewritten(old, f"{new} …").exit_code == 0


def test_sentences_that_a_rewrite_sets_apart_are_the_same() -> None:
    old = "We will sell the ferry in spring. The town will have to live with that"
    done = rewritten(old, old.replace("spring. ", "spring,” she said. “"))
    assert (done.exit_code, done.stdout.count("same")) == (0, 1)


@pytest.mark.parametrize("marks", ["❝❞", "״״", "\x93\x94"])
def test_marks_that_are_not_read_as_quotation_marks_are_told(marks: str) -> None:
    done = checked(f"{marks[0]}{STRUCK},{marks[1]} said Odile Marn.\n", "-f", "text")
    assert done.exit_code == 1
    assert "a quotation mark that belongs to no quotation" in done.stdout
    assert checked("The board is 5′ 6″ long, and 8″ wide. צה״ל\n").exit_code == 0


def test_a_time_limit_without_end_is_refused_in_plain_words() -> None:
    assert "the time limit is inf" in str(checked(REPORT, "--time-limit", "inf").exception)


@pytest.mark.parametrize("blanks", ["    ", "\t", "      "])
@pytest.mark.parametrize("form", ["{0}{1}\n\n{2}\n", "{2}\n\n{0}{1}\n", "> {2}\n>\n> {0}{1}\n"])
def test_a_comment_in_an_indented_code_block_is_not_followed_and_told(blanks: str, form: str) -> None:
    done = checked(form.format(blanks, COMMENT, TURNED))
    assert done.exit_code == 1
    assert "stands in code" in done.stderr
    assert checked(form.format("", COMMENT, TURNED), "-f", "json").stderr.count("stands in code") == 0


def test_blanks_that_make_no_code_leave_a_comment_a_comment() -> None:
    for draft in (f"{TURNED}\n    {COMMENT}\n", f"- It is so.\n\n  {COMMENT}\n\n  {TURNED}\n"):
        assert checked(draft).exit_code == 0
    assert checked(f"It is so.\n\n    {COMMENT}\n\n{TURNED}\n", name="draft.txt").exit_code == 0


def page(*parts: str) -> str:
    return f"<html><body><article><p>The ferry stays in harbour.</p>{''.join(parts)}</article></body></html>"


def test_a_comment_of_a_page_speaks_of_its_quotation_alone() -> None:
    first, second = f"<p>{TURNED} {COMMENT}</p>", f"<p>{TURNED.replace('twice', 'once')}</p>"
    found = json.loads(checked(page(first, second), "-f", "json", name="a.html").stdout)["quotations"]
    assert [one["accepted"] and one["accepted"]["reason"] for one in found] == ["heard on tape", None]
    assert checked(page(COMMENT, f"<p>{TURNED}</p>"), name="a.html").exit_code == 0
    between = COMMENT.replace("ignore", "ignore-start"), "<!-- variorum: ignore-end -->"
    assert checked(page(between[0], first, second, between[1]), name="a.html").exit_code == 0


@pytest.mark.parametrize(
    "part",
    [
        f"<script>let a = '{COMMENT}'</script>",
        f"<!-- as it was: {COMMENT}",
        f"<textarea>{COMMENT}</textarea>",
        f'<p title="{COMMENT}">It is old.</p>',
    ],
)
def test_a_comment_inside_other_markup_of_a_page_accepts_nothing(part: str) -> None:
    assert checked(page(f"<p>{TURNED}</p>", part), name="a.html").exit_code == 1


def test_a_comment_leaves_no_trace_in_the_text_of_a_page() -> None:
    for place in (f"{COMMENT} ", f" {COMMENT}", COMMENT):
        bare, held = (
            json.loads(
                checked(
                    page(f"<p>{TURNED}{put}</p>", "<p>It is old.</p>"), "-f", "json", name="a.html"
                ).stdout
            )
            for put in ("", place)
        )
        for one in (*bare["quotations"], *held["quotations"]):
            one["accepted"] = None
        assert held["quotations"] == bare["quotations"]
