"""Values that do not fit in memory come back whole, in order, and leave nothing behind."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from variorum.engines import spill
from variorum.engines.spill import SpilledGroups, Spool
from variorum.errors import EngineError

KEYS = st.text(max_size=3)


@given(entries=st.lists(st.tuples(KEYS, st.binary(max_size=40)), max_size=60), memory=st.integers(0, 3_000))
def test_groups_are_sorted_with_values_in_order_whatever_fits(
    entries: list[tuple[str, bytes]], memory: int
) -> None:
    expected = [
        (key, [data for _, data in group])
        for key, group in groupby(sorted(entries, key=lambda entry: entry[0]), key=lambda entry: entry[0])
    ]
    with SpilledGroups(memory) as groups:
        for key, data in entries:
            groups.add(key, data)
        assert len(groups) == len(expected)
        assert list(groups) == expected
        assert list(groups) == expected, "they can be read again"


@given(values=st.lists(st.integers()), memory=st.integers(0, 200))
def test_a_spool_gives_its_values_in_order_to_several_readers(values: list[int], memory: int) -> None:
    with Spool[int](memory) as spool:
        for value in values:
            spool.append(value)
        assert len(spool) == len(values)
        assert list(zip(spool, spool, strict=True)) == [(value, value) for value in values]
        assert [spool[place] for place in reversed(range(len(spool)))] == values[::-1]


def test_files_have_no_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with SpilledGroups(0) as groups, Spool[str](1) as spool:
        groups.add("k", b"value")
        spool.append("value")
        assert list(groups) == [("k", [b"value"])]
        assert not list(tmp_path.iterdir()), "a killed process would leave it"


def test_a_full_disk_is_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Iterator[bytes]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(spill, "write_frame", full)
    with Spool[int]() as spool, pytest.raises(EngineError, match="is full; free some space there, or name"):
        spool.append(1)
    with SpilledGroups(0) as groups, pytest.raises(EngineError, match="TMPDIR"):
        groups.add("k", b"value")
