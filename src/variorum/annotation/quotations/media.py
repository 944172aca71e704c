"""The medium of a quotation from the words of its attribution: rows of ``annotate/data/media.<lang>.tsv``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from variorum.annotation.quotations.items import Unit
from variorum.model import Act


@cache
def _phrases() -> tuple[tuple[str, str, str], ...]:
    """Return phrase, medium and act, longest phrase first."""
    table = files("variorum.annotation").joinpath("data/media.en.tsv").read_text(encoding="utf-8")
    rows: list[tuple[str, str, str]] = []
    for line in table.splitlines():
        if line and not line.startswith("#"):
            medium, act, phrases = line.split("\t")
            rows.extend((f" {phrase} ", medium, act) for phrase in phrases.split("|"))
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


def medium_of(unit: Unit, taken: list[tuple[int, int]], act: Act) -> tuple[str | None, Act]:
    """Return medium and act that the words of ``unit`` outside the runs ``taken`` tell.

    The act stays as the cue has it unless it is speech and the medium is a written one.
    """
    inside = {at for low, high in taken for at in range(low, high)}
    words = " ".join([item.low for at, item in enumerate(unit) if item.low and at not in inside])
    return medium_in(words, act)


def medium_in(words: str, act: Act) -> tuple[str | None, Act]:
    """Return medium and act that lower-case ``words``, separated by single spaces, tell."""
    padded = f" {words} "
    for phrase, medium, implied in _phrases():
        if phrase in padded:
            written = implied == "writing" and act == "speech"
            return medium, "writing" if written else act
    return None, act
