"""One pass over a text misses nothing that the rules would find without it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.annotation.dates.grammar import date_triggers, find_dates, find_times
from variorum.annotation.figures.grammar import find_figures
from variorum.annotation.markers import DATES, LETTERS, MARKERS, NUMBERS, PRONOUNS, figure_triggers, marked
from variorum.annotation.names.parts import _LETTERS
from variorum.annotation.quotations.cues import _by_first_word, may_hold_cue
from variorum.language.language import language_of
from variorum.model import Span

EN = language_of("en")
TIMES = EN.dates.parts.times
CUES = {word for first in _by_first_word(EN) for word in re.findall(r"\w+", first)}
WORDS = sorted(CUES | figure_triggers(EN) | date_triggers(EN) | TIMES)
FORMS = ["{}", "{}", "{}ly", "un{}", "_{}", "{}2", "2{}", "{}’s", "“{}", "{}."]
NOISE = [
    "pier",
    "Marl",
    "U.S.",
    "é",
    "²",
    "٣",
    "$",
    "—",
    "\n",
    "İ",
    "o’clock",
    "p.m.",
    "5",
    "12:30",
    "’90s",
    "1999",
]


def words() -> st.SearchStrategy[str]:
    """Words of the lists in any case, joined to what makes other words of them, and noise."""
    cased = st.sampled_from([str, str.upper, str.capitalize, str.swapcase])
    listed = st.builds(
        lambda word, form, case: case(form.format(word)),
        st.sampled_from(WORDS),
        st.sampled_from(FORMS),
        cased,
    )
    return st.one_of(listed, st.sampled_from(NOISE), st.sampled_from(["he", "Her", "SHE", "himself", "hiss"]))


texts = st.lists(st.tuples(words(), st.sampled_from([" ", " ", " ", "", "-", ", "])), max_size=12).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)


@settings(max_examples=150)
@given(texts)
def test_nothing_is_found_without_the_pass_that_is_not_found_with_it(text: str) -> None:
    whole, found = Span(0, len(text)), marked(text, EN)
    plain = [
        match
        for match in re.finditer(r"[^\W\d_]+|\d+|[’'](?=\d0s)", text)
        if match[0].isdigit() or match[0] in figure_triggers(EN) | date_triggers(EN) | TIMES
    ]
    days, numbers = found.of(DATES, 0, len(text)), found.of(NUMBERS, 0, len(text))
    assert list(find_dates(text, whole, days, EN)) == list(find_dates(text, whole, plain, EN))
    assert list(find_figures(text, whole, numbers, [], EN)) == list(find_figures(text, whole, plain, [], EN))
    assert list(find_times(text, 0, len(text), EN, numbers)) == list(find_times(text, 0, len(text), EN))
    assert may_hold_cue(text, whole, EN) == any(word in CUES for word in re.findall(r"\w+", text.lower()))
    assert [match.span() for match in found.of(PRONOUNS, 0, len(text))] == [
        match.span() for match in re.finditer(r"(?i)\b(?:he|him|her|himself|herself|she|his)\b", text)
    ]


@settings(max_examples=80)
@given(st.from_regex(re.compile(_LETTERS.pattern), fullmatch=False))
def test_letters_behind_a_name_always_hold_their_marker(text: str) -> None:
    for match in _LETTERS.finditer(text):
        assert marked(text, EN).holds(LETTERS, match.start(), match.end()), match


@pytest.mark.parametrize("text", ["", "\n", "Marl Harbour"])
def test_a_text_without_markers_has_none(text: str) -> None:
    assert not may_hold_cue(text, Span(0, len(text)), EN)
    assert marked(text, EN).of(NUMBERS, 0, len(text)) == []


def test_only_markers_that_begin_in_a_stretch_are_in_it() -> None:
    text = "The pier closed. Lind said so, and she left."
    first, second = Span(0, 16), Span(17, len(text))
    assert not may_hold_cue(text, first, EN)
    assert may_hold_cue(text, second, EN)
    assert [match[0] for match in marked(text, EN).of(PRONOUNS, second.start, second.end)] == ["she"]


def test_every_marker_stands_where_its_number_says() -> None:
    assert [one.number for one in MARKERS] == list(range(len(MARKERS)))
