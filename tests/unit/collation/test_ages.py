"""Ages of people who are named, however their reports put it."""

import pytest

from variorum.model import Article, Discrepancy
from variorum.pipeline import annotate_article, collate_story


def ages(*texts: str) -> list[Discrepancy]:
    articles = [Article(id=f"r{at}", text=text, date="2026-03-11") for at, text in enumerate(texts)]
    found = collate_story("s", [annotate_article(one) for one in articles]).discrepancies
    return [one for one in found if one.type == "figure"]


PLAIN = "Police say Tristan Carver, {}, has been held since Tuesday over the fire at the mill of Harnow."
STORY = "The mill burned down in Harnow. A carter was led away in the evening. {}"


@pytest.mark.parametrize(
    "other",
    [
        "Tristin Carver, 21, will be heard on Friday.",  # spelled in another way
        "Tristan Carver Diaz, 21, will be heard on Friday.",  # a second last name
        "Officers identified the 21-year-old as Tristan Carver.",
        "Officers charged 21-year-old murder suspect Tristan Carver.",
        "Tristan Carver, a 21-year-old carter, will be heard on Friday.",
        "Tristan Carver is his 21-year-old brother.",
        "Tristan Carver will be heard on Friday. Carver, 21, has denied it.",  # by the last name
    ],
)
def test_two_ages_of_one_person_are_told(other: str) -> None:
    (told,) = ages(PLAIN.format(19), STORY.format(other))
    assert sorted("".join(filter(str.isdigit, side.value)) for side in told.sides) == ["19", "21"]
    assert told.severity == "material"


@pytest.mark.parametrize(
    "other",
    [
        "A 21-year-old man shot Tristan Carver.",
        "Tristan Alan Carver, a 19-year-old carter, wept with his father Tristan Carver, 41.",
        "His 21-year-old brother Tristan Carver wept.",
        "Christina Carver, 21, will be heard on Friday.",
    ],
)
def test_ages_that_may_be_of_two_people_are_not(other: str) -> None:
    found = ages(PLAIN.format(19), STORY.format(other))
    assert not [one for one in found if one.summary.startswith("The age of")]


def test_of_one_report_an_age_that_somebody_was_may_be_of_another_time() -> None:
    then = "In the first picture Tristan Carver was a 29-year-old teacher who had painted his face."
    now = "“I regret it,” said Tristan Carver, 47."
    assert ages(f"{then} {now}", "The mill of Harnow burned down.") == []
    assert len(ages(then, now)) == 1
    assert len(ages(f"Tristan Carver is a 29-year-old teacher. {now}", "The mill burned down.")) == 1
