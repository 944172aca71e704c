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
    for index, values in _stock(held, days, settings).items():
        one = prints[names[index]]
        prints[names[index]] = replace(one, wording=_without(one.wording, values, settings))
    return [(a, b) for a, b, _ in engine.pairs(_holdings(names, held, days, settings), least=settings.prints)]


def _stock(
    prints: Sequence[NDArray[np.uint64]], days: Sequence[int | None], settings: ReuseSettings
) -> dict[int, list[int]]:
    """Return of articles, by index, the fingerprints that very many have over weeks."""
    found: dict[int, list[int]] = defaultdict(list)
    for value, holders in _shared_prints(prints):
        if _is_stock(holders, days, settings):
            for holder in holders:
                found[holder].append(value)
    return found


def _is_stock(holders: Sequence[int], days: Sequence[int | None], settings: ReuseSettings) -> bool:
    known = (days[holder] for holder in holders)
    return len(holders) > settings.holders and returns([day for day in known if day is not None], settings)


def _holdings(
    names: Sequence[str],
    prints: Sequence[NDArray[np.uint64]],
    days: Sequence[int | None],
    settings: ReuseSettings,
) -> Iterator[tuple[str, str, int]]:
    """Yield who holds which fingerprint; those that one alone holds, and what is stock, are left out.

    One that very many hold links each of them to the first by name, under a key for the two.
    """
    for value, holders in _shared_prints(prints):
        key = f"{value:x}"
        if len(holders) <= settings.holders:
            yield from ((key, names[holder], 1) for holder in holders)
        elif not _is_stock(holders, days, settings):
            for holder in holders[1:]:
                yield f"{key} {names[holder]}", names[holders[0]], 1
                yield f"{key} {names[holder]}", names[holder], 1


def _shared_prints(prints: Sequence[NDArray[np.uint64]]) -> Iterator[tuple[int, list[int]]]:
    """Yield each fingerprint that several hold with its holders, rising; sorts a part of them at a time."""
    import numpy as np

    parts = 1 + sum(map(len, prints)) // _COUNTED
    borders = np.array([part * (2**64 // parts) for part in range(1, parts)], np.uint64)
    cuts = [[0, *np.searchsorted(one, borders).tolist(), len(one)] for one in prints]
    for part in range(parts):
        slices = [one[cut[part] : cut[part + 1]] for one, cut in zip(prints, cuts, strict=True)]
        owners = np.repeat(np.arange(len(slices)), [len(one) for one in slices])
        values = np.concatenate([np.empty(0, np.uint64), *slices])
        order = np.argsort(values, kind="stable")
        values, owners = values[order], owners[order]
        starts = np.flatnonzero(np.diff(values, prepend=~values[:1]))
        ends = np.append(starts, len(values))[1:]
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            if end - start > 1:
                yield int(values[start]), owners[start:end].tolist()


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
