"""Dated happenings of the story."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice

from msgspec.structs import replace

from variorum.collation.order import in_order
from variorum.collation.utterances.rendering import sentence_at, span_evidence
from variorum.language.language import Language, language_of
from variorum.model import AnnotatedArticle, Collation, Figure, Happening, Quotation, Span, SpanIndex
from variorum.settings import HAPPENINGS, WORK, CollateSettings
from variorum.text.lookup import alternatives

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# What stands between the date of a dateline and the text: "March 11 (Agency) - ", "March 11 — ".
_DATELINE_END = re.compile(r"\s*(?:\([^)\n]{1,40}\))?\s*(?:[-\u2013\u2014]|--|:)")
_PLAIN = re.compile(r"\b[a-z]{3,}")
_CLOSING = "\"'\u201d\u2019)] \n"
# By the identity of the quotations of an article, which are kept with it, so that no other has the same.
_KNOWN: dict[int, tuple[Sequence[Quotation], SpanIndex]] = {}


def assign_timeline(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation with its dated happenings, oldest first.

    A day is shown with the sentences that tell what happened on it, at most two an article; when it was said
    counts only where an article tells nothing else of the day. Datelines, lines of publication and signatures
    of posts tell nothing. Only dates that are known to the day count, outside furniture. "Today"
    and the like inside quotation marks are the day of the speech, which need not be the report's, or no day
    at all ("today's youth"): they date nothing.
    """
    by_day: dict[str, list[tuple[AnnotatedArticle, Span, Span]]] = defaultdict(list)
    for source in in_order(articles):
        for day, sentences in _told(source).items():
            by_day[day] += [(source, sentence, words) for sentence, words in sentences.items()]
    timeline = tuple(
        Happening(
            date=day,
            articles=tuple(dict.fromkeys(source.article.id for source, _, _ in given)),
            evidence=tuple(span_evidence(source, sentence) for source, sentence, _ in given),
            printed=tuple(span_evidence(source, words) for source, _, words in given),
        )
        for day, given in sorted(by_day.items())
    )
    return replace(collation, timeline=timeline)


def _told(source: AnnotatedArticle) -> dict[str, dict[Span, Span]]:
    """Return the sentences shown for each day that the article dates something to, each with its date."""
    happened: dict[str, dict[Span, Span]] = defaultdict(dict)
    said: dict[str, dict[Span, Span]] = defaultdict(dict)
    for day, figure, sentence in _dated(source):
        days = said if near_cue(figure, source.annotation.quotations) else happened
        if sentence not in happened[day] and sentence not in said[day]:
            days[day][sentence] = figure.span
    for day, sentences in said.items():
        happened[day] = happened[day] or dict(islice(sentences.items(), 1))
    return {day: dict(islice(happened[day].items(), HAPPENINGS.day_sentences)) for day in sorted(happened)}


def _dated(source: AnnotatedArticle) -> Iterator[tuple[str, Figure, Span]]:
    text, lang = source.article.text, language_of(source.article.lang)
    skipped = SpanIndex([*source.annotation.furniture, *(post.span for post in source.annotation.posts)])
    spoken = SpanIndex(
        span for one in source.annotation.quotations if one.kind != "indirect" for span in one.content
    )
    tells: dict[Span, bool] = {}
    for figure in source.annotation.figures:
        day = day_of(figure)
        if day is None or skipped.overlaps(figure.span):
            continue
        loose = _is_loose(figure.span.of(text), lang)
        if loose and spoken.overlaps(figure.span):
            continue
        sentence = sentence_at(source, figure.span)
        if loose and not _is_of_a_day(sentence.of(text), lang):
            continue
        if sentence not in tells:
            tells[sentence] = _tells(sentence.of(text), lang)
        if not tells[sentence] or in_dateline(text, sentence, figure):
            continue
        if not (_is_publication(text, figure.span, lang) or _may_be_the_morrow(source, figure, day, lang)):
            yield day, figure, sentence


def _is_loose(printed: str, lang: Language) -> bool:
    """Tell whether words name a day by when they are said alone: "today", "last night", "the next day"."""
    named = (
        form for rows in (lang.dates.months, lang.dates.weekdays) for row in rows.values() for form in row
    )
    return not any(sign.isdigit() for sign in printed) and set(printed.lower().split()).isdisjoint(named)


