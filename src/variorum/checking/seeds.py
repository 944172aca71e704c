"""Seeds: hashed bigrams of searched words. They propose where a passage may stand, and never prove it.

Searched words are what survives every change that is mere typography: letters alone, without accents and
case, in one spelling. Numbers, units and "and" are left out, since ``5 %``, ``five per cent`` and ``&`` are
printed in many ways, and so are single letters and clitics (``I``, ``U.S.``, ``'re``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from variorum.language.language import DEFAULT, Language, language
from variorum.settings import SEARCH
from variorum.text.late import late
from variorum.text.normalise import spelling_key
from variorum.text.seen import INVISIBLE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 32  # of a seed; what falls together by chance is refused when the words are compared
# Scripts written without spaces between words: each sign is a word of its own.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = f"[^\\W\\d_{_UNSPACED}]"
_WORD = late(f"{_LETTER}+(?:[\u0300-\u036f{INVISIBLE}]+{_LETTER}*)*|[{_UNSPACED}]")
# Most reports have no letters but these, and no other signs than these beside them: twice as fast to cut.
_PLAIN_WORD = late("[A-Za-z]+")
_NOT_PLAIN = late(
    "[^\\x00-\xa9\xab\xac\xae-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7\u2000-\u200a\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]"
)
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)  # odd: no bit of a word is lost


class _Numbers(dict[str, int]):
    """The number of each printed word, 0 for one that is not searched; filled as words are met."""

    def __missing__(self, surface: str) -> int:
        if len(self) > 2_000_000:  # a run over many million words keeps its memory bounded
            self.clear()
        number = self[surface] = _number(surface)
        return number


_numbers = _Numbers()


def printed_words(text: str) -> list[str]:
    """Return the words of ``text`` as they are printed, also those that are not searched, in order."""
    return (_WORD if _NOT_PLAIN.search(text) else _PLAIN_WORD).findall(text)


def numbered(words: Iterable[str]) -> list[int]:
    """Return the number of each of ``printed_words``; 0 for one that is not searched.

    A number is a 64-bit hash of the folded word, the same on every machine and in every process.
    """
    return list(map(_numbers.__getitem__, words))


def searched(text: str) -> list[int]:
    """Return the numbers of the searched words of ``text``, in order; none for a text without any."""
    return list(filter(None, numbered(printed_words(text))))


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
    lang, left_out, roman = _rules()
    if len(folded) < 2 and folded.isascii() or folded in left_out or surface in roman:
        return 0
    spelt = spelling_key(folded, lang).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(spelt, digest_size=8).digest(), "big") | 1


@lru_cache(maxsize=1)
def _rules() -> tuple[Language, frozenset[str], frozenset[str]]:
    """Return the language of seeds, the words that are left out, and the numbers written in Roman letters."""
    lang = language(DEFAULT)
    return lang, _left_out(lang), frozenset(lang.forms.roman)


def _left_out(lang: Language) -> frozenset[str]:
    """Return the words for numbers and units, and clitics; what collation takes for the same as digits."""
    forms = lang.forms
    words = {*forms.numbers, *forms.scales, *forms.ordinals, *forms.units, *forms.units.values()}
    words |= forms.fractions | {clitic.strip("'") for clitic in forms.clitics}
    return frozenset(words | set(forms.symbols.values()) | {"per", "cent", "percent", "and"})
