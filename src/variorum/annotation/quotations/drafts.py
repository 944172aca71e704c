"""Quotations in the making: what the rules found, and how it becomes a quotation."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from msgspec import Struct

from variorum.annotation.quotations.items import Unit
from variorum.annotation.quotations.media import medium_of
from variorum.annotation.quotations.signatures import Signature
from variorum.annotation.quotations.view import Found
from variorum.language.language import Language
from variorum.model import Act, Quotation, QuotationKind, Span, Spans, content_id
from variorum.model.span import from_on
from variorum.text.marks import QuotedRegion

# By rule, the share of contents that PolNeAR's train part confirms (intersection over union of a half or
# more), rounded to a twentieth. "dash" stood there 8 times only, posts and "full stop" not at all: theirs
# is a guess.
_CONFIDENCE = {
    "content first": 0.95,
    "full stop": 0.8,
    "content last": 0.9,
    "according": 0.8,
    "clause": 0.8,
    "phrase": 0.75,
    "colon": 0.7,
    "dash": 0.85,
    "unlisted": 0.65,
    "alone": 0.55,
    "post": 0.8,
}


class Draft(Struct, kw_only=True):
    """A quotation in the making; spans in the text."""

    rule: str
    content: list[Span]
    cue: list[Span]
    source: list[Span]
    act: Act
    medium: str | None = None


class Paper(Struct, frozen=True, kw_only=True):
    """The article as the rules see it; ``regions`` are the outermost ones, ``deeper`` the rest."""

    text: str
    lang: Language
    sentences: Spans
    regions: list[QuotedRegion]
    deeper: list[QuotedRegion]
    words_alone: int
    given: dict[int, Signature]


def spans_within(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Return the sorted ``spans`` that start from ``start`` to ``end``."""
    low = bisect_left(spans, from_on(start))
    return spans[low : bisect_left(spans, from_on(end), lo=low)]


def regions_within(regions: list[QuotedRegion], start: int, end: int) -> list[QuotedRegion]:
    """Return the regions, sorted by start, that start from ``start`` to ``end``."""
    low = bisect_left(regions, start, key=_region_start)
    return regions[low : bisect_left(regions, end, lo=low, key=_region_start)]


_region_start = attrgetter("span.start")


def has_marks(unit: Unit) -> bool:
    """Tell whether any item of the sentence stands in quotation marks."""
    regions = [item for item in unit if item.region is not None]  # asked of every sentence: no generator
    return bool(regions)


def span_of_run(unit: Unit, run: tuple[int, int]) -> Span:
    """Return the place in the text of a run of items that is not empty."""
    return Span(unit[run[0]].start, unit[run[1] - 1].end)


def spans_of_run(unit: Unit, run: tuple[int, int] | None) -> list[Span]:
    """Return the place of a run as a list: empty for none and for an empty run."""
    return [] if run is None or run[0] >= run[1] else [span_of_run(unit, run)]


def behind_dateline(text: str, content: Sequence[Span], dateline: Span | None) -> list[Span]:
    """Return content spans without what they have of the report's dateline: "PORT SALLOW (Halyard) —"."""
    kept = []
    for span in content:
        if dateline is not None and dateline.start <= span.start < dateline.end:
            rest = text[dateline.end : span.end]
            span = Span(max(span.start, span.end - len(rest.lstrip())), span.end)
        if span.start < span.end and (dateline is None or not dateline.contains(span)):
            kept.append(span)
    return kept


def draft_of(unit: Unit, found: Found, beside: list[Found], lang: Language) -> Draft:
    """Return the draft of an attribution found in a sentence; ``beside``: all that were found there."""
    taken = [run for each in beside for run in each.content]
    medium, act = medium_of(unit, taken, found.cue.act, lang)
    return Draft(
        rule=found.rule,
        content=[span_of_run(unit, run) for run in found.content],
        cue=spans_of_run(unit, found.cue_items),
        source=spans_of_run(unit, found.source),
        act=act,
        medium=medium,
    )


def finished(article: str, paper: Paper, draft: Draft, inside: Quotation | None = None) -> Quotation:
    """Return a draft as a quotation of the article; ``inside``: the quotation whose words it stands in."""
    content = _disjoint(draft.content)
    regions = paper.regions if inside is None else paper.deeper
    return Quotation(
        id=quotation_id(article, content),
        kind=kind_of(paper.text, content, regions),
        content=content,
        cue=tuple(draft.cue),
        source=tuple(draft.source),
        act=draft.act,
        medium=draft.medium,
        inside=None if inside is None else inside.id,
        confidence=_CONFIDENCE[draft.rule],
    )


def _disjoint(spans: list[Span]) -> Spans:
    """Return the spans sorted, those that overlap joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        elif span.start < span.end:
            joined.append(span)
    return tuple(joined)


def quotation_id(article: str, content: Spans) -> str:
    """Return the id: a hash over the article's id and the offsets of the content."""
    return content_id("q", article, *(offset for span in content for offset in (span.start, span.end)))


def kind_of(text: str, content: Spans, regions: list[QuotedRegion]) -> QuotationKind:
    """Return direct when all words of ``content`` stand in quotation marks, mixed when some do.

    regions: of one level, in order and disjoint.
    """
    quoted = unquoted = False
    for span in content:
        position = span.start
        at = max(0, bisect_left(regions, span.start, key=_region_start) - 1)
        while at < len(regions) and regions[at].span.start < span.end:
            region = regions[at].span
            if region.end > span.start:
                quoted = True
                unquoted = unquoted or any(map(str.isalnum, text[position : max(position, region.start)]))
                position = max(position, region.end)
            at += 1
        unquoted = unquoted or any(map(str.isalnum, text[position : span.end]))
    return "mixed" if quoted and unquoted else "direct" if quoted else "indirect"
