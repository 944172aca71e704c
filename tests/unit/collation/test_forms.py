"""Differences that their form alone shows: an office, where somebody is from, a long number."""

import pytest

from variorum.model import Article, Discrepancy
from variorum.pipeline import annotate_article, collate_story


def told(*texts: str, kind: str, days: tuple[str, ...] = ("2026-03-11", "2026-03-12")) -> list[Discrepancy]:
    articles = [
        Article(id=f"r{at}", text=text, date=day)
        for at, (text, day) in enumerate(zip(texts, days, strict=False))
    ]
    found = collate_story("s", [annotate_article(one) for one in articles]).discrepancies
    return [one for one in found if one.type == kind]


COURT = "{} Ada Lind spoke in court on Monday. She asked for a year in prison for the clerk of Harnow."
TRIAL = "The clerk may go to prison for a year. {} Ada Lind told the court in Harnow so."


def test_an_office_and_what_is_less_than_it_differ() -> None:
    (one,) = told(
        COURT.format("District Attorney"), TRIAL.format("Harnow Assistant District Attorney"), kind="status"
    )
    assert one.severity == "material"
    assert {side.value for side in one.sides} == {
        "District Attorney Ada Lind",
        "Harnow Assistant District Attorney Ada Lind",
    }


def test_a_report_may_give_both_offices_to_one_person() -> None:
    both = COURT.format("District Attorney") + " Assistant District Attorney Ada Lind is 41."
    (one,) = told(both, kind="status")
    assert {side.articles for side in one.sides} == {("r0",)}


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        ("District Attorney", "Harnow County District Attorney", ("2026-03-11", "2026-03-12")),
        ("District Attorney", "former District Attorney", ("2026-03-11", "2026-03-12")),
        ("Deputy Mayor", "District Attorney", ("2026-03-11", "2026-03-12")),  # two offices
        ("Assistant Professor", "Professor", ("2026-03-11", "2026-03-12")),  # called so as well
        ("Assistant Harnow Prosecutor", "The prosecutor", ("2026-03-11", "2026-03-12")),  # no title
        ("Associate Justice", "Justice", ("2026-03-11", "2026-03-12")),
        ("Deputy Mayor", "Mayor", ("2026-03-11", "2026-09-12")),  # promoted since
    ],
)
def test_offices_that_may_both_be_so_do_not(one: str, other: str, days: tuple[str, ...]) -> None:
    assert told(COURT.format(one), TRIAL.format(other), kind="status", days=days) == []


FIRE = "A fire killed a man in the mill at Marl on Sunday. Police named him as {}, who worked there."
DEAD = "{}, died in Sunday's fire at the Marl mill, and nine others were hurt."


def test_two_homes_of_one_person_differ() -> None:
    (one,) = told(
        FIRE.format("Ruben Tal, 34, of Memphis"), DEAD.format("Ruben Tal, 34, of Denver"), kind="place"
    )
    assert {side.value for side in one.sides} == {"Ruben Tal, 34, of Memphis", "Ruben Tal, 34, of Denver"}
    assert "Ruben Tal" in one.summary


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ruben Tal of Memphis", "Ruben Tal, 34, of Memphis"),
        ("Ruben Tal of Memphis", "Ruben Tal, 34, of Tennessee"),  # one lies in the other
        ("Ruben Tal of Memphis", "Ines Morrow, 34, of Denver"),
        ("Ruben Tal of Memphis Police", "Ruben Tal, 34, of Denver"),
        ("Ruben Tal of Memphis", "Ruben Tal, a baker who left Memphis, Denver, as a boy, of Denver"),
    ],
)
def test_homes_that_may_both_be_so_do_not(one: str, other: str) -> None:
    assert told(FIRE.format(one), DEAD.format(other), kind="place") == []


SPENT = "The treasurer spent {} of the club's money on a vacation at the Halden Baths, the court heard."
PAID = "Among what the club paid for were shoes, and {} for the Halden Baths, where he had a vacation."


@pytest.mark.parametrize("other", ["$5,687.75", "$5,578.75"])
def test_a_long_number_with_another_digit_is_told(other: str) -> None:
    (one,) = told(SPENT.format("$5,587.75"), PAID.format(other), kind="figure")
    assert {side.value for side in one.sides} == {"$5,587.75", other}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$5,587.75", "$5,587.75"),
        ("$5,000", "$6,000"),  # round
        ("$5,587.75", "$5,620.10"),  # two digits
        ("$5,587.75", "$5,687.75, not the $5,587.75 that he named,"),
    ],
)
def test_other_numbers_are_no_slips(one: str, other: str) -> None:
    found = told(SPENT.format(one), PAID.format(other), kind="figure")
    assert not [line for line in found if "another digit" in line.summary]
