"""Mark the embedded social posts of an article."""

from __future__ import annotations

from variorum.model import Annotation, Article
from variorum.settings import AnnotateSettings


def assign_posts(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with the embedded social posts."""
    return annotation
