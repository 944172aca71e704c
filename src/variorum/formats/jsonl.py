"""``.jsonl``, ``.ndjson``: one JSON record a line, read line by line, never the whole file."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any

import msgspec

from variorum.errors import BadRecord, UnreadableFile, is_fault
from variorum.formats import gdelt
from variorum.formats.base import Format, Placed
from variorum.formats.encoding import byte_order_mark, nul_at, with_faults
from variorum.formats.records import noted, read_record
from variorum.formats.source import Source, size
from variorum.model import Reject, fault
from variorum.settings import ReadSettings

_decoder = msgspec.json.Decoder()


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is JSON Lines: by its suffix, else by a first line that is a whole object."""
    if suffix in FORMAT.suffixes:
        return True
    if suffix not in ("", ".txt", ".json"):
        return False
    first, end, rest = head.lstrip(codecs.BOM_UTF8).partition(b"\n")
    first = first.strip()
    if not (first.startswith(b"{") and (not end or first.endswith(b"}"))):
        return False
    if suffix == ".json":
        return first.endswith(b"}") and rest.lstrip().startswith(b"{")
    return first.startswith(b'{"')


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield an article or a reject for each line that is not blank."""
    at = source.head.find(b"\x00")
    if at >= 0 and not byte_order_mark(source.head) and source.head[:1] not in (b"{", b"[", b" ", b"\n"):
        raise UnreadableFile(nul_at(at), file=source.name)
    yield from read_lines(source.lines(), source.name, settings)


def read_lines(lines: Iterator[bytes | None], file: str, settings: ReadSettings) -> Iterator[Placed]:
    """Yield what the lines of a file hold; None is one over the limit. Raises UnreadableFile for none."""
    line = 0
    found = lacking = False
    try:
        for data in lines:
            line += 1
            if data is None:
                found = True
                limit = size(settings.max_record_bytes)
                yield (
                    line,
                    Reject(file=file, line=line, reason=f"line is longer than {limit}, the limit"),
                )
                continue
            if line == 1:
                data = data.removeprefix(codecs.BOM_UTF8)
            if not data or data.isspace():
                continue
            found = True
            for item in _read_line(data, file, line, settings):
                lacking = lacking or not isinstance(item, Reject) and gdelt.SOURCE in item.extra
                yield line, item
    except UnreadableFile as error:
        reason = f"{error.message}; reading stopped after line {line}" if line else error.message
        yield line or None, Reject(file=file, line=line or None, reason=reason)
        return
    if not found:
        raise UnreadableFile("holds no records", file=file)
    if lacking:  # of all of them, so once
        yield None, Reject(file=file, reason=gdelt.LACKS)


def _read_line(data: bytes, file: str, line: int, settings: ReadSettings) -> Iterator[Any]:
    faults = None
    try:
        record = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        try:
            record, faults = _with_faults(data)
        except BadRecord as error:
            yield Reject(file=file, line=line, reason=error.message)
            return
    except Exception as error:
        if not is_fault(error):
            raise
        yield fault(error, file=file, line=line)
        return
    for item in read_record(record, file=file, line=line, settings=settings):
        yield noted(item, faults)


def _with_faults(data: bytes) -> tuple[Any, str | None]:
    """Return the record of a line that is not strict JSON, and a note where it is UTF-8 with faults."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if mended := with_faults(data):
            return decode_leniently(mended[0].encode()), mended[1]
    return decode_leniently(data), None


def decode_leniently(data: bytes) -> Any:
    """Return what JSON ``data`` holds, NaN and infinities (which JSON lacks, but pandas writes) as null.

    Raises BadRecord that says where it breaks.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRecord(
            f"is not UTF-8 (byte 0x{data[error.start]:02x} at column {error.start + 1}); "
            "convert the file to UTF-8"
        ) from error
    try:
        record = json.loads(text, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        unterminated = error.msg.startswith("Unterminated string")
        raise BadRecord(f"is not JSON: {_where(text, len(text) if unterminated else error.pos)}") from error
    except (RecursionError, ValueError) as error:
        deep = isinstance(error, RecursionError)
        reason = "is nested too deeply" if deep else "holds a number of too many digits"
        raise BadRecord(f"{reason} to be a report") from error
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        code = ord(error.object[error.start])
        raise BadRecord(
            f"holds half a character (\\u{code:04x} without its pair); "
            "the text was cut inside an emoji or the like"
        ) from error
    return record


def _where(text: str, position: int) -> str:
    if position >= len(text.rstrip()):
        return "ends inside the record (cut off?)"
    sign = text[position]
    name = (
        f'"{sign}"'
        if sign.isprintable() and sign != '"'
        else "a quotation mark"
        if sign == '"'
        else f"U+{ord(sign):04X}"
    )
    line = text.count("\n", 0, position)
    column = position - (text.rfind("\n", 0, position) + 1) + 1
    return f"unexpected {name} at column {column}" + (f" of line {line + 1}" if line else "")


FORMAT = Format(name="jsonl", suffixes=(".jsonl", ".ndjson", ".jsonlines"), sniff=sniff, read=read)
