"""Whether two forms name one person, and who stands in a joint source."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.language.language import language
from variorum.text import names
from variorum.text.names import fold

ENGLISH = language("en")
gender_of = partial(names.gender_of, lang=ENGLISH)
joint_names = partial(names.joint_names, lang=ENGLISH)
parse_name = partial(names.parse_name, lang=ENGLISH)
same_person = partial(names.same_person, lang=ENGLISH)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Tom Reyes", "Thomas Reyes"),
        ("T. Reyes", "Tom Reyes"),
        ("J.R. Smith", "JR Smith"),
        ("Tom Reyes Jr.", "Tom Reyes"),
        ("Robert “Bob” Lind", "Bob Lind"),
        ('William "Skip" Marsh', "Skip Marsh"),
        ("Sen. Ada Lind", "Ada M. Lind"),
        ("José Núñez", "Jose Nunez"),
        ("Jean-Paul Marat", "Jean Paul Marat"),
        ("Katherine O'Neill", "Kate O’Neill"),
        ("Abdul Rahman al-Sadr", "Abdul Rahman Sadr"),
        ("ADA LIND", "Ada Lind"),
        ("King Charles III", "King Charles"),
        ("the police", "police"),
    ],
)
def test_forms_of_one_person(a: str, b: str) -> None:
    assert same_person(a, b) == "yes"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Tom Reyes", "Ada Reyes"),
        ("Mrs Reyes", "Tom Reyes"),
        ("Tom Reyes Jr.", "Tom Reyes Sr."),
        ("Tom Reyes", "Tom Lind"),
        ("Reyes", "Lind"),
        ("Mr Reyes", "Mrs Reyes"),
    ],
)
def test_forms_of_two_people(a: str, b: str) -> None:
    assert same_person(a, b) == "no"


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Reyes", "Tom Reyes"),
        ("Mr Reyes", "Tom Reyes"),
        ("Tom", "Tommy Reyes"),
        ("Tom Reyes", "Tom Reyez"),
        ("Ada M. Lind", "Ada R. Lind"),
        ("Li Wei", "Wei Li"),
        ("Maria Garcia Lopez", "Maria Garcia"),
        ("the harbour chief", "Tom Reyes"),
        ("", ""),
    ],
)
def test_forms_that_leave_it_open(a: str, b: str) -> None:
    assert same_person(a, b) == "unknown"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Tom Reyes and Ada Lind", ("Tom Reyes", "Ada Lind")),
        ("Tom and Ada Reyes", ("Tom Reyes", "Ada Reyes")),
        ("Reyes, Lind and Bo Falk", ("Reyes", "Lind", "Bo Falk")),
        ("police and prosecutors", ("police", "prosecutors")),
        ("the mayor and the governor", ("the mayor", "the governor")),
        ("Ministry of Health and Sport", ("Ministry of Health and Sport",)),
        ("Ada Lind", ("Ada Lind",)),
        ("", ()),
    ],
)
def test_parts_of_joint_sources(name: str, parts: tuple[str, ...]) -> None:
    assert joint_names(name) == parts


def test_parts_of_a_name() -> None:
    parts = parse_name("Lt. Gov. Ada M. “Addie” van der Berg, Jr.")
    assert parts.titles == ("lt gov",)
    assert parts.given == ("ada", "m")
    assert parts.nickname == "addie"
    assert parts.family == ("van", "der", "berg")
    assert parts.suffix == "jr"


def test_gender_is_shown_by_honorific_before_name() -> None:
    assert gender_of("Mrs. Kim Reyes") == "female"
    assert gender_of("Tom Reyes") == "male"
    assert gender_of("Sasha Reyes") is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_comparison_does_not_depend_on_order(a: str, b: str) -> None:
    assert same_person(a, b) == same_person(b, a)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("name", ["Lindsey", "Hilary", "Andrea", "Terry", "Chris", "Shannon"])
def test_a_given_name_of_both_sexes_excludes_nobody(name: str) -> None:
    assert gender_of(f"{name} Reyes") is None
    assert "no" not in {same_person(f"{name} Reyes", f"{title} Reyes") for title in ("Mr", "Mrs")}
