"""Articles to stories: features, candidate pairs, a probability for each pair, average-linkage clustering.

Articles are read twice: first to find boilerplate, then to take features without it; in between what
grouping needs of them waits in a store. Features and scores of pairs are computed by the engine's workers;
this process holds the features of all articles (some 2 KB each) and at most ``settings.partners`` pairs of
each.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from variorum.model import Article, Reject, article_fault, content_id, fault
from variorum.rescue import Loss, Rescue, joined, singles
from variorum.settings import WORK, GroupSettings
from variorum.stories.background import Background, background
from variorum.stories.candidates import candidates
from variorum.stories.cluster import Partners, cluster
from variorum.stories.features import Features, features_of
from variorum.stories.furniture import Print, furniture, of_each, opening, printed, without
from variorum.stories.neighbours import neighbours
from variorum.stories.resemblance import FeatureTable
from variorum.stories.scorer import PairBlock, score_block, scorer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Verbs(Protocol):
    """What grouping asks of an engine (see ``engines.base``)."""

    def map(
        self,
        function: Callable[[Any], Any],
        items: Iterable[Any],
        *,
        total: int | None = None,
        on_progress: Callable[[int, int | None], None] | None = None,
        rescue: Rescue | None = None,
    ) -> Iterator[Any]:
        """Yield the function of each item, in order."""
        ...

    def pairs(
        self, holdings: Iterable[Any], *, least: int = 1, most: int | None = None
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
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
        rescue: Rescue | None = None,
    ) -> Iterator[tuple[str, Any]]:
        """Yield each key with the function of its group, sorted by key."""
        ...


class Store(Protocol):
    """Values in the order they were added, and one by its place; a list, or what need not fit in memory."""

    def append(self, value: Any, /) -> None:
        """Add a value."""
        ...

    def __getitem__(self, place: int, /) -> Any: ...

    def __len__(self) -> int: ...


Rejected = Callable[[Reject], None]
"""Called with what could not be done for an article or several; without it that is an error."""


def group(
    articles: Iterable[Article],
    engine: Verbs,
    *,
    settings: GroupSettings | None = None,
    store: Callable[[], Store] = list,
    on_progress: Callable[[int, int | None], None] | None = None,
    rejected: Rejected | None = None,
    at_large: bool = False,
) -> list[tuple[str, str]]:
    """Return ``(article id, story id)`` for each article, in the order of ``articles``; none for none.

    A story id is a hash of the ids of its members, so order, workers and engine change nothing. Copies
    (same title and text) are in one story; an article without a word is a story of its own.
    store: makes a place where the openings of the articles wait; a list keeps them in memory.
    on_progress: called with how many articles are done, and of how many, once all have been read.
    rejected: called with an article that cannot be read; the others are grouped as if it were not there.
    at_large: count words by news at large alone: for articles that were chosen for being alike, among which
        what they have in common is not common.
    """
    settings = settings or GroupSettings()
    waiting = store()
    prints = _read(articles, engine, settings, waiting, rejected)
    total = len(prints)
    furnished = _furnished(waiting, prints, settings)
    del prints
    owners: list[tuple[str, str]] = []
    nodes: dict[str, Features] = {}
    bad: set[str] = set()
    run = partial(read_batch, settings=settings)
    for batch in engine.map(run, furnished, total=len(waiting), rescue=rejected and READ_RESCUE):
        for features in batch:
            if isinstance(features, Reject):
                bad.add(features.id or "")
                if rejected is not None:
                    rejected(features)
                continue
            node = node_of(features)
            owners.append((features.id, node))
            # Of copies the one with the earliest day stands for all.
            if node not in nodes or earliest(features) < earliest(nodes[node]):
                nodes[node] = features
        if on_progress is not None:
            on_progress(len(owners), total)
    if bad:  # what they print has counted for the others: again, without them
        left = (one for place in range(len(waiting)) for one in waiting[place] if one.id not in bad)
        again = group(left, engine, settings=settings, store=store, rejected=rejected, at_large=at_large)
        if on_progress is not None:
            on_progress(total, total)
        return again
    return _with_ids(owners, _story_of(nodes, owners, engine, settings, rejected, at_large))


def _story_of(
    nodes: dict[str, Features],
    owners: Sequence[tuple[str, str]],
    engine: Verbs,
    settings: GroupSettings,
    rejected: Rejected | None,
    at_large: bool,
) -> dict[str, tuple[str, ...]]:
    """Return the story of each node, as the nodes in it; none for those that could not be clustered."""
    story_of: dict[str, tuple[str, ...]] = {}
    for story in _stories(nodes, engine, settings, rejected and Rescue(lost=_lost_component), at_large):
        if isinstance(story, _Lost):
            members = [article for article, node in owners if node in story.nodes]
            if rejected is not None:
                rejected(replace(story.reject, articles=tuple(sorted(members))))
            continue
        story_of.update(dict.fromkeys(story, story))
    return story_of


class _Lost(Struct, frozen=True, kw_only=True):
    """Nodes of one component that could not be clustered."""

    nodes: frozenset[str]
    reject: Reject


def _lost_component(group: tuple[str, Sequence[tuple[str, Partners]]], loss: Loss) -> list[_Lost]:
    reject = fault(loss.cause, file="input", stage="cluster")
    return [_Lost(nodes=frozenset(name for name, _ in group[1]), reject=reject)]


class Batch(Struct, frozen=True, kw_only=True):
    """Openings of articles, and which sentences of each are boilerplate (see ``furniture``)."""

    openings: Sequence[Article]
    furniture: Sequence[NDArray[np.uint64]]


def read_batch(batch: Batch, *, settings: GroupSettings) -> list[Features]:
    """Return the features of each article, in order, without its boilerplate."""
    return features_of(without(batch.openings, batch.furniture, settings), settings=settings)


def _parts_of(batch: Batch) -> list[Batch]:
    own = zip(batch.openings, batch.furniture, strict=True)
    return [Batch(openings=[opening], furniture=[furniture]) for opening, furniture in own]


def _lost_batch(batch: Batch, loss: Loss) -> list[Reject]:
    return [article_fault(one, loss.cause, loss.stage or "features") for one in batch.openings]


def _lost_print(batch: Sequence[Article], loss: Loss) -> list[Reject]:
    return [article_fault(one, loss.cause, loss.stage or "furniture") for one in batch]


# An article that cannot be read is rejected, and those that were read with it are read alone.
PRINT_RESCUE = Rescue(lost=_lost_print, parts=singles, whole=joined)
READ_RESCUE = Rescue(lost=_lost_batch, parts=_parts_of, whole=joined)


def _read(
    articles: Iterable[Article],
    engine: Verbs,
    settings: GroupSettings,
    waiting: Store,
    rejected: Rejected | None,
) -> list[Print]:
    """Put the openings of the articles into the store, in batches; return what they print."""
    reading: deque[list[Article]] = deque()

    def reading_on() -> Iterator[list[Article]]:
        for batch in batches((opening(article, settings) for article in articles), settings.batch):
            reading.append(batch)
            yield batch

    prints: list[Print] = []
    for found in engine.map(printed, reading_on(), rescue=rejected and PRINT_RESCUE):
        read = list(zip(reading.popleft(), found, strict=True))
        waiting.append([article for article, one in read if not isinstance(one, Reject)])
        prints += [one for one in found if not isinstance(one, Reject)]
        for one in found:
            if isinstance(one, Reject) and rejected is not None:
                rejected(one)
    return prints


def _furnished(waiting: Store, prints: Sequence[Print], settings: GroupSettings) -> Iterator[Batch]:
    own = of_each(prints, furniture(prints, settings))
    del prints
    start = 0
    for place in range(len(waiting)):
        openings: list[Article] = waiting[place]
        yield Batch(openings=openings, furniture=own[start : start + len(openings)])
        start += len(openings)


def node_of(features: Features) -> str:
    """Return the key that copies have in common; an article without a word has no copies."""
    return features.digest if features.length else f"{features.digest} {features.id}"


def earliest(features: Features) -> tuple[bool, float, str]:
    """Return what orders copies: the earliest day first, those without one last."""
    return (features.day is None, features.day or 0.0, features.id)


def batches(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    """Yield the articles, ``size`` at a time."""
    reading = iter(articles)
    while batch := list(islice(reading, size)):
        yield batch


def _with_ids(
    owners: Sequence[tuple[str, str]], story_of: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, str]]:
    members: dict[tuple[str, ...], set[str]] = {}
    for article, node in owners:
        if node in story_of:
            members.setdefault(story_of[node], set()).add(article)
    ids = {story: content_id("s", *sorted(articles)) for story, articles in members.items()}
    return [(article, ids[story_of[node]]) for article, node in owners if node in story_of]


def _stories(
    nodes: dict[str, Features],
    engine: Verbs,
    settings: GroupSettings,
    rescue: Rescue | None,
    at_large: bool,
) -> Iterator[tuple[str, ...] | _Lost]:
    """Yield the nodes of each story; takes them out of ``nodes``, so that only tables hold them."""
    # By day, so that pairs scored together need few articles: most lie near each other in time.
    names = sorted(nodes, key=lambda name: (earliest(nodes[name])[:2], name))
    pairs = scored_pairs(names, [nodes.pop(name) for name in names], engine, settings, at_large=at_large)
    likely = pairs.likely(settings.likely)
    left, right = likely.left.tolist(), likely.right.tolist()
    members: list[tuple[list[str], list[float]]] = [([], []) for _ in names]
    for a, b, probability in zip(left, right, likely.probabilities.tolist(), strict=True):
        members[a][0].append(names[b])
        members[a][1].append(probability)
    linked = {*left, *right}
    yield from ((name,) for place, name in enumerate(names) if place not in linked)
    links = ((names[a], names[b]) for a, b in zip(left, right, strict=True))
    number = {name: index for index, name in enumerate(names)}
    keyed: list[tuple[str, tuple[str, Partners]]] = [
        (component[0], (name, Partners.of(*members[number[name]])))
        for component in engine.components((), links)
        for name in component
    ]
    for _, stories in engine.map_groups(partial(cluster, settings=settings), keyed, rescue=rescue):
        yield from stories


class ScoredPairs(Struct, frozen=True, kw_only=True):
    """Pairs of rows, the first below the second, with the probability that both report one event."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    probabilities: NDArray[np.float64]

    def likely(self, least: float) -> ScoredPairs:
        """Return the pairs whose probability is at least ``least``."""
        kept = self.probabilities >= least
        return ScoredPairs(
            left=self.left[kept], right=self.right[kept], probabilities=self.probabilities[kept]
        )


