"""Drafts as they are given: their text, and where it lies in the file, for editors that jump there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from variorum import formats
from variorum.errors import InputError, UnreadableFile
from variorum.formats.encoding import decode
from variorum.model import Article, Reject
from variorum.settings import ReadSettings

STANDARD_INPUT = "<stdin>"


class Draft(Struct, frozen=True, kw_only=True):
    """A draft to be checked.

    name: the path as given, ``<stdin>``, or path and id where a file holds several. before: the part of the
    file before the text (front matter); None where the text was taken out of its file (HTML, DOCX), so
    that its offsets are none of the file.
    """

    name: str
    article: Article
    before: str | None = ""


def read_drafts(paths: Sequence[str | Path], settings: ReadSettings) -> list[Draft]:
    """Return the drafts in ``paths``, in order; ``-`` is standard input.

    Raises UnreadableFile for the first that cannot be read, InputError when there is none: a draft that
    was not read must not look like one without fault.
    """
    drafts: list[Draft] = []
    for path in paths:
        items = list(formats.read([path], settings=settings))
        for item in items:
            if isinstance(item, Reject):
                raise UnreadableFile(item.reason, file=item.file, line=item.line)
        for item in items:
            name = STANDARD_INPUT if str(path) == "-" else str(path)
            if len(items) > 1:
                name = f"{name}#{item.id}"
            drafts.append(Draft(name=name, article=item, before=_before(path, item)))  # type: ignore[arg-type]
    if not drafts:
        raise InputError("no draft was given")
    return drafts


def _before(path: str | Path, article: Article) -> str | None:
    if str(path) == "-":
        return ""
    try:
        whole, _ = decode(Path(path).read_bytes())
    except (OSError, ValueError):
        return None
    return whole[: -len(article.text)] if article.text and whole.endswith(article.text) else None


class Lines:
    """Offsets of a draft's text to lines and columns of its file, both from 1, columns in code points."""

    def __init__(self, draft: Draft) -> None:
        self._shift = len(draft.before or "")
        whole = (draft.before or "") + draft.article.text
        self._starts = [0]
        self._starts += [at + 1 for at, sign in enumerate(whole) if sign == "\n"]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of ``offset`` of the text."""
        at = offset + self._shift
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1
