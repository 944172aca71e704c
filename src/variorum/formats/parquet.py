"""``.parquet``: the fields of a JSONL record as columns, a row a report, read by batches of rows.

Needs pyarrow, the extra ``variorum[parquet]``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from variorum.errors import BadRecord, MissingExtra, UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.encoding import decode
from variorum.formats.html import markup_of
from variorum.formats.records import noted, read_record
from variorum.formats.source import Source, size
from variorum.model import Reject
from variorum.model.tables import from_row
from variorum.settings import WORK, ReadSettings

if TYPE_CHECKING:
    from pyarrow import DataType, RecordBatch
    from pyarrow.parquet import ParquetFile

_Row = tuple[dict[str, Any] | Exception, list[str]]  # the record, and what had to be decided about it
_MAGIC = b"PAR1"
# Fields of an article that are words.
_WORDS = frozenset(("text", "html", "title", "outlet", "byline", "url", "lang", "date", "id"))
# Below so many bytes no ratio of packing says anything (as in ``source``).
_EXPANSION_FROM = 4 * 2**20
# pyarrow's own errors are kinds of these; damage deep in a file may show as any of them.
_DAMAGE = (OSError, ValueError, TypeError, ArithmeticError, NotImplementedError, MemoryError, LookupError)


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is Parquet: by its suffix, else by its first bytes."""
    return suffix in FORMAT.suffixes or head.startswith(_MAGIC)


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield an article or a reject for each row, counted from 1."""
    if not source.head.startswith(_MAGIC):
        raise UnreadableFile("is no Parquet file: it does not begin as one", file=source.name)
    row = 0
    with source.seekable() as file:
        try:
            for record, notes in _rows(_open(file), source, settings):
                row += 1
                if reason := _refused(record, settings):
                    yield row, Reject(file=source.name, line=row, reason=reason)
                    continue
                for item in read_record(record, file=source.name, line=row, settings=settings):
                    for words in notes:
                        item = noted(item, words)
                    yield row, item
        except _DAMAGE as error:
            reason = f"the Parquet file is damaged or cut off ({_first_line(error)})"
            if not row:
                raise UnreadableFile(reason, file=source.name) from error
            yield row, Reject(file=source.name, line=row, reason=f"{reason}; reading stopped after row {row}")
            return
    if not row:
        raise UnreadableFile("holds no rows", file=source.name)


def _open(file: BinaryIO) -> ParquetFile:
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise MissingExtra(
            "reading Parquet needs pyarrow; install it with: pip install 'variorum[parquet]'"
        ) from error
    return ParquetFile(file)


def _rows(table: ParquetFile, source: Source, settings: ReadSettings) -> Iterator[_Row]:
    """Yield the rows as records, a few decoded at a time; an error in place of one that cannot be decoded."""
    for number in range(table.num_row_groups):
        group = table.metadata.row_group(number)
        packed = sum(group.column(index).total_compressed_size for index in range(group.num_columns))
        if group.total_byte_size > max(_EXPANSION_FROM, settings.max_expansion * packed):
            raise UnreadableFile(
                f"unpacks to more than {settings.max_expansion} times its size (a bomb?)", file=source.name
            )
        for batch in table.iter_batches(
            batch_size=WORK.parquet_batch, row_groups=[number], use_threads=False
        ):
            yield from _records(batch)


def _records(batch: RecordBatch) -> Iterator[_Row]:
    try:
        rows = _in_microseconds(batch).to_pylist()
    except _DAMAGE as error:
        if batch.num_rows == 1:
            yield error, []
        else:  # row by row, so that only those that cannot be had are lost
            for number in range(batch.num_rows):
                yield from _records(batch.slice(number, 1))
        return
    yield from map(_record, rows)


def _record(row: dict[str, Any]) -> _Row:
    """Return the record of a row, and notes on how bytes in it were decoded.

    Bytes in a field of an article are words in some encoding; in any other field they may be anything, and
    are kept as base64 where they are not UTF-8.
    """
    notes: list[str] = []
    plain = dict(row)
    for name, value in row.items():
        if not isinstance(value, bytes):
            continue
        try:
            read = markup_of if name == "html" else decode
            plain[name], guess = read(value) if name in _WORDS else (value.decode("utf-8"), None)
        except UnicodeDecodeError:
            guess = "bytes that are not UTF-8; kept as base64"
        except ValueError as error:
            return BadRecord(f'"{name}" {error}'), []
        if guess:
            notes.append(f'"{name}": {guess}')
    return from_row(plain), notes


def _in_microseconds(batch: RecordBatch) -> RecordBatch:
    """Return ``batch`` with moments that are told to the nanosecond cut off: Python's have no more."""
    import pyarrow

    schema = pyarrow.schema([field.with_type(_coarser(field.type)) for field in batch.schema])
    if schema.equals(batch.schema):
        return batch
    columns = [
        column if column.type.equals(field.type) else column.cast(field.type, safe=False)
        for column, field in zip(batch.columns, schema, strict=True)
    ]
    return pyarrow.RecordBatch.from_arrays(columns, schema=schema)


def _coarser(kind: DataType) -> DataType:
    """Return a type with microseconds for nanoseconds, also inside lists and structs."""
    import pyarrow
    from pyarrow import types

    if types.is_timestamp(kind) and kind.unit == "ns":
        return pyarrow.timestamp("us", kind.tz)
    if types.is_time64(kind) and kind.unit == "ns":
        return pyarrow.time64("us")
    if types.is_duration(kind) and kind.unit == "ns":
        return pyarrow.duration("us")
    if types.is_struct(kind):
        return pyarrow.struct([field.with_type(_coarser(field.type)) for field in kind])
    if types.is_map(kind):
        return pyarrow.map_(kind.key_type, _coarser(kind.item_type))
    if types.is_list(kind):
        return pyarrow.list_(kind.value_field.with_type(_coarser(kind.value_type)))
    if types.is_large_list(kind):
        return pyarrow.large_list(kind.value_field.with_type(_coarser(kind.value_type)))
    return kind


def _refused(record: dict[str, Any] | Exception, settings: ReadSettings) -> str | None:
    """Say why a row cannot be used, None when it may be."""
    if isinstance(record, UnicodeDecodeError):
        return "holds text that is not UTF-8"
    if isinstance(record, BadRecord):
        return record.message
    if isinstance(record, Exception):
        return f"holds a value that cannot be read ({_first_line(record)})"
    # Code points of its texts: close to its bytes, and quickly had.
    if sum(len(value) for value in record.values() if isinstance(value, str)) > settings.max_record_bytes:
        return f"row is larger than {size(settings.max_record_bytes)}, the limit for one report"
    return None


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:120]


FORMAT = Format(name="parquet", suffixes=(".parquet",), sniff=sniff, read=read, binary=True)
