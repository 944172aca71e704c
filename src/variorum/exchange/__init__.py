"""Annotations for the tools people label, edit and publish with, and labels back from them.

A tool is a module here with ``write``, with ``read`` where people label in it, and a line in ``TOOLS``. What
they share: ``marks`` (a quotation as labelled spans and links, and back), ``units`` (offsets of tools that do
not count code points), ``folder`` (the articles beside what a tool is given).
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from variorum.errors import InputError
from variorum.exchange.folder import Rejected
from variorum.exchange.marks import Marked
from variorum.model import AnnotatedArticle


class Tool(Struct, frozen=True, kw_only=True):
    """A tool that annotations are exchanged with; ``module``: in this folder."""

    module: str
    title: str


TOOLS: dict[str, Tool] = {
    "w3c": Tool(module="w3c", title="W3C Web Annotation, a JSON-LD page an article"),
    "brat": Tool(module="brat", title="brat standoff, .txt and .ann"),
    "label-studio": Tool(module="label_studio", title="Label Studio tasks and interface"),
    "inception": Tool(module="inception", title="INCEpTION, UIMA CAS XMI"),
}


class Writer(Protocol):
    """What every tool has."""

    def __call__(self, articles: Iterable[AnnotatedArticle], folder: Path) -> int:
        """Write annotated articles into a folder as the tool imports them, and return how many.

        No article writes what the tool needs to begin. Raises OutputError with a remedy.
        """


class Reader(Protocol):
    """What every tool has that people label in."""

    def __call__(self, folder: Path, rejected: Rejected | None = None) -> Iterable[Marked]:
        """Yield what is labelled in a folder that ``write`` made or the tool exported, by file name.

        Offsets are code points of the article's text. rejected: called with each article whose labels cannot
        be used, while the others are; without it, it raises. Raises UnreadableFile and BadRecord, with file
        and article, for what is no export of the tool and for labels of another text.
        """


def writer(name: str) -> Writer:
    """Return the ``write`` of a tool; raises InputError for one that there is not."""
    write: Writer = _module(name).write
    return write


def reader(name: str) -> Reader:
    """Return the ``read`` of a tool; raises InputError for one that there is not."""
    read: Reader = _module(name).read
    return read


def _module(name: str) -> Any:
    if name not in TOOLS:
        raise InputError(f"no tool is called {name!r}; there are: {', '.join(sorted(TOOLS))}")
    return import_module(f"variorum.exchange.{TOOLS[name].module}")
