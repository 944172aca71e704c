"""Passages of many texts, looked for in each text and all before it at once.

The texts before are laid behind each other, so far apart that no passage reaches from one into the next: two
texts take a hundred calls on short arrays, and a story of 300 reports has 45,000 pairs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from variorum.reuse.reuse import Passage, Runs, chains, least_weight, stretches
from variorum.settings import SHARED, WORK, ReuseSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]


def passages_among(
    runs: Sequence[Runs], pairs: Collection[tuple[int, int]], settings: ReuseSettings
) -> dict[tuple[int, int], list[Passage]]:
    """Return what ``passages_of`` finds in each of ``pairs`` of texts, the earlier first; in order of the
    pairs, without those that share none.
    """
    row = _Row(runs, pairs, settings)
    found = {pair: passages for at in range(1, len(runs)) for pair, passages in row.before(at, 0, at)}
    return {pair: found[pair] for pair in pairs if pair in found}


class _Row:
    """Texts behind each other. begins: where each begins, in words. own_before: see ``Runs``."""

    def __init__(
        self, runs: Sequence[Runs], pairs: Collection[tuple[int, int]], settings: ReuseSettings
    ) -> None:
        import numpy as np

        self.runs, self.settings = runs, settings
        self.asked = np.zeros((len(runs), len(runs)), np.bool_)
        if pairs:
            self.asked[tuple(np.array(list(pairs)).T)] = True
        apart = np.zeros(settings.gap + 2 * SHARED.seed, np.bool_)
        words = [part for one in runs for part in (one.wording.own, apart)]
        self.own_before = np.concatenate([[0], np.cumsum(np.concatenate([apart, *words]))])
        sizes = [len(one.wording.own) + len(apart) for one in runs]
        self.begins = len(apart) + np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
        self.prose = np.array([one.prose for one in runs], np.int64)
        self._index()

    def _index(self) -> None:
        """Number all n-grams, and find the places of each, in order."""
        import numpy as np

        lengths = np.array([len(one.hashes) for one in self.runs], np.int64)
        hashes = np.concatenate([np.empty(0, np.uint64), *(one.hashes for one in self.runs)])
        moved = self.begins[:-1] - np.cumsum(lengths) + lengths
        places = np.arange(len(hashes)) + np.repeat(moved, lengths)
        _, numbers = np.unique(hashes, return_inverse=True)
        order = np.argsort(numbers, kind="stable")
        self.places, self.owners = places[order], np.repeat(np.arange(len(lengths)), lengths)[order]
        self.keys = numbers[order] * self.begins[-1] + self.places
        self.numbers = np.split(numbers, np.cumsum(lengths)[:-1])

    def before(self, at: int, first: int, last: int) -> Iterator[tuple[tuple[int, int], list[Passage]]]:
        """Yield the passages that the text ``at`` shares with those from ``first`` to ``last``."""
        import numpy as np

        if not self.asked[first:last, at].any():
            return
        own = self.numbers[at] * self.begins[-1]
        lows, highs = (np.searchsorted(self.keys, own + self.begins[end]) for end in (first, last))
        counts = np.where(self.runs[at].seldom, highs - lows, 0)
        total = int(counts.sum())
        if total > WORK.equal_words and last - first > 1:
            half = (first + last) // 2
            yield from self.before(at, first, half)
            yield from self.before(at, half, last)
        elif total:
            within = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
            equal = np.repeat(lows, counts) + within, np.repeat(np.arange(len(counts)), counts)
            yield from self._shared(at, *equal)

    def _shared(
        self, at: int, equal: Places, at_b: Places
    ) -> Iterator[tuple[tuple[int, int], list[Passage]]]:
        """Yield the passages of a text with others of the row.

        equal: which n-grams of the row equal those at ``at_b`` of the text, the earlier ones first.
        """
        import numpy as np

        text = self.runs[at]
        least = least_weight(self.prose, text.prose, self.settings)
        kept = self._dense(
            self.owners[equal], at_b, text.ends_own, np.where(self.asked[:, at], least, np.inf)
        )
        if not len(kept):
            return
        table, weights = stretches(self.own_before, text.own_before, self.places[equal[kept]], at_b[kept])
        of = np.searchsorted(self.begins, table[:, 0], side="right") - 1
        passages: dict[int, list[Passage]] = {}
        weight_of = weights.tolist().__getitem__
        for chain in chains(table, weights, self.settings.gap, least[of]):
            weight, owner = sum(map(weight_of, chain)), int(of[chain[0]])
            if weight >= least[owner]:
                columns = table[chain] - (self.begins[owner], 0, 0)
                passages.setdefault(owner, []).append(
                    Passage(columns=columns.astype(np.int32).tobytes(), weight=weight)
                )
        for owner, found in passages.items():
            yield (owner, at), found

    def _dense(
        self, owners: Places, places: Places, own: NDArray[np.bool_], least: NDArray[np.float64]
    ) -> Places:
        """Return which n-grams stand so near each other in a text that they may weigh ``least`` together,
        of each other text by itself: no n-gram that ends in no prose of the text adds to a weight.

        places: in the text, rising. own: which n-grams end in prose. least: of each other text.
        """
        import numpy as np

        small = owners.astype(np.uint16) if len(least) < 1 << 16 else owners  # such are sorted at once
        order = np.argsort(small, kind="stable")
        owners, places = owners[order], places[order]
        apart = np.ones(len(order), np.bool_)
        apart[1:] = (owners[1:] != owners[:-1]) | (places[1:] - places[:-1] > self.settings.gap + SHARED.seed)
        begins = np.flatnonzero(apart)
        weights = np.add.reduceat(own[places], begins, dtype=np.int64)
        enough = weights >= least[owners[begins]]
        return order[np.repeat(enough, np.diff(np.append(begins, len(order))))]
