"""The kinds of discrepancy, one file each, and the ranked list of them.

To add a kind: a file with ``NAME``, ``DESCRIPTION``, ``EXAMPLE`` and ``compare``, and its name in ``KINDS``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from msgspec.structs import replace

from variorum.collate.discrepancies import (
    attribution,
    date,
    elision,
    figure,
    insertion,
    name,
    negation,
    place,
    splice,
    status,
    truncation,
    wording,
)
from variorum.collate.severity import GRAVITY
from variorum.collate.story import StoryView, story_view
from variorum.model import AnnotatedArticle, Collation, DifferenceType, Discrepancy
from variorum.settings import CollateSettings


class Kind(Protocol):
    """What a file of this package offers; NAME, DESCRIPTION and EXAMPLE go into the documentation."""

    NAME: DifferenceType
    DESCRIPTION: str
    EXAMPLE: str

    def compare(self, view: StoryView, settings: CollateSettings) -> Iterator[Discrepancy]:
        """Yield the discrepancies of this kind in one story, in any order."""
        ...


KINDS: tuple[Kind, ...] = (
    attribution,
    negation,
    figure,
    date,
    name,
    place,
    status,
    wording,
    elision,
    splice,
    insertion,
    truncation,
)


def assign_discrepancies(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation with its discrepancies, the gravest first.

    Ranked by severity, then by how many origins are involved, then by how early in a report they stand.
    """
    view = story_view(articles, collation, settings)
    found = {one.id: one for kind in KINDS for one in kind.compare(view, settings)}
    ranked = sorted(found.values(), key=lambda one: _rank(view, one))
    return replace(collation, discrepancies=tuple(ranked))


def _rank(view: StoryView, one: Discrepancy) -> tuple[int, int, float, str]:
    origins = view.witnesses.count(part for side in one.sides for part in side.evidence)
    return GRAVITY[one.severity], -origins, _prominence(view, one), one.id


def _prominence(view: StoryView, one: Discrepancy) -> float:
    """Return how far into its report the earliest evidence stands, 0 (top) to 1."""
    lengths = {item.article.id: max(1, len(item.article.text)) for item in view.articles}
    return min(
        (part.start / lengths[part.article] for side in one.sides for part in side.evidence), default=1.0
    )
