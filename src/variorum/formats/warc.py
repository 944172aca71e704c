"""``.warc``, ``.warc.gz``: the pages of a web archive (WARC 1.0 and 1.1, ISO 28500), record by record.

Framing is read here and not by a library, because a record that is broken must be told with its place and
the next one found again.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import msgspec
from msgspec import Struct, field

from variorum.errors import BadRecord, UnreadableFile, is_fault
from variorum.formats.base import Format, Placed
from variorum.formats.dates import to_iso
from variorum.formats.html import looks_like_page, markup_of
from variorum.formats.http import Response, content, parse_response
from variorum.formats.records import note, read_record
from variorum.formats.revisits import Page, Pages, address_of
from variorum.formats.source import Source, Stream, size
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


_PLAIN = "text/plain"


class _Found(Struct, frozen=True, kw_only=True):
    """What a record holds, or refers to. plain: its words without markup. again: it was read before."""

    page: Page
    plain: bool = False
    again: bool = False


class _Record(Struct, frozen=True, kw_only=True):
    """One record; ``block`` is None when it is longer than the limit. offset: bytes, in the plain archive."""

    offset: int
    headers: Mapping[str, str]
    block: bytes | None


class _Broken(Exception):
    """A record that cannot be read; reading goes on with the next."""


class _Records:
    """Reads an archive record by record and keeps track of the offset."""

    def __init__(self, stream: Stream, limit: int) -> None:
        self._stream = stream
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
    crawl = Crawl(file=source.name, settings=settings)
    yield from records_of(source.stream, crawl, source.failure)
    yield from last_of(crawl)


class Crawl(Struct, kw_only=True):
    """What is known of an archive while it is read, of one file of records or several.

    number: of records so far. found: anything was yielded. left_out: records without a page, by kind.
    """

    file: str
    settings: ReadSettings
    number: int = 0
    found: bool = False
    left_out: Counter[str] = field(default_factory=Counter)
    pages: Pages = field(default_factory=Pages)


def records_of(
    stream: Stream, crawl: Crawl, failure: Callable[[Exception], UnreadableFile], where: str = ""
) -> Iterator[Placed]:
    """Yield what the records of a stream hold. failure: puts an error of reading in words.

    where: named before the place of a record that cannot be read.
    """
    records = _Records(stream, crawl.settings.max_record_bytes)
    while True:
        crawl.number += 1
        number = crawl.number
        try:
            record = records.next()
            if record is None:
                crawl.number -= 1
                break
            for item in _all_pages(record, crawl):
                crawl.found = True
                yield number, item
        except (_Broken, BadRecord, ValueError) as error:
            crawl.found = True
            reason = f"{where}the record at byte {records.begun}: {getattr(error, 'message', error)}"
            yield number, Reject(file=crawl.file, line=number, reason=reason)
        except (UnreadableFile, OSError, EOFError, zlib.error) as error:
            reason = f"{where}{failure(error).message}; reading stopped in record {number}"
            yield number, Reject(file=crawl.file, line=number, reason=reason)
            crawl.found = True
            break


def last_of(crawl: Crawl) -> Iterator[Placed]:
    """Yield a reject that counts records without a page. Raises UnreadableFile where all are."""
    if not crawl.found:
        raise UnreadableFile(f"holds no pages{_list(crawl.left_out)}", file=crawl.file)
    if crawl.left_out:
        reason = f"{sum(crawl.left_out.values()):,} records of the archive hold no page and were left out"
        yield None, Reject(file=crawl.file, reason=reason + _list(crawl.left_out))


def _list(left_out: Counter[str]) -> str:
    common = left_out.most_common(SHOWN.record_kinds)
    kinds = [f"{kind}: {count:,}" for kind, count in common]
    more = left_out.total() - sum(count for _, count in common)
    return f" ({', '.join([*kinds, f'others: {more:,}'] if more else kinds)})" if kinds else ""


def _all_pages(record: _Record, crawl: Crawl) -> Iterator[Article | Reject]:
    """Yield what ``_pages`` does; a record at which it fails is a reject, and the next one is read."""
    try:
        yield from _pages(record, crawl)
    except (BadRecord, ValueError):
        raise
    except Exception as error:
        if not is_fault(error):
            raise
        yield fault(error, file=crawl.file, line=crawl.number)


def _pages(record: _Record, crawl: Crawl) -> Iterator[Article | Reject]:
    """Yield the article of one record; a record that is no page is counted instead."""
    found = _found(record, crawl.left_out, crawl.pages, crawl.settings)
    if found is None:
        return
    words, guess = markup_of(found.page.data, found.page.charset)
    address, captured = address_of(record.headers), record.headers.get("warc-date")
    fields = {"text" if found.plain else "html": words, "url": address or None, CAPTURED: captured}
    for item in read_record(
        {name: value for name, value in fields.items() if value is not None},
        file=crawl.file,
        line=crawl.number,
        settings=crawl.settings,
    ):
        if isinstance(item, Article):
            first = record.headers.get("warc-refers-to-date") if found.again else None
            yield _dated(_shortened(item, record), first or captured, guess, _taken_from(found))
        else:
            yield msgspec.structs.replace(item, reason=f"the record at byte {record.offset}: {item.reason}")


def _found(record: _Record, left_out: Counter[str], pages: Pages, settings: ReadSettings) -> _Found | None:
    """Return the page that a record holds or refers to; None, after counting it, for another record."""
    kind = record.headers.get("warc-type", "").lower()
    if kind in _ABOUT_THE_CRAWL:
        return None
    if kind not in ("response", "resource", "revisit", "conversion"):
        left_out[kind[:40] or "no type"] += 1
        return None
    if kind == "revisit":
        return _revisited(record, left_out, pages)
    if kind == "conversion" and pages.find(record.headers) is not None:
        left_out["conversion of a page that was read"] += 1
        return None
    if record.block is None:
        raise BadRecord(f"is larger than {size(settings.max_record_bytes)}, the limit for one report")
    if kind == "conversion" and _media(record.headers.get("content-type", "")) == _PLAIN:
        return _Found(page=Page(data=record.block, charset=None, address=""), plain=True)
    page = _page(record, record.block, left_out, settings)
    if page is None:
        return None
    pages.keep(record.headers, page)
    return _Found(page=page)


def _revisited(record: _Record, left_out: Counter[str], pages: Pages) -> _Found | None:
    """Return the page that a record says it saw again; None, after counting it, where nothing is new."""
    page = pages.find(record.headers)
    if page is None:
        left_out["revisit of what is not read from this archive"] += 1
    elif page.address == address_of(record.headers):
        left_out["revisit of a page that was read"] += 1
    else:
        return _Found(page=page, again=True)
    return None


def _media(sent: str) -> str:
    return sent.partition(";")[0].strip().lower()


def _taken_from(found: _Found) -> str | None:
    """Return what is said of where the words come from, if not from the record's own page."""
    if found.plain:
        return "the words that the archive's maker took out of the page; headings and quotations are not told"
    return f"the archive says that it is the page of {found.page.address}" if found.again else None


