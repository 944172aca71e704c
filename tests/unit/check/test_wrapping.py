"""Quotations in texts that an editor broke into lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import variorum
from variorum.checking.drafts import read_drafts
from variorum.corpus import check_drafts
from variorum.model import Article
from variorum.settings import ReadSettings
from variorum.text.wrapping import join_lines

WORDS = "“The harbour wall will not be repaired before the spring and the port stay closed,” said Ada Lind."
BROKEN = (
    "“The harbour wall will not be repaired\nbefore the spring and\nthe port stay closed,” said Ada Lind."
)


@pytest.mark.parametrize(
    "draft",
    [WORDS, BROKEN, BROKEN.replace("\n", "\r\n"), BROKEN.replace("\n", "\n> ").replace("“", "> “", 1)],
    ids=["whole", "broken", "with CRLF", "in a block quotation"],
)
@pytest.mark.parametrize("report", [WORDS, BROKEN], ids=["whole report", "broken report"])
def test_a_quotation_goes_on_over_the_end_of_a_line(draft: str, report: str) -> None:
    (found,) = variorum.check(draft, against=[Article(id="r", text=f"{report} It rained.")]).quotations
    assert found.verdict == "verbatim"
    assert found.matches[0].speaker == "Ada Lind"
    assert draft[found.start : found.end] == found.text


@pytest.mark.parametrize("at", range(3, 14))
def test_no_part_of_a_broken_quotation_goes_unchecked(at: int) -> None:
    parts = BROKEN.replace("\n", " \n").split(" ")
    parts[at] = "\nnobody" if parts[at].startswith("\n") else "nobody"
    (found,) = variorum.check(" ".join(parts), against=[Article(id="r", text=WORDS)]).quotations
    assert found.verdict == "altered"


def test_the_paragraphs_of_a_block_quotation_are_checked_whole_also_without_marks_and_speaker(
    tmp_path: Path,
) -> None:
    block = "> The harbour wall will\n> not be repaired before the spring.\n>\n> It is over for the old pier."
    (tmp_path / "draft.md").write_text(f"Nobody knows.\n\n{block}\n")
    said = "The harbour wall will not be repaired before the spring. It is over for the new pier"
    report = f"“{said},” said Ada Lind."
    drafts = read_drafts([tmp_path / "draft.md"], ReadSettings())
    first, second = check_drafts(drafts, against=[Article(id="r", text=report)]).quotations
    assert (first.verdict, second.verdict) == ("verbatim", "altered")


@pytest.mark.parametrize(
    "text",
    [
        "# A heading that is as long as a line may be\n“It is over,” he said.",
        "- an item of a list that is quite long, too\n- another item of the list",
        "One paragraph without a blank line after it.\nAnother one, “with words,” he said.",
        "Roses are red\nViolets are blue",
        "",
        "\n\n\n",
    ],
)
def test_lines_that_were_not_broken_stay_apart(text: str) -> None:
    assert join_lines(text) == text


@given(st.text(st.sampled_from("ab. “”>#-\n\r"), max_size=300))
def test_the_view_is_as_long_as_the_text_and_differs_in_white_space_and_signs_alone(text: str) -> None:
    view = join_lines(text)
    assert len(view) == len(text)
    assert all(new == old or (new == " " and old in "\n\r> ") for new, old in zip(view, text, strict=True))
