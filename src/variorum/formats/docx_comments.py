"""Comments put into a copy of a Word document; nothing else in it is changed, byte for byte.

A comment is anchored at whole runs, as Word itself has them; one on words in a footnote at the note's number,
one on words in a text box at the paragraph that holds the box: Word has comments in neither.
ECMA-376-1, 17.13.4 (comments), 11.3.2 (their part).
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Sequence
from copy import copy as replica
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from variorum.errors import OutputError
from variorum.formats.docx import DocumentPlaces, read_places
from variorum.settings import ReadSettings

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TAG_END = re.compile(rb">")
_RUN = re.compile(rb"<(?:([^\s<>/:]+):)?r[\s/>]")
_ID = re.compile(rb"""\bid\s*=\s*["'](\d+)["']""")
_ANCHOR = re.compile(
    rb"""<(?:[^\s<>/:]+:)?comment(?:RangeStart|RangeEnd|Reference)\b[^<>]{0,200}?\bid\s*=\s*["'](\d+)["']"""
)
_ROOT_END = re.compile(
    rb"</(?:[^\s<>/:]+:)?(comments|Relationships|Types)\s*>\s*$"
    rb"|<((?:[^\s<>/:]+:)?(?:comments|Relationships|Types))\b([^<>]*)/>\s*$"
)
# Signs that XML 1.0 has not.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Comment(Struct, frozen=True, kw_only=True):
    """A comment on ``text[start:end]`` of a document, as it was read.

    lines: its paragraphs; one that is an address becomes a link. Where start and end are equal it stands at
    the first words from there on.
    """

    start: int
    end: int
    lines: tuple[str, ...]


def with_comments(
    data: bytes,
    comments: Sequence[Comment],
    settings: ReadSettings,
    *,
    name: str,
    author: str = "Variorum",
) -> bytes:
    """Return a copy of the document in ``data`` with ``comments``, in the order of their places.

    Raises UnreadableFile for what is no Word document, OutputError for one that has no run to put a comment
    at, or is not in UTF-8.
    """
    places = read_places(data, name, settings)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name in _needed(places)}
        changed = _changed(parts, places, comments, author, name)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as copy:
            for info in archive.infolist():
                with archive.open(info) as held, copy.open(replica(info), "w") as kept:
                    if part := changed.pop(info.filename, b""):
                        kept.write(part)
                    else:
                        shutil.copyfileobj(held, kept)
            for name, part in sorted(changed.items()):
                copy.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _needed(places: DocumentPlaces) -> frozenset[str]:
    return frozenset((places.part, places.relations, "[Content_Types].xml", places.comments))


def _changed(
    parts: dict[str, bytes], places: DocumentPlaces, comments: Sequence[Comment], author: str, name: str
) -> dict[str, bytes]:
    """Return the parts of the document that get other bytes, or are new, by name."""
    document = parts[places.part]
    if not places.runs:
        raise OutputError("has no words to put a comment at", file=name)
    first = _RUN.match(document, places.runs[0][0])
    if first is None:
        raise OutputError("is not in UTF-8, so that no comment can be put into it; save it again", file=name)
    held = parts.get(places.comments, b"")
    # Some programs take comments out and leave where they were put.
    used = [*_ID.findall(held), *_ANCHOR.findall(document)]
    begin = 1 + max(map(int, used), default=-1)
    numbered = list(enumerate(sorted(comments, key=lambda one: (one.start, one.end)), begin))
    changed = {places.part: _anchored(document, places, numbered)}
    space = _space(document)
    inside = "".join(_comment(number, one, author, space) for number, one in numbered).encode()
    if held:
        changed[places.comments] = _put_last(held, inside)
        return changed
    changed[places.comments] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:comments xmlns:w="{space}">'.encode()
        + inside
        + b"</w:comments>"
    )
    types = parts.get("[Content_Types].xml")
    if types is not None:
        override = f'<Override xmlns="{_TYPES}" PartName="/{places.comments}" ContentType="{_TYPE}"/>'
        changed["[Content_Types].xml"] = _put_last(types, override.encode())
    target = places.comments.rpartition("/")[2]
    kind = _RELATION if space == _MAIN else _STRICT_RELATION
    # Named in full: the list may have its names with a prefix.
    relation = f'<Relationship xmlns="{_RELATIONS}" Id="variorumComments" Type="{kind}" Target="{target}"/>'
    empty = f'<Relationships xmlns="{_RELATIONS}"></Relationships>'.encode()
    changed[places.relations] = _put_last(parts.get(places.relations, empty), relation.encode())
    return changed


def _put_last(part: bytes, inside: bytes) -> bytes:
    """Return a part with ``inside`` as the last elements of its root."""
    match = _ROOT_END.search(part)
    if match is None:
        raise OutputError("has a list of parts that cannot be added to; save it again in a word processor")
    if match[1]:
        return part[: match.start()] + inside + part[match.start() :]
    root = match[2]
    return part[: match.start()] + b"<" + root + match[3] + b">" + inside + b"</" + root + b">"


def _anchored(document: bytes, places: DocumentPlaces, comments: Sequence[tuple[int, Comment]]) -> bytes:
    """Return the text's part with the begin and end of each comment around the runs that print its words."""
    put: list[tuple[int, int, bytes]] = []
    for number, one in comments:
        first, last = places.runs_of(one.start, one.end)
        match = _RUN.match(document, places.runs[first][0])
        known = match is not None and match[1] == b"w"
        declared = "" if known else f' xmlns:w="{_space(document)}"'
        mark = f'{declared} w:id="{number}"/>'
        after = f'<w:commentRangeEnd{mark}<w:r{declared}><w:commentReference w:id="{number}"/></w:r>'
        put.append((places.runs[first][0], number, f"<w:commentRangeStart{mark}".encode()))
        put.append((_end_of(document, places.runs[last][1]), number, after.encode()))
    pieces: list[bytes] = []
    at = 0
    for place, _, inside in sorted(put):
        pieces += [document[at:place], inside]
        at = place
    return b"".join([*pieces, document[at:]])


def _space(document: bytes) -> str:
    return _STRICT.decode() if _STRICT in document[:4096] else _MAIN


def _end_of(document: bytes, closing: int) -> int:
    match = _TAG_END.search(document, closing)
    return match.end() if match else len(document)


def _comment(number: int, one: Comment, author: str, space: str) -> str:
    """Return a comment as XML that needs no names declared around it."""
    lines = "".join(f"<w:p>{_words(line)}</w:p>" for line in one.lines)
    who = f"w:author={quoteattr(author)} w:initials={quoteattr(author[:1])}"
    return f'<w:comment xmlns:w="{space}" w:id="{number}" {who}>{lines}</w:comment>'


def _words(line: str) -> str:
    line = _NO_XML.sub("\ufffd", line)
    run = f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r>'
    if re.fullmatch(r"https?://[^\s\"]+", line):
        address = quoteattr(f'HYPERLINK "{line}"')
        return f"<w:fldSimple w:instr={address}>{run}</w:fldSimple>"
    return run
