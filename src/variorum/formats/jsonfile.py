"""``.json``: one record, or a list of records, as a whole file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from variorum.errors import BadRecord, UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.encoding import decode
from variorum.formats.jsonl import decode_leniently, read_lines
from variorum.formats.records import noted, read_record
from variorum.formats.source import Source
from variorum.settings import ReadSettings

_LIST_OPENS = re.compile(rb"\s*\[\s*(?:[{\]]|$)")
_BLANK = re.compile(r"\s*")


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is JSON as a whole, also when it is named .jsonl but laid out over lines."""
    if suffix in FORMAT.suffixes:
        return True
    return suffix in ("", ".jsonl") and (
        _LIST_OPENS.match(head) is not None or re.match(rb"\s*\{[ \t]*\r?\n", head) is not None
    )


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield an article or a reject for each record, with the line it begins at."""
    try:
        text, guess = decode(source.read_all())
        value = decode_leniently(text.encode("utf-8", "surrogatepass"))
    except (ValueError, BadRecord) as error:
        if isinstance(error, BadRecord) and _is_lines(text):
            lines = text.encode("utf-8", "surrogatepass").split(b"\n")
            yield from read_lines(iter(lines), source.name, settings)
            return
        raise UnreadableFile(getattr(error, "message", str(error)), file=source.name) from error
    if not isinstance(value, list):
        for item in read_record(value, file=source.name, line=None, settings=settings):
            yield None, noted(item, guess)
        return
    if not value:
        raise UnreadableFile("is an empty list", file=source.name)
    for line, record in zip(_lines_of_records(text), value, strict=True):
        for item in read_record(record, file=source.name, line=line, settings=settings):
            yield line, noted(item, guess)


def _is_lines(text: str) -> bool:
    """Tell whether the file is JSON Lines under another name: two lines that are a record each."""
    lines = [line.encode("utf-8", "surrogatepass") for line in text.split("\n", 2)[:2]]
    try:
        return len(lines) == 2 and all(isinstance(decode_leniently(line), dict) for line in lines)
    except (ValueError, BadRecord):
        return False


def _lines_of_records(text: str) -> Iterator[int]:
    """Yield the line at which each element of the list that ``text`` holds begins."""
    decoder = json.JSONDecoder()
    position, line = text.index("[") + 1, 1 + text.count("\n", 0, text.index("[") + 1)
    while True:
        start = _end_of_blank(text, position)
        if text[start] == "]":
            return
        line += text.count("\n", position, start)
        yield line
        _, end = _decode_at(decoder, text, start)
        line += text.count("\n", start, end)
        position = _end_of_blank(text, end)
        line += text.count("\n", end, position)
        if text[position] == ",":
            position += 1


def _end_of_blank(text: str, start: int) -> int:
    match = _BLANK.match(text, start)
    return match.end() if match else start


def _decode_at(decoder: json.JSONDecoder, text: str, start: int) -> tuple[Any, int]:
    return decoder.raw_decode(text, start)


FORMAT = Format(name="json", suffixes=(".json",), sniff=sniff, read=read)
