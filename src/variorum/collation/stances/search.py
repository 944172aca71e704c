"""Differences of status, certainty and role in the reports' prose: those that are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from variorum.collation.claims.story import (
    StoryView,
    count_reports,
    make_discrepancy,
    make_side,
    sentence_case,
)
from variorum.collation.stances.answers import Answer, Contrast, Rows, contrasts
from variorum.collation.utterances.rendering import span_evidence
from variorum.model import AnnotatedArticle, Discrepancy, Relation, Severity, Side
from variorum.settings import CollateSettings


def told(view: StoryView, read: Sequence[Rows], settings: CollateSettings) -> Iterator[Discrepancy]:
    """Yield what reports answer differently of one person, plan or gathering, in whole phrases.

    read: the sentences of each report of the story, in its order.
    A later answer in a later report is a development: ``refines``, with its days, and minor.
    """
    for contrast in contrasts(read, view.collation, settings):
        relation = _relation(contrast)
        if relation is not None:
            yield _discrepancy(view, contrast, relation)


def _relation(contrast: Contrast) -> Relation | None:
    """Return how two answers stand to each other; None for an earlier step in a later report.

    What goes on may be told at two stages: unless both are of one day, it is a development or may be one.
    """
    scale = contrast.scale
    if not scale.steps and not scale.changes:
        return "conflict"
    days = [{_day(answer.sentence.source) for answer in side} for side in contrast.sides]
    if "" in days[0] | days[1]:
        return "refines"
    if days[0] & days[1]:
        return "conflict"
    return None if scale.steps and min(days[0]) > max(days[1]) else "refines"


def _day(source: AnnotatedArticle) -> str:
    """Return when a report was published, else the day that it gives itself; empty when it tells neither."""
    own = source.annotation.dateline
    return (source.article.date or (own.date if own else None) or "")[:10]


def _discrepancy(view: StoryView, contrast: Contrast, relation: Relation) -> Discrepancy:
    scale = contrast.scale
    shown = [_side(answers) for answers in contrast.sides]
    if relation == "refines":  # the earlier first
        order = sorted(range(len(shown)), key=lambda at: _day(contrast.sides[at][0].sentence.source))
    else:
        order = list(range(len(shown)))
    asks = scale.asks.replace("{who}", contrast.subject.name)
    parts = ", ".join(
        f"\u201c{shown[at].value}\u201d in {count_reports(view, shown[at])}{_dated(contrast.sides[at], relation)}"
        for at in order
    )
    severity: Severity = "minor" if scale.minor or relation == "refines" else "material"
    verb = "reports may be of different stages in" if relation == "refines" else "reports differ in"
    summary = f"{verb} {asks}: {parts}."
    return make_discrepancy(scale.kind, severity, shown, sentence_case(summary), relation=relation)


def _side(answers: Iterable[Answer]) -> Side:
    """Return a side with the whole sentences; its value is the phrase that the first report prints."""
    rows = list(answers)
    return make_side(
        rows[0].sentence.printed(rows[0].mark),
        [span_evidence(answer.sentence.source, answer.sentence.span) for answer in rows],
    )


def _dated(answers: Sequence[Answer], relation: Relation) -> str:
    """Return the days of the reports of a side, for a development: " (2016-04-11)"."""
    days = sorted({_day(answer.sentence.source) for answer in answers} - {""})
    return f" ({' to '.join(dict.fromkeys((days[0], days[-1])))})" if days and relation == "refines" else ""
