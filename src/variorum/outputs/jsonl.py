"""A story each line, as ``variorum collate`` writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from variorum.model import AnnotatedArticle, Collation
from variorum.model.codec import encode
from variorum.outputs.atomic import replacing


def write(collations: Sequence[Collation], articles: Mapping[str, AnnotatedArticle], path: Path) -> None:
    """Write each collation as one line of UTF-8 JSON; none gives an empty file. Raises OutputError."""
    with replacing(path) as file:
        for collation in collations:
            file.write(encode(collation) + b"\n")
