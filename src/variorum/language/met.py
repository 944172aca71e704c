"""What is known of words, looked into when a word is first met: texts repeat their words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from variorum.settings import WORK

Answer = TypeVar("Answer")


class Met(dict[str, Answer], Generic[Answer]):
    """What ``read`` finds for each word. ``map(met.__getitem__, words)`` reads many, far quicker than calls.

    Holds ``WORK.kept_words``, then forgets them all.
    """

    def __init__(self, read: Callable[[str], Answer]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, word: str) -> Answer:
        found = self._read(word)
        if len(self) >= WORK.kept_words:
            self.clear()
        self[word] = found
        return found
