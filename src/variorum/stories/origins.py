"""Texts that articles of a corpus share: fingerprints, candidate pairs, passages, components, origins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from variorum.model import Article, Carrier, CorpusOrigin, Origin, Reject, article_fault, by_date, fault
from variorum.rescue import Loss, Rescue, joined
from variorum.reuse.copies import returns
from variorum.reuse.origins import CreditedText, day_number, shared_origins
from variorum.reuse.reuse import Passage, Runs, passages_of
from variorum.reuse.shingles import Wording, fingerprints, run_hashes
from variorum.settings import WORK, ReuseSettings
from variorum.stories.group import Rejected, Store, Verbs
from variorum.text.hashes import distinct

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Odd, from the golden ratio (Knuth, vol. 3, 6.4): spreads small numbers over 64 bits.
_SPREAD = 0x9E3779B97F4A7C15


class _Words(Struct, frozen=True):
    """The words of an article as they wait and travel.

    packed: the wording, see ``Wording.packed``. stock: fingerprints of very many, whose words are no prose.
    """

    packed: bytes
    stock: Sequence[int] = ()

    def wording(self, settings: ReuseSettings) -> Wording:
        wording = Wording.unpacked(self.packed)
        return _without(wording, self.stock, settings) if self.stock else wording


class _Print(Struct, frozen=True, kw_only=True):
    """What is taken from an article. digest: of its wording; copies have the same."""

    packed: bytes
    prints: NDArray[np.uint64]
    digest: bytes


class _Block(Struct, frozen=True, kw_only=True):
    """Pairs to compare, with the words of just the articles they need."""

    words: Mapping[int, _Words]
    pairs: Sequence[tuple[int, int]]


class _Member(Struct, frozen=True, kw_only=True):
    """An article that shares passages with others."""

    article: Article
    words: _Words


class _Shared(Struct, frozen=True, kw_only=True):
    """The passages that two articles share, by their ids."""

    first: str
    second: str
    passages: tuple[Passage, ...]


class _Read(Struct, frozen=True, kw_only=True):
    """All articles, by the order of their ids: a number stands for an article from here on.

    places: in the stores. twins: the first article with the same wording, itself where there is no other.
    prints: cleared when the pairs are known. stock: fingerprints of what very many have, by article.
    """

    names: Sequence[str]
    places: Sequence[int]
    days: Sequence[int | None]
    twins: NDArray[np.int64]
    prints: list[NDArray[np.uint64]]
    articles: Store
    wordings: Store
    stock: dict[int, list[int]]

    def words(self, number: int) -> _Words:
        """Return the words of an article; those of stock paragraphs are no prose."""
        return _Words(self.wordings[self.places[number]], self.stock.get(number, ()))


def origins(
    articles: Iterable[Article],
    engine: Verbs,
    *,
    read: Callable[[Article], Wording],
    store: Callable[[], Store] = list,
    settings: ReuseSettings | None = None,
    on_progress: Callable[[int, int | None], None] | None = None,
    rejected: Rejected | None = None,
) -> Iterator[CorpusOrigin]:
    """Yield the texts that several of ``articles`` carry, by id; none when nothing is shared.

    articles: with ids of their own; read once. read: gives an article's words and which of them are its
        reporter's prose; it is run by the engine, so it must be picklable.
    store: makes a place for articles, words, passages and origins; a list keeps them in memory.
    on_progress: called while articles are read, with how many are done.
    Order, workers and engine change nothing. In memory stay the fingerprints (some 2 bytes for each word) and
    candidate pairs.
    """
    settings = settings or ReuseSettings()
    known = _read(
        articles, engine, partial(_print, read=read, settings=settings), store, on_progress, rejected
    )
    shared = store()
    pairs = _linked(known, shared, engine, settings, rejected)
    links = ((known.names[a], known.names[b]) for a, b, _ in pairs)
    component = {name: members[0] for members in engine.components((), links) for name in members}
    groups = engine.map_groups(
        partial(_collect, settings=settings),
        _keyed(known, pairs, shared, component),
        rescue=rejected and Rescue(lost=_lost_component),
    )
    told, ids = store(), []
    for _, group in groups:
        for one in group:
            if isinstance(one, Reject):
                _tell(one, rejected)
                continue
            told.append(one)
            ids.append(one.id)
    for place in sorted(range(len(ids)), key=ids.__getitem__):
        yield told[place]


def _tell(reject: Reject, rejected: Rejected | None) -> None:
    if rejected is not None:
        rejected(reject)


def _lost_article(article: Article, loss: Loss) -> Reject:
    return article_fault(article, loss.cause, loss.stage or "prose")


def _lost_component(group: tuple[str, Sequence[_Member | _Shared]], loss: Loss) -> list[Reject]:
    members = sorted(one.article.id for one in group[1] if isinstance(one, _Member))
    return [fault(loss.cause, file="input", stage="origins", articles=members)]


def _print(article: Article, *, read: Callable[[Article], Wording], settings: ReuseSettings) -> _Print:
    wording = read(article)
    packed = wording.packed()
    return _Print(
        packed=packed,
        prints=fingerprints(wording, settings.print_words, settings.window),
        digest=blake2b(packed, digest_size=16).digest(),
    )


def _read(
    articles: Iterable[Article],
    engine: Verbs,
    take: Callable[[Article], _Print],
    store: Callable[[], Store],
    on_progress: Callable[[int, int | None], None] | None,
    rejected: Rejected | None,
) -> _Read:
    import numpy as np

    texts, wordings = store(), store()
    names: list[str] = []
    days: list[int | None] = []

    def kept() -> Iterator[Article]:
        for article in articles:
            texts.append(article)
            names.append(article.id)
            days.append(day_number(article.date))
            yield article

    prints: list[NDArray[np.uint64]] = []
    digests: list[bytes] = []
    bad: set[int] = set()
    rescue = rejected and Rescue(lost=_lost_article)
    for place, one in enumerate(engine.map(take, kept(), on_progress=on_progress, rescue=rescue)):
        if isinstance(one, Reject):
            bad.add(place)
            _tell(one, rejected)
        none = isinstance(one, Reject)  # its place stays, so that places fit those of the texts
        wordings.append(b"" if none else one.packed)
        prints.append(np.zeros(0, np.uint64) if none else one.prints)
        digests.append(b"" if none else one.digest)
    order = sorted((place for place in range(len(names)) if place not in bad), key=names.__getitem__)
    first: dict[bytes, int] = {}
    return _Read(
        names=[names[place] for place in order],
        places=order,
        days=[days[place] for place in order],
        twins=np.array(
            [first.setdefault(digests[place], number) for number, place in enumerate(order)], np.int64
        ),
        prints=[prints[place] for place in order],
        articles=texts,
        wordings=wordings,
        stock=defaultdict(list),
    )


def _linked(
    known: _Read, shared: Store, engine: Verbs, settings: ReuseSettings, rejected: Rejected | None
) -> list[tuple[int, int, int]]:
    """Return the pairs that share a passage, in order, each with the place in ``shared`` of what they share.

    A fingerprint that very many articles have over weeks is a footer or a stock paragraph: it makes no
    candidates, and its words are no prose. Of copies only the first is compared; what it shares with another
    article, all of them do.
    """
    import numpy as np

    holdings = _holdings(known.prints, known.days, known.stock, settings)
    nothing = np.zeros(0, np.int64)
    found = [(nothing, nothing), *((a, b) for a, b, _ in engine.pairs(holdings, least=settings.prints))]
    known.prints.clear()  # they are most of what is in memory
    left, right = (np.concatenate(column) for column in zip(*found, strict=True))
    ends = np.stack([known.twins[left], known.twins[right]])
    compared, which = np.unique(ends, axis=1, return_inverse=True)
    places = _compared(known, compared, shared, engine, settings, rejected)[which]
    linked = places >= 0
    columns = (left[linked], right[linked], places[linked])
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _holdings(
    prints: Sequence[NDArray[np.uint64]],
    days: Sequence[int | None],
    stock: dict[int, list[int]],
    settings: ReuseSettings,
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Yield which articles have each fingerprint that several have; what is stock goes to ``stock``.

    A fingerprint of very many articles makes candidates of each with the first alone, under a key for the
    two.
    """
    import numpy as np

    for values, owners in _sorted_prints(prints):
        starts = np.flatnonzero(np.diff(values, prepend=~values[:1]))
        sizes = np.diff(starts, append=len(values))
        keys, holders = values.view(np.int64), owners
        few = np.repeat((sizes > 1) & (sizes <= settings.holders), sizes)
        yield keys[few], holders[few], np.ones(np.count_nonzero(few), np.int64)
        for place in np.flatnonzero(sizes > settings.holders).tolist():
            start = int(starts[place])
            many = owners[start : start + int(sizes[place])]
            if _is_stock(many.tolist(), days, settings):
                for holder in many.tolist():
                    stock[holder].append(int(values[start]))
            else:
                yield _to_first(values[start], many)