def _page(record: _Record, block: bytes, left_out: Counter[str], settings: ReadSettings) -> Page | None:
    """Return the page that a record holds; None, after counting it, for another kind of file."""
    if record.headers.get("warc-type", "").lower() != "response":
        response = Response(status=200, headers={}, body=block)
        sent = record.headers.get("content-type", "")
    elif not record.headers.get("warc-target-uri", "").strip("<").lower().startswith("http"):
        left_out["another protocol"] += 1
        return None
    else:
        response = parse_response(block)
        sent = response.headers.get("content-type", "")
    if response.status != 200:
        left_out["redirect" if 300 <= response.status < 400 else f"status {response.status}"] += 1
        return None
    media = _media(sent)
    if media and media not in _PAGES:
        left_out[media[:40]] += 1
        return None
    data = content(response, settings.max_record_bytes, cut=_cut(record) is not None)
    if not media and not looks_like_page(data):
        left_out["unknown kind"] += 1
        return None
    charset = re.search(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", sent, re.IGNORECASE)
    return Page(data=data, charset=charset[1] if charset else None, address=address_of(record.headers))


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


def _dated(article: Article, captured: str | None, *notes: str | None) -> Article:
    """Return ``article`` with these notes, and the day of its capture where the page tells no date."""
    extra = dict(article.extra)
    for words in filter(None, notes):
        note(extra, words)
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
