"""Near-duplicate passages of two texts: equal word for word but for light editing.

Equal word n-grams (``SHARED.seed`` words) are the seeds; seeds near each other are chained into a passage.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from variorum.reuse.shingles import Wording, run_hashes
from variorum.settings import SHARED, ReuseSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A run is looked for by so many bits of its hash first: of 1,000 runs that a text of 1,000 has not, 15 have
# the bits of one that it has.
_BITS = 16


class WordStretch(Struct, frozen=True):
    """Equal words in a row: ``length`` of them from word ``a`` of one text and ``b`` of the other."""

    a: int
    b: int
    length: int


class Passage(Struct, frozen=True, kw_only=True):
    """A passage that stands in two texts.

    columns: the stretches of equal words, in order of the first text: for each its start in either text and
        its length, as bytes of int32 (see ``table``), since copies have very many.
    weight: equal n-grams of both reporters' prose; a run of ``n`` words without a break has ``n - 2``.
    """

    columns: bytes
    weight: int

    @property
    def table(self) -> NDArray[np.int32]:
        """Return the stretches, a row each: start in the first text, in the second, length."""
        import numpy as np

        return np.frombuffer(self.columns, np.int32).reshape(-1, 3)

    @property
    def stretches(self) -> tuple[WordStretch, ...]:
        """Return the stretches, in order of the first text."""
        return tuple(WordStretch(*row) for row in self.table.tolist())

    def turned(self) -> Passage:
        """Return the same passage with the two texts in the other order."""
        import numpy as np

        table = self.table[:, [1, 0, 2]]
        return Passage(columns=table[np.lexsort(table.T[1::-1])].tobytes(), weight=self.weight)


class Runs:
    """The word n-grams of one text, indexed to be looked for in others; what that needs is kept."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording

    @cached_property
    def hashes(self) -> NDArray[np.uint64]:
        """A hash of each run, in order."""
        return run_hashes(self.wording.numbers, SHARED.seed)

    @cached_property
    def prose(self) -> int:
        """How many words are the reporter's prose."""
        return self.wording.prose

    @cached_property
    def own_before(self) -> NDArray[np.int64]:
        """How many words of the reporter's prose stand before each word, and before the end."""
        import numpy as np

        before = np.zeros(len(self.wording.own) + 1, np.int64)
        np.cumsum(self.wording.own, out=before[1:])
        return before

    @cached_property
    def ends_own(self) -> NDArray[np.bool_]:
        """Which n-grams end in a word of the reporter's prose."""
        return self.wording.own[SHARED.seed - 1 :]

    @cached_property
    def bits(self) -> NDArray[np.intp]:
        """Some bits of the hash of each n-gram, by which it is looked up first."""
        import numpy as np

        return (self.hashes >> np.uint64(64 - _BITS)).astype(np.intp)

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """Which bits are those of an n-gram of this text."""
        import numpy as np

        known = np.zeros(1 << _BITS, np.bool_)
        known[self.bits] = True
        return known

    @cached_property
    def by_hash(self) -> tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """The hashes, rising, each once; where each begins among the places; how many it has; the places."""
        import numpy as np

        order = np.argsort(self.hashes, kind="stable")
        values, starts, counts = np.unique(self.hashes[order], return_index=True, return_counts=True)
        return values, starts, counts, order

    @cached_property
    def seldom(self) -> NDArray[np.bool_]:
        """Which runs the text does not have too often to say anything."""
        import numpy as np

        values, _, counts, _ = self.by_hash
        kept: NDArray[np.bool_] = counts[np.searchsorted(values, self.hashes)] <= SHARED.repeated
        return kept


def shared_passages(a: Wording, b: Wording, settings: ReuseSettings) -> list[Passage]:
    """Return the passages that stand in both texts, in order of the first; most often there is none.

    Stretches of equal words are chained into one passage while at most ``settings.gap`` words of either text
    lie between. A passage needs ``settings.weight`` n-grams of prose, in short texts less: equal words of
    quotations and boilerplate bridge its gaps but do not count.
    """
    return passages_of(Runs(a), Runs(b), settings)


