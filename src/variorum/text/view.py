"""A text in which stretches are replaced, and the way between both.

The stored text of an article is never altered. What looks at words looks at a view of it instead: without
signs of markup (``plain``), with broken lines joined (``wrapping``), without signs nobody sees (``seen``).
What is found there is told with offsets of the stored text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from variorum.model.span import Span

Replaced = tuple[int, int, str]
"""A stretch of a text, ``start`` up to ``end``, and what a view has in its place."""


class View:
    """A text with some stretches replaced.

    given: the text, or a view of one, which this is then a view of. replaced: the stretches, in order,
        none overlapping another; none leaves the text as it is.
    text: of the view. stored: the text at the bottom of all views.
    """

    stored: str
    text: str
    __slots__ = ("_below", "_ends", "_starts", "_view_ends", "_view_starts", "stored", "text")

    def __init__(self, given: str | View, replaced: Iterable[Replaced] = ()) -> None:
        self._below = given if isinstance(given, View) and given.changed else None
        self.stored = given.stored if isinstance(given, View) else given
        text = given.text if isinstance(given, View) else given
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._view_starts: list[int] = []
        self._view_ends: list[int] = []
        parts: list[str] = []
        at = size = 0
        for start, end, new in replaced:
            parts += [text[at:start], new]
            size += start - at + len(new)
            at = end
            self._starts.append(start)
            self._ends.append(end)
            self._view_starts.append(size - len(new))
            self._view_ends.append(size)
        self.text = "".join([*parts, text[at:]]) if parts else text

    @property
    def changed(self) -> bool:
        """Whether anything is replaced, here or in the view below."""
        return bool(self._starts) or self._below is not None

    def then(self, replaced: Iterable[Replaced]) -> View:
        """Return the view of this one's text in which these stretches are replaced, too."""
        view = View(self, replaced)
        return view if view._starts else self

    def back(self, span: Span) -> Span:
        """Return where a span of the view stands in the stored text; an empty one stays empty.

        It ends with its last sign: what is left out around it stays outside, what is inside stays inside.
        """
        start = self._start_back(span.start)
        span = Span(start, self._end_back(span.end) if span.end > span.start else start)
        return self._below.back(span) if self._below is not None else span

    def there(self, span: Span) -> Span:
        """Return what of the view stands in a span of the stored text; empty where all of it is left out."""
        if self._below is not None:
            span = self._below.there(span)
        return Span(self._there(span.start), self._there(span.end))

    def _start_back(self, at: int) -> int:
        piece = bisect_right(self._view_starts, at) - 1
        if piece < 0:
            return at
        inside = at < self._view_ends[piece]
        return self._starts[piece] if inside else self._ends[piece] + at - self._view_ends[piece]

    def _end_back(self, at: int) -> int:
        piece = bisect_right(self._view_starts, at - 1) - 1
        if piece < 0:
            return at
        return self._ends[piece] + max(0, at - self._view_ends[piece])

    def _there(self, at: int) -> int:
        """Return the first sign of the view that begins at ``at`` of the text below, or after it."""
        piece = bisect_right(self._starts, at) - 1
        if piece < 0:
            return at
        if at == self._starts[piece]:
            return self._view_starts[piece]
        return self._view_ends[piece] + max(0, at - self._ends[piece])
