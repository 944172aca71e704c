"""Ranges among the words of quotations: "4-6", "four to six"; "$2-3 million", "$2 million to $3 million".

However a range is printed, its words are: the lower number, "to", the higher number, the currency.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from variorum.text.normalise import Word

_JOINTS = frozenset(["to", "or"])


def last_number(words: list[Word], currencies: Collection[str]) -> Word | None:
    """Return the number that ``words`` end in, a currency after it aside; None when they end otherwise."""
    for word in reversed(words[-2:]):
        if word.kind == "number":
            return word
        if word.key not in currencies:
            return None
    return None


def is_range(low: str, high: str) -> bool:
    """Tell whether two values can be the ends of a range."""
    one, other = _value(low), _value(high)
    return one is not None and other is not None and one < other


def tell_range(
    words: list[Word],
    scale: float,
    unscaled: set[int],
    marks: Sequence[Set[int]],
    currencies: Collection[str],
) -> None:
    """Tell the range that ends with ``words``, which end in a number, in one way, in its place.

    scale: what a word like "million" multiplied that number by. unscaled: indices of numbers that had no such
    word; of "2 to 3 million" the first is 2 million. marks: indices before which a sentence or gap stands.
    """
    at = len(words) - 2
    if at < 1 or words[at].key not in _JOINTS:
        return
    currency = words[at - 1] if words[at - 1].key in currencies else None
    first = at - 1 - (currency is not None)
    inside = range(first + 1, at + 2)
    if first < 0 or words[first].kind != "number" or any(place in each for each in marks for place in inside):
        return
    low, high = words[first], words[at + 1]
    shared = _shared(low.key, high.key, scale) if first in unscaled else None
    if shared:
        low = msgspec.structs.replace(low, key=shared, form=shared)
    words[first] = low
    if currency is None:
        return
    if at + 1 in unscaled:
        unscaled.discard(at + 1)
        unscaled.add(at)
    words[first + 1 :] = [words[at], high, currency]


def _shared(low: str, high: str, scale: float) -> str | None:
    one, other = _value(low), _value(high)
    if one is None or other is None or scale == 1 or one * scale >= other:
        return None
    value = round(one * scale, 6)
    return str(int(value)) if value == int(value) else repr(value)


def _value(key: str) -> float | None:
    try:
        return float(key)
    except ValueError:
        return None
