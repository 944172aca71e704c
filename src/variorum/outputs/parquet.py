"""Records as Parquet: the same fields as in JSON, with typed and nested columns; see ``model.tables``.

Needs pyarrow, the extra ``variorum[parquet]``. The metadata of a file name the record (``variorum.record``)
and the version of its schema (``variorum.schema``), see ``schemas``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec import inspect as types

from variorum.errors import MissingExtra, is_fault
from variorum.model import AnnotatedArticle, Annotation, Article, Collation, CorpusOrigin
from variorum.model.codec import annotated_record
from variorum.model.tables import EXTRA, MOMENT, to_row
from variorum.model.version import SCHEMA_VERSION
from variorum.outputs.atomic import replacing
from variorum.outputs.faults import Rejected, each
from variorum.settings import WORK

if TYPE_CHECKING:
    from pyarrow import DataType, RecordBatch, Schema

    from variorum.outputs.frame import Frame


def write(
    collations: Sequence[Collation],
    articles: Mapping[str, AnnotatedArticle],
    path: Path,
    *,
    rejected: Rejected | None = None,
) -> None:
    """Write a row each story; none gives a table without rows. Raises OutputError, MissingExtra."""
    write_collations(path, collations, rejected=rejected)


def write_annotated(
    path: Path, annotated: Iterable[AnnotatedArticle], *, rejected: Rejected | None = None
) -> int:
    """Write a row each article with its annotation, streaming; return how many there were.

    Fields that the input brought along stand in the column ``extra``, as JSON. As all here: the file
    appears when it is whole. Raises OutputError, and MissingExtra without pyarrow.
    rejected: called with a row that cannot be written; the others are.
    """
    known = [field for field in (*_fields(Article), *_fields(Annotation)) if field.name != EXTRA]
    rows = each(annotated, lambda item: to_row(annotated_record(item)), "parquet", rejected)
    return _write(path, _schema("annotate", known, extra=True), rows, rejected)


def write_grouping(path: Path, grouping: Iterable[tuple[str, str]]) -> int:
    """Write a row ``id``, ``story`` each article; otherwise as ``write_annotated``."""
    columns = [("id", _pyarrow().string()), ("story", _pyarrow().string())]
    schema = _pyarrow().schema(columns, metadata=_metadata("group"))
    return _write(path, schema, ({"id": article, "story": story} for article, story in grouping), None)


def write_collations(path: Path, collations: Iterable[Collation], *, rejected: Rejected | None = None) -> int:
    """Write a row each story; otherwise as ``write_annotated``."""
    schema = schema_of("collate", Collation)
    return _write(path, schema, each(collations, msgspec.to_builtins, "parquet", rejected), rejected)


def write_origins(path: Path, origins: Iterable[CorpusOrigin], *, rejected: Rejected | None = None) -> int:
    """Write a row each origin; otherwise as ``write_annotated``."""
    schema = schema_of("origins", CorpusOrigin)
    return _write(path, schema, each(origins, msgspec.to_builtins, "parquet", rejected), rejected)


def write_frame(path: Path, frame: Frame) -> int:
    """Write a row each row of a flat table; otherwise as ``write_annotated``."""
    return _write(path, schema_of(frame.name, frame.row), iter(frame.to_dicts()), None)


def schema_of(name: str, record: type[Struct]) -> Schema:
    """Return the Arrow schema of a record, with its name and version as metadata; raises MissingExtra."""
    return _schema(name, _fields(record), extra=False)


def _metadata(name: str) -> dict[str, str]:
    return {"variorum.record": name, "variorum.schema": SCHEMA_VERSION}


def _write(path: Path, schema: Schema, rows: Iterable[dict[str, Any]], rejected: Rejected | None) -> int:
    from pyarrow.parquet import ParquetWriter

    count = 0
    rows = iter(rows)
    with replacing(path) as file, ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(rows, WORK.parquet_rows)):
            batch = _batch(group, schema, rejected)
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _batch(rows: Sequence[dict[str, Any]], schema: Schema, rejected: Rejected | None) -> RecordBatch:
    """Return the rows as an Arrow batch, without those that Arrow cannot convert."""
    from pyarrow import RecordBatch

    def batch(some: Sequence[dict[str, Any]]) -> RecordBatch:
        return RecordBatch.from_pylist(some, schema=schema)

    try:
        return batch(rows)
    except Exception as error:
        if rejected is None or not is_fault(error):
            raise
    good = [row for row in rows for _ in each([row], lambda one: batch([one]), "parquet", rejected)]
    return batch(good)


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtra(
            "writing Parquet needs pyarrow; install it with: pip install 'variorum[parquet]'"
        ) from error
    return pyarrow


def _fields(record: type[Struct]) -> tuple[types.Field, ...]:
    info = types.type_info(record)
    assert isinstance(info, types.StructType)
    return info.fields


def _schema(name: str, fields: Iterable[types.Field], *, extra: bool) -> Schema:
    arrow = _pyarrow()
    columns = [(field.name, _column(field.type)) for field in fields]
    columns = [*columns, (EXTRA, arrow.string())] if extra else columns
    return arrow.schema(columns, metadata=_metadata(name))


def _column(kind: types.Type) -> DataType:
    """Return the Arrow type for a field of one of our record types."""
    arrow = _pyarrow()
    match kind:
        case types.UnionType():
            inner = [one for one in kind.types if not isinstance(one, types.NoneType)]
            # Of a number or text the number; the text has a field of its own, see `_struct`.
            return _column(inner[0])
        case types.StructType(array_like=True):
            return arrow.list_(_column(kind.fields[0].type))
        case types.StructType():
            return arrow.struct(_members(kind))
        case types.VarTupleType():
            return arrow.list_(_column(kind.item_type))
        case types.IntType():
            return arrow.int64()
        case types.FloatType():
            return arrow.float64()
        case types.BoolType():
            return arrow.bool_()
        case types.StrType() | types.LiteralType():
            return arrow.string()
    raise TypeError(f"no column type for {kind}")


def _members(struct: types.StructType) -> list[tuple[str, DataType]]:
    members = [(field.encode_name, _column(field.type)) for field in struct.fields]
    if any(_number_or_text(field.type) for field in struct.fields):
        members.append((MOMENT, _pyarrow().string()))
    return members


def _number_or_text(kind: types.Type) -> bool:
    inner = {type(one) for one in kind.types} if isinstance(kind, types.UnionType) else set()
    return {types.FloatType, types.StrType} <= inner
