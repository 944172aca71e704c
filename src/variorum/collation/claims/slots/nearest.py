"""Sentences of different reports that are among each other's nearest by the rare words they share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.collation.claims.sharing import products
from variorum.collation.order import story_language
from variorum.language.language import Language
from variorum.model import AnnotatedArticle
from variorum.settings import SlotSettings
from variorum.text.cosines import table
from variorum.text.ranks import ranks
from variorum.text.trees import DIGITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Columns = tuple[Numbers, Numbers, NDArray[np.float64], Numbers, Numbers]
    # Two rows and their cosine in steps of the last of its digits, an entry for each pair.
    Block = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]

    Wanted = Callable[[Numbers, Numbers, NDArray[np.float64]], Numbers]

Place = tuple[int, int]  # a report and the place of one of its sentences
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


class Near(Struct, frozen=True):
    """Two sentences by report and place, how alike they are, and each one's rank for the other."""

    report: int
    sentence: int
    other_report: int
    other_sentence: int
    alike: float
    rank: int
    other_rank: int


class Asked(Struct, frozen=True):
    """Which of the pairs are wanted: as alike as ``alike``, one at most at ``rank`` for the other (0 is the
    nearest), and of two sorts that ``both`` wants. sorts: of each report's sentences, as numbers.
    """

    alike: float
    rank: int
    sorts: Sequence[Sequence[int]]
    both: Callable[[int, int], bool]


class Index(Struct, frozen=True, kw_only=True, dict=True):
    """The sentences of a story. stems: of each report's sentences. rarity: of each stem in the story.

    lang: what the story is written in. least: cosine of two sentences below which they are no pair.
    """

    stems: tuple[tuple[frozenset[str], ...], ...]
    rarity: dict[str, float]
    lang: Language
    least: float

    @cached_property
    def rows(self) -> Sequence[Place]:
        """All sentences in order: what pairs number them by."""
        return [(report, place) for report, stems in enumerate(self.stems) for place in range(len(stems))]

    @cached_property
    def owners(self) -> Numbers:
        """The report of each of the rows."""
        import numpy as np

        return np.array([report for report, _ in self.rows], np.int64)

    @cached_property
    def blocks(self) -> Sequence[Block]:
        """Of each report the pairs of its rows with later reports' that are alike; worked out once."""
        return list(_blocks(self))


def index(articles: Sequence[AnnotatedArticle], settings: SlotSettings | None = None) -> Index:
    """Return the index of a story's sentences; empty for no articles."""
    import math

    lang = story_language(articles)
    function, stem = lang.collation.function, lang.stem
    stems = tuple(
        tuple(
            frozenset(
                stem(word)
                for word in (found.casefold() for found in _WORD.findall(span.of(source.article.text)))
                if word not in function
            )
            for span in source.annotation.sentences
        )
        for source in articles
    )
    counts: dict[str, int] = {}
    total = 0
    for of_article in stems:
        for sentence in of_article:
            total += 1
            for word in sentence:
                counts[word] = counts.get(word, 0) + 1
    return Index(
        stems=stems,
        rarity={word: math.log((1 + total) / (1 + count)) + 1 for word, count in counts.items()},
        lang=lang,
        least=(settings or SlotSettings()).least_alike,
    )


def nearest(
    of: Index, wanted: Sequence[set[int]], least: SlotSettings, asked: Asked | None = None
) -> Iterator[Near]:
    """Yield pairs of sentences, one among the nearest of the other in its report.

    wanted: of each report the sentences that are looked at. asked: which of the pairs are; None for all.
    Ordered by the earlier report's sentences.
    """
    import numpy as np

    rows = of.rows
    looked_at = np.array([place in wanted[report] for report, place in rows], np.bool_)
    sorts = np.array([one for of_report in asked.sorts for one in of_report], np.int64) if asked else None

    def of_sorts(first: Numbers, second: Numbers, alike: NDArray[np.float64]) -> Numbers:
        assert asked is not None and sorts is not None
        kept = np.flatnonzero(alike >= asked.alike)
        return kept[_of_sorts(sorts[first[kept]], sorts[second[kept]], asked.both)]

    for found in _nearest(of, looked_at, least, None if asked is None else of_sorts):
        if asked is not None:
            found = _entries(found, np.minimum(found[3], found[4]) <= asked.rank)
        columns = (column.tolist() for column in found)
        for one, other, *measured in zip(*columns, strict=True):
            yield Near(*rows[one], *rows[other], *measured)


def _entries(columns: Columns, kept: NDArray[np.bool_]) -> Columns:
    first, second, alike, rank, back = columns
    return first[kept], second[kept], alike[kept], rank[kept], back[kept]


