"""A component that hangs together whole is one story, without the tree that others need."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from variorum.settings import GroupSettings
from variorum.stories.cluster import Edges, _linkage, parts

SETTINGS = GroupSettings()


@st.composite
def components(draw: st.DrawFn) -> tuple[int, Edges]:
    size = draw(st.integers(2, 6))
    odds = [draw(st.floats(SETTINGS.joins - 0.1, 1.0)) for _ in combinations(range(size), 2)]
    left, right = np.array(list(combinations(range(size), 2))).T
    return size, Edges(left=left, right=right, probabilities=np.array(odds))


@given(component=components())
@settings(deadline=None)
def test_components_with_all_pairs_are_parted_as_the_tree_of_means_parts_them(
    component: tuple[int, Edges],
) -> None:
    size, edges = component
    assert parts(size, edges, SETTINGS) == _linkage(size, edges, SETTINGS.joins)


def test_one_article_is_one_story() -> None:
    none = Edges(left=np.array([], int), right=np.array([], int), probabilities=np.array([]))
    assert parts(1, none, SETTINGS) == [[0]]
