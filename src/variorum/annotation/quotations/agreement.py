"""Where the network's findings and the rules' overlap: which of the two stand.

Layout tells more than words do: what stands in a transcript's answer, a block quotation or a statement
printed at length belongs to whom the layout gives it, and what the network finds in there is said inside.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise

from msgspec.structs import replace

from variorum.annotation.quotations.regions import is_set_off
from variorum.model import Quotation, Span, Spans
from variorum.settings import QUOTATIONS
from variorum.text.marks import QuotedRegion


class ByPlace:
    """Quotations by where their content stands, so that none is compared with all others."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self._quotations = quotations
        self._spans = sorted(
            (span.start, span.end, at) for at, each in enumerate(quotations) for span in each.content
        )
        self._ends = list(accumulate((end for _, end, _ in self._spans), max))

    def touching(self, content: Spans) -> list[Quotation]:
        """Return those whose content overlaps ``content``, in the order they were given in."""
        found: set[int] = set()
        for span in content:
            at = bisect_left(self._spans, (span.end, -1, -1)) - 1
            while at >= 0 and self._ends[at] > span.start:
                if self._spans[at][1] > span.start:
                    found.add(self._spans[at][2])
                at -= 1
        return [self._quotations[at] for at in sorted(found)]


def part_by_layout(
    by_rules: Sequence[Quotation], found: Sequence[Quotation], regions: Sequence[QuotedRegion]
) -> tuple[list[Quotation], list[Quotation]]:
    """Return the rules' quotations that the layout sets off, and what then stands of ``found``.

    regions: the outermost ones, in order. A finding inside such a quotation, its cue too, becomes nested in
    it; one that covers it whole replaces it where the rules name no source; others are dropped.
    """
    off = [region.span for region in regions if is_set_off(region)]
    hosts = [each for each in by_rules if each.inside is None and off and touches(each.content, off)]
    placed, ruled = ByPlace(hosts), ByPlace(by_rules)
    replaced: set[str] = set()
    stands: list[Quotation] = []
    for finding in found:
        near = placed.touching(finding.content) if hosts else []
        host = next((each for each in near if each.id not in replaced), None)
        if host is None:
            stands.append(finding)
        elif (
            not host.source
            and host.medium != "interview"
            and finding.source
            and _share(finding, host) >= QUOTATIONS.whole
        ):
            replaced.add(host.id)
            stands.append(finding)
        elif (nested := _nested(finding, host)) is not None and not _told(nested, ruled):
            stands.append(nested)
    return [each for each in hosts if each.id not in replaced], stands


def _share(finding: Quotation, host: Quotation) -> float:
    common = sum(
        max(0, min(span.end, other.end) - max(span.start, other.start))
        for span in finding.content
        for other in host.content
    )
    return common / sum(len(span) for span in host.content)


def _nested(finding: Quotation, host: Quotation) -> Quotation | None:
    """Return the finding as one inside ``host``; None where it reaches out of it or is all of it."""
    parts = (*finding.content, *finding.cue, *finding.source)
    inside = all(any(outer.contains(span) for outer in host.content) for span in parts)
    whole = _share(finding, host) >= QUOTATIONS.whole
    return replace(finding, inside=host.id) if inside and finding.cue and not whole else None


def _told(nested: Quotation, by_rules: ByPlace) -> bool:
    """Tell whether the rules have a nested quotation in the same place."""
    return any(each.inside == nested.inside for each in by_rules.touching(nested.content))


def without_inner(by_rules: Sequence[Quotation], found: Sequence[Quotation]) -> list[Quotation]:
    """Return ``found`` without what lies, cue and source too, inside words that the rules give to a speaker.

    “Our members reported water,” says who is quoted, not the report: attributions are told outermost.
    """
    direct = [each for each in by_rules if each.inside is None and each.kind == "direct"]
    spans = sorted(span for each in direct for span in each.content)
    return [finding for finding in found if not finding.cue or not _within_one(finding, spans)]


