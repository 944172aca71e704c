"""Pairs of sentences that share enough are those that looking at every pair would find."""

from __future__ import annotations

from itertools import combinations
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from variorum.collation.claims import sharing
from variorum.collation.claims.sharing import listed_pairs
from variorum.settings import WORK

bags = st.frozensets(st.sampled_from("abcdefg"), max_size=5)


@given(
    st.lists(st.lists(bags, max_size=4), max_size=4), st.integers(1, 3), st.sampled_from([0, WORK.at_once])
)
def test_as_if_all_pairs_were_compared(
    articles: list[list[frozenset[str]]], least: int, at_once: int
) -> None:
    features = [bag for article in articles for bag in article]
    numbers = iter(range(len(features)))
    places = [[next(numbers) for _ in article] for article in articles]
    wanted = [
        (a, b)
        for one, other in combinations(places, 2)
        for a in one
        for b in other
        if len(features[a] & features[b]) >= least
    ]
    with patch.object(sharing, "WORK", replace(WORK, at_once=at_once)):  # small stories and large ones
        assert list(listed_pairs(features, [len(article) for article in articles], least)) == wanted


def test_only_places_of_one_sort_are_paired() -> None:
    features = [frozenset("ab"), frozenset("ab"), frozenset("ab")]
    assert list(listed_pairs(features, [1, 1, 1], 1, ["x", "y", "x"])) == [(0, 2)]
