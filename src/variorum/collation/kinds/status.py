"""Where a person stands with the law, or in an office: charged in one report, convicted in another."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import combinations

from variorum.collation.claims.claim import Claim
from variorum.collation.claims.difference import Difference
from variorum.collation.claims.of_prose import Telling
from variorum.collation.claims.offices import two_offices
from variorum.collation.claims.oppose import count_reports, make_discrepancy, make_side, oppose, sentence_case
from variorum.collation.claims.story import StoryView
from variorum.collation.claims.told_alike import diverging
from variorum.collation.utterances.rendering import span_evidence
from variorum.language.language import Language, language_of
from variorum.language.lexicon import content_words
from variorum.language.tables import Lexicon
from variorum.model import AnnotatedArticle, Entity, Relation, Span
from variorum.model.kinds import severity_of
from variorum.settings import HAPPENINGS, CollateSettings
from variorum.text.lookup import lookup_key
from variorum.text.names import same_person

NAME = "status"

_APART = ({3, 4}, {0, 4}, {0, 3})  # ranks that cannot both be the last word
_ARREST_AND_VERDICT = {2, 4}
_ARREST_AND_CHARGE = {2, 3}


class _Standing(Claim, frozen=True, kw_only=True):
    """Where a person (``question``) stands in a case. rank: how far it has come. about: stems of the rest of
    the sentence.
    """

    question: str
    rank: int
    about: frozenset[str]


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Difference]:
    """Yield people who are convicted in one report and charged or acquitted in another of the same days."""
    found = [*_standing_apart(view), *_doubted(view), *_offices(view)]
    yield from found
    yield from diverging(view, NAME, settings, found)


def _offices(view: StoryView) -> Iterator[Difference]:
    """Yield people who have an office in one place and in another what is less than it."""
    for name, sides in two_offices(view.articles, view.collation):
        yield oppose(view, NAME, sides, f"office of {name}", circumstance="plain", quoted=True)


def _standing_apart(view: StoryView) -> Iterator[Difference]:
    standings = [standing for source in view.articles for standing in _standings(source)]
    for one, other in combinations(standings, 2):
        relation = None if one.source is other.source else _relation(one, other)
        if relation is None:
            continue
        if same_person(one.question, other.question, one.lang) == "yes" and _same_days(
            one.source, other.source
        ):
            asked = f"standing of {one.question} in the case"
            sides = ([one], [other])
            yield oppose(view, NAME, sides, asked, circumstance="plain", relation=relation, quoted=True)


def _relation(one: _Standing, other: _Standing) -> Relation | None:
    """Return how two standings differ; None when they agree or may be of two cases.

    Both cannot be the last word of a charge and a verdict. An arrest goes before either: over the same thing
    a charge only tells more, a verdict of the same days cannot be.
    """
    ranks = {one.rank, other.rank}
    if ranks in _APART:
        return "conflict"
    name = frozenset(one.lang.stem(word.casefold()) for word in one.question.split())
    same_thing = bool((one.about & other.about) - name)
    if ranks == _ARREST_AND_VERDICT and same_thing:
        return "conflict"
    arrested = one if one.rank < other.rank else other
    charged = {word for step in arrested.lists.status if step.rank == max(ranks) for word in step.words}
    silent = charged.isdisjoint(re.findall(r"\w+", arrested.source.article.text.casefold()))
    return "refines" if ranks == _ARREST_AND_CHARGE and same_thing and silent else None


def _doubted(view: StoryView) -> Iterator[Difference]:
    """Yield what one report says is alleged and another, in the same words, states of the same person."""
    alleged: dict[tuple[str, Span], tuple[str, Span] | None] = {}
    for pair in view.retold:
        for alleging, stating in (pair, pair[::-1]):
            place = alleging.source.article.id, alleging.span
            if place not in alleged:
                alleged[place] = _allegation(alleging)
            found = alleged[place]
            if found is None or not _stated(stating, found):
                continue
            act, span = found
            fact = _word_span(stating, act)
            person = _done_by(alleging, span, stating, fact) if fact else None
            if person and fact:
                yield _hedged(view, person, (alleging, span), (stating, fact))


def _done_by(alleging: Telling, span: Span, stating: Telling, fact: Span) -> str | None:
    """Return the person who is named right before both: who is alleged to have, and who has."""
    named = [
        _right_before(alleging, span.start, HAPPENINGS.case_before),
        _right_before(stating, fact.start, 0),
    ]
    return next((a for a in named[0] for b in named[1] if same_person(a, b, alleging.lang) == "yes"), None)


def _right_before(telling: Telling, at: int, reach: int) -> list[str]:
    """Return the people named before ``at`` with nothing but auxiliaries, adverbs or ``reach`` characters."""
    text = telling.source.article.text
    return [
        entity.name
        for entity in telling.source.annotation.entities
        if entity.kind in ("person", "other")
        and " " in entity.name
        and any(
            0 < at - span.end <= HAPPENINGS.case_before
            and (at - span.end <= reach or _helping(text[span.end : at], telling.lang.collation))
            for span in entity.mentions
        )
    ]


def _helping(words: str, lists: Lexicon) -> bool:
    """Tell whether ``words`` between a name and what was done only help the verb: "has also"."""
    found = re.findall(r"[^\W\d_]+", words.casefold())
    return all(word in lists.auxiliaries or word in lists.helping or word.endswith("ly") for word in found)


def _allegation(telling: Telling) -> tuple[str, Span] | None:
    """Return the stem of what is alleged ("stole") and the words that allege it; None for none."""
    found = _alleged(telling.lang).search(telling.text)
    if found is None:
        return None
    start = telling.span.start
    return telling.lang.stem(found["act"].casefold()), Span(start + found.start(), start + found.end())


@cache
def _alleged(lang: Language) -> re.Pattern[str]:
    doubts, alleging = "|".join(sorted(lang.collation.hedging)), lang.collation_phrases.cases.alleging
    return re.compile(rf"\b(?:(?:{doubts})\s+|{alleging})(?P<act>[a-z]+)", re.IGNORECASE)


def _stated(telling: Telling, allegation: tuple[str, Span]) -> bool:
    """Tell whether the act is told without a doubt, a denial or anyone who vouches for it."""
    words = set(re.findall(r"\w+", telling.text.casefold()))
    lists = telling.lang.collation
    if words & (
        lists.doubts
        | lists.vouched
        | lists.accusing
        | lists.turning
        | lists.weak_negations
        | lists.conditions
    ):
        return False
    return allegation[0] in telling.stems


def _word_span(telling: Telling, act: str) -> Span | None:
    for found in re.finditer(r"[a-z]+", telling.text):
        if telling.lang.stem(found.group()) == act:
            return Span(telling.span.start + found.start(), telling.span.start + found.end())
    return None


def _hedged(
    view: StoryView, person: str, alleged: tuple[Telling, Span], stated: tuple[Telling, Span]
) -> Difference:
    sides = []
    for telling, span in (alleged, stated):
        evidence = span_evidence(telling.source, span)
        sides.append(make_side(evidence.text, [evidence]))
    # Two answers to no question that is put in fewer words: it is what the summary says.
    question = (
        f"what is alleged of {person} in {count_reports(view, sides[0])} "
        f"(\u201c{sides[0].value}\u201d) is stated in {count_reports(view, sides[1])} "
        f"(\u201c{sides[1].value}\u201d)."
    )
    return make_discrepancy(NAME, severity_of(NAME), sides, sentence_case(question), question=question)


def _standings(source: AnnotatedArticle) -> Iterator[_Standing]:
    """Yield for each person the furthest standing the article tells."""
    for entity in source.annotation.entities:
        if entity.kind == "person":
            told = list(_told(source, entity))
            if told:
                yield max(told, key=lambda standing: (standing.rank, -standing.span.start))


def _told(source: AnnotatedArticle, entity: Entity) -> Iterator[_Standing]:
    text, sentences = source.article.text, source.annotation.sentences
    lang = language_of(source.article.lang)
    for mention in entity.mentions:
        at = bisect_left(sentences, mention.end, key=lambda sentence: sentence.end)
        sentence_end = sentences[at].end if at < len(sentences) else len(text)
        found = _pattern(lang).match(
            text, mention.end, min(sentence_end, mention.end + HAPPENINGS.case_reach)
        )
        if found is None:
            continue
        rank = next(step.rank for step in lang.collation.status if lookup_key(found["status"]) in step.words)
        about = frozenset(
            content_words(re.findall(r"[a-z]+", text[found.end() : sentence_end].casefold()), lang)
        )
        span = Span(mention.start, found.end())
        told = span.of(text)
        yield _Standing(
            source=source, question=entity.name, key=told, value=told, spans=(span,), rank=rank, about=about
        )


@cache
def _pattern(lang: Language) -> re.Pattern[str]:
    """Return the pattern of "<name>, 41, was charged": a form of "be" right before the status."""
    words = "|".join(
        sorted(word for step in lang.collation.status if step.rank in (0, 2, 3, 4) for word in step.words)
    )
    case = lang.collation_phrases.cases
    return re.compile(
        rf"(?:,[^,.]{{1,30}},)?\s+(?:{case.being})\s+(?:{case.between})?(?P<status>{words})\b", re.IGNORECASE
    )


def _same_days(a: AnnotatedArticle, b: AnnotatedArticle) -> bool:
    try:
        days = [date.fromisoformat((one.article.date or "")[:10]) for one in (a, b)]
    except ValueError:
        return False
    return abs((days[0] - days[1]).days) <= HAPPENINGS.case_days
