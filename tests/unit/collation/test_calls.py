"""Numbers to call that reports print otherwise."""

import pytest

from variorum.collation.claims.calls import two_numbers_to_call
from variorum.model import Article, Discrepancy
from variorum.pipeline import annotate_article, collate_story


def told(*texts: str, days: tuple[str, ...] = ("2026-03-11", "2026-03-12")) -> list[Discrepancy]:
    articles = [
        Article(id=f"r{at}", text=text, date=day)
        for at, (text, day) in enumerate(zip(texts, days, strict=True))
    ]
    found = collate_story("s", [annotate_article(one) for one in articles]).discrepancies
    return [one for one in found if one.type == "figure"]


ASKED = "Whoever saw something of the fire at the mill of Harnow is asked to call the {}."
SEEN = "Seen a van near the mill? The {}, would like to hear from you."


def test_another_number_to_call_is_told() -> None:
    numbers = ("Harnow Police Department at 555-2831", "Harnow Police Department at 555-8231")
    (found,) = told(ASKED.format(numbers[0]), SEEN.format(numbers[1]))
    assert {side.value for side in found.sides} == set(numbers)


def test_another_prefix_of_a_number_in_letters_is_told() -> None:
    numbers = ("Silent Line at 480-WITNESS", "Silent Line at 1-800-WITNESS")
    (found,) = told(ASKED.format(numbers[0]), SEEN.format(numbers[1]))
    assert {side.value for side in found.sides} == set(numbers)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Crime Line at 1-800-555-8477", "Crime Line at (800) 555-TIPS"),  # the letters of a telephone
        ("Crime Line at 1-800-555-8477", "Fire Service at 1-800-555-8747"),  # another body
        ("Crime Line at 1-800-555-8477", "Crime Line at 1-800-555-8747 or 1-800-555-8477"),  # two lines
    ],
)
def test_numbers_that_may_both_be_so_are_not(one: str, other: str) -> None:
    assert told(ASKED.format(one), SEEN.format(other)) == []


def test_a_number_of_months_ago_may_have_changed() -> None:
    texts = ASKED.format("Crime Line at 1-800-555-8477"), SEEN.format("Crime Line at 1-800-555-8747")
    assert told(*texts, days=("2026-03-11", "2026-07-12")) == []


def test_a_long_name_with_hyphens_is_read_at_once() -> None:
    # With two ways to read each hyphen this would take hours.
    text = f"Watchers called Kel{'-Ab' * 40} in vain at dusk."
    annotated = annotate_article(Article(id="r", text=text))
    assert list(two_numbers_to_call([annotated, annotated])) == []
