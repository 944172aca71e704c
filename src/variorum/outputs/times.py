"""How the sides of a difference stand to each other in time, and whether both can be so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from variorum.model import AnnotatedArticle, DifferenceType, Discrepancy, Evidence, Side, instant
from variorum.model.kinds import KINDS
from variorum.outputs.wording import plain_period


def relation_words(
    one: Discrepancy, reported: Mapping[str, str | None], articles: Mapping[str, AnnotatedArticle]
) -> str:
    """Return how the sides stand to each other; '' for differences of wording, where it says nothing.

    reported: the date of each report by id. A toll or the stage of a case may have changed between reports of
    other days; whether it did is not said where a report has no date. An age changes with a birthday alone.
    What is only likely says nothing of that; two spellings of one name (minor) deny nothing of each other.
    """
    if one.relation == "refines" and one.type not in ("figure", "date"):
        return "one is later or surer" if one.probability is None else "one may be later or surer"
    if one.relation == "refines":
        return "one is more precise" if one.probability is None else "may be a later count"
    if one.probability is not None or not KINDS[one.type].fact or _is_spelling(one):
        return ""
    if one.utterance is not None or not KINDS[one.type].changes:
        return "cannot both be so"
    if not all(reported.get(article) for side in one.sides for article in side.articles):
        return ""
    moved = _moved(one.sides, reported)
    if ages := _ages(one.sides, articles):
        return "" if moved and max(ages) - min(ages) <= 1 else "cannot both be so"
    return "of other days: it may have changed" if moved else "cannot both be so"


def in_time(
    one: Discrepancy, reported: Mapping[str, str | None], articles: Mapping[str, AnnotatedArticle]
) -> tuple[tuple[Side, str], ...]:
    """Return the sides, each with the days of its reports in words, the earliest first.

    Where what is told cannot have changed between the reports: in the order given, with ''.
    """
    if one.utterance is not None:  # said once
        return tuple((side, "") for side in one.sides)
    return as_of(one.type, one.sides, reported, articles)


def as_of(
    kind: DifferenceType,
    sides: Sequence[Side],
    reported: Mapping[str, str | None],
    articles: Mapping[str, AnnotatedArticle],
) -> tuple[tuple[Side, str], ...]:
    """Return ``in_time`` of what reports tell in their own words."""
    if not KINDS[kind].changes or not _moved(sides, reported) or _ages(sides, articles):
        return tuple((side, "") for side in sides)
    ordered = sorted(sides, key=lambda side: _days(side, reported))
    return tuple((side, plain_period(reported[article] for article in side.articles)) for side in ordered)


def _is_spelling(one: Discrepancy) -> bool:
    return one.type == "name" and one.severity == "minor"


def _ages(sides: Sequence[Side], articles: Mapping[str, AnnotatedArticle]) -> list[float]:
    """Return the ages that sides tell, one a side; none when one of them tells something else."""
    found = []
    for side in sides:
        age = next((age for part in side.evidence if (age := _age(part, articles)) is not None), None)
        if age is None:
            return []
        found.append(age)
    return found


def _age(part: Evidence, articles: Mapping[str, AnnotatedArticle]) -> float | None:
    """Return the age that a place holds; None for none."""
    annotated = articles.get(part.article)
    for figure in annotated.annotation.figures if annotated else ():
        if figure.kind == "age" and part.start <= figure.span.start < part.end:
            return figure.value if isinstance(figure.value, (int, float)) else None
    return None


def _moved(sides: Sequence[Side], reported: Mapping[str, str | None]) -> bool:
    """Tell whether each side is told from a later day on than the one before it, and to a later day.

    Sides that begin or end on one day contradict each other on that day. One side alone, or one without a
    date: no.
    """
    if len(sides) < 2 or not all(reported.get(article) for side in sides for article in side.articles):
        return False
    days = sorted(_days(side, reported) for side in sides)
    return all(a[0] < b[0] and a[-1] < b[-1] for a, b in pairwise(days))


def _days(side: Side, reported: Mapping[str, str | None]) -> list[str]:
    return sorted({instant(date)[:10] for article in side.articles if (date := reported.get(article))})
