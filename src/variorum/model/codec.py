"""JSON in and out, typed; the one codec of the house (msgspec)."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from variorum.errors import BadRecord
from variorum.model.annotation import AnnotatedArticle, Annotation
from variorum.model.article import Article

T = TypeVar("T")

# What an article record holds besides its annotation; the rest of a record is `extra`.
_ARTICLE_FIELDS = tuple(name for name in Article.__struct_fields__ if name != "extra")
_ANNOTATION_FIELDS = Annotation.__struct_fields__


def encode(value: object) -> bytes:
    """Return ``value`` as compact UTF-8 JSON, fields in declared order, without a line end."""
    return msgspec.json.encode(value)


def decode(data: bytes | str, kind: type[T]) -> T:
    """Return the ``kind`` that JSON ``data`` holds.

    Raises BadRecord that names the path inside the record when it does not fit.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadRecord(str(error)) from error


def article_record(article: Article) -> dict[str, Any]:
    """Return the input's fields: the known ones that are set, then the unknown ones as they came."""
    record = {name: getattr(article, name) for name in ("id", "text")}
    defaults = {"status": "read", "blocks": ()}
    for name in _ARTICLE_FIELDS[2:]:
        value = getattr(article, name)
        if value is not None and value != defaults.get(name):
            record[name] = value
    for name, value in article.extra.items():
        record.setdefault(name, value)
    return record


def annotated_record(annotated: AnnotatedArticle) -> dict[str, Any]:
    """Return one line of ``variorum annotate``: the article's fields plus the layers of its annotation."""
    record = article_record(annotated.article)
    for name in _ANNOTATION_FIELDS:
        record[name] = getattr(annotated.annotation, name)
    return record


def take_annotation(article: Article) -> AnnotatedArticle | None:
    """Return the article with the annotation that its own record brought, or None when it brought none.

    Raises BadRecord when there is one that does not fit its text.
    """
    if "quotations" not in article.extra or "sentences" not in article.extra:
        return None
    layers = {name: article.extra[name] for name in _ANNOTATION_FIELDS if name in article.extra}
    rest = {name: value for name, value in article.extra.items() if name not in _ANNOTATION_FIELDS}
    try:
        annotation = msgspec.convert(layers, Annotation)
    except msgspec.ValidationError as error:
        raise BadRecord(
            f"its annotation cannot be used ({error}); annotate the text again", article=article.id
        ) from error
    size = len(article.text)
    spans = [span for quotation in annotation.quotations for span in quotation.content]
    spans += [*annotation.sentences, *annotation.paragraphs]
    if any(not 0 <= span.start <= span.end <= size for span in spans):
        raise BadRecord("its annotation belongs to another text; annotate the text again", article=article.id)
    return AnnotatedArticle(article=msgspec.structs.replace(article, extra=rest), annotation=annotation)
