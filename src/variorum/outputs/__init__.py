"""Collations to files, one file an output.

An output is a module here with ``write(collations, articles, path)`` and a line in ``OUTPUTS``; the
modules are imported when asked for, so that nobody pays for a template engine they do not use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol

from variorum.errors import OutputError
from variorum.model import AnnotatedArticle, Collation, Reject

# name -> (what it is for, usual file name); the module has the name of the output.
OUTPUTS: dict[str, tuple[str, str]] = {
    "html": ("a page to read, self-contained", "report.html"),
    "json": ("all stories in one JSON document", "collation.json"),
    "jsonl": ("a story each line", "collations.jsonl"),
    "csv": ("a row for each side of each difference", "differences.csv"),
    "parquet": ("a row each story", "collations.parquet"),
    "markdown": ("a brief for an editor", "brief.md"),
}


class Writer(Protocol):
    """What every output has."""

    def __call__(
        self,
        collations: Sequence[Collation],
        articles: Mapping[str, AnnotatedArticle],
        path: Path,
        *,
        rejected: Callable[[Reject], None] | None = None,
    ) -> None:
        """Write ``collations`` to ``path``, whole or not at all.

        articles: by id; an article that is missing costs its text, never the output.
        rejected: called with a story that cannot be written, and the others are; without it that raises.
        No collation at all writes a file that says so. Raises OutputError with a remedy.
        """


def writer(name: str) -> Writer:
    """Return the ``write`` of the output called ``name``; raises OutputError for an unknown one."""
    if name not in OUTPUTS:
        raise OutputError(f"no output is called {name!r}; there are: {', '.join(sorted(OUTPUTS))}")
    write: Writer = import_module(f"variorum.outputs.{name}").write
    return write