def _is_stock(holders: Sequence[int], days: Sequence[int | None], settings: ReuseSettings) -> bool:
    known = (days[holder] for holder in holders)
    return returns([day for day in known if day is not None], settings)


def _to_first(
    value: np.uint64, holders: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return a key for the first holder with each other one; different ones, but for one chance in 2**64."""
    import numpy as np

    keys = (value ^ (holders[1:].astype(np.uint64) + np.uint64(1)) * np.uint64(_SPREAD)).view(np.int64)
    items = np.concatenate([holders[1:], np.full(len(keys), holders[0])])
    return np.tile(keys, 2), items, np.ones(len(items), np.int64)


def _sorted_prints(
    prints: Sequence[NDArray[np.uint64]],
) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.int64]]]:
    """Yield all fingerprints, rising, with the articles that have them, rising too; a part at a time."""
    import numpy as np

    parts = min(1 + sum(map(len, prints)) // WORK.prints_counted, WORK.print_parts)
    # Each is the least of some hashes, so that small ones are many: parts by a sample of them.
    sample = np.sort(
        np.concatenate([np.empty(0, np.uint64), *prints[:: 1 + len(prints) // WORK.print_sample]])
    )
    borders = sample[[part * len(sample) // parts for part in range(1, parts)]]
    cuts = [[0, *np.searchsorted(one, borders).tolist(), len(one)] for one in prints]
    for part in range(parts):
        slices = [one[cut[part] : cut[part + 1]] for one, cut in zip(prints, cuts, strict=True)]
        owners = np.repeat(np.arange(len(slices)), [len(one) for one in slices])
        values = np.concatenate([np.empty(0, np.uint64), *slices])
        order = np.argsort(values, kind="stable")
        yield values[order], owners[order]


def _without(wording: Wording, values: Sequence[int], settings: ReuseSettings) -> Wording:
    """Return the wording with the words of some fingerprints, and the few between them, as no prose."""
    import numpy as np

    size = settings.print_words
    own = wording.own.copy()
    runs = np.isin(run_hashes(wording.numbers, size), np.array(values, np.uint64))
    end = 0
    for start in np.flatnonzero(runs).tolist():
        own[end if end and start - end < size + settings.window else start : start + size] = False
        end = start + size
    return replace(wording, own=own)


def _compared(
    known: _Read,
    pairs: NDArray[np.int64],
    shared: Store,
    engine: Verbs,
    settings: ReuseSettings,
    rejected: Rejected | None,
) -> NDArray[np.int64]:
    """Return for each pair (a column of ``pairs``) where in ``shared`` its passages are; -1 for none."""
    import numpy as np

    def blocks() -> Iterator[_Block]:
        for start in range(0, pairs.shape[1], WORK.pairs_compared):
            block = pairs[:, start : start + WORK.pairs_compared]
            yield _Block(
                pairs=list(zip(*block.tolist(), strict=True)),
                words={number: known.words(number) for number in distinct(block.ravel()).tolist()},
            )

    places: list[int] = []
    total = -(-pairs.shape[1] // WORK.pairs_compared)
    run = partial(_compare, settings=settings)
    for found in engine.map(run, blocks(), total=total, rescue=rejected and _PAIR_RESCUE):
        for passages in found:
            if isinstance(passages, _LostPair):
                ends = sorted(known.names[number] for number in passages.pair)
                _tell(replace(passages.reject, articles=tuple(ends)), rejected)
                places.append(-1)
                continue
            places.append(len(shared) if passages else -1)
            if passages:
                shared.append(passages)
    return np.array(places, np.int64)


def _compare(block: _Block, *, settings: ReuseSettings) -> list[tuple[Passage, ...]]:
    runs = {number: Runs(words.wording(settings)) for number, words in block.words.items()}
    return [tuple(passages_of(runs[a], runs[b], settings)) for a, b in block.pairs]


class _LostPair(Struct, frozen=True, kw_only=True):
    """Two articles that could not be compared."""

    pair: tuple[int, int]
    reject: Reject


def _pairs_of(block: _Block) -> list[_Block]:
    return [
        _Block(pairs=[pair], words={number: block.words[number] for number in pair}) for pair in block.pairs
    ]


def _lost_pairs(block: _Block, loss: Loss) -> list[_LostPair]:
    reject = fault(loss.cause, file="input", stage="passages")
    return [_LostPair(pair=pair, reject=reject) for pair in block.pairs]


_PAIR_RESCUE = Rescue(lost=_lost_pairs, parts=_pairs_of, whole=joined)


def _keyed(
    known: _Read,
    pairs: Sequence[tuple[int, int, int]],
    shared: Store,
    component: Mapping[str, str],
) -> Iterator[tuple[str, _Member | _Shared]]:
    """Yield by component the articles in it, and the passages they share."""
    for number, name in enumerate(known.names):
        if name in component:
            article = known.articles[known.places[number]]
            yield component[name], _Member(article=article, words=known.words(number))
    for a, b, place in pairs:
        first, second = known.names[a], known.names[b]
        yield component[first], _Shared(first=first, second=second, passages=shared[place])


def _collect(
    _key: str, values: Sequence[_Member | _Shared], *, settings: ReuseSettings
) -> list[CorpusOrigin]:
    """Return the origins in one component of articles that share passages."""
    members = sorted(
        (one for one in values if isinstance(one, _Member)), key=lambda member: by_date(member.article)
    )
    sources = [CreditedText.of(member.article, member.words.wording(settings)) for member in members]
    number = {source.article.id: index for index, source in enumerate(sources)}
    shared = {}
    for one in values:
        if isinstance(one, _Shared):
            a, b = number[one.first], number[one.second]
            passages = one.passages if a < b else tuple(passage.turned() for passage in one.passages)
            shared[min(a, b), max(a, b)] = passages
    found, own = shared_origins(sources, shared, settings)
    return [_record(origin, sources, own) for origin in found]


def _record(origin: Origin, sources: Sequence[CreditedText], own: Sequence[float]) -> CorpusOrigin:
    shares = dict(zip(origin.articles, origin.shares, strict=True))
    carriers = tuple(
        Carrier(
            id=source.article.id,
            outlet=source.article.outlet,
            date=source.article.date,
            share=shares[source.article.id],
            own=alone,
        )
        for source, alone in zip(sources, own, strict=True)
        if source.article.id in shares
    )
    return CorpusOrigin(
        id=origin.id,
        kind=origin.kind,
        label=origin.label,
        articles=carriers,
        passages=origin.passages,
        credits=origin.credits,
    )
