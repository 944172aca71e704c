"""Candidates of a stream: an inverted index from rare words to the articles that arrived with them."""

from __future__ import annotations

import math
from array import array
from typing import TYPE_CHECKING

from variorum.settings import GroupSettings
from variorum.stories.resemblance import nearness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Postings:
    """An inverted index of articles by their blocking words, numbered as they arrive.

    Rules as in ``candidates``, but a word counts as frequent only from when it has become so.
    """

    def __init__(self, settings: GroupSettings) -> None:
        self._settings = settings
        self._anywhere: dict[int, _Holders] = {}
        self._spans: dict[tuple[int, int], _Holders] = {}
        self._days = array("d")

    def __len__(self) -> int:
        return len(self._days)

    def add(self, terms: NDArray[np.uint32], weights: NDArray[np.float32], day: float) -> None:
        """Take in the next article. day: NaN without a date."""
        number = len(self._days)
        self._days.append(day)
        span = self._span(day)
        for term, weight in zip(terms.tolist(), weights.tolist(), strict=True):
            everywhere = self._anywhere.setdefault(term, _Holders())
            if everywhere.count <= self._settings.anywhere:
                everywhere.add(number, weight)
            everywhere.count += 1
            if span is not None:
                within = self._spans.setdefault((term, span), _Holders())
                within.add(number, weight)
                within.count += 1

    def find(self, terms: NDArray[np.uint32], weights: NDArray[np.float32], day: float) -> NDArray[np.int64]:
        """Return the numbers of the candidates for a new article, rising."""
        import numpy as np

        numbers, scores = [np.zeros(0, np.int64)], [np.zeros(0)]
        span = self._span(day)
        for term, weight in zip(terms.tolist(), weights.tolist(), strict=True):
            for holders, share in self._holders(term, span):
                numbers.append(np.array(holders.numbers, np.int64))
                scores.append(np.array(holders.weights) * (weight * share))
        found, places = np.unique(np.concatenate(numbers), return_inverse=True)
        shared = np.bincount(places, np.concatenate(scores), minlength=len(found))
        apart = np.abs(np.array(self._days)[found] - day)
        alike = shared * nearness(apart, self._settings.far)
        wanted = np.flatnonzero(alike >= self._settings.candidate)
        # The most alike; of equals those that came first.
        best = wanted[np.lexsort((wanted, -alike[wanted]))][: self._settings.partners]
        return np.sort(found[best])

    def _holders(self, term: int, span: int | None) -> list[tuple[_Holders, float]]:
        everywhere = self._anywhere.get(term)
        if everywhere is None:
            return []
        if everywhere.count <= self._settings.anywhere:
            return [(everywhere, 1.0)]
        if span is None:
            return []
        shares = ((span - 1, 0.5), (span, 1.0), (span + 1, 0.5))
        found = [(self._spans[term, near], share) for near, share in shares if (term, near) in self._spans]
        return found if sum(holders.count for holders, _ in found) <= self._settings.holders else []

    def _span(self, day: float) -> int | None:
        return None if math.isnan(day) else int(day // self._settings.span)


class _Holders:
    """The postings of a word: the articles that have it, and its weight in each."""

    __slots__ = ("count", "numbers", "weights")

    def __init__(self) -> None:
        self.count = 0
        self.numbers = array("i")
        self.weights = array("f")

    def add(self, number: int, weight: float) -> None:
        self.numbers.append(number)
        self.weights.append(weight)
