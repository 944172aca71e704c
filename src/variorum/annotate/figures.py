"""Mark figures: amounts, money, shares, durations, ages, scores, measures, dates and times."""

from __future__ import annotations

from msgspec.structs import replace

from variorum.annotate.figures_grammar import find_figures
from variorum.model import Annotation, Article, Figure, Span
from variorum.settings import AnnotateSettings


def assign_figures(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with the figures, in order of the text; furniture gives none."""
    found: list[Figure] = []
    for sentence in annotation.sentences:
        if any(f.contains(sentence) for f in annotation.furniture):
            continue
        dates: list[Figure] = []
        taken: list[Span] = [figure.span for figure in dates]
        found += dates
        found += find_figures(article.text, sentence.start, sentence.end, taken)
    return replace(annotation, figures=tuple(sorted(found, key=lambda figure: figure.span)))
