"""Lines that an editor broke at a width, joined again: a quotation goes on over their ends.

The view has as many code points as the text, so that offsets hold in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from variorum.model import Article
from variorum.text.marks import pair_marks

_WIDEST = 120  # code points; editors break prose at 72 to 100, longer lines are paragraphs
_NARROWEST = 40  # shorter ones are verses, lists, headlines
# What begins something of its own: headings, lists, tables, rules, fences of Markdown.
_OWN = re.compile(r"[ \t]*(?:#{1,6}[ \t]|[-*+•–][ \t]|\d{1,3}[.)][ \t]|\||=+\s*$|-{2,}\s*$|`{3}|~{3})")
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+")
_ENDS = re.compile(r"[.?!…:][\"”’»'*_)\]]*\s*$")


def unwrapped(article: Article) -> Article:
    """Return ``article`` with the ends of broken lines made blanks; itself when no line was broken."""
    text = join_lines(article.text)
    return article if text == article.text else replace(article, text=text)


def join_lines(text: str) -> str:
    """Return ``text`` with the ends of broken lines made blanks, with the sign ``>`` that follows them.

    Lines between two blank ones were broken when each is so long that the first word of the next had no room
    left; two lines, when the first stops inside a sentence as well; and any, when a quotation begins in
    one and ends in a later one, or when each begins with ``>``, since that sign tells the paragraph.
    """
    if "\n" not in text:
        return text
    signs = list(text)
    for block in _blocks(text):
        if not _broken([text[start:end] for start, end in block]):
            continue
        for (_, end), (start, stop) in zip(block, block[1:], strict=False):
            mark = _QUOTED.match(text, start, stop)
            signs[end : mark.end() if mark else start] = " " * ((mark.end() if mark else start) - end)
    return "".join(signs)


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield lines that follow each other without a blank one or something of its own between."""
    block: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        start, end = at, at + len(bare)
        at += len(line)
        quoted = bool(_QUOTED.match(bare))
        before = bool(block) and bool(_QUOTED.match(text, *block[0]))
        blank = not bare.strip(" \t>")
        if blank or _OWN.match(bare) or (block and quoted != before):
            yield block
            block = [] if blank or _OWN.match(bare) else [(start, end)]
            continue
        block.append((start, end))
    yield block


def _broken(lines: Sequence[str]) -> bool:
    if len(lines) < 2:
        return False
    if all(map(_QUOTED.match, lines)):
        return True
    lines = [line.strip() for line in lines]
    if any(_open(line) for line in lines[:-1]) and not _open(" ".join(lines)):
        return True  # a quotation goes on over the end of a line, and ends in a later one
    widest = max(map(len, lines))
    if not _NARROWEST <= widest <= _WIDEST:
        return False
    for line, following in zip(lines, lines[1:], strict=False):
        if len(line) + 1 + len(following.split(" ", 1)[0]) <= widest:
            return False
    return len(lines) > 2 or not _ENDS.search(lines[0])


def _open(line: str) -> bool:
    """Tell whether a quotation that begins in ``line`` does not end there."""
    return any(not region.closed for region in pair_marks(line))
