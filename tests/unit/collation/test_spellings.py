"""Names of people, bodies and places that two reports spell in two ways."""

import pytest

from variorum.model import Article, Discrepancy
from variorum.pipeline import annotate_article, collate_story


def names(*texts: str) -> list[Discrepancy]:
    articles = [Article(id=f"r{at}", text=text, date="2026-03-11") for at, text in enumerate(texts)]
    found = collate_story("s", [annotate_article(one) for one in articles]).discrepancies
    return [one for one in found if one.type == "name"]


TAKEN = "Two men who were hurt in the fire at the mill were taken to {} on Tuesday night, police said."
HELD = "The mill of Harnow burned down on Tuesday. Neighbours drove two men to {}, where both of them died."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lower Vally Hospital", "Lower Valley Hospital"),
        ("Southwest Christian College", "Southwestern Christian College"),  # one word goes on
        ("the Brennemann School", "the Brenneman School"),
        ("Marl Distributors Ltd.", "Marl Distribution Ltd."),  # two words of the name are the same
    ],
)
def test_a_body_spelled_in_two_ways_is_told_once(one: str, other: str) -> None:
    (told,) = names(TAKEN.format(one), HELD.format(other))
    assert told.severity == "minor"
    assert {side.value for side in told.sides} == {
        form.removeprefix("the ").rstrip(".") for form in (one, other)
    }


def test_a_lone_last_name_spelled_in_two_ways_is_told() -> None:
    (told,) = names(
        "Nobody has been arrested for the fire at the mill of Harnow, said Sgt. Fontenel of the police.",
        "The fire may have been set, police Sergeant Fontennel told reporters at the mill on Tuesday.",
    )
    assert {side.value for side in told.sides} == {"Fontenel", "Sergeant Fontennel"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the Marl Organisation", "the Marl Organization"),  # British and American
        ("Saudi Arabia's hospital", "the Saudi Arabian hospital"),  # the country and its adjective
        (
            "the clinic of the Senate Majority Leader",
            "the clinic of the Senate Minority Leader",
        ),  # two offices
        ("Marl Ministry", "Marl Minister"),
        ("a cousin of Christopher Hansen", "the clinic of Edward Hensen"),  # two people
        ("Project House", "the Protect House, a project of the town"),  # a word, and no name
        ("Lower Vally Hospital, or Lower Valley Hospital", "Lower Valley Hospital"),  # knows both
    ],
)
def test_what_is_no_other_spelling_is_not(one: str, other: str) -> None:
    assert names(TAKEN.format(one), HELD.format(other)) == []
