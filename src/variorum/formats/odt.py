"""``.odt``: a draft or report of LibreOffice and others (OpenDocument); its text, headings and quotations.

As in a Word document all tracked changes are accepted, notes follow at the end, and hidden text, comments and
pictures are left out and told.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from msgspec import Struct

from variorum.errors import UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.docx_names import Declared, parser_for
from variorum.formats.records import build
from variorum.formats.source import Source, size
from variorum.formats.status import cut_short
from variorum.formats.text import headline
from variorum.formats.unread import say_unread
from variorum.model import Block, Span
from variorum.model.article import BlockKind
from variorum.settings import FILES, ReadSettings

_CONTENT = "content.xml"
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {f"{_SPACE}{name}:1.0": name for name in ("text", "office", "style", "table")}
_PREFIXES |= {f"{_SPACE}drawing:1.0": "draw", f"{_SPACE}svg-compatible:1.0": "svg"}
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError)
_BLOCK = 1 << 16
_BLANKS = re.compile(r"[ \t\r\n]+")
# What stands in them is no text of the document as it reads now; the second: told as left out.
_APART = {
    "text:tracked-changes": None,  # what was deleted, kept beside the text
    "office:annotation": "comments on the text",
    "text:hidden-text": "hidden text",
    "text:hidden-paragraph": "hidden text",
    "text:ruby-text": None,
    "text:bibliography-mark": None,
    "office:forms": None,
    "table:covered-table-cell": None,  # another cell lies over it
    "svg:title": None,  # of a picture
    "svg:desc": None,
    "draw:object": "objects of another program",
    "draw:object-ole": "objects of another program",
}
_BEGINS = ("text:p", "text:h")


class _Paragraph(Struct, kw_only=True):
    words: list[str]
    kind: BlockKind | None
    note: bool


class _Body:
    """Takes in the elements of ``content.xml`` and gives its paragraphs; those of notes come apart."""

    def __init__(self) -> None:
        self.paragraphs: list[_Paragraph] = []
        self.notes: list[_Paragraph] = []
        self.told: dict[str, int] = {}
        self._open: list[_Paragraph] = []  # a note's paragraph stands within that of the text
        self._apart = 0
        self._within_note = 0
        self._citation = 0
        self._quoting: set[str] = set()
        self._hidden: set[str] = set()
        self._struck: set[str] = set()
        self._style = ""
        self._passed: list[bool] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _short(name)
        if tag == "style:style":
            self._begin_style(attributes)
        elif tag == "style:text-properties":
            self._take_properties(attributes)
        style = _value(attributes, "text", "style-name") if tag.startswith("text:") else ""
        hidden = style in self._hidden or tag == "text:section" and "none" in _displays(attributes)
        passed = tag in _APART or hidden or style in self._struck
        self._passed.append(passed)
        if passed:
            self._apart += 1
            what = "hidden text" if hidden else _APART.get(tag)
            if what and self._apart == 1:
                self.told[what] = self.told.get(what, 0) + 1
        if self._apart:
            return
        if tag in _BEGINS:
            self._begin(tag, attributes)
        elif tag == "text:note":
            self._within_note += 1
        elif tag == "text:note-citation":
            self._citation += 1
        elif tag == "draw:image":
            self.told["pictures"] = self.told.get("pictures", 0) + 1
        else:
            self._sign(tag, attributes)

    def _begin_style(self, attributes: dict[str, str]) -> None:
        self._style = _value(attributes, "style", "name")
        parent = _value(attributes, "style", "parent-style-name")
        for held in (self._hidden, self._struck):
            if parent in held:
                held.add(self._style)
        if "quot" in f"{self._style} {parent}".casefold():
            self._quoting.add(self._style)

    def _take_properties(self, attributes: dict[str, str]) -> None:
        """Take in how words of a style look; what it says itself counts before what it is made from."""
        told = (
            (self._hidden, _value(attributes, "text", "display"), "none"),
            (self._struck, _value(attributes, "style", "text-line-through-style"), None),
        )
        for held, value, sign in told:
            if value and (value == sign if sign else value != "none"):
                held.add(self._style)
            elif value:
                held.discard(self._style)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        style = _value(attributes, "text", "style-name")
        quoting = style in self._quoting or "quot" in style.casefold()
        kind: BlockKind | None = "heading" if tag == "text:h" else "quote" if quoting else None
        self._open.append(_Paragraph(words=[], kind=kind, note=self._within_note > 0))

    def _sign(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._open:
            return
        if tag == "text:s":
            count = _value(attributes, "text", "c")
            self._open[-1].words.append(" " * (min(int(count), FILES.blanks) if count.isdecimal() else 1))
        elif tag == "text:tab":
            self._open[-1].words.append("\t")
        elif tag == "text:line-break":
            self._open[-1].words.append("\n")

    def end(self, name: str) -> None:
        tag = _short(name)
        if self._passed.pop():
            self._apart -= 1
            return
        if self._apart:
            return
        if tag in _BEGINS and self._open:
            paragraph = self._open.pop()
            if "".join(paragraph.words).strip():
                (self.notes if paragraph.note else self.paragraphs).append(paragraph)
        elif tag == "text:note":
            self._within_note -= 1
        elif tag == "text:note-citation":
            self._citation -= 1

    def text(self, words: str) -> None:
        if self._open and not self._apart and not self._citation and self._takes_words():
            # Line ends and runs of blanks are how the file is laid out; what is meant stands as an element.
            said = self._open[-1].words
            words = _BLANKS.sub(" ", words)
            said.append(words.removeprefix(" ") if said and said[-1].endswith(" ") else words)

    def _takes_words(self) -> bool:
        """Tell whether words belong to the paragraph: between parts of a note the file is only laid out."""
        return not self._within_note or self._open[-1].note


def _short(name: str) -> str:
    space, _, tag = name.rpartition(" ")
    prefix = _PREFIXES.get(space)
    return f"{prefix}:{tag}" if prefix else ""


def _displays(attributes: dict[str, str]) -> tuple[str, ...]:
    return _value(attributes, "text", "display"), _value(attributes, "style", "display")


def _value(attributes: dict[str, str], prefix: str, name: str) -> str:
    return attributes.get(f"{_SPACE}{prefix}:1.0 {name}", "")


def sniff(suffix: str, head: bytes) -> bool:
    """Tell by the suffix whether the file is an OpenDocument text; it begins as any ZIP file."""
    return suffix in FORMAT.suffixes


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article: its paragraphs, parted by blank lines, notes at the end."""
    body = _body(source, settings)
    text, blocks = _print([*body.paragraphs, *body.notes])
    if not text or text.isspace():
        raise UnreadableFile("is a document without text", file=source.name)
    first = blocks[0] if blocks and blocks[0].kind == "heading" and blocks[0].span.start == 0 else None
    fields = {"title": first.span.of(text) if first else headline(text, settings.title_length)}
    status = "truncated" if cut_short(text) else "read"
    article = build(fields, text=text, blocks=blocks, status=status, extra={})
    for what, count in body.told.items():
        told = what if count > 1 or what == "hidden text" else f"one of the {what}"
        say_unread(article.extra, (told, what not in ("pictures", "comments on the text")))
    yield None, article


