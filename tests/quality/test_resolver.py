"""Speakers of written reports as network, rules and trained scorer find them together."""

from __future__ import annotations

import re
from pathlib import Path

from variorum.model import AnnotatedArticle, Article, Span
from variorum.pipeline import annotate_batch

# Share of the marked sources, among those that are read as one; raise it with the weights, never lower it.
FLOOR_SPEAKERS, FLOOR_READ = 0.9, 0.9
REPORTS = Path(__file__).parent / "data" / "resolver.txt"
_MARK = re.compile(r"\[([^=\]]+)=([^\]]+)\]")


def _read(line: str) -> tuple[str, list[tuple[Span, str]]]:
    """Return the text of a marked report, and its sources with the speaker meant."""
    text, sources, at = "", [], 0
    line = line.replace(" ¶ ", "\n\n")
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        sources.append((Span(len(text), len(text) + len(mark[1])), mark[2]))
        text += mark[1]
        at = mark.end()
    return text + line[at:], sources


def test_written_reports_are_given_to_who_speaks() -> None:
    reports = [_read(line) for line in REPORTS.read_text(encoding="utf-8").splitlines()]
    found = annotate_batch([Article(id=str(i), text=text) for i, (text, _) in enumerate(reports)])
    wanted = read = 0
    wrong = []
    for (_, sources), annotated in zip(reports, found, strict=True):
        assert isinstance(annotated, AnnotatedArticle)
        for span, name in sources:
            wanted += 1
            over = [q for q in annotated.annotation.quotations if any(map(span.overlaps, q.source))]
            read += bool(over)
            if over and (over[0].speaker is None or over[0].speaker.name != name):
                wrong.append((name, over[0].speaker))
    assert read >= FLOOR_READ * wanted
    assert len(wrong) <= (1 - FLOOR_SPEAKERS) * read, wrong
