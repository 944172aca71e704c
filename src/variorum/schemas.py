"""JSON Schemas (draft 2020-12) of the records that Variorum writes, made from their types.

>>> schema("group")["required"]
['id', 'story']
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import NODEFAULT, Struct, defstruct

from variorum.checking.results import CheckResult
from variorum.checking.rewrite import RewriteResult
from variorum.errors import InputError
from variorum.model import Annotation, Article, Collation, CorpusOrigin, Decision, DeskEvent, Reject
from variorum.model.flat import TABLES, CheckRow
from variorum.model.version import SCHEMA_VERSION

_LINES = {
    "annotate": "A line of `variorum annotate`: an article, the fields it came with, and its annotation.",
    "group": "A line of `variorum group`.",
    "origins": "A line of `variorum origins`.",
    "collate": "A line of `variorum collate`.",
    "collation.json": "The document of `variorum compare`: all stories.",
    "check": "What `variorum check` and `variorum find` print as JSON.",
    "check-before": "What `variorum check --before` prints as JSON.",
    "rejects": "A line of rejects.jsonl.",
    "decisions": "A line of what people decided on stories, as `--decisions` reads it.",
    "event": "A line of `variorum events --as jsonl`, and the data of what a webhook is sent.",
    "checked": "A row of `CheckResult.to_frame()`.",
}
# A table that is called as the lines of a command are has a name of its own here.
_TABLES = {f"export-{name}" if name in _LINES else name: name for name in TABLES}
_WHAT = {
    **_LINES,
    **{name: f"A row of the table {table} of `variorum export`." for name, table in _TABLES.items()},
}


class _Grouped(Struct, frozen=True, kw_only=True):
    id: str
    story: str


class _Stories(Struct, frozen=True, kw_only=True):
    version: int
    stories: tuple[Collation, ...]


def names() -> tuple[str, ...]:
    """Return what there are schemas of."""
    return tuple(_WHAT)


def schema(record: str) -> dict[str, Any]:
    """Return the JSON Schema of a record; its ``$id`` has the version.

    A reader should pass over fields that it does not know: new ones come with a new minor version. Raises
    InputError for a record that there is not.
    """
    if record not in _WHAT:
        raise InputError(f"there is no record {record!r}; there are: {', '.join(_WHAT)}")
    made = msgspec.json.schema(_type_of(record))
    found: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:variorum:{record}:{SCHEMA_VERSION}",
        "title": record,
    }
    # What stands behind one reference only is told at the top.
    top = made["$defs"].pop(made["$ref"].rpartition("/")[2])
    return {**found, **top, "title": record, "description": _WHAT[record], "$defs": made["$defs"]}


def _type_of(record: str) -> type[Struct]:
    known: dict[str, type[Struct]] = {
        "group": _Grouped,
        "origins": CorpusOrigin,
        "collate": Collation,
        "collation.json": _Stories,
        "check": CheckResult,
        "check-before": RewriteResult,
        "rejects": Reject,
        "decisions": Decision,
        "event": DeskEvent,
        "checked": CheckRow,
        **{name: TABLES[table] for name, table in _TABLES.items()},
    }
    return _annotated() if record == "annotate" else known[record]


def _annotated() -> type[Struct]:
    """Return the type of a line of ``annotate``, which no type of the house is: two of them side by side."""
    fields: list[Any] = []
    for kind in (Article, Annotation):
        for field in msgspec.structs.fields(kind):
            if field.name == "extra":
                continue  # its fields stand beside the others
            has_default = field.default is not NODEFAULT
            fields.append(
                (field.name, field.type, field.default) if has_default else (field.name, field.type)
            )
    return defstruct("Annotated", fields, kw_only=True, frozen=True)
