"""Blanks that a tokeniser left inside words and numbers are left out of what is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.language.language import language
from variorum.model import Article
from variorum.pipeline import annotate_article, collate_story
from variorum.text.plain import reading_view
from variorum.text.spaced import spaced


def seen(text: str) -> str:
    return reading_view(Article(id="a", text=text)).text


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("“I’ m sure it’ s safe, ” Lind said.", "“I’m sure it’s safe, ” Lind said."),
        ("We don' t know the mayor' s plan.", "We don't know the mayor's plan."),
        ("It was shut at 6: 00 p. m. on Monday.", "It was shut at 6:00 p. m. on Monday."),
        ("It was shut at 17: 50 GMT.", "It was shut at 17:50 GMT."),
        ("The island is home to 120, 000 people.", "The island is home to 120,000 people."),
        ("It’ s 2, 029 points in 5. 5% of games.", "It’s 2,029 points in 5.5% of games."),
    ],
)
def test_a_reader_sees_words_and_numbers_in_one_piece(cut: str, whole: str) -> None:
    assert seen(cut) == whole


@pytest.mark.parametrize(
    "text",
    [
        "The rowers’ boats and the dogs' food were lost; it’s a pity, they're gone.",
        "The score was 3: 10 boats against 12.",
        "In 1998, 200 rowers came; in 1999, 300.",
        "He read “Lind’s letter” s. v. harbour.",
    ],
)
def test_other_blanks_stay(text: str) -> None:
    assert seen(text) == text


@given(st.text(alphabet="ab’' stm0123456789:,.% pGMT\n", max_size=60))
def test_only_single_blanks_are_left_out_in_order(text: str) -> None:
    found = list(spaced(text, language("en")))
    assert all(text[start:end] == " " and not new for start, end, new in found)
    assert found == sorted(set(found))


def test_a_cut_text_and_a_whole_one_have_the_same_words() -> None:
    whole = "“It’s official: I’m closing the quay just after 6:00 p.m. for 12,000 rowers,” Ada Lind said."
    cut = whole.replace("’", "’ ").replace(":00", ": 00").replace(",000", ", 000")
    articles = [annotate_article(Article(id=name, text=text)) for name, text in (("a", whole), ("b", cut))]
    collation = collate_story("s", articles)
    (utterance,) = collation.utterances
    assert utterance.variants == ()
    assert not collation.discrepancies
    assert utterance.readings[1].content[0].of(cut) in cut
