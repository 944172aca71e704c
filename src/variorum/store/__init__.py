"""What a desk keeps: captures, articles, versions, layers and decisions. ``base`` says what a store does."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from variorum.held import BESIDE, is_held

if TYPE_CHECKING:
    from variorum.store.base import Store
    from variorum.store.session import Session

_ONE_SLASH = re.compile(r":/(?!/)")  # what a path has made of an address
APPLICATION = 0x5661_7244
"""``VarD`` in the header of a store in SQLite, so that no other database is taken for one."""


def is_store(path: str | os.PathLike[str]) -> bool:
    """Tell whether a file is a store, by its header (https://www.sqlite.org/fileformat.html, 1.3)."""
    if is_held(path):
        return not str(path).endswith(BESIDE)
    try:
        with Path(path).open("rb") as file:
            head = file.read(72)
    except (OSError, ValueError):
        return False
    return head.startswith(b"SQLite format 3\0") and int.from_bytes(head[68:72], "big") == APPLICATION


def is_address(where: str | os.PathLike[str]) -> bool:
    """Tell whether a store is meant that is on a server."""
    return str(where).startswith(("postgresql:/", "postgres:/"))


def open_store(where: str | os.PathLike[str], *, make: bool = True) -> Store:
    """Return the store in a file, made where there is none unless ``make`` is false; or that at an address,
    ``postgresql://…``.

    Raises MissingExtra for an address without psycopg, UnreadableFile for a file that is no store, is not
    there or of a newer version, OutputError when it cannot be made.
    """
    from variorum.store.sql import SqlStore

    return SqlStore(open_session(where, make=make))


def open_session(where: str | os.PathLike[str], *, make: bool = True) -> Session:
    """Return the database of a store; otherwise as ``open_store``."""
    if is_address(where):
        from variorum.store.postgres import PostgresSession

        return PostgresSession(_ONE_SLASH.sub("://", str(where), count=1), make=make)
    from variorum.store.sqlite import SqliteSession

    return SqliteSession(Path(where), make=make)
