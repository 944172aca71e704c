"""Texts that are the same but for white space and typography: how to know them, and to find a place again.

A release has no text, so what is needed to find a place again in another print of it is kept beside its hash:
where the lengths of white space, ellipses and signs without width were not what they are in the plain form.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from hashlib import sha256

from msgspec import Struct

from variorum.model import Span
from variorum.text.late import late
from variorum.text.seen import INVISIBLE
from variorum.text.view import Replaced, View

_COMBINING = "\u0300-\u036f"
_PIECE = late(
    rf"[\s{INVISIBLE}]+|``|''|[\u201c-\u201f\u00ab\u00bb\u2033]|[\u2018-\u201b\u2039\u203a\u02bc\u00b4`\u2032]"
    rf"|[\u2010-\u2015\u2212]|\u2026|[^\W\d_][{_COMBINING}]+"
)
_DOUBLE = frozenset("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033")
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
_INVISIBLE = late(f"[{INVISIBLE}]+")


class Fingerprint(Struct, frozen=True, kw_only=True):
    """A text that is told and not shown.

    sha256: of its UTF-8, hexadecimal. characters: code points. plain: the hash of its plain form.
    shape: start, end (code points) and length in the plain form of what has another length there.
    """

    sha256: str
    characters: int
    plain: str
    shape: tuple[tuple[int, int, int], ...] = ()


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, hexadecimal; lone surrogates count as they stand."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def plain(text: str) -> View:
    """Return a text with white space, marks and dashes in one form each, without signs of no width.

    What prints and web pages do to the same text; a letter, figure or other sign is never changed.
    """
    return View(text, _replaced(text))


def _replaced(text: str) -> Iterator[Replaced]:
    for match in _PIECE.finditer(text):
        new = _plain(match[0], inner=match.start() > 0 and match.end() < len(text))
        if new != match[0]:
            yield match.start(), match.end(), new


def _plain(piece: str, *, inner: bool) -> str:
    first = piece[0]
    if first.isspace() or _INVISIBLE.match(first):
        blank = not _INVISIBLE.fullmatch(piece)
        return " " if blank and inner else ""
    if piece in ("``", "''") or first in _DOUBLE:
        return '"'
    if first in _DASHES:
        return "-"
    if first == "\u2026":
        return "..."
    return unicodedata.normalize("NFC", piece) if len(piece) > 1 else "'"


def fingerprint(text: str) -> Fingerprint:
    """Return what is told of a text in place of its words."""
    replaced = list(_replaced(text))
    shape = tuple((start, end, len(new)) for start, end, new in replaced if len(new) != end - start)
    return Fingerprint(
        sha256=hash_of(text),
        characters=len(text),
        plain=hash_of(View(text, replaced).text),
        shape=shape,
    )


class Anchor:
    """The way from spans of a text that is not there to those of a print of it that is; ``text``: that print.

    exact: the print is the text itself. Raises ValueError where it is neither that nor the same in plain
    form, and for a shape that fits no text of this length.
    """

    def __init__(self, given: Fingerprint, text: str) -> None:
        self.text = text
        self.exact = hash_of(text) == given.sha256
        self._home = View("")
        self._starts: list[int] = []
        self._pieces: list[tuple[int, int, int, int]] = []  # start, end, and both in the plain form
        if self.exact:
            return
        self._home = plain(text)
        if hash_of(self._home.text) != given.plain:
            raise ValueError("is another text")
        at = size = 0
        for start, end, new in given.shape:
            if not at <= start < end <= given.characters or new < 0:
                raise ValueError("has a shape that does not fit")
            size += start - at
            self._starts.append(start)
            self._pieces.append((start, end, size, size + new))
            at, size = end, size + new
        if size + given.characters - at != len(self._home.text):
            raise ValueError("has a shape that does not fit")

    def span(self, start: int, end: int) -> Span:
        """Return where ``start`` up to ``end`` of the text stands in the print."""
        if self.exact:
            return Span(start, end)
        return self._home.back(Span(self._plain(start), self._plain(end)))

    def _plain(self, at: int) -> int:
        """Return the first place of the plain form that stands at a place of the text, or after it."""
        piece = bisect_right(self._starts, at) - 1
        if piece < 0:
            return at
        start, end, first, last = self._pieces[piece]
        return first if at == start else last + max(0, at - end)


_SPACES = re.compile(r"\s+")


def joined(text: str) -> str:
    """Return a stretch with each run of white space as one space."""
    return _SPACES.sub(" ", text)
