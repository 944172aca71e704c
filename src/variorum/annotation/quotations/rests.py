"""Words in marks that a finding leaves behind: the rest of a paragraph, of a line, of one pair of marks.

The network reads a window of a text and lines one by one; where quoted words begin and end, marks tell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

from msgspec.structs import replace

from variorum.annotation.quotations.agreement import ByPlace, touches
from variorum.annotation.quotations.drafts import kind_of, quotation_id
from variorum.annotation.quotations.items import asks_for_attribution, ends_sentence
from variorum.annotation.quotations.regions import is_set_off
from variorum.model import Quotation, Span, Spans
from variorum.settings import QUOTATIONS
from variorum.text.marks import QuotedRegion


def with_rest(by_rules: Sequence[Quotation], found: Sequence[Quotation]) -> list[Quotation]:
    """Return ``found``; quoted words that nothing claims join the finding that has the rest of them.

    The rules join what goes on after an attribution and in the next paragraph.
    """
    taken = sorted(span for finding in found if finding.inside is None for span in finding.content)
    direct = [each for each in by_rules if each.inside is None and each.kind == "direct" and each.source]
    longer = ByPlace([each for each in direct if len(each.content) > 1])
    placed = ByPlace(direct)
    out = []
    for finding in found:
        own = _widened(finding, placed)
        host = next(iter(longer.touching(finding.content)), None) if finding.inside is None else None
        if host is not None:
            rest = [span for span in host.content if not touches((span,), taken)]
            for span in rest:
                insort(taken, span)
            own = sorted([*own, *rest])
        out.append(finding if tuple(own) == finding.content else replace(finding, content=tuple(own)))
    return out


def _widened(finding: Quotation, direct: ByPlace) -> list[Span]:
    """Return the content of a finding; part of quoted words as all of what the rules give to its source."""
    if finding.inside is not None or finding.kind != "direct" or len(finding.content) > 1:
        return list(finding.content)
    part = finding.content[0]
    whole = [
        span
        for each in direct.touching(finding.content)
        if each.source == finding.source
        for span in each.content
        if span.contains(part)
    ]
    return whole[:1] or [part]


def with_whole_marks(
    text: str, found: Sequence[Quotation], regions: Sequence[QuotedRegion]
) -> list[Quotation]:
    """Return ``found``; of words in one pair of marks, cue and source outside it, none is left out.

    Only where no other finding has words in the same marks.
    regions: the outermost ones, in order.
    """
    closed = [each.span for each in regions if each.opened and each.closed]
    shared = ByPlace([each for each in found if each.inside is None])
    out = []
    for finding in found:
        content = finding.content if finding.inside is None else ()
        whole = [_whole(text, finding, span, closed, shared) for span in content]
        grown = tuple(whole) != content and _joined(whole)
        out.append(replace(finding, content=grown) if grown else finding)
    return out


def _whole(text: str, finding: Quotation, span: Span, closed: Sequence[Span], shared: ByPlace) -> Span:
    """Return a span of a content with all of the marks in which it begins or ends."""
    low = bisect_right(closed, span.start, key=lambda each: each.end)
    start, end = span.start, span.end
    for region in closed[low : bisect_left(closed, span.end, lo=low, key=lambda each: each.start)]:
        beside = any(region.overlaps(part) for part in (*finding.cue, *finding.source))
        common = text[max(start, region.start) : min(end, region.end)]
        left = any(map(str.isalnum, common)) and any(map(str.isalnum, _outside(text, region, span)))
        if left and not beside and len(shared.touching((region,))) == 1:
            start, end = min(start, region.start), max(end, region.end)
    return Span(start, end)


def _outside(text: str, region: Span, span: Span) -> str:
    """Return the words of a region before and behind a span."""
    return text[region.start : max(region.start, span.start)] + text[min(region.end, span.end) : region.end]


def _joined(spans: Sequence[Span]) -> Spans:
    """Return sorted spans, those that overlap as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def with_lines(found: Sequence[Quotation], regions: Sequence[QuotedRegion]) -> list[Quotation]:
    """Return ``found``; of words in one pair of marks over several lines the finding that has some has all.

    Where several have some, what lies between belongs to the one before it.
    regions: the outermost ones, in order.
    """
    outermost = [at for at, each in enumerate(found) if each.inside is None]
    placed = ByPlace([found[at] for at in outermost])
    place = {found[at].id: at for at in outermost}
    added: dict[int, list[Span]] = {}
    for run in _runs(regions):
        owners = [[place[each.id] for each in placed.touching((span,))] for span in run]
        claimed = [each[-1] for each in owners if each]
        alone = len({at for each in owners for at in each}) == 1
        for span, own in zip(run, owners, strict=True) if claimed else ():
            if own:
                claimed = [own[-1]]
            if not own or alone and span is not run[0]:
                added.setdefault(claimed[0], []).append(span)
    return [
        replace(each, content=_joined([*each.content, *added[at]])) if at in added else each
        for at, each in enumerate(found)
    ]


def _runs(regions: Sequence[QuotedRegion]) -> list[list[Span]]:
    """Return the lines of words that one pair of marks holds, where they are more than one."""
    runs: list[list[Span]] = []
    open_before = False
    for region in regions:
        if open_before and region.continued and not region.opened:
            runs[-1].append(region.span)
        else:
            runs.append([region.span])
        open_before = not region.closed and not is_set_off(region) or open_before and region.between
    return [run for run in runs if len(run) > 1]


def left_over(
    article: str,
    text: str,
    by_rules: Sequence[Quotation],
    told: Sequence[Quotation],
    regions: Sequence[QuotedRegion],
) -> list[Quotation]:
    """Return what the rules have of quoted words that nothing in ``told`` has, as quotations of their own.

    They keep their source where those who have the rest of them name the same one, else have none.
    """
    taken = sorted(span for each in told if each.inside is None for span in each.content)
    placed = ByPlace([each for each in told if each.inside is None])
    left = []
    outer = list(regions)
    for quotation in by_rules:
        if quotation.inside is not None or quotation.kind == "indirect":
            continue
        rest = tuple(
            span
            for span in quotation.content
            if not touches((span,), taken)
            and kind_of(text, (span,), outer) == "direct"
            and _is_ended(text, span, outer)
        )
        words = sum(len(span.of(text).split()) for span in rest)
        if words < QUOTATIONS.alone_words or len(rest) == len(quotation.content):
            continue
        others = placed.touching(quotation.content)
        same = any(span.overlaps(each) for one in others for span in one.source for each in quotation.source)
        kept = replace(quotation, kind="direct", content=rest, cue=(), id=quotation_id(article, rest))
        left.append(kept if same else replace(kept, source=()))
    return left


def _is_ended(text: str, span: Span, regions: list[QuotedRegion]) -> bool:
    """Tell whether quoted words end a sentence or a part of one, and are closed or go on in a paragraph.

    Neither do the words of a heading between two paragraphs.
    """
    at = bisect_left(regions, span.end, key=lambda each: each.span.start)
    last = regions[at - 1]
    following = regions[at] if at < len(regions) else None
    closed = last.closed or is_set_off(last) or following is not None and following.continued
    return closed and (ends_sentence(text, last) or asks_for_attribution(text, last))
