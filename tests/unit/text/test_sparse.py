"""Products of tables of which most is 0 are those that looking at every two rows would give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from variorum.settings import WORK
from variorum.text import sparse
from variorum.text.connected import connected, lowest_linked
from variorum.text.sparse import Holders, Sparse, in_both, sums

tables = (
    st.integers(1, 6)
    .flatmap(lambda width: st.lists(st.lists(st.integers(0, 3), min_size=width, max_size=width), max_size=7))
    .filter(bool)
)


def sparse_of(rows: list[list[int]]) -> Sparse:
    full = np.array(rows)
    at, columns = np.nonzero(full)
    return Sparse.of(full[at, columns], at, columns, full.shape)


@pytest.fixture(params=["at once", "in blocks"], autouse=True)
def _blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in blocks":
        few = replace(WORK, cells=1, multiplications=2, pairs_multiplied=2)
        monkeypatch.setattr(sparse, "WORK", few)


def test_rows_are_multiplied_with_those_of_a_range() -> None:
    @given(tables, st.data())
    def check(rows: list[list[int]], data: st.DataObject) -> None:
        low = data.draw(st.integers(0, len(rows)))
        high = data.draw(st.integers(low, len(rows)))
        table, full = sparse_of(rows), np.array(rows)
        found = np.zeros((len(rows), high - low))
        for start, block in Holders(table).products(table, low, high):
            found[start : start + len(block)] = block
            assert block.dtype == np.float64
        assert (found == full @ full[low:high].T).all()

    check()


def test_every_pair_of_rows_comes_once_and_in_order() -> None:
    @given(tables)
    def check(rows: list[list[int]]) -> None:
        table, full = sparse_of(rows), np.array(rows)
        told = [
            entry
            for columns in Holders(table).pairs(table)
            for entry in zip(*(column.tolist() for column in columns), strict=True)
        ]
        products = np.triu(full @ full.T, 1)
        assert told == [(a, b, products[a, b]) for a, b in zip(*np.nonzero(products), strict=True)]

    check()


def test_what_two_rows_both_have() -> None:
    @given(tables, st.data())
    def check(rows: list[list[int]], data: st.DataObject) -> None:
        places = st.lists(st.integers(0, len(rows) - 1), max_size=6)
        left = data.draw(places)
        right = data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=len(left), max_size=len(left)))
        table, full = sparse_of(rows), np.array(rows)
        found = in_both(table, np.array(left, np.int64), np.array(right, np.int64))
        assert sums(found).tolist() == [int(full[a] @ full[b]) for a, b in zip(left, right, strict=True)]
        assert found.columns.tolist() == [
            column for a, b in zip(left, right, strict=True) for column in np.flatnonzero(full[a] * full[b])
        ]

    check()


def test_entries_of_one_place_are_summed() -> None:
    table = Sparse.of(np.array([1, 2, 4]), np.array([1, 0, 1]), np.array([2, 0, 2]), (3, 3))
    assert table.values.tolist() == [2, 5]
    assert table.starts.tolist() == [0, 1, 2, 2]


def test_the_lowest_node_of_each_component() -> None:
    @given(st.integers(1, 9), st.data())
    def check(size: int, data: st.DataObject) -> None:
        node = st.integers(0, size - 1)
        links = data.draw(st.lists(st.tuples(node, node), max_size=12))
        left, right = np.array(links, np.int64).reshape(-1, 2).T
        lowest = lowest_linked(size, left, right).tolist()
        for group in connected(range(size), links):
            assert [lowest[member] for member in group] == [group[0]] * len(group)

    check()


def test_of_no_rows_there_are_no_pairs() -> None:
    none = np.array([], np.int64)
    table = Sparse.of(np.array([], np.float64), none, none, (0, 4))
    assert len(in_both(table, none, none)) == 0
