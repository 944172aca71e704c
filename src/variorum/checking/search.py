"""Finding a quotation in a collection: seeds propose candidate reports, the words decide."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum import limits
from variorum.checking.comparing import Finding, compare_place, views_of
from variorum.checking.index import Index
from variorum.checking.places import OpenReport, windows
from variorum.checking.results import FOUND
from variorum.checking.seeds import searched, seeds
from variorum.collation.utterances.rendering import Rendering
from variorum.errors import is_fault
from variorum.model import Reject, article_fault, by_date
from variorum.settings import SEARCH, CheckSettings, CollateSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class ReportFinding(Struct, frozen=True):
    """A finding and the report it is in."""

    number: int
    page: OpenReport
    finding: Finding

    @property
    def order(self) -> tuple[tuple[int, int, int, int], bool, str, str]:
        """Orders by nearness, then by date, undated last, then by id."""
        return self.finding.rank, *by_date(self.page.article)


class ReportFault(Exception):
    """Something raised at one report of the collection. number: of the report in the index."""

    def __init__(self, number: int, reject: Reject) -> None:
        super().__init__(reject.reason)
        self.number = number
        self.reject = reject


class Search:
    """Looks stretches up in an index; keeps the reports that it opened.

    set_aside: texts that count as no reports wherever they stand.
    """

    def __init__(self, index: Index, settings: CheckSettings, collate: CollateSettings) -> None:
        self.index = index
        self.settings = settings
        self.collate = collate
        self.size = len(index)
        self.set_aside: frozenset[str] = frozenset()
        self.page = lru_cache(maxsize=SEARCH.pages)(self._page)
        self._views = lru_cache(maxsize=SEARCH.views)(views_of)
        self._holders: dict[int, NDArray[np.int64]] = {}
        self._left_out: set[int] = set()

    def _page(self, number: int) -> OpenReport | None:
        article = None if number in self._left_out else self.index.article(number)
        return None if article is None else OpenReport(article)

    def leave_out(self, number: int) -> None:
        """Search on as if the report were not in the index."""
        self._left_out.add(number)
        self.size -= 1
        self._holders = {seed: held[held != number] for seed, held in self._holders.items()}
        self.page.cache_clear()

    def prepare(self, stretches: Iterable[Rendering]) -> None:
        """Look the seeds of many stretches up at once, which reads each part of the index once."""
        wanted = {seed for stretch in stretches for seed in seeds(words_of(stretch)).tolist()}
        new = sorted(wanted - self._holders.keys())
        for seed, held in self.index.holders(new):
            for number in self._left_out:
                held = held[held != number]
            self._holders[seed] = held

    def find(self, stretch: Rendering, *, also: Sequence[int] = (), without: str = "") -> list[ReportFinding]:
        """Return where ``stretch`` stands, nearest first; empty when it is nowhere.

        Also where it stands with other words, unless it is a fragment: those prove nothing then.
        also: numbers of reports to look into whether or not they share seeds. without: a text that is
        the draft itself.
        """
        self.prepare([stretch])
        whole, close, part = self._candidates(stretch)
        found = self._compare(stretch, [*whole, *also], without)
        if len(stretch.words) > self.settings.fragment:
            exact = any(one.finding.verdict in FOUND for one in found)
            # Where the words stand somewhere, a report that has them otherwise still shares most of them.
            found += self._compare(stretch, close[: self.settings.matches] if exact else part, without)
        unique = {(one.page.article.id, one.page.article.text): one for one in found}
        return sorted(unique.values(), key=lambda one: one.order)

    def _compare(self, stretch: Rendering, numbers: Iterable[int], without: str) -> list[ReportFinding]:
        found = []
        for number in dict.fromkeys(numbers):
            page = self.page(number)
            if page is None or page.article.text == without or page.article.text in self.set_aside:
                continue
            limits.enter("comparing")
            try:
                with limits.time_limit(self.settings.seconds):
                    best = self._best(page, stretch)
            except Exception as error:
                if not is_fault(error):
                    raise
                raise ReportFault(number, article_fault(page.article, error)) from error
            if best is not None:
                found.append(ReportFinding(number, page, best))
        return found

    def _best(self, page: OpenReport, stretch: Rendering) -> Finding | None:
        marked = bool(stretch.read.gaps)
        findings = [
            finding
            for window in windows(page, words_of(stretch), marked=marked)
            if (
                finding := compare_place(
                    page, stretch, self._views(page, window), self.settings, self.collate
                )
            )
        ]
        return min(findings, key=lambda finding: (finding.rank, finding.span), default=None)

    def _candidates(self, stretch: Rendering) -> tuple[list[int], list[int], list[int]]:
        """Return the reports that share all seeds, the likeliest that share half, those that share some."""
        import numpy as np

        own = self._telling(set(seeds(words_of(stretch)).tolist()))
        if not own:
            return [], [], []
        numbers = np.concatenate([self._holders[seed] for seed in own])
        if not numbers.size:
            return [], [], []
        weights = np.concatenate(
            [
                np.full(len(held), math.log1p(self.size / len(held)))
                for seed in own
                if len(held := self._holders[seed])
            ]
        )
        articles, places = np.unique(numbers, return_inverse=True)
        shared = np.bincount(places)
        weight = np.bincount(places, weights)
        whole = articles[shared == len(own)][: self.settings.exact]
        rest = np.lexsort((articles, -weight.round(6)))
        # Fewer shared seeds cannot make up as many agreeing words as comparing asks for, and half as many
        # as another has are not the nearest.
        partly = shared < len(own)
        best = int(shared[partly].max(initial=0))
        enough = max(min(SEARCH.least_shared, 1 + len(own) // 5), best // 2)
        part = articles[rest[partly[rest] & (shared[rest] >= enough)]][: self.settings.near]
        close = part[2 * shared[np.searchsorted(articles, part)] >= len(own)]
        return whole.tolist(), close.tolist(), part.tolist()

    def _telling(self, own: set[int]) -> list[int]:
        """Return the seeds of ``own`` without the frequent ones, where enough others are left."""
        held = sorted(own, key=lambda seed: (len(self._holders[seed]), seed))
        few = [
            seed
            for seed in held
            if len(self._holders[seed]) <= max(SEARCH.frequent, self.size * SEARCH.frequent_share)
        ]
        return few if len(few) >= min(SEARCH.least_shared, len(held)) else held[: SEARCH.least_shared]


@lru_cache(maxsize=1024)
def _searched(text: str) -> tuple[int, ...]:
    return tuple(searched(text))


def words_of(stretch: Rendering) -> list[int]:
    """Return the numbers of the searched words of a stretch."""
    text = stretch.source.article.text
    return [number for span in stretch.content for number in _searched(span.of(text))]
