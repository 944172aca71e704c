"""What was found, without the words it was found in: ids, hashes and places, to be published and rejoined.

A line of a release is the line of ``annotate`` or ``collate`` it was made of, with other values: a text is
its fingerprint, evidence has no text, strings of printed words are places of them (``printed``). Fields of
the article that tell which it is stay; its other fields, but for numbers and single words, are told by a hash
and come back from the reader's own record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
from msgspec import Struct

import variorum
from variorum.errors import InputError
from variorum.exchange.anchors import fingerprint
from variorum.exchange.printed import Printed, Source
from variorum.model import (
    AnnotatedArticle,
    Article,
    Block,
    Collation,
    Entity,
    Figure,
    Post,
    Quotation,
    Reference,
    Span,
)
from variorum.model.annotation import Annotation, Dateline
from variorum.model.codec import annotated_record, encode
from variorum.model.span import Spans
from variorum.model.utterance import Reading
from variorum.outputs.lines import make_folder, write_lines

# Of the files, not of the program; grows when a reader of the old form would break.
FORM = 1
HEAD = "release.json"
FILES = ("articles.jsonl", "stories.jsonl", "collations.jsonl")
PRINTED = ("text", "title", "byline")
"""Fields of an article that are words of the report."""
NOT_PRINTED = frozenset(("id", "outlet", "date", "url", "lang", "status"))
"""Fields of an article that say which it is."""
# Strings of records that are names of things, no words of a report.
_KEPT = frozenset(
    (
        *("id", "story", "article", "articles", "quotation", "readings", "entity", "utterance", "origin"),
        *(
            "inside",
            "kind",
            "act",
            "medium",
            "type",
            "severity",
            "relation",
            "state",
            "status",
            "bound",
            "unit",
        ),
        *("date", "url", "outlet", "lang"),
    )
)
_LAYERS = frozenset(Annotation.__struct_fields__)


def _fields(kind: object) -> frozenset[str]:
    classes = (Annotation, Block, Dateline, Entity, Figure, Post, Quotation, Reading)
    hints = (item for one in classes for item in get_type_hints(one).items())
    return frozenset(name for name, hint in hints if hint == kind)


SPAN_FIELDS, SPANS_FIELDS = _fields(Span), _fields(Spans)
"""Names of what is a span, and of what is a list of them."""


class Counts(Struct, frozen=True, kw_only=True):
    """How many lines a release has."""

    articles: int
    collations: int


def write(folder: Path, articles: Mapping[str, AnnotatedArticle], collations: Iterable[Collation]) -> Counts:
    """Write a release into a folder: release.json, articles.jsonl, stories.jsonl, collations.jsonl."""
    make_folder(folder)
    collations = list(collations)
    texts = {id: one.article for id, one in articles.items()}
    lines: tuple[Iterable[object], ...] = (
        (released_article(one) for one in articles.values()),
        ({"id": one.id, "story": story.story} for story in collations for one in story.articles),
        (released_collation(one, texts) for one in collations),
    )
    numbers = [write_lines(folder / name, map(encode, some)) for name, some in zip(FILES, lines, strict=True)]
    counts = Counts(articles=numbers[0], collations=numbers[-1])
    head = {"release": FORM, "variorum": variorum.__version__, "weights": _weights(), "lines": counts}
    write_lines(folder / HEAD, [encode(head)])
    return counts


def _weights() -> str:
    from variorum.annotation.neural import weights

    return weights()


def released_article(annotated: AnnotatedArticle) -> dict[str, Any]:
    """Return a line of ``annotate`` without words of the report; the fields stand in the same order."""
    record = msgspec.json.decode(encode(annotated_record(annotated)))
    article = annotated.article
    printed = Printed(sources(0, article))
    found = {}
    for name, value in record.items():
        if name in PRINTED and isinstance(value, str):
            found[name] = msgspec.to_builtins(fingerprint(value))
        elif name in NOT_PRINTED:
            found[name] = value
        elif name in _LAYERS or name == "blocks":
            found[name] = _without_words(value, name, printed, {article.id: article.text}, name == "figures")
        else:
            found[name] = value if _is_label(value) else {"sha256": value_hash(value)}
    return found


def released_collation(collation: Collation, articles: Mapping[str, Article]) -> dict[str, Any]:
    """Return a line of ``collate`` without words of the reports.

    Raises InputError for an article of the story that is not among ``articles``, and for a story that was
    held against the words as spoken.
    """
    if missing := [one.id for one in collation.articles if one.id not in articles]:
        raise InputError(f"needs all texts of story {collation.story}; there is none of {', '.join(missing)}")
    if isinstance(collation.reference, Reference):
        raise InputError(f"story {collation.story} has words as spoken, which stay with it; compare without")
    texts = [articles[one.id] for one in collation.articles]
    printed = Printed([one for place, article in enumerate(texts) for one in sources(place, article)])
    known = {article.id: article.text for article in texts}
    record = msgspec.json.decode(encode(collation))
    return {name: _without_words(value, name, printed, known, False) for name, value in record.items()}


def sources(place: int, article: Article) -> list[Source]:
    """Return the texts of an article in which words may be printed, the report itself first."""
    given = ((name, getattr(article, name)) for name in PRINTED)
    return [Source(place, name, text) for name, text in given if text]


def value_hash(value: object) -> str:
    """Return the hash of any value of a record."""
    return sha256(encode(value)).hexdigest()


def _is_label(value: object) -> bool:
    """Tell whether a field of the input may stay: a number, or one word."""
    return not isinstance(value, dict | list) and (not isinstance(value, str) or len(value.split()) < 2)


def _without_words(value: Any, name: str, printed: Printed, texts: Mapping[str, str], figures: bool) -> Any:
    if isinstance(value, str):
        return value if name in _KEPT or (figures and name == "value") else printed.code(value)
    if isinstance(value, list):
        return [_without_words(one, name, printed, texts, figures) for one in value]
    if isinstance(value, dict):
        found = {key: _without_words(one, key, printed, texts, figures) for key, one in value.items()}
        if isinstance(words := value.get("text"), str) and words == printed_text(value, texts):
            found["text"] = None
        return found
    return value


def printed_text(record: Mapping[str, Any], texts: Mapping[str, str]) -> str | None:
    """Return what is printed where evidence or a reading stands; None for what is neither."""
    match record:
        case {"article": str(id), "start": int(start), "end": int(end)} if id in texts:
            return texts[id][start:end]
        case {"article": str(id), "content": list(content)} if id in texts:
            return " ".join(texts[id][start:end] for start, end in content)
    return None
