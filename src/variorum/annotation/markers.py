"""One pass over a text that tells where the words stand that rules wait for.

A rule declares, beside its pattern, a marker: words of which it needs one. All words of a text are then
looked up once, in one table of all markers, and a rule reads only the stretches that hold one of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from variorum.language.language import Language
from variorum.settings import WORK

# Letters, digits, or the apostrophe of a decade ("’90s").
_WORD = re.compile(r"[^\W\d_]+|\d+|[’'](?=\d0s)")


class Marker(Struct, frozen=True, kw_only=True):
    """Words of which a rule needs one.

    words: gives them for a language: runs of letters, in small letters; as printed where ``printed``.
    whole: a digit or an underscore beside the word makes it another one. digits: numbers in digits are
    markers, too. number: its place among all markers.
    """

    words: Callable[[Language], Iterable[str]]
    printed: bool
    whole: bool
    digits: bool
    number: int


_DECLARED: list[Marker] = []


def marker(
    words: Callable[[Language], Iterable[str]],
    *,
    printed: bool = False,
    whole: bool = False,
    digits: bool = False,
) -> Marker:
    """Declare a marker: once for each rule, where its module is loaded."""
    _DECLARED.append(Marker(words=words, printed=printed, whole=whole, digits=digits, number=len(_DECLARED)))
    return _DECLARED[-1]


class _Table(dict[str, tuple[int, ...]]):
    """Which markers a printed word is of, by their numbers; a word is looked into when it is first met."""

    def __init__(self, lang: Language, declared: Sequence[Marker]) -> None:
        super().__init__()
        self._printed: dict[str, tuple[int, ...]] = {}
        self._lower: dict[str, tuple[int, ...]] = {}
        self._digits = tuple([each.number for each in declared if each.digits])
        for each in declared:
            known = self._printed if each.printed else self._lower
            for word in set(each.words(lang)):
                known[word] = (*known.get(word, ()), each.number)

    def __missing__(self, word: str) -> tuple[int, ...]:
        if word.isdigit():
            found = self._digits
        else:
            found = self._printed.get(word, ()) + self._lower.get(word.lower(), ())
        if len(self) >= WORK.marker_words:
            self.clear()
        self[word] = found
        return found


class Marked(Struct, frozen=True, eq=False, gc=False):
    """Where the markers of a text stand, in order: their matches and where these begin, for each marker."""

    matches: tuple[list[re.Match[str]], ...]
    starts: tuple[list[int], ...]

    def of(self, kind: Marker, start: int, end: int) -> list[re.Match[str]]:
        """Return the markers of a kind that begin from ``start`` on and before ``end``."""
        starts = self.starts[kind.number]
        first = bisect_left(starts, start)
        return self.matches[kind.number][first : bisect_left(starts, end, lo=first)]

    def holds(self, kind: Marker, start: int, end: int) -> bool:
        """Tell whether a marker of a kind begins from ``start`` on and before ``end``."""
        starts = self.starts[kind.number]
        first = bisect_left(starts, start)
        return first < len(starts) and starts[first] < end


def marked(text: str, lang: Language) -> Marked:
    """Return where the markers of ``text`` stand; the rules of one article ask one after the other."""
    return _marked(text, lang, len(_DECLARED))


@cache
def _table(lang: Language, count: int) -> _Table:
    return _Table(lang, _DECLARED[:count])


@lru_cache(maxsize=2)
def _marked(text: str, lang: Language, count: int) -> Marked:
    table = _table(lang, count)
    matches: tuple[list[re.Match[str]], ...] = tuple([[] for _ in range(count)])
    for match, kinds in [(match, kinds) for match in _WORD.finditer(text) if (kinds := table[match[0]])]:
        for number in kinds:
            if not _DECLARED[number].whole or _is_whole(text, match):
                matches[number].append(match)
    return Marked(matches, tuple([[match.start() for match in found] for found in matches]))


def _is_whole(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    return not (_goes_on(text[start - 1 : start]) or _goes_on(text[end : end + 1]))


def _goes_on(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
