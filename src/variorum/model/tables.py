"""Records as rows of a table with typed columns (Parquet): what JSON allows and columns do not, and back.

A column has one type and a table one list of columns, so two things stand differently than in JSON:
fields that the input brought along stand in one column ``extra``, as JSON; and the value of a figure,
a number or a date, stands in ``value`` or in ``moment``.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import msgspec

from variorum.model.annotation import Annotation
from variorum.model.article import Article

EXTRA = "extra"
VALUE, MOMENT = "value", "moment"
_FIELDS = frozenset((*Article.__struct_fields__, *Annotation.__struct_fields__)) - {EXTRA}


def to_row(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the row of a record of ``variorum annotate`` (see ``codec.annotated_record``)."""
    plain = msgspec.to_builtins(record)
    row = {name: value for name, value in plain.items() if name in _FIELDS}
    for figure in row.get("figures", ()):
        if isinstance(figure[VALUE], str):
            figure[MOMENT], figure[VALUE] = figure[VALUE], None
    rest = {name: value for name, value in plain.items() if name not in _FIELDS}
    row[EXTRA] = msgspec.json.encode(rest).decode() if rest else None
    return row


def from_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a row: without what is null (but a text), values as JSON has them.

    The fields in a column ``extra`` of JSON objects become fields of the record; one that holds anything
    else is a field like any other.
    """
    record = {name: _plain(value) for name, value in row.items() if value is not None}
    if "text" in row and "html" not in record:
        record.setdefault("text", None)  # known without its words, as JSON says it
    for figure in record.get("figures") or ():
        if isinstance(figure, dict) and MOMENT in figure:
            moment = figure.pop(MOMENT)
            if figure.get(VALUE) is None:
                figure[VALUE] = moment
    rest = record.get(EXTRA)
    if isinstance(rest, str) and rest.startswith("{"):
        try:
            unfolded = msgspec.json.decode(rest, type=dict[str, Any])
        except (msgspec.DecodeError, RecursionError):
            return record
        del record[EXTRA]
        for name, value in unfolded.items():
            record.setdefault(name, value)
    return record


# What pandas has for nothing: it equals nothing, not even itself.
_MISSING = frozenset({"NAType", "NaTType"})


def _plain(value: Any) -> Any:
    """Return ``value`` as JSON has it; what JSON has no word for as text."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return str(value)
    if type(value).__name__ in _MISSING:
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if callable(items := getattr(value, "tolist", None)) and getattr(value, "shape", ()) != ():
        return _plain(items())  # an array of numpy
    if callable(item := getattr(value, "item", None)) and getattr(value, "shape", None) == ():
        return _plain(item())  # a number of numpy
    return str(value)
