"""Lines that were broken at a width, told from lines that end where their paragraph does.

Mail, wire copy and many editors fill prose to 40 to 100 columns. What tells such a text: its lines end inside
sentences, and each is so long that the first word of the next had no room left. Verse, lists, tables,
headings, signatures and the turns of a transcript do not look so and stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from variorum.model.span import Span
from variorum.settings import LINES
from variorum.text.late import late
from variorum.text.marks import pair_marks
from variorum.text.view import Replaced

# What begins something of its own, by kind.
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?[.,\d]*"
_LABEL = (
    rf"(?:>>++[ \t]*+|[\[(]*{_CLOCK}[\])]*[ \t]++|\*\*|__|[-–—][ \t]++)*+"
    r"(?:[A-Z][\w.'’-]*(?: [A-Z(][\w.'’)-]*){0,5}(?:, [A-Z][A-Z .&'’-]+)?(?: \([\w '’.-]+\))?:(?=\s|\*)"
    r"|[QA][.:][ \t])"
)
_KINDS = {
    "heading": r"#{1,6}[ \t]",
    "bullet": r"[-*+•–—―·][ \t]|--[ \t]",
    "number": r"\d{1,3}[.)][ \t]",
    "table": r"\||.*\S(?:\t| {3,})\S.*[\t|]|.*\S {4,}\S",
    "rule": r"[\d:.,]+[ \t]*--?>|=+\s*$|[-*_]{2,}\s*$|`{3}|~{3}",
    "time": rf"\[?{_CLOCK}\]?(?:\s|$)",
    "stamp": rf"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){{0,4}}\*{{0,2}}[ \t–—-]+[(\[]?{_CLOCK}[)\]]?\s*$",
    "label": rf"{_LABEL}|<v[. ]",
    "stage": r"\([A-Z][A-Z .,'’-]+\)\s*$",
    "signature": r"[-–—―~]{1,2}(?=[A-Z*_])|[*_]{1,3}[A-Z][^*_]{2,60}[*_]{1,3}\s*$",
    "byline": r"[Bb]y [A-Z]\S+(?: [A-Z]\S+){0,4}\s*$",
}
_OWN = late("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
_ALONE = frozenset(["table", "rule", "heading", "stage", "signature", "stamp"])
_QUOTED = late(r"[ \t]*(?:>[ \t]?)+")
_CHEVRONS = late(rf"[ \t]*+(?=>>){_LABEL}")
_ENDS = late(r"[.?!…:][\"”’»'*_)\]]*$")
_PAUSES = late(r"[,;—–-][\"”’»']?$")
_MARK = late(r"[\"“”„«»‘’'`]")
_TIMING = late(rf"{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}")
_CUT = late(r"(?<![\w-])([A-Z][^\W\d_A-Z]+)[-\u00ad\u2010](?=\s*$)")
_REST = late(r"[^\W\d_A-Z]{2,}")
_PREFIXES = (
    r"(?:anti|co|counter|cross|deputy|ex|extra|first|full|half|high|inter|long|low|mid|multi|non|one|over|post|pre"
    r"|pro|re|second|self|semi|short|single|sub|super|ten|third|three|top|trans|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|two|ultra|under|vice|well|wide|year)"
)
_NAME = r"[A-Z][^\W\d_]+(?:['’-][^\W\d_]+)*"
# Behind words in quotation marks, a few words and a name; before more of it, and what goes on from there.
_ATTRIBUTED = late(rf"[”\"»]\s+(?:[a-z]+\s+){{0,4}}{_NAME}\\?$")
_NAME_GOES_ON = late(rf"{_NAME}(?:[,.]|\s+[a-z])")
_LINE_END = late(r"\r\n|[\n\r]")


class _Line(Struct, frozen=True):
    """A line without the blanks around it and the ``>`` before it.

    own: what kind of thing of its own it begins, if one; told of lines with others before or behind them.
    indent: columns before its words. stop: where it ends with the blanks behind it.
    """

    start: int
    end: int
    indent: int
    quoted: bool
    stop: int
    own: str | None = None

    @property
    def width(self) -> int:
        return self.end - self.start


class _Break(Struct, frozen=True):
    """The end of a line with another one after it; ``need``: what both would need to be one line."""

    line: _Line
    following: _Line
    inside: bool  # the sentence goes on, for all that its last sign says
    small: bool  # the next line begins with a small letter
    pauses: bool
    need: int


def joints(text: str) -> list[Replaced]:
    """Return the ends of broken lines, each to be replaced by one space; none for text of one line.

    A name that a hyphen cuts at a line's end is joined without it.
    """
    return [
        (gap.start - 1, gap.end, "") if _cuts_name(text, gap) else (gap.start, gap.end, " ")
        for gap in soft_ends(text)
    ]


def _is_cut(text: str, line: _Line) -> bool:
    """Tell whether a line ends inside a word, with a hyphen."""
    end = text[line.end - 2 : line.end]
    return end[:1].isalpha() and end[1:] in ("-", "\u00ad", "\u2010") and line.width >= LINES.shortest_cut


def _cuts_name(text: str, gap: Span) -> bool:
    """Tell whether a hyphen cuts a name at a line's end: "Grif-" before "fin", not "Vice-" and "president".

    Other words are compared without such hyphens; a name must be known as one first.
    """
    first = _CUT.search(text[max(0, gap.start - 2 * LINES.near) : gap.start])
    rest = _REST.match(text, gap.end)
    if first is None or rest is None or re.fullmatch(_PREFIXES, first[1], re.IGNORECASE):
        return False
    return f"{first[1]}-{rest[0]}" not in text


def join_lines(text: str) -> str:
    """Return ``text`` with the ends of broken lines made blanks, with the sign ``>`` that follows them.

    As long as the text, so that offsets hold in both.
    """
    signs = None
    for gap in soft_ends(text):
        signs = signs or list(text)
        signs[gap.start : gap.end] = " " * len(gap)
    return text if signs is None else "".join(signs)


def blank_line_ends(text: str, paragraphs: Sequence[Span]) -> str:
    """Return ``text`` with the line ends inside ``paragraphs`` made blanks; as long as the text."""
    if "\n" not in text and "\r" not in text:
        return text
    signs = None
    for paragraph in paragraphs:
        for match in _LINE_END.finditer(text, paragraph.start, paragraph.end):
            signs = signs or list(text)
            end = match.end()
            mark = _QUOTED.match(text, end, paragraph.end)
            end = mark.end() if mark else end
            signs[match.start() : end] = " " * (end - match.start())
    return text if signs is None else "".join(signs)


def soft_ends(text: str) -> list[Span]:
    """Return the ends of lines that were broken inside a paragraph, in order; none for text of one line.

    Each with the blanks around it and the signs ``>`` that follow it. A line end inside a quotation that
    begins in one line and ends in a later one is soft too, and one between two lines that begin with ``>``,
    since that sign tells the paragraph.
    """
    if "\n" not in text and "\r" not in text:
        return []
    blocks = [_with_own(text, block) for block in _blocks(text) if len(block) > 1]
    width = _width([_breaks(text, block) for block in blocks if _is_narrow(block)])
    found: list[Span] = []
    for block in blocks:
        narrow = _is_narrow(block)
        held = _held(text, block) if narrow else set()
        owned = Counter(line.own for line in block)
        filled = max(line.indent + line.width for line in block) >= LINES.uneven * width
        timed = _timed(text, block)
        for at, each in enumerate(_breaks(text, block)):
            if at in timed:
                soft = each.following.own is None
            elif each.following.quoted:
                soft = not _begins_own(text, each, block)
            else:
                soft = narrow and width > 0 and _is_soft(each, owned, width, filled=filled)
            held_over = at in held or narrow and each.small and _is_cut(text, each.line)
            held_over = held_over or _cuts_attribution(text, each)
            if soft or held_over and each.following.own is None:
                found.append(Span(each.line.end, each.following.start))
    return found


def _cuts_attribution(text: str, each: _Break) -> bool:
    """Tell whether a line ends inside the name of who is quoted: "“It fell,” said Ida" before "Brack, 51".

    So do those of Markdown, and those that a page breaks by its markup.
    """
    last = text[max(each.line.start, each.line.end - LINES.attribution) : each.line.end]
    return bool(
        _ATTRIBUTED.search(last) and _NAME_GOES_ON.match(text, each.following.start, each.following.end)
    )


def _timed(text: str, block: Sequence[_Line]) -> set[int]:
    """Return the places of the lines of captions that the next one goes on from: all after their times."""
    found: set[int] = set()
    begun = False
    for at, (line, following) in enumerate(zip(block, block[1:], strict=False)):
        times = _TIMING.match(text, line.start, line.end) is not None
        if begun and not times and not text[following.start : following.end].isdigit():
            found.add(at)
        begun = begun or times
        if text[line.start : line.end].isdigit():
            found.discard(at)
    return found


def _is_narrow(block: Sequence[_Line]) -> bool:
    """Tell whether no line is so long that it must be a paragraph; those of block quotations aside."""
    return all(line.width <= LINES.widest for line in block if not line.quoted)


# ---- lines --------------------------------------------------------------------------------------------


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Yield lines that follow each other without a blank one between; ``>`` after other lines begins anew."""
    block: list[_Line] = []
    for line in _lines(text):
        if block and (line is None or line.quoted and not block[-1].quoted):
            yield block
            block = []
        if line is not None:
            block.append(line)
    if block:
        yield block


