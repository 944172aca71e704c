"""Mark figures: amounts, money, shares, durations, ages, scores, measures, dates and times.

Dates and times are figures too, with ISO values (see ``annotation.dates.resolve``); they are read first, so
that their digits count nothing. A time's unit is its zone as printed; GMT and UTC are part of the value
("06:40Z").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from variorum.annotation.dates.grammar import find_dates, find_times
from variorum.annotation.dates.resolve import Calendar
from variorum.annotation.figures.grammar import find_figures
from variorum.annotation.markers import DATES, NUMBERS, TIMES, marked
from variorum.language.language import Language, language_of
from variorum.model import Annotation, Article, Bound, Figure, Span, SpanIndex, SpansWith
from variorum.settings import AnnotateSettings
from variorum.text.stamps import stamps_of

_HEDGES: dict[str | None, Bound] = {None: "exact", "about": "about", "more": "more than", "less": "less than"}


def assign_figures(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with the figures, in order of the text.

    Furniture and the times of a transcript give none.

    Dates are resolved against ``article.date``, without it against the day that the text gives itself;
    without either relative ones have value None, unit ``relative``. In a post of a live blog and in an
    embedded social post they are resolved against the day of that post.
    """
    text = article.text
    found: list[Figure] = []
    own = annotation.dateline
    told = own.date if own and own.confidence >= settings.dateline_sure else None
    lang = language_of(article.lang)
    whole = Calendar(_report_day(article.date or told), lang)
    own_days = SpansWith(days_of_posts(article, annotation))
    begun = marked(text, lang)
    furniture = SpanIndex(annotation.furniture)
    for sentence in annotation.sentences:
        days = begun.of(DATES, sentence.start, sentence.end)
        numbers = begun.of(NUMBERS, sentence.start, sentence.end)
        if not (days or numbers) or furniture.contains(sentence):
            continue
        posts = own_days.overlapping(sentence)
        calendar = next((kept for span, kept in posts if span.contains(sentence)), whole)
        timely = begun.holds(TIMES, sentence.start, sentence.end)
        times = _times(text, sentence, numbers, lang) if timely else []
        dates = _dates(text, sentence, days, calendar, [time.span for time in times])
        dated = [*dates, *times]
        taken = sorted([figure.span for figure in dated])
        found += dated
        found += find_figures(text, sentence, numbers, taken, lang)
    if stamps := stamps_of(text, annotation.paragraphs):
        stamped = SpanIndex(stamps)
        found = [figure for figure in found if not stamped.overlaps(figure.span)]
    return replace(annotation, figures=tuple(sorted(found, key=lambda figure: figure.span)))


def days_of_posts(article: Article, annotation: Annotation) -> list[tuple[Span, Calendar]]:
    """Return the stretches of the text that have a day of their own, with its calendar, innermost first."""
    posts = [(post.span, _report_day(post.date)) for post in annotation.posts]
    updates = [(block.span, _report_day(block.date)) for block in article.blocks if block.kind == "update"]
    lang = language_of(article.lang)
    return [(span, Calendar(day, lang)) for span, day in (*posts, *updates) if day is not None]


def _report_day(value: str | None) -> date | None:
    """Return the day of an ISO date or moment; None when it is missing or no full day."""
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _times(text: str, sentence: Span, triggers: Sequence[re.Match[str]], lang: Language) -> list[Figure]:
    return [
        Figure(span=time.span, kind="time", value=time.value, unit=time.zone, bound=_HEDGES[time.hedge])
        for time in find_times(text, sentence.start, sentence.end, lang, triggers)
    ]


def _dates(
    text: str, sentence: Span, triggers: Sequence[re.Match[str]], calendar: Calendar, times: Sequence[Span]
) -> list[Figure]:
    dates = []
    timed = SpanIndex(times) if times else None
    for phrase in find_dates(text, sentence, triggers, calendar.lang):
        if timed is not None and timed.overlaps(phrase.span):
            continue
        value = calendar.resolve(phrase, text, sentence.start, sentence.end)
        unit = "relative" if value is None else None
        dates.append(Figure(span=phrase.span, kind="date", value=value, unit=unit))
    return dates
