"""Mark the entities of an article."""

from __future__ import annotations

from variorum.model import Annotation, Article
from variorum.settings import AnnotateSettings


def assign_entities(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with the entities."""
    return annotation
