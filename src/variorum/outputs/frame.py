"""A table with typed columns, which notebooks show and dataframe libraries take; none of them is needed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from msgspec import Struct
from msgspec.structs import astuple

from variorum.errors import OutputError
from variorum.settings import SHOWN

if TYPE_CHECKING:
    import pyarrow


class Frame:
    """Rows of one kind (``model.flat``), as long as the list it is.

    ``polars.DataFrame(frame)``, ``pandas.DataFrame.from_arrow(frame)`` (3.0), ``duckdb.sql("from frame")``
    and ``pyarrow.table(frame)`` take it through the Arrow PyCapsule interface, others through
    ``__dataframe__``; both need pyarrow (the extra ``variorum[parquet]``). ``pandas.DataFrame(
    frame.to_dicts())`` needs nothing.

    name: of the table. row: the type of its rows. columns: their names. rows: in order.
    """

    def __init__(self, name: str, row: type[Struct], rows: Iterable[Struct]) -> None:
        self.name = name
        self.row = row
        self.columns = row.__struct_fields__
        self.rows = tuple(rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Struct]:
        return iter(self.rows)

    @overload
    def __getitem__(self, at: int) -> Struct: ...
    @overload
    def __getitem__(self, at: slice) -> Frame: ...
    def __getitem__(self, at: int | slice) -> Struct | Frame:
        """Return a row, or a table of the rows of a slice."""
        return Frame(self.name, self.row, self.rows[at]) if isinstance(at, slice) else self.rows[at]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return a dictionary for each row, with the columns in order."""
        return [dict(zip(self.columns, astuple(row), strict=True)) for row in self.rows]

    def to_arrow(self) -> pyarrow.Table:
        """Return the Arrow table, with the version of the record in its metadata; raises MissingExtra."""
        from variorum.outputs.parquet import schema_of

        schema = schema_of(self.name, self.row)
        import pyarrow

        return pyarrow.Table.from_pylist(self.to_dicts(), schema=schema)

    def write(self, path: str | Path) -> None:
        """Write the table as ``.csv`` (UTF-8 with a byte order mark) or ``.parquet``, as the name says.

        In CSV a cell that a spreadsheet would run as a formula has an apostrophe in front. Raises OutputError
        for another suffix, MissingExtra for Parquet without pyarrow.
        """
        from variorum.outputs import chosen, parquet
        from variorum.outputs.atomic import write_bytes

        path = Path(path)
        form = chosen(path, None, ("csv", "parquet"))
        if form is None:
            raise OutputError("name the table .csv or .parquet", file=str(path))
        if form == "parquet":
            parquet.write_frame(path, self)
            return
        write_bytes(path, self._csv().encode("utf-8-sig", "replace"))

    def _csv(self) -> str:
        from variorum.outputs.csv import safe

        table = io.StringIO(newline="")
        rows = csv.writer(table, lineterminator="\r\n")
        rows.writerow(self.columns)
        for row in self.rows:
            rows.writerow([safe(cell) if isinstance(cell, str) else cell for cell in astuple(row)])
        return table.getvalue()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self.to_arrow().schema.__arrow_c_schema__()

    def __dataframe__(self, nan_as_null: bool = False, allow_copy: bool = True) -> object:
        return self.to_arrow().__dataframe__(nan_as_null, allow_copy)

    def __repr__(self) -> str:
        return f"Frame({self.name!r}, {len(self):,} rows, {len(self.columns)} columns)"

    def _repr_html_(self) -> str:
        shown = [[_cell(cell) for cell in astuple(row)] for row in self.rows[: SHOWN.frame_rows]]
        more = f", the first {SHOWN.frame_rows} shown" if len(self) > SHOWN.frame_rows else ""
        return html_table(f"{self.name}: {len(self):,} rows{more}", self.columns, shown)


def html_table(caption: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in HTML; every word is escaped."""
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    caption = f"<caption>{escape(caption)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    words = "" if value is None else str(value)
    return words if len(words) <= SHOWN.frame_cell else f"{words[: SHOWN.frame_cell - 1]}…"
