"""A stretch of an article's text."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Span(Struct, frozen=True, order=True, array_like=True):
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


def cover(spans: Iterable[Span]) -> Span:
    """Return the smallest span that contains all of ``spans``.

    Raises ValueError when there is none.
    """
    spans = tuple(spans)
    return Span(min(span.start for span in spans), max(span.end for span in spans))
