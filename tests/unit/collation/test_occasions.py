import pytest
from tests.unit.collation.test_slots import read

from variorum.collation.claims.slots.occasions import TwoOccasions
from variorum.collation.claims.slots.values import values
from variorum.language.language import language_of
from variorum.settings import SlotSettings

LISTS = language_of("en").collation
DAY = "2026-03-11"


def apart(one: str, other: str, numbers: tuple[str, str], later: str = DAY) -> bool:
    """Tell whether two numbers, as printed in two reports, are of two occasions."""
    found = []
    for name, text, printed, day in (("a", one, numbers[0], DAY), ("b", other, numbers[1], later)):
        found.append(next(v for v in values(read(name, text, day), SlotSettings()) if v.value == printed))
    days = int(later[-2:]) - int(DAY[-2:])
    return TwoOccasions(LISTS.occasions)(found[0], found[1], days)


@pytest.mark.parametrize(
    ("one", "other", "numbers"),
    [
        (  # two pollsters
            "In a new Marlin College poll 48% of voters in Harnow back Mayor Ada Lind in the race.",
            "A Corran Herald poll found that 44% of voters in Harnow back Mayor Ada Lind in the race.",
            ("48%", "44%"),
        ),
        (  # a poll that nobody names
            "The latest poll found that 48% of voters in Harnow back Mayor Ada Lind in the race.",
            "A Corran Herald poll found that 44% of voters in Harnow back Mayor Ada Lind in the race.",
            ("48%", "44%"),
        ),
        (  # two groups of one poll
            "The Corran Herald poll found that 48% of registered voters back Mayor Ada Lind.",
            "The Corran Herald poll found that 51% of women back Mayor Ada Lind.",
            ("48%", "51%"),
        ),
        (
            "The Marlin College survey of 1,012 adults in Harnow was conducted by telephone.",
            "The poll was conducted in Harnow by telephone among 803 registered voters.",
            ("1,012", "803"),
        ),
        (
            "The Dow Jones average closed 912 points lower on Tuesday after the news from Harnow.",
            "The Dow Jones average climbed 640 points on Tuesday after the news from Harnow.",
            ("912", "640"),
        ),
        (
            "Economists forecast 150,000 jobs were added in the region last month.",
            "Employers added 120,000 jobs in the region last month.",
            ("150,000", "120,000"),
        ),
        (
            "Eleven Republicans joined Democrats to overcome a filibuster of the harbour bill.",
            "Nine Republicans joined Democrats to pass the harbour bill.",
            ("Eleven", "Nine"),
        ),
        (
            "Four Republicans joined Democrats as the Senate approved the harbour bill, 61-30.",
            "Six Republicans joined Democrats as the Senate approved the harbour bill, 64-32.",
            ("Four", "Six"),
        ),
        (
            "Mayor Ada Lind had 48 percent of the vote with most precincts reporting.",
            "Mayor Ada Lind had 51 percent of the vote on Tuesday.",
            ("48 percent", "51 percent"),
        ),
    ],
)
def test_numbers_of_two_occasions_are_no_difference(one: str, other: str, numbers: tuple[str, str]) -> None:
    assert apart(one, other, numbers)
    assert apart(other, one, numbers[::-1])


@pytest.mark.parametrize(
    ("one", "other", "numbers"),
    [
        (
            "The Corran Herald poll found that 48% of voters in Harnow back Mayor Ada Lind.",
            "Mayor Ada Lind is backed by 46% of voters, according to a poll by the Corran Herald.",
            ("48%", "46%"),
        ),
        (
            "Exit polls indicate that Mayor Ada Lind took 56% of the female vote.",
            "Corran Herald exit polls indicate that Mayor Ada Lind got 57% of the female vote.",
            ("56%", "57%"),
        ),
        (
            "The Dow Jones average closed 912 points lower on Tuesday after the news from Harnow.",
            "The Dow Jones average ended Tuesday down 921 points after the news from Harnow.",
            ("912", "921"),
        ),
        (
            "Seven Republicans joined all Democrats to pass the harbour bill.",
            "Six Republicans joined every Democrat in a 61-30 vote on the harbour bill.",
            ("Seven", "Six"),
        ),
        (
            "Some 300 people waited when the polls opened in Harnow.",
            "About 450 people waited at the polls in Harnow.",
            ("Some 300", "About 450"),
        ),
    ],
)
def test_numbers_of_one_occasion_are_compared(one: str, other: str, numbers: tuple[str, str]) -> None:
    assert not apart(one, other, numbers)


def test_one_pollster_asks_again_weeks_later() -> None:
    text = "The Corran Herald poll found that {} of voters in Harnow back Mayor Ada Lind."
    texts = text.format("48%"), text.format("44%")
    assert apart(*texts, ("48%", "44%"), later="2026-03-29")
    assert not apart(*texts, ("48%", "44%"), later="2026-03-13")
