"""Offsets of tools that count UTF-16 code units: JavaScript and Java do; Python and this program do not."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from variorum.model import Span

_PLANE = 0xFFFF  # code points above take two units


class Units:
    """The way between code points and UTF-16 code units of one text; a question costs the logarithm of
    how many code points need two units."""

    def __init__(self, text: str) -> None:
        self._size = len(text)
        wide = [place for place, sign in enumerate(text) if ord(sign) > _PLANE]
        self._wide = wide
        self._units = [place + before for before, place in enumerate(wide)]  # where each begins, in units

    def units(self, span: Span) -> Span:
        """Return a span of code points in units."""
        return Span(self._to_unit(span.start), self._to_unit(span.end))

    def points(self, span: Span) -> Span | None:
        """Return a span of units in code points; None when it cuts a sign in two or leaves the text."""
        start, end = self._to_point(span.start), self._to_point(span.end)
        if start is None or end is None or not 0 <= start <= end <= self._size:
            return None
        return Span(start, end)

    def _to_unit(self, point: int) -> int:
        return point + bisect_left(self._wide, point)

    def _to_point(self, unit: int) -> int | None:
        before = bisect_right(self._units, unit)  # wide signs that begin at or before the unit
        if before and unit == self._units[before - 1] + 1:
            return None  # within a pair
        begun = before - 1 if before and self._units[before - 1] == unit else before
        return unit - begun
