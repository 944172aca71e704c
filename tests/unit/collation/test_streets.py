"""Streets that reports name in two ways."""

import pytest

from variorum.model import Article, Discrepancy
from variorum.pipeline import annotate_article, collate_story


def places(*texts: str) -> list[Discrepancy]:
    articles = [Article(id=f"r{at}", text=text, date="2026-03-11") for at, text in enumerate(texts)]
    found = collate_story("s", [annotate_article(one) for one in articles]).discrepancies
    return [one for one in found if one.type == "place"]


FIRE = "Police in Harnow were called to a house on {} after neighbours heard shots on Tuesday night."
CALL = "A man was held in Harnow on Tuesday; he had fired at a car from a house on {}, witnesses said."


@pytest.mark.parametrize(
    ("one", "other", "severity"),
    [("Alder Street", "Alder Road", "material"), ("Fenimore Avenue", "Fennimore Ave.", "minor")],
)
def test_a_street_with_two_names_is_told(one: str, other: str, severity: str) -> None:
    (told,) = places(FIRE.format(one), CALL.format(other))
    assert told.severity == severity
    assert {side.value for side in told.sides} == {one, other.rstrip(".")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Alder Street", "Alder St."),  # one short form
        ("Alder Street", "Birch Street"),  # two streets
        ("Alder Street", "Alder Street near Alder Road"),  # a report that knows both
        ("East 28th Street", "28th Avenue"),  # numbered ones
    ],
)
def test_other_streets_are_not(one: str, other: str) -> None:
    assert places(FIRE.format(one), CALL.format(other)) == []


def test_streets_of_a_log_are_not_those_of_a_report() -> None:
    log = (
        "A crash was reported at 9 Birch Street; at 4 Elm Avenue; at 38 Alder Road; at 2 Ash Lane.\n\n"
        "A theft was reported on Tuesday at the harbour of Harnow, police said."
    )
    assert places(FIRE.format("Alder Street"), log) == []


SHOTS = "A woman was hurt in Harnow on Tuesday when shots were fired into a house in the {}."
HOUSE = "Officers found shells behind the house, which stands in the {}, on Wednesday morning."


def test_two_blocks_of_one_street_are_told() -> None:
    (told,) = places(SHOTS.format("300 block of North Alder Road"), HOUSE.format("800 block of Alder Road"))
    assert told.severity == "material"
    assert [side.value for side in told.sides] == ["300 block of North Alder Road", "800 block of Alder Road"]


@pytest.mark.parametrize(
    "other",
    [
        "300 block of Alder Road",
        "800 block of Birch Street",  # another street
        "800 block of Alder Road, off the 300 block of Alder Road",  # a report that names both
    ],
)
def test_other_blocks_are_not(other: str) -> None:
    assert places(SHOTS.format("300 block of Alder Road"), HOUSE.format(other)) == []


def test_the_block_where_somebody_lives_is_no_other_place_of_what_happened() -> None:
    home = "The woman, 34, lived with her son in the 800 block of Alder Road, officers said on Wednesday."
    assert places(SHOTS.format("300 block of Alder Road"), home) == []


def test_blocks_of_two_streets_with_one_name_are_not_compared() -> None:
    found = places(SHOTS.format("300 block of Alder Road"), HOUSE.format("800 block of Alder Street"))
    assert not any("block" in one.summary for one in found)
