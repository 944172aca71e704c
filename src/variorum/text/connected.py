"""Connected components of anything that can be ordered and hashed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Node = TypeVar("Node", int, str)


def connected(nodes: Iterable[Node], links: Iterable[tuple[Node, Node]]) -> list[tuple[Node, ...]]:
    """Return the connected components, each sorted, and the list sorted by their first members.

    A node without links is one alone; what only ``links`` name counts as a node. Union by size with path
    halving (Tarjan and van Leeuwen 1984).
    """
    parent: dict[Node, Node] = {node: node for node in nodes}
    size: dict[Node, int] = {}

    def find(node: Node) -> Node:
        above = parent.setdefault(node, node)
        while above != node:
            parent[node] = parent[above]
            node = parent[node]
            above = parent[node]
        return node

    for one, other in links:
        a, b = find(one), find(other)
        if a == b:
            continue
        if size.get(a, 1) < size.get(b, 1):
            a, b = b, a
        parent[b] = a
        size[a] = size.get(a, 1) + size.get(b, 1)
    members: dict[Node, list[Node]] = {}
    for node in parent:
        members.setdefault(find(node), []).append(node)
    return sorted(tuple(sorted(group)) for group in members.values())


def lowest_linked(size: int, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each of ``size`` nodes the lowest one of its component; ``left`` and ``right`` are linked.

    Each round hooks the roots of linked nodes to the lower one and halves all ways to it (Shiloach and
    Vishkin 1982), so there are few rounds.
    """
    import numpy as np

    above = np.arange(size)
    while True:
        ends = above[left], above[right]
        apart = ends[0] != ends[1]
        if not apart.any():
            return above
        left, right = left[apart], right[apart]
        low, high = np.minimum(*ends)[apart], np.maximum(*ends)[apart]
        np.minimum.at(above, high, low)
        while True:
            up = above[above]
            if np.array_equal(up, above):
                break
            above = up
