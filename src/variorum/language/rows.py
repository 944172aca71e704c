"""What all tables of a language's data files are made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct


class Late:
    """Stands for a pattern that is compiled when it is first used; each method asked for is that of the
    pattern from then on. Most runs never need those of rare forms of text.
    """

    def __init__(self, text: str | bytes, flags: int = 0) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found


if TYPE_CHECKING:
    Pattern = re.Pattern[str]
else:
    Pattern = Late


class WordSet(frozenset[str]):
    """Words of which only membership matters."""

    __slots__ = ()


class WordRow(tuple[str, ...]):
    """Words whose order is kept."""

    __slots__ = ()


class Table(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all tables: a word list that nothing reads is a mistake in the file."""
