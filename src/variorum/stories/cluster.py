"""Average linkage inside what likely pairs hold together: one resemblance never chains two stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from variorum.settings import GroupSettings

if TYPE_CHECKING:
    from numpy.typing import NDArray

Partners = tuple[tuple[str, float], ...]
Edges = Sequence[tuple[int, int, float]]

# What resembles each other this much and fills a component of its own is one text in many printings.
_CERTAIN = 0.999


def cluster(
    _key: str, members: Sequence[tuple[str, Partners]], *, settings: GroupSettings
) -> tuple[tuple[str, ...], ...]:
    """Part one component into stories.

    members: node names with their likely partners and the probability that both report the same event;
        each pair stands with one of its two. A pair that is not named counts as 0.
    Returns the stories, members sorted, in the order of their first members; the order of ``members``
    changes nothing. Two clusters join while the mean probability between them is at least
    ``settings.joins`` (UPGMA, Sokal and Michener 1958).
    """
    names = sorted(name for name, _ in members)
    number = {name: index for index, name in enumerate(names)}
    edges = [(number[a], number[b], p) for a, partners in members for b, p in partners]
    stories = _parts(len(names), edges, settings.likely, settings)
    return tuple(tuple(names[index] for index in story) for story in stories)


def _parts(size: int, edges: Edges, cut: float, settings: GroupSettings) -> list[list[int]]:
    """Return the stories of ``size`` nodes; what is too large for a matrix is cut at higher odds first."""
    if size == 1:
        return [[0]]
    if size <= settings.matrix:
        return _linkage(size, edges, settings.joins)
    if cut > _CERTAIN:
        return [list(range(size))]
    higher = (1 + cut) / 2
    found = []
    for group, own in _split(size, edges, higher):
        found += [[group[index] for index in story] for story in _parts(len(group), own, higher, settings)]
    return sorted(found)


def _split(size: int, edges: Edges, cut: float) -> list[tuple[list[int], Edges]]:
    """Return the components under edges from ``cut``, each with all edges inside it, renumbered."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    kept = np.array([(a, b) for a, b, p in edges if p >= cut], np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(kept)), (kept[:, 0], kept[:, 1])), shape=(size, size))
    count, labels = connected_components(graph, directed=False)
    groups: list[list[int]] = [[] for _ in range(count)]
    place = []
    for index, label in enumerate(labels):
        place.append(len(groups[label]))
        groups[label].append(index)
    inside: list[list[tuple[int, int, float]]] = [[] for _ in range(count)]
    for a, b, p in edges:
        if labels[a] == labels[b]:
            inside[labels[a]].append((place[a], place[b], p))
    return list(zip(groups, inside, strict=True))


def _linkage(size: int, edges: Edges, joins: float) -> list[list[int]]:
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distance: NDArray[Any] = np.ones((size, size))
    np.fill_diagonal(distance, 0)
    for a, b, p in edges:
        distance[a, b] = distance[b, a] = 1 - p
    tree = linkage(squareform(distance, checks=False), "average")
    stories: dict[int, list[int]] = {}
    # A hair more than the distance, or rounding decides at exact equality.
    for index, label in enumerate(fcluster(tree, 1 - joins + 1e-9, "distance")):
        stories.setdefault(int(label), []).append(index)
    return sorted(stories.values())
