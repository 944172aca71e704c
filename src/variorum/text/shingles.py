"""Hashed word n-grams of a text with their places: what two texts share is found by equal hashes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from variorum.text.terms import word_spans

# Karp & Rabin 1987: a polynomial over the hashes of words, modulo a Mersenne prime, so that hashes fit
# a signed 64-bit column. Two different n-grams collide with odds of about n in 2**61.
_PRIME = (1 << 61) - 1
_BASE = 0x1B873593CC9E2D51 % _PRIME

Shingle = tuple[int, int, int]


def shingles(text: str, n: int = 5) -> Sequence[Shingle]:
    """Return ``(hash, start, end)`` for every run of ``n`` words of ``text``, in its order.

    hash: 0 <= hash < 2**61, of the folded words alone: punctuation, case, spaces and apostrophes change
        nothing. The same on every machine and in every process.
    start, end: code points into ``text`` from the first word's start to the last word's end, end exclusive.
    A text of fewer than ``n`` words has no shingle. Raises ValueError when ``n`` is below 1.
    """
    if n < 1:
        raise ValueError(f"a shingle needs at least one word, not {n}")
    words = list(word_spans(text))
    leaving_factor = pow(_BASE, n, _PRIME)
    hashes = [_word_hash(word) for word, _, _ in words]
    found: list[Shingle] = []
    rolling = 0
    for index, entering in enumerate(hashes):
        rolling = rolling * _BASE + entering
        if index >= n:
            rolling -= hashes[index - n] * leaving_factor
        rolling %= _PRIME
        if index >= n - 1:
            found.append((rolling, words[index - n + 1][1], words[index][2]))
    return found


@lru_cache(maxsize=1 << 16)
def _word_hash(word: str) -> int:
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    # Never 0, or a word would not change the polynomial.
    return int.from_bytes(digest, "big") % (_PRIME - 1) + 1
