"""An article whose text holds signs of markup, as its reader sees it; and the way back to the stored text.

The stored text is never altered, so signs of Markdown stand in it. Everything that looks at words looks at
the plain article instead, and what it finds there is told with offsets of the stored text.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from variorum.model import AnnotatedArticle, Article, Block, Evidence, Reading, Span

T = TypeVar("T")


class Plain:
    """An article (``stored``) without its markup: ``article``, which has no blocks of the kind "markup".

    Offsets of one are offsets of the other by way of ``stored_span`` and ``plain_span``.
    """

    def __init__(self, stored: Article) -> None:
        self.stored = stored
        self._starts = array("L")  # where each sign of the plain text begins in the stored one
        self._ends = array("L")
        text = self._read(sorted(_markup(stored), key=lambda block: (block.span.start, -block.span.end)))
        blocks = [
            replace(block, span=span)
            for block in stored.blocks
            if block.kind != "markup" and len(span := _trimmed(text, self.plain_span(block.span)))
        ]
        self.article = replace(stored, text=text, blocks=tuple(blocks))

    def _read(self, markup: Iterable[Block]) -> str:
        text = self.stored.text
        parts: list[str] = []
        at = 0
        for block in markup:
            start, end = max(block.span.start, at), block.span.end
            if end <= at:
                continue  # inside the one before
            self._take(parts, at, start)
            shown = block.shown or ""
            parts.append(shown)
            self._starts.extend([start] * len(shown))
            self._ends.extend([end] * len(shown))
            at = end
        self._take(parts, at, len(text))
        return "".join(parts)

    def _take(self, parts: list[str], start: int, end: int) -> None:
        parts.append(self.stored.text[start:end])
        self._starts.extend(range(start, end))
        self._ends.extend(range(start + 1, end + 1))

    def stored_span(self, span: Span) -> Span:
        """Return where a span of the plain text stands in the stored one, with markup between its signs."""
        if len(span) <= 0:
            at = self._starts[span.start] if span.start < len(self._starts) else len(self.stored.text)
            return Span(at, at)
        return Span(self._starts[span.start], self._ends[span.end - 1])

    def plain_span(self, span: Span) -> Span:
        """Return what of the plain text stands in a span of the stored one; empty where all is markup."""
        start = bisect_left(self._starts, span.start)
        return Span(start, max(start, bisect_left(self._starts, span.end)))

    def stored_annotation(self, annotated: AnnotatedArticle) -> AnnotatedArticle:
        """Return the stored article with the annotation of the plain one."""
        article = replace(self.stored, date=annotated.article.date)
        return AnnotatedArticle(article=article, annotation=_mapped(annotated.annotation, self.stored_span))

    def plain_annotation(self, annotated: AnnotatedArticle) -> AnnotatedArticle:
        """Return the plain article with the annotation of the stored one."""
        article = replace(self.article, date=annotated.article.date)
        return AnnotatedArticle(article=article, annotation=_mapped(annotated.annotation, self.plain_span))


def _trimmed(text: str, span: Span) -> Span:
    """Return ``span`` without the blank signs at its ends."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def plain_of(article: Article) -> Plain | None:
    """Return the article without its markup; None when it has none, as all but Markdown."""
    return Plain(article) if any(True for _ in _markup(article)) else None


def plain_text(article: Article) -> str:
    """Return the text of ``article`` without markup."""
    plain = plain_of(article)
    return article.text if plain is None else plain.article.text


def in_stored_texts(found: T, plains: Mapping[str, Plain]) -> T:
    """Return a structure of the story scope with its evidence told in the stored texts.

    plains: by the id of the article; what stands in others stays as it is.
    """

    def settled(value: Any) -> Any:
        if isinstance(value, (Evidence, Reading)) and (plain := plains.get(value.article)):
            if isinstance(value, Evidence):
                span = plain.stored_span(Span(value.start, value.end))
                return replace(value, start=span.start, end=span.end, text=span.of(plain.stored.text))
            content = tuple(map(plain.stored_span, value.content))
            return replace(
                value, content=content, text=" ".join(one.of(plain.stored.text) for one in content)
            )
        return None

    return cast("T", _replaced(found, settled))


def _markup(article: Article) -> Iterable[Block]:
    return (block for block in article.blocks if block.kind == "markup")


def _mapped(value: T, to: Callable[[Span], Span]) -> T:
    return cast("T", _replaced(value, lambda one: to(one) if isinstance(one, Span) else None))


def _replaced(value: Any, settled: Callable[[Any], Any]) -> Any:
    """Return ``value`` with what stands in it, at any depth, replaced by what ``settled`` returns for it."""
    if isinstance(value, tuple):
        return tuple(_replaced(each, settled) for each in value)
    if not isinstance(value, Struct):
        return value
    found = settled(value)
    if found is not None:
        return found
    fields = {name: getattr(value, name) for name in value.__struct_fields__}
    new = {name: _replaced(each, settled) for name, each in fields.items()}
    changed = {name: each for name, each in new.items() if each is not fields[name] and each != fields[name]}
    return replace(value, **changed) if changed else value
