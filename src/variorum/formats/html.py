"""``.html``: saved pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variorum.errors import BadRecord, UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.encoding import byte_order_mark, decode
from variorum.formats.records import NO_TEXT_ON_PAGE, build, note
from variorum.formats.source import Source, known_binary
from variorum.model import Reject
from variorum.settings import FILES, ReadSettings

_BEGINS = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_BEFORE = re.compile(rb"\xef\xbb\xbf|\s+|<\?xml[^>]*>|<!--")
_CHARSET = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.I
)


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is a page: by its suffix, or saved as text but beginning as a page does."""
    if suffix in FORMAT.suffixes:
        return True
    return suffix in ("", ".txt", ".text", ".php", ".asp", ".aspx", ".jsp", ".amp") and looks_like_page(head)


def looks_like_page(head: bytes) -> bool:
    """Tell whether ``head`` begins as a page does: with a doctype or ``<html>``, comments aside."""
    position = 0
    while before := _BEFORE.match(head, position):
        position = before.end()
        if before[0] == b"<!--":
            end = head.find(b"-->", position)
            if end < 0:
                return False
            position = end + 3
    return _BEGINS.match(head, position) is not None


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the article; where only the title of the page could be read, also a reject that says so."""
    from variorum.formats.page import read_page

    data = source.read_all()
    if what := known_binary(data[:64]):
        raise UnreadableFile(f"is {what}", file=source.name)
    try:
        markup, guess = markup_of(data)
        page = read_page(markup, settings)
    except (ValueError, BadRecord) as error:
        raise UnreadableFile(getattr(error, "message", str(error)), file=source.name) from error
    if not page.text and not page.fields.get("title"):
        raise UnreadableFile("no report text and no title could be found on the page", file=source.name)
    extra = dict(page.extra)
    if guess:
        note(extra, guess)
    article = build(page.fields, text=page.text, blocks=page.blocks, status=page.status, extra=extra)
    yield None, article
    if page.status == "unreadable":
        yield None, Reject(file=source.name, reason=NO_TEXT_ON_PAGE, id=article.id)


def markup_of(data: bytes, charset: str | None = None) -> tuple[str, str | None]:
    """Return the markup of a page and, when its encoding had to be guessed or mended, a note that says so.

    charset: of the HTTP header, where there was one; it outranks what the page declares.
    A few NUL bytes in a page are left out, as browsers do, and noted.
    Raises ValueError when the bytes are not text.
    """
    found = _CHARSET.search(data[: FILES.charset])
    told = next(filter(None, found.groups())).decode("ascii", "replace") if found else None
    nuls = 0
    if b"\x00" in data and not byte_order_mark(data) and data.count(b"\x00") <= len(data) * FILES.nuls:
        nuls = data.count(b"\x00")
        data = data.replace(b"\x00", b"")
    markup, guess = decode(data, charset, told)
    if nuls:
        left_out = f"{nuls} NUL byte{'s' * (nuls > 1)} in the page left out"
        guess = f"{guess}; {left_out}" if guess else left_out
    return markup, guess


FORMAT = Format(name="html", suffixes=(".html", ".htm", ".xhtml", ".shtml"), sniff=sniff, read=read)
