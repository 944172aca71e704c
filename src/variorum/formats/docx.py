"""``.docx``: a draft or report from a word processor (Office Open XML); its text, headings and quotations."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError, XMLParser

from variorum.errors import UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.records import build
from variorum.formats.source import Source, size
from variorum.formats.status import cut_short
from variorum.formats.text import headline
from variorum.model import Block, Span
from variorum.model.article import BlockKind
from variorum.settings import ReadSettings

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"  # the same elements in files saved as "strict"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DOCUMENT = "word/document.xml"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_QUOTE_STYLES = ("quote", "intensequote", "blocktext", "blockquote", "blockquotation")
_EXPANSION_FROM = 4 * 2**20  # bytes; below it no ratio says anything
_BLOCK = 1 << 16
# What taking a damaged archive apart raises.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError)


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is a document, by its suffix: other ZIP archives begin alike."""
    return suffix in FORMAT.suffixes


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article: its paragraphs, parted by blank lines, with all tracked changes accepted."""
    reader = _Reader()
    try:
        for data in _document(source, settings):
            reader.feed(data)
        text, blocks = reader.finish()
    except (ParseError, _Declared) as error:
        raise UnreadableFile(
            f"is a damaged Word document ({error}); save its text as .txt", file=source.name
        ) from error
    if not text or text.isspace():
        raise UnreadableFile("is a Word document without text", file=source.name)
    heading = next((block for block in blocks if block.kind == "heading"), None)
    title = heading.span.of(text) if heading and heading.span.start == 0 else None
    status = "truncated" if cut_short(text) else "read"
    fields = {"title": title or headline(text, settings.title_length)}
    yield None, build(fields, text=text, blocks=blocks, status=status, extra={})


def _document(source: Source, settings: ReadSettings) -> Iterator[bytes]:
    """Yield the bytes of the text's part, unpacked; never more than a record may have."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.read_all())) as archive:
            part = archive.getinfo(_DOCUMENT)
            bomb = part.file_size > settings.max_expansion * max(part.compress_size, 1)
            if bomb and part.file_size > _EXPANSION_FROM:
                raise UnreadableFile(
                    f"unpacks to more than {settings.max_expansion} times its size (a ZIP bomb?)",
                    file=source.name,
                )
            taken = 0
            with archive.open(part) as stream:
                while data := stream.read(_BLOCK):
                    taken += len(data)
                    if taken > settings.max_record_bytes:
                        limit = size(settings.max_record_bytes)
                        raise UnreadableFile(
                            f"unpacks to more than {limit}, the limit for one report; split it",
                            file=source.name,
                        )
                    yield data
    except KeyError as error:
        raise UnreadableFile(
            "is an archive, but no Word document; save its text as .txt", file=source.name
        ) from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        struct.error,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise UnreadableFile(
            f"is no whole Word document ({error}); save it again, or its text as .txt", file=source.name
        ) from error
    except (RuntimeError, NotImplementedError) as error:  # a password, or a packing that Word does not use
        raise UnreadableFile(
            f"is a Word document that cannot be unpacked ({error}); save its text as .txt", file=source.name
        ) from error


class _Declared(Exception):
    """The XML declares a document type, which a Word document never does and which entities hide in."""


class _Paragraph:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.style = ""


class _Target:
    """Gathers paragraphs as the parser meets them; a text box is a paragraph inside one."""

    def __init__(self) -> None:
        self.done: list[_Paragraph] = []
        self.open: list[_Paragraph] = []
        self.in_text = False
        self.skipped = 0  # depth inside the second copy of a drawing, for old programs

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise _Declared("it declares a document type")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _FALLBACK or self.skipped:
            self.skipped += 1
            return
        name = _local(tag)
        if name == "p":
            self.open.append(_Paragraph())
        elif name == "t":
            self.in_text = True
        elif self.open and name in _SIGNS:
            self.open[-1].parts.append(_SIGNS[name])
        elif self.open and name == "pStyle":
            values = (attributes.get(f"{space}val") for space in (_WORD, _STRICT))
            self.open[-1].style = next(filter(None, values), "").lower()

    def data(self, text: str) -> None:
        if self.in_text and self.open:
            self.open[-1].parts.append(text)

    def end(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        name = _local(tag)
        if name == "t":
            self.in_text = False
        elif name == "p" and self.open:
            self.done.append(self.open.pop())

    def close(self) -> None:
        """Nothing is left to do at the end."""


def _local(tag: str) -> str | None:
    for space in (_WORD, _STRICT):
        if tag.startswith(space):
            return tag[len(space) :]
    return None


class _Reader:
    """The document's text and blocks, from its XML."""

    def __init__(self) -> None:
        self._target = _Target()
        self._parser = XMLParser(target=self._target)
        self.feed = self._parser.feed

    def finish(self) -> tuple[str, tuple[Block, ...]]:
        """Return the text and what styles tell of its paragraphs; raises ParseError."""
        blocks = []
        parts: list[str] = []
        at = 0
        self._parser.close()
        for paragraph in self._target.done:
            words = "".join(paragraph.parts).strip()
            if not words:
                continue
            if parts:
                parts.append("\n\n")
                at += 2
            kind = _kind(paragraph.style)
            if kind:
                blocks.append(Block(kind=kind, span=Span(at, at + len(words))))
            parts.append(words)
            at += len(words)
        text = "".join(parts)
        return text, tuple(blocks)


def _kind(style: str) -> BlockKind | None:
    if style.startswith("heading") or style in ("title", "subtitle"):
        return "heading"
    return "quote" if style.replace("-", "") in _QUOTE_STYLES else None


FORMAT = Format(name="docx", suffixes=(".docx",), sniff=sniff, read=read, binary=True)
