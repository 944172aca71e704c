"""All stories in one JSON document: ``collation.json``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
        for part in parts(collations, rejected):
            file.write(part)


def parts(collations: Sequence[Collation], rejected: Rejected | None) -> Iterator[bytes]:
    """Yield what ``write`` writes, piece by piece."""
    yield b'{"version":%d,"stories":[' % FORM
    for number, data in enumerate(each(collations, encode, "json", rejected)):
        yield b",\n" if number else b"\n"
        yield data
    yield b"\n]}\n"
