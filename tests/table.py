"""Parquet files for tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def table(rows: Sequence[dict[str, Any]], schema: pa.Schema | None = None, **options: Any) -> bytes:
    """Return a Parquet file of ``rows``; options as for ``pyarrow.parquet.write_table``."""
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), stream, **options)
    return stream.getvalue()


def media_cloud(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    """Return a table as Media Cloud exports it: a row for each of these, which may have more columns."""
    story = {
        "id": "a1", "indexed_date": "2027-03-12 04:11:09", "language": "en", "media_name": "gazette.example",
        "media_url": "gazette.example", "publish_date": "2027-03-11", "title": "Lock stays shut",
        "url": "https://gazette.example/lock",
    }  # fmt: skip
    names = dict.fromkeys([*story, *(name for row in rows for name in row)])
    held = io.StringIO()
    writer = csv.DictWriter(held, list(names), delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows([{**story, **row} for row in rows])
    return held.getvalue().encode("utf-8")
