"""Comments for Variorum in a page: a sign of its own holds the place of each until the text is made."""

from __future__ import annotations

import re
from bisect import bisect_left

from msgspec.structs import replace

from variorum.formats.page.body import Body
from variorum.formats.remarks import Remark, words_for_variorum
from variorum.model import Span

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
# A code point that no text has: planes 15 and 16 are for private use.
_SIGN = "\U000ff9e1"
# A line of its own is taken out with the blank line after it.
_PLACE = re.compile(rf"(?<!\S){_SIGN}(?:\n\n|[^\S\n]|(?=\n)|\Z)|{_SIGN}")


def with_places(markup: str) -> tuple[str, tuple[str, ...]]:
    """Return ``markup`` with a sign in the place of each comment for Variorum, and what they say."""
    words: list[str] = []

    def put(comment: re.Match[str]) -> str:
        said = words_for_variorum(comment[1])
        if said is None:
            return comment[0]
        words.append(said)
        return _SIGN

    if "variorum" not in markup:
        return markup, ()
    return _COMMENT.sub(put, markup.replace(_SIGN, "")), tuple(words)


def without_places(body: Body, words: tuple[str, ...]) -> tuple[Body, list[Remark]]:
    """Return ``body`` without the signs, its blocks where they then stand, and the remarks.

    Where a sign was lost on the way (it stood in a script, say) nobody knows which: none is placed.
    """
    if not words:
        return body, []
    places = list(_PLACE.finditer(body.text))
    ends = [match.end() for match in places]
    gone = [0]
    for match in places:
        gone.append(gone[-1] + match.end() - match.start())

    def moved(at: int) -> int:
        before = bisect_left(ends, at)
        if before < len(places) and places[before].start() < at:  # inside one that is taken out
            at = places[before].start()
        return at - gone[before]

    text = _PLACE.sub("", body.text).rstrip()
    blocks = []
    for block in body.blocks:
        span = Span(moved(block.span.start), min(moved(block.span.end), len(text)))
        if span.end > span.start:
            blocks.append(replace(block, span=span))
    placed = len(places) == len(words)
    starts = [min(match.start() - before, len(text)) for match, before in zip(places, gone, strict=False)]
    starts = starts if placed else [0] * len(words)
    remarks = [
        Remark(words=said, start=at, end=at, placed=placed) for said, at in zip(words, starts, strict=True)
    ]
    return replace(body, text=text, blocks=tuple(blocks)), remarks


def without_signs(words: str) -> str:
    """Return words without signs for comments."""
    return words.replace(_SIGN, "")
