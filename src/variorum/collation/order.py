"""The order of articles within a story, the only one, whoever sorts them; and the language of a story."""

from __future__ import annotations

from collections.abc import Iterable

from variorum.language.language import Language, language_of
from variorum.model import AnnotatedArticle, by_date


def in_order(articles: Iterable[AnnotatedArticle]) -> tuple[AnnotatedArticle, ...]:
    """Return ``articles`` in the order of a collation (``by_date``), however they came; none gives none."""
    return tuple(sorted(articles, key=lambda item: by_date(item.article)))


def story_language(articles: Iterable[AnnotatedArticle]) -> Language:
    """Return what a story is written in: the language of its first article where they differ.

    articles: in their order (``in_order``); none are in English.
    """
    first = next(iter(articles), None)
    return language_of(first.article.lang if first else None)
