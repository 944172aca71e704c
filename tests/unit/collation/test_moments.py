"""When something happened, by the only time or day that a report tells of it."""

import pytest

from variorum.model import Article, Discrepancy
from variorum.pipeline import annotate_article, collate_story


def dates(*texts: str, days: tuple[str, ...] = ("2026-03-11", "2026-03-12")) -> list[Discrepancy]:
    articles = [
        Article(id=f"r{at}", text=text, date=day)
        for at, (text, day) in enumerate(zip(texts, days, strict=True))
    ]
    found = collate_story("s", [annotate_article(one) for one in articles]).discrepancies
    return [one for one in found if one.type == "date" and " of what happened " in one.summary]


BLAST = "Windows rattled across Harnow. The explosion at the mill in Harnow happened {}, a guard said."
PANIC = "Two workers were taken away. In Harnow the boiler of the mill exploded {}, as they ate."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("at 3:50 a.m.", "around 3:30 a.m."),
        ("just after noon", "at 12:20 a.m."),
        ("on Tuesday", "on Monday night"),
    ],
)
def test_two_times_of_one_happening_are_told(one: str, other: str) -> None:
    (told,) = dates(BLAST.format(one), PANIC.format(other))
    assert told.severity == "material"
    assert len(told.sides) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("at 3:50 a.m.", "just before 4 a.m."),  # both can be
        ("at 11:57 p.m.", "at midnight"),  # some minutes, and over the turn of the day
        ("at 3:50 a.m.", "around 3:30 a.m., and guards arrived at 3:50 a.m."),  # a report that has both
        ("at 3:50 a.m.", "hours before the first engine arrived at 5 a.m."),  # of another step
    ],
)
def test_times_that_can_both_be_so_are_not(one: str, other: str) -> None:
    assert dates(BLAST.format(one), PANIC.format(other)) == []


def test_times_of_two_places_are_of_two_happenings() -> None:
    other = PANIC.format("around 3:30 a.m.").replace("Harnow", "Corran")
    assert dates(BLAST.format("at 3:50 a.m."), other) == []


def test_a_third_report_stands_with_the_side_that_it_agrees_with() -> None:
    third = "The blast happened at 3:51 a.m. in the boiler house of the mill in Harnow, and nobody knows why."
    (told,) = dates(
        BLAST.format("at 3:50 a.m."),
        PANIC.format("around 3:30 a.m."),
        third,
        days=("2026-03-11",) * 3,
    )
    assert sorted(len(side.articles) for side in told.sides) == [1, 2]


def test_times_of_reports_weeks_apart_may_be_of_two_happenings() -> None:
    texts = BLAST.format("at 3:50 a.m."), PANIC.format("around 3:30 a.m.")
    assert dates(*texts, days=("2026-03-11", "2026-04-12")) == []


ISSUE = "Ada Lind called the mill a danger in an interview with the Harnow Post published {}, a guard said."
AGAIN = "The mill burned down. Ada Lind had warned of it in words to the Harnow Post published {}."


def published(one: str, other: str) -> list[Discrepancy]:
    articles = [
        annotate_article(Article(id=f"r{at}", text=text, date="2026-03-11"))
        for at, text in enumerate((ISSUE.format(one), AGAIN.format(other)))
    ]
    return [found for found in collate_story("s", articles).discrepancies if "published" in found.summary]


def test_two_days_of_one_publication_are_told() -> None:
    (told,) = published("Sunday", "on Saturday")
    assert (told.type, told.severity, len(told.sides)) == ("date", "material", 2)


@pytest.mark.parametrize("other", ["on Sunday", "on Saturday and on Sunday", "in March"])
def test_days_of_publication_that_can_both_be_so_are_not(other: str) -> None:
    assert published("Sunday", other) == []
