"""``.docx``: a draft or report from a word processor (Office Open XML); its text, headings and quotations."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers import expat

from msgspec import Struct

from variorum.errors import UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.docx_body import DocumentWords, read_body
from variorum.formats.docx_names import Declared, parser_for
from variorum.formats.docx_styles import Styles, read_styles
from variorum.formats.records import build
from variorum.formats.remarks import Remark, note_remarks, words_for_variorum
from variorum.formats.source import Source, size
from variorum.formats.status import cut_short
from variorum.formats.text import headline
from variorum.formats.unread import holds_quotation, say_unread
from variorum.model import Block, Span
from variorum.settings import ReadSettings

_DOCUMENT = "word/document.xml"
_EXPANSION_FROM = 4 * 2**20  # bytes; below it no ratio says anything
_BLOCK = 1 << 16
# What taking a damaged archive apart raises.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError)
_UNREAD_WORDS = {
    "altChunk": ("a file put in whole", "files put in whole"),
    "subDoc": ("a subdocument", "subdocuments"),
    "dgm:relIds": ("a diagram with words of its own", "diagrams with words of their own"),
    "field": ("a field that does not end", "fields that do not end"),
    "listEntry": (
        "a choice of a form with words in quotation marks",
        "choices of a form with words in quotation marks",
    ),
    "o:OLEObject": ("an object of another program", "objects of another program"),
}


def sniff(suffix: str, head: bytes) -> bool:
    """Tell by the suffix whether the file is a Word document; its first bytes are those of any ZIP file."""
    return suffix in FORMAT.suffixes


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article: its paragraphs, parted by blank lines, with all tracked changes accepted.

    Notes follow at the end, in the order in which the text refers to them, each a block of the kind "note".
    """
    with _opened(source.read_all(), source.name) as archive:
        parts = _Parts(archive, source.name, settings)
        styles, body, notes = _words(parts)
        text, blocks, starts = _print([*body.paragraphs, *notes.paragraphs])
        comments = _comments(parts, styles)
        unread = [*_unread(body), *_unread(notes), *_beside(parts, styles, comments)]
    if not text or text.isspace():
        raise UnreadableFile("is a Word document without text", file=source.name)
    heading = next((block for block in blocks if block.kind == "heading"), None)
    title = heading.span.of(text) if heading and heading.span.start == 0 else None
    status = "truncated" if cut_short(text) else "read"
    fields = {"title": title or headline(text, settings.title_length)}
    article = build(fields, text=text, blocks=blocks, status=status, extra={})
    say_unread(article.extra, *unread)
    if settings.drafts:
        note_remarks(article.extra, _remarks(comments, body, starts, len(text)))
    yield None, article


class DocumentPlaces(Struct, frozen=True, kw_only=True):
    """Where the words of a document stand in its file.

    part, relations, comments: names of the part of the text, of its list of files, and of that for comments,
    which need not be there. runs: see ``DocumentWords``. begins: in order, where in the text the words of
    which run begin.
    """

    part: str
    relations: str
    comments: str
    runs: list[tuple[int, int]]
    begins: list[tuple[int, int]]

    def runs_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the first and the last run that print ``text[start:end]``; the nearest where none does."""
        first = max(0, bisect_right(self.begins, start, key=lambda place: place[0]) - 1)
        last = max(first, bisect_left(self.begins, end, key=lambda place: place[0]) - 1)
        numbers = [number for _, number in self.begins[first : last + 1]] or [0]
        return min(numbers), max(numbers)


def read_places(data: bytes, name: str, settings: ReadSettings) -> DocumentPlaces:
    """Return where the words of a document stand that ``read`` reads; raises UnreadableFile as that does."""
    with _opened(data, name) as archive:
        parts = _Parts(archive, name, settings)
        _, body, notes = _words(parts)
        _, _, starts = _print([*body.paragraphs, *notes.paragraphs])
    begins = [
        (start + at, run)
        for start, places in zip(starts, body.places, strict=False)
        for at, run in places or [(0, 0)]
    ]
    first = len(body.paragraphs)
    for start, (_, _, note) in zip(starts[first:], notes.paragraphs, strict=True):
        begins.append((start, body.note_runs.get(note, 0)))
    folder, file = posixpath.split(parts.document)
    return DocumentPlaces(
        part=parts.document,
        relations=posixpath.join(folder, "_rels", f"{file}.rels"),
        comments=next(iter(parts.related.get("comments", [])), posixpath.join(folder, "comments.xml")),
        runs=body.runs,
        begins=begins,
    )


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """Open the ZIP archive for the block; any error in it becomes UnreadableFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except (expat.ExpatError, Declared) as error:
        raise UnreadableFile(
            f"is a damaged Word document ({error}); save its text as .txt", file=name
        ) from error
    except KeyError as error:
        raise UnreadableFile(
            "is an archive, but no Word document; save its text as .txt", file=name
        ) from error
    except _BROKEN as error:
        raise UnreadableFile(
            f"is no whole Word document ({error}); save it again, or its text as .txt", file=name
        ) from error
    except (RuntimeError, NotImplementedError) as error:  # a password, or a packing that Word does not use
        raise UnreadableFile(
            f"is a Word document that cannot be unpacked ({error}); save its text as .txt", file=name
        ) from error


