"""``.csv`` as Media Cloud exports its lists of stories: headline, outlet, date and address, seldom words.

Other tables are refused: which of their columns is the text is their owner's to say (JSON Lines, Parquet).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from typing import Any

from variorum.errors import UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.encoding import decode
from variorum.formats.records import noted, read_record
from variorum.formats.source import Source
from variorum.model import Reject
from variorum.settings import FILES, ReadSettings

_NEEDED = frozenset(("title", "url", "media_name", "publish_date"))
# Columns of today's export and of the one before it, by the fields of a record.
_FIELDS = {"publish_date": "date", "language": "lang", "media_name": "outlet", "stories_id": "id"}
_DELIMITERS = (",", ";", "\t")


def sniff(suffix: str, head: bytes) -> bool:
    """Tell by the suffix whether the file is a table in text."""
    return suffix in FORMAT.suffixes


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the article of each story, with the line it begins at; one reject says what all of them lack."""
    names, delimiter = _header(source)
    told = _Decoded(source)
    csv.field_size_limit(min(settings.max_record_bytes, sys.maxsize))
    rows = csv.reader(told, delimiter=delimiter)
    bare = count = 0
    line = 1
    try:
        for number, row in enumerate(rows):
            begun, line = line, rows.line_num + 1
            if not number or not any(cell.strip() for cell in row):
                continue
            count += 1
            for item in _items(row, names, source.name, begun, settings):
                bare += not isinstance(item, Reject) and not item.text
                yield begun, noted(item, told.guess)
    except csv.Error as error:
        yield (
            line,
            Reject(file=source.name, line=line, reason=f"is no whole table ({error}); reading stopped"),
        )
    if not count:
        raise UnreadableFile("holds no rows", file=source.name)
    if bare:
        stories = "a story without its words" if bare == 1 else f"{bare:,} stories without their words"
        reason = (
            f"Media Cloud lists {stories}: their headlines are listed, and what they say is unknown; "
            "save the pages and give them"
        )
        yield None, Reject(file=source.name, reason=reason)


class _Decoded:
    """The lines of a file as text; guess: how the encoding of the last one that was not UTF-8 was found."""

    def __init__(self, source: Source) -> None:
        self.guess: str | None = None
        self._source = source

    def __iter__(self) -> Iterator[str]:
        for data in self._source.lines():
            if data is None:
                raise csv.Error("a line is longer than the limit for one report")
            try:
                yield data.decode("utf-8-sig") + "\n"
            except UnicodeDecodeError:
                text, self.guess = decode(data)
                yield text + "\n"


def _header(source: Source) -> tuple[list[str], str]:
    """Return the names of the columns and what parts them. Raises UnreadableFile for another table."""
    first = source.head.decode("utf-8-sig", "replace").partition("\n")[0].rstrip("\r")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        names = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
    except csv.Error:
        names = []
    if not names or not set(names) >= _NEEDED:
        shown = ", ".join(f'"{name[:40]}"' for name in names[: FILES.shown_columns]) or "no columns"
        raise UnreadableFile(
            f"is a table that is not Media Cloud's (it has {shown}); give it as JSON Lines or Parquet with a "
            'column "text"',
            file=source.name,
        )
    return names, delimiter


def _items(row: list[str], names: list[str], file: str, line: int, settings: ReadSettings) -> Iterator[Any]:
    if len(row) != len(names):
        reason = f"has {len(row)} cells, and the table has {len(names)} columns"
        yield Reject(file=file, line=line, reason=reason)
        return
    record: dict[str, Any] = {
        _FIELDS.get(name, name): cell for name, cell in zip(names, row, strict=True) if cell.strip()
    }
    record.setdefault("text", "")
    yield from read_record(record, file=file, line=line, settings=settings)


FORMAT = Format(name="mediacloud", suffixes=(".csv",), sniff=sniff, read=read)
