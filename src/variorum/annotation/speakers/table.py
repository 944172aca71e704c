"""Where the candidates of an article stand, as arrays, so that many sources are looked up at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from variorum.annotation.speakers.candidates import Candidate

__all__ = ["Lines", "Table"]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Lines:
    """Places of several owners, in order for each of them: of owner i from ``first[i]`` to ``first[i + 1]``.

    starts, ends: code points. Behind the last place is one more, at 0, that stands for none.
    """

    def __init__(self, starts: Sequence[Sequence[int]], ends: Sequence[Sequence[int]], length: int) -> None:
        counts = [len(each) for each in starts]
        self.first: Ints = np.cumsum([0, *counts])
        self.count: Ints = np.array(counts, np.int64)
        self.none = int(self.first[-1])
        self.starts: Ints = np.array([at for each in starts for at in each] + [0], np.int64)
        self.ends: Ints = np.array([at for each in ends for at in each] + [0], np.int64)
        self.owner: Ints = np.repeat(np.arange(len(counts)), self.count)
        self._apart = length + 2
        self._by_start = self.owner * self._apart + self.starts[:-1]
        self._by_end = self.owner * self._apart + self.ends[:-1]

    def ending_until(self, who: Ints, at: Ints | int) -> Ints:
        """How many places of each owner end at an offset or before it."""
        found: Ints = np.searchsorted(self._by_end, who * self._apart + at, "right") - self.first[who]
        return found

    def starting_before(self, who: Ints, at: Ints | int) -> Ints:
        """How many places of each owner begin before an offset."""
        found: Ints = np.searchsorted(self._by_start, who * self._apart + at, "left") - self.first[who]
        return found


class Table(Lines):
    """The mentions of all candidates, with what holds of each; the one that stands for none has nothing.

    sentence, paragraph: their numbers, -1 before the first. near: it stands near the beginning of its
    sentence; lately: it, or one of the two mentions of the same candidate before it, does. plain: the last of
    at most six mentions up to it that stands outside quoted words; stood: where the last of at most thirty
    does, -1 for none.
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        sentences: Sequence[int],
        paragraphs: Sequence[int],
        length: int,
    ) -> None:
        super().__init__([c.starts for c in candidates], [c.ends for c in candidates], length)
        self.sentence = numbers(sentences, self.starts)
        self.paragraph = numbers(paragraphs, self.starts)
        begin = np.array([*sentences, 0] if sentences else [0], np.int64)[np.maximum(self.sentence, 0)]
        self.near: Bools = (self.starts - begin <= 25) & bool(sentences)
        self.subject = self._flags([c.subject for c in candidates])
        self.leads = self._flags([c.leads for c in candidates])
        self.owns = self._flags([c.owner for c in candidates])
        self.quoted = self._flags([c.quoted for c in candidates])
        self.told = self._flags([c.told for c in candidates])
        self.near[-1] = False
        at, own = np.arange(self.none), np.repeat(self.first[:-1], self.count)
        self.lately = self.near.copy()
        for back in (1, 2):
            self.lately[:-1] |= self.near[np.maximum(at - back, 0)] & (at - back >= own)
        last = np.maximum.accumulate(np.where(self.quoted[:-1], -1, at))
        plain = np.where((last >= own) & (at - last < 6), last, self.none)
        self.plain: Ints = np.append(plain, self.none)
        stood = np.where((last >= own) & (at - last < 30), self.starts[last], -1)
        self.stood: Ints = np.append(stood, -1)

    def _flags(self, rows: Sequence[Sequence[bool]]) -> Bools:
        return np.array([flag for row in rows for flag in row] + [False], bool)


def numbers(starts: Sequence[int], at: Ints) -> Ints:
    """Return in which of the stretches that begin at ``starts`` offsets lie; -1 before the first."""
    found: Ints = np.searchsorted(np.asarray(starts, np.int64), at, "right") - 1
    return found


def number(starts: Sequence[int], at: int) -> int:
    """Return what ``numbers`` does for one offset."""
    return bisect_right(starts, at) - 1
