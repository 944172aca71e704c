# ruff: noqa: E501 (tables read best with a row a line)
import pytest

from variorum.language.language import language
from variorum.model import Span
from variorum.text.normalise import Words, fold, read_words

ENGLISH = language("en")


def read(text: str) -> Words:
    return read_words(text, [Span(0, len(text))], ENGLISH)


def keys(text: str) -> list[str]:
    return [word.key for word in read(text).words]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("five boats", "5 boats"),
        ("twenty-five men", "25 men"),
        ("two hundred and five", "205"),
        ("12 percent", "12 per cent"),
        ("12 percent", "12%"),
        ("$1.5 billion", "1.5 billion dollars"),
        ("$50 Billion Dollars", "$50bn"),
        ("1,000 people", "1000 people"),
        ("the third time", "the 3rd time"),
        ("bread & butter", "bread and butter"),
        ("“no” — he", '"no" -- he'),
        ("café", "cafe\u0301"),
        ("F.B.I. agents", "FBI agents"),
        ("World War II", "World War Two"),
        ("[T]he bridge", "The bridge"),
        ("a hundred men", "a 100 men"),
        ("a 2-and-a-half-year-old", "a 2 1/2 year old"),
        ("two and a half miles", "2½ miles"),
        ("2½ million people", "2.5 million people"),
        ("at 10:00 a.m.", "at 10 am"),
        ("at 6.30pm", "at 6:30 p. m."),
        ("by November 3rd", "by Nov. 3"),
        ("the 1980's", "the 1980s"),
        ("the nineties", "the 1990s"),
        ("10km to 5ft", "10 kilometers to 5 feet"),
        ("the U. S. troops", "the U.S. troops"),
        ("us vs. them", "us versus them"),
    ],
)
def test_typography_makes_no_other_words(one: str, other: str) -> None:
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We can't go", "We cannot go"),
        ("the colour", "the color"),
        ("we organised it", "we organized it"),
        ("gonna win", "going to win"),
        ("Sen. Vale", "Senator Vale"),
    ],
)
def test_spelling_and_contraction_are_the_same_words_in_another_form(one: str, other: str) -> None:
    assert keys(one) == keys(other)
    assert [word.form for word in read(one).words] != [word.form for word in read(other).words]


@pytest.mark.parametrize(("one", "other"), [("47 knots", "57 knots"), ("told us", "told U.S."), ("40", "400"), ("1st", "1"), ("2 1/2", "2 1/4"), ("at 6:30", "at 6:40"), ("the 1890s", "the 1990s"), ("3 9/11 families", "3.8 families")])  # fmt: skip
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert keys(one) != keys(other)


def test_number_one_is_not_a_negation() -> None:
    assert keys("The No. 1 priority") == ["the", "number", "1", "priority"]


def test_gaps_sentences_and_breaks_are_known_by_the_word_after_them() -> None:
    text = "“It is over … now. Go,” he said, “home.”"
    found = read_words(text, [Span(0, 24), Span(34, len(text))], ENGLISH)
    assert [word.key for word in found.words] == ["it", "is", "over", "now", "go", "home"]
    assert (found.gaps, found.sentences - {6}, found.breaks) == ({3}, {4}, {5})


def test_a_title_or_initial_ends_no_sentence() -> None:
    assert read("We sent it to Dr. Pell and J. Vale.").sentences == {9}


def test_words_in_brackets_are_known_as_inserted() -> None:
    inserted = [word.key for word in read("He [Captain Vale] did (most of) it").words if word.inserted]
    assert inserted == ["captain", "vale", "most", "of"]


def test_folding_keeps_the_way_back() -> None:
    text = "“Cafe\u0301 — naïve”"
    folded = fold(text)
    assert folded.text == '"cafe - naive"'
    start = folded.text.index("naive")
    assert folded.span(start, start + 5).of(text) == "naïve"


def test_nothing_gives_nothing() -> None:
    assert fold("").text == ""
    assert read_words("", [], ENGLISH).words == ()
