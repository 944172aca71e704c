"""``.webarchive``: a page as Safari saves it, a property list that holds the page and all its parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from variorum.errors import UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.saved import Archive, Saved, read_archive
from variorum.formats.source import Source
from variorum.settings import FILES, ReadSettings

_BINARY = b"bplist00"
_PAGE = b"WebMainResource"
_PAGES = frozenset(("text/html", "application/xhtml+xml", ""))
# plistlib tells damage by many errors; what a hostile list provokes may be any of these.
_DAMAGE = (
    ValueError,
    OverflowError,
    MemoryError,
    RecursionError,
    LookupError,
    TypeError,
    AttributeError,
    OSError,
)


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is a web archive of Safari: by its suffix, else by what it holds at the top."""
    if suffix in FORMAT.suffixes:
        return True
    return _PAGE in head and (head.startswith(_BINARY) or b"<plist" in head)


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article: of the page itself, or of the frame that holds the report."""
    from xml.parsers.expat import ExpatError

    data = source.read_all()
    try:
        import plistlib  # no other format needs it

        whole = plistlib.loads(data)
    except (*_DAMAGE, ExpatError) as error:
        what = (str(error).strip() or type(error).__name__).splitlines()[0][:100]
        reason = f"is no whole web archive ({what}); save the page again"
        raise UnreadableFile(reason, file=source.name) from error
    documents = list(_documents(whole, 0))
    if not documents:
        raise UnreadableFile(f"holds no page{_kind(whole)}", file=source.name)
    return read_archive(Archive(documents=documents), source, settings)


def _documents(value: object, depth: int) -> Iterator[Saved]:
    """Yield the page of an archive and those of its frames, the page first."""
    if not isinstance(value, dict) or depth > FILES.frame_depth:
        return
    main = value.get("WebMainResource")
    if isinstance(main, dict) and str(main.get("WebResourceMIMEType", "")).lower() in _PAGES:
        data = main.get("WebResourceData")
        if isinstance(data, str):
            data = data.encode()
        if isinstance(data, bytes) and data:
            yield Saved(
                data=data,
                charset=_string(main.get("WebResourceTextEncodingName")),
                url=_string(main.get("WebResourceURL")),
            )
    frames = value.get("WebSubframeArchives")
    for frame in frames if isinstance(frames, list) else ():
        yield from _documents(frame, depth + 1)


def _kind(whole: Any) -> str:
    """Name the type of what an archive holds where a page should be."""
    main = whole.get("WebMainResource") if isinstance(whole, dict) else None
    media = _string(main.get("WebResourceMIMEType")) if isinstance(main, dict) else None
    return f" ({media[:40]})" if media else ""


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


FORMAT = Format(name="webarchive", suffixes=(".webarchive",), sniff=sniff, read=read, binary=True)
