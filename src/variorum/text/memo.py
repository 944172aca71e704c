"""What was found for short pieces of text, remembered: the same words come again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Memo(dict[str, Found]):
    """Pieces of text to what ``find`` returns for them, found when first asked for with ``memo[piece]``.

    most: pieces that are remembered; when there are more, all are forgotten. longest: code points; longer
        pieces hardly come twice, and are found anew each time.
    """

    def __init__(self, find: Callable[[str], Found], *, most: int, longest: int) -> None:
        super().__init__()
        self._find = find
        self._most = most
        self._longest = longest

    def __missing__(self, piece: str) -> Found:
        found = self._find(piece)
        if len(piece) <= self._longest:
            if len(self) >= self._most:
                self.clear()
            self[piece] = found
        return found
