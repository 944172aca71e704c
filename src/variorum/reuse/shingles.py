"""Words as numbers with their places, and shingles: equal word n-grams have equal hashes anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from variorum.language.language import DEFAULT, language
from variorum.model.span import Span
from variorum.settings import WORK
from variorum.text.hashes import code_points, stretch_values
from variorum.text.late import late
from variorum.text.normalise import spelling_key
from variorum.text.seen import INVISIBLE
from variorum.text.terms import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Accents that combine, signs without width and apostrophes inside a word do not end it.
_JOINING = late(f"[\u0300-\u036f{INVISIBLE}'\u2018\u2019\u02bc]")
# Scripts written without spaces between words: each sign is a word of its own.
_UNSPACED = late(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_OTHER, _LETTER, _JOINER, _ACCENT, _SIGN = range(5)  # what a code point is to a word
_FACTOR = 0x9E3779B97F4A7C15  # odd, so that no bit of a word is lost (Knuth 1973, multiplicative hashing)
_KEPT_BITS = 19  # of printed words a process keeps the numbers of 2**19, 6 MB


class _Numbers:
    """A cache of the number of each printed word, which is the same in every process.

    Direct-mapped: each word has one slot, by the polynomial of its signs; of two words with one slot the
    later stays.
    """

    def __init__(self) -> None:
        import numpy as np

        self._words = np.zeros(1 << _KEPT_BITS, np.uint64)
        self._words[0] = 1  # no word: the place of 0 is the first, and 1 belongs elsewhere
        self._numbers = np.zeros(1 << _KEPT_BITS, np.uint32)

    def of(self, text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint32]:
        """Return the number of each word of ``text``, given where they stand."""
        import numpy as np

        values = stretch_values(code_points(text), starts, ends)
        places = (values * np.uint64(_FACTOR)) >> np.uint64(64 - _KEPT_BITS)
        numbers: NDArray[np.uint32] = self._numbers[places]
        missing = np.flatnonzero((self._words[places] != values) | (ends - starts > WORK.kept_word))
        if len(missing):
            for at in missing.tolist():
                numbers[at] = _number(text[starts[at] : ends[at]])
            kept = missing[ends[missing] - starts[missing] <= WORK.kept_word]
            # Of two words with one place both columns must take the same one.
            kept = kept[np.unique(places[kept], return_index=True)[1]]
            self._words[places[kept]], self._numbers[places[kept]] = values[kept], numbers[kept]
        return numbers


@lru_cache(maxsize=1)
def _numbers() -> _Numbers:
    return _Numbers()


def _number(printed: str) -> int:
    word = spelling_key(fold(printed), language(DEFAULT)).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(word, digest_size=4).digest(), "big")


def word_places(text: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return start and end of each word of ``text`` in code points, end exclusive; empty for no word."""
    import numpy as np

    codes = code_points(text)
    kinds = np.zeros(len(codes) + 2, np.uint8)  # nothing before the first sign and behind the last
    _kinds().take(codes, mode="clip", out=kinds[1:-1])
    for place in np.flatnonzero(codes > 0xFFFF).tolist():
        joins = _JOINER if _JOINING.match(text[place]) else _OTHER
        kinds[place + 1] = _LETTER if text[place].isalnum() else joins
    inside = kinds == _LETTER
    joining = (kinds == _JOINER) | (kinds == _ACCENT)
    if joining.any():
        starts, ends = _runs(joining)
        accents = np.concatenate([[0], np.cumsum(kinds == _ACCENT)])
        between = inside[ends] | (accents[ends] - accents[starts] == ends - starts)
        inside[joining] = np.repeat(inside[starts - 1] & between, ends - starts)
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

    signs = "".join(map(chr, range(0x10000)))
    kinds = np.full(len(signs), _OTHER, np.uint8)
    letters = np.fromiter(map(str.isalnum, signs), bool, len(signs))
    kinds[letters] = _LETTER
    for run in _UNSPACED.finditer(signs):
        own = slice(*run.span())
        kinds[own][letters[own]] = _SIGN
    for sign in _JOINING.findall(signs):
        kinds[ord(sign)] = _ACCENT if "\u0300" <= sign <= "\u036f" else _JOINER
    return kinds


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
        numbers = _numbers().of(text, starts, ends)
        own = np.ones(len(numbers), np.bool_)
        firsts = np.searchsorted(ends, [span.start for span in apart], "right").tolist()
        lasts = np.searchsorted(starts, [span.end for span in apart]).tolist()
        for first, last in zip(firsts, lasts, strict=True):
            own[first:last] = False
        begins = np.searchsorted(starts, [span.start for span in sentences])
        first = np.zeros(min(1, len(numbers)), np.int64)
        begins = np.concatenate([first, begins[begins < len(numbers)]])
        return cls(numbers=numbers, own=own, sentences=begins[np.diff(begins, prepend=-1) > 0])

    def packed(self) -> bytes:
        """Return the wording as bytes, a ninth longer than its numbers: for many that wait or travel."""
        import numpy as np

        sizes = np.array([len(self.numbers), len(self.sentences)], np.uint32)
        parts = (sizes, self.numbers, self.sentences.astype(np.uint32), np.packbits(self.own))
        return b"".join(part.tobytes() for part in parts)

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        """Return the wording that ``packed`` gave."""
        import numpy as np

        words, sentences = np.frombuffer(data, np.uint32, 2).tolist()
        begins = np.frombuffer(data, np.uint32, sentences, 4 * (2 + words))
        own = np.frombuffer(data, np.uint8, offset=4 * (2 + words + sentences))
        return cls(
            numbers=np.frombuffer(data, np.uint32, words, 8),
            own=np.unpackbits(own, count=words).view(np.bool_),
            sentences=begins.astype(np.int64),
        )

    @property
    def prose(self) -> int:
        """Return how many words are the reporter's prose."""
        return int(self.own.sum())


def run_hashes(words: NDArray[np.uint32], size: int) -> NDArray[np.uint64]:
    """Return a hash of each n-gram of ``size`` words, in order; none for fewer words.

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
    """Return the fingerprints of a text, rising: a sample of its n-grams that two texts sample alike.

    Of each ``window`` neighbouring n-grams of ``size`` words the least hash is kept (winnowing, Schleimer et
    al. 2003), so texts that share ``size + window - 1`` words in a row share a fingerprint; 2 in ``window +
    1`` n-grams are kept. N-grams that are mostly not the reporter's prose are left out before.
    """
    import numpy as np

    before = np.concatenate([[0], np.cumsum(wording.own)])
    inside = before[size:] - before[:-size] if len(before) > size else before[:0]
    hashes = run_hashes(wording.numbers, size)[2 * inside > size]
    if len(hashes) <= window:
        return np.sort(hashes)[:1]
    for step in _doublings(window):
        hashes = np.minimum(hashes[:-step], hashes[step:])
    changes = np.flatnonzero(hashes[1:] != hashes[:-1]) + 1
    least: NDArray[np.uint64] = np.sort(hashes[np.concatenate([[0], changes])])
    different: NDArray[np.uint64] = least[np.concatenate([[True], least[1:] != least[:-1]])]
    return different


def _doublings(window: int) -> Iterator[int]:
    """Yield by how much to shift at each step so that the last minimum is that of ``window`` neighbours."""
    covered = 1
    while covered < window:
        yield (step := min(covered, window - covered))
        covered += step
