"""The table runs no formula, the brief no markup; both are golden for the sample story."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.browser import sample

from variorum.outputs import csv as table
from variorum.outputs import html, markdown

GOLDEN = Path(__file__).parents[2] / "golden" / "outputs"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1", "|calc", "-"])
def test_no_cell_begins_as_a_formula(cell):
    assert table.safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["3 died", "“=1”", "a=b", "", "‏ציטוט", "é"])
def test_ordinary_words_stay_as_they_are(cell):
    assert table.safe(cell) == cell


def test_hostile_words_leave_no_formula_in_the_file(tmp_path):
    collation, articles = sample.hostile()
    table.write([collation], articles, tmp_path / "t.csv")
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == list(table.COLUMNS)
    assert len(rows) == 5
    cells = [cell for row in rows[1:] for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]
    assert any("👩‍👩‍👧‍👦" in cell for cell in cells)


def test_the_table_cites_places_that_slice_to_the_words(tmp_path):
    collation, articles = sample.silo()
    table.write([collation], articles, tmp_path / "t.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "t.csv").read_text("utf-8-sig"), newline="")))
    assert {row["rank"] for row in rows} == {str(rank) for rank in range(1, 8)}
    for row in rows:
        text = articles[row["article"]].article.text
        assert text[int(row["start"]) : int(row["end"])].strip() == row["words"].strip()


def test_hostile_words_are_not_markup_in_the_brief(tmp_path):
    collation, articles = sample.hostile()
    markdown.write([collation], articles, tmp_path / "b.md")
    text = (tmp_path / "b.md").read_text("utf-8")
    assert "<script" not in text.replace("\\<", "")
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "👩‍👩‍👧‍👦" in text


@pytest.mark.parametrize("name", ["silo", "agreeing", "single"])
def test_the_brief_is_the_golden_one(name, tmp_path):
    collation, articles = getattr(sample, name)()
    markdown.write([collation], articles, tmp_path / "b.md")
    assert (tmp_path / "b.md").read_text("utf-8") == (GOLDEN / f"{name}.brief.md").read_text("utf-8")


def test_possible_differences_are_marked_in_the_table_and_stand_apart_in_the_brief(tmp_path):
    collation, articles = sample.silo()
    told, unsure = collation.discrepancies[:-1], replace(collation.discrepancies[-1], probability=0.25)
    collation = replace(collation, discrepancies=told, possible=(unsure,))
    table.write([collation], articles, tmp_path / "t.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "t.csv").read_text("utf-8-sig"), newline="")))
    marked = {row["difference"]: (row["certainty"], row["probability"]) for row in rows}
    assert marked[unsure.id] == ("possible", "0.25")
    assert {marked[one.id] for one in told} == {("told", "")}
    markdown.write([collation], articles, tmp_path / "b.md")
    before, after = (tmp_path / "b.md").read_text("utf-8").split("## Possible, to be read")
    heading = f"### 1. {markdown.plain(unsure.summary)}"
    assert heading in after
    assert heading not in before
    page = html.render([collation], articles)
    assert page.count("<summary>Possible, to be read <b>1</b></summary>") == 1
