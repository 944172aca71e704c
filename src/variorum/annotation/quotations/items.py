"""Words, punctuation and quoted regions of a paragraph as one flat row of items."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

from variorum.model import Span
from variorum.settings import QUOTATIONS
from variorum.text.marks import QuotedRegion

_TOKEN = re.compile(
    r"([a-z]++(?![\w'’\-&/]|[.,]\w)"  # most words: no row below fits better here
    r"|(?:[^\W\d_]\.){2,}|[A-Z]\.(?=\s)"  # U.S., Robert B. Smith
    r"|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Lt|Gen|Col|Sgt|Rev|Prof|St|Jr|Sr|Inc|Corp|Co|No|Capt|Maj|Brig|Cmdr|Adm|Cpl|Pvt"
    r"|Det|Supt|Insp|Hon|Fr|Amb|Atty|Messrs|Esq|Ph\.\s?D|D\.\s?Phil)\."
    r"|[$€£#@]?\w+(?:[.,]\d+)*(?:['’\-&/]\w+)*"
    r"|\.{3,}|(?:\. ){2,}\.|--+|[^\w\s])"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}")
_TERMINAL = frozenset(".?!…")


class Item(Struct, gc=False):
    """A word, a punctuation mark, or a whole quoted region (``region`` set, ``low`` is the empty string).

    low: the word in lower case. capital: whether its first letter is one.
    """

    start: int
    end: int
    low: str
    capital: bool = False
    region: QuotedRegion | None = None

    @property
    def is_word(self) -> bool:
        """Tell whether it is a word or a number."""
        return bool(self.low) and (self.low[0].isalnum() or self.low[0] in "$€£#@")


Unit = list[Item]


def units_of(text: str, span: Span, sentences: Sequence[Span], regions: Sequence[QuotedRegion]) -> list[Unit]:
    """Return the items of a paragraph by sentence; a sentence never ends inside a quoted region.

    regions: the outermost ones of the paragraph, in order.
    """
    ends = [sentence.end for sentence in sentences]
    units: list[Unit] = [[]]
    position = span.start
    for region in regions:
        _words(text, position, region.span.start, ends, units)
        if units[-1] and text[region.span.start - 1] in _TERMINAL:  # 'It is over."We lost," she said.'
            units.append([])
        units[-1].append(Item(region.span.start, region.span.end, "", region=region))
        position = region.span.end
        if _ends_unit(text, region, span.end):
            units.append([])
    _words(text, position, span.end, ends, units)
    longest = QUOTATIONS.unit
    if max(map(len, units)) <= longest:
        return [unit for unit in units if unit]
    return [unit[at : at + longest] for unit in units for at in range(0, len(unit), longest)]


def _words(text: str, start: int, end: int, ends: list[int], units: list[Unit]) -> None:
    """Add the words between ``start`` and ``end``, opening a unit where a sentence ends."""
    following = bisect_right(ends, start)
    limit = ends[following] if following < len(ends) else end
    unit = units[-1]
    # Cut in one go, words and what stands between them: a third less time than a match for each word.
    pieces = _TOKEN.split(text[start:end])
    offsets = list(accumulate(map(len, pieces), initial=start))
    words, starts = pieces[1::2], offsets[1::2]
    capitals = [word[0].isupper() for word in words]
    items = list(map(Item, starts, offsets[2::2], map(str.lower, words), capitals))
    done = 0
    while done < len(items):
        upto = bisect_left(starts, limit, done)
        unit += items[done:upto]
        done = upto
        if done < len(items):
            if unit:
                unit = []
                units.append(unit)
            following = bisect_right(ends, starts[done])
            limit = ends[following] if following < len(ends) else end
    if end >= limit and end > start and units[-1]:
        units.append([])


def _ends_unit(text: str, region: QuotedRegion, limit: int) -> bool:
    """Tell whether a full stop stands inside the closing mark and something new begins behind it."""
    if _last_character(text, region) != ".":
        return False
    if _INITIALS.fullmatch(text, region.inner.start, region.inner.end):
        return False  # Thomas “T.J.” Wick
    rest = text[region.span.end : min(limit, region.span.end + 3)].lstrip()
    return bool(rest) and not rest[0].islower() and rest[0] not in ",;:)-–—―"


def _last_character(text: str, region: QuotedRegion) -> str:
    """Return the last character inside the marks, blanks aside: 'It is over. "'; none for no words."""
    end = region.inner.end
    while end > region.inner.start and text[end - 1].isspace():
        end -= 1
    return text[end - 1] if end > region.inner.start else ""


def asks_for_attribution(text: str, region: QuotedRegion) -> bool:
    """Tell whether the region ends as before "she said": comma, question or exclamation mark, dash."""
    last = _last_character(text, region)
    return last in ",?!…-–—" and last != ""


def ends_sentence(text: str, region: QuotedRegion) -> bool:
    """Tell whether the last character inside the marks ends a sentence."""
    last = _last_character(text, region)
    return last in _TERMINAL and last != ""


def begins_sentence(text: str, region: QuotedRegion) -> bool:
    """Tell whether the quoted words begin like a sentence: a capital, a digit, an ellipsis or a bracket."""
    for character in text[region.inner.start : region.inner.end]:
        if character.isalpha():
            return not character.islower()
        if character.isdigit() or character in ".…[(@#$":
            return True
    return False
