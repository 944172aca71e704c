"""The words of many texts at once, as hashes: what ``terms`` finds in one text, by sums over all signs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from variorum.settings import TEXTS
from variorum.text.hashes import among, code_points, stretch_hashes, term_hashes
from variorum.text.terms import folded, folded_words, is_unspaced, languages, stop_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Code points whose kind is looked up in a table; letters beyond it are read one text at a time.
_TABLE = 0x3000
_LETTER, _DECIMAL, _DIGIT, _JOINING, _SLOW = 1, 2, 4, 8, 16
# Longer texts are read by themselves as well: arrays grow with what is read at once.
_LONG = 1 << 18


class HashedWords(NamedTuple):
    """The words of several texts, one after the other, stop words too.

    hashes: see ``hashes.term_hash``. single: which are one letter. starts: where those of each text start,
    and at the end the number of all.
    """

    hashes: NDArray[np.uint32]
    single: NDArray[np.bool_]
    starts: NDArray[np.int64]


def words_of(texts: Sequence[str]) -> HashedWords:
    """Return the words of ``texts``, in their order; memory is some 40 bytes a sign."""
    import numpy as np

    plain = list(map(folded, texts))
    slow = {place for place, text in enumerate(plain) if len(text) > _LONG}
    codes, kinds, ends = _signs(["" if place in slow else text for place, text in enumerate(plain)])
    slow.update(np.searchsorted(ends, np.flatnonzero(kinds & _SLOW), side="right").tolist())
    hashes, single, starts = _stretches(codes, kinds, ends)
    if not slow:
        return HashedWords(hashes, single, starts)
    parts = []
    for place, text in enumerate(plain):
        own = slice(starts[place], starts[place + 1])
        parts.append(_read(text) if place in slow else (hashes[own], single[own]))
    return HashedWords(
        np.concatenate([part for part, _ in parts]),
        np.concatenate([part for _, part in parts]),
        np.array([0, *accumulate(len(part) for part, _ in parts)], np.int64),
    )


def _signs(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.uint8], NDArray[np.int64]]:
    """Return the code points of all texts, a line end after each, their kinds, and where each text ends."""
    import numpy as np

    codes = code_points("".join(f"{text}\n" for text in texts))
    kinds = _kinds().take(codes, mode="clip")
    beyond = np.flatnonzero(codes >= _TABLE)
    if len(beyond):
        # Emoji and the like are no letters; whatever is one makes its text a slow one.
        known, places = np.unique(codes[beyond], return_inverse=True)
        letters = np.fromiter((chr(code).isalnum() for code in known.tolist()), bool, len(known))
        kinds[beyond] = np.where(letters[places], _SLOW, 0)
    return codes, kinds, np.fromiter(accumulate(len(text) + 1 for text in texts), np.int64, len(texts))


def _stretches(
    codes: NDArray[np.uint32], kinds: NDArray[np.uint8], ends: NDArray[np.int64]
) -> tuple[NDArray[np.uint32], NDArray[np.bool_], NDArray[np.int64]]:
    """Return the words as in ``HashedWords``: letters and digits in a row, and what joins two digits."""
    import numpy as np

    inside = np.zeros(len(codes) + 1, bool)  # from the place before the first sign on
    inside[1:] = kinds & _LETTER
    joints = np.flatnonzero(kinds & _JOINING)
    # The first sign looks back at the last one, which is a line end.
    joints = joints[(kinds[joints - 1] & kinds[joints + 1] & _DECIMAL) > 0]
    inside[joints + 1] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    first, last = edges[::2], edges[1::2]
    figures = (kinds[first] & _DIGIT) > 0
    starts = np.concatenate([np.zeros(1, np.int64), np.searchsorted(first, ends)])
    return stretch_hashes(codes, first, last, figures), (last - first == 1) & ~figures, starts


def _read(text: str) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Return hashes of the words of one folded text and which are one letter, word by word."""
    import numpy as np

    words = folded_words(text)
    single = (len(word) == 1 and not word.isdigit() for word in words)
    return term_hashes(words), np.fromiter(single, bool, len(words))


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    tests = {
        _LETTER: str.isalnum,
        _DECIMAL: str.isdecimal,
        _DIGIT: str.isdigit,
        _JOINING: ".,".__contains__,
        _SLOW: is_unspaced,
    }
    return kinds_of_signs(_TABLE, tests)


def kinds_of_signs(end: int, tests: Mapping[int, Callable[[str], bool]]) -> NDArray[np.uint8]:
    """Return for each code point below ``end`` the bits of the tests that it passes; for ``end`` itself none.

    Looked up with ``take(codes, mode="clip")``, so that all code points beyond are of no kind.
    """
    import numpy as np

    kinds = np.zeros(end + 1, np.uint8)
    signs = list(map(chr, range(end)))
    for bit, test in tests.items():
        kinds[:end] |= np.fromiter(map(test, signs), bool, end) * np.uint8(bit)
    return kinds


def languages_of(words: HashedWords) -> list[str]:
    """Return for each text the language (ISO 639-1) whose stop words are most of its first 200 words.

    One of those with stop words here; English where none is.
    """
    import numpy as np

    codes = languages()
    rows = np.repeat(np.arange(len(words.starts) - 1), np.diff(words.starts))
    telling = np.arange(len(rows)) - words.starts[rows] < TEXTS.telling
    rows, spoken = rows[telling], _spoken(words.hashes[telling])
    counts = np.zeros((len(codes), len(words.starts) - 1), np.int64)
    for place, code in enumerate(codes):
        counts[place] = 2 * np.bincount(rows[(spoken >> np.uint32(place) & 1) > 0], minlength=counts.shape[1])
        counts[place] += code == "en"  # of equals English
    return (
        [codes[place] for place in counts.argmax(axis=0).tolist()] if len(rows) else ["en"] * counts.shape[1]
    )


def telling(words: HashedWords, spoken: Sequence[str]) -> list[NDArray[np.uint32]]:
    """Return for each text the hashes of the words that say what it is about, in order; as ``terms.terms``.

    spoken: the language of each text, one of ``terms.languages``.
    """
    import numpy as np

    codes = {code: number for number, code in enumerate(languages())}
    own = np.repeat(np.array([codes[code] for code in spoken], np.uint32), np.diff(words.starts))
    says = ((_spoken(words.hashes) >> own & np.uint32(1)) == 0) & ~words.single
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(says)])
    kept, cuts = words.hashes[says], before[words.starts].tolist()
    return [kept[start:end] for start, end in zip(cuts[:-1], cuts[1:], strict=True)]


def _spoken(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return in which languages each word is a stop word, a bit for each of ``terms.languages``."""
    import numpy as np

    known, bits = _stop_bits()
    found = np.zeros(len(hashes), np.uint32)
    stops = np.flatnonzero(among(hashes, known))
    found[stops] = bits[np.searchsorted(known, hashes[stops])]
    return found


@lru_cache(maxsize=1)
def _stop_bits() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the hashes of all stop words, rising, with their languages."""
    import numpy as np

    found: dict[str, int] = {}
    for place, code in enumerate(languages()):
        for word in stop_words(code):
            found[word] = found.get(word, 0) | 1 << place
    hashes, bits = term_hashes(list(found)), np.array(list(found.values()), np.uint32)
    order = np.argsort(hashes)
    return hashes[order], bits[order]
