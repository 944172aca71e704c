"""From results over a view of a text (``view``) back to the text as it is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from variorum.model import AnnotatedArticle, Annotation, Evidence, Reading, Span
from variorum.text.view import View
from variorum.text.wrapping import blank_line_ends

T = TypeVar("T")


def placed(annotation: Annotation, to: Callable[[Span], Span]) -> Annotation:
    """Return the annotation with every span, at any depth, where ``to`` puts it; ids and words stay."""
    return _walk(annotation, lambda one: to(one) if isinstance(one, Span) else None)


def with_plain_lines(annotated: AnnotatedArticle) -> AnnotatedArticle:
    """Return an annotated article with the line ends inside paragraphs made blanks; offsets hold in both."""
    text = blank_line_ends(annotated.article.text, annotated.annotation.paragraphs)
    if text is annotated.article.text:
        return annotated
    return replace(annotated, article=replace(annotated.article, text=text))


def with_stored_words(found: T, texts: Mapping[str, str]) -> T:
    """Return a structure of the story scope whose evidence has the words as stored.

    texts: of the articles in which they differ, by id.
    """

    def restored(value: Any) -> Evidence | None:
        if not isinstance(value, Evidence) or value.article not in texts:
            return None
        return replace(value, text=texts[value.article][value.start : value.end])

    return _walk(found, restored) if texts else found


def in_stored_texts(found: T, views: Mapping[str, View]) -> T:
    """Return a structure of the story scope with its evidence and readings told in the stored texts.

    views: that were compared, by the id of the article; what stands in others stays as it is.
    """

    def settled(value: Any) -> Evidence | Reading | None:
        if not isinstance(value, (Evidence, Reading)) or (view := views.get(value.article)) is None:
            return None
        if isinstance(value, Evidence):
            span = view.back(Span(value.start, value.end))
            return replace(value, start=span.start, end=span.end, text=span.of(view.stored))
        content = tuple(map(view.back, value.content))
        return replace(value, content=content, text=" ".join(one.of(view.stored) for one in content))

    return _walk(found, settled) if views else found


def _walk(value: T, settled: Callable[[Any], Any]) -> T:
    """Return ``value`` with what stands in it, at any depth, replaced by what ``settled`` returns for it."""
    found = settled(value)
    if found is not None:
        return found  # type: ignore[no-any-return]
    if isinstance(value, tuple):
        return tuple(_walk(each, settled) for each in value)  # type: ignore[return-value]
    if not isinstance(value, Struct):
        return value
    fields = {name: getattr(value, name) for name in value.__struct_fields__}
    new = {name: _walk(each, settled) for name, each in fields.items()}
    return replace(value, **new)
