"""The texts that are mutated: our own, and those of any collection of JSON Lines."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from tests.fuzz.kinds import news

import variorum.formats
from variorum.model import Article

_ROOT = Path(__file__).parents[2]
_OWN = ("src/variorum/example/reports", "tests/golden/check/reports", "tests/golden/formats")
_LONGEST = 20_000  # code points; longer ones are for the growth test


@cache
def own_texts() -> tuple[str, ...]:
    """Return the invented reports of the project, and some that are made up of parts."""
    read = variorum.formats.read([_ROOT / folder for folder in _OWN])
    found = [item.text for item in read if isinstance(item, Article) and item.text.strip()]
    return (*sorted(found), *(news(2_500, seed) for seed in range(4)))


def texts_of(paths: Iterable[Path], longest: int | None = None) -> tuple[str, ...]:
    """Return the texts of files of JSON Lines, plain or packed, also of articles listed in a line.

    longest: code points; what is longer comes in pieces of whole lines, unless a line is longer itself.
    """
    found: list[str] = []
    for path in paths:
        data = path.read_bytes()
        for line in (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines():
            if line.strip():
                _collect(json.loads(line), found)
    found = [text for text in found if text.strip() and len(text) <= _LONGEST]
    return (
        tuple(found)
        if longest is None
        else tuple(piece for text in found for piece in _pieces(text, longest))
    )


def _pieces(text: str, longest: int) -> Iterator[str]:
    """Yield the lines of ``text`` in pieces of at most ``longest`` code points, unless one line has more."""
    piece = ""
    for line in text.splitlines(keepends=True):
        if piece.strip() and len(piece) + len(line) > longest:
            yield piece
            piece = ""
        piece += line
    if piece.strip():
        yield piece


def _collect(record: object, found: list[str]) -> None:
    if isinstance(record, dict):
        if isinstance(text := record.get("text"), str):
            found.append(text)
        for name in ("articles", "stories", "reports"):
            _collect(record.get(name), found)
    elif isinstance(record, list):
        for each in record:
            _collect(each, found)