def _within_one(finding: Quotation, spans: Sequence[Span]) -> bool:
    """Tell whether content, cue and source lie inside one of ``spans``, which are sorted and disjoint."""
    parts = (*finding.content, *finding.cue, *finding.source)
    at = bisect_left(spans, parts[0].start + 1, key=lambda span: span.start) - 1
    return at >= 0 and all(spans[at].contains(part) for part in parts)


def without_joined(by_rules: Sequence[Quotation], found: Sequence[Quotation]) -> list[Quotation]:
    """Return ``found`` without those that take quoted words of two for words of one.

    The rules give no two quotations different sources unless something stands between that says so.
    """
    direct = [each for each in by_rules if each.inside is None and each.kind == "direct" and each.source]
    placed = ByPlace(direct)
    stands = []
    for finding in found:
        within = [
            each
            for each in placed.touching(finding.content)
            if finding.inside is None
            and all(any(outer.contains(span) for outer in finding.content) for span in each.content)
        ]
        if len({each.source for each in within}) < 2:
            stands.append(finding)
    return stands


def with_sources(by_rules: Sequence[Quotation], found: Sequence[Quotation]) -> list[Quotation]:
    """Return ``found`` with the source that the rules name for the same quoted words.

    Only where a finding has none, or one that lacks the head of the rules' ("the" for "the note").
    """
    sourced = [each for each in by_rules if each.inside is None and each.kind == "direct" and each.source]
    placed = ByPlace(sourced)
    filled = []
    for finding in found:
        same = next((each for each in placed.touching(finding.content) if _is_same(finding, each)), None)
        if same is not None and not finding.source:
            finding = replace(finding, source=same.source, cue=same.cue or finding.cue)
        elif same is not None and _is_headless(finding.source, same.source):
            finding = replace(finding, source=same.source)
        filled.append(finding)
    return filled


def _is_headless(one: Spans, whole: Spans) -> bool:
    """Tell whether a source is only a short word of another: an article, a title, a relative pronoun."""
    return (
        len(one) == 1 and one[0] != whole[0] and whole[0].contains(one[0]) and len(one[0]) <= QUOTATIONS.title
    )


def _is_same(one: Quotation, other: Quotation) -> bool:
    return min(_share(one, other), _share(other, one)) >= QUOTATIONS.whole


def within_heading(
    text: str, paragraphs: Sequence[Span], content: Spans, cue: Sequence[tuple[int, int]]
) -> Spans:
    """Return the content without what it takes over the end of a heading.

    A heading is a paragraph that no full stop, colon, comma or mark ends; of a content on both sides of such
    an end only the side of the cue stands.
    """
    if content[0].start >= content[-1].end or "\n" not in text[content[0].start : content[-1].end]:
        return content
    place = cue[0][0] if cue else content[0].start
    kept = content
    low = bisect_left(paragraphs, content[0].start, key=lambda span: span.end)
    for paragraph in paragraphs[low:]:
        if paragraph.end >= content[-1].end:
            break
        if text[paragraph.end - 1].isalnum():
            before = place < paragraph.end
            kept = tuple(span for span in kept if (span.start < paragraph.end) == before)
    return kept or content


def touches(content: Spans, taken: list[Span]) -> bool:
    """Tell whether a span overlaps one of ``taken``, which are in order and disjoint."""
    for span in content:
        at = bisect_left(taken, span.end, key=lambda each: each.start)
        if any(each.overlaps(span) for each in taken[max(0, at - 2) : at]):
            return True
    return False


