"""The day and the place that a report's own text gives for itself: its dateline or a line of publication.

    PORT SALLOW, March 11, 2026 (Halyard) — The ferry …
    Published: 3 May 2024
    March 12, 2024 4:05 pm

Only a date with its year, or with a year in the address of the page, tells the day. 03/04/2024 is the fourth
of March in one country and the third of April in another: it tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct
from msgspec.structs import replace

from variorum.annotation.dates.grammar import DatePhrase, find_dates, find_times
from variorum.annotation.dates.resolve import absolute_day
from variorum.language.language import Language, language_of
from variorum.model import Annotation, Article, Dateline, Span
from variorum.settings import DATES, AnnotateSettings
from variorum.text.calendar import date_words, iso_day, months, weekdays

# Two scans and no pattern for both: one that finds no word on a long line tries again from each of its signs.
_LINE = re.compile(r"[^\n]+")
_SIGN_OF_WORD = re.compile(r"\w")
_TRIGGER = re.compile(r"[^\W\d_]+|\d+")
_WORD = re.compile(r"[^\W\d_][\w.’'-]*")
_AGENCY = r"(?:\s*\([^()\n]{2,40}\))?"
_DATELINE = re.compile(rf"\s*(?P<head>[^\W\d_a-z][^\n()]{{1,70}}?){_AGENCY}\s*(?:--|[-–—])\s*(?=[\"“‘'A-Z])")
_YEAR_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/")


class _Line(Struct, frozen=True):
    """A stretch of the text that may tell the report's day; first and last lines need more to be believed."""

    span: Span
    first: bool = False
    last: bool = False


