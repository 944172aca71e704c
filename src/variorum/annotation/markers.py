"""One pass over a text that tells where the words stand that rules wait for.

A rule has, beside its pattern, a marker: words of which it needs one. ``MARKERS`` are all there are. All
words of a text are looked up once, in one table of these, and a rule reads only the stretches that hold one
of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from msgspec import Struct

from variorum.annotation.dates.grammar import date_triggers
from variorum.language.language import Language
from variorum.settings import WORK
from variorum.text.numbers import number_words

# Letters, digits, or the apostrophe of a decade ("’90s").
_WORD = re.compile(r"[^\W\d_]+|\d+|[’'](?=\d0s)")
_LETTERS = re.compile(r"\w+")


class Marker(Struct, frozen=True, kw_only=True):
    """Words of which a rule needs one.

    words: gives them for a language: runs of letters, in small letters; as printed where ``printed``.
    whole: a digit or an underscore beside the word makes it another one. digits: numbers in digits are
    markers, too. number: its place among ``MARKERS``.
    """

    number: int
    words: Callable[[Language], Iterable[str]]
    printed: bool = False
    whole: bool = False
    digits: bool = False


@cache
def figure_triggers(lang: Language) -> frozenset[str]:
    """Return the words that figures begin with, as printed; digits begin figures too."""
    tables = number_words(lang)
    words = {*tables.words, *tables.scales, *tables.lead}.difference(tables.behind)
    words |= {part for phrase in tables.vague.before for part in phrase.split()[:1]}
    words |= set(tables.decades)
    words |= {*tables.ordinals, *tables.fractions, *tables.vague.words}
    # Capitals as entries of their own spare every word of a text a change of case.
    return frozenset({*words, *(word.capitalize() for word in words), *(word.upper() for word in words)})


def _begin_cues(lang: Language) -> Iterator[str]:
    """Yield the runs of letters in the first words of cues."""
    for row in lang.cues.rows:
        for form in row.forms:
            yield from _LETTERS.findall(form.split()[0])


DATES = Marker(number=0, words=date_triggers, printed=True, digits=True)
# Times, too: "seven o’clock" begins with a number.
NUMBERS = Marker(
    number=1, words=lambda lang: figure_triggers(lang) | lang.dates.parts.times, printed=True, digits=True
)
TIMES = Marker(number=2, words=lambda lang: lang.dates.parts.times, printed=True, digits=True)
# What stands before the first full stop or blank of letters behind a name: "Ph.D.", "Esq.".
LETTERS = Marker(number=3, words=lambda lang: lang.people.suffixes.letters, printed=True)
CUES = Marker(number=4, words=_begin_cues, whole=True)
PRONOUNS = Marker(number=5, words=lambda lang: lang.words.free_pronoun, whole=True)

MARKERS = (DATES, NUMBERS, TIMES, LETTERS, CUES, PRONOUNS)


class _Table(dict[str, tuple[int, ...]]):
    """Which markers a printed word is of, by their numbers; a word is looked into when it is first met."""

    def __init__(self, lang: Language) -> None:
        super().__init__()
        self._printed: dict[str, tuple[int, ...]] = {}
        self._lower: dict[str, tuple[int, ...]] = {}
        self._digits = tuple([each.number for each in MARKERS if each.digits])
        for each in MARKERS:
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


@cache
def _table(lang: Language) -> _Table:
    return _Table(lang)


@lru_cache(maxsize=2)
def marked(text: str, lang: Language) -> Marked:
    """Return where the markers of ``text`` stand; the rules of one article ask one after the other."""
    table = _table(lang)
    matches: tuple[list[re.Match[str]], ...] = tuple([[] for _ in MARKERS])
    for match, kinds in [(match, kinds) for match in _WORD.finditer(text) if (kinds := table[match[0]])]:
        for number in kinds:
            if not MARKERS[number].whole or _is_whole(text, match):
                matches[number].append(match)
    return Marked(matches, tuple([[match.start() for match in found] for found in matches]))


def _is_whole(text: str, match: re.Match[str]) -> bool:
    start, end = match.span()
    return not (_goes_on(text[start - 1 : start]) or _goes_on(text[end : end + 1]))


def _goes_on(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