class _Parts:
    """The files inside a document and their bytes, unpacked only up to the size limit of a record."""

    def __init__(self, archive: zipfile.ZipFile, name: str, settings: ReadSettings) -> None:
        self._archive = archive
        self._name = name
        self._settings = settings
        self._taken = 0
        self._names = frozenset(archive.namelist())
        packaged = self._relations("").get("officeDocument", [])
        self.document = next((part for part in packaged if part in self._names), _DOCUMENT)
        self.related = self._found_beside() | self._relations(self.document)

    def data(self, part: str) -> Iterator[bytes]:
        """Yield the bytes of a part. Raises KeyError when it is missing, UnreadableFile beyond the limits."""
        info = self._archive.getinfo(part)
        bomb = info.file_size > self._settings.max_expansion * max(info.compress_size, 1)
        if bomb and info.file_size > _EXPANSION_FROM:
            raise UnreadableFile(
                f"unpacks to more than {self._settings.max_expansion} times its size (a ZIP bomb?)",
                file=self._name,
            )
        with self._archive.open(info) as stream:
            while data := stream.read(_BLOCK):
                self._taken += len(data)
                if self._taken > self._settings.max_record_bytes:
                    limit = size(self._settings.max_record_bytes)
                    raise UnreadableFile(
                        f"unpacks to more than {limit}, the limit for one report; split it", file=self._name
                    )
                yield data

    def _found_beside(self) -> dict[str, list[str]]:
        """Return the files by the names that Word gives them, for documents without their list of files."""
        folder = posixpath.dirname(self.document)
        usual = ("styles", "footnotes", "endnotes", "comments")
        names = {kind: posixpath.join(folder, f"{kind}.xml") for kind in usual}
        return {kind: [name] for kind, name in names.items() if name in self._names}

    def _relations(self, part: str) -> dict[str, list[str]]:
        """Return the files that one file ("" for the whole document) refers to, by the end of their type."""
        folder, name = posixpath.split(part)
        listing = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, list[str]] = {}
        if listing not in self._names:
            return found

        def start(_: str, attributes: dict[str, str]) -> None:
            target = attributes.get("Target", "")
            if attributes.get("TargetMode") != "External" and target:
                path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                path = posixpath.normpath(path)
                if path in self._names:
                    found.setdefault(attributes.get("Type", "").rpartition("/")[2], []).append(path)

        parser = parser_for(start, lambda _: None)
        for data in self.data(listing):
            parser.Parse(data)
        parser.Parse(b"", True)
        return found


def _words(parts: _Parts) -> tuple[Styles, DocumentWords, DocumentWords]:
    """Return the styles of a document, the words of its text, and those of the notes that it refers to."""
    styles = Styles()
    if "styles" in parts.related:
        styles = read_styles(parts.data(parts.related["styles"][0]))
    body = read_body(parts.data(parts.document), styles)
    return styles, body, _notes(parts, styles, body)


