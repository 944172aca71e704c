"""How many features two sentences of different articles share, for all pairs of a story at once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence, Set
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def shared_counts(
    features: Sequence[Set[Hashable]], sizes: Sequence[int]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Yield for each article but the last: places in ``features`` of it and of later articles, and how many
    features the two share; pairs that share none are left out.

    features: of each sentence, article by article. sizes: sentences of each article.
    Ordered by the later article, then by the first place, then by the second.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    numbers: dict[Hashable, int] = {}
    columns = [numbers.setdefault(one, len(numbers)) for of_sentence in features for one in of_sentence]
    starts = list(accumulate((len(one) for one in features), initial=0))
    table = csr_matrix(
        (np.ones(len(columns), np.int32), np.array(columns, np.int64), np.array(starts, np.int64)),
        shape=(len(features), max(1, len(numbers))),
    )
    turned = table.T.tocsc()
    owner = np.repeat(np.arange(len(sizes)), sizes)
    ends = list(accumulate(sizes, initial=0))
    for start, end in zip(ends[:-2], ends[1:-1], strict=True):
        found = (table[start:end] @ turned[:, end:]).tocoo()
        first, second = found.row.astype(np.int64) + start, found.col.astype(np.int64) + end
        order = np.lexsort((second, first, owner[second]))
        yield first[order], second[order], found.data[order].astype(np.int64)
