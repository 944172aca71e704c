"""Somebody's words in marks that no sentence gives to anybody: "She is “privy to what you and I are not.”"

They are quoted all the same, and whose they are the words around may tell. Titles, labels and single words in
marks are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from variorum.annotation.quotations.cues import UNLISTED
from variorum.annotation.quotations.drafts import Draft, Paper, finished
from variorum.annotation.quotations.items import asks_for_attribution, ends_sentence
from variorum.language.language import Language
from variorum.model import Quotation, Span, SpanIndex
from variorum.settings import QUOTATIONS
from variorum.text.marks import QuotedRegion

_WORD = re.compile(r"[\w’']+")
_LAST_WORD = re.compile(r"([^\W\d_]+),?\s+\Z")


def words_alone(
    article: str,
    paper: Paper,
    quotations: Sequence[Quotation],
    skipped: Sequence[Span],
    lines: Sequence[Span],
) -> list[Quotation]:
    """Return a quotation without a source for somebody's words in marks that ``quotations`` leave out.

    skipped: where nothing is read. lines: the paragraphs; marks around a whole one without a full stop are a
    heading's.
    """
    taken = SpanIndex([*skipped, *(span for each in quotations for span in each.content)])
    whole = {(line.start, line.end) for line in lines}
    unsigned = sorted(
        each.content[0].start for each in quotations if each.kind == "direct" and not each.source
    )
    alone = []
    for region in paper.regions:
        closed = region.opened and region.closed and not region.continued
        if not closed or taken.overlaps(region.span) or not _is_said(paper.text, region, paper.lang):
            continue
        if (region.span.start, region.span.end) in whole and not ends_sentence(paper.text, region):
            continue
        line = lines[bisect_right(lines, region.span.start, key=lambda each: each.start) - 1]
        # What stands between them names who speaks.
        goes_on = bisect_left(unsigned, region.span.end) < bisect_left(unsigned, line.end)
        if goes_on and asks_for_attribution(paper.text, region):
            continue
        if _is_example(paper.text, line.start, region.span.start, paper.lang):
            continue
        draft = Draft(rule="alone", content=[region.span], cue=[], source=[], act=UNLISTED.act)
        alone.append(finished(article, paper, draft))
    return alone


def _is_example(text: str, start: int, end: int, lang: Language) -> bool:
    """Tell whether words in marks at ``end`` of a paragraph from ``start`` on only show what somebody might
    say, or are a title: in parentheses, "lines like “…”", "its sequel, “…”".
    """
    before = text[max(start, end - QUOTATIONS.aside) : end]
    if before.rfind("(") > before.rfind(")"):
        return True
    last = _LAST_WORD.search(before)
    return last is not None and last[1].lower() in lang.words.example | lang.words.work


def _is_said(text: str, region: QuotedRegion, lang: Language) -> bool:
    """Tell whether words in marks are a clause or the end of one, and no title."""
    said = region.inner.of(text)
    words = _WORD.findall(said)
    if len(words) < QUOTATIONS.clause_words or "://" in said:
        return False
    long = [word for word in words if len(word) > QUOTATIONS.title]
    if 2 * sum(word[0].isupper() for word in long) >= len(long):
        return False
    low = {word.lower().replace("’", "'").partition("'")[0] for word in words}
    verb = low & lang.words.finite or low & lang.words.pronoun
    return bool(verb) or ends_sentence(text, region)
