"""Quoted regions of an article: those in marks, and those that the layout sets off instead.

A block quotation, what follows the speaker's name in a transcript ("SMITH: ...", "Q. ..."), and a statement
printed at length stand for words in marks; they become regions without marks, so that all rules treat them
alike.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from variorum.annotation.layout.interviews import interview
from variorum.annotation.layout.transcripts import turns_of
from variorum.annotation.quotations.signatures import signature_of, words_end
from variorum.annotation.quotations.statements import statements
from variorum.language.language import Language, language_of
from variorum.model import Article, Span
from variorum.settings import AnnotateSettings
from variorum.text.marks import QuotedRegion, pair_marks


def regions_of(
    article: Article, paragraphs: Sequence[Span], settings: AnnotateSettings
) -> tuple[QuotedRegion, ...]:
    """Return all quoted regions in order; see ``marks.QuotedRegion``."""
    text = article.text
    regions = pair_marks(text, paragraphs)
    blocks = sorted(block.span for block in article.blocks if block.kind == "quote")
    spoken = turns_of(article, paragraphs, settings.transcript_labels)
    said = {start: (turn.span, turn.continued) for start, turn in spoken.items()}
    if not said:
        said = _answers(article, paragraphs) or statements(
            text, paragraphs, regions, language_of(article.lang)
        )
    if not blocks and not said:
        return regions
    regions = _without_marks_of_turns(regions, said, paragraphs)
    outer = [region for region in regions if region.level == 0]
    added: list[QuotedRegion] = []
    before: Span | None = None
    for number, paragraph in enumerate(paragraphs):
        at = bisect_right(blocks, paragraph.start, key=lambda span: span.start) - 1
        block = blocks[at] if at >= 0 and blocks[at].contains(paragraph) else None
        span, continued = said.get(paragraph.start, (None, False))
        if block is not None and paragraph.start not in spoken:
            span, continued = _words(text, paragraph, language_of(article.lang)), block == before
        if block is not None and _signs(text, paragraphs, number, block, language_of(article.lang)):
            span = None
        if span is not None and not _is_marked(text, span, outer, settings.block_marked):
            added.append(_region(span, continued=continued))
        before = block
    return _merge(regions, added)


def _answers(article: Article, paragraphs: Sequence[Span]) -> dict[int, tuple[Span, bool]]:
    """Return the answers of an interview by the start of their paragraph."""
    asked = interview(article, paragraphs)
    said: dict[int, tuple[Span, bool]] = {}
    for answer in asked.answers if asked else ():
        for place, span in enumerate(answer):
            at = bisect_right(paragraphs, span.start, key=lambda each: each.start) - 1
            said[paragraphs[at].start] = span, place > 0
    return said


def _words(text: str, paragraph: Span, lang: Language) -> Span:
    """Return the words of a paragraph in a block quotation, without a signature behind them."""
    return Span(paragraph.start, words_end(text, paragraph, lang))


def _signs(text: str, paragraphs: Sequence[Span], number: int, block: Span, lang: Language) -> bool:
    """Tell whether a paragraph signs the block quotation that it ends."""
    paragraph = paragraphs[number]
    following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
    last = following is None or not block.contains(following)
    first = number == 0 or not block.contains(paragraphs[number - 1])
    return not first and signature_of(text, paragraph, bare=last, lang=lang) is not None


def _without_marks_of_turns(
    regions: Sequence[QuotedRegion], said: dict[int, tuple[Span, bool]], paragraphs: Sequence[Span]
) -> tuple[QuotedRegion, ...]:
    """Leave out marks around whole turns of a transcript, their label too: "“SMITH: We won.”"."""
    around = {
        paragraph.start
        for paragraph in paragraphs
        if paragraph.start in said and said[paragraph.start][0].start > paragraph.start + 1
    }
    return tuple(region for region in regions if region.span.start not in around)


def is_set_off(region: QuotedRegion) -> bool:
    """Tell whether the layout stands for the marks of a region."""
    return not (region.opened or region.closed or region.between)


def _is_marked(text: str, span: Span, outer: Sequence[QuotedRegion], share: float) -> bool:
    """Tell whether marks already tell what is quoted, or the paragraph is an attribution ("- Smith")."""
    if text[span.start] in "-–—―":
        return True
    low = bisect_left(outer, span.start, key=lambda region: region.span.start)
    high = bisect_left(outer, span.end, lo=low, key=lambda region: region.span.start)
    return sum(len(region.span) for region in outer[low:high]) >= share * len(span)


def _region(span: Span, *, continued: bool) -> QuotedRegion:
    return QuotedRegion(
        span=span, inner=span, level=0, family="double", opened=False, closed=False, continued=continued
    )


def _merge(regions: Sequence[QuotedRegion], added: Sequence[QuotedRegion]) -> tuple[QuotedRegion, ...]:
    """Put the added regions in; what stood inside them is one level deeper."""
    starts = [region.span.start for region in added]
    merged = list(added)
    for region in regions:
        at = bisect_right(starts, region.span.start) - 1
        inside = at >= 0 and added[at].span.contains(region.span)
        merged.append(deeper(region) if inside else region)
    return tuple(sorted(merged, key=lambda region: (region.span.start, -region.span.end)))


def deeper(region: QuotedRegion) -> QuotedRegion:
    """Return the region one level deeper."""
    return QuotedRegion(
        span=region.span,
        inner=region.inner,
        level=region.level + 1,
        family=region.family,
        opened=region.opened,
        closed=region.closed,
        continued=region.continued,
        between=region.between,
    )
