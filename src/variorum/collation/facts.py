"""What reports answer to one question: agreement as well as difference, by what was found of each report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from msgspec.structs import replace

from variorum.collation.claims.ages import ages_told
from variorum.collation.claims.claim import Claim
from variorum.collation.claims.difference import story_fact
from variorum.collation.claims.figures import Fact, background
from variorum.collation.claims.oppose import by_key, evidence_of, make_side
from variorum.collation.claims.stances.answers import Answer, answered
from variorum.collation.claims.stances.marks import SENTENCES
from variorum.collation.claims.story import told_figures
from variorum.collation.kinds.figure import about_one, people_told
from variorum.collation.order import in_order
from variorum.model import (
    AnnotatedArticle,
    Collation,
    DifferenceType,
    Side,
    Span,
    StoryFact,
)
from variorum.settings import FACTS, CollateSettings


def assign_facts(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation with the questions that its reports answer.

    Asked are how many people were killed, hurt and so on, how old somebody is, how somebody fares or stands
    with the law, and what differences of the reports' own prose answer, which stand in ``collation.facts``
    already. What several answer comes first, most reports first, then by where it stands.
    """
    sources = in_order(articles)
    figures = told_figures(articles)
    read = [
        *_people(figures),
        *_ages(figures, collation),
        *_standings(sources, collation, settings),
    ]
    known = _Told(read)
    differing = [one for one in collation.facts if one.answers not in known]
    places = {source.article.id: number for number, source in enumerate(sources)}
    ranked = sorted([*read, *differing], key=lambda one: _rank(one, places))
    return replace(collation, facts=tuple({one.id: one for one in ranked}.values()))


class _Told:
    """Where answers stand, by report: a difference between two answers of one fact is told with it."""

    def __init__(self, told: Iterable[StoryFact]) -> None:
        self._places: dict[str, list[tuple[Span, int]]] = {}
        for number, fact in enumerate(told):
            for part in (part for answer in fact.answers for part in answer.evidence):
                row = (Span(part.start, part.end), number)
                self._places.setdefault(part.article, []).append(row)

    def __contains__(self, sides: Iterable[Side]) -> bool:
        found = [
            {
                number
                for part in side.evidence
                for span, number in self._places.get(part.article, ())
                if span.overlaps(Span(part.start, part.end))
            }
            for side in sides
        ]
        return any(not a.isdisjoint(b) for a, b in combinations(found, 2))


def _people(figures: Sequence[Sequence[Fact]]) -> Iterator[StoryFact]:
    """Yield how many people were killed, hurt, aboard …; each report answers with its first figure.

    What only allows another value ("more than 20", 31) is no agreement with it. One report at least must say
    that it counts people: who "died at 91" is not 91 dead.
    """
    now = [[fact for fact in of_report if not background(fact)] for of_report in figures]
    for question, group, given in people_told(now):
        firsts = [facts[0] for facts in given if not isinstance(facts[0].figure.value, str)]
        told = about_one(firsts) if len(firsts) > 1 else firsts
        if any(map(_counts_people, told)):
            sides = by_key(replace(fact, key=_as_told(fact)) for fact in told)
            yield _fact("figure", f"people {question}" + f" ({' '.join(group)})" * bool(group), sides)


def _as_told(fact: Fact) -> tuple[object, ...]:
    figure = fact.figure
    return figure.value, figure.bound, figure.low, figure.high


def _counts_people(fact: Fact) -> bool:
    """Tell whether a number stands with a word for people: "three gunshot wounds" are none that are hurt."""
    words = (fact.figure.of or "").split()
    return any(word in fact.lists.people or word in fact.lists.counted_apart for word in words)


def _ages(figures: Sequence[Sequence[Fact]], collation: Collation) -> Iterator[StoryFact]:
    """Yield how old somebody is."""
    for _, group, _ in ages_told(figures, collation.entities):
        yield _fact(
            "figure", f"age of {max((fact.question or '' for fact in group), key=len)}", by_key(group)
        )


def _standings(
    sources: Sequence[AnnotatedArticle], collation: Collation, settings: CollateSettings
) -> Iterator[StoryFact]:
    """Yield how somebody of the story fares, or how far a case against somebody has come.

    Only of people with a name: "the boy" of two reports may be two boys. Where nothing was found to differ,
    they must stand a few words before what is told: in a long sentence it may be told of somebody else.
    Questions that only reports as a whole are asked are none: "called on Lind to step down" tells of a
    development where another report has that she went, and of nothing alone.
    """
    people = {entity.id for entity in collation.entities}
    read, differing = SENTENCES.of(sources, settings.stances), [one.sides for one in collation.discrepancies]
    for scale, subject, answers in answered(read, collation, settings):
        if scale.whole or scale.of != "person" or scale.kind != "status" or subject.key not in people:
            continue
        asked, told = scale.asks.replace("{who}", subject.name), list(map(_in_words, answers))
        found = _Told([_fact(scale.kind, asked, by_key(told))] if told else ())
        if not any(sides in found for sides in differing):
            mentions = _mentions(collation, subject.key, sources)
            told = [one for one in told if _is_near(one, mentions[one.source.article.id])]
        if told:
            yield _fact(scale.kind, asked, by_key(told))


def _mentions(
    collation: Collation, entity: str, sources: Sequence[AnnotatedArticle]
) -> dict[str, list[Span]]:
    """Return where each report mentions an entity of the story."""
    (known,) = (one for one in collation.entities if one.id == entity)
    own = {(member.article, member.entity) for member in known.members}
    return {
        source.article.id: [
            span
            for one in source.annotation.entities
            if (source.article.id, one.id) in own
            for span in one.mentions
        ]
        for source in sources
    }


def _is_near(answer: Claim, mentions: Iterable[Span]) -> bool:
    """Tell whether the last mention before an answer stands few words before it."""
    last = max((span.end for span in mentions if span.end <= answer.span.start), default=None)
    if last is None:
        return False
    return len(answer.source.article.text[last : answer.span.start].split()) <= FACTS.subject_words


def _in_words(answer: Answer) -> Claim:
    """Return the answer with the words that give it, not their sentence, as its place."""
    text, span = answer.source.article.text, answer.span
    start = text.index(answer.value, span.start, span.end)
    return Claim(
        source=answer.source,
        value=answer.value,
        key=answer.key,
        spans=(Span(start, start + len(answer.value)),),
    )


def _fact(kind: DifferenceType, question: str, answers: Sequence[Sequence[Claim]]) -> StoryFact:
    return story_fact(kind, question, [make_side(claims[0].value, evidence_of(claims)) for claims in answers])


def _rank(one: StoryFact, places: dict[str, int]) -> tuple[int, int, int, str]:
    """Return what orders questions: how many reports answer, then where the first does."""
    told = [part for answer in one.answers for part in answer.evidence]
    first = min(told, key=lambda part: (places[part.article], part.start))
    return -len({part.article for part in told}), places[first.article], first.start, one.id
