"""Quotations of an article by rules: content, cue, source.

A paragraph at a time: quotation marks are paired, the paragraph is cut into sentences whose quoted regions
stay whole, each sentence is read for attributions, and quoted sentences without one join the quotation
before them. Speakers are resolved by a later stage.
"""

from __future__ import annotations

from bisect import bisect_left

from msgspec import Struct
from msgspec.structs import replace

from variorum.annotate.rules.attributions import Found, nearest_subject, read_unit
from variorum.annotate.rules.cues import UNLISTED, Cue, cues_in
from variorum.annotate.rules.items import Unit, begins_sentence, ends_sentence, units_of
from variorum.model import Annotation, Article, Quotation, QuotationKind, Span, Spans, content_id
from variorum.settings import AnnotateSettings
from variorum.text.marks import QuotedRegion, pair_marks

# By rule, the share of contents found in PolNeAR's train part (content IoU of a half), rounded.
_CONFIDENCE = {
    "content first": 0.9,
    "content last": 0.9,
    "according": 0.8,
    "clause": 0.8,
    "phrase": 0.6,
    "colon": 0.8,
    "dash": 0.8,
    "unlisted": 0.7,
    "alone": 0.5,
}


class _Draft(Struct, kw_only=True):
    """A quotation in the making; spans in the text."""

    cue_row: Cue
    rule: str
    content: list[Span]
    cue: list[Span]
    source: list[Span]


class _Carry(Struct, kw_only=True):
    """What one paragraph hands to the next: the last quotation, and an introduction that ends in a colon."""

    last: _Draft | None = None
    intro: _Draft | None = None


def assign_quotations(article: Article, annotation: Annotation, *, settings: AnnotateSettings) -> Annotation:
    """Return ``annotation`` with the layer ``quotations``; empty for empty text.

    Content spans include the quotation marks as printed, are sorted, disjoint, trimmed and not empty.
    """
    lang = (article.lang or "en")[:2].lower()
    regions = [region for region in pair_marks(article.text, annotation.paragraphs) if region.level == 0]
    drafts: list[_Draft] = []
    carry = _Carry()
    skipped = _skipped(article, annotation)
    for paragraph in annotation.paragraphs:
        if any(paragraph.overlaps(span) and span.contains(paragraph) for span in skipped):
            continue
        carry = _read_paragraph(article.text, paragraph, annotation, regions, lang, drafts, carry)
    quotations = [_finish(article, draft, regions) for draft in drafts]
    quotations = sorted({each.id: each for each in quotations if each.content}.values(), key=_place)
    return replace(annotation, quotations=tuple(quotations))


def _place(quotation: Quotation) -> tuple[Span, str]:
    return quotation.content[0], quotation.id


def _skipped(article: Article, annotation: Annotation) -> list[Span]:
    captions = [block.span for block in article.blocks if block.kind == "caption"]
    return [*annotation.furniture, *captions, *(post.span for post in annotation.posts)]


def _read_paragraph(
    text: str,
    paragraph: Span,
    annotation: Annotation,
    regions: list[QuotedRegion],
    lang: str,
    drafts: list[_Draft],
    carry: _Carry,
) -> _Carry:
    first = bisect_left(regions, paragraph.start, key=lambda region: region.span.start)
    after = bisect_left(regions, paragraph.end, key=lambda region: region.span.start)
    inside = bisect_left(annotation.sentences, paragraph.start, key=lambda span: span.start)
    beyond = bisect_left(annotation.sentences, paragraph.end, key=lambda span: span.start)
    units = units_of(text, paragraph, annotation.sentences[inside:beyond], regions[first:after])
    last: _Draft | None = None
    for number, unit in enumerate(units):
        found = read_unit(text, unit, lang)
        _adopt(text, unit, found, carry if number == 0 else None, last, drafts)
        for each in found:
            drafts.append(_draft(unit, each))
        if drafts and _has_marks(unit):
            last = drafts[-1] if (found or last is None) and _is_quoted(drafts[-1], unit) else last
    return _Carry(last=last, intro=_introduction(units[-1], lang) if units else None)


def _has_marks(unit: Unit) -> bool:
    return any(item.region is not None for item in unit)


