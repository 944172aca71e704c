"""The lines of a report as its text, with the span of every block."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

from variorum.formats.page.embeds import frames_post, is_scaffold, without_stand_in
from variorum.formats.page.layout import Group, Line, key_of
from variorum.model import Block, Span

_DASHES = re.compile(r"[\s—–―-]+$")
_LEADING_DASHES = re.compile(r"^[\s—–―-]+")


class Body(Struct, frozen=True, kw_only=True):
    """The report's text and blocks; ``closing`` holds words of a paywall that stood beside it.

    left: of a draft, what else its page shows in quotation marks, in words.
    """

    text: str = ""
    blocks: tuple[Block, ...] = ()
    closing: str | None = None
    left: tuple[str, ...] = ()


def print_lines(lines: list[Line], title: str | None) -> Body:
    """Return ``lines`` as text, paragraphs apart by a blank line, without a heading that is ``title``."""
    parts: list[str] = []
    blocks: list[Block] = []
    spans: list[tuple[Line, Span]] = []
    position = 0
    open_group: Group | None = None
    words: Span | None = None  # of the open quote or post, so far
    title_key = key_of(title or "")
    spoken = _speaking(lines)

    def close() -> None:
        if open_group is not None and words is not None and len(words):
            blocks.append(_block(open_group, words))

    for line in lines:
        if line.heading == 1 and line.key == title_key:
            continue
        if line.group is not None and (is_scaffold(line.text) or id(line.group) not in spoken):
            continue
        goes_on = line.group is not None and line.group.kind == "post" and line.group is open_group
        if line.group is not open_group:
            close()
            open_group, words = line.group, None
        joined = line.joined or goes_on
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


def _speaking(lines: list[Line]) -> set[int]:
    """Return the quotes and posts that have words of their own; of a post that is there twice, the first.

    "[image or embed]" at the end of a post's words is taken off.
    """
    said: dict[int, list[str]] = {}
    posts: set[int] = set()
    for line in lines:
        if line.group is None or _frames(line):
            continue
        if line.group.kind == "post":
            line.text = without_stand_in(line.text)
            posts.add(id(line.group))
        said.setdefault(id(line.group), []).append(key_of(line.text))
    first: dict[str, int] = {}
    for group, words in said.items():
        if group in posts:
            first.setdefault("".join(words), group)
    return {group for group, words in said.items() if group not in posts or first["".join(words)] == group}


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
    return _frames_post(line)


def _frames_post(line: Line) -> bool:
    group = line.group
    if group is None or group.kind != "post":
        return False
    return frames_post(line.text, group.author, group.handle, group.stamp)


def _own_words(line: Line, words: Span | None, start: int, end: int) -> Span | None:
    """Return the span of the quote's words with this line, whose credit is not among them."""
    group = line.group
    if group is None:
        return words
    if line.credit:
        group.author = group.author or _LEADING_DASHES.sub("", line.text) or None
        return words
    if _frames_post(line):
        return words
    end -= len(line.text) - len(_DASHES.sub("", line.text))
    return Span(words.start if words else start, end)


def _block(group: Group, span: Span) -> Block:
    kind: Literal["post", "quote"] = "post" if group.kind == "post" else "quote"
    return Block(
        kind=kind, span=span, author=group.author, handle=group.handle, date=group.date, url=group.url
    )
