"""Marks for quotations that only markup tells: ``<q>`` of HTML, as browsers print them."""

from __future__ import annotations

_OPENING, _CLOSING = "\"“„‟«‘‚'", "\"”“‟»’'"
_PAIRS = (("“", "”"), ("‘", "’"))


def marks_at(level: int) -> tuple[str, str]:
    """Return the opening and the closing mark of a quotation that is inside ``level`` others."""
    return _PAIRS[level % 2]


def already_marked(before: str, words: str, after: str) -> bool:
    """Tell whether marks were typed around ``words`` as well, inside of the markup or outside.

    before, after: the text around, of which only the nearest signs count.
    """
    bare = words.strip()
    inside = len(bare) > 1 and bare[0] in _OPENING and bare[-1] in _CLOSING
    return inside or (before[-1:] in tuple(_OPENING) and after[:1] in tuple(_CLOSING))
