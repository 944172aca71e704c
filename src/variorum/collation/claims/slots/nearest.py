"""Sentences of different reports that are among each other's nearest by the rare words they share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.collation.claims.sharing import all_products, tables
from variorum.collation.order import story_language
from variorum.language.language import Language
from variorum.language.lexicon import stems_of_printed
from variorum.model import AnnotatedArticle
from variorum.settings import WORK, SlotSettings
from variorum.text.cosines import table
from variorum.text.ranks import ranks
from variorum.text.sparse import Sparse
from variorum.text.trees import DIGITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    # Pairs of rows: the places of both, how alike they are, and each one's rank for the other.
    Columns = tuple[Numbers, Numbers, NDArray[np.float64], Numbers, Numbers]

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
    def found(self) -> dict[tuple[bytes, SlotSettings], Columns]:
        """What ``_nearest`` found, by which rows were looked at: several ask for the same."""
        return {}


def index(articles: Sequence[AnnotatedArticle], settings: SlotSettings | None = None) -> Index:
    """Return the index of a story's sentences; empty for no articles."""
    import math

    lang = story_language(articles)
    stem_of = stems_of_printed(lang).__getitem__
    stems = tuple(
        tuple(
            frozenset(filter(None, map(stem_of, _WORD.findall(span.of(source.article.text)))))
            for span in source.annotation.sentences
        )
        for source in articles
    )
    counts: Counter[str] = Counter()
    for of_article in stems:
        for sentence in of_article:
            counts.update(sentence)
    total = sum(map(len, stems))
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
    found = _nearest(of, np.array([place in wanted[report] for report, place in rows], np.bool_), least)
    if asked is not None:
        sorts = np.array([one for of_report in asked.sorts for one in of_report], np.int64)
        found = _entries(found, (found[2] >= asked.alike) & (np.minimum(found[3], found[4]) <= asked.rank))
        found = _entries(found, _of_sorts(sorts[found[0]], sorts[found[1]], asked.both))
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
    among the other's nearest.
    """
    import numpy as np

    if not any(asked):
        return [False] * len(asked)
    size = len(of.rows)
    first, second, *_ = _nearest(of, np.ones(size, np.bool_), least)
    near = set((first * size + second).tolist())
    numbers = {row: at for at, row in enumerate(of.rows)}
    return [
        any(
            numbers[one] * size + numbers[other] in near
            for one, other in pairs
            if one in numbers and other in numbers  # what stands before the first sentence is in none
        )
        for pairs in asked
    ]


def _nearest(of: Index, looked_at: NDArray[np.bool_], least: SlotSettings) -> Columns:
    """Return the near pairs of the rows that are looked at, in order of the first, then of the second."""
    key = looked_at.tobytes(), least
    if key not in of.found:
        of.found[key] = _all_near(of, looked_at, least)
    return of.found[key]


def _all_near(of: Index, looked_at: NDArray[np.bool_], least: SlotSettings) -> Columns:
    import numpy as np

    kept, none = np.flatnonzero(looked_at), np.empty(0, np.int64)
    if not len(kept):
        return none, none, np.empty(0), none, none
    owners = of.owners[kept]
    ends = np.searchsorted(owners, np.arange(len(of.stems) + 1)).tolist()
    stems = [of.stems[report][place] for report, place in map(of.rows.__getitem__, kept.tolist())]
    rows, told_in_steps = table(stems, of.rarity), _steps(of.least)
    if len(kept) <= WORK.at_once:
        parts = [_near_in_all(rows, owners, told_in_steps, least)]
    else:
        parts = [
            _near_of(told, owners[begin : begin + told.shape[1]], (start, begin), least)
            for start, begin, told in tables(rows, ends, told_in_steps)
        ]
        parts.append((none, none, np.empty(0), none, none))
    first, second, alike, rank, back = (np.concatenate(column) for column in zip(*parts, strict=True))
    at = np.flatnonzero(ranks(first, alike, second) < least.most)
    at = at[np.argsort(first[at] * len(owners) + second[at])]
    return kept[first[at]], kept[second[at]], alike[at], rank[at], back[at]


def _steps(least: float) -> Callable[[NDArray[np.float64]], NDArray[np.int32]]:
    """Return what tells cosines in steps of the last of their digits; 0 for those below ``least``."""
    import numpy as np

    def told(cosines: NDArray[np.float64]) -> NDArray[np.int32]:
        steps: NDArray[np.int32] = np.where(cosines >= least, np.rint(cosines * 10**DIGITS), 0).astype(
            np.int32
        )
        return steps

    return told


def _near_in_all(
    rows: Sparse,
    owners: Numbers,
    told: Callable[[NDArray[np.float64]], NDArray[np.int32]],
    least: SlotSettings,
) -> Columns:
    """Return the near pairs of a story of few sentences, as ``_near_of`` does report by report."""
    import numpy as np

    row, column, cosines = all_products(rows, owners)
    steps = told(cosines)
    row, column, steps = row[steps > 0], column[steps > 0], steps[steps > 0]
    alike, reports = steps / 10**DIGITS, int(owners[-1]) + 1
    rank = ranks(row * reports + owners[column], alike, column)
    back = ranks(column * reports + owners[row], alike, row)
    near = np.flatnonzero((rank < least.nearest) | (back < least.nearest))
    near = near[ranks(row[near], alike[near], column[near]) < least.most]
    return row[near], column[near], alike[near], rank[near], back[near]


def _near_of(
    told: NDArray[np.int32], owners: Numbers, begins: tuple[int, int], least: SlotSettings
) -> Columns:
    """Return the near pairs of the rows of one report with those of later ones.

    told: how alike they are in steps (see ``_steps``), a row for each of the report. owners: the report of
    each column. begins: the place of the first row and of the first column. Looked at are the most alike
    of each row, and more where they are not enough: all that is more alike counts in a rank, and no other.
    """
    import numpy as np

    size, looked_at = told.shape[1], WORK.first_look * least.most
    while True:
        lowest = np.ones(len(told), np.int32)
        if WORK.next_look * looked_at < size:
            lowest = np.maximum(np.partition(told, size - looked_at, axis=1)[:, -looked_at], 1)
        row, column = np.nonzero(told >= lowest[:, None])
        alike = told[row, column] / 10**DIGITS
        rank = ranks(row * (int(owners[-1]) + 1) + owners[column], alike, column)
        back = _back(told, row, column)
        near = np.flatnonzero((rank < least.nearest) | (back < least.nearest))
        enough = np.bincount(row[near], minlength=len(told)) >= least.most
        if (enough | (lowest == 1)).all():
            break
        looked_at *= WORK.next_look
    near = near[ranks(row[near], alike[near], column[near]) < least.most]
    return row[near] + begins[0], column[near] + begins[1], alike[near], rank[near], back[near]


def _back(told: NDArray[np.int32], row: Numbers, column: Numbers) -> Numbers:
    """Return the rank of each entry in its column, the earlier row first where two are equal."""
    import numpy as np

    if len(told) <= WORK.ranks_counted:
        others, own = told[:, column], told[row, column]
        before = np.arange(len(told))[:, None] < row
        rank: Numbers = ((others > own) | (before & (others == own))).sum(axis=0)
        return rank
    columns, at = np.unique(column, return_inverse=True)
    of_columns = told[:, columns].T
    places = np.broadcast_to(np.arange(len(told)), of_columns.shape).ravel()
    numbers = np.repeat(np.arange(len(columns)), len(told))
    nearer = ranks(numbers, of_columns.ravel() / 10**DIGITS, places)
    return np.asarray(nearer[at * len(told) + row])
