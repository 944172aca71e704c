"""What the page shows of numbers: by what they count, what each report prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from variorum.model import AnnotatedArticle, Collation, Span
from variorum.outputs.wording import plural
from variorum.settings import SHOWN

_COUNTING = frozenset(["count", "money", "share", "measure"])

Witness = Callable[[str, int, int], str]
"""The origin that a place goes back to: of an article, from code point to code point."""


class PrintedView(Struct, frozen=True, kw_only=True):
    """A number as printed, with all its places in one report."""

    text: str
    spans: tuple[Span, ...]


class NumbersView(Struct, frozen=True, kw_only=True):
    """A row: what is counted, how many reports agree, and a cell of printed numbers for each report."""

    counted: str
    agreement: str
    cells: tuple[tuple[PrintedView, ...], ...]


class _Row(Struct):
    """The places of each value that reports print of one counted thing."""

    values: dict[tuple[object, object], list[tuple[str, Span]]]


def number_views(
    collation: Collation, articles: Mapping[str, AnnotatedArticle], witness: Witness
) -> tuple[NumbersView, ...]:
    """Return a row for each counted thing of which two reports print the same number, most reports first.

    Only what is counted in the same words stands in one row: other words may ask the same, and the same words
    something else. "One" alone makes no row: it is seldom a count. What answers a question of ``facts`` is
    told there.
    """
    rows: dict[tuple[object, ...], _Row] = {}
    told = _told(collation)
    for summary in collation.articles:
        annotated = articles.get(summary.id)
        for figure in annotated.annotation.figures if annotated else ():
            if (summary.id, figure.span.start) in told:
                continue
            if figure.of and figure.kind in _COUNTING and figure.value is not None:
                row = rows.setdefault((figure.kind, figure.unit, figure.of.lower()), _Row({}))
                row.values.setdefault((figure.value, figure.bound), []).append((summary.id, figure.span))
    found = [
        (agreed, str(key[2]), row)
        for key, row in rows.items()
        if (
            agreed := max(
                (_reports(places) for value, places in row.values.items() if value[0] != 1), default=0
            )
        )
        > 1
    ]
    found.sort(key=lambda one: (-one[0], one[1]))
    return tuple(
        NumbersView(
            counted=counted,
            agreement=_agreement(row, articles, witness),
            cells=tuple(_cell(row, one.id, articles) for one in collation.articles),
        )
        for _, counted, row in found[: SHOWN.numbers]
    )


def _told(collation: Collation) -> set[tuple[str, int]]:
    """Return where the facts of a story begin that several reports tell."""
    places = [
        [(part.article, part.start) for answer in fact.answers for part in answer.evidence]
        for fact in collation.facts
    ]
    return {place for found in places if len({article for article, _ in found}) > 1 for place in found}


def _reports(places: Sequence[tuple[str, Span]]) -> int:
    return len({article for article, _ in places})


def _agreement(row: _Row, articles: Mapping[str, AnnotatedArticle], witness: Witness) -> str:
    """Return the numbers that several reports print, each with its reports and origins."""
    told = []
    for places in row.values.values():
        if _reports(places) < 2:
            continue
        article, span = places[0]
        origins = len({witness(name, place.start, place.end) for name, place in places})
        printed = span.of(articles[article].article.text)
        told.append(f"{printed}: {plural(_reports(places), 'report')}, {plural(origins, 'origin')}")
    return "; ".join(told)


def _cell(row: _Row, article: str, articles: Mapping[str, AnnotatedArticle]) -> tuple[PrintedView, ...]:
    return tuple(
        PrintedView(text=own[0].of(articles[article].article.text), spans=tuple(own))
        for places in row.values.values()
        if (own := sorted(span for name, span in places if name == article))
    )
