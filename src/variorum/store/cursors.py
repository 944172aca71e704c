"""Lists a part at a time: where one ended, as a short text that is given back for what follows."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from variorum.errors import InputError
from variorum.settings import STORE
from variorum.store.session import Row


def sized(limit: int) -> int:
    """Return how many to list at once: what is asked for, at least one and at most ``STORE.most``."""
    return max(1, min(limit, STORE.most))


def after(cursor: str | None, *kinds: type) -> list[Any] | None:
    """Return the values at which the list ended; None for its beginning.

    Raises InputError for what is no cursor of this list.
    """
    if cursor is None:
        return None
    try:
        values = msgspec.json.decode(urlsafe_b64decode(cursor.encode() + b"=="), type=tuple[kinds])  # type: ignore[valid-type]
    except (Error, ValueError, msgspec.DecodeError) as error:
        raise InputError("that is no cursor of this list; begin without one") from error
    return list(values)


def cut(
    rows: Sequence[Row], limit: int, place: Callable[[Row], Sequence[object]]
) -> tuple[Sequence[Row], str | None]:
    """Return the first ``limit`` rows, and the cursor of what follows if there is more.

    place: what of a row the list is ordered by.
    """
    if len(rows) <= limit:
        return rows, None
    kept = rows[:limit]
    return kept, urlsafe_b64encode(msgspec.json.encode(list(place(kept[-1])))).decode().rstrip("=")
