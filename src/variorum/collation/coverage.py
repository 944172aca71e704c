"""Who carries which utterance."""

from __future__ import annotations

from msgspec.structs import replace

from variorum.model import (
    AnnotatedArticle,
    ArticleSummary,
    Collation,
    Coverage,
    CoverageCell,
    CoverageState,
    Utterance,
)
from variorum.settings import CollateSettings


def assign_coverage(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation with a row for each utterance and in it a cell for each article, in their order.

    An article that could not be read, or stops short, is never called silent.
    """
    rows = tuple(
        Coverage(
            utterance=utterance.id,
            cells=tuple(
                CoverageCell(article=summary.id, state=_state(summary, utterance))
                for summary in collation.articles
            ),
        )
        for utterance in collation.utterances
    )
    return replace(collation, coverage=rows)


def _state(summary: ArticleSummary, utterance: Utterance) -> CoverageState:
    own = {reading.quotation for reading in utterance.readings if reading.article == summary.id}
    if own:
        return "differs" if own & _departing(utterance) else "carries"
    return "silent" if summary.status == "read" else summary.status


def _departing(utterance: Utterance) -> set[str]:
    """Return the quotations that depart from the base in something an editor would want to see."""
    return {
        reading
        for variant in utterance.variants
        if variant.severity != "minor"
        for side in variant.sides[1:]
        for reading in side.readings
    }
