"""Which pairs are looked at: those that share rare words, and never more than a bounded number."""

from __future__ import annotations

from collections.abc import Sequence

from variorum import engines
from variorum.model import Article
from variorum.settings import GroupSettings
from variorum.stories import features_of
from variorum.stories.candidates import candidates
from variorum.stories.group import known_with
from variorum.stories.resemblance import FeatureTable

CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"


def word(number: int) -> str:
    """Return an invented word; different numbers give different words."""
    parts = []
    for _ in range(4):
        number, first = divmod(number, len(CONSONANTS))
        number, second = divmod(number, len(VOWELS))
        parts.append(CONSONANTS[first] + VOWELS[second])
    return "".join(parts)


def forecasts(number: int) -> list[Article]:
    """Return so many weather reports of one form, each of another town."""
    return [
        Article(
            id=f"{index:05}",
            title=f"Weather for {word(index).title()}",
            text=f"Sunny spells in {word(index)}, a light breeze, high of {index % 30}, low of {index % 17}. "
            f"Sunrise at {index % 7}.{index % 60:02}, chance of rain {index % 100} percent.",
            date="2031-05-01",
        )
        for index in range(number)
    ]


def pairs(articles: Sequence[Article], settings: GroupSettings) -> list[tuple[str, str]]:
    features = features_of(sorted(articles, key=lambda one: one.id), settings=settings)
    names = [one.id for one in features]
    table = FeatureTable.of(features, known_with(features))
    left, right = candidates(table, engines.get(workers=1), settings)
    return [(names[a], names[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)]


def test_reports_of_one_form_propose_a_bounded_number_of_pairs() -> None:
    settings = GroupSettings(partners=20, anywhere=30, holders=60)
    few, many = (pairs(forecasts(number), settings) for number in (150, 600))
    assert len(few) <= 150 * settings.partners
    assert len(many) <= 600 * settings.partners


def test_a_word_that_all_hold_is_no_key() -> None:
    settings = GroupSettings(anywhere=5, holders=10)
    many = [
        Article(id=f"{index:02}", text=f"Quillon festival {word(index)}", date="2031-05-01")
        for index in range(11)
    ]
    assert pairs(many, settings) == []
    assert len(pairs(many[:10], settings)) == 45


def test_a_common_word_proposes_only_what_lies_near_in_time() -> None:
    settings = GroupSettings(anywhere=2, holders=10, span=7)
    days = ["2031-05-01", "2031-05-02", "2031-07-20", "2031-07-21", "2031-10-01", None]
    articles = [
        Article(id=f"{index}", text=f"Quillon festival {word(index)}", date=day)
        for index, day in enumerate(days)
    ]
    assert pairs(articles, settings) == [("0", "1"), ("2", "3")]


def test_a_rare_word_proposes_whatever_the_day() -> None:
    articles = [
        Article(id="old", text="Quillon", date="2011-01-01"),
        Article(id="new", text="Quillon", date="2031-01-01"),
        Article(id="undated", text="Quillon"),
    ]
    assert pairs(articles, GroupSettings()) == [("new", "old"), ("new", "undated"), ("old", "undated")]
