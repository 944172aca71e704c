"""How a source is called that is no name, and what is none of its words."""

from __future__ import annotations

import pytest

from variorum.model import Article
from variorum.pipeline import annotate_batch


def said(text: str) -> list[tuple[list[str], str | None]]:
    (done,) = annotate_batch([Article(id="a", text=text)])
    return [
        ([span.of(text) for span in q.source], q.speaker.name if q.speaker else None)
        for q in done.annotation.quotations
    ]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Officers", "officers"),
        ("Two officials", "two officials"),
        ("Sources close to the talks", "sources"),
        ("Officials briefed on the talks", "officials"),
        ("A letter written by three doctors", "three doctors"),
        ("Just 11%", "Just 11%"),
        ("Only 37.5 percent", "Only 37.5 percent"),
        ("51 per cent of those asked", "51 per cent of those asked"),
        ("A hacker whose name was kept secret", "hacker"),
    ],
)
def test_a_capital_that_begins_a_sentence_makes_no_name(source: str, name: str) -> None:
    assert said(f"The pier in Marl shut on Monday. {source} said that it would not reopen.") == [
        ([source], name)
    ]


def test_what_is_a_name_keeps_its_capital() -> None:
    (((_, name)),) = said("The pier in Marl shut on Monday. Congress said that it would pay for another.")
    assert name == "Congress"


def test_a_number_is_no_source() -> None:
    text = (
        "Berg spoke on Monday.\n\nClaim 2: “The pier was rebuilt in a year.”\n\nThe town rebuilt half of it."
    )
    assert all(source != ["2"] for source, _ in said(text))


def test_the_verb_behind_a_pronoun_is_none_of_the_source() -> None:
    text = "Ada Berg will speak on Monday. “I will rebuild the pier,” she is expected to say."
    assert said(text) == [(["she"], "Ada Berg")]


def test_a_title_shows_whose_name_it_is() -> None:
    text = "Derek Lind, 40, of Marl, is a baker. Bemused Mr Lind said he thought the invoice “was a joke”."
    assert said(text)[0][1] == "Derek Lind"


def test_an_office_with_a_rank_behind_it_is_that_of_the_name() -> None:
    text = "Chairman of the Joint Chiefs of Staff General Tom Lind said that the port would stay open."
    assert said(text)[0][1] == "Tom Lind"


def test_a_numbered_claim_is_said_by_whoever_made_the_one_before() -> None:
    text = (
        "Claim 1: “The pier is safe to cross,” Ada Berg said.\n\nIt is not.\n\n"
        "Claim 2: “The pier was rebuilt in a year.”\n\nThe town rebuilt half of it."
    )
    (article,) = annotate_batch([Article(id="a", text=text)])
    direct = [one for one in article.annotation.quotations if one.kind == "direct"]
    assert [one.speaker and one.speaker.name for one in direct] == ["Ada Berg", "Ada Berg"]


def test_words_under_a_line_with_a_name_are_not_the_last_speakers() -> None:
    text = (
        "What they say\n\nLucia Penrose, chairwoman\n\n"
        "“Ada knows every plank of this pier, and we have waited for her since March.”\n\n"
        "Edgar Moss, head of the ship owners' club\n\n"
        "“Nobody in this town has asked for a longer pier more often than we have.”\n\n"
        "Ruben Tal, board member\n\n“She knows what it will cost to keep it.”\n"
    )
    told = [name for _, name in said(text)]
    assert told[-2] in (None, "Edgar Moss")
    assert told[-1] in (None, "Ruben Tal")
