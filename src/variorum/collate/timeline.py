"""Dated happenings of the story."""

from __future__ import annotations

from variorum.model import AnnotatedArticle, Collation
from variorum.settings import CollateSettings


def assign_timeline(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation unchanged, for now."""
    return collation
