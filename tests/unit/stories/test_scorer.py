"""Trees of the scorer, against a walk from root to leaf; and the scorer that is shipped."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from variorum.stories.scorer import scorer
from variorum.text.trees import Scale, Scorer, Tree

SCALES = tuple(Scale(measure=name, thresholds=(0.100005, 0.200005, 0.300005)) for name in ("a", "b", "c"))


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Draw a tree as ``Tree`` wants it, up to seven splits."""
    splits: list[tuple[int, int, int, int]] = []
    leaves: list[float] = []

    def node(left: int) -> int:
        if left == 0 or not draw(st.booleans()):
            leaves.append(draw(st.integers(-9, 9)) / 4)
            return -len(leaves)
        place = len(splits)
        splits.append((0, 0, 0, 0))
        splits[place] = (draw(st.integers(0, 2)), draw(st.integers(0, 2)), node(left - 1), node(left - 1))
        return place

    node(3)
    return Tree(splits=tuple(splits), leaves=tuple(leaves))


def walked(tree: Tree, codes: list[int]) -> float:
    place = 0 if tree.splits else -1
    while place >= 0:
        scale, code, low, high = tree.splits[place]
        place = high if codes[scale] > code else low
    return tree.leaves[-1 - place]


@given(
    st.lists(trees(), max_size=4), st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), max_size=6)
)
def test_probabilities_are_those_of_a_walk_through_each_tree(
    drawn: list[Tree], pairs: list[list[int]]
) -> None:
    model = Scorer(note="", scales=SCALES, trees=tuple(drawn))
    codes = np.array(pairs, np.uint8).reshape(len(pairs), 3).T
    expected = [1 / (1 + np.exp(-sum(walked(tree, pair) for tree in drawn))) for pair in pairs]
    assert np.allclose(model.probabilities(codes), expected, atol=1e-6)


def test_codes_count_thresholds_and_the_last_bits_of_a_sum_decide_nothing() -> None:
    model = Scorer(note="", scales=SCALES, trees=())
    values = np.array([0.0, 0.1, 0.1 + 2e-17, 0.10001, 0.3, 0.30001, 9.0])
    assert model.codes({"a": values}).tolist() == [[0, 0, 0, 1, 2, 3, 3]]
    nudged = np.nextafter(values, 1e9)
    assert model.codes({"a": nudged}).tolist() == model.codes({"a": values}).tolist()


def test_the_shipped_scorer_says_what_it_was_made_from_and_fits_the_tables() -> None:
    shipped = scorer()
    assert "training/stories/scorer.py" in shipped.note
    for tree in shipped.trees:
        assert len(tree.splits) <= 8
        assert len(tree.leaves) == len(tree.splits) + 1
        for scale, code, low, high in tree.splits:
            assert 0 <= code < len(shipped.scales[scale].thresholds)
            assert max(low, high) < len(tree.splits)
            assert min(low, high) >= -len(tree.leaves)
