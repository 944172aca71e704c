"""What the page shows of facts: question by report, what each answers, where they agree and where not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from variorum.model import AnnotatedArticle, Collation, Discrepancy, Evidence, Span, StoryFact
from variorum.outputs.number_views import PrintedView
from variorum.outputs.times import as_of
from variorum.outputs.wording import dates_in_words, plural, shortened
from variorum.reuse.witnesses import Witnesses
from variorum.settings import SHOWN


class AnswerView(Struct, frozen=True, kw_only=True):
    """An answer with those who give it.

    told: how many they are. as_of: the days of their reports, where those of others differ. places: for
    each report (its index in the story) where it answers.
    """

    value: str
    told: str
    as_of: str
    places: tuple[tuple[int, tuple[Span, ...]], ...]


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
    places = _Places(collation.discrepancies)
    return tuple(
        FactView(
            question=shortened(one.question[:1].upper() + one.question[1:], SHOWN.title),
            answers=tuple(_answers(one, reported, articles, witnesses)),
            cells=tuple(_cell(one, summary.id, articles) for summary in collation.articles),
            difference=places.difference(one),
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
            places=tuple(
                (index[name], _spans(side.evidence, name, articles))
                for name in index
                if name in side.articles
            ),
        )


def _spans(
    evidence: Iterable[Evidence], article: str, articles: Mapping[str, AnnotatedArticle]
) -> tuple[Span, ...]:
    """Return the places of evidence in one report; none where its text is not at hand."""
    size = len(articles[article].article.text) if article in articles else 0
    found = {Span(one.start, one.end) for one in evidence if one.article == article and one.end <= size}
    return tuple(sorted(found))


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


class _Places:
    """The places of differences, by report: which of them stand behind two answers of a fact."""

    def __init__(self, told: Sequence[Discrepancy]) -> None:
        self._found: dict[str, list[tuple[int, int, int, int]]] = {}
        self._ids = [one.id for one in told]
        for number, one in enumerate(told):
            for at, side in enumerate(one.sides):
                for part in side.evidence:
                    self._found.setdefault(part.article, []).append((part.start, part.end, number, at))

    def difference(self, one: StoryFact) -> str:
        """Return the id of the first difference of which two sides are two answers; '' for none."""
        shared: dict[int, set[tuple[int, int]]] = {}
        for at, answer in enumerate(one.answers):
            for part in answer.evidence:
                for start, end, number, side in self._found.get(part.article, ()):
                    if start < part.end and part.start < end:
                        shared.setdefault(number, set()).add((side, at))
        for number, met in sorted(shared.items()):
            if len({side for side, _ in met}) > 1 and len({at for _, at in met}) > 1:
                return self._ids[number]
        return ""