def scored_pairs(
    names: Sequence[str],
    articles: Sequence[Features],
    engine: Verbs,
    settings: GroupSettings,
    *,
    at_large: bool = False,
) -> ScoredPairs:
    """Return the candidate pairs of the articles, in the order of ``names``, with probabilities."""
    import numpy as np

    table = FeatureTable.of(articles, background() if at_large else known_with(articles))
    del articles
    left, right = candidates(table, engine, settings)
    blocks = (
        _block(table, left[start : start + WORK.pairs_scored], right[start : start + WORK.pairs_scored])
        for start in range(0, len(left), WORK.pairs_scored)
    )
    scored = list(engine.map(score_block, blocks, total=-(-len(left) // WORK.pairs_scored)))
    alike = np.concatenate([np.zeros(0), *(alike for _, alike in scored)])
    codes = [codes for codes, _ in scored]
    return ScoredPairs(left=left, right=right, probabilities=judged(len(names), left, right, codes, alike))


def judged(
    size: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    codes: Sequence[NDArray[np.uint8]],
    alike: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the probability of each pair, from its features (``codes``, in parts) and its context features.

    size: number of articles. left, right, alike: see ``neighbours.neighbours``.
    """
    import numpy as np

    if not len(left):
        return np.zeros(0)
    around = scorer().codes(neighbours(size, left, right, alike))
    return scorer().probabilities(np.concatenate([np.concatenate(codes, axis=1), around]))


def known_with(articles: Sequence[Features]) -> Background:
    """Return document frequencies: of news at large, and of the articles themselves.

    A term that is in all articles of a collection is not rare in it, though it may be so at large; a few
    articles hardly change the frequencies at large.
    """
    known = background()
    return Background(
        words=known.words.counting(_terms(article.words.hashes for article in articles), len(articles)),
        names=known.names.counting(_terms(article.names.hashes for article in articles), len(articles)),
    )


def _terms(packed: Iterable[bytes]) -> NDArray[np.uint32]:
    import numpy as np

    return np.frombuffer(b"".join(packed), np.uint32)


def _block(table: FeatureTable, left: NDArray[np.int64], right: NDArray[np.int64]) -> PairBlock:
    import numpy as np

    rows, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    return PairBlock(table=table.rows(rows), left=places[: len(left)], right=places[len(left) :])
