"""How many independent sources print something: reports that share the passage it is in count as one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from variorum.checking.places import OpenReport
from variorum.checking.search import ReportFinding
from variorum.reuse.reuse import Passage, Runs, passages_of
from variorum.reuse.shingles import Wording
from variorum.settings import SEARCH, ReuseSettings


class Origins:
    """Counts them for the quotations of a run; what two reports share is looked up once."""

    def __init__(self, settings: ReuseSettings) -> None:
        self._settings = settings
        self._runs = lru_cache(maxsize=SEARCH.pages)(_runs)
        self._shared = lru_cache(maxsize=SEARCH.pairs)(self._passages)

    def count(self, found: Sequence[ReportFinding]) -> int:
        """Return how many origins there are for what was found in some reports; none has none.

        Two reports are of one origin when they share a passage that has the found words in both, as in a
        collation (``reuse.witnesses``): what a report prints in its own text counts by itself, also when the
        rest of it is agency copy. Of more than 32 reports each is only compared with the first 32.
        """
        of = list(range(len(found)))
        for a in range(min(len(found), SEARCH.copies)):
            for b in range(a + 1, len(found)):
                if of[a] != of[b] and self._are_one(found[a], found[b]):
                    of = [of[a] if origin == of[b] else origin for origin in of]
        return len(set(of))

    def _are_one(self, a: ReportFinding, b: ReportFinding) -> bool:
        """Tell whether both go back to one text, whose words around them show it, or are all there is."""
        if a.page.words == b.page.words:
            return True
        return any(_has(passage, 0, a) and _has(passage, 1, b) for passage in self._shared(a.page, b.page))

    def _passages(self, a: OpenReport, b: OpenReport) -> tuple[Passage, ...]:
        return tuple(passages_of(self._runs(a), self._runs(b), self._settings))


def _runs(page: OpenReport) -> Runs:
    return Runs(Wording.of(page.article.text, (), [region.span for region in page.regions]))


def _has(passage: Passage, side: int, found: ReportFinding) -> bool:
    """Tell whether a passage of two reports has words of what was found in one of them."""
    starts, ends = found.page.word_places
    first = int(ends.searchsorted(found.finding.span.start, "right"))
    end = int(starts.searchsorted(found.finding.span.end))
    table = passage.table
    begins, last = table[0, side], table[-1, side] + table[-1, 2]
    return bool(begins < end and first < last)
