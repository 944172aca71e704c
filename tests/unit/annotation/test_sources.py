"""Whose words they are: sources found by the rules and resolved, over a whole text."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from variorum.model import AnnotatedArticle, Article, Quotation
from variorum.pipeline import annotate_article, annotate_batch


def quotations(text: str) -> tuple[Quotation, ...]:
    article = Article(id="a", text=text.replace(" ¶ ", "\n\n"))
    return annotate_article(article).annotation.quotations


def speakers(text: str) -> list[str | None]:
    return [each.speaker.name if each.speaker else None for each in quotations(text)]


def test_a_quoted_paragraph_goes_on_with_who_spoke_before_it() -> None:
    text = "“The pier was rotten,” Tom Reyes said. ¶ “We had told them so for seven years.”"
    assert speakers(text) == ["Tom Reyes"]
    (quotation,) = quotations(text)
    assert (len(quotation.content), quotation.kind) == (2, "direct")


def test_a_question_leaves_the_next_quoted_paragraph_open() -> None:
    text = "“Who closed the pier last night?” Tom Reyes asked. ¶ “Nobody here had the keys to it.”"
    assert speakers(text) == ["Tom Reyes", None]


def test_a_paragraph_between_ends_the_turn() -> None:
    text = "“It was rotten,” Tom Reyes said. ¶ The tide came in. ¶ “We had told them for seven years.”"
    assert speakers(text) == ["Tom Reyes", None]


@pytest.mark.parametrize(
    "text",
    [
        "“It held,” said Ana Lind, who travelled with her husband and their three children.",
        "Ana Lind, 35, the owner of the inn, said it held.",
        "Ana Lind, D-Marl, whose views on the pier and its cost have changed, said it held.",
        "Ana Lind, head of the harbour board, Marl Docks, said it held.",
        "Ana Lind, a docker and the first woman on the board, said it held.",
        "Ana Lind, founder and chief executive of Marl Docks, said it held.",
        "Ana Lind, 31, the mayor’s niece and a former pilot, said it held.",
        "Party strategist and television contributor Ana Lind said it held.",
        "The mayor’s spokesman and now senior adviser Ana Lind said it held.",
        "Former harbour master and state senator Ana Lind said it held.",
        "Its president and chief executive, Ana Lind, said it held.",
        "Fuel and Mines Secretary Ana Lind said it held.",
    ],
)
def test_what_is_said_about_a_source_is_no_second_source(text: str) -> None:
    assert speakers(text) == ["Ana Lind"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It held,” Ana Lind and her deputy, Bo Falk, said in a statement.", "Ana Lind and Bo Falk"),
        ("Reyes and the union say it held.", "Reyes and union"),
        ("The Miners and Dockers Union said it held.", "Miners and Dockers Union"),
        ("The Miners’ and Dockers’ Union said it held.", "Miners’ and Dockers’ Union"),
    ],
)
def test_joint_sources_are_two_and_one_name_is_one(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


TWO = {  # as the network reads them
    "Ana Lind, a docker, and her husband said the pier held.": "Ana Lind and her husband",
    "Police chief Bo Falk and harbour master Ana Lind said the pier held.": "Bo Falk and Ana Lind",
    "The ministry and Harbour Master Ana Lind said the pier held.": "ministry and Ana Lind",
    "Sens. Bo Falk, R-Marl, and Ana Lind, D-Marl, said the pier held.": "Bo Falk and Ana Lind",
    "He and Harbour Master Ana Lind said the pier held.": None,
}


OFFICES = {
    "Walk for Life president Ana Lind said the pier held.": "Ana Lind",
    "Voice of Marlin Director Ana Lind said the pier held.": "Ana Lind",
    "Head of the committee Ana Lind said the pier held.": "Ana Lind",
    "Mayor-elect Ana Lind said the pier held.": "Ana Lind",
    "Undersheriff Ana Lind said the pier held.": "Ana Lind",
    "Honduran Ana Lind said the pier held.": "Ana Lind",
    "A spokesman for Mayor Ana Lind said the pier held.": "spokesman for Mayor Ana Lind",
    "The wife of the president Ana Lind said the pier held.": "wife of the president Ana Lind",
}


def as_the_network_reads(texts: Iterable[str]) -> list[str | None]:
    articles = [Article(id=str(i), text=text) for i, text in enumerate(texts)]
    found = [each for each in annotate_batch(articles) if isinstance(each, AnnotatedArticle)]
    return [q.speaker and q.speaker.name for each in found for q in each.annotation.quotations]


def test_a_comma_an_article_or_a_name_before_and_begins_a_second_speaker() -> None:
    assert as_the_network_reads(TWO) == list(TWO.values())


def test_who_holds_an_office_in_a_body_speaks() -> None:
    assert as_the_network_reads(OFFICES) == list(OFFICES.values())


def test_the_source_is_the_subject_of_its_own_cue() -> None:
    text = "After Ryan finished, responding to a question about the pier, Falk responded: “That is nonsense.”"
    assert speakers(text)[-1] == "Falk"


def test_a_dash_of_any_length_signs_a_quotation() -> None:
    for dash in "–—―":
        assert speakers(f"“The harbour is our whole life.” {dash} Ana Lind") == ["Ana Lind"]


def test_who_is_only_spoken_of_is_not_who_goes_on_speaking() -> None:
    text = "Karl Lind said Hugo Berg had sold the yard to strangers. He said the price was low."
    assert speakers(text) == ["Karl Lind", "Karl Lind"]


def test_a_couple_shares_its_last_name() -> None:
    text = (
        "Daniel and Ana Reyes fled. ¶ “I took the boat,” Mr Reyes said. ¶ “I took the dog,” Mrs Reyes said."
    )
    assert speakers(text) == ["Daniel Reyes", "Ana Reyes"]


def test_the_father_of_three_is_who_a_pronoun_would_mean() -> None:
    text = "Daniel Reyes carried his son. ¶ “It was a small bump,” the father of three said."
    assert speakers(text) == ["Daniel Reyes"]


def test_another_office_of_the_same_rank_is_another_person() -> None:
    text = "Ferry boss Daniel Reyes was calm. ¶ “The wind was too strong,” the harbour chief said."
    assert speakers(text) == ["harbour chief"]


def test_an_office_stands_in_the_body_named_before_it() -> None:
    article = Article(id="a", text="Marl Line boss Daniel Reyes said it held.")
    kinds = {e.name: e.kind for e in annotate_article(article).annotation.entities}
    assert kinds == {"Marl Line": "organisation", "Daniel Reyes": "person"}


def test_a_title_with_of_is_no_part_of_the_name() -> None:
    article = Article(id="a", text="It was Secretary of State Daniel Reyes who called. Reyes left.")
    assert "Daniel Reyes" in {e.name for e in annotate_article(article).annotation.entities}


def test_a_text_of_nothing_but_capitals_is_read_in_time_linear_in_its_length() -> None:
    # With work that grows with the square, this takes minutes.
    article = Article(id="a", text="Ada " * 100_000)
    assert [e.name[:7] for e in annotate_article(article).annotation.entities] == ["Ada Ada"]