def _lines(text: str) -> Iterator[_Line | None]:
    """Yield the lines; None for one of blanks, or of blanks and ``>``."""
    at = 0
    if "\r" not in text:
        for line in text.split("\n"):
            yield _line(text, at, at + len(line))
            at += len(line) + 1
        return
    while at <= len(text):
        match = _LINE_END.search(text, at)
        stop = match.start() if match else len(text)
        yield _line(text, at, stop)
        if match is None:
            return
        at = match.end()


def _with_own(text: str, block: Sequence[_Line]) -> list[_Line]:
    """Return the lines of a block, each with what it begins."""
    found = []
    for line in block:
        own = _OWN.match(text, line.start, min(line.stop, line.start + LINES.widest))
        found.append(_Line(line.start, line.end, line.indent, line.quoted, line.stop, own and own.lastgroup))
    return found


def _line(text: str, at: int, stop: int) -> _Line | None:
    mark = None
    if text.find(">", at, stop) >= 0 and not _CHEVRONS.match(text, at, stop):
        mark = _QUOTED.match(text, at, stop)
    start = mark.end() if mark else at
    words = text[start:stop]
    stripped = words.strip()
    if not stripped:
        return None
    start += len(words) - len(words.lstrip())
    return _Line(start, start + len(stripped), start - at, mark is not None, stop)


