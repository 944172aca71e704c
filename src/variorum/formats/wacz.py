"""``.wacz``: a web archive as browsers and crawlers pack it for exchange (WACZ 1.1): WARC files in a ZIP.

All records under ``archive/`` are read, as those of a WARC file are. The list of pages (``pages/``) is not
needed: valid files may have none, and what it leaves out, a redirect's goal, may be the report.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from os import SEEK_END
from typing import BinaryIO, cast

from variorum.errors import UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.source import Source, unpacked
from variorum.formats.warc import Crawl, last_of, records_of
from variorum.settings import FILES, ReadSettings

_ENDINGS = (".warc", ".warc.gz")
# The last two: a password, and a packing or version that nobody uses.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError),
    *(RuntimeError, NotImplementedError),
)


def sniff(suffix: str, head: bytes) -> bool:
    """Tell by the suffix whether the file is a packed web archive; it begins as any ZIP file."""
    return suffix in FORMAT.suffixes


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the article of each archived page, with its record's number; one reject counts all others."""
    crawl = Crawl(file=source.name, settings=settings)
    with source.seekable() as file:
        try:
            archive = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise UnreadableFile(
                f"is no whole WACZ ({error}); fetch it again, or unpack its .warc.gz files", file=source.name
            ) from error
        with archive:
            members = _members(archive, file.seek(0, SEEK_END), source, settings)
            for member in members:
                where = f"{member.filename}: " if len(members) > 1 else ""
                yield from _records(archive, member, crawl, source, where)
    yield from last_of(crawl)


def _members(
    archive: zipfile.ZipFile, length: int, source: Source, settings: ReadSettings
) -> list[zipfile.ZipInfo]:
    """Return the files of records, by name; length: bytes of the archive.

    Raises UnreadableFile for none, too many, and for bombs.
    """
    every = archive.infolist()
    if len(every) > FILES.parts:
        raise UnreadableFile(
            f"has more than {FILES.parts:,} files in it; unpack its .warc.gz files", file=source.name
        )
    named = (one for one in every if one.filename.startswith("archive/"))
    members = [one for one in named if one.filename.endswith(_ENDINGS)]
    if not members:
        raise UnreadableFile("is an archive, but no WACZ: it holds no archive/*.warc.gz", file=source.name)
    # No member is unpacked further than it declares; packed bytes may be shared, so the sum counts.
    if sum(one.file_size for one in members) > settings.max_expansion * max(length, FILES.head):
        raise UnreadableFile(
            f"unpacks to more than {settings.max_expansion} times its size (a ZIP bomb?)", file=source.name
        )
    return sorted(members, key=lambda one: one.filename)


def _records(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, crawl: Crawl, source: Source, where: str
) -> Iterator[Placed]:
    try:
        with archive.open(member) as packed:
            stream = unpacked(cast("BinaryIO", packed), source.name, crawl.settings)
            yield from records_of(stream, crawl, source.failure, where)
    except _BROKEN as error:
        raise UnreadableFile(f"{member.filename} cannot be unpacked ({error})", file=source.name) from error


FORMAT = Format(name="wacz", suffixes=(".wacz",), sniff=sniff, read=read, binary=True)
