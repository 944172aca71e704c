"""Embedded social posts as quotations: the post's words are its author's."""

from __future__ import annotations

import re

from variorum.model import Post, Span
from variorum.text.late import late

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?"
_TIME = r"\d{1,2}[:.]\d\d\s*(?:[AaPp]\.?[Mm]\.?)?"
_STAMP = late(rf"(?:{_TIME}\s*[-–—·•,|]\s*{_DAY}|{_DAY}\s*[-–—·•,|]\s*{_TIME})(?:\s*[·•|].{{0,40}})?")
_REACTION = (
    r"\d[\d.,]*\s?[KkMm]?\s+(?:re(?:post|tweet|pl(?:y|ie)|action)s?|likes?|quotes?|views?|comments?|shares?"
    r"|bookmarks?|favou?rites?)"
)
_COUNTS = late(rf"{_REACTION}(?:[\s·•,|]+{_REACTION})*", re.IGNORECASE)
_HANDLE_LINE = late(r"\(?@(?P<handle>\w{1,30})\)?(?:\s*·.{0,30})?")
_NAME_AND_HANDLE = late(
    r"(?P<author>[^\s@·(—–\n][^@·(—–\n]{0,50}?)\s*\(?@(?P<handle>\w{1,30})\)?(?:\s*·.{0,30})?"
)


def is_stamp(line: str) -> bool:
    """Tell whether a line is the time of a post or the count of its reactions and nothing else."""
    return bool(_STAMP.fullmatch(line) or _COUNTS.fullmatch(line))


def header_of(line: str) -> re.Match[str] | None:
    """Return the match of a line that is a handle, or a name and a handle, and nothing else."""
    return _HANDLE_LINE.fullmatch(line) or _NAME_AND_HANDLE.fullmatch(line)


def read_post(text: str, post: Post) -> tuple[list[Span], list[Span]]:
    """Return content and source of a post; the source is its author line where the text prints one.

    The author line is the first or the last line that holds the author's name or handle. The time and the
    counts of reactions below a post are none of its words.
    """
    lines = [line for line in _lines(text, post.span) if not is_stamp(line.of(text))]
    names = [name for name in (post.author, post.handle) if name]
    heads = _headed(text, lines, post)
    if 0 < heads < len(lines):
        name = _name_in(text, Span(lines[0].start, lines[heads - 1].end), names)
        return [Span(lines[heads].start, lines[-1].end)], [] if name is None else [name]
    for at in (len(lines) - 1, 0):
        if at < 0:
            return [], []
        name = _name_in(text, lines[at], names)
        if name is not None and len(lines) > 1:
            rest = lines[:at] if at else lines[1:]
            return [Span(rest[0].start, rest[-1].end)], [name]
    if len(lines) == 1 and names:
        return _split_line(text, lines[0], names)
    return ([Span(lines[0].start, lines[-1].end)], []) if lines else ([], [])


def _headed(text: str, lines: list[Span], post: Post) -> int:
    """Return how many lines a header takes up: name and handle on one line, or on two."""
    if lines and (match := header_of(lines[0].of(text))) and match["handle"] == post.handle:
        return 1
    if len(lines) > 1 and lines[0].of(text) == post.author and header_of(lines[1].of(text)):
        return 2
    return 0


def _lines(text: str, span: Span) -> list[Span]:
    lines = []
    position = span.start
    for line in text[span.start : span.end].splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = position + len(line) - len(line.lstrip())
            lines.append(Span(start, start + len(stripped)))
        position += len(line)
    return lines


def _name_in(text: str, line: Span, names: list[str]) -> Span | None:
    for name in names:
        at = text.find(name, line.start, line.end)
        if at >= 0:
            return Span(at, at + len(name))
    return None


def _split_line(text: str, line: Span, names: list[str]) -> tuple[list[Span], list[Span]]:
    """Part a post on one line at the dash before its author: "The pier is shut. — Ann Lee (@annlee)"."""
    name = _name_in(text, line, names)
    if name is None:
        return [line], []
    head = text[line.start : name.start].rstrip()
    if head.endswith(("—", "–", "-", "―")):
        head = head[:-1].rstrip()
        if head:
            return [Span(line.start, line.start + len(head))], [name]
    return [line], [name]
