"""Mark the speakers of an article."""

from __future__ import annotations

from variorum.model import Annotation, Article
from variorum.settings import AnnotateSettings


def assign_speakers(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with the speakers."""
    return annotation
