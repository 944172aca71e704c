"""Writes collations to files; each output has a module of its own.

An output is a module here with ``write`` (see ``Writer``) and a line in ``OUTPUTS`` and in ``SUFFIXES``; the
modules are imported on first use, so that nobody loads a template engine for nothing. The command
line offers what stands there. What they share: ``wording`` (labels and phrases), ``passages`` (evidence
in its sentence), ``marks`` (where readings differ), ``citations``, ``page_views`` and ``story_views`` (what
the page shows), ``lines`` (one record a line), ``atomic`` (files appear only when complete), ``faults`` (what
could not be written).
"""

from __future__ import annotations

import re
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
    "docx": ("the brief as a Word document", "brief.docx"),
    "tei": ("a critical apparatus in TEI", "apparatus.xml"),
}
# How names of files ask for them; the first of each output is its usual one.
SUFFIXES: dict[str, str] = {
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".md": "markdown",
    ".markdown": "markdown",
    ".docx": "docx",
    ".xml": "tei",
}
# ".03" of a folder "2026.03" is no suffix that asks for anything.
_SUFFIX = re.compile(r"\.[A-Za-z]\w*")


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
        rejected: called with each story that cannot be written, while the others are; without it, it raises.
        No collation at all writes a file that says so. Raises OutputError with a remedy.
        """


def writer(name: str) -> Writer:
    """Return the ``write`` of the output called ``name``; raises OutputError for an unknown one."""
    if name not in OUTPUTS:
        raise OutputError(f"no output is called {name!r}; there are: {', '.join(sorted(OUTPUTS))}")
    write: Writer = import_module(f"variorum.outputs.{name}").write
    return write


def suffix_of(name: str) -> str:
    """Return the usual suffix of the output called ``name``, without its point: what ``--format`` takes."""
    return next(suffix[1:] for suffix, output in SUFFIXES.items() if output == name)


def chosen(path: Path, form: str | None, among: Sequence[str]) -> str | None:
    """Return the name of the output that a file asks for by its suffix, or ``form`` (a usual suffix) for it.

    among: names of the outputs that the command can write. None for a name without a suffix and no ``form``.
    Raises OutputError, with what can be written, for another suffix and for two that disagree.
    """
    asked = None if form is None else SUFFIXES.get(f".{form.lower()}", form)
    suffix = path.suffix.lower() if _SUFFIX.fullmatch(path.suffix) else ""
    named = SUFFIXES.get(suffix, suffix) or None
    there = ", ".join(f".{suffix_of(name)}" for name in among)
    if asked is not None and asked not in among:
        raise OutputError(f"the format {form} cannot be written here; there are: {there}")
    if named is None or path.is_dir():
        return asked
    if named not in among:
        raise OutputError(
            f"{suffix} cannot be written here; name the output with one of: {there}", file=str(path)
        )
    if asked is not None and asked != named:
        raise OutputError(
            f"the name asks for {suffix} and --format for {form}; leave one of them out", file=str(path)
        )
    return named
