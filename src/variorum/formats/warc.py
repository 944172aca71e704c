"""``.warc``, ``.warc.gz``: the pages of a web archive (WARC 1.0 and 1.1, ISO 28500), record by record.

Framing is read here and not by a library, because a record that is broken must be told with its place and
the next one found again.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from variorum.errors import BadRecord, UnreadableFile, is_fault
from variorum.formats.base import Format, Placed
from variorum.formats.dates import to_iso
from variorum.formats.html import looks_like_page, markup_of
from variorum.formats.http import Response, content, parse_response
from variorum.formats.records import note, read_record
from variorum.formats.source import Source, size
from variorum.model import Article, Reject, article_id, fault
from variorum.settings import FILES, SHOWN, ReadSettings

CAPTURED = "captured"  # field of `extra`: when the page was archived, as the record tells
_VERSION = re.compile(rb"WARC/\d+\.\d+\s*\Z")
# Bytes of one line of a header, and lines of one header; real ones have some hundreds and a dozen.
_LONGEST_LINE = 64 * 2**10
_CHUNK = 1 << 20
# Part of every archive, and not about pages.
_ABOUT_THE_CRAWL = frozenset(("warcinfo", "request", "metadata"))
_PAGES = frozenset(("text/html", "application/xhtml+xml"))


class _Record(Struct, frozen=True, kw_only=True):
    """One record; ``block`` is None when it is longer than the limit. offset: bytes, in the plain archive."""

    offset: int
    headers: Mapping[str, str]
    block: bytes | None


class _Broken(Exception):
    """A record that cannot be read; reading goes on with the next."""


class _Records:
    """Reads an archive record by record and keeps track of the offset."""

    def __init__(self, source: Source, limit: int) -> None:
        self._stream = source.stream
        self._limit = limit
        self._ahead: bytes | None = None
        self.offset = 0
        self.begun = 0

    def next(self) -> _Record | None:
        """Return the next record, None at the end. Raises _Broken; the next call skips what is broken."""
        version = self._line()
        while version in (b"\r\n", b"\n"):
            version = self._line()
        self.begun = self.offset - len(version)
        if not version:
            return None
        if not _VERSION.match(version):
            self._skip_to_record()
            raise _Broken("bytes that belong to no record; reading went on at the next one")
        headers = self._headers()
        length = headers.get("content-length", "")
        if not length.isascii() or not length.isdigit():
            self._skip_to_record()
            raise _Broken(f'its Content-Length is "{length}", not a number of bytes')
        return _Record(offset=self.begun, headers=headers, block=self._block(int(length)))

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        name = ""
        for _ in range(FILES.header_lines):
            line = self._line()
            if not line.strip():
                if not line:
                    raise _Broken("it ends inside its header (cut off?)")
                return headers
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            if text[0] in " \t" and name:
                headers[name] += " " + text.strip()
                continue
            name, colon, value = text.partition(":")
            name = name.strip().lower()
            if not colon:
                self._skip_to_record()
                raise _Broken(f'its header has a line without a colon: "{text[:40]}"')
            headers[name] = value.strip()
        self._skip_to_record()
        raise _Broken(f"its header has more than {FILES.header_lines:,} lines")

    def _block(self, length: int) -> bytes | None:
        kept, parts, left = length <= self._limit, [], length
        while left and (part := self._stream.read(min(left, _CHUNK))):
            left -= len(part)
            self.offset += len(part)
            if kept:
                parts.append(part)
        if left:
            raise _Broken("it ends before its Content-Length is reached (cut off?)")
        return b"".join(parts) if kept else None

    def _line(self) -> bytes:
        if self._ahead is not None:
            line, self._ahead = self._ahead, None
        else:
            line = self._stream.readline(_LONGEST_LINE)
        self.offset += len(line)
        return line

    def _skip_to_record(self) -> None:
        """Move to the next line that begins a record, or to the end."""
        while line := self._stream.readline(_LONGEST_LINE):
            if _VERSION.match(line):
                self._ahead = line
                return
            self.offset += len(line)


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is a web archive: by its suffix, else by its first bytes."""
    return suffix in FORMAT.suffixes or head.startswith(b"WARC/1.")


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the article of each archived page, with its record's number; one reject counts all others."""
    records = _Records(source, settings.max_record_bytes)
    left_out: Counter[str] = Counter()
    number, found = 0, False
    while True:
        number += 1
        try:
            record = records.next()
            if record is None:
                break
            for item in _all_pages(record, left_out, source.name, number, settings):
                found = True
                yield number, item
        except (_Broken, BadRecord, ValueError) as error:
            found = True
            reason = f"the record at byte {records.begun}: {getattr(error, 'message', error)}"
            yield number, Reject(file=source.name, line=number, reason=reason)
        except (UnreadableFile, OSError, EOFError, zlib.error) as error:
            reason = f"{source.failure(error).message}; reading stopped in record {number}"
            yield number, Reject(file=source.name, line=number, reason=reason)
            found = True
            break
    if not found:
        raise UnreadableFile(f"holds no pages{_list(left_out)}", file=source.name)
    if left_out:
        reason = f"{sum(left_out.values()):,} records of the archive hold no page and were left out"
        yield None, Reject(file=source.name, reason=reason + _list(left_out))


