"""Sentences of different articles that share enough, for all pairs of a story at once.

Counted is by products of sparse tables: looking at each pair takes the square of the sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence, Set
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from variorum.settings import WORK
from variorum.text.numbering import numbered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Keep = Callable[[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], NDArray[np.bool_]]


def pairs_sharing(
    features: Sequence[Set[Hashable]], sizes: Sequence[int], keep: Keep, sorts: Sequence[Hashable] = ()
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Yield for each article but the last: places in ``features`` of it and of later articles, and how many
    features the two share.

    features: of each sentence, article by article. sizes: sentences of each article.
    keep: told the same three, tells which pairs are wanted, of equal sentences the same; those that share
    nothing never are. sorts: of each sentence; empty: one sort. Sentences are equal that have the same
    features and are of one sort.
    Ordered by the later article, then by the first place, then by the second.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    (numbers,), distinct = numbered(zip(features, sorts or (0,) * len(features), strict=True))
    (columns,), keys = numbered(one for of_sentence, _ in distinct for one in of_sentence)
    starts = list(accumulate((len(one) for one, _ in distinct), initial=0))
    table = csr_matrix(
        (np.ones(len(columns), np.int32), np.array(columns, np.int64), np.array(starts, np.int64)),
        shape=(len(distinct), max(1, len(keys))),
    )
    kinds = np.array(numbers, np.int64)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    ends = list(accumulate(sizes, initial=0))
    for first, second, values in _products(table, kinds, ends, keep):
        order = np.lexsort((second, first, owner[second]))
        yield first[order], second[order], values[order]


def _products(
    table: csr_matrix, kinds: NDArray[np.int64], ends: Sequence[int], keep: Keep
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Yield for each article but the last what is wanted of its rows with those of later ones: the places of
    both, in any order, and their product, which is not zero.

    kinds: of each place its row in ``table``. ends: where the places of each article begin, and the last end.
    """
    import numpy as np

    small = len(kinds) ** 2 <= WORK.cells  # one call takes less than one for each article
    whole = (table @ table.T).toarray()[np.ix_(kinds, kinds)] if small else None
    for start, end in pairwise(ends[:-1]):
        if whole is not None:
            later = whole[end:, start:end]
            second, first = np.nonzero(later)
            values = later[second, first].astype(np.int64)
            first, second = first + start, second + end
            wanted = keep(first, second, values)
            yield first[wanted], second[wanted], values[wanted]
            continue
        ones, others = _Places(kinds[start:end], start), _Places(kinds[end:], end)
        found = (table[others.kinds] @ table[ones.kinds].T.tocsr()).tocoo()  # the few rows are turned
        one, other, values = found.col, found.row, found.data.astype(np.int64)
        wanted = keep(ones.firsts[one], others.firsts[other], values)
        yield _spread(ones, others, one[wanted], other[wanted], values[wanted])


class _Places:
    """Where rows of the same kind stand. kinds: each once, rising; with the first place of each, how many
    there are, and where they begin in ``places``.
    """

    def __init__(self, kinds: NDArray[np.int64], start: int) -> None:
        import numpy as np

        self.places = np.argsort(kinds, kind="stable") + start
        self.kinds, self.begins, self.counts = np.unique(
            kinds[self.places - start], return_index=True, return_counts=True
        )
        self.firsts = self.places[self.begins]


def _spread(
    ones: _Places,
    others: _Places,
    one: NDArray[np.integer],
    other: NDArray[np.integer],
    values: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the pairs of places of pairs of kinds, and the value of each."""
    import numpy as np

    counts = ones.counts[one] * others.counts[other]
    pair = np.repeat(np.arange(len(counts)), counts)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
    of_one, of_other = np.divmod(within, others.counts[other][pair])
    return (
        ones.places[ones.begins[one][pair] + of_one],
        others.places[others.begins[other][pair] + of_other],
        values[pair],
    )


def tables(
    table: csr_matrix,
    kinds: NDArray[np.int64],
    ends: Sequence[int],
    told: Callable[[NDArray[Any]], NDArray[Any]],
) -> Iterator[tuple[int, int, NDArray[Any]]]:
    """Yield for each article but the last full tables of the products of its rows with those of later ones:
    the place of the first row, of the first column, and all products, as ``told``.

    kinds: of each place its row in ``table``. ends: where the places of each article begin, and the last end.
    told: of products that are not zero what they are to be in the tables; zero stays zero. Of many later
    articles so many stand in one table as ``WORK.cells`` holds.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    small = len(kinds) ** 2 <= WORK.cells
    whole = told((table @ table.T).toarray())[np.ix_(kinds, kinds)] if small else None
    for at, (start, end) in enumerate(pairwise(ends[:-1])):
        if start == end or end == len(kinds):
            continue
        if whole is not None:
            yield start, end, whole[start:end, end:]
            continue
        ones, rows = np.unique(kinds[start:end], return_inverse=True)
        turned = table[ones].T.tocsr()  # the few rows are turned, not the many
        for begin, stop in _together(ends[at + 1 :], WORK.cells // (end - start)):
            others, columns = np.unique(kinds[begin:stop], return_inverse=True)
            found = table[others] @ turned
            parts = (told(found.data), found.indices, found.indptr)
            full = csr_matrix(parts, shape=found.shape).toarray().T
            yield start, begin, full[rows][:, columns]


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
    sort = np.array(numbers, np.int64)

    def wanted(
        first: NDArray[np.int64], second: NDArray[np.int64], shared: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        enough: NDArray[np.bool_] = (shared >= least) & (sort[first] == sort[second])
        return enough

    for first, second, _ in pairs_sharing(features, sizes, wanted, sorts):
        yield from zip(first.tolist(), second.tolist(), strict=True)
