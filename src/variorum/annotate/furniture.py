"""Mark the furniture of an article."""

from __future__ import annotations

from variorum.model import Annotation, Article
from variorum.settings import AnnotateSettings


def assign_furniture(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with the furniture."""
    return annotation