def _breaks(text: str, block: Sequence[_Line]) -> list[_Break]:
    breaks = []
    for line, following in zip(block, block[1:], strict=False):
        words = text[following.start : following.end]
        last = text[max(line.start, line.end - 8) : line.end]
        bare = words.lstrip("\"'“‘«(…*_")
        breaks.append(
            _Break(
                line,
                following,
                inside=not _ENDS.search(last),
                small=bare[:1].islower(),
                pauses=bool(_PAUSES.search(last)),
                need=line.indent + line.width + 1 + len(words.split(None, 1)[0]),
            )
        )
    return breaks


# ---- whether lines were broken ------------------------------------------------------------------------


def _width(blocks: Sequence[Sequence[_Break]]) -> int:
    """Return the width that a text was broken at, in columns; 0 where it was not."""
    breaks = [each for block in blocks for each in block if not each.following.quoted]
    inside = [each for each in breaks if each.inside and not (each.following.own or each.line.own == "table")]
    if not any(each.small for each in inside):
        return 0
    width = max(each.line.indent + each.line.width for each in inside)
    widest = max(each.line.indent + each.line.width for each in breaks)
    if widest - width <= LINES.near:
        width = widest
    if width < LINES.narrowest:
        return 0
    # Short lines before a capital are headings, names, times: nothing was broken there.
    inside = [each for each in inside if each.small or each.need > LINES.short * width]
    pausing = sum(each.pauses for each in inside)
    if 2 * pausing > len(inside) and (len(inside) > 2 or width < LINES.prose_width):
        return 0  # verse
    full = sum(each.need > width for each in inside)
    if len(inside) < LINES.inside * len(breaks) and (width < widest or full < len(inside)):
        return 0
    even = sum(each.need > LINES.ragged * width for each in inside)
    small = sum(each.small for each in inside)
    prose = (width >= LINES.prose_width and even >= LINES.ragged * len(inside)) or (
        width >= LINES.mostly_prose and 2 * small >= len(inside) and 2 * full >= len(inside)
    )
    return width if full >= LINES.full * len(inside) or prose else 0


def _is_soft(each: _Break, owned: Counter[str | None], width: int, *, filled: bool) -> bool:
    """Tell whether a line was broken here, in a text that was broken at ``width`` columns.

    owned: how many lines of the block begin something of each kind. filled: one of them is as wide.
    """
    full = each.need > width
    if each.following.own or each.line.own in _ALONE:
        # "- The ferry" in a full line's sentence is no item, where no other line looks like one.
        lone = each.line.own in (None, "label", "time") and owned[each.following.own] == 1
        return full and each.inside and lone
    if each.following.indent > each.line.indent + 1 and each.line.own is None and not (each.inside and full):
        return False  # the first line of a paragraph is set in
    if not each.inside:
        return full
    if each.small:
        return full or filled
    return each.need > LINES.ragged * width


def _begins_own(text: str, each: _Break, block: Sequence[_Line]) -> bool:
    """Tell whether the next line of a block quotation begins a paragraph: an item, a turn, a signature."""
    if each.following.own is not None:
        return True
    words = text[each.following.start : each.following.end]
    if each.inside or each.following is not block[-1] or _ENDS.search(words[-3:]):
        return False
    name = words.partition(",")[0].split()
    return len(name) <= 6 and all(word[0].isupper() or len(word) < 4 for word in name) and words[0].isupper()


def _held(text: str, block: Sequence[_Line]) -> set[int]:
    """Return the places of the lines at whose end a quotation stands open that a later one closes."""
    held: set[int] = set()
    first = None
    for at, line in enumerate(block):
        if first is not None and at - first > LINES.longest:
            first = None
        if first is None:
            if _is_open(text[line.start : line.end]):
                first = at
        elif not _is_open(" ".join(text[each.start : each.end] for each in block[first : at + 1])):
            held.update(range(first, at))
            first = at if _is_open(text[line.start : line.end]) else None
    return held


def _is_open(words: str) -> bool:
    """Tell whether a quotation that begins in ``words`` does not end there."""
    return _MARK.search(words) is not None and any(not region.closed for region in pair_marks(words))
