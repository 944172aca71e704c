"""What all tables of a language's data files are made of."""

from __future__ import annotations

from msgspec import Struct


class WordSet(frozenset[str]):
    """Words of which only membership matters."""

    __slots__ = ()


class WordRow(tuple[str, ...]):
    """Words whose order is kept."""

    __slots__ = ()


class Table(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all tables: a word list that nothing reads is a mistake in the file."""