def _is_of_a_day(sentence: str, lang: Language) -> bool:
    """Tell whether a sentence tells what was or will be done: "today, few are insured" dates nothing."""
    words = re.findall(r"\b[a-z']+\b", sentence)
    auxiliaries = lang.collation.auxiliaries
    happens = (*lang.words.past, *lang.collation.past_or_ahead)
    before = ["", *words]
    return any(
        word in happens or word.endswith("ed") and last not in auxiliaries
        for last, word in zip(before, words, strict=False)
    )


def _tells(sentence: str, lang: Language) -> bool:
    """Tell whether a sentence seems to hold a finite verb, and is no line of publication.

    Without a grammar: what ends as a sentence and has plain words does; of the rest, what has an auxiliary,
    an irregular form or a plain word in -ed or -s.
    """
    words = re.findall(r"\b[a-z']+\b", sentence)
    first = re.findall(r"\w+", sentence.casefold())[:2]
    if not lang.collation.publishing.isdisjoint(first):
        return False
    if sentence.rstrip(_CLOSING).endswith((".", "?", "!")) and len(words) > 1:
        return True
    verbs = lang.collation.auxiliaries
    return any(word in verbs or word in lang.irregular or word.endswith(("ed", "s")) for word in words)


def _is_publication(text: str, place: Span, lang: Language) -> bool:
    """Tell whether a date is that of the page: "Posted: Friday, July 17", "21 July Last updated at 11"."""
    before, after = _published(lang)
    start = max(0, place.start - HAPPENINGS.published)
    return bool(before.search(text[start : place.start]) or after.match(text, place.end))


@cache
def _published(lang: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words, capitals = (
        alternatives(forms)
        for forms in (lang.collation.publishing, [word.title() for word in lang.collation.publishing])
    )
    return (
        re.compile(rf"\b(?:{words})\W*:\s*$", re.IGNORECASE),
        re.compile(rf"\W*(?:(?:{capitals})\b|[A-Z][a-z]+\s+(?:{words})(?=\s+\w+\s+\d))"),
    )


def _may_be_the_morrow(source: AnnotatedArticle, figure: Figure, day: str, lang: Language) -> bool:
    """Tell whether a day that is over may be the one after the report's own: of the weekday of the next day,
    which reads as the one six days ago.

    Pages keep their date when they are changed a day later, and what is nearly a week ago is told with a date
    or as "last Sunday": of eight such days in stories that were read, seven were those of the next day.
    """
    printed = figure.span.of(source.article.text).lower()
    weekdays = {form for row in lang.dates.weekdays.values() for form in row}
    words = set(re.findall(r"\w+", printed))
    told = words.isdisjoint(weekdays) or not words.isdisjoint(lang.collation.days_over)
    if told or any(sign.isdigit() for sign in printed) or source.article.date is None:
        return False
    return _days_ago(day, source.article.date) == HAPPENINGS.nearly_week


def _days_ago(day: str, reported: str) -> int | None:
    """Return how many days a day lies before a report; None for what is no date."""
    try:
        return (date.fromisoformat(reported[:10]) - date.fromisoformat(day)).days
    except ValueError:
        return None


def in_dateline(text: str, sentence: Span, figure: Figure) -> bool:
    """Tell whether the date opens a report: "PORT SALLOW, March 11 (Halyard) - "."""
    if _DATELINE_END.match(text, figure.span.end) is None:
        return False
    return _PLAIN.search(text[sentence.start : figure.span.start]) is None


def near_cue(figure: Figure, quotations: Sequence[Quotation]) -> bool:
    """Tell whether the figure stands by a cue and so dates what was said ("said on Tuesday")."""
    start = figure.span.start
    return _around_cues(quotations).overlaps(Span(start, start + 1))


def _around_cues(quotations: Sequence[Quotation]) -> SpanIndex:
    """Return the places by the cues of quotations; kept, since all dates of an article ask again."""
    known = _KNOWN.get(id(quotations))
    if known is not None and known[0] is quotations:
        return known[1]
    if len(_KNOWN) >= WORK.remembered:
        _KNOWN.clear()
    cues = (cue for quotation in quotations for cue in quotation.cue)
    found = SpanIndex(
        Span(cue.start - HAPPENINGS.cue_reach + 1, cue.end + HAPPENINGS.cue_reach) for cue in cues
    )
    _KNOWN[id(quotations)] = (quotations, found)
    return found


def day_of(figure: Figure) -> str | None:
    """Return the ISO day of a date or moment; None for other figures and coarser dates."""
    if figure.kind not in ("date", "time") or not isinstance(figure.value, str):
        return None
    found = _DAY.match(figure.value)
    return found.group() if found else None