def _notes(parts: _Parts, styles: Styles, body: DocumentWords) -> DocumentWords:
    """Return the notes that the text refers to, footnotes first, in the order of the text."""
    whole = DocumentWords()
    by_note: dict[str, list[tuple[str, None, str]]] = {}
    for kind in ("footnotes", "endnotes"):
        for part in parts.related.get(kind, []):
            words = read_body(parts.data(part), styles)
            for paragraph, _, note in words.paragraphs:
                by_note.setdefault(note, []).append((paragraph, None, note))
            whole.hidden += words.hidden
            whole.pictures += words.pictures
            whole.told += words.told
    order = sorted(dict.fromkeys(body.notes), key=lambda note: note.startswith("endnote"))
    whole.paragraphs = [paragraph for note in order for paragraph in by_note.get(note, [])]
    lost = len([note for note in order if note not in by_note])
    if lost:
        whole.unread["notes"] = lost
    return whole


def _print(paragraphs: list[tuple[str, str | None, str]]) -> tuple[str, tuple[Block, ...], list[int]]:
    """Return the text, its blocks (one for each heading, quotation and note), and where paragraphs begin."""
    blocks: list[Block] = []
    starts: list[int] = []
    at = 0
    before = ""
    for words, kind, note in paragraphs:
        end = at + len(words)
        starts.append(at)
        if note and note == before:
            blocks[-1] = Block(kind="note", span=Span(blocks[-1].span.start, end))
        elif note or kind:
            blocks.append(Block(kind="note" if note else kind, span=Span(at, end)))  # type: ignore[arg-type]
        before = note
        at = end + 2
    return "\n\n".join(words for words, _, _ in paragraphs), tuple(blocks), starts


def _unread(words: DocumentWords) -> Iterator[tuple[str, bool]]:
    """Yield what was left unread, as a phrase for the reader, and whether it may hold words of the draft."""
    if words.hidden:
        yield "hidden text", True
    for tag, count in words.unread.items():
        if tag == "notes":
            yield f"{count} notes that are not in the file" if count > 1 else "a note not in the file", True
            continue
        one, more = _UNREAD_WORDS[tag]
        yield (one if count == 1 else f"{count} {more}"), True
    if words.pictures:
        pictures = "a picture" if words.pictures == 1 else f"{words.pictures} pictures"
        spoken = any(map(holds_quotation, words.told))
        yield f"{pictures}{', described with words in quotation marks' if spoken else ''}", spoken


def _comments(parts: _Parts, styles: Styles) -> list[tuple[str, str, tuple[str, str]]]:
    """Return the comments on the text: the number of each, its words, and who wrote it when."""
    found: dict[str, list[str]] = {}
    signed: dict[str, tuple[str, str]] = {}
    for part in parts.related.get("comments", []):
        read = read_body(parts.data(part), styles)
        signed |= read.signed
        for words, _, comment in read.paragraphs:
            found.setdefault(comment, []).append(words)
    return [
        (comment.removeprefix("comment "), " ".join(words), signed.get(comment, ("", "")))
        for comment, words in found.items()
    ]


def _remarks(
    comments: list[tuple[str, str, tuple[str, str]]], body: DocumentWords, starts: list[int], length: int
) -> Iterator[Remark]:
    """Yield what comments say to Variorum, with the places in the text that they were put at."""
    for number, words, (author, date) in comments:
        said = words_for_variorum(words)
        if said is None:
            continue
        places = [starts[paragraph] + at for paragraph, at in body.anchors.get(number, ())]
        # Words that it was put at and that are not read (deleted, struck) leave begin and end in one place:
        # it speaks of no others.
        emptied = len(places) > 1 and min(places) == max(places)
        yield Remark(
            words=said,
            start=min(places, default=length),
            end=max(places, default=length),
            author=author or None,
            date=date[:10] or None,
            placed=bool(places) and not emptied,
        )


def _beside(
    parts: _Parts, styles: Styles, comments: list[tuple[str, str, tuple[str, str]]]
) -> Iterator[tuple[str, bool]]:
    """Yield what is printed outside the text: headers and footers with quotation marks, and comments."""
    for kind in ("header", "footer"):
        for part in dict.fromkeys(parts.related.get(kind, [])):
            words = read_body(parts.data(part), styles)
            if any(holds_quotation(paragraph) for paragraph, _, _ in words.paragraphs):
                yield f"a {kind} with words in quotation marks", True
    remarks = sum(words_for_variorum(words) is None for _, words, _ in comments)
    if remarks:
        yield "a comment on the text" if remarks == 1 else f"{remarks} comments on the text", False


FORMAT = Format(name="docx", suffixes=(".docx",), sniff=sniff, read=read, binary=True)