def _list(left_out: Counter[str]) -> str:
    common = left_out.most_common(SHOWN.record_kinds)
    kinds = [f"{kind}: {count:,}" for kind, count in common]
    more = left_out.total() - sum(count for _, count in common)
    return f" ({', '.join([*kinds, f'others: {more:,}'] if more else kinds)})" if kinds else ""


def _all_pages(
    record: _Record, left_out: Counter[str], file: str, number: int, settings: ReadSettings
) -> Iterator[Article | Reject]:
    """Yield what ``_pages`` does; a record at which it fails is a reject, and the next one is read."""
    try:
        yield from _pages(record, left_out, file, number, settings)
    except (BadRecord, ValueError):
        raise
    except Exception as error:
        if not is_fault(error):
            raise
        yield fault(error, file=file, line=number)


def _pages(
    record: _Record, left_out: Counter[str], file: str, number: int, settings: ReadSettings
) -> Iterator[Article | Reject]:
    """Yield the article of one record; a record that is no page is counted instead."""
    page = _page(record, left_out, settings)
    if page is None:
        return
    data, charset = page
    markup, guess = markup_of(data, charset)
    address, captured = record.headers.get("warc-target-uri", ""), record.headers.get("warc-date")
    fields = {"html": markup, "url": address.strip("<>") or None, CAPTURED: captured}
    for item in read_record(
        {name: value for name, value in fields.items() if value is not None},
        file=file,
        line=number,
        settings=settings,
    ):
        if isinstance(item, Article):
            yield _dated(_shortened(item, record), captured, guess)
        else:
            yield msgspec.structs.replace(item, reason=f"the record at byte {record.offset}: {item.reason}")


def _page(record: _Record, left_out: Counter[str], settings: ReadSettings) -> tuple[bytes, str | None] | None:
    """Return the bytes and the declared charset of the page; None, after counting it, for another record."""
    kind = record.headers.get("warc-type", "").lower()
    if kind in _ABOUT_THE_CRAWL:
        return None
    if kind not in ("response", "resource"):
        left_out[kind[:40] or "no type"] += 1
        return None
    if record.block is None:
        raise BadRecord(f"is larger than {size(settings.max_record_bytes)}, the limit for one report")
    if kind == "resource":
        response = Response(status=200, headers={}, body=record.block)
        sent = record.headers.get("content-type", "")
    elif not record.headers.get("warc-target-uri", "").strip("<").lower().startswith("http"):
        left_out["another protocol"] += 1
        return None
    else:
        response = parse_response(record.block)
        sent = response.headers.get("content-type", "")
    if response.status != 200:
        left_out["redirect" if 300 <= response.status < 400 else f"status {response.status}"] += 1
        return None
    media, _, parameters = sent.partition(";")
    media = media.strip().lower()
    if media and media not in _PAGES:
        left_out[media[:40]] += 1
        return None
    data = content(response, settings.max_record_bytes, cut=_cut(record) is not None)
    if not media and not looks_like_page(data):
        left_out["unknown kind"] += 1
        return None
    charset = re.search(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", parameters, re.IGNORECASE)
    return data, charset[1] if charset else None


def _cut(record: _Record) -> str | None:
    """Return why the archive holds only part of a page (WARC 1.1, section 5.13); None where it does not."""
    return record.headers.get("warc-truncated", "").strip()[:40] or None


def _shortened(article: Article, record: _Record) -> Article:
    """Return ``article`` as truncated where its record says that it is cut off."""
    why = _cut(record)
    if why is None or article.status == "unreadable":
        return article
    extra = dict(article.extra)
    note(extra, f"stops short: the archive holds only part of the page (WARC-Truncated: {why})")
    return msgspec.structs.replace(article, status="truncated", extra=extra)


def _dated(article: Article, captured: str | None, guess: str | None) -> Article:
    """Return ``article`` with the day of its capture where the page tells no date."""
    extra = dict(article.extra)
    if guess:
        note(extra, guess)
    date = article.date
    if date is None and captured:
        date = to_iso(captured)
        if date is None:
            note(extra, f'neither the page nor its record tells a date; "{captured[:40]}" is none')
        else:
            note(extra, "the page tells no date; taken is the day of its capture")
    found = msgspec.structs.replace(article, date=date, extra=extra)
    own = article_id(text=found.text, title=found.title, outlet=found.outlet, date=found.date, url=found.url)
    return msgspec.structs.replace(found, id=own)


FORMAT = Format(name="warc", suffixes=(".warc",), sniff=sniff, read=read, binary=True)
