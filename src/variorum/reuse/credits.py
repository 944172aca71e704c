"""Who a report names as the author of its text: agencies and release services, from its credit lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal

from msgspec import Struct

from variorum.language.language import Language
from variorum.model.span import Span
from variorum.settings import SHARED

# A credit in brackets: the dateline's "PORT SALLOW (Agency) -", or a line of its own. Any capitalised name
# counts, so that agencies that no list knows are found by the place they stand in; "(R-Ohio)" is none.
_NAME = r"(?![RDI]-)([A-Z][\w .&'\u2019-]{1,40})"
_DATELINE = re.compile(rf"^[^\n]{{0,80}}?\({_NAME}\)[ \u00a0]*(?:--|[-\u2013\u2014])", re.MULTILINE)
_OWN_LINE = re.compile(rf"^[ \t]*[(\[]{_NAME}[)\]][ \t]*$", re.MULTILINE)
_PART = re.compile(r"\b(?:contributed|reporting|material|with (?:reporting|files)|with agenc)", re.IGNORECASE)
_RIGHTS = re.compile(r"\u00a9|\bcopyright\b|\ball rights reserved\b", re.IGNORECASE)


class Credit(Struct, frozen=True, kw_only=True):
    """Somebody named as the author.

    span: the line's words that name them; None when the byline or the outlet of the record does.
    kind: ``agency`` or ``release``. whole: of all of the text; else of a part, as in "contributed".
    """

    name: str
    kind: Literal["agency", "release"]
    whole: bool
    span: Span | None = None


def credits(
    text: str, lang: Language, byline: str | None = None, outlet: str | None = None
) -> tuple[Credit, ...]:
    """Return the credits of a report, the record's first, then in order of the text; most have none."""
    found = [
        Credit(name=_called(match.group(), lang), kind="agency", whole=True)
        for field in (byline, outlet)
        if (match := _agency(lang).search(field or ""))
    ]
    return tuple(found + sorted(_in_text(text, lang), key=lambda credit: (credit.span, credit.name)))


def _in_text(text: str, lang: Language) -> Iterator[Credit]:
    head, tail = text[: SHARED.credit_reach], max(len(text) - SHARED.credit_reach, 0)
    dateline = _DATELINE.search(head)
    if dateline:
        name = _called(dateline.group(1).strip(), lang)
        yield Credit(name=name, kind="agency", whole=True, span=Span(*dateline.span()))
    for match in _release(lang).finditer(head):
        yield Credit(name=_called(match.group(), lang), kind="release", whole=True, span=Span(*match.span()))
    for line in re.finditer(r"[^\n]+", head):
        agency = _agency(lang).search(line.group())
        if agency and _is_byline(line.group(), agency.group()):
            yield Credit(
                name=_called(agency.group(), lang), kind="agency", whole=True, span=Span(*line.span())
            )
    for line in re.finditer(r"[^\n]+", text[tail:]):
        span = Span(tail + line.start(), tail + line.end())
        yield from _closing(line.group(), span, lang)


def _is_byline(line: str, agency: str) -> bool:
    words = line.split()
    starts = line.strip().casefold().startswith(("by ", agency.casefold()))
    return (
        starts
        and len(words) <= SHARED.byline_words
        and "/" not in line
        and not line.rstrip().endswith((".", ":"))
    )


def _closing(line: str, span: Span, lang: Language) -> Iterator[Credit]:
    """Yield what a line at the end credits: the text when it holds a name alone, else a part of it."""
    own = _OWN_LINE.match(line)
    if own:
        yield Credit(name=_called(own.group(1).strip(), lang), kind="agency", whole=True, span=span)
        return
    for agency in dict.fromkeys(match.group() for match in _agency(lang).finditer(line)):
        if line.strip(" .\u2014\u2013-") == agency or _RIGHTS.search(line):
            yield Credit(name=_called(agency, lang), kind="agency", whole=True, span=span)
        elif _PART.search(line) and len(line) <= SHARED.credit_reach // 2:
            yield Credit(name=_called(agency, lang), kind="agency", whole=False, span=span)


@cache
def _agency(lang: Language) -> re.Pattern[str]:
    return _any_of(lang.credits.agencies)


@cache
def _release(lang: Language) -> re.Pattern[str]:
    return _any_of(lang.credits.releases)


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(forms, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(form) for form in longest) + r")\b")


def is_agency(name: str, lang: Language) -> bool:
    """Tell whether ``name`` is that of an agency on the language's list."""
    return name in lang.credits.agencies.values()


def _called(form: str, lang: Language) -> str:
    names = lang.credits
    return names.agencies.get(form) or names.releases.get(form) or form