def _body(source: Source, settings: ReadSettings) -> _Body:
    body = _Body()
    parser = parser_for(body.start, body.end, body.text)
    try:
        with zipfile.ZipFile(io.BytesIO(source.read_all())) as archive:
            for data in _unpacked(archive, source, settings):
                parser.Parse(data)
        parser.Parse(b"", True)
    except (expat.ExpatError, Declared) as error:
        raise UnreadableFile(
            f"is a damaged document ({error}); save its text as .txt", file=source.name
        ) from error
    except KeyError as error:
        raise UnreadableFile(
            "is an archive, but no OpenDocument text; save its text as .txt", file=source.name
        ) from error
    except _BROKEN as error:
        raise UnreadableFile(
            f"is no whole document ({error}); save it again, or its text as .txt", file=source.name
        ) from error
    except (RuntimeError, NotImplementedError) as error:  # a password, or a packing that is not used
        raise UnreadableFile(
            f"cannot be unpacked ({error}); save its text as .txt", file=source.name
        ) from error
    return body


def _unpacked(archive: zipfile.ZipFile, source: Source, settings: ReadSettings) -> Iterator[bytes]:
    """Yield the bytes of the text, up to the limit of a record."""
    taken = 0
    with archive.open(_CONTENT) as stream:
        while data := stream.read(_BLOCK):
            taken += len(data)
            if taken > settings.max_record_bytes:
                limit = size(settings.max_record_bytes)
                raise UnreadableFile(
                    f"unpacks to more than {limit}, the limit for one report; split it", file=source.name
                )
            yield data


def _print(paragraphs: list[_Paragraph]) -> tuple[str, tuple[Block, ...]]:
    blocks, said, at = [], [], 0
    for one in paragraphs:
        words = "".join(one.words).strip()
        kind: BlockKind | None = "note" if one.note else one.kind
        if kind:
            blocks.append(Block(kind=kind, span=Span(at, at + len(words))))
        said.append(words)
        at += len(words) + len("\n\n")
    return "\n\n".join(said), tuple(blocks)


FORMAT = Format(name="odt", suffixes=(".odt",), sniff=sniff, read=read, binary=True)
