"""The order of articles within a story: the only one, whoever sorts them."""

from __future__ import annotations

from collections.abc import Iterable

from variorum.model import AnnotatedArticle, by_date


def in_order(articles: Iterable[AnnotatedArticle]) -> tuple[AnnotatedArticle, ...]:
    """Return ``articles`` in the order of a collation (``by_date``), however they came; none gives none."""
    return tuple(sorted(articles, key=lambda item: by_date(item.article)))
