"""The words of a text as numbers with their places: equal runs of words have equal hashes anywhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from variorum.model.span import Span
from variorum.text.normalise import spelling_key
from variorum.text.terms import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Accents that combine, soft hyphens, joiners and apostrophes inside a word do not end it.
_JOINING = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060'\u2018\u2019\u02bc]")
# Scripts written without spaces between words: each sign is a word of its own.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
_OTHER, _LETTER, _JOINER, _ACCENT, _SIGN = range(5)  # what a code point is to a word
_FACTOR = 0x9E3779B97F4A7C15  # odd, so that no bit of a word is lost (Knuth 1973, multiplicative hashing)
_MOST_WORDS = 1_000_000  # printed words whose numbers a process keeps


class _Numbers(dict[str, int]):
    """The number of each printed word, the same in every process; filled as words are met."""

    def __missing__(self, printed: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        word = spelling_key(fold(printed)).encode("utf-8", "surrogatepass")
        number = self[printed] = int.from_bytes(blake2b(word, digest_size=4).digest(), "big")
        return number


_numbers = _Numbers()


def word_places(text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return start and end of each word of ``text`` in code points, end exclusive; empty for no word."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = np.concatenate([[_OTHER], _kinds()[np.minimum(codes, 0xFFFF)], [_OTHER]])
    for place in np.flatnonzero(codes > 0xFFFF).tolist():
        kinds[place + 1] = _LETTER if text[place].isalnum() else _OTHER
    joining = (kinds == _JOINER) | (kinds == _ACCENT)
    inside = kinds == _LETTER
    if joining.any():
        for start, end in zip(*_runs(joining), strict=True):
            between = inside[end] or (kinds[start:end] == _ACCENT).all()
            inside[start:end] = inside[start - 1] and between
    starts, ends = _runs(inside)
    signs = np.flatnonzero(kinds == _SIGN)
    if len(signs):
        starts, ends = np.sort(np.append(starts, signs)), np.sort(np.append(ends, signs + 1))
    return starts - 1, ends - 1


def _runs(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return starts and ends of the runs of True; the mask begins and ends with False."""
    import numpy as np

    edges = np.flatnonzero(mask[1:] != mask[:-1]) + 1
    return edges[::2], edges[1::2]


@lru_cache(maxsize=1)
def _kinds() -> NDArray[np.uint8]:
    """Return what each of the first 65,536 code points is to a word."""
    import numpy as np

    def kind(sign: str) -> int:
        if _JOINING.match(sign):
            return _ACCENT if "\u0300" <= sign <= "\u036f" else _JOINER
        if not sign.isalnum():
            return _OTHER
        return _SIGN if _UNSPACED.match(sign) else _LETTER

    return np.array([kind(chr(code)) for code in range(0x10000)], np.uint8)


class Wording(Struct, frozen=True, kw_only=True):
    """The words of a text, places counted in words.

    numbers: uint32 of each word, of its letters alone: case, accents' composition, apostrophes and the
        spelling of a house (colour, color) change nothing. The same on every machine.
    own: whether a word counts as the reporter's prose; words of a quotation or of furniture do not.
    sentences: where each sentence begins, rising, the first at 0; empty for a text without words.
    """

    numbers: NDArray[np.uint32]
    own: NDArray[np.bool_]
    sentences: NDArray[np.int64]

    @classmethod
    def of(cls, text: str, sentences: Sequence[Span], apart: Sequence[Span] = ()) -> Self:
        """Return the wording of ``text``.

        sentences: its sentences, in order. apart: spans, in any order and overlapping at will, of what is
            not its reporter's prose.
        """
        import numpy as np

        starts, ends = word_places(text)
        words = (text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))
        numbers = np.fromiter(map(_numbers.__getitem__, words), np.uint32, len(starts))
        own = np.ones(len(numbers), np.bool_)
        firsts = np.searchsorted(ends, [span.start for span in apart], "right").tolist()
        lasts = np.searchsorted(starts, [span.end for span in apart]).tolist()
        for first, last in zip(firsts, lasts, strict=True):
            own[first:last] = False
        begins = np.searchsorted(starts, [0, *(span.start for span in sentences)])
        return cls(numbers=numbers, own=own, sentences=np.unique(begins[begins < len(numbers)]))

    @property
    def prose(self) -> int:
        """Return how many words are the reporter's prose."""
        return int(self.own.sum())


def run_hashes(words: NDArray[np.uint32], size: int) -> NDArray[np.uint64]:
    """Return a hash of each run of ``size`` words, in order; none for fewer words.

    Raises ValueError when ``size`` is below 1.
    """
    import numpy as np

    if size < 1:
        raise ValueError(f"a run needs at least one word, not {size}")
    numbers = words.astype(np.uint64)
    count = max(0, len(numbers) - size + 1)
    mixed = np.zeros(count, np.uint64)
    for at in range(size):
        # Turned after each word, so that the order of words counts.
        mixed = (mixed ^ numbers[at : at + count]) * np.uint64(_FACTOR)
        mixed ^= mixed >> np.uint64(29)
    return mixed


def fingerprints(wording: Wording, size: int, window: int) -> NDArray[np.uint64]:
    """Return hashes of some runs of ``size`` words, rising: a sample that two texts draw alike.

    Of each ``window`` neighbouring runs the least hash is kept (winnowing, Schleimer et al. 2003), so texts
    that share ``size + window - 1`` words in a row share a fingerprint; 2 in ``window + 1`` runs are kept.
    Runs that are mostly not the reporter's prose are left out before.
    """
    import numpy as np

    before = np.concatenate([[0], np.cumsum(wording.own)])
    inside = before[size:] - before[:-size] if len(before) > size else before[:0]
    hashes = run_hashes(wording.numbers, size)[2 * inside > size]
    if len(hashes) <= window:
        return np.unique(hashes[:1] if not len(hashes) else hashes.min(keepdims=True))
    return np.unique(np.lib.stride_tricks.sliding_window_view(hashes, window).min(axis=1))
