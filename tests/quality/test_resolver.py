"""Speakers of written reports as network, rules and trained scorer find them together."""

from __future__ import annotations

from pathlib import Path

from tests.quality.marked import read_marked

from variorum.model import AnnotatedArticle, Article
from variorum.pipeline import annotate_batch

# Share of the marked sources, among those that are read as one; raise it with the weights, never lower it.
FLOOR_SPEAKERS, FLOOR_READ = 0.9, 0.9
REPORTS = Path(__file__).parent / "data" / "resolver.txt"


def test_written_reports_are_given_to_who_speaks() -> None:
    reports = [read_marked(line) for line in REPORTS.read_text(encoding="utf-8").splitlines()]
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
