"""Parquet files for tests."""

from __future__ import annotations

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
