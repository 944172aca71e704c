"""Terms as numbers: quick to count and to compare, the same on every machine.

The hash of a term is the polynomial of its code points to an odd base, modulo 2**64 (Karp and Rabin 1987),
mixed and cut to 31 bits. So the hashes of all stretches of a text come from one sum that runs over its signs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Number = TypeVar("Number", bound="np.generic")
# Odd, so that it has an inverse; digits of the golden ratio, as in Knuth (vol. 3, 6.4).
_BASE = 0x9E3779B97F4A7C15
# Mixes high digits into low ones (the finaliser of SplitMix64, Steele et al. 2014).
_FACTOR = 0xBF58476D1CE4E5B9
_FIRST_SHIFT, _SECOND_SHIFT = 32, 29
_ALL = (1 << 64) - 1
# Shorter texts use the powers of texts of 2**16 signs: half a megabyte, made once.
_LEAST_BITS = 16
_FIGURE = 1 << 31
_BELOW_FIGURES = _FIGURE - 1


def term_hash(term: str) -> int:
    """Return a number from 1 below 2**32 for a term.

    The highest bit tells whether it begins with a digit (``is_figure``).
    """
    value = 0
    for sign in term:
        value = (value * _BASE + ord(sign)) & _ALL
    value ^= value >> _FIRST_SHIFT
    value = value * _FACTOR & _ALL
    value ^= value >> _SECOND_SHIFT
    number = value & _BELOW_FIGURES or 1
    return number | _FIGURE if term[:1].isdigit() else number


def term_hashes(terms: Sequence[str]) -> NDArray[np.uint32]:
    """Return ``term_hash`` of each term, in order; many times as fast."""
    import numpy as np

    ends = np.fromiter(accumulate(map(len, terms)), np.int64, len(terms))
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])[: len(terms)]
    figures = np.fromiter((term[:1].isdigit() for term in terms), bool, len(terms))
    return stretch_hashes(code_points("".join(terms)), starts, ends, figures)


def is_figure(hashes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which hashes are of terms that begin with a digit."""
    return hashes >= _FIGURE


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of ``text``; lone surrogates count as any other."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def stretch_hashes(
    codes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    figures: NDArray[np.bool_],
    sums: NDArray[np.uint64] | None = None,
) -> NDArray[np.uint32]:
    """Return ``term_hash`` of some stretches of a text, of which ``figures`` begin with a digit.

    codes: of the text. starts, ends: indices into them, end exclusive. sums: ``sums_of(codes)``, where they
    are needed more than once.
    """
    import numpy as np

    values = stretch_values(codes, starts, ends, sums)
    values ^= values >> np.uint64(_FIRST_SHIFT)
    values *= np.uint64(_FACTOR)
    values ^= values >> np.uint64(_SECOND_SHIFT)
    numbers: NDArray[np.uint32] = np.maximum((values & np.uint64(_BELOW_FIGURES)).astype(np.uint32), 1)
    numbers[figures] |= np.uint32(_FIGURE)
    return numbers


def stretch_values(
    codes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    sums: NDArray[np.uint64] | None = None,
) -> NDArray[np.uint64]:
    """Return the polynomial of each of some stretches of a text: 64 bits, not mixed.

    codes: of the text. starts, ends: indices into them, end exclusive. Two stretches have the same polynomial
    by a chance in 2**64, but for such as are made for it, which have a thousand signs.
    """
    import numpy as np

    rising, _ = _powers(max(_LEAST_BITS, len(codes).bit_length()))
    sums = sums_of(codes) if sums is None else sums
    values: NDArray[np.uint64] = (sums[ends] - sums[starts]) * rising[np.maximum(ends - 1, 0)]
    return values


def sums_of(codes: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """Return what the polynomials of all stretches of a text are made from: a number for each place in it."""
    import numpy as np

    _, falling = _powers(max(_LEAST_BITS, len(codes).bit_length()))
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(codes * falling[: len(codes)], out=sums[1:])
    return sums


def among(numbers: NDArray[Any], known: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which of ``numbers`` are in ``known``, which rises; both unsigned, and spread as hashes are."""
    import numpy as np

    found = np.zeros(len(numbers), bool)
    if len(known):
        # Most are not there, and most of those are told by their last bits.
        last = known.dtype.type((1 << min(16, len(known).bit_length() + 4)) - 1)
        table = np.zeros(int(last) + 1, bool)
        table[known & last] = True
        likely = np.flatnonzero(table[numbers & last])
        places = np.minimum(np.searchsorted(known, numbers[likely]), len(known) - 1)
        found[likely] = known[places] == numbers[likely]
    return found


@lru_cache(maxsize=8)
def _powers(bits: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the powers of the base and of its inverse, ``2**bits`` of each."""
    return _powers_of(_BASE, 1 << bits), _powers_of(pow(_BASE, -1, 1 << 64), 1 << bits)


def _powers_of(base: int, number: int) -> NDArray[np.uint64]:
    import numpy as np

    factors = np.full(number, base, np.uint64)
    factors[0] = 1
    powers: NDArray[np.uint64] = np.cumprod(factors, dtype=np.uint64)
    return powers


def distinct(values: NDArray[Number]) -> NDArray[Number]:
    """Return each of ``values`` once, sorted; by sorting, several times as fast here as hashing.

    As ``np.unique``, which loads NumPy's masked arrays to ask whether it was given one.
    """
    import numpy as np

    values = np.sort(values)
    kept = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=kept[1:])
    return values[kept]
