"""The index of a collection: its articles, packed, and an inverted index from seeds to them; SQLite.

In a file or in memory. It only proposes candidates: they are compared word by word before anything is said.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from variorum import limits
from variorum.checking.postings import SEGMENT_ARTICLES, bucket_bits, pack, unpack
from variorum.checking.seeds import searched, seeds
from variorum.errors import InputError, OutputError, UnreadableFile, is_fault
from variorum.formats.records import FILE, TIMES
from variorum.model import Article, Reject, article_fault
from variorum.settings import SEARCH, WORK
from variorum.text.hashes import distinct
from variorum.text.plain import markup_view

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_APPLICATION = 0x5661_7249  # "VarI" in the file's header, so that no other database is taken for an index
FORM = 2
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE file (
  number INTEGER PRIMARY KEY, path TEXT UNIQUE, size INT, modified INT, digest BLOB, rejects BLOB
);
CREATE TABLE article (number INTEGER PRIMARY KEY, file INT, digest BLOB, packed BLOB);
CREATE INDEX article_file ON article (file);
CREATE TABLE segment (number INTEGER PRIMARY KEY, base INT, articles INT, entries INT, bits INT);
CREATE TABLE bucket (place INTEGER PRIMARY KEY, packed BLOB);
"""
WITHDRAWN = "was withdrawn by its agency, so nothing is looked for in it"
_DICTIONARY = 32 * 2**10  # bytes that zlib can look back; news of one desk repeats its phrases


class Segment(Struct, frozen=True, array_like=True):
    """Articles ``base`` to ``base + articles - 1``, and their entries."""

    number: int
    base: int
    articles: int
    entries: int
    bits: int


