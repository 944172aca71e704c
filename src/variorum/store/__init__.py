"""What a desk keeps: captures, articles, versions, layers and decisions. ``base`` says what a store does."""

from __future__ import annotations

import os
from pathlib import Path

from variorum.store.base import Store
from variorum.store.sqlite import is_store

__all__ = ["Store", "is_store", "open_store"]


def open_store(where: str | os.PathLike[str], *, make: bool = True) -> Store:
    """Return the store in a file, made where there is none unless ``make`` is false.

    Raises UnreadableFile for a file that is no store, is not there or of a newer version, OutputError when it
    cannot be made.
    """
    from variorum.store.sql import SqlStore
    from variorum.store.sqlite import SqliteSession

    return SqlStore(SqliteSession(Path(where), make=make))