def passages_of(a: Runs, b: Runs, settings: ReuseSettings) -> list[Passage]:
    """Return ``shared_passages`` of two texts; for texts that are compared with several."""
    import numpy as np

    least = float(least_weight(np.array(a.prose), b.prose, settings))
    found = _equal_runs(a, b, settings.gap, least)
    if found is None:
        return []
    table, weights = stretches(a.own_before, b.own_before, *found)
    weight_of = weights.tolist().__getitem__
    passages = []
    for chain in chains(table, weights, settings.gap, np.array(least)):
        weight = sum(map(weight_of, chain))
        if weight >= least:
            passages.append(Passage(columns=table[chain].astype(np.int32).tobytes(), weight=weight))
    return passages


def least_weight(a: NDArray[np.int64], b: int, settings: ReuseSettings) -> NDArray[np.float64]:
    """Return what a passage weighs at least in a text of ``b`` words of prose and others of ``a`` words."""
    import numpy as np

    least: NDArray[np.float64] = np.minimum(settings.weight, np.maximum(settings.short, np.minimum(a, b) / 2))
    return least


def _equal_runs(
    a: Runs, b: Runs, gap: int, least: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Return the places of every two equal n-grams; one that is too frequent in the second text gives none.

    None where no passage is possible, since nowhere enough of them are near each other. Each adds at most
    one to a passage's weight, and only if it ends in a word of prose, for no n-gram is in two of its
    stretches.
    """
    import numpy as np

    at_b = np.flatnonzero(a.known[b.bits])
    if not _dense(at_b, b, gap, least):
        return None
    hashes, starts, counts, order = a.by_hash
    sought = b.hashes[at_b]
    place = np.minimum(np.searchsorted(hashes, sought), len(hashes) - 1)
    both = hashes[place] == sought
    at_b, place = at_b[both], place[both]
    if not _dense(at_b, b, gap, least):
        return None
    first, number = starts[place], np.where(b.seldom[at_b], counts[place], 0)
    total = int(number.sum())
    if not total:
        return None
    within = np.arange(total) - np.repeat(np.cumsum(number) - number, number)
    return order[np.repeat(first, number) + within], np.repeat(at_b, number)


def _dense(places: NDArray[np.int64], text: Runs, gap: int, least: float) -> bool:
    """Tell whether some n-grams at ``places`` are near enough for a passage, and may weigh ``least``."""
    import numpy as np

    own = text.ends_own[places]
    if np.count_nonzero(own) < least:
        return False
    starts = np.flatnonzero(places[1:] - places[:-1] > gap + SHARED.seed) + 1
    return bool(np.add.reduceat(own, np.concatenate([[0], starts]), dtype=np.int64).max() >= least)


def stretches(
    own_a: NDArray[np.int64], own_b: NDArray[np.int64], at_a: NDArray[Any], at_b: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all stretches, in order of the first text: a row of starts and length each, and weights.

    own_a, own_b: of both texts how many words of prose stand before each. at_a, at_b: the places of every
    two equal n-grams.
    """
    import numpy as np

    by_diagonal = np.argsort((at_a - at_b) * len(own_a) + at_a)
    at_a, at_b = at_a[by_diagonal], at_b[by_diagonal]
    begins = np.concatenate([[0], np.flatnonzero((np.diff(at_a) != 1) | (np.diff(at_b) != 1)) + 1])
    lengths = np.diff(np.append(begins, len(at_a))) + SHARED.seed - 1
    table = np.stack([at_a[begins], at_b[begins], lengths], axis=1)
    table = table[np.argsort(table[:, 0] * len(own_b) + table[:, 1])]
    ends = table[:, :2] + table[:, 2:]
    own = np.minimum(
        own_a[ends[:, 0]] - own_a[table[:, 0]],
        own_b[ends[:, 1]] - own_b[table[:, 1]],
    )
    return table, np.maximum(own - SHARED.seed + 1, 0)


def chains(
    table: NDArray[np.int64], weights: NDArray[np.int64], gap: int, least: NDArray[np.float64]
) -> Iterator[list[int]]:
    """Yield the chains of stretches (rows of ``table``), by their numbers. least: of all, or of each row.

    Where a stretch lies farther than ``gap`` behind all before it, every chain ends; what lies between two
    such places and weighs less than ``least`` is skipped. In the rest most texts have all stretches in one
    row; else each stretch goes to the chain whose end is nearest.
    """
    import numpy as np

    numbers = _heavy(table, weights, gap, np.broadcast_to(least, len(table)))
    if not len(numbers):
        return
    kept = table[numbers]
    cuts = np.flatnonzero(_begins(kept[:, 0], kept[:, 0] + kept[:, 2], gap))
    steps = kept[1:, :2] - kept[:-1, :2] - kept[:-1, 2:]
    follows = ((steps > -SHARED.seed) & (steps <= gap)).all(axis=1)
    follows &= np.abs(steps[:, 0] - steps[:, 1]) <= gap
    broken = np.concatenate([[0], np.cumsum(~follows)])
    lasts = np.append(cuts[1:], len(kept)) - 1
    for start, last in zip(cuts.tolist(), lasts.tolist(), strict=True):
        rows = numbers[start : last + 1].tolist()
        if broken[last] == broken[start]:
            yield rows
        else:
            yield from _best_chains(kept[start : last + 1].tolist(), rows, gap)


def _begins(starts: NDArray[np.int64], ends: NDArray[np.int64], gap: int) -> NDArray[np.bool_]:
    """Tell of stretches in order of their starts which lie farther than ``gap`` behind all before them."""
    import numpy as np

    far = np.ones(len(starts), np.bool_)
    far[1:] = starts[1:] - np.maximum.accumulate(ends)[:-1] > gap
    return far


def _heavy(
    table: NDArray[np.int64], weights: NDArray[np.int64], gap: int, least: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return the stretches that have enough beside them for a chain, in order: near them in the first text,
    and of those near them in the second.
    """
    import numpy as np

    cuts = np.flatnonzero(_begins(table[:, 0], table[:, 0] + table[:, 2], gap))
    heavy = np.add.reduceat(weights, cuts) >= least[cuts]
    sizes = np.diff(np.append(cuts, len(table)))
    rows = np.flatnonzero(np.repeat(heavy, sizes))
    if not len(rows):
        return rows
    group = np.repeat(np.arange(len(cuts)), sizes)[rows]
    # Groups are moved apart, so that a stretch of one lies far behind all of the one before.
    starts = table[rows, 1] + group * (int((table[:, 1] + table[:, 2]).max()) + gap + 1)
    order = np.argsort(starts, kind="stable")
    near = np.flatnonzero(_begins(starts[order], (starts + table[rows, 2])[order], gap))
    enough = np.add.reduceat(weights[rows[order]], near) >= least[rows[order[near]]]
    kept = np.repeat(enough, np.diff(np.append(near, len(rows))))
    return np.sort(rows[order[kept]])


def _best_chains(table: list[list[int]], numbers: list[int], gap: int) -> list[list[int]]:
    """Return the chains of stretches that come in order of the first text, by their ``numbers``."""
    chains: list[list[int]] = []
    open_chains: list[tuple[int, int, list[int]]] = []  # where its last stretch ends in either text
    for index, (start_a, start_b, length) in zip(numbers, table, strict=True):
        best, near = -1, gap + 1
        open_chains = [one for one in open_chains if start_a - one[0] <= gap]
        for place, (end_a, end_b, _) in enumerate(open_chains):
            step_a, step_b = start_a - end_a, start_b - end_b
            if step_a > -SHARED.seed and -SHARED.seed < step_b <= gap and abs(step_a - step_b) < near:
                best, near = place, abs(step_a - step_b)
        if best >= 0:
            chain = open_chains[best][2]
            chain.append(index)
            open_chains[best] = (start_a + length, start_b + length, chain)
        else:
            chains.append([index])
            open_chains.append((start_a + length, start_b + length, chains[-1]))
    return chains
