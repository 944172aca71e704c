"""Online grouping: articles arrive in any order, one or many at a time, and stories grow with them."""

from __future__ import annotations

import math
import struct
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Self

import msgspec
from msgspec import Struct

from variorum.errors import InputError
from variorum.model import Article, Event, Reject
from variorum.settings import GroupSettings
from variorum.stories.background import Background, Rarities, background
from variorum.stories.candidates import proposing
from variorum.stories.cluster import Edges, separate
from variorum.stories.features import Features
from variorum.stories.furniture import Printed, of_each, opening, printed
from variorum.stories.group import (
    PRINT_RESCUE,
    READ_RESCUE,
    Batch,
    Rejected,
    Verbs,
    batches,
    judged,
    node_of,
    read_batch,
)
from variorum.stories.postings import Postings
from variorum.stories.register import Register
from variorum.stories.resemblance import FeatureTable
from variorum.stories.scorer import PairBlock, score_block
from variorum.text.hashes import distinct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Of the saved form. Form 3 had no checksum before it; others are refused.
VERSION = 4
_WITHOUT_CHECKSUM = 3
_HEAD = struct.Struct("<16s16sQ")
_MAGIC = b"variorum stories"


class StreamNode(Struct, frozen=True, kw_only=True):
    """An article that is no copy of another, and its blocking words (see ``Postings``)."""

    features: Features
    terms: bytes
    weights: bytes

    def proposed(self) -> tuple[NDArray[np.uint32], NDArray[np.float32], float]:
        """Return the words with their weights, and the day (NaN without one)."""
        import numpy as np

        day = math.nan if self.features.day is None else self.features.day
        return np.frombuffer(self.terms, np.uint32), np.frombuffer(self.weights, np.float32), day


class SavedState(Struct, frozen=True, kw_only=True):
    """What ``StoryStream.dump`` writes, as MessagePack behind its checksum; pairs as packed arrays."""

    variorum_stories: int
    nodes: list[StreamNode]
    copies: list[tuple[str, int]]
    printed: tuple[bytes, bytes, bytes]
    left: bytes
    right: bytes
    codes: bytes
    pairs: bytes
    history: list[Event]


class _Form(Struct, frozen=True, kw_only=True):
    """What every form of saved state says of itself."""

    variorum_stories: int


