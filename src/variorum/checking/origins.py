"""How many independent sources print something: reports that share the passage it is in count as one."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.checking.search import ReportFinding
from variorum.reuse.reuse import Passage, Runs, passages_of
from variorum.reuse.shingles import Wording, word_places
from variorum.settings import SEARCH, ReuseSettings


def count_origins(found: Sequence[ReportFinding], settings: ReuseSettings) -> int:
    """Return how many origins there are for what was found in some reports; none has none.

    Two reports are of one origin when they share a passage that has the found words in both, as in a
    collation (``reuse.witnesses``): what a report prints in its own text counts by itself, also when the
    rest of it is agency copy. Of more than 32 reports each is only compared with the first 32.
    """
    places = [_Place(one, settings) for one in found]
    of = list(range(len(places)))
    for a in range(min(len(places), SEARCH.copies)):
        for b in range(a + 1, len(places)):
            if of[a] != of[b] and places[a].is_one_with(places[b]):
                of = [of[a] if origin == of[b] else origin for origin in of]
    return len(set(of))


class _Place:
    """Found words in a report: the text around them, and which of its words they are."""

    def __init__(self, found: ReportFinding, settings: ReuseSettings) -> None:
        page = found.page
        starts, ends = word_places(page.article.text)
        self._settings = settings
        self._runs = Runs(Wording.of(page.article.text, (), [region.span for region in page.regions]))
        self._first = int(ends.searchsorted(found.finding.span.start, "right"))
        self._end = int(starts.searchsorted(found.finding.span.end))
        self._text = page.words

    def is_one_with(self, other: _Place) -> bool:
        """Tell whether both go back to one text, whose words around them show it, or are all there is."""
        if self._text == other._text:
            return True
        shared = passages_of(self._runs, other._runs, self._settings)
        return any(self._has(passage, 0) and other._has(passage, 1) for passage in shared)

    def _has(self, passage: Passage, side: int) -> bool:
        table = passage.table
        begins, ends = table[0, side], table[-1, side] + table[-1, 2]
        return bool(begins < self._end and self._first < ends)
