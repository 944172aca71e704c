"""A stretch of an article's text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Generic, TypeVar

from msgspec import Struct

Item = TypeVar("Item")


class Span(Struct, frozen=True, order=True, array_like=True, gc=False):
    """Code points ``start`` up to but not including ``end`` of a text; JSON ``[start, end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether both share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def __len__(self) -> int:
        return self.end - self.start


Spans = tuple[Span, ...]


def from_on(start: int) -> Span:
    """Return what stands in order right before all spans that begin at ``start``, to look them up by.

    ``bisect`` then compares spans with it, which is faster than asking each for its start.
    """
    return Span(start, -1)


class SpanIndex:
    """Spans in any order that may overlap; a question takes the logarithm of their number."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        # The farthest end of all that begin up to here.
        self._ends = list(accumulate((span.end for span in ordered), max))

    def contains(self, span: Span) -> bool:
        """Tell whether ``span`` lies wholly inside one of the spans."""
        at = bisect_right(self._starts, span.start)
        return at > 0 and self._ends[at - 1] >= span.end

    def overlaps(self, span: Span) -> bool:
        """Tell whether ``span`` shares at least one code point with one of the spans."""
        at = bisect_left(self._starts, span.end)
        return at > 0 and self._ends[at - 1] > span.start


class SpansWith(Generic[Item]):
    """Spans in any order that may overlap, each with what belongs to it.

    A question takes the logarithm of their number and what spans that reach far back cost.
    """

    def __init__(self, given: Iterable[tuple[Span, Item]]) -> None:
        self._given = list(given)
        self._order = sorted(range(len(self._given)), key=lambda place: self._given[place][0])
        spans = [self._given[place][0] for place in self._order]
        self._starts = [span.start for span in spans]
        self._ends = list(accumulate((span.end for span in spans), max))

    def overlapping(self, span: Span) -> list[tuple[Span, Item]]:
        """Return those that share at least one code point with ``span``, in the order they were given."""
        at = bisect_left(self._starts, span.end)
        found = []
        while at > 0 and self._ends[at - 1] > span.start:
            at -= 1
            if self._given[self._order[at]][0].end > span.start:
                found.append(self._order[at])
        return [self._given[place] for place in sorted(found)]


def cover(spans: Iterable[Span]) -> Span:
    """Return the smallest span that contains all of ``spans``.

    Raises ValueError when there is none.
    """
    spans = tuple(spans)
    return Span(min(span.start for span in spans), max(span.end for span in spans))
