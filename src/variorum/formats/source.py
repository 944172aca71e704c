"""One file as a stream of bytes: decompressed, within the size limits, errors as UnreadableFile."""

from __future__ import annotations

import gzip
import io
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import AnyStr, BinaryIO, TypeAlias

from variorum.errors import UnreadableFile
from variorum.formats.encoding import byte_order_mark
from variorum.formats.places import printable
from variorum.held import is_held
from variorum.settings import FILES, ReadSettings

STANDARD_INPUT = "<stdin>"
_BUFFER = 1 << 20
_GZIP = b"\x1f\x8b"
# Below this much output no ratio says anything; runs of blanks compress a thousandfold.
_EXPANSION_FROM = 4 * 2**20

# What people drop on the desk and what to do about it; first bytes of a file.
_MAGIC = (
    (b"%PDF-", "a PDF; save its text as .txt"),
    (b"PK\x03\x04", "a ZIP archive or an office document; unpack it, or save its text as .txt"),
    (b"\xd0\xcf\x11\xe0", "an old office document; save its text as .txt"),
    (b"{\\rtf", "an RTF document; name it .rtf"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a media file (RIFF)"),
    (b"bplist00", "a binary property list"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"BZh", "a bzip2 archive; unpack it, or pack it with gzip"),
    (b"\xfd7zXZ", "an xz archive; unpack it, or pack it with gzip"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive; unpack it, or pack it with gzip"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it"),
    (b"\x7fELF", "a program"),
)


class _Raw(io.RawIOBase):
    """Reads from ``inner``; refuses gzip data that unpacks to far more than its size allows (a zip bomb)."""

    def __init__(
        self, inner: BinaryIO | gzip.GzipFile, name: str, packed: _Raw | None = None, expansion: int = 0
    ) -> None:
        self._inner = inner
        # Not `read`: it would throw away what came before the end of a cut archive.
        self._read = inner.read1 if isinstance(inner, gzip.GzipFile) else inner.read
        self._name = name
        self._packed = packed
        self._expansion = expansion
        self._failed: Exception | None = None
        self.given = 0

    @property
    def unpacked(self) -> bool:
        """Whether the file is compressed with gzip."""
        return self._packed is not None

    @property
    def taken(self) -> int:
        """How many bytes of the file, compressed as it is, were read."""
        return self.given if self._packed is None else self._packed.given

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._failed is not None:
            raise self._failed
        data = self._read(len(buffer))
        # A pipe gives what it has; the first look at a file must not depend on how its writer flushes.
        while self.given == 0 and 0 < len(data) < min(FILES.head, len(buffer)):
            try:
                more = self._read(FILES.head)
            except (OSError, EOFError, zlib.error) as error:
                self._failed = error  # what came before it is good
                break
            if not more:
                break
            data += more
        buffer[: len(data)] = data
        self.given += len(data)
        if self._packed is not None and self.given > _EXPANSION_FROM:
            taken = self._packed.given
            if self.given > self._expansion * taken:
                raise UnreadableFile(
                    f"unpacks to more than {self._expansion} times its size (a gzip bomb?)",
                    file=self._name,
                )
        return len(data)

    def close(self) -> None:
        if not self.closed and self._name != STANDARD_INPUT:
            self._inner.close()
            if self._packed is not None:
                self._packed.close()
        super().close()


Stream: TypeAlias = "io.BufferedReader[_Raw]"


class Source:
    """One file, opened once, read once from its beginning; use it in a ``with``.

    name: as given, for messages. suffix: lower case, ``.gz`` taken off. head: the first bytes.
    Raises UnreadableFile when it cannot be opened or its archive is broken at the start.
    """

    def __init__(self, path: Path | None, settings: ReadSettings) -> None:
        self.name = STANDARD_INPUT if path is None else printable(path)
        self.path = path
        self.suffix = _suffix(self.name)
        self._limit = settings.max_record_bytes
        self._seekable: BinaryIO | None = None
        if path is not None and is_held(path):
            raise UnreadableFile("is a store that is open here; give reports", file=self.name)
        try:
            self._stream = _open(path, self.name, settings)
            self.head = self._stream.peek(FILES.head)[: FILES.head]
        except (OSError, EOFError, zlib.error) as error:
            raise self.failure(error) from error

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def read_all(self) -> bytes:
        """Return the whole file.

        Raises UnreadableFile when it is longer than the limit of one record or cannot be read to its end.
        """
        try:
            data = self._stream.read(self._limit + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise self.failure(error) from error
        if len(data) > self._limit:
            raise UnreadableFile(
                f"is larger than {size(self._limit)}, the limit for one report; split it", file=self.name
            )
        return data

    @property
    def stream(self) -> Stream:
        """The decompressed bytes as a stream, for formats that find their records by themselves."""
        return self._stream

    @contextmanager
    def seekable(self) -> Iterator[BinaryIO]:
        """Open the decompressed bytes as a file that can be read at any position.

        It is the file itself, or a temporary copy of what is compressed or comes through a pipe.
        Raises UnreadableFile when it cannot be read to its end.
        """
        if self.path is not None and self.path.is_file() and not self._stream.raw.unpacked:
            with self.path.open("rb") as file:
                self._seekable = file
                try:
                    yield file
                finally:
                    self._seekable = None
            return
        with tempfile.TemporaryFile(prefix="variorum-") as file:
            try:
                shutil.copyfileobj(self._stream, file, _BUFFER)
            except (OSError, EOFError, zlib.error) as error:
                raise self.failure(error) from error
            file.seek(0)
            yield file

    @property
    def taken(self) -> int:
        """How many bytes of the file, compressed as it is, were read so far, those in a buffer included."""
        return self._stream.raw.taken if self._seekable is None else self._seekable.tell()

    def lines(self) -> Iterator[bytes | None]:
        """Yield the lines without their ends, as UTF-8, one at a time; None for one over the limit.

        Raises UnreadableFile where reading fails; the lines before it were yielded.
        """
        mark = byte_order_mark(self.head)
        try:
            if mark is None or mark[0] == "utf-8":
                yield from _lines(self._stream.readline, self._limit, b"\n")
                return
            # A limit in code points would need another count; UTF-8 takes at least one byte for each.
            text = io.TextIOWrapper(self._stream, encoding=mark[0].rpartition("-")[0], newline="\n")
            for line in _lines(text.readline, self._limit, "\n"):
                yield None if line is None else line.encode("utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                f"breaks off its encoding, {error.encoding.upper()}", file=self.name
            ) from error
        except (OSError, EOFError, zlib.error) as error:
            raise self.failure(error) from error

    def failure(self, error: Exception) -> UnreadableFile:
        """Return ``error`` in words, as an UnreadableFile of this file."""
        if isinstance(error, UnreadableFile):
            return error
        if isinstance(error, EOFError):
            reason = "the gzip archive ends too early (cut off in transfer?); fetch it again"
        elif isinstance(error, (gzip.BadGzipFile, zlib.error)):
            reason = "the gzip archive is damaged; fetch it again"
        elif isinstance(error, PermissionError):
            reason = "may not be read (permission denied)"
        elif isinstance(error, IsADirectoryError):
            reason = "is a folder"
        else:
            reason = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        return UnreadableFile(reason, file=self.name)


def _lines(read: Callable[[int], AnyStr], limit: int, end: AnyStr) -> Iterator[AnyStr | None]:
    while line := read(limit + 1):
        if line.endswith(end) or len(line) <= limit:
            yield line.rstrip(end)
            continue
        while (more := read(_BUFFER)) and not more.endswith(end):
            pass
        yield None


def _open(path: Path | None, name: str, settings: ReadSettings) -> Stream:
    file: BinaryIO = sys.stdin.buffer if path is None else path.open("rb", buffering=0)
    return unpacked(file, name, settings)


def unpacked(file: BinaryIO, name: str, settings: ReadSettings) -> Stream:
    """Return the bytes of ``file``, decompressed where they are gzip; name: what messages call it."""
    packed = _Raw(file, name)
    stream = io.BufferedReader(packed, _BUFFER)
    if stream.peek(2)[:2] != _GZIP:
        return stream
    raw = _Raw(gzip.GzipFile(fileobj=stream, mode="rb"), name, packed, settings.max_expansion)
    return io.BufferedReader(raw, _BUFFER)


def _suffix(name: str) -> str:
    path = PurePath(name.lower())
    return PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix


def known_binary(head: bytes) -> str | None:
    """Name the type of a file that begins with ``head`` when no format reads it; else None."""
    return next((what for magic, what in _MAGIC if head.startswith(magic)), None)


def size(count: int) -> str:
    """Return a number of bytes in words: ``64 MiB``, ``300 bytes``."""
    for unit, name in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if count >= unit:
            return f"{count / unit:.4g} {name}"
    return f"{count} bytes"
