"""Grouping window by window: the same stories where windows see them, and no more in memory than a window."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.stories.test_group import FERRY, STRIKE

from variorum import engines
from variorum.model import Article
from variorum.stories import group, group_by_windows
from variorum.stories.windows import WindowPart, _joined

ALONE = engines.get("local", workers=1)


def windowed(articles: Sequence[Article], days: int, workers: int = 1) -> list[tuple[str, str]]:
    with engines.get("local", workers=workers) as engine:
        return group_by_windows(articles, engine, days=days, alone=ALONE)


def test_one_stretch_gives_what_grouping_all_at_once_gives() -> None:
    articles = [*FERRY, *STRIKE]
    assert windowed(articles, 100_000) == group(articles, ALONE)
    assert windowed([], 30) == []


def test_a_story_goes_on_from_stretch_to_stretch_with_any_workers_and_in_any_order() -> None:
    """The ferry's reports are of 2 and 3 May: with a day a stretch they are of two, and one story still."""
    articles = [*FERRY, *STRIKE]
    found = windowed(articles, 1)
    assert len({story for _, story in found[: len(FERRY)]}) == 1
    assert len({story for _, story in found}) == 2
    assert windowed(articles, 1, workers=2) == found
    shuffled = random.Random(3).sample(articles, len(articles))
    assert dict(windowed(shuffled, 1)) == dict(found)


def test_reports_far_apart_are_not_brought_together_and_undated_ones_are_by_themselves() -> None:
    late = Article(id="late", title=FERRY[0].title, text=FERRY[0].text + " A year on.", date="2032-05-02")
    undated = [Article(id=f"u{n}", title=one.title, text=one.text) for n, one in enumerate(FERRY)]
    found = dict(windowed([*FERRY, late, *undated], 30))
    assert found["late"] not in {found[one.id] for one in FERRY}
    assert len({found[one.id] for one in undated}) == 1
    assert found["u0"] not in {found[one.id] for one in FERRY}


def test_days_before_1970_are_of_windows_too() -> None:
    old = [
        Article(id=f"o{n}", title=one.title, text=one.text, date=f"1906-05-0{n + 1}")
        for n, one in enumerate(FERRY)
    ]
    assert len({story for _, story in windowed(old, 1)}) == 1


def part(before: Sequence[str], own: Sequence[str]) -> WindowPart:
    return WindowPart(before=tuple(before), own=tuple(own))


def test_what_a_window_keeps_apart_no_earlier_story_brings_together() -> None:
    windows = [("1", [part([], "abc")]), ("2", [part("ab", "xy"), part("c", "z")]), ("3", [part("xz", "q")])]
    assert _joined(windows) == [["a", "b", "c", "x", "y", "q"], ["z"]]
    assert _joined([("1", [part([], "ab"), part([], "c")]), ("2", [part("abc", "d")])]) == [
        ["a", "b", "d"],
        ["c"],
    ]


@given(
    st.lists(st.tuples(st.sampled_from([*FERRY, *STRIKE]), st.none() | st.integers(1, 28)), max_size=10),
    st.sampled_from([1, 3, 30]),
    st.integers(),
)
@settings(max_examples=40)
def test_each_article_has_one_story_whatever_the_order(
    drawn: list[tuple[Article, int | None]], days: int, seed: int
) -> None:
    articles = [
        Article(id=f"a{n}", title=one.title, text=one.text, date=day and f"2031-05-{day:02d}")
        for n, (one, day) in enumerate(drawn)
    ]
    found = windowed(articles, days)
    assert [article for article, _ in found] == [article.id for article in articles]
    shuffled = random.Random(seed).sample(articles, len(articles))
    assert dict(windowed(shuffled, days)) == dict(found)
