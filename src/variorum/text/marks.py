"""Pairing of quotation marks over a whole text, one forward pass, linear in its length.

Marks belong to families (double, single, guillemets, ...); inside a family a glyph is only a hint, because
reports print ”wrong-way“ marks, straight ones, and mix both. Whether a mark opens or closes is decided from
its neighbours, its glyph, and what stands open; state ends with the paragraph, so a lost mark spoils at
most its own paragraph. A paragraph that ends inside a quotation hands over to the next one when that begins
with an opening mark, as printers do for quotations of several paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from variorum.model.span import Span, Spans
from variorum.settings import TEXTS
from variorum.text.sentences import split_paragraphs

Family = Literal["double", "single", "guillemet", "guilsingle", "corner", "white corner"]


class QuotedRegion(Struct, frozen=True, kw_only=True):
    """A stretch between quotation marks.

    span: with its marks as printed; inner: without them. Where a mark is missing both end at the text.
    level: 0 for the outermost marks, 1 for a quotation in a quotation, and so on.
    opened, closed: whether the mark is printed; a region that runs to the end of a paragraph is not closed.
    continued: it goes on from the region at the end of the paragraph before.
    between: a whole line without marks, of words whose marks stand in lines before and after it.
    """

    span: Span
    inner: Span
    level: int
    family: Family
    opened: bool = True
    closed: bool = True
    continued: bool = False
    between: bool = False


class _Mark:
    """A mark and what it may do: role is open, close or either; sure is False for a likely apostrophe."""

    __slots__ = ("end", "family", "glyph", "inch", "role", "start", "sure", "surplus")

    def __init__(self, start: int, end: int, family: Family, glyph: str) -> None:
        self.start = start
        self.end = end
        self.family = family
        self.glyph = glyph
        self.role = "either"
        self.sure = True
        self.inch = False
        self.surplus = 0


_FAMILY: dict[str, Family] = {
    **dict.fromkeys(['"', "“", "”", "„", "‟", "''", "``", "＂", "〝", "〞", "〟", "″", "‘‘", "’’"], "double"),
    **dict.fromkeys(["'", "‘", "’", "‚", "‛", "`", "´"], "single"),
    **dict.fromkeys(["«", "»"], "guillemet"),
    **dict.fromkeys(["‹", "›"], "guilsingle"),
    **dict.fromkeys(["「", "」"], "corner"),
    **dict.fromkeys(["『", "』"], "white corner"),
}
_GLYPH_ROLE = {
    **dict.fromkeys(["“", "„", "‟", "``", "〝", "‘", "‘‘", "‚", "‛", "«", "‹", "「", "『"], "open"),
    **dict.fromkeys(["”", "’’", "〞", "〟", "»", "›", "」", "』"], "close"),
}
# Apostrophes between two word characters never come up as candidates.
# A double prime is one where it does not stand for inches; two single marks are one where none stands beside.
_CANDIDATE = re.compile(
    r"''|``|(?<![’\w])‘‘(?=\w)|(?<=[\w.,!?…\-–—])’’(?![’\w])"
    r"|[\"“”„‟＂〝〞〟‘‚‛`´«»‹›「」『』]|(?<!\d)″|(?<!\w)['’]|['’](?!\w)"
)
_MARK_CHARS = frozenset("\"“”„‟＂〝〞〟‘’‚‛`´«»‹›「」『』'″")
_ANY_MARK = re.compile(f"[{''.join(sorted(_MARK_CHARS))}]")  # a scan for one class of characters is fast
_OPENING_LEFT = frozenset("([{<-–—―/=|*_¿¡")
_CLOSING_RIGHT = frozenset(")]}>,.;:!?-–—―/|*_…。，、；：！？")
_SENTENCE_LEFT = frozenset(".,!?…;:。，！？-–—)")
# What may follow an apostrophe that stands for letters left out, or for a century.
ELISION = re.compile(
    r"(?:\d\ds?\b|(?:n|em|til|till|tis|twas|twere|cause|cuz|bout|round|neath|gainst|nother|kay|sup|ere|"
    r"im|ol|d|ll|re|ve|s|t)(?![\w-]))",
    re.IGNORECASE,
)
# Words that lose their end, or their "f": "a cup o' tea", "wi' th' dog".
_CLIPPED = re.compile(r"(?<![\w'’])(?:o|wi|th|fo|yo|mo)\Z", re.IGNORECASE)
_SPACED_LEFT = frozenset(",.!?…")


def pair_marks(text: str, paragraphs: Sequence[Span] | None = None) -> tuple[QuotedRegion, ...]:
    """Return the quoted regions of ``text`` in order; none for empty text. Never refuses a text.

    paragraphs: as ``split_paragraphs`` gives them; computed when None.
    """
    return _pair(text, split_paragraphs(text) if paragraphs is None else tuple(paragraphs))


# Several stages ask about the article at hand, one after the other; a few articles are kept for them.
@lru_cache(maxsize=4)
def _pair(text: str, paragraphs: Spans) -> tuple[QuotedRegion, ...]:
    regions: list[QuotedRegion] = []
    carried: Family | None = None
    lines = [_marks_of(text, paragraph) for paragraph in paragraphs]
    closing = _closing_lines(text, paragraphs, lines)
    runs_to = -1  # the line in which marks close that a line before opened
    for number, (paragraph, marks) in enumerate(zip(paragraphs, lines, strict=True)):
        if number < runs_to:
            regions.append(_line_between(paragraph))
            continue
        closes = number == runs_to and not _reopens(paragraph, marks)
        for mark in [mark for mark in marks if mark.family == "double"][:1] if closes else ():
            regions.append(_region(paragraph.start, mark, "double", True))
            marks, carried = [each for each in marks if each.start > mark.start], None
        if not marks:
            carried = None
            continue
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        found, carried = _pair_paragraph(text, paragraph, marks, carried, following)
        regions.extend(_with_levels(found))
        if carried == "double":
            runs_to = closing[number]
    return tuple(regions)


def _closing_lines(text: str, lines: Spans, marks: Sequence[Sequence[_Mark]]) -> list[int]:
    """Return for each line the one that would close, or repeat, marks left open in it; -1 where none does.

    Some texts have a sentence a line, so that quoted words run over several of them. Lines are such when
    nothing but a line end parts them, and no mark opens before the one that closes. Where printers began the
    next quoted paragraph with a mark again, few lines stand between: more tell of a mark that was lost.
    """
    closing = [-1] * len(lines)
    for at in range(len(lines) - 1, 0, -1):
        first = next((mark for mark in marks[at] if mark.family == "double"), None)
        if text.count("\n", lines[at - 1].end, lines[at].start) > 1:
            continue
        if first is None:
            closing[at - 1] = closing[at]
            if closing[at] - at >= TEXTS.reopened_lines and _reopens(lines[closing[at]], marks[closing[at]]):
                closing[at - 1] = -1
        elif (
            _reopens(lines[at], marks[at])
            or first.role == "close"
            or (first.start > lines[at].start and _is_spaced(text, first))
        ):
            closing[at - 1] = at
    return closing


def _reopens(line: Span, marks: Sequence[_Mark]) -> bool:
    """Tell whether a line begins with an opening mark."""
    first = next((mark for mark in marks if mark.family == "double"), None)
    return first is not None and first.start == line.start and first.role == "open"


def _is_spaced(text: str, mark: _Mark) -> bool:
    """Tell whether a straight mark rather closes, its blank on the wrong side: '"It is, "she said'."""
    return (
        mark.glyph == '"'
        and text[mark.start - 1 : mark.start] == " "
        and text[mark.start - 2 : mark.start - 1] in _SPACED_LEFT
        and text[mark.end : mark.end + 1].isalpha()
    )


def _line_between(line: Span) -> QuotedRegion:
    return QuotedRegion(
        span=line,
        inner=line,
        level=0,
        family="double",
        opened=False,
        closed=False,
        continued=True,
        between=True,
    )


class _Doubles:
    """Tells which two single marks of a paragraph are typed for a double one; looks at each mark once."""

    def __init__(self, text: str, paragraph: Span) -> None:
        self._last = -1
        if text.find("‘‘", paragraph.start, paragraph.end) >= 0:
            closing = ("’’", "”", '"')
            self._last = max(text.rfind(mark, paragraph.start, paragraph.end) for mark in closing)
        self._seen = 0
        self._open = False

    def holds(self, glyph: str, end: int, before: Sequence[_Mark]) -> bool:
        """Tell whether two single marks that end at ``end`` close a double one before, or one closes them."""
        if glyph == "‘‘":
            return self._last >= end
        self._open = self._open or any(mark.family == "double" for mark in before[self._seen :])
        self._seen = len(before)
        return self._open


def _marks_of(text: str, paragraph: Span) -> list[_Mark]:
    marks: list[_Mark] = []
    doubles = _Doubles(text, paragraph)
    for hit in _ANY_MARK.finditer(text, paragraph.start, paragraph.end):
        match = _CANDIDATE.match(text, hit.start(), paragraph.end)
        if match is None or marks and marks[-1].end > hit.start():
            continue
        start, end = match.span()
        glyph = match.group()
        if glyph == "''" and end < paragraph.end and text[end] == "'" and text[end : end + 2] != "''":
            marks.extend(_triple(text, start, paragraph))
            continue
        if glyph in ("‘‘", "’’") and not doubles.holds(glyph, end, marks):
            single = [_Mark(at, at + 1, "single", glyph[0]) for at in range(start, end)]
            marks.extend(_classify(text, mark, paragraph) for mark in single)
            continue
        marks.append(_classify(text, _Mark(start, end, _FAMILY[glyph], glyph), paragraph))
    if marks:
        _count_surplus(marks)
        _judge_single_closers(marks)
    return marks


def _triple(text: str, start: int, paragraph: Span) -> list[_Mark]:
    """Read ''' as a double mark and a single one; the single one is the inner one."""
    left = text[start - 1] if start > paragraph.start else " "
    if left.isspace() or left in _OPENING_LEFT:
        pair = [_Mark(start, start + 2, "double", "''"), _Mark(start + 2, start + 3, "single", "'")]
    else:
        pair = [_Mark(start, start + 1, "single", "'"), _Mark(start + 1, start + 3, "double", "''")]
    return [_classify(text, mark, paragraph) for mark in pair]


def _classify(text: str, mark: _Mark, paragraph: Span) -> _Mark:
    left = _neighbour(text, mark.start - 1, -1, paragraph)
    right = _neighbour(text, mark.end, 1, paragraph)
    can_open = not right.isspace() and (left.isspace() or left in _OPENING_LEFT)
    can_close = not left.isspace() and (right.isspace() or right in _CLOSING_RIGHT)
    if can_open and can_close:  # between a dash and a dash: neighbours say nothing
        can_open = can_close = False
    if mark.end == paragraph.end and mark.start > paragraph.start:
        can_close = True
    context = "open" if can_open else "close" if can_close else "either"
    glyph_role = _GLYPH_ROLE.get(mark.glyph)
    mark.role = glyph_role or context
    # A glyph that stands the wrong way round may do both; what stands open decides.
    if glyph_role and context not in (glyph_role, "either"):
        mark.role = "either"
    mark.inch = mark.family == "double" and left.isdigit() and text[mark.start - 1].isdigit()
    if mark.family == "single":
        _classify_single(text, mark, left, right, context)
    return mark


def _classify_single(text: str, mark: _Mark, left: str, right: str, context: str) -> None:
    if context != "close" and ELISION.match(text, mark.end):
        mark.role, mark.sure = "none", False
    elif context == "close":
        mark.role = "none" if _CLIPPED.search(text, max(0, mark.start - 4), mark.start) else "close"
        # "the teachers' union", "goin' home": an apostrophe unless nothing else closes.
        mark.sure = left in _SENTENCE_LEFT or not (left in "sSnN" and right.isspace())
    elif mark.glyph in "'’´" and context == "either":
        mark.role, mark.sure = "none", False


def _neighbour(text: str, at: int, step: int, paragraph: Span) -> str:
    """Return the next character beyond other marks, at most three of them away; a space at the edges."""
    for _ in range(4):
        if not paragraph.start <= at < paragraph.end:
            return " "
        if text[at] not in _MARK_CHARS:
            return text[at]
        at += step
    return " "


def _count_surplus(marks: list[_Mark]) -> None:
    """Give each mark the closing marks less the opening ones of its family from there on."""
    totals: dict[str, int] = {}
    for mark in reversed(marks):
        step = {"open": -1, "close": 1}.get(mark.role, 0)
        totals[mark.family] = totals.get(mark.family, 0) + step
        mark.surplus = totals[mark.family]


def _judge_single_closers(marks: list[_Mark]) -> None:
    """Let a doubtful single mark close only when no other does, and one open only when one closes."""
    nearest = "open"  # what the nearest sure single mark to the right does
    closer_ahead = False
    for mark in reversed(marks):
        if mark.family != "single" or mark.role == "none":
            continue
        if mark.role == "close":
            if not mark.sure:
                mark.role = "close" if nearest == "open" else "none"
            if mark.role == "close":
                closer_ahead = True
                nearest = "close"
        else:
            mark.sure = closer_ahead
            nearest = "open"


def _pair_paragraph(
    text: str, paragraph: Span, marks: list[_Mark], carried: Family | None, following: Span | None
) -> tuple[list[QuotedRegion], Family | None]:
    """Return the regions of one paragraph, and the family that stands open over its end."""
    found: list[QuotedRegion] = []
    stack: list[_Mark] = []
    depth: dict[str, int] = {}
    first = next((mark for mark in marks if mark.role != "none"), None)
    if first is not None and _closes_unopened(first, text, carried):
        found.append(_region(paragraph.start, first, first.family, carried is not None))
        marks = [mark for mark in marks if mark is not first]
    for mark in marks:
        _step(text, mark, stack, depth, found)
    unclosed = [mark for mark in stack if mark.family != "single" or _opens_with(text, following, "single")]
    for mark in unclosed:
        found.append(_unclosed_region(text, mark, paragraph.end))
    if carried is not None and found:
        found = _mark_continued(found, paragraph.start, carried)
    return found, unclosed[0].family if unclosed else None


def _closes_unopened(first: _Mark, text: str, carried: Family | None) -> bool:
    """Tell whether the first mark of a paragraph closes what it does not open."""
    if first.role != "close" or first.family == "single" or first.inch:
        return False
    return carried == first.family or text[first.start - 1] in ",.!?…"


def _step(
    text: str, mark: _Mark, stack: list[_Mark], depth: dict[str, int], found: list[QuotedRegion]
) -> None:
    """Let one mark open or close."""
    standing = depth.get(mark.family, 0)
    role = mark.role
    if role == "either":
        role = "close" if standing else "open"
    if role == "open" and (mark.family != "single" or mark.sure or not stack):
        if mark.inch:
            return
        if standing and mark.surplus < standing and _is_spaced(text, mark):
            _close(stack, depth, found, mark, text, closed=True)
            return
        if standing and (mark.surplus < standing or standing >= TEXTS.nesting):
            _close(stack, depth, found, mark, text, closed=False)
        stack.append(mark)
        depth[mark.family] = depth.get(mark.family, 0) + 1
    elif role == "close" and standing and not (mark.inch and mark.surplus - 1 >= standing):
        _close(stack, depth, found, mark, text, closed=True)


def _close(
    stack: list[_Mark],
    depth: dict[str, int],
    found: list[QuotedRegion],
    mark: _Mark,
    text: str,
    *,
    closed: bool,
) -> None:
    """Close the innermost standing mark of the family; what stood open inside it lost its end."""
    while stack:
        opening = stack.pop()
        depth[opening.family] -= 1
        if opening.family == mark.family:
            if closed:
                found.append(_closed_region(opening, mark))
            else:
                found.append(_unclosed_region(text, opening, mark.start))
            return


def _closed_region(opening: _Mark, closing: _Mark) -> QuotedRegion:
    return QuotedRegion(
        span=Span(opening.start, closing.end),
        inner=Span(opening.end, closing.start),
        level=0,
        family=opening.family,
    )


def _unclosed_region(text: str, opening: _Mark, end: int) -> QuotedRegion:
    while end > opening.end and text[end - 1].isspace():
        end -= 1
    return QuotedRegion(
        span=Span(opening.start, end),
        inner=Span(opening.end, end),
        level=0,
        family=opening.family,
        closed=False,
    )


def _region(start: int, closing: _Mark, family: Family, continued: bool) -> QuotedRegion:
    return QuotedRegion(
        span=Span(start, closing.end),
        inner=Span(start, closing.start),
        level=0,
        family=family,
        opened=False,
        continued=continued,
    )


def _opens_with(text: str, paragraph: Span | None, family: Family) -> bool:
    if paragraph is None:
        return False
    match = _CANDIDATE.match(text, paragraph.start, paragraph.end)
    return match is not None and _FAMILY[match.group()] == family


def _mark_continued(found: list[QuotedRegion], start: int, carried: Family) -> list[QuotedRegion]:
    def fix(region: QuotedRegion) -> QuotedRegion:
        if region.span.start != start or region.family != carried or region.continued:
            return region
        return QuotedRegion(
            span=region.span,
            inner=region.inner,
            level=region.level,
            family=region.family,
            opened=region.opened,
            closed=region.closed,
            continued=True,
        )

    return [fix(region) for region in found]


def _with_levels(found: list[QuotedRegion]) -> list[QuotedRegion]:
    """Sort by place and set each level by what contains it."""
    found.sort(key=lambda region: (region.span.start, -region.span.end))
    ends: list[int] = []
    levelled = []
    for region in found:
        while ends and ends[-1] <= region.span.start:
            ends.pop()
        if len(ends) == region.level:
            levelled.append(region)
        else:
            levelled.append(
                QuotedRegion(
                    span=region.span,
                    inner=region.inner,
                    level=len(ends),
                    family=region.family,
                    opened=region.opened,
                    closed=region.closed,
                    continued=region.continued,
                    between=region.between,
                )
            )
        ends.append(region.span.end)
    return levelled
