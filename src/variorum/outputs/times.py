"""How the sides of a difference stand to each other in time, and whether both can be so."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from variorum.model import Discrepancy, Side, instant
from variorum.model.kinds import KINDS
from variorum.outputs.wording import plain_period


def relation_words(one: Discrepancy, reported: Mapping[str, str | None]) -> str:
    """Return how the sides stand to each other; '' for differences of wording, where it says nothing.

    reported: the date of each report by id. A toll or the stage of a case may have changed between reports of
    other days; whether it did is not said where a report has no date. What is only likely says nothing of
    that; two spellings of one name (minor) deny nothing of each other.
    """
    if one.relation == "refines" and one.type not in ("figure", "date"):
        return "one is later or surer" if one.probability is None else "one may be later or surer"
    if one.relation == "refines":
        return "one is more precise" if one.probability is None else "may be a later count"
    if one.probability is not None or not KINDS[one.type].fact or _is_spelling(one):
        return ""
    if not _may_change(one):
        return "cannot both be so"
    if not all(reported.get(article) for side in one.sides for article in side.articles):
        return ""
    return "of other days: it may have changed" if _moved(one, reported) else "cannot both be so"


def in_time(one: Discrepancy, reported: Mapping[str, str | None]) -> tuple[tuple[Side, str], ...]:
    """Return the sides, each with the days of its reports in words, the earliest first.

    Where what is told cannot have changed between the reports: in the order given, with ''.
    """
    if not _may_change(one) or not _moved(one, reported):
        return tuple((side, "") for side in one.sides)
    ordered = sorted(one.sides, key=lambda side: _days(side, reported))
    return tuple((side, plain_period(reported[article] for article in side.articles)) for side in ordered)


def _is_spelling(one: Discrepancy) -> bool:
    return one.type == "name" and one.severity == "minor"


def _may_change(one: Discrepancy) -> bool:
    """Tell whether what the sides tell can change from day to day; what was said once cannot."""
    return KINDS[one.type].changes and one.utterance is None


def _moved(one: Discrepancy, reported: Mapping[str, str | None]) -> bool:
    """Tell whether each side is told from a later day on than the one before it, and to a later day.

    Sides that begin or end on one day contradict each other on that day. Without all dates: no.
    """
    if not all(reported.get(article) for side in one.sides for article in side.articles):
        return False
    days = sorted(_days(side, reported) for side in one.sides)
    return all(a[0] < b[0] and a[-1] < b[-1] for a, b in pairwise(days))


def _days(side: Side, reported: Mapping[str, str | None]) -> list[str]:
    return sorted({instant(date)[:10] for article in side.articles if (date := reported.get(article))})
