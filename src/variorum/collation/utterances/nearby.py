"""The statements of other reports that each statement is laid beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.collation.utterances.statements import Statements
from variorum.settings import WORK, LinkSettings
from variorum.text.cosines import cosines, table
from variorum.text.ranks import ranks
from variorum.text.sparse import Holders, Sparse
from variorum.text.trees import DIGITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.int64]


class Nearby(Struct, frozen=True, kw_only=True):
    """Pairs of statements that are worth a look, in order, an entry each.

    one, other: places among the statements, the earlier report's first. alike, sentence: cosines of the rare
    words of both, and of those of their sentences. ranks: of the second for the first and the other way
    round, 0 the nearest of its report. margins: by how much each is more like the other than all others of
    its report, or less than the best.
    """

    one: Places
    other: Places
    alike: Floats
    sentence: Floats
    ranks: tuple[Floats, Floats]
    margins: tuple[Floats, Floats]


def nearby(of: Statements, settings: LinkSettings) -> Nearby:
    """Return the pairs of a story of which one is among the other's nearest, by the rare words that they and,
    at half the weight, their sentences share.
    """
    import numpy as np

    places = np.array([one.place for one in of.found])
    tables = [
        table([one.stems for one in of.found], of.rarity),
        table([one.sentence for one in of.found], of.rarity),
    ]
    starts = np.append(np.flatnonzero(np.r_[True, places[1:] != places[:-1]]), len(places))
    held = [(one, Holders(one)) for one in tables]
    parts = [
        _chosen(_values(held, places, rows, others), others, starts, rows.start, settings)
        for rows in _together(starts.tolist(), WORK.cells // len(places))
        for others in [_others(places, rows)]
    ]
    one, other, *told = (np.concatenate(column) for column in zip(*parts, strict=True))
    _, first = np.unique(one * len(places) + other, return_index=True)  # chosen by either
    one, other, *told = (column[first] for column in (one, other, *told))
    alike, sentence = (cosines(own, one, other) for own in tables)
    kept = alike >= settings.own
    one, other, alike, sentence, *told = (column[kept] for column in (one, other, alike, sentence, *told))
    value = alike + sentence / 2
    rank, back, best, best_back, next_best, next_back = told
    return Nearby(
        one=one,
        other=other,
        alike=alike,
        sentence=sentence,
        ranks=(np.minimum(rank, 2.0 * settings.nearest), np.minimum(back, 2.0 * settings.nearest)),
        margins=(
            value - np.where(value >= best, next_best, best),
            value - np.where(value >= best_back, next_back, best_back),
        ),
    )


def _together(starts: Sequence[int], most: int) -> Iterator[slice]:
    """Yield the statements of reports of which at most ``most`` are together, or one report has more."""
    begin = 0
    for end, next_end in zip(starts[1:], [*starts[2:], None], strict=True):
        if next_end is None or next_end - begin > most:
            yield slice(begin, end)
            begin = end


def _others(places: Places, rows: slice) -> Places:
    """Return all statements but those of a report that the rows are the whole of: it may have thousands."""
    import numpy as np

    alone = places[rows.start] == places[rows.stop - 1]
    return np.flatnonzero(places != places[rows.start]) if alone else np.arange(len(places))


def _values(tables: Sequence[tuple[Sparse, Holders]], places: Places, rows: slice, others: Places) -> Floats:
    """Return how alike some statements and ``others`` are, by their words and by half their sentences'; 0 in
    one report.
    """
    import numpy as np

    # The others are all, or all before the rows and all behind them.
    ranges = [(0, len(places))] if len(others) == len(places) else [(0, rows.start), (rows.stop, len(places))]
    values: Floats = np.zeros((rows.stop - rows.start, len(others)))
    for (rare, holders), weight in zip(tables, (1.0, 0.5), strict=True):
        own, begin = rare.between(rows.start, rows.stop), 0
        for low, high in ranges:
            for row, found in holders.products(own, low, high):
                np.round(found, DIGITS, out=found)
                found *= weight
                values[row : row + len(found), begin : begin + high - low] += found
            begin += high - low
    values[places[rows, None] == places[others]] = 0.0
    return values


def _chosen(
    values: Floats, others: Places, starts: Places, begin: int, settings: LinkSettings
) -> tuple[Places | Floats, ...]:
    """Return the pairs in which one is among the nearest of the other, by ``_values`` of some reports and
    others: places of both, the lower first; the rank of the second for the first and the other way
    round; and how alike the best of its report is, and the next best, either both ways.

    Pairs that have nothing in common (``settings.alike``) are left out. starts: where reports begin, and the
    last ends. begin: the place of the first row.
    """
    import numpy as np

    of_all = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    report, columns = of_all[others], np.searchsorted(others, starts)
    size, looked_at = values.shape[1], WORK.first_look * settings.most
    while True:
        lowest = np.full(len(values), settings.alike)
        if WORK.next_look * looked_at < size:
            lowest = np.maximum(np.partition(values, size - looked_at, axis=1)[:, -looked_at], lowest)
        row, column = np.nonzero(values >= lowest[:, None])
        alike = values[row, column]
        near = np.flatnonzero(ranks(row * len(starts) + report[column], alike, column) < settings.nearest)
        enough = np.bincount(row[near], minlength=len(values)) >= settings.most
        if (enough | (lowest == settings.alike)).all():
            break
        looked_at *= WORK.next_look
    near = near[ranks(row[near], alike[near], column[near]) < settings.most]
    row, column, alike = row[near], column[near], alike[near]
    forth = _within(values, row, report[column], columns, alike, column)
    back = _within(values.T, column, of_all[row + begin], starts - begin, alike, row)
    one, column = row + begin, others[column]
    turned = one > column
    both = [(np.where(turned, b, a), np.where(turned, a, b)) for a, b in zip(forth, back, strict=True)]
    return np.minimum(one, column), np.maximum(one, column), *(each for pair in both for each in pair)


def _within(
    values: Floats, rows: Places, reports: Places, starts: Places, alike: Floats, columns: Places
) -> tuple[Places, Floats, Floats]:
    """Return of each entry its rank among those of its row in a report, and the two highest of them.

    reports: of each entry. alike, columns: its value and place.
    """
    import numpy as np

    begins, sizes = starts[reports], np.diff(starts)[reports]
    most = int(sizes.max(initial=1))
    if most > WORK.ranks_counted:
        return _sorted_within(values, rows, begins, sizes, columns)
    rank, best = np.zeros(len(rows), np.int64), np.zeros((2, len(rows)))
    for step in range(most):  # reports have few statements, so that columns are quicker than rows
        at = begins + step
        inside = step < sizes
        value = np.where(inside, values[rows, np.where(inside, at, begins)], 0.0)
        rank += (value > alike) | ((value == alike) & (at < columns) & inside)
        best[1] = np.maximum(best[1], np.minimum(best[0], value))
        best[0] = np.maximum(best[0], value)
    return rank, best[0], best[1]


def _sorted_within(
    values: Floats, rows: Places, begins: Places, sizes: Places, columns: Places
) -> tuple[Places, Floats, Floats]:
    """Return the same as ``_within``, each row of a report sorted once: for reports of many statements."""
    import numpy as np

    rank, best = np.zeros(len(rows), np.int64), np.zeros((2, len(rows)))
    order = np.lexsort((begins, rows))
    changes = np.flatnonzero(np.diff(rows[order]) | np.diff(begins[order])) + 1
    for entries in np.split(order, changes) if len(order) else ():
        row, begin, size = rows[entries[0]], begins[entries[0]], sizes[entries[0]]
        own = values[row, begin : begin + size]
        places = np.empty(size, np.int64)
        places[np.argsort(-own, kind="stable")] = np.arange(size)
        rank[entries] = places[columns[entries] - begin]
        two = np.sort(own)[-2:]
        best[0, entries] = max(two[-1], 0.0)
        best[1, entries] = max(two[0], 0.0) if size > 1 else 0.0
    return rank, best[0], best[1]
