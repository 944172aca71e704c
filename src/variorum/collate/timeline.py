"""Dated happenings of the story."""

from __future__ import annotations

import re
from collections import defaultdict

from msgspec.structs import replace

from variorum.collate.rendering import ordered, sentence_at, span_evidence
from variorum.model import AnnotatedArticle, Collation, Evidence, Figure, Happening
from variorum.settings import CollateSettings

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# A day that many sentences name is the day of publication: so many a report show what happened on it.
_SENTENCES = 2


def assign_timeline(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation with its dated happenings, oldest first.

    Only dates that are known to the day count, outside furniture; each shows the sentences that give it,
    at most two an article.
    """
    by_day: dict[str, list[Evidence]] = defaultdict(list)
    for source in ordered(articles):
        shown: dict[str, int] = defaultdict(int)
        for figure in source.annotation.figures:
            day = day_of(figure)
            if day is None or any(span.overlaps(figure.span) for span in source.annotation.furniture):
                continue
            sentence = span_evidence(source, sentence_at(source, figure.span))
            if shown[day] < _SENTENCES and sentence not in by_day[day]:
                shown[day] += 1
                by_day[day].append(sentence)
    timeline = tuple(
        Happening(
            date=day,
            articles=tuple(dict.fromkeys(sentence.article for sentence in sentences)),
            evidence=tuple(sentences),
        )
        for day, sentences in sorted(by_day.items())
        if sentences
    )
    return replace(collation, timeline=timeline)


def day_of(figure: Figure) -> str | None:
    """Return the ISO day of a date or moment; None for other figures and coarser dates."""
    if figure.kind not in ("date", "time") or not isinstance(figure.value, str):
        return None
    found = _DAY.match(figure.value)
    return found.group() if found else None
