"""Tables of which most is 0: rows of words that sentences, articles or keys have, and what two rows share.

A library for it would be the largest that is installed (140 MB) and takes longer to load than a small job
runs; what is needed are the few steps here, of arrays alone. Sums run in the order of columns, so that they
are the same on every machine, however many rows are multiplied at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Self

from msgspec import Struct

from variorum.settings import WORK

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Values = NDArray[Any]


class Sparse(Struct, frozen=True, kw_only=True):
    """A table whose zeros are left out.

    values, columns: of all rows, one row after the other; of one row the columns rise, each once. starts:
    where each row begins, and where the last one ends. width: number of columns.
    """

    values: Values
    columns: Places
    starts: Places
    width: int

    @classmethod
    def of(cls, values: Values, rows: Places, columns: Places, shape: tuple[int, int]) -> Self:
        """Return the table of some entries, in any order; equal places are summed. shape: rows, columns."""
        import numpy as np

        keys = rows.astype(np.int64) * shape[1] + columns
        order = np.argsort(keys, kind="stable")
        keys, values = keys[order], values[order]
        first = np.ones(len(keys), np.bool_)
        first[1:] = keys[1:] != keys[:-1]
        if not first.all():
            keys, values = keys[first], np.add.reduceat(values, np.flatnonzero(first), dtype=values.dtype)
        starts = np.searchsorted(keys, np.arange(shape[0] + 1) * shape[1])
        return cls(values=values, columns=keys % max(1, shape[1]), starts=starts, width=shape[1])

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def sizes(self) -> Places:
        """How many entries each row has."""
        found: Places = self.starts[1:] - self.starts[:-1]
        return found

    def owners(self) -> Places:
        """Return the row of each entry."""
        import numpy as np

        return np.repeat(np.arange(len(self)), self.sizes)

    def chosen(self, rows: Places) -> Sparse:
        """Return the table of some rows, in the order given."""
        import numpy as np

        sizes = self.sizes[rows]
        at = spread(self.starts[:-1][rows], sizes)
        starts = np.concatenate([[0], np.cumsum(sizes)])
        return Sparse(values=self.values[at], columns=self.columns[at], starts=starts, width=self.width)

    def between(self, start: int, end: int) -> Sparse:
        """Return the table of rows in a row; nothing is copied."""
        first, last = self.starts[start], self.starts[end]
        return Sparse(
            values=self.values[first:last],
            columns=self.columns[first:last],
            starts=self.starts[start : end + 1] - first,
            width=self.width,
        )


def spread(begins: Places, counts: Places) -> Places:
    """Return the numbers from each of ``begins`` on, so many as ``counts`` tells, one after the other."""
    import numpy as np

    moved: Places = np.repeat(begins - (np.cumsum(counts) - counts), counts)
    moved += np.arange(len(moved))
    return moved


class Holders:
    """Which rows of a table have each column: what rows are multiplied with."""

    def __init__(self, table: Sparse) -> None:
        import numpy as np

        order = np.argsort(table.columns, kind="stable")
        self.size = len(table)
        self._rows, self._values = table.owners()[order], table.values[order]
        columns = table.columns[order]
        self._keys = columns * self.size + self._rows
        self._starts = np.searchsorted(columns, np.arange(table.width + 1))

    def products(self, rows: Sparse, low: int = 0, high: int | None = None) -> Iterator[tuple[int, Values]]:
        """Yield the products of ``rows`` with the table's rows from ``low`` to ``high`` as full tables, in
        blocks: the place of the block's first row, and a row each with a column for each of the table's.
        """
        import numpy as np

        high = self.size if high is None else high
        begins, counts = self._found(rows, low, high)
        done = _done(rows, counts)
        for start, end in _blocks(done, WORK.cells // max(1, high - low)):
            own = slice(rows.starts[start], rows.starts[end])
            at = spread(begins[own], counts[own])
            places = self._rows[at]
            moved = np.arange(end - start) * (high - low) - low
            places += np.repeat(moved, np.diff(done[start : end + 1]))
            weights = np.repeat(rows.values[own], counts[own]) * self._values[at]
            # Of no products at all it gives whole numbers.
            found = np.bincount(places, weights, (end - start) * (high - low)).astype(np.float64, copy=False)
            yield start, found.reshape(end - start, high - low)

    def entries(self, rows: Sparse, low: int, high: int) -> Iterator[tuple[Places, Places, Values]]:
        """Yield the products that are not 0, row by row: both places and the product."""
        import numpy as np

        for start, found in self.products(rows, low, high):
            row, column = np.nonzero(found)
            yield row + start, column + low, found[row, column]

    def pairs(self, rows: Sparse) -> Iterator[tuple[Places, Places, Values]]:
        """Yield the products of the table's own rows, each with those after it, that are not 0, in order: for
        tables of so many rows that a full table of few of them would be too large.
        """
        import numpy as np

        counts = self._starts[1:][rows.columns] - np.searchsorted(
            self._keys, rows.columns * self.size + rows.owners(), side="right"
        )
        begins = self._starts[1:][rows.columns] - counts
        done = _done(rows, counts)
        counted = bool((self._values == 1).all())
        for start, end in _blocks(done, len(rows)):
            own = slice(rows.starts[start], rows.starts[end])
            at = spread(begins[own], counts[own])
            keys = np.repeat(np.arange(start, end) * self.size, np.diff(done[start : end + 1]))
            keys += self._rows[at]
            if counted:
                keys.sort()
            else:
                order = np.argsort(keys, kind="stable")  # sums in the same order on every machine
                keys, values = (
                    keys[order],
                    (np.repeat(rows.values[own], counts[own]) * self._values[at])[order],
                )
            first = np.flatnonzero(np.diff(keys, prepend=-1))
            if len(first):
                row, column = np.divmod(keys[first], self.size)
                shared = np.diff(first, append=len(keys)) if counted else np.add.reduceat(values, first)
                yield row, column, shared

    def _found(self, rows: Sparse, low: int, high: int) -> tuple[Places, Places]:
        """Return for each entry of ``rows`` where its column's holders begin, and how many there are."""
        import numpy as np

        if (low, high) == (0, self.size):
            begins, ends = self._starts[:-1][rows.columns], self._starts[1:][rows.columns]
        else:
            own, places = np.unique(rows.columns, return_inverse=True)
            begins = np.searchsorted(self._keys, own * self.size + low)[places]
            ends = np.searchsorted(self._keys, own * self.size + high)[places]
        return begins, ends - begins


