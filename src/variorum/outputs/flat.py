"""Rows of the flat tables (``model.flat``), made from collations and annotated articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from variorum.errors import InputError
from variorum.model import (
    AnnotatedArticle,
    ArticleSummary,
    Collation,
    Discrepancy,
    Entity,
    Origin,
    Quotation,
    Spans,
    StoryEntity,
    cover,
)
from variorum.model.flat import (
    JOINED,
    TABLES,
    ArticleRow,
    DifferenceRow,
    EvidenceRow,
    OriginRow,
    QuotationRow,
    RenderingRow,
    SpeakerRow,
)
from variorum.outputs.frame import Frame


class _Places(Struct, frozen=True):
    """Where articles stand in stories: their summaries, and what their quotations render."""

    stories: dict[str, str]
    summaries: dict[str, ArticleSummary]
    utterances: dict[tuple[str, str], tuple[str, int]]
    entities: dict[tuple[str, str], StoryEntity]


def frame(name: str, collations: Sequence[Collation], articles: Mapping[str, AnnotatedArticle]) -> Frame:
    """Return the table called ``name``; none of its things gives a table without rows.

    Raises InputError for a name that there is not.
    """
    if name not in TABLES:
        raise InputError(f"no table is called {name!r}; there are: {', '.join(TABLES)}")
    places = _places(collations)
    rows: Iterable[Struct]
    if name == "articles":
        rows = (_article(one, places) for one in articles.values())
    elif name == "quotations":
        rows = (row for one in articles.values() for row in _quotations(one, places))
    elif name == "renderings":
        rows = (row for one in collations for row in _renderings(one, places))
    elif name == "speakers":
        rows = (row for one in articles.values() for row in _speakers(one, places))
    elif name == "origins":
        rows = (_origin(each, one, places) for one in collations for each in one.origins)
    else:
        told = ((one, *each) for one in collations for each in _told(one))
        if name == "differences":
            rows = (_difference(each, one, rank, sure, places) for one, sure, rank, each in told)
        else:
            rows = (row for one, _, _, each in told for row in _evidence(each, one, places))
    return Frame(name, TABLES[name], rows)


def _places(collations: Sequence[Collation]) -> _Places:
    places = _Places({}, {}, {}, {})
    for one in collations:
        for summary in one.articles:
            places.stories[summary.id] = one.story
            places.summaries[summary.id] = summary
        for utterance in one.utterances:
            reports = len({reading.article for reading in utterance.readings})
            for reading in utterance.readings:
                places.utterances[reading.article, reading.quotation] = utterance.id, reports
        for entity in one.entities:
            for member in entity.members:
                places.entities[member.article, member.entity] = entity
    return places


def _renderings(one: Collation, places: _Places) -> Iterator[RenderingRow]:
    for utterance in one.utterances:
        articles = {reading.article for reading in utterance.readings}
        origins = {places.summaries[article].origin or article for article in articles}
        for reading in utterance.readings:
            summary = places.summaries[reading.article]
            span = cover(reading.content)
            yield RenderingRow(
                utterance=utterance.id,
                story=one.story,
                quotation=reading.quotation,
                article=reading.article,
                outlet=summary.outlet,
                date=summary.date,
                kind=reading.kind,
                speaker=reading.speaker,
                words=reading.text,
                start=span.start,
                end=span.end,
                paraphrase=reading.paraphrase,
                reports=len(articles),
                origins=len(origins),
            )


def _article(one: AnnotatedArticle, places: _Places) -> ArticleRow:
    article = one.article
    summary = places.summaries.get(article.id)
    return ArticleRow(
        article=article.id,
        story=places.stories.get(article.id),
        outlet=article.outlet,
        title=article.title,
        byline=article.byline,
        date=article.date,
        url=article.url,
        status=article.status,
        characters=len(article.text),
        quotations=len(one.annotation.quotations),
        own=summary.own if summary else None,
        origin=summary.origin if summary else None,
    )


def _quotations(one: AnnotatedArticle, places: _Places) -> Iterator[QuotationRow]:
    article = one.article
    for quotation in one.annotation.quotations:
        span = cover(quotation.content)
        utterance, reports = places.utterances.get((article.id, quotation.id), (None, None))
        yield QuotationRow(
            quotation=quotation.id,
            article=article.id,
            story=places.stories.get(article.id),
            outlet=article.outlet,
            date=article.date,
            url=article.url,
            kind=quotation.kind,
            words=_words(article.text, quotation.content) or "",
            start=span.start,
            end=span.end,
            speaker=quotation.speaker.name if quotation.speaker else None,
            entity=quotation.speaker.entity if quotation.speaker else None,
            source=_words(article.text, quotation.source),
            cue=_words(article.text, quotation.cue),
            act=quotation.act,
            medium=quotation.medium,
            inside=quotation.inside,
            confidence=quotation.confidence,
            utterance=utterance,
            reports=reports,
        )


def _words(text: str, spans: Spans) -> str | None:
    return " ".join(span.of(text) for span in spans) or None


def _speakers(one: AnnotatedArticle, places: _Places) -> Iterator[SpeakerRow]:
    """Yield who is quoted in an article, by the first quotation; unresolved sources are left out."""
    said: dict[tuple[str | None, str], list[Quotation]] = {}
    for quotation in one.annotation.quotations:
        if quotation.speaker is not None:
            key = quotation.speaker.entity, quotation.speaker.name
            said.setdefault(key, []).append(quotation)
    entities = {entity.id: entity for entity in one.annotation.entities}
    for (id, name), quotations in said.items():
        entity = entities.get(id or "")
        story_entity = places.entities.get((one.article.id, id or ""))
        yield SpeakerRow(
            speaker=name,
            article=one.article.id,
            story=places.stories.get(one.article.id),
            outlet=one.article.outlet,
            date=one.article.date,
            entity=id,
            story_entity=story_entity.id if story_entity else None,
            kind=entity.kind if entity else None,
            forms=_forms(entity, one.article.text),
            roles=JOINED.join(entity.roles) if entity else "",
            quotations=len(quotations),
            direct=sum(1 for each in quotations if each.kind != "indirect"),
            words=sum(len((_words(one.article.text, each.content) or "").split()) for each in quotations),
        )


def _forms(entity: Entity | None, text: str) -> str:
    if entity is None:
        return ""
    return JOINED.join(dict.fromkeys(" ".join(mention.of(text).split()) for mention in entity.mentions))


def _told(one: Collation) -> Iterator[tuple[str, int, Discrepancy]]:
    for certainty, some in (("told", one.discrepancies), ("possible", one.possible)):
        for rank, each in enumerate(some, 1):
            yield certainty, rank, each


def _difference(
    each: Discrepancy, one: Collation, rank: int, certainty: str, places: _Places
) -> DifferenceRow:
    return DifferenceRow(
        difference=each.id,
        story=one.story,
        certainty=certainty,
        rank=rank,
        type=each.type,
        severity=each.severity,
        relation=each.relation,
        probability=each.probability,
        summary=each.summary,
        utterance=each.utterance,
        sides=len(each.sides),
        values=JOINED.join(side.value for side in each.sides),
        articles=JOINED.join(", ".join(side.articles) for side in each.sides),
        outlets=JOINED.join(", ".join(_outlets(side.articles, places)) for side in each.sides),
    )


def _outlets(articles: Iterable[str], places: _Places) -> list[str]:
    return [
        (summary and summary.outlet) or one for one in articles for summary in [places.summaries.get(one)]
    ]


def _evidence(each: Discrepancy, one: Collation, places: _Places) -> Iterator[EvidenceRow]:
    for number, side in enumerate(each.sides, 1):
        for evidence in side.evidence:
            summary = places.summaries.get(evidence.article)
            yield EvidenceRow(
                difference=each.id,
                story=one.story,
                side=number,
                value=side.value,
                article=evidence.article,
                outlet=summary.outlet if summary else None,
                date=summary.date if summary else None,
                words=evidence.text,
                start=evidence.start,
                end=evidence.end,
            )


def _origin(each: Origin, one: Collation, places: _Places) -> OriginRow:
    dates = [date for id in each.articles if (date := places.summaries[id].date) is not None]
    longest = max((passage[0].text for passage in each.passages if passage), key=len, default=None)
    return OriginRow(
        origin=each.id,
        story=one.story,
        kind=each.kind,
        label=each.label,
        reports=len(each.articles),
        earliest=min(dates, default=None),
        articles=JOINED.join(each.articles),
        outlets=JOINED.join(_outlets(each.articles, places)),
        shares=JOINED.join(f"{share:.3f}" for share in each.shares),
        passages=len(each.passages),
        words=longest,
    )
