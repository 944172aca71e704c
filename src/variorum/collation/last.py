"""What was read in a story, kept for the next stage that asks for the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import is_
from typing import Generic, TypeVar, TypeVarTuple

from variorum.model import AnnotatedArticle

Setting = TypeVar("Setting")
Answer = TypeVar("Answer")
Given = TypeVarTuple("Given")


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


class LastOfStory(Generic[*Given, Answer]):
    """What ``read`` finds in a story as a whole, kept while it is given the very same objects.

    Only tuples are known again: a list may have been changed meanwhile.
    """

    def __init__(self, read: Callable[[*Given], Answer]) -> None:
        self._read = read
        self._kept: tuple[tuple[*Given], Answer] | None = None

    def __call__(self, *given: *Given) -> Answer:
        """Return what is found in what is given."""
        if self._kept is not None:
            same = all(map(is_, self._kept[0], given))
            if same and all(isinstance(one, tuple) for one in given):
                return self._kept[1]
        found = self._read(*given)
        self._kept = given, found
        return found
