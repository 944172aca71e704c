"""The brief: what was confirmed, with its sentences and hashes; all else in lists of its own, or counted."""

from __future__ import annotations

import csv
import io
import re
from hashlib import sha256
from pathlib import Path

import docx
import pytest
from tests.browser import sample

from variorum.briefs import brief
from variorum.decisions import making
from variorum.decisions.apply import apply
from variorum.errors import InputError
from variorum.model import Decision

GOLDEN = Path(__file__).parents[2] / "golden" / "outputs"
WHO = {"author": "Ines Morrow", "at": "2027-10-09T09:30:00+00:00"}


def decided() -> list[Decision]:
    collation, articles = sample.silo()
    by_type = {one.type: one.id for one in reversed(collation.discrepancies)}
    disputed = next(one for one in collation.utterances if len(one.speakers) > 1)
    reading = next(one for one in disputed.readings if one.speaker == "Ilse Brandt")
    return [
        making.on_difference("confirm", collation, by_type["negation"], note="read in *both*", **WHO),
        making.on_difference("confirm", collation, by_type["figure"], **WHO),
        making.on_difference("dismiss", collation, by_type["date"], **WHO),
        making.speaker(
            collation, reading.article, reading.quotation, "Edda Corrigan", articles=articles, **WHO
        ),
        making.note(collation, "ask <the> harbour", difference=by_type["elision"], **WHO),
    ]


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_brief_is_as_it_was_read_over(form):
    collation, articles = sample.silo()
    made = brief(collation, form, decisions=decided(), articles=articles)
    golden = GOLDEN / f"silo.decided.{form}"
    if not golden.exists():
        golden.write_bytes(made)
    assert made == golden.read_bytes()


def test_what_nobody_confirmed_is_not_told_as_found():
    collation, articles = sample.silo()
    text = brief(collation, decisions=decided(), articles=articles).decode()
    found = re.split(r"^## ", text, flags=re.MULTILINE)
    sections = {part.partition("\n")[0]: part for part in found[1:]}
    assert "did not cover" in sections["Confirmed differences"]
    assert "13 September" not in text.partition("## Reports")[2].partition("## Notes")[0]
    assert "left out" not in sections["Confirmed differences"]
    assert "said by Edda Corrigan; the program had found Ilse Brandt" in sections["Put right by the desk"]
    assert "Ledger Plus: Could not be read" in sections["Not compared"]
    assert text.rstrip().endswith("Not in this brief: 1 difference dismissed and 3 not decided on.")
    nothing = brief(collation, articles=articles).decode()
    assert "Nobody has confirmed a difference of this story yet." in nothing
    assert nothing.rstrip().endswith("no differences dismissed and 7 not decided on.")


def test_a_report_is_named_with_the_hash_of_its_text_and_words_without_it():
    collation, articles = sample.silo()
    with_texts = brief(collation, "html", decisions=decided(), articles=articles).decode()
    without = brief(collation, "html", decisions=decided()).decode()
    for one in (each for each in articles.values() if each.article.text):
        digest = sha256(one.article.text.encode()).hexdigest()
        assert digest in with_texts
        assert digest not in without
    assert "<mark>did not cover</mark>" in without
    assert "the foundations" not in without


@pytest.mark.parametrize("form", ["md", "html"])
def test_hostile_words_are_not_markup(form):
    collation, articles = sample.hostile()
    told = [making.on_difference("confirm", collation, one.id, **WHO) for one in collation.discrepancies]
    told.append(making.note(collation, "<script>alert(1)</script> \u202e", **WHO))
    text = brief(collation, form, decisions=told, articles=articles).decode()
    shown = re.sub(r"`[^`\n]*`", "", text.replace("\\<", "")) if form == "md" else text
    assert "<script" not in shown
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert 'href="javascript' not in text


def test_the_word_document_says_what_the_page_says_and_is_the_same_each_time():
    collation, articles = sample.silo()
    story = apply(collation, decided())
    data = brief(story, "docx", articles=articles)
    assert data == brief(story, "docx", articles=articles)
    document = docx.Document(io.BytesIO(data))
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert heads == [
        "Reports",
        "Confirmed differences",
        "Put right by the desk",
        "Notes",
        "Not compared",
    ]
    text = "\n".join(one.text for one in document.paragraphs)
    page = brief(story, "md", articles=articles).decode()
    for words in (
        "said Tomas Bielke, who heads the inspectorate.",
        "characters 508–521",
        "ask <the> harbour",
    ):
        assert words in text
        assert words in page.replace("\\", "")
    bold = [run.text for one in document.paragraphs for run in one.runs if run.bold]
    assert "did not cover" in bold
    assert "read in *both*" in text
    hostile, reports = sample.hostile()
    told = [making.on_difference("confirm", hostile, one.id, **WHO) for one in hostile.discrepancies]
    assert docx.Document(io.BytesIO(brief(hostile, "docx", decisions=told, articles=reports))).paragraphs


def test_a_form_that_there_is_not_is_refused():
    with pytest.raises(InputError, match="md, html, docx"):
        brief(sample.silo()[0], "pdf")  # type: ignore[arg-type]


def test_the_brief_is_a_table_too():
    collation, articles = sample.silo()
    data = brief(collation, "csv", decisions=decided(), articles=articles)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    text = brief(collation, decisions=decided(), articles=articles).decode()
    confirmed = [row for row in rows if row["section"] == "Confirmed differences"]
    assert confirmed and all(row["what"] and row["sentence"] and row["where"] for row in confirmed)
    assert rows[-1]["what"] in text
    assert len([row for row in rows if row["section"] == "Reports"]) == len(collation.articles)
    assert {row["note"] for row in confirmed} >= {"read in *both*"}
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())
