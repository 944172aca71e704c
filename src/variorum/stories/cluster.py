"""Average-linkage clustering inside components of likely pairs: one chance resemblance chains no stories."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from variorum.settings import LIKENESS, GroupSettings
from variorum.text.connected import connected, lowest_linked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Partners(Struct, frozen=True, kw_only=True):
    """Names of articles and the probability of each (float64): packed, since there may be hundreds."""

    names: tuple[str, ...]
    probabilities: bytes

    @classmethod
    def of(cls, names: Sequence[str], probabilities: Sequence[float]) -> Self:
        """Return the partners with their probabilities, in the order given."""
        return cls(names=tuple(names), probabilities=array("d", probabilities).tobytes())


class Edges(Struct, frozen=True, kw_only=True):
    """Pairs of nodes, numbered from 0, with the probability of each."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    probabilities: NDArray[np.float64]


def cluster(
    _key: str, members: Sequence[tuple[str, Partners]], *, settings: GroupSettings
) -> tuple[tuple[str, ...], ...]:
    """Part one connected component into stories.

    members: node names with their likely partners and the probability that both report the same event; each
        pair is given with one of its two. A pair that is not given counts as 0.
    Returns the stories, members sorted, in the order of their first members; the order of ``members``
        changes
    nothing. Two clusters merge while the mean probability between them is at least ``settings.joins``
        (UPGMA,
    Sokal and Michener 1958).
    """
    import numpy as np

    if len(members) == 1:
        return ((members[0][0],),)
    names = sorted(name for name, _ in members)
    number = {name: index for index, name in enumerate(names)}
    left = np.repeat([number[name] for name, _ in members], [len(found.names) for _, found in members])
    right = np.array([number[name] for _, found in members for name in found.names], np.int64)
    probabilities = np.frombuffer(b"".join(found.probabilities for _, found in members), np.float64)
    edges = Edges(left=left, right=right, probabilities=probabilities)
    stories = parts(len(names), edges, settings)
    return tuple(tuple(names[index] for index in story) for story in stories)


def separate(size: int, edges: Edges, settings: GroupSettings) -> list[list[int]]:
    """Return the stories of ``size`` nodes in any number of components; otherwise as ``parts``."""
    return sorted(
        [group[index] for index in story]
        for group, own in _split(size, edges, 0.0)
        for story in parts(len(group), own, settings)
    )


def parts(size: int, edges: Edges, settings: GroupSettings, cut: float | None = None) -> list[list[int]]:
    """Return the stories of one component of ``size`` nodes, in the order of their first nodes.

    cut: probability above which the component is connected; one too large for a matrix is first cut at
    higher ones.
    """
    whole = len(edges.probabilities) == size * (size - 1) // 2
    if whole and (edges.probabilities >= settings.joins).all():
        # Every two would join by themselves, so no mean is lower. Most components of a few reports are so.
        return [list(range(size))]
    if size <= settings.matrix:
        return _linkage(size, edges, settings.joins)
    cut = settings.likely if cut is None else cut
    if cut > LIKENESS.certain:
        return [list(range(size))]
    higher = (1 + cut) / 2
    found = []
    for group, own in _split(size, edges, higher):
        found += [[group[index] for index in story] for story in parts(len(group), own, settings, higher)]
    return sorted(found)


def _split(size: int, edges: Edges, cut: float) -> Iterator[tuple[list[int], Edges]]:
    """Yield the components under edges from ``cut``, each with all edges inside it, renumbered."""
    import numpy as np

    kept = edges.probabilities >= cut
    lowest, labels = np.unique(lowest_linked(size, edges.left[kept], edges.right[kept]), return_inverse=True)
    count = len(lowest)
    nodes = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[nodes], np.arange(count + 1))
    place = np.empty(size, np.int64)
    place[nodes] = np.arange(size) - starts[labels[nodes]]
    inside = np.flatnonzero(labels[edges.left] == labels[edges.right])
    inside = inside[np.argsort(labels[edges.left[inside]], kind="stable")]
    bounds = np.searchsorted(labels[edges.left[inside]], np.arange(count + 1))
    for group in range(count):
        own = inside[bounds[group] : bounds[group + 1]]
        yield (
            nodes[starts[group] : starts[group + 1]].tolist(),
            Edges(
                left=place[edges.left[own]],
                right=place[edges.right[own]],
                probabilities=edges.probabilities[own],
            ),
        )


def _linkage(size: int, edges: Edges, joins: float) -> list[list[int]]:
    import numpy as np

    distance: NDArray[np.float64] = np.ones((size, size))
    distance[edges.left, edges.right] = distance[edges.right, edges.left] = 1 - edges.probabilities
    # A hair more than the distance, or rounding decides at exact equality.
    joined = [pair for pair, apart in _merged(distance) if apart <= 1 - joins + 1e-9]
    return [list(story) for story in connected(range(size), joined)]


def _merged(distance: NDArray[np.float64]) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield which two clusters average linkage merges, each by the last of its nodes, and how far apart they
    are; not in order of the distance. ``distance``, a square, is overwritten.

    By chains of nearest neighbours (Murtagh 1983): mutual ones may merge at once, since no later merger comes
    nearer to them. Of equally near ones the one before in the chain is taken, else the first.
    """
    import numpy as np

    sizes = np.ones(len(distance))
    np.fill_diagonal(distance, np.inf)
    chain: list[int] = []
    for _ in range(len(distance) - 1):
        chain = chain or [int(np.flatnonzero(sizes)[0])]
        while True:
            row = distance[chain[-1]]
            near = int(np.argmin(row))
            if len(chain) > 1 and row[chain[-2]] <= row[near]:
                break
            chain.append(near)
        one, other = sorted((chain.pop(), chain.pop()))
        yield (one, other), float(distance[one, other])
        weights = sizes[one], sizes[other]
        mean = (weights[0] * distance[one] + weights[1] * distance[other]) / sum(weights)
        sizes[one], sizes[other] = 0, sum(weights)
        mean[other] = np.inf
        distance[other] = distance[:, other] = mean
        distance[one] = distance[:, one] = np.inf
