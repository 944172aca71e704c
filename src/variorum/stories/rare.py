"""The rare words of single articles, by which a store finds what may report the same event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from variorum.model import Article
from variorum.settings import GroupSettings
from variorum.stories.background import background
from variorum.stories.features import day_of, features_of
from variorum.stories.furniture import opening

if TYPE_CHECKING:
    from variorum.stories.features import Features


def rare_words(
    articles: Sequence[Article], settings: GroupSettings
) -> list[tuple[float | None, tuple[int, ...]]]:
    """Return the day of each article (None without a date), and numbers for its weightiest words.

    As many as propose pairs in ``group``, weighed by news at large alone, so that it depends on nothing but
    the article. A hash is as good as a word here: two words of one hash only make a candidate more.
    """
    read = features_of([opening(article, settings) for article in articles], settings=settings)
    return [
        (day_of(article.date), _weightiest(one, settings))
        for article, one in zip(articles, read, strict=True)
    ]


def _weightiest(features: Features, settings: GroupSettings) -> tuple[int, ...]:
    import numpy as np

    terms = np.frombuffer(features.words.hashes, np.uint32)
    weights = np.frombuffer(features.words.counts, np.float32) * background().words.of(terms)
    chosen = np.lexsort((terms, -weights))[: settings.proposing]
    return tuple(sorted(terms[chosen].tolist()))
