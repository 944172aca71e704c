"""The statements of other reports that each statement is laid beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.collation.utterances.statements import Statements
from variorum.settings import WORK, LinkSettings
from variorum.text.cosines import cosines, table
from variorum.text.ranks import ranks
from variorum.text.trees import DIGITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

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
    count = len(places)
    tables = [
        table([one.stems for one in of.found], of.rarity),
        table([one.sentence for one in of.found], of.rarity),
    ]
    size = max(1, WORK.cells // count)
    near = [
        _nearest(tables, places, slice(start, min(count, start + size)), settings)
        for start in range(0, count, size)
    ]
    keys = np.concatenate([found[0] for found in near])
    ranks = np.concatenate([found[1] for found in near])
    chosen = np.concatenate([found[2] for found in near])
    best = np.vstack([found[3] for found in near])
    first, second = keys[chosen] // count, keys[chosen] % count
    pairs = np.unique(np.minimum(first, second) * count + np.maximum(first, second))
    one, other = pairs // count, pairs % count
    alike, sentence = (cosines(own, one, other) for own in tables)
    told = alike >= settings.own
    one, other, alike, sentence = one[told], other[told], alike[told], sentence[told]
    value = alike + sentence / 2
    order = np.argsort(keys)

    def rank_of(a: Places, b: Places) -> Floats:
        wanted = a * count + b
        at = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
        known = keys[order[at]] == wanted
        return np.where(known, ranks[order[at]], 2.0 * settings.nearest)

    def margin_of(a: Places, b: Places) -> Floats:
        top, next_one = best[a, places[b], 0], best[a, places[b], 1]
        margin: Floats = value - np.where(value >= top, next_one, top)
        return margin

    return Nearby(
        one=one,
        other=other,
        alike=alike,
        sentence=sentence,
        ranks=(rank_of(one, other), rank_of(other, one)),
        margins=(margin_of(one, other), margin_of(other, one)),
    )


def _nearest(
    tables: Sequence[csr_matrix], places: Places, rows: slice, settings: LinkSettings
) -> tuple[Places, Places, NDArray[np.bool_], Floats]:
    """Return what is nearest to some statements: pairs as one number, ranks, whether they are chosen, and
    how alike the best and the second best of each report are (statement, report, which).

    Pairs that have nothing in common (``settings.alike``) are left out.
    """
    import numpy as np

    values = sum(
        np.round((one[rows] @ one.T).toarray(), DIGITS) * weight
        for one, weight in zip(tables, (1.0, 0.5), strict=True)
    )
    values[places[rows, None] == places] = 0.0
    row, column = np.nonzero(values >= settings.alike)
    alike = values[row, column]
    rank = ranks(row * (places.max() + 1) + places[column], alike, column)
    near = rank < 2 * settings.nearest
    row, column, alike, rank = row[near], column[near], alike[near], rank[near]
    chosen = rank < settings.nearest
    chosen &= ranks(np.where(chosen, row, -1 - row), alike, column) < settings.most
    return (row + rows.start) * len(places) + column, rank, chosen, _best(values, places)


def _best(values: Floats, places: Places) -> Floats:
    """Return the highest and the second highest value of each row in each report; ``values`` is used up."""
    import numpy as np

    starts = np.flatnonzero(np.r_[True, places[1:] != places[:-1]])
    best = np.zeros((len(values), places.max() + 1, 2))
    highest = np.maximum.reduceat(values, starts, axis=1)
    best[:, places[starts], 0] = highest
    report = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(places)]))
    row, column = np.nonzero(values == highest[:, report])
    _, first = np.unique(row * len(starts) + report[column], return_index=True)
    values[row[first], column[first]] = 0.0
    best[:, places[starts], 1] = np.maximum.reduceat(values, starts, axis=1)
    return best
