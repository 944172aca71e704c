"""What the network sees: sub-words with case, quotation-mark and paragraph features, cut into windows.

The weights were fitted to exactly these features, so this module belongs to the weights: a change here needs
new weights. That is why it reads quotation marks itself and does not follow the rules of `variorum.text`.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from variorum.settings import WORK

__all__ = [
    "CASES",
    "PLACES",
    "QUOTES",
    "Encoded",
    "Window",
    "encode",
    "paragraph_spans",
    "quote_states",
    "windows",
]

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.int8]

CASES = 5  # no letter, lower, Capital, UPPER, miXed
QUOTES = 8  # see quote_states
PLACES = 3  # within a paragraph, first word of a paragraph, first word of the text

_MARK = re.compile(r"``|''|[\"“”„«»‘’'`]")
_OPENING = {"“", "„", "«", "``"}
_CLOSING = {"”", "»", "''"}
_SINGLE_CLOSE = re.compile(r"(?<=\S)[’'](?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A text as sub-words and words. Offsets are code points, end exclusive.

    ``ids`` and ``case`` have an entry per sub-word; ``first`` holds the index of each word's first sub-word
    and a closing entry; ``start``, ``end``, ``quote``, ``place`` and ``paragraph`` have an entry per word.
    """

    text: str
    ids: Ints
    case: Ints
    first: Ints
    start: Ints
    end: Ints
    quote: Ints
    place: Ints
    paragraph: Ints
    states: Bytes

    @property
    def words(self) -> int:
        """How many words the text has."""
        return len(self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A run of words ``begin`` to ``end`` (exclusive) of one encoded text that the network reads at once."""

    source: Encoded
    begin: int
    end: int

    @property
    def size(self) -> int:
        """Sub-words in the window, without the two markers around it."""
        return int(self.source.first[self.end] - self.source.first[self.begin])


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Lines that hold more than blanks, as (start, end) in code points."""
    return [m.span() for m in re.finditer(r"[^\n]+", text) if not m.group().isspace()]


def quote_states(text: str, paragraphs: Sequence[tuple[int, int]]) -> Bytes:
    """State of each code point.

    0 outside, 1 opening mark, 2 closing mark, 3 inside marks, 4 and 5 opening and closing single mark,
    6 inside single marks only, 7 inside marks that the paragraph never closes.

    Straight, curly, angled and typewriter (`` and '') marks are read; every paragraph starts outside.
    """
    states = np.zeros(len(text), np.int8)
    for a, b in paragraphs:
        _paragraph_states(text, a, b, states)
    return states


def _paragraph_states(text: str, a: int, b: int, states: Bytes) -> None:
    opened: int | None = None
    single: int | None = None
    for m in _MARK.finditer(text, a, b):
        mark, i, j = m.group(), m.start(), m.end()
        before = text[i - 1] if i > a else " "
        after = text[j] if j < b else " "
        if mark in "‘’'`" and len(mark) == 1:
            if single is None:
                if not before.isalnum() and not after.isspace() and _closes_later(text, j, b):
                    single = i
                    states[i] = 4
            elif mark != "‘" and not after.isalnum() and not before.isspace():
                if opened is None:
                    states[single + 1 : i][states[single + 1 : i] == 0] = 6
                states[i] = 5
                single = None
        elif _opens(mark, before, after, opened is not None):
            if opened is not None:
                _fill(states, opened, i, 3)
            states[i:j] = 1
            opened = j
        else:
            if opened is not None:
                _fill(states, opened, i, 3)
            states[i:j] = 2
            opened = None
    if opened is not None:
        _fill(states, opened, b, 7)


def _fill(states: Bytes, a: int, b: int, value: int) -> None:
    part = states[a:b]
    part[(part == 0) | (part == 6)] = value


def _closes_later(text: str, i: int, b: int) -> bool:
    return _SINGLE_CLOSE.search(text, i + 1, b) is not None


def _opens(mark: str, before: str, after: str, inside: bool) -> bool:
    looks_closing = after.isspace() and not before.isspace()
    if mark in _OPENING:
        return not (inside and looks_closing)
    if mark in _CLOSING:
        return not inside and before.isspace() and not after.isspace()
    return not inside and not looks_closing


@lru_cache(maxsize=WORK.network_words)
def _case(word: str) -> int:
    if not any(c.isalpha() for c in word):
        return 0
    if word.islower():
        return 1
    if word.isupper() and len(word) > 1:
        return 3
    return 2 if word[0].isupper() else 4


def encode(
    text: str, ids: Sequence[int], word_ids: Sequence[int | None], offsets: Sequence[tuple[int, int]]
) -> Encoded:
    """Adds the features to a tokenised text; the three sequences come from one ``tokenizers.Encoding``."""
    n = len(ids)
    spans = np.asarray(offsets, np.int64).reshape(-1, 2)
    owner = np.asarray([-1 if w is None else w for w in word_ids], np.int64)
    head = np.ones(n, bool)
    head[1:] = owner[1:] != owner[:-1]
    starts = np.flatnonzero(head)
    first = np.append(starts, n).astype(np.int64)
    start = spans[starts, 0]
    end = spans[first[1:] - 1, 1] if n else np.zeros(0, np.int64)
    cases = [_case(text[s:e]) for s, e in zip(start.tolist(), end.tolist(), strict=True)]
    case = np.repeat(np.asarray(cases, np.int64), np.diff(first))
    lines = paragraph_spans(text)
    states = quote_states(text, lines)
    paragraph = np.searchsorted(np.asarray([a for a, _ in lines], np.int64), start, side="right") - 1
    place = np.zeros(len(start), np.int64)
    if len(start):
        place[1:] = paragraph[1:] != paragraph[:-1]
        place[0] = 2
    quote = states[start].astype(np.int64) if len(start) else np.zeros(0, np.int64)
    return Encoded(
        text=text, ids=np.asarray(ids, np.int64), case=case, first=first, start=start, end=end,
        quote=quote, place=place, paragraph=paragraph.astype(np.int64), states=states,
    )  # fmt: skip


def windows(encoded: Encoded, limit: int) -> Iterator[Window]:
    """Cuts a text into windows of whole paragraphs with at most ``limit`` sub-words each, without overlap.

    A paragraph that is too long is cut after the end of a sentence where there is one. A cut that would part
    an unclosed quotation from the paragraph that continues it is moved to the paragraph before.
    """
    n = encoded.words
    bounds = [*np.flatnonzero(encoded.place).tolist(), n]
    a = 0
    while a < n:
        reach = int(np.searchsorted(encoded.first, encoded.first[a] + limit, side="right")) - 1
        reach = max(reach, a + 1)
        b = n if reach >= n else _cut(encoded, bounds, a, reach)
        yield Window(source=encoded, begin=a, end=b)
        a = b


def _cut(encoded: Encoded, bounds: Sequence[int], a: int, reach: int) -> int:
    least = a + (reach - a) * 2 // 5
    k = bisect.bisect_right(bounds, reach) - 1
    while bounds[k] > least:
        if not _continues(encoded, bounds[k]):
            return bounds[k]
        k -= 1
    k = bisect.bisect_right(bounds, reach) - 1
    if bounds[k] > least:
        return bounds[k]
    for j in range(reach - 1, least, -1):
        if encoded.text[encoded.start[j]] in ".?!" and encoded.quote[j] != 3:
            return j + 1
    return reach


def _continues(encoded: Encoded, word: int) -> bool:
    """Whether the paragraph that begins at ``word`` goes on with a quotation left open before it."""
    return word > 0 and encoded.quote[word] == 1 and encoded.quote[word - 1] == 7