def is_index(path: str | Path) -> bool:
    """Tell whether a file is an index, by its header (https://www.sqlite.org/fileformat.html, 1.3)."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(72)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\0") and int.from_bytes(head[68:72], "big") == _APPLICATION


class Held(Struct, frozen=True):
    """An article of a file, as the index holds it."""

    number: int
    digest: bytes


class Index:
    """A collection to check against.

    path: a file, made when it is missing; None keeps everything in memory.

    Raises UnreadableFile for a file that is no index or of another version, OutputError when it cannot
    be made.
    """

    _parts, _buckets = "segment", "bucket"  # the tables of the inverted index

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        try:
            self._database = sqlite3.connect(
                ":memory:" if path is None else path, timeout=WORK.index_busy, isolation_level=None
            )
            self._prepare()
        except sqlite3.DatabaseError as error:
            raise _failure(error, path, writing=True) from error
        self._begin()

    def _begin(self) -> None:
        self._pending: list[NDArray[np.uint64]] = []
        self._pending_entries = 0
        self._base: int | None = None  # number of the first article that is not yet in a segment
        self._next = 1
        self._dictionary = self._meta("dictionary")
        self._read_segments()
        self.article = lru_cache(maxsize=SEARCH.articles)(self._article)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """Return how many articles it holds."""
        return int(self._one("SELECT count(*) FROM article"))

    def close(self) -> None:
        """Close the file; what was written stays."""
        self.article.cache_clear()
        self._database.close()

    # ---- what it holds --------------------------------------------------------------------------------

    def numbers(self) -> list[int]:
        """Return the numbers of all articles, in order."""
        return [number for (number,) in self._rows("SELECT number FROM article ORDER BY number")]

    def _article(self, number: int) -> Article | None:
        rows = self._rows("SELECT packed FROM article WHERE number = ?", number)
        return self._unpacked(rows[0][0]) if rows else None

    def holders(self, wanted: Sequence[int]) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """Yield each seed of ``wanted`` with the numbers of the articles that may hold it.

        Numbers of articles that have since been taken out may be among them; ``article`` gives None.
        """
        import numpy as np

        parts: dict[int, list[NDArray[np.int64]]] = {int(seed): [] for seed in wanted}
        for segment in self._segments:
            by_bucket: dict[int, list[int]] = {}
            for seed in parts:
                by_bucket.setdefault(seed >> (32 - segment.bits), []).append(seed)
            for bucket, asked in by_bucket.items():
                held, numbers = self._bucket(segment, bucket)
                starts = np.searchsorted(held, np.array(asked, np.uint32), "left")
                ends = np.searchsorted(held, np.array(asked, np.uint32), "right")
                for seed, start, end in zip(asked, starts, ends, strict=True):
                    if end > start:
                        parts[seed].append(numbers[start:end].astype(np.int64) + segment.base)
        for seed, found in parts.items():
            yield seed, np.concatenate(found) if found else np.empty(0, np.int64)

    def _bucket(self, segment: Segment, bucket: int) -> tuple[NDArray[np.uint32], NDArray[np.uint16]]:
        import numpy as np

        place = segment.number << 16 | bucket
        rows = self._rows(f"SELECT packed FROM {self._buckets} WHERE place = ?", place)
        if not rows:
            return np.empty(0, np.uint32), np.empty(0, np.uint16)
        try:
            return unpack(bucket, segment.bits, rows[0][0])
        except (ValueError, IndexError, TypeError, OverflowError) as error:
            raise self._damaged(error) from error

    # ---- changing it ----------------------------------------------------------------------------------

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Make what is done inside one change: all of it, or after an error or Ctrl-C nothing.

        Raises OutputError when the file cannot be written, or another process holds it for too long.
        """
        try:
            with self._as_a_whole():
                self._next = self._next_number()
                yield
                self._flush()
                self._merge()
        except BaseException:
            self._pending, self._pending_entries, self._base = [], 0, None
            with suppress(InputError, OutputError):
                self._read_again()
            raise
        self._read_again()

    @contextmanager
    def _as_a_whole(self) -> Iterator[None]:
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                # A full disk has undone it already; and nothing may hide what went wrong first.
                with suppress(sqlite3.DatabaseError):
                    self._database.execute("ROLLBACK")
                raise
        except sqlite3.DatabaseError as error:
            raise _failure(error, self.path, writing=True) from error

    def _next_number(self) -> int:
        # Numbers are never given twice: entries of articles taken out may still name the old ones.
        return self._one(
            "SELECT 1 + max((SELECT coalesce(max(number), 0) FROM article), "
            f"(SELECT coalesce(max(base + articles - 1), 0) FROM {self._parts}))"
        )

    def _read_again(self) -> None:
        self.article.cache_clear()
        self._dictionary = self._meta("dictionary")
        self._read_segments()

    def add(self, articles: Iterable[Article], file: int = 0) -> Iterator[Article | Reject]:
        """Add ``articles`` that belong to a file (0: to none), yielding each when it is in.

        Only inside ``changing``. What an article holds besides its text and metadata is not kept. For one at
        which that fails, and one that its agency withdrew, its reject is yielded, and nothing of it is kept.
        """
        for article in articles:
            limits.enter("index")
            if article.status == "withdrawn":
                yield Reject(file=str(article.extra.get(FILE, "input")), id=article.id, reason=WITHDRAWN)
                continue
            try:
                record = msgspec.msgpack.encode(_kept(article))
                entries = distinct(seeds(searched(markup_view(article).text)))
            except Exception as error:
                if not is_fault(error):
                    raise
                yield article_fault(article, error)
                continue
            if self._dictionary is None:
                self._dictionary = record[-_DICTIONARY:]
                self._set_meta("dictionary", self._dictionary)
            packer = zlib.compressobj(6, zdict=self._dictionary)
            packed = packer.compress(record) + packer.flush()
            number, self._next = self._next, self._next + 1
            self._database.execute(
                "INSERT INTO article VALUES (?, ?, ?, ?)",
                (number, file, blake2b(record, digest_size=16).digest(), packed),
            )
            self._remember(number, entries)
            yield article

    def _remember(self, number: int, entries: NDArray[np.uint32]) -> None:
        import numpy as np

        if self._base is None:
            self._base = number
        values = entries.astype(np.uint64) << np.uint64(32)
        self._pending.append(values | np.uint64(number - self._base))
        self._pending_entries += len(values)
        full = len(self._pending) >= SEGMENT_ARTICLES or number - self._base >= SEGMENT_ARTICLES - 1
        if full or self._pending_entries >= WORK.index_entries:
            self._flush()

    def _flush(self) -> None:
        """Write the pending entries as a new segment."""
        import numpy as np

        if self._base is None:
            return
        entries = np.concatenate(self._pending)
        self._write_segment(self._base, self._next - self._base, entries)
        self._pending, self._pending_entries, self._base = [], 0, None

    def _write_segment(self, base: int, articles: int, entries: NDArray[np.uint64]) -> None:
        bits = bucket_bits(len(entries))
        segment = self._one(f"SELECT 1 + coalesce(max(number), 0) FROM {self._parts}")
        self._many(
            f"INSERT INTO {self._parts} (number, base, articles, entries, bits) VALUES (?, ?, ?, ?, ?)",
            [(segment, base, articles, len(entries), bits)],
        )
        rows = ((segment << 16 | bucket, packed) for bucket, packed in pack(entries, bits))
        self._many(f"INSERT INTO {self._buckets} (place, packed) VALUES (?, ?)", rows)

    def _merge(self) -> None:
        """Join neighbouring segments while there are many, the smallest pair first."""
        self._read_segments()
        while len(self._segments) > WORK.index_segments:
            pairs = [
                (one.entries + two.entries, at)
                for at, (one, two) in enumerate(zip(self._segments, self._segments[1:], strict=False))
                if two.base + two.articles - one.base <= SEGMENT_ARTICLES
            ]
            if not pairs:
                return
            _, at = min(pairs)
            self._join(self._segments[at], self._segments[at + 1])
            self._read_segments()

    def _join(self, first: Segment, second: Segment) -> None:
        import numpy as np

        alive = np.array(self.numbers(), np.int64) - first.base
        parts = []
        for segment in (first, second):
            for bucket in range(1 << segment.bits):
                held, numbers = self._bucket(segment, bucket)
                local = numbers.astype(np.int64) + (segment.base - first.base)
                kept = np.isin(local, alive)
                parts.append(held[kept].astype(np.uint64) << np.uint64(32) | local[kept].astype(np.uint64))
        for segment in (first, second):
            bounds = segment.number << 16, (segment.number + 1) << 16
            self._many(f"DELETE FROM {self._buckets} WHERE place >= ? AND place < ?", [bounds])
            self._many(f"DELETE FROM {self._parts} WHERE number = ?", [(segment.number,)])
        articles = second.base + second.articles - first.base
        self._write_segment(first.base, articles, np.concatenate(parts))

    def remove(self, numbers: Iterable[int]) -> None:
        """Take articles out; only inside ``changing``. Their entries go when segments are joined."""
        self._database.executemany("DELETE FROM article WHERE number = ?", ((one,) for one in numbers))

    # ---- files ----------------------------------------------------------------------------------------

    def files(self) -> dict[str, tuple[int, int, int, bytes, bytes]]:
        """Return for each path: its number, size, time of change, digest, and its rejects as JSON."""
        rows = self._rows("SELECT path, number, size, modified, digest, rejects FROM file")
        return {
            path: (number, size, modified, digest, rejects)
            for path, number, size, modified, digest, rejects in rows
        }

    def put_file(self, path: str, size: int, modified: int, digest: bytes) -> int:
        """Enter a file, or what is now known of it; return its number. Only inside ``changing``."""
        self._database.execute(
            "INSERT INTO file (path, size, modified, digest, rejects) VALUES (?, ?, ?, ?, '[]') "
            "ON CONFLICT (path) DO UPDATE SET size = excluded.size, modified = excluded.modified, "
            "digest = excluded.digest",
            (path, size, modified, digest),
        )
        return int(self._one("SELECT number FROM file WHERE path = ?", path))

    def put_rejects(self, file: int, rejects: bytes) -> None:
        """Keep what of a file could not be read, as JSON; only inside ``changing``."""
        self._database.execute("UPDATE file SET rejects = ? WHERE number = ?", (rejects, file))

    def rejects_in(self, kept: bytes) -> list[Reject]:
        """Return what ``put_rejects`` was given. Raises UnreadableFile when it is damaged."""
        try:
            return msgspec.json.decode(kept, type=list[Reject])
        except (msgspec.DecodeError, TypeError) as error:
            raise self._damaged(error) from error

    def remove_file(self, file: int) -> None:
        """Forget a file and its articles; only inside ``changing``."""
        self.remove([held.number for held in self.of_file(file)])
        self._database.execute("DELETE FROM file WHERE number = ?", (file,))

    def of_file(self, file: int) -> list[Held]:
        """Return the articles of a file, in the order in which they were added."""
        rows = self._rows("SELECT number, digest FROM article WHERE file = ? ORDER BY number", file)
        return [Held(number, digest) for number, digest in rows]

    # ---- the file itself ------------------------------------------------------------------------------

    def _prepare(self) -> None:
        database = self._database
        application = int(self._one("PRAGMA application_id"))
        if not int(self._one("SELECT count(*) FROM sqlite_master")):
            database.execute(f"PRAGMA page_size = {WORK.index_page}")
            database.execute("BEGIN IMMEDIATE")
            for statement in filter(str.strip, _SCHEMA.split(";")):
                database.execute(statement)
            database.execute(f"PRAGMA application_id = {_APPLICATION}")
            database.execute(f"PRAGMA user_version = {FORM}")
            database.execute("COMMIT")
        elif application != _APPLICATION:
            raise UnreadableFile(
                "is a database, but no index of variorum; give another file to --index", file=str(self.path)
            )
        elif int(self._one("PRAGMA user_version")) != FORM:
            raise UnreadableFile(
                "is an index of another version of variorum; delete it, it is made again", file=str(self.path)
            )

    def _one(self, statement: str, *values: object) -> int:
        return self._rows(statement, *values)[0][0]  # type: ignore[no-any-return]

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return what a question finds. Raises UnreadableFile when the file is damaged there."""
        try:
            return self._database.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise _failure(error, self.path) from error

    def _many(self, statement: str, values: Iterable[Sequence[Any]]) -> None:
        """Do a statement once for each of ``values``; only inside ``changing``."""
        self._database.executemany(statement, values)

    def _damaged(self, error: Exception) -> UnreadableFile:
        return UnreadableFile(f"is damaged ({error}); delete it, it is made again", file=str(self.path))

    def _meta(self, name: str) -> bytes | None:
        rows = self._rows("SELECT value FROM meta WHERE name = ?", name)
        return bytes(rows[0][0]) if rows else None

    def _set_meta(self, name: str, value: bytes) -> None:
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _read_segments(self) -> None:
        rows = self._rows(f"SELECT number, base, articles, entries, bits FROM {self._parts} ORDER BY base")
        try:
            self._segments = msgspec.convert(rows, list[Segment])
        except msgspec.ValidationError as error:
            raise self._damaged(error) from error

    def _unpacked(self, packed: bytes) -> Article:
        try:
            unpacker = zlib.decompressobj(zdict=self._dictionary or b"")
            return msgspec.msgpack.decode(unpacker.decompress(packed), type=Article)
        except (zlib.error, msgspec.DecodeError, TypeError) as error:
            raise self._damaged(error) from error


def digest_of(article: Article) -> bytes:
    """Return a hash of all that the index keeps of an article."""
    return blake2b(msgspec.msgpack.encode(_kept(article)), digest_size=16).digest()


def _kept(article: Article) -> Article:
    """Return ``article`` with what is kept: of the fields beyond the known ones only its file's name."""
    named = {FILE: article.extra[FILE]} if isinstance(article.extra.get(FILE), str) else {}
    if isinstance(article.extra.get(TIMES), list):
        named[TIMES] = article.extra[TIMES]
    return replace(article, extra=named) if article.extra != named else article


def _failure(
    error: sqlite3.DatabaseError, path: Path | None, *, writing: bool = False
) -> InputError | OutputError:
    """Return the error in plain words; locked and full disks can be helped, damage means making it anew."""
    reason = str(error)
    if "locked" in reason or "busy" in reason:
        return OutputError("is being written by another process; try again when that is done", file=str(path))
    if "readonly" in reason or "unable to open" in reason:
        return OutputError("cannot be written; give --index a file in a folder of yours", file=str(path))
    if "full" in reason:
        return OutputError("the disk is full; free some space or give --index another file", file=str(path))
    if writing and isinstance(error, sqlite3.OperationalError) and "no such" not in reason:
        return OutputError(f"cannot be written: {reason}", file=str(path))
    if "not a database" in reason:  # a draft, a report: nobody should be told to delete it
        return UnreadableFile(
            f"cannot be used as an index ({reason}); give another file to --index, or delete it if it was an "
            "index",
            file=str(path),
        )
    return UnreadableFile(
        f"cannot be used as an index ({reason}); delete it, it is made again", file=str(path)
    )
