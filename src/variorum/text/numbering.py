"""Numbers for words and other keys, so that what is compared often is compared by number."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def numbered(*rows: Iterable[Key]) -> tuple[list[list[int]], list[Key]]:
    """Return each row with numbers in place of its keys, and the keys by number.

    Equal keys have one number, in whichever row; numbers begin at 0, in order of first use. An empty row
    stays empty.
    """
    numbers: dict[Key, int] = {}
    found = [[numbers.setdefault(key, len(numbers)) for key in row] for row in rows]
    return found, list(numbers)
