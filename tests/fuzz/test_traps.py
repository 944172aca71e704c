"""Texts that once broke a reader, or stand for a kind that does, and any text that Hypothesis finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz import trial
from tests.fuzz.mutate import INVISIBLE, LINE_ENDS, MARKS, ODD, PIECES, PUNCTUATION, SPACES

from variorum.language.language import language
from variorum.model import Article
from variorum.pipeline import annotate_article
from variorum.text.calendar import months, weekdays

SOME = (*PIECES, *ODD, *SPACES, *LINE_ENDS, *MARKS, *PUNCTUATION, *INVISIBLE)
WORDS = ["Ada Lund", "Marl", "the pier", "said", "that", "on", "Friday", "3", "March", "people", "his", "is"]
TEXTS = st.one_of(
    st.lists(st.sampled_from([*SOME, *WORDS, *WORDS]), max_size=40).map(" ".join),
    st.lists(st.sampled_from([*SOME, *WORDS, " ", " ", " "]), max_size=60).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=120),
)


@given(TEXTS)
@settings(max_examples=150)
def test_any_text_is_annotated(text: str) -> None:
    trial.annotate(text, len(text))


@given(st.lists(TEXTS, min_size=2, max_size=3))
@settings(max_examples=15)
def test_any_texts_are_collated(texts: list[str]) -> None:
    trial.collate(texts, 1)


@pytest.mark.parametrize(
    "nickname", ["“Gull Point ”", '"Gull Point "', "(Gull Point )", "‘Gull’ ", "“Gull ” "]
)
@pytest.mark.parametrize("before", ["Painted", "Ada Painted", "The Painted", "A. Painted", "Painted the"])
@pytest.mark.parametrize("after", ["", "\n", "\nMarl is old.", " of", " Of", "."])
def test_a_name_in_marks_ends_a_line(before: str, nickname: str, after: str) -> None:
    trial.annotate(f"{before} {nickname}{after}", 1)


PHRASES = [
    *["the past month", "the previous Friday", "last week", "half a year ago", "a couple of days ago"],
    *["this past Monday", "the following day", "next spring", "two US dollars", "a quarter of an hour"],
    *["one hundred and five people", "more than 5 miles", "at least two-thirds of them", "5 per cent"],
    *["3 March 2024", "March 3, 2024", "spring 2023", "twelve o’clock in the evening", "a week ago Friday"],
]


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f", "\u3000", "\t", "  "])
@pytest.mark.parametrize("date", ["2024-03-06", None])
def test_words_of_figures_are_known_whatever_space_parts_them(space: str, date: str | None) -> None:
    for phrase in PHRASES:
        annotate_article(Article(id="a", text=f"It was {phrase.replace(' ', space)}.", date=date))


def _values(text: str, date: str) -> list[object]:
    figures = annotate_article(Article(id="a", text=text, date=date)).annotation.figures
    return [(figure.kind, figure.value, figure.unit) for figure in figures]


@pytest.mark.parametrize("phrase", ["the previous Friday", "last week", "three days ago", "next spring"])
def test_any_space_gives_the_same_value(phrase: str) -> None:
    plain = _values(f"It shut {phrase}.", "2024-03-06")
    assert plain
    assert _values(f"It shut {phrase.replace(' ', chr(0xA0))}.", "2024-03-06") == plain


@pytest.mark.parametrize("letter", [("s", "ſ"), ("k", "\u212a"), ("i", "ı"), ("I", "İ")])
def test_letters_that_a_pattern_takes_for_others_are_known(letter: tuple[str, str]) -> None:
    old, new = letter
    words = [
        *months(language("en")),
        *weekdays(language("en")),
        "last",
        "this",
        "six",
        "million",
        "thirds",
        "second",
        "miles",
        "kg",
        "ago",
    ]
    for word in words:
        text = f"It shut on {word.capitalize()} 3, 2024, six {word} ago, in 6 {word} of {word} 2024."
        annotate_article(Article(id="a", text=text.replace(old, new), date="2024-03-06"))


def test_digits_of_another_script_are_read_as_digits() -> None:
    assert _values("It shut on ٣ March ٢٠٢٤.".replace("٢٠٢٤", "2024"), "2024-03-06") == [
        ("date", "2024-03-03", None)
    ]


@pytest.mark.parametrize(
    "date", ["0001-01-01", "9999-12-31", "0001-12-31", "9999-01-01", "1100-01-01", "9000-12-31"]
)
def test_no_day_lies_outside_the_calendar(date: str) -> None:
    phrases = [
        "yesterday",
        "tomorrow",
        "last week",
        "next week",
        "last Friday",
        "next Friday",
        "the next day",
    ]
    phrases += [
        "two centuries ago",
        "90 decades ago",
        "999999 months ago",
        "last month",
        "next month",
        "last winter",
    ]
    phrases += [
        "999999999999 days later",
        "last decade",
        "next decade",
        "on Monday",
        "the day before",
        "last May",
    ]
    told = ["1 January 1500", "0001-01-01", "9999-12-31", "31.12.9999"]
    text = " ".join(f"It shut {day}, and {phrase} it opened." for day in told for phrase in phrases)
    for figure in annotate_article(Article(id="a", text=text, date=date)).annotation.figures:
        if figure.kind == "date" and isinstance(figure.value, str):
            assert figure.value[:4].isdecimal() or len(figure.value) < 4


@pytest.mark.parametrize(
    "digits", ["9" * 400, "9" * 5000, "1," * 300 + "000", "0" * 5000, "1." * 300, "1-" * 300]
)
@pytest.mark.parametrize(
    "unit", [" people", " days ago", "m", " million dollars", " per cent", "%", "-year-old", ":30 p.m."]
)
def test_codes_of_hundreds_of_digits_are_no_amounts(digits: str, unit: str) -> None:
    text = f"They said {digits}{unit} and ${digits} and “we saw {digits} of them,” said Ada Lund."
    trial.annotate(text, 2)
    trial.check(f"“We saw {digits} of them on the old pier,” said Ada Lund.", [text], 1)


@pytest.mark.parametrize("digit", "²³¹①⑳፩๓५㊿½〇")
def test_signs_that_are_digits_only_by_name(digit: str) -> None:
    said = (
        f"“We saw {digit} boats on {digit} March {digit}, {digit} per cent of them,” said Ada Lund, {digit}."
    )
    trial.collate([said, said.replace("boats", "ships"), said.replace(digit, "4")], 3)


def test_half_a_character_is_hashed_and_not_raised_on() -> None:
    annotate_article(Article(id="a", text="Ada\ud800 Lund said “the pier \udfff is old”."))
