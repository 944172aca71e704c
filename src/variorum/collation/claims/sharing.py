"""Sentences of different articles that share enough, for all pairs of a story at once.

Counted is by products of sparse tables: looking at each pair takes the square of the sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence, Set
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from variorum.settings import WORK
from variorum.text.numbering import numbered
from variorum.text.sparse import Holders, Sparse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Keep = Callable[[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], NDArray[np.bool_]]


def pairs_sharing(
    features: Sequence[Set[Hashable]], sizes: Sequence[int], keep: Keep
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Yield for each article but the last: places in ``features`` of it and of later articles, and how many
    features the two share.

    features: of each sentence, article by article. sizes: sentences of each article.
    keep: told the same three, tells which pairs are wanted; those that share nothing never are.
    Ordered by the later article, then by the first place, then by the second.
    """
    import numpy as np

    (columns,), keys = numbered(one for of_sentence in features for one in of_sentence)
    rows = np.repeat(np.arange(len(features)), [len(one) for one in features])
    table = Sparse.of(
        np.ones(len(columns), np.int32), rows, np.array(columns, np.int64), (len(features), max(1, len(keys)))
    )
    owner = np.repeat(np.arange(len(sizes)), sizes)
    ends = list(accumulate(sizes, initial=0))
    small = len(table) <= WORK.at_once
    for first, second, values in [all_products(table, owner)] if small else products(table, ends):
        shared = values.astype(np.int64)
        wanted = keep(first, second, shared)
        first, second, shared = first[wanted], second[wanted], shared[wanted]
        order = np.lexsort((second, first, owner[second], owner[first]))
        first, second, shared = first[order], second[order], shared[order]
        if not small:
            yield first, second, shared
            continue
        cuts = np.searchsorted(first, ends[1:-2])
        parts = (np.split(column, cuts) for column in (first, second, shared))
        yield from zip(*parts, strict=True)


def all_products(
    table: Sparse, owner: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[Any]]:
    """Return what ``products`` yields, of all articles at once: in a small story steps cost
    more than sums (``WORK.at_once``).

    owner: the article of each row.
    """
    import numpy as np

    if not len(table):
        none = np.empty(0, np.int64)
        return none, none, np.empty(0)
    found = np.concatenate([block for _, block in Holders(table).products(table)])
    first, second = np.nonzero(found)
    later = owner[first] < owner[second]
    first, second = first[later], second[later]
    return first, second, found[first, second]


def products(
    table: Sparse, ends: Sequence[int]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[Any]]]:
    """Yield for each article but the last the products of its rows with all rows of later ones that are not
    zero: the places of both, in order, and their product.

    ends: where the rows of each article begin, and the last end.
    """
    import numpy as np

    holders, none = Holders(table), np.empty(0, np.int64)
    for start, end in zip(ends[:-2], ends[1:-1], strict=True):
        found = [(none, none, np.empty(0)), *holders.entries(table.between(start, end), end, len(table))]
        first, second, values = (np.concatenate(column) for column in zip(*found, strict=True))
        yield first + start, second, values


def tables(
    table: Sparse, ends: Sequence[int], told: Callable[[NDArray[Any]], NDArray[Any]]
) -> Iterator[tuple[int, int, NDArray[Any]]]:
    """Yield what ``products`` does as full tables: the place of the first row and of the first column, and
    of one article's rows and the columns of one or several later articles all products, as ``told``.

    Of many later articles so many together as ``WORK.cells`` holds. told: of products what they are to be in
    the tables; zero stays zero.
    """
    import numpy as np

    holders = Holders(table)
    for at, (start, end) in enumerate(pairwise(ends[:-1])):
        if start == end or end == len(table):
            continue
        rows = table.between(start, end)
        for begin, stop in _together(ends[at + 1 :], WORK.cells // (end - start)):
            parts = [told(found) for _, found in holders.products(rows, begin, stop)]
            yield start, begin, parts[0] if len(parts) == 1 else np.concatenate(parts)


def _together(ends: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Yield where articles begin and end that have at most ``most`` rows together, or one alone more."""
    begin = stop = ends[0]
    for end in ends[1:]:
        if end - begin > most and stop > begin:
            yield begin, stop
            begin = stop
        stop = end
    if stop > begin:
        yield begin, stop


def listed_pairs(
    features: Sequence[Set[Hashable]], sizes: Sequence[int], least: int, sorts: Sequence[Hashable] = ()
) -> Iterator[tuple[int, int]]:
    """Yield the pairs that share ``least`` or more, one by one; otherwise as ``pairs_sharing``.

    sorts: of each place; only places of one sort are paired. Empty: all are of one.
    """
    import numpy as np

    (numbers,), _ = numbered(sorts or [0] * len(features))
    sort = np.array(numbers)

    def wanted(
        first: NDArray[np.int64], second: NDArray[np.int64], shared: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        enough: NDArray[np.bool_] = (shared >= least) & (sort[first] == sort[second])
        return enough

    for first, second, _ in pairs_sharing(features, sizes, wanted):
        yield from zip(first.tolist(), second.tolist(), strict=True)
