"""Seeds: hashed bigrams of searched words. They propose where a passage may stand, and never prove it.

Searched words are what survives every change that is mere typography: letters alone, without accents and
case, in one spelling. Numbers, units and "and" are left out, since ``5 %``, ``five per cent`` and ``&`` are
printed in many ways, and so are single letters and clitics (``I``, ``U.S.``, ``'re``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from variorum.language.language import DEFAULT, language
from variorum.settings import SEARCH
from variorum.text.normalise import spelling_key
from variorum.text.seen import INVISIBLE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 32  # of a seed; what falls together by chance is refused when the words are compared
# Scripts written without spaces between words: each sign is a word of its own.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = f"[^\\W\\d_{_UNSPACED}]"
_WORD = re.compile(f"{_LETTER}+(?:[\u0300-\u036f{INVISIBLE}]+{_LETTER}*)*|[{_UNSPACED}]")
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)  # odd: no bit of a word is lost


class _Numbers(dict[str, int]):
    """The number of each printed word, 0 for one that is not searched; filled as words are met."""

    def __missing__(self, surface: str) -> int:
        if len(self) > 2_000_000:  # a run over many million words keeps its memory bounded
            self.clear()
        number = self[surface] = _number(surface)
        return number


_numbers = _Numbers()


def searched(text: str) -> list[int]:
    """Return the numbers of the searched words of ``text``, in order; none for a text without any.

    A number is a 64-bit hash of the folded word, the same on every machine and in every process.
    """
    return [number for number in map(_numbers.__getitem__, _WORD.findall(text)) if number]


def searched_places(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, int]]:
    """Return ``(number, start, end)`` of each searched word of ``text[start:end]``; offsets into ``text``."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [(number, match.start(), match.end()) for match in found if (number := _numbers[match.group()])]


def seeds(words: list[int], size: int = SEARCH.gram) -> NDArray[np.uint32]:
    """Return the seed of each n-gram of ``size`` words, in order; none for fewer words."""
    import numpy as np

    if len(words) < size:
        return np.empty(0, np.uint32)
    numbers = np.array(words, np.uint64)
    count = len(words) - size + 1
    mixed = np.zeros(count, np.uint64)
    for at in range(size):
        # Turned after each word, so that the order of words counts.
        mixed = (mixed ^ numbers[at : at + count]) * np.uint64(_FACTORS[at % 3])
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(64 - BITS)).astype(np.uint32)


def _number(surface: str) -> int:
    folded = surface.lower()
    if not folded.isascii():
        opened = unicodedata.normalize("NFKD", surface.casefold())
        folded = "".join(sign for sign in opened if sign.isalpha())
    if len(folded) < 2 and folded.isascii() or folded in _left_out() or surface in _roman():
        return 0
    digest = blake2b(
        spelling_key(folded, language(DEFAULT)).encode("utf-8", "surrogatepass"), digest_size=8
    ).digest()
    return int.from_bytes(digest, "big") | 1


@lru_cache(maxsize=1)
def _left_out() -> frozenset[str]:
    """Return the words for numbers and units, and clitics; what collation takes for the same as digits."""
    forms = language(DEFAULT).forms
    words = {*forms.numbers, *forms.scales, *forms.ordinals, *forms.units, *forms.units.values()}
    words |= forms.fractions | {clitic.strip("'") for clitic in forms.clitics}
    return frozenset(words | set(forms.symbols.values()) | {"per", "cent", "percent", "and"})


@lru_cache(maxsize=1)
def _roman() -> frozenset[str]:
    return frozenset(language(DEFAULT).forms.roman)
