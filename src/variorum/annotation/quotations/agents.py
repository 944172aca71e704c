"""Who says what hangs on a participle: "[Ada Lind] defended the ferry, saying it was fair"."""

from __future__ import annotations

from bisect import bisect_right

from variorum.annotation.quotations import phrases
from variorum.annotation.quotations.cues import cues_in
from variorum.annotation.quotations.drafts import regions_within
from variorum.annotation.quotations.items import Item, Unit, units_of
from variorum.annotation.quotations.view import Run
from variorum.language.language import Language
from variorum.model import Quotation, Span, Spans
from variorum.settings import QUOTATIONS
from variorum.text.marks import QuotedRegion


def hanging_subject(
    text: str, sentences: Spans, regions: list[QuotedRegion], finding: Quotation, lang: Language
) -> Spans:
    """Return who says a finding whose cue is a participle: the subject of the verb that it hangs on.

    regions: the outermost quoted ones. Empty where the cue is none, or where the verb nearest to it and the
    first one of its clause have two subjects: in PolNeAR (train part) the subject that both have is
    the source four times in five, and either alone two times in three.
    """
    if not finding.cue:
        return ()
    start = finding.cue[0].start
    at = bisect_right(sentences, start, key=lambda span: span.start) - 1
    if at < 0:
        return ()
    whole = sentences[at]
    inner = regions_within(regions, whole.start, whole.end)
    for unit in units_of(text, whole, sentences[at : at + 1], inner):
        for cue in cues_in(unit, lang):
            if unit[cue.start].start != start or not cue.ing or cue.cue.act not in ("speech", "writing"):
                continue
            run = _subject(unit, cue.start, lang) if _hangs(unit, cue.start, lang) else None
            found = () if run is None else (Span(unit[run[0]].start, unit[run[1] - 1].end),)
            return () if any(found[0].overlaps(span) for span in finding.content if found) else found
    return ()


def recorded_speaker(
    text: str, sentences: Spans, regions: list[QuotedRegion], finding: Quotation, lang: Language
) -> Spans:
    """Return who is named right before a participle as speaking in a recording that the source found only
    shows: "the site released video of [Lind] complaining that the interview was stopped"; empty elsewhere.
    """
    if not finding.cue or not finding.source or finding.source[-1].end > finding.cue[0].start:
        return ()
    start = finding.cue[0].start
    at = bisect_right(sentences, start, key=lambda span: span.start) - 1
    whole = sentences[at] if at >= 0 else None
    if whole is None or not text[start : finding.cue[0].end].endswith("ing"):
        return ()
    for unit in units_of(text, whole, sentences[at : at + 1], regions_within(regions, whole.start, start)):
        cue = next((at for at, item in enumerate(unit) if item.start == start), 0)
        first = max(1, cue - QUOTATIONS.source_items)
        begin = next((at for at in range(cue - 1, first, -1) if _is_of_recording(unit, at, lang)), cue)
        named = unit[begin:cue]
        if named and all(item.is_word for item in named) and finding.source[-1].end <= named[0].start:
            return (Span(named[0].start, named[-1].end),)
    return ()


def _is_of_recording(unit: Unit, at: int, lang: Language) -> bool:
    """Tell whether an item stands behind "video of" and the like."""
    return unit[at - 1].low in lang.words.preposition and unit[at - 2].low in lang.words.recording


def _hangs(unit: Unit, cue: int, lang: Language) -> bool:
    """Tell whether a comma, a mark, or "by", "before" and the like stands before a participle."""
    before = unit[cue - 1] if cue else None
    if before is None or before.region is not None:
        return before is not None
    if phrases.is_adverb(before, lang) and cue > 1:
        before = unit[cue - 2]
    return before.low in (",", "by", "before", "after", "while", "without")


def _subject(unit: Unit, cue: int, lang: Language) -> Run | None:
    nearest = phrases.nearest_subject(unit, cue, lang)
    first = _first_subject(unit, cue, lang)
    if nearest is None or first is None or nearest[0] != first[0]:
        return None
    start, end = first
    timed = (at for at in range(start + 1, end) if unit[at].low in lang.words.time and unit[at].capital)
    day = next(timed, end)  # "Ada Lind [on Thursday] dismissed"
    return start, day - 1 if day < end and unit[day - 1].low in lang.words.preposition else end


def _first_subject(unit: Unit, limit: int, lang: Language) -> Run | None:
    """Return the subject of the first finite verb in the clause before ``limit``, relative ones left out."""
    start = _clause_start(unit, limit, lang)
    for at in range(start + 1, limit):
        if not _is_verb(unit[at], lang):
            continue
        group = phrases.verb_group_start(unit, at, lang)
        left = phrases.noun_phrase_left(unit, group, start, lang)
        if left is not None and unit[left].low not in lang.words.relative:
            return left, phrases.source_end(unit, left, group, lang)
    return None


def _is_verb(item: Item, lang: Language) -> bool:
    return item.region is None and (phrases.is_finite(item, lang) or item.low in lang.words.past)


def _clause_start(unit: Unit, limit: int, lang: Language) -> int:
    """Return where the clause begins that ends at ``limit``: behind a semicolon, or ", but" and a subject."""
    for at in range(limit - 2, 0, -1):
        if unit[at].low == ";":
            return at + 1
        following = unit[at + 1]
        opens = following.capital or following.low in lang.words.pronoun | lang.words.determiner
        if unit[at].low in lang.words.joiner and unit[at - 1].low == "," and opens:
            return at + 1
    return 0
