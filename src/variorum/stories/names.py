"""Names by their capitals: cheap, without a model, good enough to tell events apart.

A name is up to four capitalised words in a row, without the stop words at either end ("The Harbour Board");
a possessive ends one ("Norland's | Amara Quist"). A name of several words is followed by its last word, under
which people go later in a text. A single word is no name where the same text also writes it small.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from variorum.settings import LIKENESS
from variorum.text.hashes import among, code_points, distinct, stretch_hashes, sums_of, term_hashes
from variorum.text.late import late
from variorum.text.terms import stop_words
from variorum.text.words import kinds_of_signs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Letters of scripts that have capitals lie below the first, whatever else is read below the second.
_CAPITALS, _TABLE = 0x590, 0x3000
_LETTER, _CAPITAL, _JOINING, _SPACE = 1, 2, 4, 8
_JOINTS, _APOSTROPHES, _SPACES = "'\u2019.-", "'\u2019", " \u00a0"
_WORD = late(f"[^\\W_\\u3000-\\U0010ffff]+(?:[{_JOINTS}][^\\W_\\u3000-\\U0010ffff]+)*")
_POSSESSIVE = late(f"[{_APOSTROPHES}][sS]$")


class NameHashes(NamedTuple):
    """The hashes of the names of a text (see ``hashes.term_hash``) in its order, and where each begins."""

    hashes: NDArray[np.uint32]
    starts: NDArray[np.int64]


def names(text: str, language: str | None = None) -> list[str]:
    """Return the names of ``text`` in small letters, in its order; words are parted by one space."""
    text = unicodedata.normalize("NFC", text)
    folded, words = _lowered(text), list(_WORD.finditer(text))
    plain = [_POSSESSIVE.sub("", folded[word.start() : word.end()]) for word in words]
    small = {own for own, word in zip(plain, words, strict=True) if not _is_capital(word.group()[0])}
    stop = stop_words(language) or stop_words("en")
    found: list[str] = []
    for first, last in _runs(text, words):
        run = plain[first:last]
        while run and (run[0] in stop or len(run[0]) < 2):
            del run[0]
        while run and run[-1] in stop:
            del run[-1]
        if len(run) > 1:
            found += [" ".join(run), run[-1]]
        elif run and run[0] not in small:
            found += run
    return found


def _runs(text: str, words: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    """Return which words are together a name: places of the first and after the last."""
    runs: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        if not _is_capital(word.group()[0]):
            continue
        start, end = runs[-1] if runs else (0, -1)
        before = words[place - 1]
        joined = end == place and end - start < LIKENESS.name_words and not _POSSESSIVE.search(before.group())
        if joined and text[before.end() : word.start()] in set(_SPACES):
            runs[-1] = (start, place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def name_hashes(texts: Sequence[str], languages: Sequence[str | None]) -> list[NameHashes]:
    """Return the hashes of ``names(text, language)`` of each text; all at once, many times as fast."""
    import numpy as np

    composed = [text if text.isascii() else unicodedata.normalize("NFC", text) for text in texts]
    begins = np.array([0, *accumulate(len(text) + 1 for text in composed)], np.int64)
    words = _words("".join(f"{text}\n" for text in composed))
    owners = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(words.starts, begins)))
    sums = sums_of(words.codes)
    hashes = stretch_hashes(words.codes, words.starts, words.ends, np.zeros(len(words.starts), bool), sums)
    keys = owners.astype(np.uint64) << np.uint64(32) | hashes
    first, last = _trimmed(words, _stops(hashes, owners, languages))
    several = last - first > 0
    # Single words are compared with those written small in the same text.
    single = distinct(keys[first[~several]])
    small = keys[~words.capital]
    small = distinct(small[among(small, single)])
    kept = several | ~among(keys[first], small)
    first, last, several = first[kept], last[kept], several[kept]
    whole = stretch_hashes(
        words.codes, words.starts[first], words.ends[last], np.zeros(len(first), bool), sums
    )
    places = np.repeat(np.arange(len(first)), np.where(several, 2, 1))
    second = np.diff(places, prepend=-1) == 0
    found = np.where(second, hashes[last][places], whole[places])
    starts = (words.starts - begins[owners])[first][places]
    bounds = np.searchsorted(owners[first][places], np.arange(len(texts) + 1)).tolist()
    return [NameHashes(found[start:end], starts[start:end]) for start, end in pairwise(bounds)]


class _Words(NamedTuple):
    """The words of a text without possessives: where they are in ``codes``, which is in small letters.

    capital: which are capitalised. joined: which follow the one before within a name.
    """

    codes: NDArray[np.uint32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    capital: NDArray[np.bool_]
    joined: NDArray[np.bool_]


def _words(text: str) -> _Words:
    import numpy as np

    codes, folded = code_points(text), code_points(_lowered(text))
    kinds = _kinds().take(codes, mode="clip")
    inside = np.zeros(len(codes) + 1, bool)  # from the place before the first sign on
    inside[1:] = kinds & _LETTER
    joints = np.flatnonzero(kinds & _JOINING)
    # The first sign looks back at the last one, which is a line end.
    joints = joints[inside[joints] & inside[np.minimum(joints + 2, len(codes))]]
    inside[joints + 1] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    capital = (kinds[starts] & _CAPITAL) > 0
    long = ends - starts > 2
    owned = long & np.isin(folded[ends - np.where(long, 2, 1)], [ord(sign) for sign in _APOSTROPHES])
    owned &= folded[ends - 1] == ord("s")
    joined = np.zeros(len(starts), bool)
    joined[1:] = (starts[1:] - ends[:-1] == 1) & ((kinds[ends[:-1]] & _SPACE) > 0)
    joined[1:] &= capital[1:] & capital[:-1] & ~owned[:-1]
    folded = np.where(folded == ord(_SPACES[1]), np.uint32(ord(" ")), folded)
    return _Words(folded, starts, ends - 2 * owned, capital, joined)


def _trimmed(words: _Words, stops: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first and the last word of each name, stop words at either end left out."""
    import numpy as np

    places = np.flatnonzero(words.capital)
    joined = words.joined[places]
    starts = np.flatnonzero(~joined)
    run = np.cumsum(~joined) - 1
    begin = (np.arange(len(places)) - starts[run]) % LIKENESS.name_words == 0
    first = places[begin]
    last = places[np.append(begin, True)[1:]]
    short = words.ends - words.starts < 2
    for _ in range(LIKENESS.name_words):
        first = first + ((first <= last) & (stops | short)[np.minimum(first, last)])
    for _ in range(LIKENESS.name_words):
        last = last - ((first <= last) & stops[last])
    filled = first <= last
    return first[filled], last[filled]


def _stops(
    hashes: NDArray[np.uint32], owners: NDArray[np.int64], languages: Sequence[str | None]
) -> NDArray[np.bool_]:
    """Tell which words are stop words in the language of their text, of English where it has none here."""
    import numpy as np

    found = np.zeros(len(hashes), bool)
    for language in dict.fromkeys(languages):
        own = np.array([spoken == language for spoken in languages])
        stops = among(hashes, _stop_hashes(language))
        found |= stops if own.all() else stops & own[owners]
    return found


@lru_cache(maxsize=32)
def _stop_hashes(language: str | None) -> NDArray[np.uint32]:
    import numpy as np

    return np.sort(term_hashes(sorted(stop_words(language) or stop_words("en"))))


def _lowered(text: str) -> str:
    """Return ``text`` in small letters, sign by sign: what has no single small letter stays as it is."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)


def _is_capital(sign: str) -> bool:
    return ord(sign) < _CAPITALS and sign.isupper()


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    tests = {
        _LETTER: str.isalnum,
        _CAPITAL: _is_capital,
        _JOINING: _JOINTS.__contains__,
        _SPACE: _SPACES.__contains__,
    }
    return kinds_of_signs(_TABLE, tests)
