"""From results over a text whose broken lines were joined back to the text as it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from variorum.model import AnnotatedArticle, Article
from variorum.model.span import Span
from variorum.model.utterance import Evidence
from variorum.text.wrapping import Unwrapped, blank_line_ends

T = TypeVar("T")


def joined_article(article: Article) -> tuple[Article, Unwrapped | None]:
    """Return ``article`` with broken lines joined, its blocks too, and the way back.

    The article itself and None where no line was broken.
    """
    view = Unwrapped(article.text)
    if not view.changed:
        return article, None
    blocks = tuple(replace(block, span=view.joined(block.span)) for block in article.blocks)
    return replace(article, text=view.text, blocks=blocks), view


def as_stored(layers: T, view: Unwrapped | None) -> T:
    """Return a record whose spans, at any depth, stand in the stored text; ids and words stay."""
    if view is None:
        return layers
    changed: T = _walk(layers, view.stored, Span)
    return changed


def with_plain_lines(annotated: AnnotatedArticle) -> AnnotatedArticle:
    """Return an annotated article with the line ends inside paragraphs made blanks; offsets hold in both."""
    text = blank_line_ends(annotated.article.text, annotated.annotation.paragraphs)
    if text is annotated.article.text:
        return annotated
    return replace(annotated, article=replace(annotated.article, text=text))


def with_stored_words(result: T, texts: Mapping[str, str]) -> T:
    """Return a result whose evidence has the words as stored; ``texts``: of articles that differ, by id."""
    if not texts:
        return result

    def restored(evidence: Evidence) -> Evidence:
        text = texts.get(evidence.article)
        words = evidence.text if text is None else text[evidence.start : evidence.end]
        return Evidence(article=evidence.article, start=evidence.start, end=evidence.end, text=words)

    changed: T = _walk(result, restored, Evidence)
    return changed


def _walk(value: Any, change: Any, kind: type) -> Any:
    if isinstance(value, kind):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_walk(each, change, kind) for each in value)
    if isinstance(value, Struct):
        fields = {name: getattr(value, name) for name in value.__struct_fields__}
        return replace(value, **{name: _walk(each, change, kind) for name, each in fields.items()})
    return value
