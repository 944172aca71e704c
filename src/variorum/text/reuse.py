"""Passages that two texts share, word for word but for light editing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from variorum.settings import ReuseSettings
from variorum.text.shingles import Wording, run_hashes

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Words in a row that count as a stretch of equal words; chains of them make a passage.
_SEED = 3
# A run of words that one text has oftener than this (a refrain, a table) says nothing about places.
_REPEATED = 4


class Stretch(Struct, frozen=True):
    """Equal words in a row: ``length`` of them from word ``a`` of one text and ``b`` of the other."""

    a: int
    b: int
    length: int


class Passage(Struct, frozen=True, kw_only=True):
    """A passage that stands in two texts.

    stretches: the words that are equal, in order of the first text.
    weight: runs of three equal words of both reporters' prose; a clean run of ``n`` words has ``n - 2``.
    """

    stretches: tuple[Stretch, ...]
    weight: int

    def turned(self) -> Passage:
        """Return the same passage with the two texts in the other order."""
        turned = [Stretch(one.b, one.a, one.length) for one in self.stretches]
        return Passage(stretches=tuple(sorted(turned, key=lambda one: (one.a, one.b))), weight=self.weight)


def shared_passages(a: Wording, b: Wording, settings: ReuseSettings) -> list[Passage]:
    """Return the passages that stand in both texts, in order of the first; most often there is none.

    Stretches of equal words follow each other in a passage when at most ``settings.gap`` words of either text
    lie between. A passage needs ``settings.weight``, in short texts less: equal words of quotations and
    furniture hold it together but do not make it.
    """
    chains: list[list[int]] = []
    open_chains: list[int] = []
    starts_a, starts_b, lengths, weights = _stretches(a, b)
    for index, (start_a, start_b) in enumerate(zip(starts_a, starts_b, strict=True)):
        best, near = -1, settings.gap + 1
        for number in [*open_chains]:
            last = chains[number][-1]
            step_a = start_a - starts_a[last] - lengths[last]
            step_b = start_b - starts_b[last] - lengths[last]
            if step_a > settings.gap:
                open_chains.remove(number)
            elif step_a > -_SEED and -_SEED < step_b <= settings.gap and abs(step_a - step_b) < near:
                best, near = number, abs(step_a - step_b)
        if best >= 0:
            chains[best].append(index)
        else:
            open_chains.append(len(chains))
            chains.append([index])
    half = min(a.prose, b.prose) / 2
    least = min(settings.weight, max(settings.short, half))
    found = [(sum(weights[index] for index in chain), chain) for chain in chains]
    return [
        Passage(
            weight=weight,
            stretches=tuple(Stretch(starts_a[index], starts_b[index], lengths[index]) for index in chain),
        )
        for weight, chain in found
        if weight >= least
    ]


def _stretches(a: Wording, b: Wording) -> tuple[list[int], list[int], list[int], list[int]]:
    """Return starts in both texts, lengths and weights of all stretches, in order of the first text."""
    import numpy as np

    at_a, at_b = _equal_runs(run_hashes(a.numbers, _SEED), run_hashes(b.numbers, _SEED))
    if len(at_a) == 0:
        return [], [], [], []
    by_diagonal = np.lexsort((at_a, at_a - at_b))
    at_a, at_b = at_a[by_diagonal], at_b[by_diagonal]
    begins = np.concatenate([[0], np.flatnonzero((np.diff(at_a) != 1) | (np.diff(at_b) != 1)) + 1])
    lengths = np.diff(np.append(begins, len(at_a))) + _SEED - 1
    starts_a, starts_b = at_a[begins], at_b[begins]
    own = np.minimum(_own_words(a, starts_a, lengths), _own_words(b, starts_b, lengths))
    order = np.lexsort((starts_b, starts_a))
    columns = (starts_a, starts_b, lengths, np.maximum(own - _SEED + 1, 0))
    first, second, third, fourth = (column[order].tolist() for column in columns)
    return first, second, third, fourth


def _own_words(wording: Wording, starts: NDArray[Any], lengths: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    before = np.concatenate([[0], np.cumsum(wording.own)])
    counts: NDArray[Any] = before[starts + lengths] - before[starts]
    return counts


def _equal_runs(a: NDArray[Any], b: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the places of every two equal hashes; a hash that one text has too often gives none."""
    import numpy as np

    order = np.argsort(b, kind="stable")
    first, last = np.searchsorted(b[order], a, "left"), np.searchsorted(b[order], a, "right")
    number = np.where(last - first <= _REPEATED, last - first, 0)
    at_a = np.repeat(np.arange(len(a)), number)
    within = np.arange(len(at_a)) - np.repeat(np.cumsum(number) - number, number)
    return at_a, order[np.repeat(first, number) + within]