def _done(rows: Sparse, counts: Places) -> Places:
    """Return how many multiplications all rows before each take, and all. counts: of each entry."""
    import numpy as np

    done: Places = np.concatenate([[0], np.cumsum(counts)])[rows.starts]
    return done


def _blocks(done: Places, most: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of rows, each one at least: ``most``, and as many as ``WORK.multiplications`` allow."""
    import numpy as np

    start, size = 0, len(done) - 1
    while start < size:
        end = int(np.searchsorted(done, done[start] + WORK.multiplications, side="right")) - 1
        end = min(max(end, start + 1), start + max(1, most), size)
        yield start, end
        start = end


def in_both(table: Sparse, left: Places, right: Places, other: Sparse | None = None) -> Sparse:
    """Return a row for each pair of rows: the products at the columns that both have.

    left: rows of ``table``. right: of ``other``, or of the same. Quickest where one of both comes in order.
    """
    import numpy as np

    other = table if other is None else other
    if np.count_nonzero(np.diff(left)) > np.count_nonzero(np.diff(right)):
        table, left, other, right = other, right, table, left
    parts = list(_in_both(table, left, other, right))
    values, columns, sizes = (np.concatenate(column) for column in zip(*parts, strict=True))
    starts = np.concatenate([[0], np.cumsum(sizes)])
    return Sparse(values=values, columns=columns, starts=starts, width=table.width)


def _in_both(
    table: Sparse, left: Places, other: Sparse, right: Places
) -> Iterator[tuple[Values, Places, Places]]:
    """Yield values, columns and sizes of rows, in order: some of the left rows are laid out in full, and the
    entries of their right ones looked up there.
    """
    import numpy as np

    most = max(1, min(WORK.cells // max(1, table.width), len(table)))
    full = np.zeros(most * table.width, table.values.dtype)
    changes = np.flatnonzero(np.diff(left)) + 1
    begin = 0
    while begin < len(left) or not begin:
        at = int(np.searchsorted(changes, begin, side="right")) + most - 1
        end = int(changes[at]) if at < len(changes) else len(left)
        end = min(end, begin + WORK.pairs_multiplied)
        rows, slots = np.unique(left[begin:end], return_inverse=True)
        own, second = table.chosen(rows), other.chosen(right[begin:end])
        places = own.owners() * table.width + own.columns
        full[places] = own.values
        held = full[np.repeat(slots * table.width, second.sizes) + second.columns]
        full[places] = 0
        both = np.flatnonzero(held)
        sizes = np.bincount(second.owners()[both], minlength=len(second))
        yield held[both] * second.values[both], second.columns[both], sizes
        begin = max(end, 1)


def sums(table: Sparse, values: Values | None = None) -> NDArray[np.float64]:
    """Return the sum of each row, of other ``values`` of its entries where they are given."""
    import numpy as np

    given = table.values if values is None else values
    return np.bincount(table.owners(), given, minlength=len(table)).astype(np.float64)
