"""Quotations as labelled spans with links between them, as annotation tools know them; and back.

A content carries what is told of the quotation; its cue and its source are marks of their own, shared by
the quotations that have them in common, and links lead to them from the content.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from msgspec import Struct

from variorum.errors import BadRecord
from variorum.model import AnnotatedArticle, Annotation, Article, Quotation, Span, Spans, content_id
from variorum.model.quotation import Act, QuotationKind, Speaker

Label = Literal["content", "cue", "source"]
LABELS: tuple[Label, ...] = get_args(Label)
KINDS: tuple[str, ...] = get_args(QuotationKind)
ACTS: tuple[str, ...] = get_args(Act)
# What is told of a content, by name; ``quotation`` is its id. Where a tool has no field for one, it goes into
# a note beside the mark.
FEATURES = ("quotation", "kind", "act", "medium", "speaker", "entity", "inside", "confidence")


class Mark(Struct, frozen=True, kw_only=True):
    """A labelled stretch, or several that belong together. features: of a content, see ``FEATURES``."""

    id: str
    label: Label
    spans: Spans
    features: Mapping[str, str] = {}


class Link(Struct, frozen=True, kw_only=True):
    """From a content to its cue or its source, by the ids of both marks."""

    label: Literal["cue", "source"]
    content: str
    to: str


class Marked(Struct, frozen=True, kw_only=True):
    """An article with its marks in order of the text, and the links between them."""

    article: Article
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]


def marked(annotated: AnnotatedArticle) -> Marked:
    """Return the quotations of an article as marks; none gives no marks."""
    article = annotated.article
    marks: dict[str, Mark] = {}
    links: list[Link] = []
    for quotation in annotated.annotation.quotations:
        marks[quotation.id] = Mark(
            id=quotation.id, label="content", spans=quotation.content, features=_features(quotation)
        )
        parts: tuple[tuple[Literal["cue", "source"], Spans], ...] = (
            ("cue", quotation.cue),
            ("source", quotation.source),
        )
        for label, spans in parts:
            if spans:
                id = content_id("m", article.id, label, *(place for span in spans for place in span_of(span)))
                marks[id] = Mark(id=id, label=label, spans=spans)
                links.append(Link(label=label, content=quotation.id, to=id))
    return Marked(article=article, marks=in_order(marks.values()), links=tuple(links))


def linked(label: str, begin: str, end: str, labels: Mapping[str, str]) -> Link | None:
    """Return the link that a relation of a tool draws, whichever way it was drawn and also where nobody named
    it; None for one that leads from no content to no cue or source. labels: of the marks, by id."""
    if label not in ("", "cue", "source"):
        return None
    for content, to in ((begin, end), (end, begin)):
        if labels.get(content) == "content" and labels.get(to) in ("cue", "source"):
            return Link(label=labels[to], content=content, to=to)  # type: ignore[arg-type]
    return None


def in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return marks in order of the text, contents before cues before sources of the same stretch."""
    return tuple(sorted(marks, key=lambda mark: (mark.spans, LABELS.index(mark.label), mark.id)))


def span_of(span: Span) -> tuple[int, int]:
    """Return a span as two numbers."""
    return span.start, span.end


def _features(quotation: Quotation) -> dict[str, str]:
    speaker = quotation.speaker
    given = {
        "quotation": quotation.id,
        "kind": quotation.kind,
        "act": quotation.act,
        "medium": quotation.medium,
        "speaker": speaker.name if speaker else None,
        "entity": speaker.entity if speaker else None,
        "inside": quotation.inside,
        "confidence": f"{quotation.confidence:g}",
    }
    return {name: value for name, value in given.items() if value is not None}


def quotations(given: Marked) -> tuple[Quotation, ...]:
    """Return marks as quotations, in order of the text; new ones get ids as this program would give them.

    A content without links has neither cue nor source; several links of one label give the spans of all.
    What is not told is a direct quotation of speech, sure. Raises BadRecord, with the article, for a kind,
    an act or a confidence that there is not.
    """
    at = {mark.id: mark for mark in given.marks}
    contents = [mark for mark in given.marks if mark.label == "content"]
    ids = _ids(contents, given.article)
    parts: dict[tuple[str, str], set[Span]] = {}
    for link in given.links:
        if link.to in at:
            parts.setdefault((link.content, link.label), set()).update(at[link.to].spans)
    found = [_quotation(mark, parts, ids, given.article) for mark in contents]
    return tuple(sorted(found, key=lambda one: (one.content, one.id)))


def annotated(given: Marked) -> AnnotatedArticle:
    """Return the article with nothing but the quotations that are marked."""
    return AnnotatedArticle(article=given.article, annotation=Annotation(quotations=quotations(given)))


def _ids(contents: Iterable[Mark], article: Article) -> dict[str, str]:
    """Return the id of each content; a copy of one that has its id already is a new one."""
    ids: dict[str, str] = {}
    for mark in contents:
        kept = mark.features.get("quotation")
        ids[mark.id] = kept if kept and kept not in ids.values() else _id(article, mark.spans)
    return ids


def _id(article: Article, content: Spans) -> str:
    return content_id("q", article.id, *(place for span in content for place in span_of(span)))


def _quotation(
    mark: Mark, parts: Mapping[tuple[str, str], set[Span]], ids: Mapping[str, str], article: Article
) -> Quotation:
    told = mark.features
    kind, act = told.get("kind", "direct"), told.get("act", "speech")
    if kind not in KINDS or act not in ACTS:
        raise BadRecord(
            f"a quotation is called {kind}, {act}; there are {', '.join(KINDS)} and {', '.join(ACTS)}",
            article=article.id,
        )
    speaker = Speaker(name=told["speaker"], entity=told.get("entity")) if told.get("speaker") else None
    return Quotation(
        id=ids[mark.id],
        kind=kind,  # type: ignore[arg-type]
        content=mark.spans,
        cue=tuple(sorted(parts.get((mark.id, "cue"), ()))),
        source=tuple(sorted(parts.get((mark.id, "source"), ()))),
        speaker=speaker,
        act=act,  # type: ignore[arg-type]
        medium=told.get("medium"),
        inside=told.get("inside"),
        confidence=_confidence(told.get("confidence", "1"), article),
    )


def _confidence(told: str, article: Article) -> float:
    try:
        confidence = float(told)
    except ValueError:
        confidence = -1.0
    if not 0 <= confidence <= 1:
        raise BadRecord(f"a confidence is {told}; it goes from 0 to 1", article=article.id)
    return confidence
