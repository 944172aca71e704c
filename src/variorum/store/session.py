"""What the rooms of a store ask of a database: rows, changes as a whole, and the few things that differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from variorum.store.base import Problem

Row = tuple[Any, ...]


class Found(Struct, frozen=True):
    """A row whose words were sought. marked: text around them, each between U+0002 and U+0003."""

    number: int
    marked: str


class Session(Protocol):
    """A database with the tables of ``schema``; ``?`` stands for a value in every statement.

    path: the file that it is in; None for one on a server. address: what ``open_session`` finds it by; it
    may hold a password.
    """

    address: str

    @property
    def path(self) -> Path | None:
        """The file that it is in."""
        ...

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return what a question finds. Raises UnreadableFile where the file is damaged."""
        ...

    def do(self, statement: str, *values: object) -> None:
        """Do a statement that finds nothing; only inside ``change``."""
        ...

    def many(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Do a statement once for each of ``values``; only inside ``change``."""
        ...

    def change(self) -> AbstractContextManager[None]:
        """Do what is inside as a whole, or nothing of it; it is on the disk at the end. Others wait.

        Raises OutputError when it cannot be written.
        """
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Read as of one moment inside."""
        ...

    def alone(self, name: str) -> AbstractContextManager[None]:
        """Be the only one, of all processes, that does ``name`` inside; ends with the process.

        Raises OutputError when another one does, or nothing may be written.
        """
        ...

    def add_words(self, table: str, rows: Sequence[tuple[int, *tuple[str, ...]]]) -> None:
        """Let the words of rows be found: ``article`` with title and text, ``quotation`` with its text."""
        ...

    def drop_words(self, table: str, rows: Sequence[tuple[int, *tuple[str, ...]]]) -> None:
        """Let them no longer be found; the rows as they were given to ``add_words``."""
        ...

    def find_words(
        self, table: str, query: Sequence[str], before: int | None, limit: int, *, marked: bool = True
    ) -> list[Found]:
        """Return rows that have all phrases of ``query``, the highest number first, below ``before``.

        marked: with the text around what was found; else nothing.
        """
        ...

    def check(self) -> list[Problem]:
        """Return what is wrong with the database as such."""
        ...

    def backup(self, to: Path) -> None:
        """Write a copy into a file that there is not yet."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...
