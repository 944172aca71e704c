"""Texts that articles of a corpus share: fingerprints, pairs, passages, and what belongs together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from variorum.model import Article, Carrier, CorpusOrigin, Origin
from variorum.settings import ReuseSettings
from variorum.stories.group import Verbs
from variorum.text.copies import returns
from variorum.text.origins import Source, by_date, day_number, shared_origins
from variorum.text.reuse import Passage, shared_passages
from variorum.text.shingles import Wording, fingerprints, run_hashes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Pairs compared in one task: about a tenth of a second.
_BLOCK = 256
# Fingerprints counted at once: some hundred MB while it lasts.
_COUNTED = 20_000_000
# Odd, from the golden ratio (Knuth, vol. 3, 6.4): spreads small numbers over 64 bits.
_SPREAD = 0x9E3779B97F4A7C15

Pair = tuple[str, str]
Partners = tuple[tuple[str, tuple[Passage, ...]], ...]


class _Print(Struct, frozen=True, kw_only=True):
    """What is kept of an article until pairs are known."""

    wording: Wording
    prints: NDArray[np.uint64]


class _Block(Struct, frozen=True, kw_only=True):
    """Pairs to compare, with the words of just the articles they need."""

    wordings: Mapping[str, Wording]
    pairs: Sequence[Pair]


def origins(
    articles: Sequence[Article],
    engine: Verbs,
    *,
    read: Callable[[Article], Wording],
    settings: ReuseSettings | None = None,
    on_progress: Callable[[int, int | None], None] | None = None,
) -> list[CorpusOrigin]:
    """Return the texts that several of ``articles`` carry, by id; none when nothing is shared.

    articles: with ids of their own. read: gives an article's words and which of them are its reporter's
        prose; it is run by the engine, so it must be picklable.
    on_progress: called while articles are read, with how many are done and of how many.
    Order, workers and engine change nothing. The caller's articles stay in memory, and beside them about
    7 bytes for each of their words.
    """
    settings = settings or ReuseSettings()
    known = {article.id: article for article in articles}
    take = partial(_print, read=read, settings=settings)
    prints: dict[str, _Print] = dict(
        zip(known, engine.map(take, known.values(), total=len(known), on_progress=on_progress), strict=True)
    )
    partners: dict[str, list[tuple[str, tuple[Passage, ...]]]] = defaultdict(list)
    for (a, b), passages in _compared(_candidates(known, prints, engine, settings), prints, engine, settings):
        partners[a].append((b, passages))
    links = [(a, b) for a, found in partners.items() for b, _ in found]
    keyed: list[tuple[str, tuple[Article, Wording, Partners]]] = [
        (component[0], (known[name], prints[name].wording, tuple(partners.get(name, ()))))
        for component in engine.components((), links)
        for name in component
    ]
    found = [
        one for _, group in engine.map_groups(partial(_collect, settings=settings), keyed) for one in group
    ]
    return sorted(found, key=lambda one: one.id)


def _print(article: Article, *, read: Callable[[Article], Wording], settings: ReuseSettings) -> _Print:
    wording = read(article)
    return _Print(wording=wording, prints=fingerprints(wording, settings.print_words, settings.window))


def _candidates(
    known: Mapping[str, Article], prints: dict[str, _Print], engine: Verbs, settings: ReuseSettings
) -> list[Pair]:
    """Return the pairs that share enough fingerprints to be compared, in order.

    What very many articles have over weeks is a footer or a stock paragraph: it links none, and its words
    are marked in ``prints`` as no prose.
    """
    names = sorted(known)
    days = [day_number(known[name].date) for name in names]
    held = [prints[name].prints for name in names]
    stock: dict[int, list[int]] = defaultdict(list)
    parts = _holdings(held, days, stock, settings)
    found = [
        (names[a], names[b])
        for left, right, _ in engine.pairs(parts, least=settings.prints)
        for a, b in zip(left.tolist(), right.tolist(), strict=True)
    ]
    for index, values in stock.items():
        one = prints[names[index]]
        prints[names[index]] = replace(one, wording=_without(one.wording, values, settings))
    return found


def _holdings(
    prints: Sequence[NDArray[np.uint64]],
    days: Sequence[int | None],
    stock: dict[int, list[int]],
    settings: ReuseSettings,
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Yield who holds which fingerprint that several hold; what is stock goes to ``stock``, by holder.

    One that very many hold links each of them to the first, under a key for the two.
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
    """Yield all fingerprints, rising, with their holders, rising too; a part of them at a time."""
    import numpy as np

    parts = 1 + sum(map(len, prints)) // _COUNTED
    borders = np.array([part * (2**64 // parts) for part in range(1, parts)], np.uint64)
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
    pairs: Sequence[Pair], prints: Mapping[str, _Print], engine: Verbs, settings: ReuseSettings
) -> Iterator[tuple[Pair, tuple[Passage, ...]]]:
    """Yield the pairs that share a passage, in order, with all they share."""
    blocks = (
        _Block(
            pairs=block,
            wordings={
                name: prints[name].wording for name in sorted({name for pair in block for name in pair})
            },
        )
        for start in range(0, len(pairs), _BLOCK)
        if (block := pairs[start : start + _BLOCK])
    )
    for found in engine.map(partial(_compare, settings=settings), blocks, total=-(-len(pairs) // _BLOCK)):
        yield from found


def _compare(block: _Block, *, settings: ReuseSettings) -> list[tuple[Pair, tuple[Passage, ...]]]:
    found = []
    for a, b in block.pairs:
        passages = shared_passages(block.wordings[a], block.wordings[b], settings)
        if passages:
            found.append(((a, b), tuple(passages)))
    return found


def _collect(
    _key: str, members: Sequence[tuple[Article, Wording, Partners]], *, settings: ReuseSettings
) -> list[CorpusOrigin]:
    """Return the origins of articles that hang together by passages."""
    members = sorted(members, key=lambda member: by_date(member[0]))
    sources = [Source.of(article, wording) for article, wording, _ in members]
    number = {source.article.id: index for index, source in enumerate(sources)}
    shared = {}
    for article, _, partners in members:
        for other, passages in partners:
            a, b = number[article.id], number[other]
            shared[min(a, b), max(a, b)] = passages if a < b else tuple(one.turned() for one in passages)
    found, own = shared_origins(sources, shared, settings)
    return [_record(origin, sources, own) for origin in found]


def _record(origin: Origin, sources: Sequence[Source], own: Sequence[float]) -> CorpusOrigin:
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
