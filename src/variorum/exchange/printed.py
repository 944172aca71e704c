"""Strings told by where their words are printed, so that a release has places in the place of words.

What stands in a text of the story is a place in it, ``[number of the article, start, end]``; what no text has
stays. So a string comes back exactly on the same texts, and no run of ``RELEASE.words`` words, and no name or
figure of a text, is in what is published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from variorum.exchange.anchors import joined
from variorum.settings import RELEASE

WORDS = "words"
_WORD = re.compile(r"\w+")
Stretch = Callable[[int, str, int, int], str]
"""Called with the number of an article, the field, start and end; returns what is printed there."""
_FORMS: Mapping[str, Callable[[str], str]] = {
    "": str,
    "joined": joined,
    "lower": str.lower,
    "joined lower": lambda printed: joined(printed).lower(),
    "upper": str.upper,
    "capital": lambda printed: printed[:1].upper() + printed[1:],
    "one capital": str.capitalize,
}


class Source(Struct, frozen=True):
    """A text that words may stand in: which article's, and which field of it."""

    article: int
    field: str
    text: str


class _Run(Struct, frozen=True):
    """Words that a string shares with a source: from which one there, and how many."""

    source: int
    first: int
    size: int


class _Words:
    """The words of a text: where they stand, and how they are compared."""

    def __init__(self, text: str) -> None:
        self.places = [match.span() for match in _WORD.finditer(text)]
        self.keys = [text[start:end].lower() for start, end in self.places]


