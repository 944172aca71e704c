"""Candidate places of a quotation in a report: around the n-grams of searched words that both share."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from variorum.checking.seeds import numbered, printed_words, searched, seeds
from variorum.model import Article, Span, SpanIndex
from variorum.reuse.shingles import word_places
from variorum.settings import SEARCH
from variorum.text.hashes import distinct
from variorum.text.marks import QuotedRegion, pair_marks
from variorum.text.plain import without_markup
from variorum.text.wrapping import join_lines

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LINE_END = re.compile(r"[\n\r\u2028\u2029]")
_RUNS = (3, 2, 1)  # searched words in a row that mark a place; shorter ones where there is no longer


class OpenReport:
    """A report opened for comparison, without markup; what is costly is computed when first needed."""

    def __init__(self, article: Article) -> None:
        self.article, self._view = without_markup(article)

    def stored(self, span: Span) -> tuple[Span, str]:
        """Return where ``span`` stands in the stored text, and what stands there."""
        span = self._view.back(span)
        return span, span.of(self._view.stored)

    @cached_property
    def words(self) -> list[int]:
        """The numbers of its searched words, in order."""
        return searched(self.article.text)

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where each of ``words`` stands, code points."""
        printed = printed_words(self.article.text)
        find, end, places = self.article.text.index, 0, []
        for word, number in zip(printed, numbered(printed), strict=True):
            # Nothing between two words has a sign of one, so that the next stands where it is found first.
            start = find(word, end)
            end = start + len(word)
            if number:
                places.append((start, end))
        return places

    @cached_property
    def word_places(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where all of its words begin and end, as reuse counts them."""
        return word_places(self.article.text)

    @cached_property
    def regions(self) -> tuple[QuotedRegion, ...]:
        """The outermost stretches between quotation marks."""
        return tuple(region for region in pair_marks(join_lines(self.article.text)) if region.level == 0)

    @cached_property
    def marked(self) -> SpanIndex:
        """What is marked as quoted: by quotation marks or as a block."""
        blocks = (block.span for block in self.article.blocks if block.kind in ("quote", "post"))
        return SpanIndex([*(region.inner for region in self.regions), *blocks])

    def regions_at(self, place: Span) -> tuple[QuotedRegion, ...]:
        """Return those of ``regions`` (they stand one after the other) that touch ``place``."""
        first = bisect_left(self.regions, place.start, key=lambda region: region.inner.end)
        last = bisect_left(self.regions, place.end, key=lambda region: region.inner.start)
        return self.regions[first:last]

    def runs(self, size: int) -> NDArray[np.uint32]:
        """Return the seeds of ``size`` words."""
        known = self._runs.get(size)
        if known is None:
            known = self._runs[size] = seeds(self.words, size)
        return known

    @cached_property
    def _runs(self) -> dict[int, NDArray[np.uint32]]:
        return {}

    def places_of(self, wanted: NDArray[np.uint32], size: int) -> list[int]:
        """Return where the seeds ``wanted`` of ``size`` words stand, in order; of more than ``SEARCH.hits``
        places those of the rarest.
        """
        import numpy as np

        known = self._sorted.get(size)
        if known is None:
            order = np.argsort(self.runs(size), kind="stable")
            known = self._sorted[size] = self.runs(size)[order], order
        values, order = known
        own = distinct(wanted)
        first, last = np.searchsorted(values, own, "left"), np.searchsorted(values, own, "right")
        found: list[int] = []
        for at in np.argsort(last - first, kind="stable").tolist():
            found += order[first[at] : last[at]][: SEARCH.hits - len(found)].tolist()
        return sorted(found)

    @cached_property
    def _sorted(self) -> dict[int, tuple[NDArray[np.uint32], NDArray[np.intp]]]:
        return {}

    @cached_property
    def asked(self) -> dict[tuple[tuple[int, ...], bool], list[Span]]:
        """What ``windows`` answered: a draft may repeat a quotation as often as its report does."""
        return {}


def windows(page: OpenReport, wanted: Sequence[int], *, marked: bool) -> list[Span]:
    """Return the parts of the text that may hold a stretch, the likeliest first; mostly none or one.

    wanted: numbers of the searched words of the stretch. marked: the draft says that words are left out, so
    that its parts may stand farther apart.
    """
    asked = tuple(wanted), marked
    if asked not in page.asked:
        page.asked[asked] = _windows(page, wanted, marked=marked)
    return page.asked[asked]


def _windows(page: OpenReport, wanted: Sequence[int], *, marked: bool) -> list[Span]:
    size, hits = _hits(page, wanted)
    if not hits:
        return []
    apart = SEARCH.apart_marked if marked else max(SEARCH.apart, len(wanted))
    clusters: list[list[int]] = []
    values = page.runs(size)
    own: dict[int, int] = {}
    for at, seed in enumerate(_seeds(tuple(wanted), size).tolist()):
        own.setdefault(seed, at)
    before = 0
    for hit in hits:
        at = own[int(values[hit])]
        # Far back in the stretch again: the report prints it once more.
        if clusters and hit - clusters[-1][-1] <= apart and before - at <= len(wanted) // 2:
            clusters[-1].append(hit)
        else:
            clusters.append([hit])
        before = at
    clusters.sort(key=lambda cluster: (-len({int(values[hit]) for hit in cluster}), cluster[0]))
    ranges = [_range(page, cluster, wanted, size) for cluster in clusters[: SEARCH.places]]
    return [
        _window(page, first, last)
        for (first, last), cluster in zip(ranges, clusters, strict=False)
        if _promising(page, first, last, cluster, wanted, size)
    ]


def _hits(page: OpenReport, wanted: Sequence[int]) -> tuple[int, list[int]]:
    """Return the size of the longest n-grams that are shared, and where they stand."""
    for size in _RUNS:
        if len(wanted) < size or (size == 1 and len(wanted) > 1):
            continue
        hits = page.places_of(_seeds(tuple(wanted), size), size)
        if hits:
            return size, hits
    return 0, []


@lru_cache(maxsize=16)
def _seeds(wanted: tuple[int, ...], size: int) -> NDArray[np.uint32]:
    """Return the seeds of one stretch, which is looked for in many reports."""
    return seeds(list(wanted), size)


def _range(page: OpenReport, cluster: Sequence[int], wanted: Sequence[int], size: int) -> tuple[int, int]:
    """Return first and last searched word of a place that holds the stretch, whatever part the runs are."""
    own = _seeds(tuple(wanted), size).tolist()
    values = page.runs(size)
    before = max(at for at, seed in enumerate(own) if seed == values[cluster[0]])
    after = len(wanted) - own.index(int(values[cluster[-1]]))
    first = max(0, cluster[0] - before - SEARCH.margin)
    return first, min(len(page.words) - 1, cluster[-1] + after + SEARCH.margin)


def _promising(
    page: OpenReport, first: int, last: int, cluster: Sequence[int], wanted: Sequence[int], size: int
) -> bool:
    if len(wanted) <= SEARCH.long_run:
        return True
    here = set(page.words[first : last + 1])
    if sum(word in here for word in wanted) >= SEARCH.share * len(wanted):
        return True
    run = longest = 1
    for one, other in zip(cluster, cluster[1:], strict=False):
        run = run + 1 if other == one + 1 else 1
        longest = max(longest, run)
    return longest + size - 1 >= SEARCH.long_run


def _window(page: OpenReport, first: int, last: int) -> Span:
    """Return the text from one searched word to another, to the ends of the text where they are its ends."""
    text = page.article.text
    # Numbers and short words are not searched; at the ends of a text they must not be lost.
    start = 0 if first == 0 else page.places[first][0]
    end = len(text) if last == len(page.words) - 1 else page.places[last][1]
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return Span(start, end)


def around(text: str, span: Span, most: int) -> tuple[str, str]:
    """Return what stands before and after ``span`` in its line, at most so many code points, cut at words."""
    before = _LINE_END.split(text[max(0, span.start - most) : span.start])[-1]
    after = _LINE_END.split(text[span.end : span.end + most], maxsplit=1)[0]
    if len(before) == most < span.start:
        before = before.partition(" ")[2]
    if len(after) == most < len(text) - span.end:
        after = after.rpartition(" ")[0]
    return before, after
