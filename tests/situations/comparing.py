"""Two short reports of one event, compared and checked as a user would: what is told of them."""

from __future__ import annotations

from pathlib import Path

from variorum import Corpus
from variorum.corpus import Comparison
from variorum.model import AnnotatedArticle, Figure

_REPORT = """Published: 9 June 2025

{title}

TARNHOLM, June 9, 2025 - {sentence}

"{quote}," said {speaker}.

The meeting in the old net loft ended at dusk, and {short} went home by boat.
"""
_TITLES = ("Growers meet on Tarnholm quay", "Meeting on Tarnholm quay ends")


def report(
    number: int,
    *,
    sentence: str = "Growers met on the quay on Monday, the harbour office said.",
    quote: str = "The water took the lower fields and the road with them",
    speaker: str = "Hedda Brask, who leads the growers",
    short: str = "she",
) -> str:
    return _REPORT.format(title=_TITLES[number], sentence=sentence, quote=quote, speaker=speaker, short=short)


def told(folder: Path, *reports: str) -> tuple[list[str], Comparison]:
    """Return the types of all differences of prose and quotations, and the comparison."""
    for number, text in enumerate(reports):
        (folder / f"report-{number}.txt").write_text(text, encoding="utf-8")
    with Corpus(folder, annotator="rules") as corpus:
        comparison = corpus.compare(one_story=True)
    found = [d.type for c in comparison.collations for d in c.discrepancies]
    found += [v.type for c in comparison.collations for u in c.utterances for v in u.variants]
    return found, comparison


def annotated(folder: Path, text: str) -> AnnotatedArticle:
    path = folder / "one.txt"
    path.write_text(text, encoding="utf-8")
    with Corpus(path, annotator="rules") as corpus:
        return next(iter(corpus.annotate()))


def exact(figure: Figure) -> tuple[object, ...]:
    """Return what a figure says: a range as its ends."""
    value = (figure.low, figure.high) if figure.bound == "range" else figure.value
    return figure.kind, value, figure.unit
