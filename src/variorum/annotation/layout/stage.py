"""Paragraphs and sentences of an article."""

from __future__ import annotations

from msgspec.structs import replace

from variorum.model import Annotation, Article
from variorum.settings import AnnotateSettings
from variorum.text.sentences import split_paragraphs, split_sentences


def assign_layout(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with the layers ``paragraphs`` and ``sentences``; both empty for empty text."""
    paragraphs = split_paragraphs(article.text)
    sentences = split_sentences(article.text, paragraphs, article.lang)
    return replace(annotation, paragraphs=paragraphs, sentences=sentences)
