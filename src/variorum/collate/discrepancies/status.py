"""Where a person stands with the law: charged in one report, convicted in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import combinations

from msgspec import Struct

from variorum.collate.lexicon import lexicon
from variorum.collate.rendering import span_evidence
from variorum.collate.severity import severity_of
from variorum.collate.story import StoryView, count_reports, make_discrepancy, make_side, sentence_case
from variorum.model import AnnotatedArticle, DifferenceType, Discrepancy, Entity, Span
from variorum.settings import CollateSettings
from variorum.text.names import same_person

NAME: DifferenceType = "status"
DESCRIPTION = (
    "Reports of the same days give one person another standing in a case: charged, convicted, acquitted."
)
EXAMPLE = "“Lind was charged with fraud” and “Lind was convicted of fraud”."

_DAYS = 3  # reports further apart may both be right: cases go on
_REACH = 60  # characters between the name and what was done to the person


class _Standing(Struct, frozen=True):
    """What one report says of one person."""

    source: AnnotatedArticle
    person: str
    rank: int
    span: Span


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Discrepancy]:
    """Yield people who are convicted in one report and charged or acquitted in another of the same days."""
    standings = [standing for source in view.articles for standing in _standings(source)]
    for one, other in combinations(standings, 2):
        if one.source is other.source or {one.rank, other.rank} not in ({3, 4}, {0, 4}, {0, 3}):
            continue
        if same_person(one.person, other.person) == "yes" and _same_days(one.source, other.source):
            yield _discrepancy(view, one, other)


def _standings(source: AnnotatedArticle) -> Iterator[_Standing]:
    """Yield for each person the furthest standing the article tells."""
    for entity in source.annotation.entities:
        if entity.kind == "person":
            told = list(_told(source, entity))
            if told:
                yield max(told, key=lambda standing: (standing.rank, -standing.span.start))


def _told(source: AnnotatedArticle, entity: Entity) -> Iterator[_Standing]:
    text = source.article.text
    for mention in entity.mentions:
        sentence_end = min(
            (s.end for s in source.annotation.sentences if s.end >= mention.end), default=len(text)
        )
        found = _pattern().match(text, mention.end, min(sentence_end, mention.end + _REACH))
        if found is None:
            continue
        rank = next(step.rank for step in lexicon().status if found["status"].lower() in step.words)
        yield _Standing(source, entity.name, rank, Span(mention.start, found.end()))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Return the pattern of "<name>, 41, was charged": a form of "be" right before the status."""
    words = "|".join(
        sorted(word for step in lexicon().status if step.rank in (0, 3, 4) for word in step.words)
    )
    return re.compile(
        rf"(?:,[^,.]{{1,30}},)?\s+(?:was|were|is|are|has\sbeen|had\sbeen|have\sbeen)"
        rf"\s+(?:\w+ly\s+|found\s+)?(?P<status>{words})\b",
        re.IGNORECASE,
    )


def _same_days(a: AnnotatedArticle, b: AnnotatedArticle) -> bool:
    try:
        days = [date.fromisoformat((one.article.date or "")[:10]) for one in (a, b)]
    except ValueError:
        return False
    return abs((days[0] - days[1]).days) <= _DAYS


def _discrepancy(view: StoryView, one: _Standing, other: _Standing) -> Discrepancy:
    sides = []
    for standing in (one, other):
        evidence = span_evidence(standing.source, standing.span)
        sides.append(make_side(evidence.text, [evidence]))
    shown = ", ".join(f"\u201c{side.value}\u201d in {count_reports(view, side.articles)}" for side in sides)
    return make_discrepancy(
        NAME,
        severity_of(NAME),
        sides,
        sentence_case(f"the standing of {one.person} in the case differs: {shown}."),
    )
