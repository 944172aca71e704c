"""Articles to stories: features, candidate pairs, a probability for each pair, average linkage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from variorum.model import Article, content_id
from variorum.settings import GroupSettings
from variorum.stories.cluster import Partners, cluster
from variorum.stories.features import Features, features_of
from variorum.stories.resemblance import Table, nearness
from variorum.stories.scorer import PairBlock, score_block

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Weights of words become whole numbers by this factor, so that sums are exact in any order.
_SCALE = 1000
# Pairs scored at once: some tens of MB while it lasts.
_BLOCK = 20_000


class Verbs(Protocol):
    """What grouping asks of an engine (see ``engines.base``)."""

    def map(
        self,
        function: Callable[[Any], Any],
        items: Iterable[Any],
        *,
        total: int | None = None,
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> Iterator[Any]:
        """Yield the function of each item, in order."""
        ...

    def pairs(
        self, holdings: Iterable[tuple[str, str, int]], *, least: int = 1, most: int | None = None
    ) -> Iterator[tuple[str, str, int]]:
        """Yield the pairs that share keys, with their scores, sorted."""
        ...

    def components(self, items: Iterable[str], links: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
        """Return the connected components."""
        ...

    def map_groups(
        self,
        function: Callable[[str, Sequence[Any]], Any],
        keyed: Iterable[tuple[str, Any]],
        *,
        on_progress: Callable[[int, int | None], None] | None = None,
    ) -> Iterator[tuple[str, Any]]:
        """Yield each key with the function of its group, sorted by key."""
        ...


def group(
    articles: Iterable[Article],
    engine: Verbs,
    *,
    settings: GroupSettings | None = None,
    on_progress: Callable[[int, int | None], None] | None = None,
) -> list[tuple[str, str]]:
    """Return ``(article id, story id)`` for each article, in the order of ``articles``; none for none.

    A story id is a hash of the ids of its members, so order, workers and engine change nothing. Copies
    (same title and text) are in one story; an article without a word is a story of its own.
    on_progress: called while articles are read with how many are done.
    """
    settings = settings or GroupSettings()
    owners: list[tuple[str, str]] = []
    nodes: dict[str, Features] = {}
    read = partial(features_of, settings=settings)
    for features in engine.map(read, articles, on_progress=on_progress):
        node = features.digest if features.length else f"{features.digest} {features.id}"
        owners.append((features.id, node))
        # Of copies the one with the earliest day stands for all.
        if node not in nodes or _earliest(features) < _earliest(nodes[node]):
            nodes[node] = features
    story_of: dict[str, tuple[str, ...]] = {}
    for story in _stories(nodes, engine, settings):
        story_of.update(dict.fromkeys(story, story))
    return _with_ids(owners, story_of)


def _earliest(features: Features) -> tuple[bool, float, str]:
    return (features.day is None, features.day or 0.0, features.id)


def _with_ids(
    owners: Sequence[tuple[str, str]], story_of: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, str]]:
    members: dict[tuple[str, ...], set[str]] = {}
    for article, node in owners:
        members.setdefault(story_of[node], set()).add(article)
    ids = {story: content_id("s", *sorted(articles)) for story, articles in members.items()}
    return [(article, ids[story_of[node]]) for article, node in owners]


def _stories(
    nodes: Mapping[str, Features], engine: Verbs, settings: GroupSettings
) -> Iterator[tuple[str, ...]]:
    names = sorted(nodes)
    partners: dict[str, list[tuple[str, float]]] = {name: [] for name in names}
    for a, b, probability in _likely_pairs(names, nodes, engine, settings):
        partners[a].append((b, probability))
    links = ((a, b) for a, found in partners.items() for b, _ in found)
    keyed: list[tuple[str, tuple[str, Partners]]] = [
        (component[0], (name, tuple(partners[name])))
        for component in engine.components(names, links)
        for name in component
    ]
    for _, stories in engine.map_groups(partial(cluster, settings=settings), keyed):
        yield from stories


def _likely_pairs(
    names: Sequence[str], nodes: Mapping[str, Features], engine: Verbs, settings: GroupSettings
) -> Iterator[tuple[str, str, float]]:
    """Yield the candidate pairs that may report the same event, with the probability that they do."""
    import numpy as np

    table = Table.of([nodes[name] for name in names])
    left, right = candidates(names, nodes, table.days, engine, settings)
    blocks = (
        _block(table, left[start : start + _BLOCK], right[start : start + _BLOCK])
        for start in range(0, len(left), _BLOCK)
    )
    scored = list(engine.map(score_block, blocks, total=-(-len(left) // _BLOCK)))
    probabilities = np.concatenate(scored) if scored else np.zeros(0)
    likely = probabilities >= settings.likely
    for a, b, probability in zip(
        left[likely].tolist(), right[likely].tolist(), probabilities[likely].tolist(), strict=True
    ):
        yield names[a], names[b], probability


def candidates(
    names: Sequence[str],
    nodes: Mapping[str, Features],
    days: NDArray[np.float64],
    engine: Verbs,
    settings: GroupSettings,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of rows whose weightiest words have enough in common for the days between them."""
    import numpy as np

    number = {name: index for index, name in enumerate(names)}
    least = settings.candidate * _SCALE**2
    found = engine.pairs(_holdings(nodes), least=int(least), most=settings.holders)
    flat = np.fromiter((value for a, b, score in found for value in (number[a], number[b], score)), np.int64)
    left, right, scores = flat.reshape(-1, 3).T
    kept = scores * nearness(np.abs(days[left] - days[right])) >= least
    return left[kept], right[kept]


def _holdings(nodes: Mapping[str, Features]) -> Iterator[tuple[str, str, int]]:
    import numpy as np

    for name, features in nodes.items():
        terms = np.frombuffer(features.words.hashes, np.uint32)
        weights = (np.frombuffer(features.words.weights, np.float32) * _SCALE).round().astype(int)
        for term, weight in zip(terms.tolist(), weights.tolist(), strict=True):
            yield f"{term:x}", name, weight


def _block(table: Table, left: NDArray[np.int64], right: NDArray[np.int64]) -> PairBlock:
    import numpy as np

    rows, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    return PairBlock(table=table.rows(rows), left=places[: len(left)], right=places[len(left) :])