class Printed:
    """Tells strings by places in some sources.

    least: words of a run that are never left as they are, ``RELEASE.words`` unless given. names: a name or
    figure (a capital letter, a digit), and what is printed as a whole, is told by its place however short.
    """

    def __init__(self, sources: Sequence[Source], *, least: int | None = None, names: bool = True) -> None:
        self.sources = sources
        self.least = least or RELEASE.words
        self.names = names
        self._known: dict[str, str | dict[str, Any]] = {}
        self._words = [_Words(one.text) for one in sources]
        self._sizes = sorted({1, 2, self.least}, reverse=True)
        self._at: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        for number, words in enumerate(self._words):
            for size in self._sizes:
                for place in range(len(words.keys) - size + 1):
                    known = self._at.setdefault(tuple(words.keys[place : place + size]), [])
                    if len(known) < RELEASE.places:
                        known.append((number, place))

    def code(self, string: str) -> str | dict[str, Any]:
        """Return ``{"words": [place or string, …]}``, or the string itself where nothing of it is printed."""
        if string not in self._known:
            self._known[string] = self._code(string)
        return self._known[string]

    def _code(self, string: str) -> str | dict[str, Any]:
        words = _Words(string)
        parts: list[Any] = []
        at = done = 0
        while at < len(words.keys):
            run = self._longest(words.keys, at)
            if run is None or not self._told(run, string, words, at):
                at += 1
                continue
            for start, end, piece in self._pieces(run, string, words, at):
                parts += [string[done:start], piece]
                done = end
            at += run.size
        if not parts:
            return string
        return {WORDS: [part for part in (*parts, string[done:]) if part != ""]}

    def _told(self, run: _Run, string: str, words: _Words, at: int) -> bool:
        """Tell whether a run must not stay: it is long, or all of the string, or a name or figure."""
        if not self.names:
            return run.size >= self.least
        if run.size >= min(self.least, len(words.keys)):
            return True
        stretch = string[words.places[at][0] : words.places[at + run.size - 1][1]]
        return any(sign.isdigit() or sign.isupper() for sign in stretch)

    def _longest(self, keys: Sequence[str], at: int) -> _Run | None:
        """Return the longest run of words from ``at`` on among the first places, of equal ones the first.

        Where a source has as many words in a row as must not stay, some run of as many is found.
        """
        grams = (tuple(keys[at : at + size]) for size in self._sizes if at + size <= len(keys))
        found = next((self._at[gram] for gram in grams if gram in self._at), ())
        best: _Run | None = None
        for source, first in found:
            there, size = self._words[source].keys, 1
            while at + size < len(keys) and there[first + size : first + size + 1] == [keys[at + size]]:
                size += 1
            if best is None or size > best.size:
                best = _Run(source, first, size)
        return best

    def _pieces(self, run: _Run, string: str, words: _Words, at: int) -> Iterator[tuple[int, int, list[Any]]]:
        """Yield the stretches of a string with their places: as long as one form makes them equal."""
        done = 0
        while done < run.size:
            start = words.places[at + done][0]
            size, form = self._alike(run, string, words, at, done)
            piece = self._piece(run.source, run.first + done, size, form) if size else None
            if piece is None:  # a word that stands there in other letters; elsewhere it may stand as it is
                size, end = 1, words.places[at + done][1]
                piece = self._elsewhere(words.keys[at + done], string[start:end])
            if piece is not None:
                yield start, words.places[at + done + size - 1][1], piece
            done += size

    def _alike(self, run: _Run, string: str, words: _Words, at: int, done: int) -> tuple[int, str]:
        """Return how many words of a run from ``done`` on one form makes equal, and which; 0 for none."""
        there, text = self._words[run.source].places, self.sources[run.source].text
        best = 0, ""
        for name, made in _FORMS.items():
            size = 0
            while done + size < run.size:
                ours, theirs = words.places[at + done + size], there[run.first + done + size]
                before = size > 0
                wanted = string[words.places[at + done + size - 1][1] if before else ours[0] : ours[1]]
                printed = text[there[run.first + done + size - 1][1] if before else theirs[0] : theirs[1]]
                if (printed if before and name == "capital" else made(printed)) != wanted:
                    break
                size += 1
            if size > best[0]:
                best = size, name
            if best[0] == run.size - done:
                break
        if best[0] and not self._is_whole(run, string, words, at, done, *best):
            return 0, ""  # a letter whose small form depends on what follows, as the Greek sigma's does
        return best

    def _is_whole(
        self, run: _Run, string: str, words: _Words, at: int, done: int, size: int, form: str
    ) -> bool:
        """Tell whether the form of a stretch as a whole is what is wanted."""
        there, first = self._words[run.source].places, run.first + done
        printed = self.sources[run.source].text[there[first][0] : there[first + size - 1][1]]
        wanted = string[words.places[at + done][0] : words.places[at + done + size - 1][1]]
        return _FORMS[form](printed) == wanted

    def _elsewhere(self, key: str, wanted: str) -> list[Any] | None:
        for source, first in self._at[key,]:
            start, end = self._words[source].places[first]
            printed = self.sources[source].text[start:end]
            for name, made in _FORMS.items():
                if made(printed) == wanted:
                    return self._piece(source, first, 1, name)
        return None

    def _piece(self, source: int, first: int, size: int, form: str) -> list[Any]:
        """Return the place of some words of a source, and what form of them is meant."""
        one, places = self.sources[source], self._words[source].places
        start, end = places[first][0], places[first + size - 1][1]
        how = {name: value for name, value in (("of", one.field), ("as", form)) if value not in ("", "text")}
        return [one.article, start, end, how] if how else [one.article, start, end]


def is_coded(value: object) -> bool:
    """Tell whether a value is a string told by places."""
    return isinstance(value, dict) and value.keys() == {WORDS} and isinstance(value[WORDS], list)


def decode(value: Mapping[str, Any], stretch: Stretch) -> str:
    """Return the string that is told by places. Raises ValueError for what ``Printed.code`` never makes."""
    return "".join(part if isinstance(part, str) else _there(part, stretch) for part in value[WORDS])


def _there(part: Any, stretch: Stretch) -> str:
    match part:
        case [int(article), int(start), int(end)]:
            return stretch(article, "text", start, end)
        case [int(article), int(start), int(end), dict(how)] if how.get("as", "") in _FORMS:
            return _FORMS[how.get("as", "")](stretch(article, how.get("of", "text"), start, end))
    raise ValueError(f"{part!r} is no place")
