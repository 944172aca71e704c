"""Embedded social posts as quotations: the post's words are its author's."""

from __future__ import annotations

from variorum.model import Post, Span


def read_post(text: str, post: Post) -> tuple[list[Span], list[Span]]:
    """Return content and source of a post; the source is its author line where the text prints one.

    The author line is the first or the last line that holds the author's name or handle.
    """
    lines = _lines(text, post.span)
    names = [name for name in (post.author, post.handle) if name]
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
