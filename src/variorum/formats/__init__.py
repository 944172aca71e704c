"""Reads files into articles; each format has a module of its own.

To add a format: write one file with ``sniff`` and ``read`` (see ``base.Format``), add its ``FORMAT`` to
``FORMATS`` below, and put an input and the articles expected from it into ``tests/golden/formats``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from variorum import limits
from variorum.errors import UnreadableFile, is_fault
from variorum.formats import (
    docx,
    eml,
    html,
    jsonfile,
    jsonl,
    markdown,
    mediacloud,
    mhtml,
    msg,
    newsml,
    nitf,
    odt,
    parquet,
    pdf,
    rtf,
    subtitles,
    text,
    ttml,
    wacz,
    warc,
    webarchive,
)
from variorum.formats.apart import open_apart
from variorum.formats.base import Format, Item, Placed
from variorum.formats.places import check_paths, find_files, fingerprint, printable, size_of
from variorum.formats.records import FILE, read_record
from variorum.formats.source import STANDARD_INPUT, Source, known_binary
from variorum.model import Article, Reject, article_id, fault
from variorum.settings import ReadSettings

# Asked in this order; the first that says yes reads the file.
FORMATS: tuple[Format, ...] = (
    parquet.FORMAT,
    warc.FORMAT,
    wacz.FORMAT,
    docx.FORMAT,
    pdf.FORMAT,
    odt.FORMAT,
    rtf.FORMAT,
    webarchive.FORMAT,
    mhtml.FORMAT,
    eml.FORMAT,
    msg.FORMAT,
    nitf.FORMAT,
    newsml.FORMAT,
    ttml.FORMAT,
    html.FORMAT,
    subtitles.FORMAT,
    jsonfile.FORMAT,
    jsonl.FORMAT,
    mediacloud.FORMAT,
    markdown.FORMAT,
    text.FORMAT,
)

GIVEN = "(articles given)"  # what stands for the file of articles that come from none

# Bytes of files that must be read before they tell anything about the rest; buffers are smaller.
_TELLING = 8 * 2**20

__all__ = ["FORMATS", "Format", "Item", "ReadProgress", "fingerprint", "held", "read"]


class ReadProgress:
    """How far ``read`` has come, in bytes of the files; ``read`` keeps it up to date.

    total: bytes of all files. taken: bytes read so far. Compressed files count as they lie on the disk.
    """

    def __init__(self) -> None:
        self.total = 0
        self.taken = 0
        self.seen = Seen()

    def place(self, id: str) -> tuple[str, int | None] | None:
        """Return the file and line where the article of that id was read; None for one that was not."""
        return self.seen.place(id)

    def expected(self, done: int) -> int | None:
        """Estimate how many records there are in all, from the ``done`` read so far; None at first."""
        if self.taken < _TELLING or self.total < self.taken:
            return None
        return round(done * self.total / self.taken)


def read(
    paths: Sequence[str | Path] | str | Path,
    *,
    settings: ReadSettings | None = None,
    progress: ReadProgress | None = None,
) -> Iterator[Item]:
    """Yield every report in ``paths`` as an Article, and what could not be used as Rejects with the reason.

    paths: files, folders (with all folders in them, by name; ``places.find_files`` says what is left
        out of them), or ``-`` for standard input. Any file may be packed with gzip.

    One record after the other, in order; JSON Lines is never held in memory. No paths give nothing.
    A second capture that is the same as one before is a reject, and so is another report under the
    same id.

    Raises UnreadableFile at once when a path does not exist; later nothing is raised for what files hold.
    """
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    return _read(check_paths(paths), settings or ReadSettings(), progress or ReadProgress())


def held(articles: Iterable[Article], *, settings: ReadSettings, progress: ReadProgress) -> Iterator[Item]:
    """Yield articles that come from no file as ``read`` does those that do: what cannot be used as Rejects.

    Each is read like a record of JSON Lines, so that its date, status and length are what they would be
    there; its place counts from 1. Ids that were read before with the same ``progress`` are known.
    """
    for number, article in enumerate(articles, start=1):
        record = {**article.extra, **msgspec.to_builtins(article)}
        record.pop("extra", None)
        for item in read_record(record, file=GIVEN, line=number, settings=settings):
            if not isinstance(item, Reject):
                item = _of_length(item, GIVEN, number, settings)
            yield item if isinstance(item, Reject) else progress.seen.check(item, GIVEN, number)


def _read(names: tuple[str, ...], settings: ReadSettings, progress: ReadProgress) -> Iterator[Item]:
    seen = progress.seen = Seen()
    progress.total = size_of(names)
    before = 0
    with open_apart():
        for path in find_files(names):
            if isinstance(path, Reject):
                yield path
                continue
            name = STANDARD_INPUT if path is None else printable(path)
            try:
                with Source(path, settings) as source:
                    for line, item in _one_by_one(_read_source(source, settings), path, settings):
                        progress.taken = before + source.taken
                        if not isinstance(item, Reject):
                            item = _of_length(item, source.name, line, settings)
                        if isinstance(item, Reject):
                            yield item
                            continue
                        if path is not None and line is None:
                            item = _with_file(item, path)
                        yield seen.check(item, source.name, line)
                before += path.stat().st_size if path is not None else 0
            except UnreadableFile as error:
                yield Reject(file=error.file or name, line=error.line, reason=error.message)
            except Exception as error:
                if not is_fault(error):
                    raise
                yield fault(error, file=name)


def _one_by_one(items: Iterator[Placed], path: Path | None, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the items, each within the time limit of a record; a pipe may keep us waiting longer."""
    limit = settings.seconds if path is not None and path.is_file() else None
    while True:
        with limits.time_limit(limit):
            placed = next(items, None)
        if placed is None:
            return
        yield placed