def _of_sorts(one: Numbers, other: Numbers, both: Callable[[int, int], bool]) -> NDArray[np.bool_]:
    """Tell of each pair whether its two sorts are wanted, asking once for every two."""
    import numpy as np

    size = 1 + int(max(one.max(initial=0), other.max(initial=0)))
    keys, places = np.unique(one * size + other, return_inverse=True)
    told = np.array([both(*divmod(key, size)) for key in keys.tolist()], np.bool_)
    return told[places]


def any_near(of: Index, asked: Sequence[Collection[tuple[Place, Place]]], least: SlotSettings) -> list[bool]:
    """Tell of each group of pairs of sentences, the earlier first, whether in one of them one sentence is
    among the other's nearest. A group is looked for until one is found: most are at once.
    """
    import numpy as np

    rows = of.rows
    numbers = {row: at for at, row in enumerate(rows)}
    groups: dict[int, list[int]] = defaultdict(list)
    for group, pairs in enumerate(asked):
        for one, other in pairs:
            if one in numbers and other in numbers:  # what stands before the first sentence is in none
                groups[numbers[one] * len(rows) + numbers[other]].append(group)
    told = [False] * len(asked)
    sought = np.array(sorted(groups), np.int64)

    def of_asked(first: Numbers, second: Numbers, _: NDArray[np.float64]) -> Numbers:
        numbered = first * len(rows) + second
        places = np.minimum(np.searchsorted(sought, numbered), len(sought) - 1)
        return np.flatnonzero(sought[places] == numbered)

    for first, second, *_ in _nearest(of, np.ones(len(rows), np.bool_), least, of_asked) if groups else ():
        for key in (first * len(rows) + second).tolist():
            for group in groups[key]:
                told[group] = True
        sought = np.array(
            [key for key in sought.tolist() if not all(told[at] for at in groups[key])], np.int64
        )
        if not len(sought):
            break
    return told


def _nearest(
    of: Index, looked_at: NDArray[np.bool_], least: SlotSettings, wanted: Wanted | None = None
) -> Iterator[Columns]:
    """Yield the pairs of each report's rows with later ones, of those that are looked at: both places among
    the rows, how alike they are, and each one's rank for the other.

    wanted: tells of places of both and how alike they are which entries are; None for all.
    """
    import numpy as np

    every = bool(looked_at.all())
    for ones, others, told in of.blocks:
        if not every:
            kept = looked_at[ones] & looked_at[others]
            ones, others, told = ones[kept], others[kept], told[kept]
        first, second, alike = ones.astype(np.int64), others.astype(np.int64), told / 10**DIGITS
        if wanted is None:
            yield _ranked(of, (first, second, alike, ranks(second, alike, first)), least)
            continue
        sought = wanted(first, second, alike)
        if len(sought):
            own, back = _of_rows(first, second, alike, sought)
            columns = _ranked(of, (first[own], second[own], alike[own], back), least)
            numbers = first[sought] * len(of.owners) + second[sought]
            told_of = np.isin(columns[0] * len(of.owners) + columns[1], numbers)
            yield _entries(columns, told_of)


def _of_rows(
    first: Numbers, second: Numbers, alike: NDArray[np.float64], sought: Numbers
) -> tuple[Numbers, Numbers]:
    """Return the places of all pairs of the first rows that ``sought`` pairs have, and in each the rank of
    the first for the second. Whatever else a second row is paired with counts in its rank; no other pair.
    """
    import numpy as np

    asked = np.zeros(1 + int(first.max()), np.bool_)
    asked[first[sought]] = True
    own = np.flatnonzero(asked[first])
    reached = np.zeros(1 + int(second.max()), np.bool_)
    reached[second[own]] = True
    counted = np.flatnonzero(reached[second])
    back = np.zeros(len(first), np.int64)
    back[counted] = ranks(second[counted], alike[counted], first[counted])
    return own, back[own]


def _ranked(
    of: Index, given: tuple[Numbers, Numbers, NDArray[np.float64], Numbers], least: SlotSettings
) -> Columns:
    """Return which of all pairs of some rows are of near ones, in order, with both ranks."""
    import numpy as np

    first, second, alike, back = given
    rank = ranks(first * len(of.stems) + of.owners[second], alike, second)
    at = np.flatnonzero((rank < least.nearest) | (back < least.nearest))
    at = at[ranks(first[at], alike[at], second[at]) < least.most]
    at = at[np.argsort(first[at] * len(of.owners) + second[at])]
    return first[at], second[at], alike[at], rank[at], back[at]


def _blocks(of: Index) -> Iterator[Block]:
    import numpy as np

    if not of.rows:
        return
    rows = table([of.stems[report][place] for report, place in of.rows], of.rarity)
    ends = np.searchsorted(of.owners, np.arange(len(of.stems) + 1)).tolist()
    for first, second, values in products(rows, ends):
        kept = values >= of.least
        told = np.rint(values[kept] * 10**DIGITS).astype(np.int32)
        yield first[kept].astype(np.int32), second[kept].astype(np.int32), told
