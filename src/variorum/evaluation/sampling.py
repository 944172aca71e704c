"""Draws quotations or articles to be read: so many of each group, the same ones whatever the order.

Each gets a number from a hash of the seed and its ids, and of each group those with the least numbers are
drawn. So a sample depends on neither order nor workers, and a larger one holds the smaller one.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Generic, TypeVar

from msgspec import Struct

from variorum.errors import InputError
from variorum.model import AnnotatedArticle, Article, Quotation
from variorum.settings import EVALUATION

Item = TypeVar("Item")
Group = tuple[str, ...]

OF_ARTICLES: dict[str, Callable[[Article], str]] = {
    "outlet": lambda article: article.outlet or "",
    "year": lambda article: (article.date or "")[:4],
    "lang": lambda article: article.lang or "",
}
OF_QUOTATIONS: dict[str, Callable[[Quotation], str]] = {
    "kind": lambda quotation: quotation.kind,
    "act": lambda quotation: quotation.act,
    "confidence": lambda quotation: band(quotation.confidence),
}
FIELDS = (*OF_ARTICLES, *OF_QUOTATIONS)


def band(confidence: float) -> str:
    """Return the band that a confidence falls into, as "0.5–0.8"."""
    edges = (0.0, *EVALUATION.bands, 1.0)
    at = sum(confidence >= edge for edge in EVALUATION.bands)
    return f"{edges[at]:g}–{edges[at + 1]:g}"


class Drawn(Struct, Generic[Item], frozen=True, kw_only=True):
    """What was drawn, of which group; weight: how many of that group it stands for."""

    item: Item
    group: Mapping[str, str]
    weight: float


class _Pool(Generic[Item]):
    """Those of one group with the least numbers, and how many there were."""

    def __init__(self) -> None:
        self.seen = 0
        self.least: list[tuple[int, str, Item]] = []

    def offer(self, number: int, name: str, item: Item, most: int) -> None:
        self.seen += 1
        entry = (-number, name, item)  # the greatest of the least stands first
        if len(self.least) < most:
            heapq.heappush(self.least, entry)
        elif entry[0] > self.least[0][0]:
            heapq.heapreplace(self.least, entry)


def quotations(
    articles: Iterable[AnnotatedArticle], size: int, by: Sequence[str], seed: int
) -> list[Drawn[tuple[AnnotatedArticle, Quotation]]]:
    """Return ``size`` quotations, as many of each group as there can be; all of them if there are fewer.

    by: fields whose values make a group (see ``FIELDS``); none makes one group of all. Articles may stream:
    at most ``size`` of each group are held. Raises InputError for another field, and for more groups than
    there are to be drawn.
    """
    known = {**OF_ARTICLES, **OF_QUOTATIONS}
    _known(by, known)
    pools: dict[Group, _Pool[tuple[AnnotatedArticle, Quotation]]] = {}
    for one in articles:
        for quotation in one.annotation.quotations:
            group = tuple(
                OF_ARTICLES[f](one.article) if f in OF_ARTICLES else OF_QUOTATIONS[f](quotation) for f in by
            )
            name = f"{one.article.id}\n{quotation.id}"
            pools.setdefault(group, _Pool()).offer(_number(seed, name), name, (one, quotation), size)
    return _drawn(pools, size, by)


def articles(
    given: Iterable[AnnotatedArticle], size: int, by: Sequence[str], seed: int
) -> list[Drawn[AnnotatedArticle]]:
    """Return ``size`` articles, as ``quotations`` draws those; ``by`` may name fields of articles only."""
    _known(by, OF_ARTICLES)
    pools: dict[Group, _Pool[AnnotatedArticle]] = {}
    for one in given:
        group = tuple(OF_ARTICLES[field](one.article) for field in by)
        id = one.article.id
        pools.setdefault(group, _Pool()).offer(_number(seed, id), id, one, size)
    return _drawn(pools, size, by)


def _known(by: Sequence[str], known: Iterable[str]) -> None:
    for field in by:
        if field not in known:
            raise InputError(f"cannot sample by {field!r}; there are: {', '.join(known)}")


def _number(seed: int, name: str) -> int:
    return int.from_bytes(sha256(f"{seed}\n{name}".encode("utf-8", "surrogatepass")).digest()[:8])


def _drawn(pools: Mapping[Group, _Pool[Item]], size: int, by: Sequence[str]) -> list[Drawn[Item]]:
    if len(pools) > size:
        raise InputError(
            f"there are {len(pools):,} groups and {size:,} to draw, so that some would be in no figure; "
            "draw more or name fewer fields"
        )
    shares = _shares({group: pool.seen for group, pool in pools.items()}, size)
    found = []
    for group in sorted(pools):
        pool, share = pools[group], shares[group]
        least = sorted(pool.least, key=lambda entry: (-entry[0], entry[1]))[:share]
        named = dict(zip(by, group, strict=True))
        found += [(entry[1], Drawn(item=entry[2], group=named, weight=pool.seen / share)) for entry in least]
    return [drawn for _, drawn in sorted(found, key=lambda one: one[0])]


def _shares(seen: Mapping[Group, int], size: int) -> dict[Group, int]:
    """Return how many are drawn of each group: equally many, and what small groups lack from the others."""
    shares = dict.fromkeys(seen, 0)
    rest = min(size, sum(seen.values()))
    while rest:
        open_groups = sorted((g for g in seen if shares[g] < seen[g]), key=lambda g: (-seen[g], g))
        each = max(1, rest // len(open_groups))
        for group in open_groups:
            more = min(each, seen[group] - shares[group], rest)
            shares[group] += more
            rest -= more
    return shares