def _read_source(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield what a file holds. Which format it has is found out when the first item is asked for."""
    limits.enter("format")
    yield from _format_of(source).read(source, settings)


def _format_of(source: Source) -> Format:
    if not source.head:
        raise UnreadableFile("is empty", file=source.name)
    for known in FORMATS:
        if known.sniff(source.suffix, source.head):
            if not known.binary and (what := known_binary(source.head)):
                raise UnreadableFile(f"is {what}", file=source.name)
            limits.enter(known.name)
            return known
    if what := known_binary(source.head):
        raise UnreadableFile(f"is {what}", file=source.name)
    suffixes = " ".join(suffix for known in reversed(FORMATS) for suffix in known.suffixes)
    kind = f"files of the kind {source.suffix} are" if source.suffix else "is binary; such files are"
    raise UnreadableFile(f"{kind} not read; read are {suffixes}, also with .gz", file=source.name)


def _of_length(article: Article, file: str, line: int | None, settings: ReadSettings) -> Item:
    """Return the article, or a reject in its place when its text is longer than any report is."""
    if len(article.text) <= settings.max_characters:
        return article
    held, most = len(article.text), settings.max_characters
    reason = f"holds {held:,} characters, and {most:,} are the limit for one report; split it"
    return Reject(file=file, line=line, reason=reason, id=article.id)


def _with_file(article: Article, path: Path) -> Article:
    """Return the article with the name of its file, if it is alone in it: people know it by that name."""
    return msgspec.structs.replace(article, extra={FILE: printable(path.name), **article.extra})


class Seen:
    """The ids read so far, each with the place it was read from and a hash of its content."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, str, int | None]] = {}

    def place(self, id: str) -> tuple[str, int | None] | None:
        """Return where the id was read first."""
        found = self._first.get(id)
        return found and found[1:]

    def check(self, article: Article, file: str, line: int | None) -> Item:
        """Return ``article``, or the reject that it is when its id was read before."""
        content = article_id(
            text=article.text, title=article.title, outlet=article.outlet, date=article.date, url=article.url
        )
        first = self._first.setdefault(article.id, (content, file, line))
        if first == (content, file, line):
            return article
        place = first[1] if first[2] is None else f"{first[1]}:{first[2]}"
        if first[0] == content:
            reason = f"duplicate of {place}"
        else:
            reason = f'the id "{article.id}" belongs to another report already, at {place}; give it its own'
        return Reject(file=file, line=line, reason=reason, id=article.id)