def assign_dateline(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with the dateline that the text gives itself; None where it gives none.

    The surest of its lines counts, of equals the first; the place is that of its line, or of the dateline.
    """
    lines = _own_lines(article, annotation)
    found = [each for line in lines if (each := _of_line(article, line))]
    opening = next((each for line in lines if (each := _opening(article, line))), None)
    if opening:
        found.append(opening)
    if not found:
        return annotation
    best = max(found, key=lambda each: (each.date is not None, each.confidence, -each.span.start))
    if best.place is None and opening:
        best = replace(best, place=opening.place)
    return replace(annotation, dateline=best)


def opening_dateline(article: Article, annotation: Annotation) -> Span | None:
    """Return what stands before the first sentence, its dash too: "PORT SALLOW (Halyard) —"; None for none.

    It is nobody's words. A line of publication above it does not count.
    """
    found = (each for line in _own_lines(article, annotation) if (each := _opening(article, line)))
    opening = next(found, None)
    return opening.span if opening else None


def _own_lines(article: Article, annotation: Annotation) -> list[_Line]:
    """Return the lines that may tell the day, outside posts."""
    posts = [post.span for post in annotation.posts]
    return [line for line in _lines(article.text) if not any(post.overlaps(line.span) for post in posts)]


# Asked for the day of an article, and once more for what stands before its first sentence.
@lru_cache(maxsize=2)
def _lines(text: str) -> tuple[_Line, ...]:
    return tuple(_telling_lines(text))


def _telling_lines(text: str) -> Iterator[_Line]:
    """Yield the lines at the top, up to and with the first of prose, and the short ones at the end."""
    words = [line for line in _LINE.finditer(text) if _SIGN_OF_WORD.search(text, line.start(), line.end())]
    top = 0
    for number, match in enumerate(words[: DATES.head_lines]):
        yield _Line(Span(*match.span()), number == 0)
        top = number + 1
        if _is_prose(match[0]) and number or len(match[0]) > DATES.line:
            break
    for match in words[max(top, len(words) - DATES.foot_lines) :]:
        if len(match[0]) <= DATES.line:
            yield _Line(Span(*match.span()), last=True)


def _is_prose(line: str) -> bool:
    return len(line) > DATES.sentence and line.rstrip()[-1] in '.!?”"’'


def _of_line(article: Article, line: _Line) -> Dateline | None:
    """Return what a line by itself tells: a date, and beside it only a label, a place, a time or a byline."""
    text = article.text
    phrase = _date_in(text, line.span, language_of(article.lang)) if len(line.span) <= DATES.line else None
    day = _day(article, phrase) if phrase else None
    if phrase is None or day is None:
        return None
    before, after = text[line.span.start : phrase.span.start], text[phrase.span.end : line.span.end]
    labels = _labels(before, language_of(article.lang))
    words = _WORD.findall(_untimed(f"{before} | {after}", language_of(article.lang)))
    beside = [word for word in words if word.lower() not in _spared(language_of(article.lang))]
    placed = bool(beside) and not labels and before.rstrip().endswith(",")
    headline = line.first and beside and not placed
    if not labels and (line.last or headline or not _is_bare(before, beside)):
        return None
    if labels and any(word[:1].islower() for word in beside) or not labels and _is_cited(phrase, before):
        return None
    confidence = DATES.updated if labels == {"updated"} else DATES.labelled if labels else DATES.bare
    place = before.strip(" ,|·-–—") if placed else None
    return Dateline(date=day, place=place, span=line.span, confidence=confidence)


def _is_bare(before: str, beside: list[str]) -> bool:
    """Tell whether what stands beside a date is a place, a byline or an outlet: few words, with capitals."""
    byline = before.lstrip(" |").lower().startswith("by ")
    return (byline or len(beside) <= DATES.beside) and all(not word[:1].islower() for word in beside)


def _is_cited(phrase: DatePhrase, before: str) -> bool:
    """Tell whether a date looks like that of something cited: "[Halyard, 1/15/10]"."""
    return len(phrase.parts.get("year", "")) == 2 or before.lstrip()[:1] in ("[", "(", "@")


def _opening(article: Article, line: _Line) -> Dateline | None:
    """Return what the dateline before the first sentence tells: "PORT SALLOW, March 11 (Halyard) — "."""
    text = article.text
    found = _DATELINE.match(text, line.span.start, line.span.end)
    if found is None:
        return None
    head = Span(*found.span("head"))
    phrase = _date_in(text, head, language_of(article.lang))
    place = text[head.start : phrase.span.start if phrase else head.end].strip(" ,")
    words = _WORD.findall(place)
    small = any(word[0].islower() for word in words)
    if not words or len(words) > DATES.beside or small or not words[0].isupper():
        return None
    if words[0].lower() in date_words(language_of(article.lang)).publication.not_places or len(words[0]) < 3:
        return None
    if not (phrase or "(" in found[0] or len(words[0]) > 3):
        return None
    day = _day(article, phrase) if phrase else None
    confidence = DATES.in_dateline if day else DATES.place_alone
    span = Span(head.start, found.start() + len(found[0].rstrip()))
    return Dateline(date=day, place=place, span=span, confidence=confidence)


def _date_in(text: str, span: Span, lang: Language) -> DatePhrase | None:
    """Return the first date with a month, a day and perhaps a year in a stretch."""
    triggers = list(_TRIGGER.finditer(text, span.start, span.end))
    phrases = find_dates(text, span, triggers, lang)
    return next((each for each in phrases if "day" in each.parts or each.rule == "numeric"), None)


def _day(article: Article, phrase: DatePhrase) -> str | None:
    """Return the ISO day of a date; None without a year, and where day and month could be either."""
    parts = phrase.parts
    if phrase.rule == "numeric":
        a, b = int(parts["a"]), int(parts["b"])
        return (
            absolute_day(phrase, language_of(article.lang))
            if parts["sep"] == "." or max(a, b) > 12 or a == b
            else None
        )
    if "year" in parts:
        return absolute_day(phrase, language_of(article.lang))
    year = _YEAR_IN_ADDRESS.search(article.url or "")
    month = months(language_of(article.lang)).get(parts.get("month", "").lower())
    return iso_day(int(year[1]), month, int(parts["day"])) if year and month else None


def _untimed(line: str, lang: Language) -> str:
    """Return a line without the times of day in it."""
    for time in reversed(list(find_times(line, 0, len(line), lang))):
        line = line[: time.span.start] + line[time.span.end :]
    return line


def _labels(before: str, lang: Language) -> set[str]:
    """Return ``published`` and ``updated`` where words for it stand before a date."""
    words = set(_WORD.findall(before.lower()))
    listed = date_words(lang).publication
    rows = {"published": listed.published, "updated": listed.updated}
    return {label for label, row in rows.items() if words & row}


@cache
def _spared(lang: Language) -> frozenset[str]:
    """Return the words that may stand beside a date of publication in small letters."""
    listed = date_words(lang).publication
    zones = [word.lower() for zone in date_words(lang).zones.words for word in zone.split()]
    return frozenset(
        [*listed.published, *listed.updated, *listed.other, *listed.not_places, *weekdays(lang), *zones]
    )
