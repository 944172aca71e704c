"""Sentences of the outlets' own prose that tell one thing in mostly the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.collation.claims.sharing import pairs_sharing
from variorum.language.language import Language, language_of
from variorum.language.lexicon import stems_of_printed
from variorum.model import AnnotatedArticle, Span
from variorum.settings import PROSE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")


class Telling(Struct, frozen=True):
    """A sentence without words between marks, and the stems of its words of meaning."""

    source: AnnotatedArticle
    span: Span
    stems: frozenset[str]

    @property
    def lang(self) -> Language:
        """The language of its report."""
        return language_of(self.source.article.lang)

    @property
    def text(self) -> str:
        """The sentence as printed."""
        return self.span.of(self.source.article.text)


def tellings(source: AnnotatedArticle) -> list[Telling]:
    """Return the sentences of the article's own prose, in order; none that quotes word for word."""
    annotation, lang = source.annotation, language_of(source.article.lang)
    taken = [
        *annotation.furniture,
        *(post.span for post in annotation.posts),
        *(
            span
            for quotation in annotation.quotations
            if quotation.kind != "indirect"
            for span in quotation.content
        ),
    ]
    taken.sort()
    found, at = [], 0
    for sentence in annotation.sentences:
        while at < len(taken) and taken[at].end <= sentence.start:
            at += 1
        if any(span.overlaps(sentence) for span in taken[at : at + 3]):
            continue
        found.append(Telling(source, sentence, _stems(sentence.of(source.article.text), lang)))
    return found


def _stems(sentence: str, lang: Language) -> frozenset[str]:
    return frozenset(filter(None, map(stems_of_printed(lang).__getitem__, _WORD.findall(sentence))))


def retold(articles: Sequence[AnnotatedArticle]) -> Iterator[tuple[Telling, Telling]]:
    """Yield pairs of sentences of different articles that share enough, and are not the same."""
    read = [tellings(source) for source in articles]
    told = [telling for of_article in read for telling in of_article]
    texts = [telling.text for telling in told]
    for one, other in _alike([one.stems for one in told], [len(of_article) for of_article in read]):
        if texts[one] != texts[other]:
            yield told[one], told[other]


def _alike(stems: Sequence[frozenset[str]], sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of different articles that share enough stems, article by article.

    sizes: sentences of each article, which stand one after the other in ``stems``.
    """
    import numpy as np

    lengths = np.array([len(one) for one in stems], np.int64)

    def enough(
        first: NDArray[np.int64], second: NDArray[np.int64], shared: NDArray[np.int64]
    ) -> NDArray[np.bool_]:
        return shared >= np.maximum(PROSE.shared, PROSE.share * np.minimum(lengths[first], lengths[second]))

    for first, second, _ in pairs_sharing(stems, sizes, enough):
        yield from zip(first.tolist(), second.tolist(), strict=True)
