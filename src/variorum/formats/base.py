"""What every format is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from variorum.formats.source import Source
from variorum.model import Article, Reject
from variorum.settings import ReadSettings

Item = Article | Reject
# The line an item begins at (from 1), None where the whole file is the item.
Placed = tuple[int | None, Item]


class Format(Struct, frozen=True, kw_only=True):
    """A file format that reports come in.

    suffixes: lower case, with the point; what the format usually goes by.
    sniff: tells from the suffix (without ``.gz``) and the first bytes whether the file is of this format.
    read: yields what the file holds; raises UnreadableFile for the file as a whole, never for a record.
    binary: files are not text, so first bytes that look like an archive are no reason to refuse one.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[str, bytes], bool]
    read: Callable[[Source, ReadSettings], Iterator[Placed]]
    binary: bool = False
