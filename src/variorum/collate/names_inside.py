"""Which words of a quotation are parts of names, and of what."""

from __future__ import annotations

from functools import lru_cache

from variorum.collate.lexicon import lexicon
from variorum.collate.rendering import Rendering
from variorum.model import AnnotatedArticle, EntityKind
from variorum.text.normalise import Word


def name_kind(rendering: Rendering, word: Word) -> str | None:
    """Return the kind of entity that ``word`` names: as marked in the article, else ``name`` for a
    capitalised word inside a sentence, else None.
    """
    if not word.capital or word.kind != "word":
        return None
    marked = _marked(rendering.source).get(word.start)
    if marked is not None:
        return marked
    words = lexicon()
    if word.key in words.function or word.key in words.months | words.weekdays | words.titles:
        return None
    return "name" if not _starts_sentence(rendering, word) else None


def _starts_sentence(rendering: Rendering, word: Word) -> bool:
    index = next(at for at, other in enumerate(rendering.words) if other.start == word.start)
    return index == 0 or index in rendering.read.sentences


@lru_cache(maxsize=8)
def _marked_of(source: _ById) -> dict[int, EntityKind]:
    starts: dict[int, EntityKind] = {}
    for entity in source.article.annotation.entities:
        for mention in entity.mentions:
            text = mention.of(source.article.article.text)
            offset = mention.start
            for part in text.split(" "):
                starts.setdefault(offset, entity.kind)
                offset += len(part) + 1
    return starts


class _ById:
    """An article that is compared by identity: hashing its whole text for every word would be slow."""

    __slots__ = ("article",)

    def __init__(self, article: AnnotatedArticle) -> None:
        self.article = article

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.article is self.article

    def __hash__(self) -> int:
        return id(self.article)


def _marked(source: AnnotatedArticle) -> dict[int, EntityKind]:
    return _marked_of(_ById(source))
