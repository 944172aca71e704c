"""Remarks for Variorum in a draft whose text is taken out of its file: comments of a page or a Word document.

They stand in no text; a format notes where they were, and only of drafts (``ReadSettings.drafts``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

REMARKS = "remarks"  # field of `extra`
_MEANT = re.compile(r"\s{0,20}variorum\b\s{0,20}:?\s{0,20}")


class Remark(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a comment says to Variorum, without the name, and where it stands: code points of the text.

    start, end: what it was put at; equal where it stands between words. author, date: as the file tells.
    placed: False where the text has no place for it.
    """

    words: str
    start: int
    end: int
    author: str | None = None
    date: str | None = None
    placed: bool = True


def words_for_variorum(comment: str) -> str | None:
    """Return what ``comment`` says to Variorum, in single blanks; None where it is for others."""
    meant = _MEANT.match(comment)
    return None if meant is None else " ".join(comment[meant.end() :].split())


def note_remarks(extra: dict[str, Any], remarks: Iterable[Remark]) -> None:
    """Add remarks to ``extra``."""
    if held := [msgspec.to_builtins(one) for one in remarks]:
        extra[REMARKS] = held


def remarks_in(extra: dict[str, Any]) -> tuple[Remark, ...]:
    """Return the remarks that a format noted; none where it noted none."""
    try:
        return msgspec.convert(extra.get(REMARKS, ()), tuple[Remark, ...])
    except msgspec.ValidationError:  # a field of that name in somebody's record
        return ()
