"""A component that hangs together whole is one story, without the tree that others need."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
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
def test_components_with_all_pairs_are_parted_as_the_tree_of_means_parts_them(
    component: tuple[int, Edges],
) -> None:
    size, edges = component
    assert parts(size, edges, SETTINGS) == _linkage(size, edges, SETTINGS.joins)


def joined_by_hand(size: int, edges: Edges) -> list[list[int]]:
    """Merge the two groups with the highest mean again and again, as the definition says."""
    known = dict(
        zip(zip(edges.left.tolist(), edges.right.tolist(), strict=True), edges.probabilities, strict=True)
    )
    groups = [[node] for node in range(size)]
    while len(groups) > 1:
        means = {
            (a, b): np.mean([known.get((min(x, y), max(x, y)), 0) for x in groups[a] for y in groups[b]])
            for a, b in combinations(range(len(groups)), 2)
        }
        (a, b), mean = max(means.items(), key=lambda one: one[1])
        if mean < SETTINGS.joins:
            break
        groups[a] += groups.pop(b)
    return sorted(sorted(group) for group in groups)


def test_the_likeliest_groups_are_joined_first() -> None:
    source = np.random.default_rng(5)
    for size in (2, 3, 5, 9, 14, 20):
        for share in (0.2, 0.5, 1.0):
            left, right = np.array(list(combinations(range(size), 2))).T
            kept = source.random(len(left)) < share
            edges = Edges(left=left[kept], right=right[kept], probabilities=source.random(int(kept.sum())))
            assert _linkage(size, edges, SETTINGS.joins) == joined_by_hand(size, edges)


def test_one_article_is_one_story() -> None:
    none = Edges(left=np.array([], int), right=np.array([], int), probabilities=np.array([]))
    assert parts(1, none, SETTINGS) == [[0]]
