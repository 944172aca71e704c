"""``.mhtml``, ``.mht``: a page with all its parts in one file, as Chrome and others save it (RFC 2557)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from variorum.errors import UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.html import looks_like_page
from variorum.formats.saved import Archive, Saved, read_archive
from variorum.formats.source import Source
from variorum.settings import FILES, ReadSettings

if TYPE_CHECKING:
    from email.message import Message

_PAGES = frozenset(("text/html", "application/xhtml+xml"))
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]*[ \t]*:")
_RELATED = re.compile(rb"^content-type[ \t]*:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n")
_SNIFFED = ("", ".txt", ".html", ".htm", ".eml")
# The parser's work grows with lines times the depth of parts; pages seen are two deep.
_MULTIPART = re.compile(rb"^content-type[ \t]*:\s*multipart/", re.IGNORECASE | re.MULTILINE)


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is a page saved whole: by its suffix, else by headers that say so at its top."""
    if suffix in FORMAT.suffixes:
        return True
    return suffix in _SNIFFED and _begins(head) and _RELATED.search(_head(head)) is not None


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article: of the page itself, or of the frame that holds the report."""
    data = source.read_all().removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if looks_like_page(data[: FILES.head]):
        raise UnreadableFile("is plain HTML, no page saved with its parts; name it .html", file=source.name)
    from email import message_from_bytes  # here and below: no other format needs it

    if not _begins(data):
        raise UnreadableFile("is no saved page: it does not begin with the headers of one", file=source.name)
    if len(_MULTIPART.findall(data)) > FILES.nested:
        raise UnreadableFile("its parts are nested too deeply to be a page", file=source.name)
    if data.count(b"\n") > FILES.lines:
        raise UnreadableFile("is no page: it has more than two million lines", file=source.name)
    return read_archive(_archive(message_from_bytes(data), source), source, settings)


def _archive(message: Message, source: Source) -> Archive:
    from email.errors import CloseBoundaryNotFoundDefect

    parts: list[Message] = []
    for part in message.walk():
        parts.append(part)
        if len(parts) > FILES.parts:
            raise UnreadableFile(f"has more than {FILES.parts:,} parts to be a page", file=source.name)
    pages = [part for part in parts if part.get_content_type() in _PAGES and not part.is_multipart()]
    if not pages:
        kinds = Counter(part.get_content_type() for part in parts if not part.is_multipart())
        named = ", ".join(f"{kind[:40]}: {count}" for kind, count in kinds.most_common(4))
        raise UnreadableFile(f"holds no page ({named or 'no parts'})", file=source.name)
    address = header(message, "Snapshot-Content-Location")
    first = _main(message, pages, address)
    documents = [_saved(first, address), *(_saved(part, None) for part in pages if part is not first)]
    open_ended = any(
        isinstance(fault, CloseBoundaryNotFoundDefect) for part in parts for fault in part.defects
    )
    return Archive(
        documents=documents,
        title=header(message, "Subject"),
        saved=header(message, "Date") or header(first, "Date"),
        cut=open_ended and parts[-1] is first,
    )


def _main(message: Message, pages: list[Message], address: str | None) -> Message:
    """Return the page among the parts: the one that ``start`` names, else by the address, else the first."""
    start = str(message.get_param("start") or "").strip("<>")
    for part in pages:
        if start and str(part.get("Content-ID", "")).strip("<> ") == start:
            return part
    return next((part for part in pages if address and header(part, "Content-Location") == address), pages[0])


def _saved(part: Message, address: str | None) -> Saved:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    return Saved(data=data, charset=charset, url=address or header(part, "Content-Location"))


def header(part: Message, name: str) -> str | None:
    """Return a header, unfolded and decoded; None when it is missing or empty."""
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    value = part.get(name)
    if value is None:
        return None
    try:
        words = str(make_header(decode_header(str(value))))
    except (HeaderParseError, UnicodeError, LookupError, ValueError):
        words = str(value)
    return " ".join(words.split()) or None


def _begins(data: bytes) -> bool:
    return _HEADER.match(data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")) is not None


def _head(data: bytes) -> bytes:
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    end = _HEAD_ENDS.search(data)
    return data[: end.start()] if end else data


FORMAT = Format(name="mhtml", suffixes=(".mhtml", ".mht"), sniff=sniff, read=read)
