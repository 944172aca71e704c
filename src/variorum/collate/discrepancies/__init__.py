"""The kinds of discrepancy, one file each, and the ranked list of them."""

from __future__ import annotations

from variorum.model import AnnotatedArticle, Collation
from variorum.settings import CollateSettings


def assign_discrepancies(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation unchanged, for now."""
    return collation
