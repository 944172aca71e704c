"""A story each line, as ``variorum collate`` writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from variorum.model import AnnotatedArticle, Collation
from variorum.model.codec import encode
from variorum.outputs.atomic import replacing
from variorum.outputs.faults import Rejected, each


def write(
    collations: Sequence[Collation],
    articles: Mapping[str, AnnotatedArticle],
    path: Path,
    *,
    rejected: Rejected | None = None,
) -> None:
    """Write each collation as one line of UTF-8 JSON; none gives an empty file. Raises OutputError."""
    with replacing(path) as file:
        for data in each(collations, encode, "jsonl", rejected):
            file.write(data + b"\n")
