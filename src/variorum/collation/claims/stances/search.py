"""Differences of status, certainty and role in the reports' prose: those that are told, and possible ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from variorum.collation.claims.difference import Difference
from variorum.collation.claims.oppose import (
    count_reports,
    make_discrepancy,
    make_side,
    sentence_case,
    side_of,
)
from variorum.collation.claims.slots.nearest import Index
from variorum.collation.claims.stances.answers import Answer, Contrast, contrasts
from variorum.collation.claims.stances.cases import cases
from variorum.collation.claims.stances.likely import probabilities
from variorum.collation.claims.stances.marks import SENTENCES, Rows, Sentence
from variorum.collation.claims.stances.pairs import AnswerPair, WordSpan, pairs
from variorum.collation.claims.stances.roster import roster
from variorum.collation.claims.story import StoryView
from variorum.collation.utterances.rendering import span_evidence
from variorum.language.language import language_of
from variorum.language.tables import Scale
from variorum.model import AnnotatedArticle, Discrepancy, Evidence, Relation, Side, Span
from variorum.model.kinds import severity_of
from variorum.settings import CollateSettings

PLAINLY = "stated plainly"


def stances(
    view: StoryView, told: Sequence[Discrepancy], of: Index, settings: CollateSettings
) -> tuple[list[Difference], list[Difference]]:
    """Return what reports surely answer differently, and what they possibly do, the likeliest first.

    told: what the story tells already; nothing of it comes again. of: the index of its sentences.
    """
    read = SENTENCES.of(view.articles, settings.stances)
    found = list(pairs(read, of, settings.stances))
    known = _Known(told)
    sure = [
        one for one in (*_sure(view, read, settings), *_hedged(view, found, settings)) if one not in known
    ]
    return sure, list(_possible(view, found, _Known([*told, *sure]), settings))


class _Known:
    """What is told already: what has evidence at two sides of one of these."""

    def __init__(self, told: Iterable[Discrepancy]) -> None:
        self._places: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for number, one in enumerate(told):
            for part in (part for side in one.sides for part in side.evidence):
                self._places[part.article].append((part.start, part.end, number))

    def __contains__(self, one: Discrepancy) -> bool:
        found = [{number for part in side.evidence for number in self._at(part)} for side in one.sides]
        return any(not a.isdisjoint(b) for a, b in combinations(found, 2))

    def _at(self, part: Evidence) -> Iterator[int]:
        for start, end, number in self._places.get(part.article, ()):
            if start < part.end and part.start < end:
                yield number


def _sure(view: StoryView, read: Sequence[Rows], settings: CollateSettings) -> Iterator[Difference]:
    """Yield what reports answer differently of one person, plan or gathering, in whole phrases.

    A later answer in a later report is a development: ``refines``, with its days, and minor.
    """
    asked: set[str] = set()
    for contrast in contrasts(read, view.collation, settings, roster(view)):
        relation = _relation(contrast)
        if relation is not None:
            asked.add(contrast.name)
            yield _discrepancy(view, contrast, relation)
    for contrast in cases(read, frozenset(asked), settings.stances):
        yield _discrepancy(view, contrast, "refines")


def _relation(contrast: Contrast) -> Relation | None:
    """Return how two answers stand to each other; None for an earlier step in a later report.

    What goes on may be told at two stages: unless both are of one day, it is a development or may be one.
    What only reports as a whole are asked goes on within a day, too.
    """
    scale = contrast.scale
    if not scale.steps and not scale.changes:
        return "conflict"
    days = [{_day(answer.source) for answer in side} for side in contrast.sides]
    if scale.whole and "" not in days[0] | days[1]:
        return "refines" if min(days[0]) <= max(days[1]) else None
    if "" in days[0] | days[1]:
        return "refines"
    if days[0] & days[1]:
        return "conflict"
    return None if scale.steps and min(days[0]) > max(days[1]) else "refines"


def _day(source: AnnotatedArticle) -> str:
    """Return when a report was published, else the day that it gives itself; empty when it tells neither."""
    own = source.annotation.dateline
    return (source.article.date or (own.date if own else None) or "")[:10]


def _discrepancy(view: StoryView, contrast: Contrast, relation: Relation) -> Difference:
    scale, sides = contrast.scale, contrast.sides
    if relation == "refines":  # the earlier first
        sides = tuple(sorted(sides, key=lambda side: (_day(side[0].source), side[0].rank)))
    shown = [side_of(answers) for answers in sides]
    asks = scale.asks.replace("{who}", contrast.subject.name)
    parts = ", ".join(
        f"{_quoted(side.value)} in {count_reports(view, side)}" + _dated(answers) * (relation == "refines")
        for side, answers in zip(shown, sides, strict=True)
    )
    severity = severity_of("status", "prose" if scale.minor or relation == "refines" else "plain")
    lead = "reports of other stages tell" if relation == "refines" else "reports differ in"
    return make_discrepancy(
        scale.kind,
        severity,
        shown,
        sentence_case(f"{lead} {asks}: {parts}."),
        relation=relation,
        question=_question(scale, asks),
    )


def _question(scale: Scale, asks: str) -> str | None:
    """Return what a scale asks as questions about the story begin, without an article; None where its answers
    are two wordings, or whom something is given to.
    """
    return asks.removeprefix("the ") if scale.kind == "status" else None


def _quoted(value: str) -> str:
    return value if value == PLAINLY else f"\u201c{value}\u201d"


def _dated(answers: Sequence[Answer]) -> str:
    """Return the days of the reports of a side, for a development: " (2016-04-11)"."""
    days = sorted({_day(answer.source) for answer in answers} - {""})
    return f" ({' to '.join(dict.fromkeys((days[0], days[-1])))})" if days else ""


def _hedged(view: StoryView, found: Sequence[AnswerPair], settings: CollateSettings) -> Iterator[Difference]:
    """Yield what one report hedges and others, in much the same words, state plainly; minor."""
    groups: dict[tuple[str, int], list[AnswerPair]] = defaultdict(list)
    for pair in found:
        hedging, place = (pair.one, pair.mark) if pair.mark else (pair.other, pair.other_mark)
        told = language_of(hedging.source.article.lang).stances[pair.scale].plain
        marks = [mark for mark in hedging.marks[pair.scale] if place and mark.at == place[0]]
        if any(mark.value in told for mark in marks) and pair.states(settings.stances):
            groups[hedging.source.article.id, hedging.place].append(pair)
    used: set[tuple[str, int]] = set()
    for _, group in sorted(groups.items()):
        one = max(group, key=lambda pair: pair.measure("alike"))
        plain = one.other if one.mark else one.one
        if (plain.source.article.id, plain.place) not in used:  # another report may hedge in the same words
            used.add((plain.source.article.id, plain.place))
            yield _seeming(view, one, None)


def _possible(
    view: StoryView, found: Sequence[AnswerPair], known: _Known, settings: CollateSettings
) -> Iterator[Difference]:
    """Yield what answers of neighbouring sentences possibly differ in, each sentence once."""
    ranked = sorted(
        zip(probabilities(found), range(len(found)), strict=True), key=lambda row: (-row[0], row[1])
    )
    used: set[tuple[str, int]] = set()
    left = settings.stances.most_possible
    for probability, at in ranked:
        places = {(row.source.article.id, row.place) for row in (found[at].one, found[at].other)}
        if probability < settings.stances.possible or not left:
            return
        one = _seeming(view, found[at], probability)
        if used.isdisjoint(places) and one not in known:
            used |= places
            left -= 1
            yield one


def _seeming(view: StoryView, pair: AnswerPair, probability: float | None) -> Difference:
    """Return a pair as a difference: told when it has no probability, possible otherwise."""
    scale = language_of(pair.one.source.article.lang).stances[pair.scale]
    shown = [_seeming_side(pair.one, pair.mark), _seeming_side(pair.other, pair.other_mark)]
    parts = ", ".join(f"{_quoted(side.value)} in {count_reports(view, side)}" for side in shown)
    severity = severity_of("status", "prose" if scale.hedge else "plain")
    lead = "reports differ in" if probability is None else "reports seem to differ in"
    asks = scale.asks.replace("{who}", "somebody")
    answered = pair.mark is not None and pair.other_mark is not None  # else one only has no word of doubt
    return make_discrepancy(
        scale.kind,
        severity,
        shown,
        sentence_case(f"{lead} {asks}: {parts}."),
        relation="refines" if scale.hedge else "conflict",
        probability=probability,
        question=_question(scale, asks) if answered else None,
    )


def _seeming_side(sentence: Sentence, place: WordSpan | None) -> Side:
    value = sentence.printed(Span(*place)) if place else PLAINLY
    return make_side(value, [span_evidence(sentence.source, sentence.span)])
