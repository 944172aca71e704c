"""All stories in one JSON document: ``collation.json``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from variorum.model import AnnotatedArticle, Collation
from variorum.model.codec import encode
from variorum.outputs.atomic import replacing
from variorum.outputs.faults import Rejected, each

# Of the document's form, not of the program; grows when a reader of the old form would break.
FORM = 1


def write(
    collations: Sequence[Collation],
    articles: Mapping[str, AnnotatedArticle],
    path: Path,
    *,
    rejected: Rejected | None = None,
) -> None:
    """Write ``{"version": 1, "stories": [collation, …]}``, one story a line so that it can be compared.

    No collation gives ``"stories": []``. Raises OutputError.
    """
    with replacing(path) as file:
        file.write(b'{"version":%d,"stories":[' % FORM)
        for number, data in enumerate(each(collations, encode, "json", rejected)):
            file.write(b",\n" if number else b"\n")
            file.write(data)
        file.write(b"\n]}\n")
