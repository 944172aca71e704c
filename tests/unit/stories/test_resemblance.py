"""What two articles have in common: the same from either side, and in any table of the same collection."""

from __future__ import annotations

import numpy as np
from tests.unit.stories.test_group import FERRY, STRIKE

from variorum.model import Article
from variorum.settings import GroupSettings
from variorum.stories import features_of
from variorum.stories.group import known_with
from variorum.stories.neighbours import neighbours
from variorum.stories.resemblance import FeatureTable, resemblances

ARTICLES = [
    *FERRY,
    *STRIKE,
    Article(id="empty", text=""),
    Article(id="digits", text="14 212 140", title="38"),
]


def table() -> FeatureTable:
    nodes = features_of(ARTICLES, settings=GroupSettings())
    return FeatureTable.of(nodes, known_with(nodes))


def test_either_side_and_parts_of_a_table_give_the_same() -> None:
    whole = table()
    left, right = np.triu_indices(len(ARTICLES), 1)
    found, turned = resemblances(whole, left, right), resemblances(whole, right, left)
    rows, places = np.unique(np.concatenate([left[:5], right[:5]]), return_inverse=True)
    part = resemblances(whole.rows(rows), places[:5], places[5:])
    for name, values in found.items():
        assert np.allclose(values, turned[name]), name
        assert np.array_equal(values[:5], part[name]), name
        assert np.isfinite(values).all(), name


def test_shares_are_of_what_either_has() -> None:
    """The ferry's reports share its name; of its figures 14 stands in both, 212 in one."""
    found = resemblances(table(), np.array([0, 0]), np.array([1, 3]))
    assert found["title covered most"][0] > found["title covered most"][1]
    assert found["rarest name"][0] > 5
    assert found["rarest word"][0] > 5
    assert found["figures covered least"][0] == 0.5
    assert found["figures covered most"][0] == 1
    for name, values in found.items():
        if "covered" in name:
            assert (values >= 0).all() and (values <= 1 + 1e-9).all(), name


def test_two_that_know_only_each_other_are_in_the_same_company_and_nearest() -> None:
    found = neighbours(4, np.array([0, 1, 1]), np.array([3, 2, 3]), np.array([0.2, 0.5, 0.1]))
    assert found["nearest least"].round(3).tolist() == [1.0, 1.0, 0.2]
    assert found["nearest most"].round(3).tolist() == [1.0, 1.0, 0.5]
    assert found["company"][1] > found["company"][2]
    alone = neighbours(2, np.array([0]), np.array([1]), np.array([0.3]))
    assert alone["company"].round(9).tolist() == [1.0]
    nothing = np.zeros(0, np.int64)
    assert all(len(values) == 0 for values in neighbours(3, nothing, nothing, np.zeros(0)).values())
