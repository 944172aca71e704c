"""The item and step each worker is working on, in shared memory that survives the worker's death."""

from __future__ import annotations

import ctypes
import os
import time
from multiprocessing.context import BaseContext
from typing import Any

from msgspec import Struct

from variorum import limits


class _Place(ctypes.Structure):
    """item: of the input, from 1; 0 while there is none. begun, limit: seconds; 0 while there is no limit."""

    _fields_ = (
        ("process", ctypes.c_longlong),
        ("item", ctypes.c_longlong),
        ("begun", ctypes.c_double),
        ("limit", ctypes.c_double),
        ("stage", ctypes.c_char * 64),
    )


class At(Struct, frozen=True, kw_only=True):
    """Where a worker was: the item's number and the step; over: seconds of the limit that it overran."""

    item: int
    stage: str
    over: float | None


_own: Any = None  # the place of this process, where it is a worker


class Board:
    """A place for each of so many workers."""

    def __init__(self, context: BaseContext, workers: int) -> None:
        self._next: Any = context.Value("i", 0)
        self._places: Any = context.RawArray(_Place, workers)

    def take(self) -> None:
        """Take a place for this process, which is a worker from now on."""
        global _own
        with self._next.get_lock():
            place, self._next.value = self._next.value, self._next.value + 1
        _own = self._places[place % len(self._places)]
        _own.process = os.getpid()
        limits.can_be_spared(_note)

    def at(self, process: int) -> At | None:
        """Return where the worker was when it ended; None when it worked on nothing."""
        place = next((one for one in self._places if one.process == process), None)
        if place is None or not place.item:
            return None
        over = place.limit and time.monotonic() - place.begun > place.limit
        return At(
            item=place.item,
            stage=place.stage.decode("utf-8", "replace"),
            over=place.limit if over else None,
        )


def begin(item: int) -> None:
    """Say which item this worker begins; 0 that it has none. Nothing where this is no worker."""
    if _own is not None:
        _own.item = item


def _note(stage: str, limit: float) -> None:
    if stage:
        _own.stage = stage.encode()[:63]
    else:
        _own.begun, _own.limit = time.monotonic(), max(limit, 0.0)
