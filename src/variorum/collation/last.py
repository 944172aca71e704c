"""What was read in the articles of a story, kept for the next stage that asks for the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import is_
from typing import Generic, TypeVar

from variorum.model import AnnotatedArticle

Setting = TypeVar("Setting")
Answer = TypeVar("Answer")


class Last(Generic[Setting, Answer]):
    """What ``read`` finds in each article of the story that was asked for last.

    The stages of a story ask one after the other, each with a sequence of its own of the same articles.
    """

    def __init__(self, read: Callable[[AnnotatedArticle, Setting], Answer]) -> None:
        self._read = read
        self._kept: tuple[tuple[AnnotatedArticle, ...], Setting | None, list[Answer]] = ((), None, [])

    def of(self, articles: Sequence[AnnotatedArticle], settings: Setting) -> list[Answer]:
        """Return what is found in each of ``articles``, in their order."""
        kept, by, known = self._kept
        same = len(kept) == len(articles) and all(map(is_, kept, articles))
        if not same or by != settings:
            known = [self._read(one, settings) for one in articles]
            self._kept = tuple(articles), settings, known
        return list(known)
