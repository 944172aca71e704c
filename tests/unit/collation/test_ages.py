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
        "A 21-year-old Carver man, of the town, and a woman, 60, sat beside Tristan Carver.",
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


@pytest.mark.parametrize(
    "reports",
    [
        (  # sisters, of whom one report tells both
            "Anna Lindqvist, 19, and Anne Lindqvist, 22, won the race on Sunday.",
            "At the race on Sunday the cup went to Anne Lindqvist, 22.",
            "Anna Lindqvist, 19, rowed to the cup of Harnow with her sister on Sunday.",
        ),
        (  # father and son of one name
            "Rick Halloran, 51, was killed near Harnow. His son, Rick Halloran, 20, drove the car.",
            "Rick Halloran, 20, drove the car that crashed near Harnow. His father was killed.",
        ),
        (  # people with two names of whom two reports tell the same
            "Johann Petersen, 44, the mayor of Harnow, opened the new bridge on Monday.",
            "Maria Peterson, 31, was the first over the new bridge of Harnow on Monday.",
        ),
        (  # a man and another, of whom a third report tells both
            "Tom Brandt, 52, was arrested on Friday after the fire. His son Timothy, 24, was questioned.",
            "Timothy Brandt, 24, was questioned on Friday after a fire at a barn near Harnow.",
            "Brandt, 52, was arrested on Friday after a fire at a barn near Harnow.",
        ),
        (  # the age of the year that the sentence names
            "Nadia Kovel, 43, was released on Tuesday.",
            "In 2012, a court heard how Nadia Kovel, a 29-year-old clerk, robbed the bank of Harnow.",
        ),
    ],
)
def test_ages_of_people_of_like_names_do_not_differ(reports: tuple[str, ...]) -> None:
    assert [one.summary for one in ages(*reports) if "age of" in one.summary] == []


def test_an_age_that_a_later_report_repeats_does_not_differ_from_that_of_another_year() -> None:
    then, now = "Tristan Carver, 24, was charged on Friday.", "Tristan Carver, 26, was sentenced on Friday."
    days = ("2026-03-09", then), ("2027-08-10", then), ("2027-08-15", now)
    articles = [Article(id=f"r{at}", text=text, date=day) for at, (day, text) in enumerate(days)]
    read = [annotate_article(one) for one in articles]
    summaries = [one.summary for one in collate_story("s", read).discrepancies]
    assert not any(one.startswith("The age of") for one in summaries)
    assert len(collate_story("s", read[1:]).discrepancies) == 1


def test_of_one_report_two_ages_a_generation_apart_are_of_two_who_share_a_name() -> None:
    text = (
        "Tristan Ray Carver, an 18-year-old carter, died. His father has his name. Tristan Carver, 39, wept."
    )
    assert ages(text, "The mill of Harnow burned down.") == []