def without_jumps(
    finding: Quotation, paragraphs: Sequence[Span], regions: Sequence[QuotedRegion], *, spoken: bool
) -> Quotation:
    """Return a finding without what it takes over a paragraph that is none of its words, cue or source.

    "Reyes disagreed." between two quoted paragraphs ends what was quoted before it. The part with the cue
    stands, else the first; where a paragraph has the cue and no words, what comes after it.
    spoken: the cue is a verb of speech or writing.
    """
    finding = _after_cue(_quoted_part(finding, paragraphs, regions), paragraphs, spoken=spoken)
    finding = _without_later(finding, paragraphs, regions)
    if len(finding.content) < 2:
        return finding
    own = sorted((*finding.content, *finding.cue, *finding.source))
    runs: list[list[Span]] = [[finding.content[0]]]
    for before, span in pairwise(finding.content):
        low = bisect_left(paragraphs, before.end, key=lambda each: each.start)
        high = bisect_left(paragraphs, span.start, lo=low, key=lambda each: each.end)
        between = paragraphs[low:high]
        if any(not touches((each,), own) for each in between):
            runs.append([])
        runs[-1].append(span)
    if len(runs) == 1:
        return finding
    place = finding.cue[0].start if finding.cue else finding.content[0].start
    nearest = min(runs, key=lambda run: max(run[0].start - place, place - run[-1].end, 0))
    return replace(finding, content=tuple(nearest))


def without_signed(signed: Sequence[Quotation], found: Sequence[Quotation]) -> list[Quotation]:
    """Return ``found`` without the words that a signature gives to somebody."""
    taken = sorted(span for each in signed for span in each.content)
    out = []
    for finding in found:
        content = tuple(span for span in finding.content if not touches((span,), taken))
        if content:
            out.append(finding if content == finding.content else replace(finding, content=content))
    return out


def _after_cue(finding: Quotation, paragraphs: Sequence[Span], *, spoken: bool) -> Quotation:
    """Return a finding without the paragraphs before one that has its cue and source but no words of it."""
    if not finding.cue or not finding.source:
        return finding
    at = bisect_left(paragraphs, finding.cue[0].end, key=lambda each: each.end)
    if at >= len(paragraphs) or not paragraphs[at].contains(finding.source[0]):
        return finding
    if any(paragraphs[at].overlaps(span) for span in finding.content):
        return finding
    after = tuple(span for span in finding.content if span.start > paragraphs[at].end)
    if after and len(after) < len(finding.content):
        return replace(finding, content=after)
    return finding if after or spoken else replace(finding, cue=(), source=())


def _without_later(
    finding: Quotation, paragraphs: Sequence[Span], regions: Sequence[QuotedRegion]
) -> Quotation:
    """Return a quotation in marks without quoted words that other ones lead up to in a later paragraph.

    Words that go on from a paragraph before begin theirs, unlike "Wick was not so sure. “There is nothing.”"
    """
    if not finding.cue or len(finding.content) < 2:
        return finding
    here = {_paragraph(paragraphs, part) for part in (*finding.cue, *finding.source)}
    marked = [region.span for region in regions]
    kept = []
    for span in finding.content:
        at = _paragraph(paragraphs, span)
        start = paragraphs[at].start if at < len(paragraphs) else span.start
        opening = any(each.start <= start < each.end for each in (*marked, *finding.content))
        if at in here or opening or not touches((span,), marked):
            kept.append(span)
    same = len(kept) == len(finding.content) or not kept or not touches(tuple(kept), marked)
    return finding if same else replace(finding, content=tuple(kept))


def _quoted_part(
    finding: Quotation, paragraphs: Sequence[Span], regions: Sequence[QuotedRegion]
) -> Quotation:
    """Return a finding of quoted paragraphs without pieces of others, where neither marks nor its cue are."""
    if not finding.cue or len(finding.content) < 2:
        return finding
    marked = [region.span for region in regions]
    kept = tuple(
        span
        for span in finding.content
        if touches((span,), marked) or _paragraph(paragraphs, span) == _paragraph(paragraphs, finding.cue[0])
    )
    whole = len(kept) == len(finding.content) or not touches(kept, marked)
    return finding if whole else replace(finding, content=kept)


def _paragraph(paragraphs: Sequence[Span], span: Span) -> int:
    return bisect_left(paragraphs, span.end, key=lambda each: each.end)
