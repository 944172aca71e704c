"""The statements of other reports that each statement is laid beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from variorum.collation.utterances.statements import Statements
from variorum.settings import LinkSettings
from variorum.text.trees import DIGITS

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


class Nearby:
    """The nearest statements of each, by the rare words they share, in themselves and in their sentences.

    pairs: those worth a look, by place among the statements, in order. rank: of the second for the first, 0
    the nearest of its report; absent where it is far down.
    """

    def __init__(self, of: Statements, settings: LinkSettings) -> None:
        self.settings = settings
        self._places = [one.place for one in of.found]
        self._own = self._cosines([one.stems for one in of.found], of.rarity)
        self._wide = self._cosines([one.sentence for one in of.found], of.rarity)
        self.rank: dict[tuple[int, int], int] = {}
        self._best: dict[tuple[int, int], tuple[float, float]] = {}
        self.pairs = sorted(self._chosen(len(of.found)))

    def own(self, a: int, b: int) -> float:
        """Return how alike two statements are: the cosine of their rare words."""
        return self._own.get((a, b), 0.0)

    def wide(self, a: int, b: int) -> float:
        """Return how alike the sentences are that two statements stand in."""
        return self._wide.get((a, b), 0.0)

    def both(self, a: int, b: int) -> float:
        """Return how alike two statements are, what stands beside them counted half."""
        return self.own(a, b) + self.wide(a, b) / 2

    def margin(self, a: int, b: int) -> float:
        """Return by how much ``b`` is more like ``a`` than others of its report, or less than the best."""
        best, second = self._best[a, self._places[b]]
        value = self.both(a, b)
        return value - (second if value >= best else best)

    def _cosines(
        self, rows: Sequence[Iterable[str]], rarity: Mapping[str, float]
    ) -> dict[tuple[int, int], float]:
        """Return how alike each two rows of different reports are; absent where they share nothing."""
        table = _table(rows, rarity)
        found = (table @ table.T).tocoo()
        places = self._places
        return {
            (a, b): round(value, DIGITS)
            for a, b, value in zip(found.row.tolist(), found.col.tolist(), found.data.tolist(), strict=True)
            if places[a] != places[b]
        }

    def _chosen(self, count: int) -> Iterable[tuple[int, int]]:
        """Return the pairs of which one is among the other's nearest; notes ranks and the best of each."""
        by_report: list[dict[int, list[tuple[float, int]]]] = [defaultdict(list) for _ in range(count)]
        for a, b in self._own.keys() | self._wide.keys():
            by_report[a][self._places[b]].append((-self.both(a, b), b))
        pairs: set[tuple[int, int]] = set()
        for a, reports in enumerate(by_report):
            near: list[tuple[float, int]] = []
            for place, found in reports.items():
                found.sort()
                self._best[a, place] = -found[0][0], -found[1][0] if len(found) > 1 else 0.0
                for rank, (_, b) in enumerate(found[: 2 * self.settings.nearest]):
                    self.rank[a, b] = rank
                near += [one for one in found[: self.settings.nearest] if -one[0] >= self.settings.alike]
            pairs |= {(min(a, b), max(a, b)) for _, b in sorted(near)[: self.settings.most]}
        return pairs


def _table(rows: Sequence[Iterable[str]], rarity: Mapping[str, float]) -> csr_matrix:
    """Return a row of unit length for each set of stems, a column for each stem, rarer stems heavier."""
    import numpy as np
    from scipy.sparse import csr_matrix

    numbers: dict[str, int] = {}
    columns: list[int] = []
    weights: list[float] = []
    starts = [0]
    for row in rows:
        words = sorted(set(row))
        columns += [numbers.setdefault(word, len(numbers)) for word in words]
        length = sum(rarity.get(word, 1.0) ** 2 for word in words) ** 0.5 or 1.0
        weights += [rarity.get(word, 1.0) / length for word in words]
        starts.append(len(columns))
    return csr_matrix(
        (np.array(weights), np.array(columns, np.int64), np.array(starts, np.int64)),
        shape=(len(rows), max(1, len(numbers))),
    )
