"""The lines of a report as its text, with the span of every block."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from variorum.formats.page.embeds import credit_of, is_scaffold
from variorum.formats.page.layout import Group, Line, key_of
from variorum.model import Block, Span

_DASHES = re.compile(r"[\s—–―-]+$")
_LEADING_DASHES = re.compile(r"^[\s—–―-]+")


class Body(Struct, frozen=True, kw_only=True):
    """The report's text and blocks; ``closing`` holds words of a paywall that stood beside it."""

    text: str = ""
    blocks: tuple[Block, ...] = ()
    closing: str | None = None


def print_lines(lines: list[Line], title: str | None) -> Body:
    """Return ``lines`` as text, paragraphs apart by a blank line, without a heading that is ``title``."""
    parts: list[str] = []
    blocks: list[Block] = []
    spans: list[tuple[Line, Span]] = []
    position = 0
    open_group: Group | None = None
    words: Span | None = None  # of the open quote or post, so far
    title_key = key_of(title or "")
    spoken = {id(line.group) for line in lines if line.group is not None and not _frames(line)}

    def close() -> None:
        if open_group is not None and words is not None and len(words):
            blocks.append(_block(open_group, words))

    for line in lines:
        if line.heading == 1 and line.key == title_key:
            continue
        if line.group is not None and (is_scaffold(line.text) or id(line.group) not in spoken):
            continue
        if line.group is not open_group:
            close()
            open_group, words = line.group, None
        joined = line.joined or (line.group is not None and line.group.kind == "post" and words is not None)
        gap = "" if not parts else "\n" if joined else "\n\n"
        start = position + len(gap)
        end = start + len(line.text)
        parts += (gap, line.text)
        position = end
        spans.append((line, Span(start, end)))
        if line.group is not None:
            words = _own_words(line, words, start, end)
        elif line.heading:
            blocks.append(Block(kind="heading", span=Span(start, end)))
        elif line.caption:
            blocks.append(Block(kind="caption", span=Span(start, end)))
    close()
    blocks += _updates(spans)
    return Body(text="".join(parts), blocks=tuple(sorted(blocks, key=lambda block: block.span)))


def _updates(lines: list[tuple[Line, Span]]) -> list[Block]:
    """Return the posts of a live blog, each from its first line to its last."""
    found: dict[int, Block] = {}
    for line, span in lines:
        if line.update is None or line.update.date is None:
            continue
        first = found.get(id(line.update))
        start = first.span.start if first else span.start
        found[id(line.update)] = Block(
            kind="update", span=Span(start, span.end), date=line.update.date, url=line.update.url
        )
    return list(found.values())


def _frames(line: Line) -> bool:
    """Tell whether a line of a quote or post is none of its words: its credit, or the platform's own."""
    if line.credit or is_scaffold(line.text):
        return True
    return line.group is not None and line.group.kind == "post" and credit_of(line.text) is not None


def _own_words(line: Line, words: Span | None, start: int, end: int) -> Span | None:
    """Return the span of the quote's words with this line, whose credit is not among them."""
    group = line.group
    if group is None:
        return words
    if line.credit:
        group.author = group.author or _LEADING_DASHES.sub("", line.text) or None
        return words
    if group.kind == "post" and credit_of(line.text):
        return words
    end -= len(line.text) - len(_DASHES.sub("", line.text))
    return Span(words.start if words else start, end)


def _block(group: Group, span: Span) -> Block:
    kind: Literal["post", "quote"] = "post" if group.kind == "post" else "quote"
    return Block(
        kind=kind, span=span, author=group.author, handle=group.handle, date=group.date, url=group.url
    )
