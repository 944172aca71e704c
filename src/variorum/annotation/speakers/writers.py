"""Whom *I* and *we* mean: in quoted words the person quoted, elsewhere whoever wrote the article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from variorum.language.language import language_of
from variorum.model import Annotation, Article, Quotation, Span, Speaker
from variorum.text.name_words import name_words
from variorum.text.names import same_person


def with_first_persons(article: Article, annotation: Annotation) -> tuple[Quotation, ...]:
    """Return the quotations; those whose source is "I" or "we" with the speaker of the words around them.

    Outside quoted words they mean the one person of the paragraph before, where that ends with a colon: what
    is set off behind it is printed without marks. Elsewhere "I" is the writer where the byline, or a note at
    the end, names one; "we" stays open.
    """
    first = {q.id: source for q in annotation.quotations if (source := _first_person(article, q))}
    if not first:
        return annotation.quotations
    author = _author(article, annotation)
    speakers = {q.id: q.speaker for q in annotation.quotations}
    for quotation, outer in _with_outer(annotation.quotations, first):
        if outer is not None:
            speakers[quotation.id] = speakers[outer.id]
        elif quotation.speaker is None:
            source = first[quotation.id]
            announced = _announced(article, annotation, source)
            writes = source.of(article.text).lower() == "i"
            speakers[quotation.id] = announced or (author if writes else None)
    return tuple(replace(q, speaker=speakers[q.id]) if q.id in first else q for q in annotation.quotations)


def _with_outer(
    quotations: Iterable[Quotation], first: Mapping[str, Span]
) -> Iterator[tuple[Quotation, Quotation | None]]:
    """Yield those of ``first`` in order, with the innermost other quotation whose words hold their source."""
    spans = [
        (span.start, 0, -span.end, q.id, q) for q in quotations if q.kind != "indirect" for span in q.content
    ]
    sources = [(first[q.id].start, 1, 0, q.id, q) for q in quotations if q.id in first]
    around: list[tuple[int, Quotation]] = []
    for start, kind, end, identifier, quotation in sorted([*spans, *sources], key=_order):
        around = [each for each in around if each[0] > start]
        if kind == 0:
            around.append((-end, quotation))
        else:
            yield quotation, next((q for _, q in reversed(around) if q.id != identifier), None)


def _order(event: tuple[int, int, int, str, Quotation]) -> tuple[int, int, int, str]:
    return event[:4]


def _first_person(article: Article, quotation: Quotation) -> Span | None:
    """Return a source that is nothing but "I", "we" or a form of them."""
    if not quotation.source:
        return None
    source = quotation.source[0]
    listed = name_words(language_of(article.lang))
    return source if listed.pronouns.get(source.of(article.text).lower()) == "first" else None


def _announced(article: Article, annotation: Annotation, source: Span) -> Speaker | None:
    """Return the one person of the paragraph before that of a source, where it ends with a colon."""
    at = bisect_right(annotation.paragraphs, source.start, key=lambda span: span.start) - 1
    if at < 1:
        return None
    before = annotation.paragraphs[at - 1]
    if not before.of(article.text).rstrip().endswith(":"):
        return None
    named = [
        each
        for each in annotation.entities
        if each.kind == "person" and any(before.contains(span) for span in each.mentions)
    ]
    return Speaker(name=named[0].name, entity=named[0].id) if len(named) == 1 else None


def _author(article: Article, annotation: Annotation) -> Speaker | None:
    """Return the one person in the byline, else the one whom a note in the last paragraph presents."""
    lang = language_of(article.lang)
    phrases = lang.phrases.sources
    people = [each for each in annotation.entities if each.kind == "person" and " " in each.name]
    if article.byline:
        named = [each for each in people if each.name in article.byline]
        name = phrases.by.sub("", article.byline).strip()
        same = named or [each for each in people if same_person(each.name, name, lang) == "yes"]
        if len(same) == 1:
            return Speaker(name=same[0].name, entity=same[0].id)
        plain = re.fullmatch(r"(?:[A-Z][\w’'.-]*\s?){2,4}", name)
        return Speaker(name=name) if plain and not same else None
    if not annotation.paragraphs:
        return None
    start = annotation.paragraphs[-1].start
    noted = [  # who is named nowhere above
        each
        for each in people
        if each.mentions[0].start == start and phrases.note.match(article.text, each.mentions[0].end)
    ]
    return Speaker(name=noted[0].name, entity=noted[0].id) if len(noted) == 1 else None
