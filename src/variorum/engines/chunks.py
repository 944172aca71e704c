"""What engines share: items read in chunks, results given out in order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from variorum.engines.base import OnProgress
from variorum.engines.work import Failure

Chunk = tuple[list[Any], Failure | None]
"""Results, and what ended them before their time."""


class Reader:
    """Reads items in chunks; keeps an error of the input until the items before it are done."""

    def __init__(self, numbered: Iterator[tuple[int, Any]]) -> None:
        self.error: Exception | None = None
        self._numbered = numbered

    def read(self, size: int) -> list[tuple[int, Any]]:
        """Return the next items, at most ``size``; none at the end."""
        chunk: list[tuple[int, Any]] = []
        if self.error is not None:
            return chunk
        try:
            while len(chunk) < size:
                chunk.append(next(self._numbered))
        except StopIteration:
            pass
        except Exception as error:
            self.error = error
        return chunk


def deliver(chunks: Iterable[Chunk], total: int | None, on_progress: OnProgress | None) -> Iterator[Any]:
    """Yield the results of ``chunks`` one by one, tell progress, and raise a failure in its place."""
    done = 0
    for results, failure in chunks:
        for result in results:
            yield result
            done += 1
        if on_progress is not None and results:
            on_progress(done, total)
        if failure is not None:
            raise failure.error()


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
