"""What the page shows of facts: question by report, what each answers, where they agree and where not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from variorum.model import AnnotatedArticle, Collation, Discrepancy, Evidence, Span, StoryFact
from variorum.outputs.number_views import PrintedView
from variorum.outputs.times import as_of
from variorum.outputs.wording import dates_in_words, plural, shortened
from variorum.reuse.witnesses import Witnesses
from variorum.settings import SHOWN


class AnswerView(Struct, frozen=True, kw_only=True):
    """An answer with those who give it.

    told: how many they are. as_of: the days of their reports, where those of other answers differ. reports:
    their indices in the story.
    """

    value: str
    told: str
    as_of: str
    reports: tuple[int, ...]


class FactView(Struct, frozen=True, kw_only=True):
    """A row: a question, its answers, and for each report the words that answer.

    difference: the id of the difference that is told of it; '' for none.
    """

    question: str
    answers: tuple[AnswerView, ...]
    cells: tuple[tuple[PrintedView, ...], ...]
    difference: str

    @property
    def shared(self) -> bool:
        """Tell whether several reports answer."""
        return sum(map(bool, self.cells)) > 1


def fact_views(
    collation: Collation, articles: Mapping[str, AnnotatedArticle], witnesses: Witnesses
) -> tuple[FactView, ...]:
    """Return the rows of a story, those that several reports answer first; places outside their texts are
    left out.
    """
    reported = {one.id: one.date for one in collation.articles}
    return tuple(
        FactView(
            question=shortened(one.question[:1].upper() + one.question[1:], SHOWN.title),
            answers=tuple(_answers(one, reported, articles, witnesses)),
            cells=tuple(_cell(one, summary.id, articles) for summary in collation.articles),
            difference=_difference(one, collation.discrepancies),
        )
        for one in collation.facts
    )


def _answers(
    one: StoryFact,
    reported: Mapping[str, str | None],
    articles: Mapping[str, AnnotatedArticle],
    witnesses: Witnesses,
) -> Iterable[AnswerView]:
    index = {name: number for number, name in enumerate(reported)}
    for side, days in as_of(one.kind, one.answers, reported, articles):
        reports, origins = len(side.articles), witnesses.count(side.evidence)
        fewer = f", {plural(origins, 'origin')}" if reports > 1 else ""
        yield AnswerView(
            value=shortened(dates_in_words(side.value), SHOWN.fact),
            told=f"{plural(reports, 'report')}{fewer}",
            as_of=days,
            reports=tuple(sorted(index[name] for name in side.articles if name in index)),
        )


def _cell(one: StoryFact, article: str, articles: Mapping[str, AnnotatedArticle]) -> tuple[PrintedView, ...]:
    """Return the words of a report that answer, equal ones once."""
    if article not in articles:
        return ()
    text = articles[article].article.text
    found: dict[str, list[Span]] = {}
    for part in sorted((part for answer in one.answers for part in answer.evidence), key=_place):
        span = Span(part.start, part.end)
        if part.article == article and span.end <= len(text) and span.start < span.end:
            found.setdefault(shortened(span.of(text), SHOWN.fact).casefold(), []).append(span)
    return tuple(
        PrintedView(text=shortened(spans[0].of(text), SHOWN.fact), spans=tuple(spans))
        for spans in found.values()
    )


def _place(part: Evidence) -> tuple[str, int, int]:
    return part.article, part.start, part.end


def _difference(one: StoryFact, told: Iterable[Discrepancy]) -> str:
    """Return the id of the difference whose sides are two answers; '' where they were not found to differ."""
    for other in told:
        found = [
            {number for number, answer in enumerate(one.answers) if _touch(answer.evidence, side.evidence)}
            for side in other.sides
        ]
        if any(a and b and (len(a | b) > 1) for a, b in combinations(found, 2)):
            return other.id
    return ""


def _touch(some: Sequence[Evidence], others: Sequence[Evidence]) -> bool:
    return any(a.article == b.article and a.start < b.end and b.start < a.end for a in some for b in others)
