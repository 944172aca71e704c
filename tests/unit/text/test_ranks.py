"""Ranks within groups are those that sorting by group, likeness and place gives."""

from __future__ import annotations

import numpy as np
import pytest

from variorum.text.ranks import ranks


@pytest.mark.parametrize("size", [0, 1, 2, 50, 2_000])
@pytest.mark.parametrize("farthest", [100, 2**40])  # beyond what one number can hold, too
def test_ranks_are_those_of_sorting(size: int, farthest: int) -> None:
    draw = np.random.default_rng(size)
    groups = draw.integers(-5, 5, size)
    alike = np.round(draw.random(size) / 50, 5) + np.round(draw.random(size) / 50, 5) / 2
    places = draw.permutation(size) * max(1, farthest // max(1, size))
    expected = {}
    for group in set(groups.tolist()):
        members = [at for at in range(size) if groups[at] == group]
        members.sort(key=lambda at: (-round(alike[at] * 200_000), places[at]))
        expected |= {at: rank for rank, at in enumerate(members)}
    assert ranks(groups, alike, places).tolist() == [expected[at] for at in range(size)]
