"""Reports that were pasted from mail: quoted as a whole, in quoted-printable, with names cut at a line's end."""

# ruff: noqa: E501
from __future__ import annotations

import quopri
import textwrap
from pathlib import Path

import pytest
from tests.situations.comparing import told
from tests.situations.reading import annotated, article_of, notes_of, said, words_of

REPORT = """Published: 14 August 2025

Sluice gate jammed for nine days, inquiry told

VELDEN, August 14, 2025 (Norrline) - The sluice gate at Velden was jammed for nine days before the flood of 2 August, an inquiry heard on Thursday.

"Nobody at the water board had asked for a repair before the river rose," said Karin Vossberg, the engineer in charge of the lower gates. "We wrote to them in May and we wrote to them again in July."

Police Chief Emil Sandgren told the inquiry that 312 people had been brought to safety by boat. "It was not the crew’s fault, and I will not have it said that it was," he said.
"""
CHANGED = REPORT.replace("312", "321").replace("Karin Vossberg", "Tilda Ramm")


def filled(text: str, width: int) -> str:
    return "\n".join(textwrap.fill(line, width) for line in text.splitlines())


def quoted(text: str, sign: str) -> str:
    return "\n".join(f"{sign} {line}".rstrip() for line in text.splitlines())


MAILED = {
    "quoted": quoted(filled(REPORT, 55), ">"),
    "quoted twice": quoted(filled(REPORT, 72), ">>"),
    "quoted, not filled": quoted(REPORT, ">"),
    "quoted, with who wrote it": "On Friday Ann Orr wrote:\n" + quoted(filled(REPORT, 66), ">"),
    "quoted, CRLF": quoted(filled(REPORT, 76), ">").replace("\n", "\r\n"),
    "quoted-printable": quopri.encodestring(REPORT.encode()).decode(),
    "quoted-printable, cp1252": quopri.encodestring(REPORT.encode("cp1252")).decode(),
}


@pytest.mark.parametrize("kind", sorted(MAILED))
def test_mail_makes_no_difference_and_hides_none(tmp_path: Path, kind: str) -> None:
    assert told(tmp_path, REPORT, MAILED[kind])[0] == []
    assert sorted(told(tmp_path, CHANGED, MAILED[kind])[0]) == ["attribution", "figure"]


@pytest.mark.parametrize("kind", sorted(MAILED))
def test_who_speaks_is_who_spoke(kind: str) -> None:
    one = annotated("a.txt", MAILED[kind])
    assert said(one, "Nobody") == ["Karin Vossberg"]
    assert said(one, "fault") == ["Emil Sandgren"]
    assert not any("told the inquiry" in words_of(one, each) for each in one.annotation.quotations)


def test_unpacking_is_noted_and_the_rest_is_stored_as_it_came() -> None:
    assert "quoted-printable" in notes_of(article_of("a.txt", MAILED["quoted-printable"]))
    assert article_of("a.txt", MAILED["quoted"]).text == MAILED["quoted"]


@pytest.mark.parametrize(
    "text",
    [
        "The board met on Monday.\n\n> We will pay for the wall.\n> All of it.\n\nThat is what it wrote in May.\n",
        "x = 1\ny =\nz = 20\n",
        "The sum is\n1 + 1 =\n2\nand\n2 + 2 =\n4\n",
    ],
)
def test_a_quotation_in_a_report_and_sums_stay(text: str) -> None:
    article = article_of("a.txt", text)
    assert article.text == text
    assert article.blocks == ()


@pytest.mark.parametrize(
    ("cut", "name"),
    [
        ("Grif-\nfin Fielding", "Griffin Fielding"),
        ("Ada Lind-\nqvist", "Ada Lindqvist"),
    ],
)
def test_a_name_that_a_column_cuts_is_whole(cut: str, name: str) -> None:
    text = f"“We found the official files in five\nflooded offices, and the well-known affi-\ndavit was not among them,” said {cut}, the chief of staff.\n"
    one = annotated("a.txt", text)
    assert said(one, "flooded") == [name]