class StoryStream:
    """Stories that grow as articles arrive.

    A new article is compared with its candidates among those known; then the components it touches are
    clustered again, just as ``group`` would. So early decisions are corrected later: stories merge and
    split, and the register says when. Results depend a little on the order of arrival, since document
    frequencies are those of what has arrived so far.

    Nothing is forgotten: memory grows with the articles, never with their square.
    """

    def __init__(self, *, settings: GroupSettings | None = None) -> None:
        self._settings = settings or GroupSettings()
        self._nodes: list[StreamNode] = []
        self._numbers: dict[str, int] = {}
        self._members: list[list[str]] = []
        self._of_article: dict[str, int] = {}
        self._pairs: list[dict[int, _Pair]] = []
        self._postings = Postings(self._settings)
        self._counts = (Counter[int](), Counter[int]())
        self._printed = Printed(self._settings)
        self._register = Register()

    def __len__(self) -> int:
        return len(self._of_article)

    def __contains__(self, article: str) -> bool:
        return article in self._of_article

    @property
    def history(self) -> Sequence[Event]:
        """Return all that has happened, in order."""
        return self._register.history

    def stories(self) -> list[tuple[str, str]]:
        """Return ``(article id, story id)`` for each article, in the order of arrival."""
        return [(article, self._register.story_of[article]) for article in self._of_article]

    def articles(self, story: str) -> frozenset[str]:
        """Return the articles of a story; none for one that has ended or never was."""
        return self._register.articles(story)

    def read(
        self, articles: Sequence[Article], engine: Verbs, *, rejected: Rejected | None = None
    ) -> list[Features]:
        """Return the features of articles that arrive, without what is known to be furniture by now.

        What they print counts from here on, also for themselves.
        rejected: called with an article that cannot be read; the others are read as if it had not come.
        """
        before = self._printed.mark()
        found = self._read(articles, engine, rejected is not None)
        rejects = {one.id: one for one in found if isinstance(one, Reject)}
        if not rejects or rejected is None:
            return [one for one in found if not isinstance(one, Reject)]
        for reject in rejects.values():
            rejected(reject)
        self._printed.back_to(before)
        return self.read([one for one in articles if one.id not in rejects], engine, rejected=rejected)

    def _read(self, articles: Sequence[Article], engine: Verbs, rescued: bool) -> list[Features | Reject]:
        settings = self._settings
        openings = list(batches((opening(article, settings) for article in articles), settings.batch))
        prints = list(engine.map(printed, openings, rescue=PRINT_RESCUE if rescued else None))
        if any(isinstance(one, Reject) for batch in prints for one in batch):
            return [one for batch in prints for one in batch if isinstance(one, Reject)]
        every = [one for batch in prints for one in batch]
        self._printed.add(every)
        known = self._printed.furniture(every)
        kept = (
            Batch(openings=batch, furniture=of_each(own, known))
            for batch, own in zip(openings, prints, strict=True)
        )
        run = partial(read_batch, settings=settings)
        return [
            one for batch in engine.map(run, kept, rescue=READ_RESCUE if rescued else None) for one in batch
        ]

    def add(self, articles: Sequence[Features], *, at: str) -> list[Event]:
        """Take in articles; return what that changes, in order.

        articles: see ``read``; one with a known id is passed over, since articles never change.
        at: the time to write into the history.
        """
        first = len(self._nodes)
        touched = self._take_in(articles)
        if len(self._nodes) > first:
            touched |= self._score(first)
        numbers = self._regrouped(touched)
        groups = self._cluster(numbers)
        named = [[one for number in group for one in self._members[number]] for group in groups]
        return self._register.update(named, at)

    def _take_in(self, articles: Sequence[Features]) -> set[int]:
        """Number the articles that are new; return their nodes, new ones and those that have copies now."""
        touched = set()
        for article in articles:
            if article.id in self._of_article:
                continue
            key = node_of(article)
            number = self._numbers.get(key)
            if number is None:
                number = self._numbers[key] = len(self._nodes)
                self._nodes.append(StreamNode(features=article, terms=b"", weights=b""))
                self._members.append([])
                self._pairs.append({})
            touched.add(number)
            self._members[number].append(article.id)
            self._of_article[article.id] = number
        return touched

    def _score(self, first: int) -> set[int]:
        """Compare the nodes from ``first`` on with all before them; return the nodes that this touches."""
        import numpy as np

        new = [node.features for node in self._nodes[first:]]
        self._count(new)
        table = FeatureTable.of(new, self._known(new))
        rows, kept = proposing(table, self._settings)
        starts = np.searchsorted(rows, np.arange(len(new) + 1))
        # The words of a table stand in the order of the articles and of the hashes in them.
        terms = np.frombuffer(b"".join(one.words.hashes for one in new), np.uint32)[kept]
        weights = table.words.values[kept].astype(np.float32)
        left, right = [], []
        for place, article in enumerate(new):
            own = slice(starts[place], starts[place + 1])
            node = StreamNode(features=article, terms=terms[own].tobytes(), weights=weights[own].tobytes())
            found = self._propose(node).tolist()
            left += found
            right += [first + place] * len(found)
            self._nodes[first + place] = node
        self._compare(np.array(left, np.int64), np.array(right, np.int64))
        touched = {*left, *right, *range(first, len(self._nodes))}
        self._judge(touched)
        return touched

    def _propose(self, node: StreamNode) -> NDArray[np.int64]:
        """Return the candidates for the next node, and add it to the index."""
        found = self._postings.find(*node.proposed())
        self._postings.add(*node.proposed())
        return found

    def _count(self, articles: Iterable[Features]) -> None:
        import numpy as np

        for counts, name in zip(self._counts, ("words", "names"), strict=True):
            packed = b"".join(getattr(article, name).hashes for article in articles)
            counts.update(np.frombuffer(packed, np.uint32).tolist())

    def _known(self, articles: Sequence[Features]) -> Background:
        """Return how common the terms of ``articles`` are, at large and in all that has come."""
        known = background()
        words = [view for one in articles for view in (one.words, one.title, one.lead)]
        names = [view for one in articles for view in (one.names, one.opening_names)]
        counted = []
        for at_large, counts, views in zip(
            (known.words, known.names), self._counts, (words, names), strict=True
        ):
            counted.append(_rarities(at_large, counts, b"".join(v.hashes for v in views), len(self._nodes)))
        return Background(words=counted[0], names=counted[1])

    def _compare(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> None:
        import numpy as np

        if not len(left):
            return
        rows, places = np.unique(np.concatenate([left, right]), return_inverse=True)
        involved = [self._nodes[row].features for row in rows.tolist()]
        table = FeatureTable.of(involved, self._known(involved))
        block = PairBlock(table=table, left=places[: len(left)], right=places[len(left) :])
        codes, alike = score_block(block)
        for a, b, own, like in zip(left.tolist(), right.tolist(), codes.T, alike.tolist(), strict=True):
            self._pairs[a][b] = self._pairs[b][a] = _Pair(own.tobytes(), like)

    def _judge(self, touched: set[int]) -> None:
        """Set the probability of each pair inside ``touched``, from its features and its context features."""
        import numpy as np

        ends = [(a, b) for a in touched for b in self._pairs[a] if b not in touched or a < b]
        if not ends:
            return
        pairs = [self._pairs[a][b] for a, b in ends]
        numbers, places = np.unique(np.array(ends, np.int64), return_inverse=True)
        left, right = places.reshape(-1, 2).T
        codes = np.frombuffer(b"".join(pair.codes for pair in pairs), np.uint8).reshape(len(pairs), -1).T
        found = judged(len(numbers), left, right, [codes], np.array([pair.alike for pair in pairs]))
        for (_, b), pair, probability in zip(ends, pairs, found.tolist(), strict=True):
            # Beyond what is touched a row is not whole; that pair was judged before.
            if b in touched:
                pair.probability = probability

    def _regrouped(self, touched: set[int]) -> list[int]:
        """Return the nodes to cluster again: the components of ``touched``; and the stories they are in."""
        found = set(touched)
        waiting = list(touched)
        while waiting:
            number = waiting.pop()
            near = {other for other, pair in self._pairs[number].items() if self._likely(pair)}
            near |= self._of_story(number)
            waiting += near - found
            found |= near
        return sorted(found)

    def _of_story(self, number: int) -> set[int]:
        stories = {self._register.story_of.get(article) for article in self._members[number]} - {None}
        held = (self._register.articles(story) for story in stories if story is not None)
        return {self._of_article[article] for articles in held for article in articles}

    def _likely(self, pair: _Pair) -> bool:
        return pair.probability >= self._settings.likely

    def _cluster(self, numbers: list[int]) -> list[list[int]]:
        """Return the stories of these nodes, component by component."""
        import numpy as np

        if not numbers:
            return []
        place = {number: index for index, number in enumerate(numbers)}
        found = [
            (place[a], place[b], pair.probability)
            for a in numbers
            for b, pair in self._pairs[a].items()
            if a < b and self._likely(pair)
        ]
        left, right = np.array([edge[:2] for edge in found], np.int64).reshape(-1, 2).T
        edges = Edges(left=left, right=right, probabilities=np.array([edge[2] for edge in found]))
        return [
            [numbers[index] for index in group] for group in separate(len(numbers), edges, self._settings)
        ]

    def dump(self) -> bytes:
        """Return all that is known, to be kept in a file; see ``load``."""
        found = [(a, b, pair) for a, pairs in enumerate(self._pairs) for b, pair in pairs.items() if a < b]
        values = array("d", [v for _, _, pair in found for v in (pair.alike, pair.probability)])
        return _with_checksum(
            SavedState(
                variorum_stories=VERSION,
                nodes=self._nodes,
                copies=list(self._of_article.items()),
                printed=self._printed.dump(),
                left=array("i", [a for a, _, _ in found]).tobytes(),
                right=array("i", [b for _, b, _ in found]).tobytes(),
                codes=b"".join(pair.codes for _, _, pair in found),
                pairs=values.tobytes(),
                history=self._register.history,
            )
        )

    @classmethod
    def load(cls, data: bytes, *, settings: GroupSettings | None = None) -> Self:
        """Return the stream that ``dump`` was called on, to go on with.

        Raises InputError when ``data`` is nothing that ``dump`` gave, or not all of it as it was.
        """
        saved = _decoded(data)
        stream = cls(settings=settings)
        stream._nodes = saved.nodes
        stream._members = [[] for _ in saved.nodes]
        stream._pairs = [{} for _ in saved.nodes]
        for article, number in saved.copies:
            stream._of_article[article] = number
            stream._members[number].append(article)
        for number, node in enumerate(saved.nodes):
            stream._numbers[node_of(node.features)] = number
            stream._postings.add(*node.proposed())
        stream._count([node.features for node in saved.nodes])
        stream._printed.load(*saved.printed)
        values = array("d", saved.pairs)
        size = len(saved.codes) // max(1, len(values) // 2)
        for place, (a, b) in enumerate(zip(array("i", saved.left), array("i", saved.right), strict=True)):
            codes = saved.codes[size * place : size * (place + 1)]
            stream._pairs[a][b] = stream._pairs[b][a] = _Pair(codes, *values[2 * place : 2 * place + 2])
        stream._register = Register(saved.history)
        return stream


class _Pair:
    """Two articles that were compared: what they share (see ``scorer``), how alike, and what that means."""

    __slots__ = ("alike", "codes", "probability")

    def __init__(self, codes: bytes, alike: float, probability: float = -1.0) -> None:
        self.codes = codes
        self.alike = alike
        self.probability = probability


def _with_checksum(saved: SavedState) -> bytes:
    data = msgspec.msgpack.encode(saved)
    return _HEAD.pack(_MAGIC, _checksum(data), len(data)) + data


def _checksum(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _decoded(data: bytes) -> SavedState:
    if data.startswith(_MAGIC):
        data = _checked(data)
    try:
        form = msgspec.msgpack.decode(data, type=_Form).variorum_stories
        if form in (VERSION, _WITHOUT_CHECKSUM):
            return msgspec.msgpack.decode(data, type=SavedState)
    except msgspec.DecodeError as error:
        raise InputError(
            f"is no saved state of a stream of stories ({error}); give another file, or none to begin anew"
        ) from error
    raise InputError(
        f"was saved in form {form}, and this version of Variorum reads form {VERSION}; "
        "begin anew with another file, or use the version that wrote it"
    )


def _checked(data: bytes) -> bytes:
    """Return what stands behind the head. Raises InputError when it is not what was saved."""
    body = data[_HEAD.size :]
    if len(data) >= _HEAD.size:
        _, checksum, length = _HEAD.unpack_from(data)
        if len(body) == length and _checksum(body) == checksum:
            return body
    raise InputError(
        "is damaged: it is not what was saved; take a copy of it from before, or remove it to begin anew"
    )


def _rarities(at_large: Rarities, counts: Counter[int], hashes: bytes, articles: int) -> Rarities:
    import numpy as np

    terms = distinct(np.frombuffer(hashes, np.uint32))
    times = np.fromiter((counts.get(term, 0) for term in terms.tolist()), np.float64, len(terms))
    return Rarities(
        articles=at_large.articles + articles, hashes=terms, frequencies=at_large.frequency(terms) + times
    )
