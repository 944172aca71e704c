"""The medium of a quotation from the words of its attribution: the rows of ``media.toml``."""

from __future__ import annotations

from functools import cache

from variorum.annotation.quotations.items import Unit
from variorum.language.language import Language
from variorum.model import Act


@cache
def _phrases(lang: Language) -> tuple[tuple[str, str, str], ...]:
    """Return phrase, medium and act, longest phrase first."""
    rows = [(f" {phrase} ", row.medium, row.act) for row in lang.media.rows for phrase in row.phrases]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


@cache
def _first_words(lang: Language) -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase, _, _ in _phrases(lang))


def medium_of(unit: Unit, taken: list[tuple[int, int]], act: Act, lang: Language) -> tuple[str | None, Act]:
    """Return medium and act that the words of ``unit`` outside the runs ``taken`` tell.

    The act stays as the cue has it unless it is speech and the medium is a written one.
    """
    inside = {at for low, high in taken for at in range(low, high)}
    words = " ".join([item.low for at, item in enumerate(unit) if item.low and at not in inside])
    return medium_in(words, act, lang)


def medium_in(words: str, act: Act, lang: Language) -> tuple[str | None, Act]:
    """Return medium and act that lower-case ``words``, separated by single spaces, tell."""
    if _first_words(lang).isdisjoint(words.split(" ")):
        return None, act  # most sentences
    padded = f" {words} "
    for phrase, medium, implied in _phrases(lang):
        if phrase in padded:
            written = implied == "writing" and act == "speech"
            return medium, "writing" if written else act
    return None, act
