"""Names of one person told in two ways, in the reports' own words."""

import pytest

from variorum.model import Article, Discrepancy
from variorum.pipeline import annotate_article, collate_story


def discrepancies(*texts: str) -> tuple[Discrepancy, ...]:
    articles = [Article(id=f"r{at}", text=text, date="2026-03-11") for at, text in enumerate(texts)]
    return collate_story("s", [annotate_article(one) for one in articles]).discrepancies


@pytest.mark.parametrize(
    ("one", "other", "severity"),
    [
        ("Tristan Carver", "Tristin Carver", "minor"),
        ("Travon Mandel", "Kavon Mandel", "material"),
        ("Jeffrey Carver", "Geoffrey Carver", "minor"),
        ("Edda Marlene Stone", "Edda Karin Stone", "material"),
    ],
)
def test_a_first_or_middle_name_told_in_two_ways_is_a_difference(one: str, other: str, severity: str) -> None:
    texts = [
        f"Police in Harnow arrested {one} on Tuesday. {one.split()[-1]} is 18 years old."
        for one in (one, other)
    ]
    found = discrepancies(*texts)
    (told,) = [each for each in found if each.type == "name"]
    assert told.severity == severity
    assert {side.value for side in told.sides} == {one, other}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Michael Carver", "Mike Carver"),  # a short form
        ("Tom Carver", "Tim Carver"),  # too short to be a slip
        ("Edda M. Stone", "Edda Karin Stone"),  # an initial tells no other name
        ("Christian Carver", "Christina Carver"),  # a man and a woman
        ("Pablo Antonio Lind-Carver", "Pablo Lind-Carver"),  # one name more
    ],
)
def test_names_that_may_be_one_or_two_people_are_not_told(one: str, other: str) -> None:
    texts = (
        f"Police in Harnow arrested {one} on Tuesday. {one.split()[-1]} is 18 years old.",
        f"An 18-year-old was held after the fire at the mill, and neighbours said he was {other}.",
    )
    assert not [each for each in discrepancies(*texts) if each.type == "name"]


def test_last_names_that_some_report_tells_of_two_people_are_not_told() -> None:
    found = discrepancies(
        "Ivo Brandl was charged with fraud on Monday in Harnow. His partner Ivo Brandt was not charged.",
        "Ivo Brandt was not charged on Monday in the Harnow fraud case.",
        "Ivo Brandl was charged with fraud on Monday in Harnow.",
    )
    assert [each.summary for each in found if each.type == "name"] == []


def test_two_descriptions_are_no_names() -> None:
    told = (
        "The port was closed on Tuesday. A senior {}administration official said the crews had left by then."
    )
    found = discrepancies(told.format(""), told.format("Falk "))
    assert not [each for each in found if each.type == "name"]
