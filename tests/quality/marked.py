"""Written reports whose sources are marked with who is meant: ``[she=Ada Lind] said``."""

from __future__ import annotations

import re

from variorum.model import Span

_MARK = re.compile(r"\[([^=\]]+)=([^\]]+)\]")


def read_marked(line: str) -> tuple[str, list[tuple[Span, str]]]:
    """Return the text of a marked report, a line each, and its sources with the speaker meant."""
    text, sources, at = "", [], 0
    line = line.replace(" \u00b6 ", "\n\n")
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        sources.append((Span(len(text), len(text) + len(mark[1])), mark[2]))
        text += mark[1]
        at = mark.end()
    return text + line[at:], sources
