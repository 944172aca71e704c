"""``.txt``: a report as plain text, without any metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from variorum.errors import UnreadableFile
from variorum.formats import mail
from variorum.formats.base import Format, Placed
from variorum.formats.encoding import decode
from variorum.formats.records import build, note
from variorum.formats.source import Source, known_binary
from variorum.formats.status import cut_short
from variorum.model import Block, Span
from variorum.settings import ReadSettings

_DATED = re.compile(
    r"(?:(?:First |Last )?(?:Published|Updated|Posted|Date)\b[^\n]{0,80}\d[^\n]{0,40}\n\s*)+", re.I
)
_NO_HEADLINE_ENDS = tuple(".,;:…")


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is plain text: by its suffix, or without one by having no binary bytes."""
    return suffix in FORMAT.suffixes or (suffix == "" and b"\x00" not in head and known_binary(head) is None)


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the article: its text is the whole decoded file, unchanged."""
    text, guess = read_text(source)
    extra: dict[str, Any] = {}
    if guess:
        note(extra, guess)
    unpacked = mail.unpacked(text)
    if unpacked is not None:
        text = unpacked
        note(extra, "quoted-printable, as mail is sent; unpacked")
    signs = mail.signs(text)
    status = "truncated" if cut_short(text) else "read"
    fields = {"title": headline(_without(text, signs), settings.title_length)}
    blocks = tuple(Block(kind="markup", span=span) for span in signs)
    yield None, build(fields, text=text, blocks=blocks, status=status, extra=extra)


def _without(text: str, spans: Sequence[Span]) -> str:
    ends = [0, *(span.end for span in spans)]
    return "".join(text[a:b] for a, b in zip(ends, [*(span.start for span in spans), len(text)], strict=True))


def read_text(source: Source) -> tuple[str, str | None]:
    """Return the decoded file and, where its encoding was guessed, a note.

    Raises UnreadableFile when it is not text or holds none.
    """
    data = source.read_all()
    if what := known_binary(data[:64]):
        raise UnreadableFile(f"is {what}", file=source.name)
    try:
        text, guess = decode(data)
    except ValueError as error:
        raise UnreadableFile(str(error), file=source.name) from error
    if not text or text.isspace():
        raise UnreadableFile("is empty" if not text else "holds nothing but blanks", file=source.name)
    return text, guess


def headline(text: str, longest: int) -> str | None:
    """Return the first line when it is evidently a headline: short, no final stop, a blank line after it.

    A first line that only says when the report was published is skipped.
    """
    dated = _DATED.match(text.lstrip())
    lines = text.lstrip()[dated.end() if dated else 0 :].split("\n", 2)
    if len(lines) < 3 or lines[1].strip():
        return None
    first = lines[0].strip()
    if len(first) > longest or first.endswith(_NO_HEADLINE_ENDS) or not any(map(str.isalpha, first)):
        return None
    return first if lines[2].strip() else None


FORMAT = Format(name="text", suffixes=(".txt", ".text"), sniff=sniff, read=read)