def _is_quoted(draft: _Draft, unit: Unit) -> bool:
    """Tell whether the last quoted region of the unit belongs to the draft."""
    spans = [item.region.span for item in unit if item.region is not None]
    return bool(spans) and any(content.contains(spans[-1]) for content in draft.content)


def _adopt(
    text: str,
    unit: Unit,
    found: list[Found],
    carry: _Carry | None,
    last: _Draft | None,
    drafts: list[_Draft],
) -> None:
    """Give regions that open the unit without an attribution to the quotation they go on from."""
    count = 0
    while count < len(unit) and unit[count].region is not None:
        count += 1
    if count == 0 or any(each.low < count for each in found):
        return
    region = unit[0].region
    assert region is not None
    span = Span(unit[0].start, unit[count - 1].end)
    alone = all(not item.is_word for item in unit[count:])
    if not alone and not ends_sentence(text, unit[count - 1].region or region):
        return
    if last is not None:
        last.content.append(span)
    elif carry is not None and region.continued and carry.last is not None:
        carry.last.content.append(span)
    elif carry is not None and carry.intro is not None:
        drafts.append(replace_content(carry.intro, span))
    elif begins_sentence(text, region) and len(text[span.start : span.end].split()) > 3:
        drafts.append(_Draft(cue_row=UNLISTED, rule="alone", content=[span], cue=[], source=[]))


def replace_content(draft: _Draft, span: Span) -> _Draft:
    """Return a draft with the same cue and source and ``span`` as its content."""
    return _Draft(cue_row=draft.cue_row, rule=draft.rule, content=[span], cue=draft.cue, source=draft.source)


def _introduction(unit: Unit, lang: str) -> _Draft | None:
    """Return cue and source of a sentence that ends in a colon and so introduces the next paragraph."""
    if not unit or unit[-1].low != ":" or len(unit) < 2:
        return None
    cues = [cue for cue in cues_in(unit, lang) if "q" in cue.cue.frames]
    subject = nearest_subject(unit, len(unit) - 1)
    if cues:
        cue_span, row = Span(unit[cues[-1].start].start, unit[cues[-1].end - 1].end), cues[-1].cue
    else:
        cue_span, row = Span(unit[-1].start, unit[-1].end), UNLISTED
    source = [] if subject is None else [Span(unit[subject[0]].start, unit[subject[1] - 1].end)]
    return _Draft(cue_row=row, rule="colon", content=[], cue=[cue_span], source=source)


def _draft(unit: Unit, found: Found) -> _Draft:
    def spans(run: tuple[int, int] | None) -> list[Span]:
        return [] if run is None or run[0] >= run[1] else [Span(unit[run[0]].start, unit[run[1] - 1].end)]

    return _Draft(
        cue_row=found.cue,
        rule=found.rule,
        content=[span for run in found.content for span in spans(run)],
        cue=spans(found.cue_items),
        source=spans(found.source),
    )


def _finish(article: Article, draft: _Draft, regions: list[QuotedRegion]) -> Quotation:
    content = tuple(sorted(draft.content))
    return Quotation(
        id=content_id("q", article.id, *(part for span in content for part in (span.start, span.end))),
        kind=kind_of(article.text, content, regions),
        content=content,
        cue=tuple(draft.cue),
        source=tuple(draft.source),
        act=draft.cue_row.act,
        confidence=_CONFIDENCE[draft.rule],
    )


def kind_of(text: str, content: Spans, regions: list[QuotedRegion]) -> QuotationKind:
    """Return direct when all words of ``content`` stand in quotation marks, mixed when some do."""
    quoted = unquoted = False
    for span in content:
        position = span.start
        at = max(0, bisect_left(regions, span.start, key=lambda region: region.span.start) - 1)
        while at < len(regions) and regions[at].span.start < span.end:
            region = regions[at].span
            if region.end > span.start:
                quoted = True
                unquoted = unquoted or any(map(str.isalnum, text[position : max(position, region.start)]))
                position = max(position, region.end)
            at += 1
        unquoted = unquoted or any(map(str.isalnum, text[position : span.end]))
    return "mixed" if quoted and unquoted else "direct" if quoted else "indirect"
