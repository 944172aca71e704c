"""What is marked in one article."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from variorum.model.article import Article, described
from variorum.model.quotation import Quotation
from variorum.model.span import Span, Spans

EntityKind = Literal["person", "organisation", "place", "group", "document", "other"]
FigureKind = Literal["count", "money", "share", "duration", "age", "ordinal", "measure", "date", "time"]
Bound = Literal["exact", "about", "at least", "at most", "more than", "less than", "range"]


class Entity(Struct, frozen=True, kw_only=True):
    """Someone or something the text refers to; ``name`` is the fullest form in the article.

    roles: what the report calls a person beside the name, in lower case ("transport minister").
    """

    id: str
    name: str
    kind: EntityKind
    mentions: Spans
    roles: tuple[str, ...] = ()


class Figure(Struct, frozen=True, kw_only=True):
    """A number, amount, share, duration, age, date or time.

    value: the number, or an ISO 8601 date or time. ``low`` and ``high`` bound it, inclusive, where
        the text gives a range or a bound; None is open.
    unit: ``USD``, ``percent``, ``year``, ``kilometre`` ...; None for plain counts.
    of: what it counts, as lower-case words of the text ("people hurt").
    """

    span: Span
    kind: FigureKind
    value: float | str | None
    unit: str | None = None
    of: str | None = None
    bound: Bound = "exact"
    low: float | None = None
    high: float | None = None


class Post(Struct, frozen=True, kw_only=True):
    """An embedded social post: its author's words, not the outlet's."""

    span: Span
    author: str | None = None
    handle: str | None = None
    date: str | None = None
    url: str | None = None


class Dateline(Struct, frozen=True, kw_only=True):
    """The day and place of a report as its own text gives them: a dateline, or a line of publication.

    date: ISO day; None where only a place, or a date without a year, stands there. place: as printed.
    span: the evidence. confidence: 0 to 1, how sure the day (without one: the place) is the report's.
    """

    date: str | None
    place: str | None
    span: Span
    confidence: float


class Annotation(Struct, frozen=True, kw_only=True):
    """All that is marked in one article; every tuple is in order of the text.

    furniture: captions, "Read more", credits and the like: part of the text, but no statement.
    """

    paragraphs: Spans = ()
    sentences: Spans = ()
    dateline: Dateline | None = None
    furniture: Spans = ()
    posts: tuple[Post, ...] = ()
    entities: tuple[Entity, ...] = ()
    figures: tuple[Figure, ...] = ()
    quotations: tuple[Quotation, ...] = ()

    def __repr__(self) -> str:
        return f"Annotation({_counted(self)})"


def _counted(annotation: Annotation) -> str:
    layers = {
        "quotations": annotation.quotations,
        "entities": annotation.entities,
        "figures": annotation.figures,
    }
    return ", ".join(f"{len(found):,} {name}" for name, found in layers.items())


class AnnotatedArticle(Struct, frozen=True, kw_only=True):
    """An article with its annotation."""

    article: Article
    annotation: Annotation

    def __repr__(self) -> str:
        return f"AnnotatedArticle({described(self.article)}, {_counted(self.annotation)})"
