"""What the other pairs of a story say of a pair of values: which is likelier, which agree, who carries them.

Told for all pairs at once: a story of hundreds of reports has a hundred thousand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.collation.claims.claim import StoryPlace
from variorum.collation.claims.slots.pairs import Pair
from variorum.settings import MEASURED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Floats = NDArray[np.float64]


class _Columns(Struct, frozen=True, kw_only=True):
    """The pairs of a story, an entry each, as numbers: the places of both values, their reports, what they
    say (see ``Value.same``), the sentences of both as one number; whether they agree.

    ends: each value with the other's report, first the first values, then the second ones.
    """

    places: tuple[Numbers, Numbers]
    says: tuple[Numbers, Numbers]
    sentences: Numbers
    ends: Numbers
    same: NDArray[np.bool_]


def told_by_others(found: Sequence[Pair], odds: Floats) -> dict[str, Floats]:
    """Return by name what the other pairs say of each pair that does not agree, in their order.

    odds: of each of all pairs how likely it answers one question (log).
    """
    import numpy as np

    of = _columns(found)
    told: dict[str, Floats] = {"odds": odds, "elsewhere": np.array([sum(one.elsewhere) for one in found])}
    margins = _margins(of.ends, np.concatenate([odds, odds])).reshape(2, -1)
    told["margin"], told["best_margin"] = margins.min(axis=0), margins.max(axis=0)
    agrees, told["third"], told["thirds"] = _agreeing(of, odds)
    told["agrees"], told["agrees_both"] = agrees.max(axis=0), agrees.min(axis=0)
    told["carried"], told["carried_most"], told["in_one"] = _carried(found, of)
    one, other = of.says
    told["pairs"] = _times(
        np.minimum(one, other) * (1 + int(max(one.max(), other.max()))) + np.maximum(one, other)
    )
    sums = _Sums(found)
    told["sum"] = np.array([not pair.same and sums.is_sum(pair) for pair in found], np.float64)
    told["beside_agree"] = _times(of.sentences, of.same)
    told["beside_differ"] = _times(of.sentences, ~of.same) - 1
    return {name: values[~of.same] for name, values in told.items()}


def _columns(found: Sequence[Pair]) -> _Columns:
    import numpy as np

    places: dict[StoryPlace, int] = {}
    says: dict[tuple[str, str, str], int] = {}
    reports: dict[str, int] = {}
    sentences: dict[tuple[int, int, int, int], int] = {}
    rows = []
    for pair in found:
        one, other = pair.one, pair.other
        a, b = one.place, other.place
        first, second = (reports.setdefault(report, len(reports)) for report in pair.reports)
        both = first, one.sentence, second, other.sentence
        rows.append(
            (
                places.setdefault(a, len(places)),
                places.setdefault(b, len(places)),
                says.setdefault(one.same, len(says)),
                says.setdefault(other.same, len(says)),
                first,
                second,
                sentences.setdefault(both, len(sentences)),
            )
        )
    table = np.array(rows, np.int64).reshape(len(rows), 7).T
    ends = np.concatenate([table[0] * len(reports) + table[5], table[1] * len(reports) + table[4]])
    return _Columns(
        places=(table[0], table[1]),
        says=(table[2], table[3]),
        sentences=table[6],
        ends=ends,
        same=np.array([pair.same for pair in found], np.bool_),
    )


def _margins(ends: Numbers, likely: Floats) -> Floats:
    """Return how much likelier each entry is than the best other one of its end; far without any."""
    import numpy as np

    order = np.lexsort((-likely, ends))
    kept, sorted_odds = ends[order], likely[order]
    begins = np.flatnonzero(np.r_[True, kept[1:] != kept[:-1]])
    sizes = np.diff(np.r_[begins, len(kept)])
    best = np.repeat(sorted_odds[begins], sizes)
    next_best = np.repeat(sorted_odds[np.minimum(begins + 1, len(kept) - 1)], sizes)
    margins = np.empty(len(ends))
    margins[order] = sorted_odds - np.where(sorted_odds == best, next_best, best)
    margins[order[np.repeat(sizes == 1, sizes)]] = MEASURED.far
    return margins


def _agreeing(of: _Columns, odds: Floats) -> tuple[Floats, Floats, Floats]:
    """Return how likely the likeliest pair is that agrees, of each end (two rows) and of either value with
    any report, and with how many reports either value likely agrees.
    """
    import numpy as np

    numbers, at = np.unique(of.ends, return_inverse=True)
    agrees = np.full(len(numbers), MEASURED.none)
    both = np.concatenate([of.same, of.same])
    np.maximum.at(agrees, at[both], np.concatenate([odds, odds])[both])
    held = np.zeros(len(numbers), np.bool_)
    held[at[both]] = True
    where = np.concatenate(of.places)
    owner = np.zeros(len(numbers), np.int64)
    owner[at] = where
    third = np.full(int(where.max()) + 1, MEASURED.none)
    np.maximum.at(third, owner, agrees)
    thirds = np.bincount(owner[held & (agrees > 0)], minlength=len(third)).astype(np.float64)
    one, other = of.places
    return agrees[at].reshape(2, -1), np.maximum(third[one], third[other]), thirds[one] + thirds[other]


def _carried(found: Sequence[Pair], of: _Columns) -> tuple[Floats, Floats, Floats]:
    """Return how many reports say what either value says: the fewer, the more, and those that say both."""
    import numpy as np

    carried: dict[int, set[str]] = defaultdict(set)
    for pair, one, other in zip(found, of.says[0].tolist(), of.says[1].tolist(), strict=True):
        carried[one].add(pair.reports[0])
        carried[other].add(pair.reports[1])
    size = len(carried)
    keys, at = np.unique(of.says[0] * size + of.says[1], return_inverse=True)
    rows = []
    for key in keys.tolist():
        one, other = (carried[number] for number in divmod(key, size))
        rows.append((min(len(one), len(other)), max(len(one), len(other)), len(one & other)))
    fewer, more, both = np.array(rows, np.float64).T
    return fewer[at], more[at], both[at]


def _times(keys: Numbers, counted: NDArray[np.bool_] | None = None) -> Floats:
    """Return how often the key of each entry occurs, of those that are counted."""
    import numpy as np

    numbers, at = np.unique(keys, return_inverse=True)
    found = np.bincount(at if counted is None else at[counted], minlength=len(numbers))
    times: Floats = found[at].astype(np.float64)
    return times


class _Sums:
    """The counts that stand beside each other in one sentence."""

    def __init__(self, found: Sequence[Pair]) -> None:
        self._counts: dict[tuple[str, int], set[float]] = defaultdict(set)
        for pair in found:
            for value in (pair.one, pair.other):
                if value.kind == "count":
                    self._counts[value.source.article.id, value.sentence].add(value.said.low)

    def is_sum(self, pair: Pair) -> bool:
        """Tell whether another count beside either makes up for what they differ by: nine and one are ten."""
        if pair.one.kind != "count" or pair.other.kind != "count":
            return False
        one, other = pair.one.said.low, pair.other.said.low
        gap = abs(one - other)
        if gap in (one, other):
            return False
        return any(
            gap in self._counts[value.source.article.id, value.sentence] for value in (pair.one, pair.other)
        )
