"""Which quotations render the same utterance."""

from __future__ import annotations

from variorum.model import AnnotatedArticle, Collation
from variorum.settings import CollateSettings


def assign_utterances(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation unchanged, for now."""
    return collation
