"""The engine of one machine: a pool of processes, or this process where a pool would not pay."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from variorum.engines import pool
from variorum.engines.base import Key, OnProgress
from variorum.engines.graph import components, pairs
from variorum.engines.work import Failure, check_function, run_chunk, run_group
from variorum.errors import EngineError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Item = TypeVar("Item")
Result = TypeVar("Result")
Chunk = tuple[list[Any], Failure | None]

# A worker costs about 0.3 s to start (imports), so the first half second of work is done right here.
_PATIENCE = 0.5
# Items sent to a worker at once: enough to hide the cost of sending (about 0.2 ms), few enough to
# keep memory bounded and progress lively; fewer of them when they take longer than this together.
_CHUNK = 16
_CHUNK_SECONDS = 0.25
# Chunks in flight for each worker: one at work, one waiting, one being read.
_AHEAD = 3


class LocalEngine:
    """Processes on this machine; in-process with one worker, and for work that takes no time.

    workers: None is one for each processor this process may use.
    patience: seconds of work done in this process before a pool is started; 0 starts it at once.
    Memory: besides what the caller keeps, at most 3 chunks of 16 items for each worker are in flight;
    ``map_groups``, ``pairs`` and ``components`` hold their input.
    """

    name = "local"

    def __init__(self, *, workers: int | None = None, patience: float = _PATIENCE) -> None:
        self.workers = workers or _processors()
        self._patience = patience
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the workers, whatever they are at; the engine can be used again."""
        if self._pool is not None:
            pool.stop(self._pool)
            self._pool = None

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        total: int | None = None,
        on_progress: OnProgress | None = None,
    ) -> Iterator[Result]:
        """See ``base.Engine.map``."""
        check_function(function)
        return self._map(function, items, total, on_progress)

    def pairs(
        self, holdings: Iterable[tuple[Key, Key, int]], *, least: int = 1, most: int | None = None
    ) -> Iterator[tuple[Key, Key, int]]:
        """See ``base.Engine.pairs``."""
        return pairs(holdings, least=least, most=most)

    def components(self, items: Iterable[Key], links: Iterable[tuple[Key, Key]]) -> list[tuple[Key, ...]]:
        """See ``base.Engine.components``."""
        return components(items, links)

    def map_groups(
        self,
        function: Callable[[Key, Sequence[Item]], Result],
        keyed: Iterable[tuple[Key, Item]],
        *,
        on_progress: OnProgress | None = None,
    ) -> Iterator[tuple[Key, Result]]:
        """See ``base.Engine.map_groups``."""
        check_function(function)
        groups: dict[Key, list[Item]] = {}
        for key, value in keyed:
            groups.setdefault(key, []).append(value)
        ordered = [(key, groups[key]) for key in sorted(groups)]
        return self._map(partial(run_group, function), ordered, len(ordered), on_progress)

    def _map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        total: int | None,
        on_progress: OnProgress | None,
    ) -> Iterator[Result]:
        done = 0
        for results, failure in self._chunks(function, enumerate(items, start=1), total):
            for result in results:
                yield result
                done += 1
            if on_progress is not None and results:
                on_progress(done, total)
            if failure is not None:
                raise failure.error()

    def _chunks(
        self, function: Callable[[Item], Result], numbered: Iterator[tuple[int, Item]], total: int | None
    ) -> Iterator[Chunk]:
        """Yield results chunk by chunk in order: from this process first, then from the pool."""
        ends = time.monotonic() + self._patience
        worked, items = 0.0, 0
        while self.workers == 1 or (self._pool is None and time.monotonic() < ends):
            chunk = next(numbered, None)
            if chunk is None:
                return
            begun = time.monotonic()
            results = run_chunk(function, [chunk])
            worked, items = worked + time.monotonic() - begun, items + 1
            yield results
        size = min(_CHUNK, int(_CHUNK_SECONDS * items / worked)) if worked else _CHUNK
        size = size if total is None else min(size, total // (self.workers * _AHEAD))
        yield from self._from_pool(function, _Reader(numbered, max(1, size)))

    def _from_pool(self, function: Callable[[Item], Result], reader: _Reader) -> Iterator[Chunk]:
        waiting: deque[tuple[list[tuple[int, Any]], Future[Chunk]]] = deque()
        try:
            while True:
                while len(waiting) < self.workers * _AHEAD and (chunk := reader.read()):
                    waiting.append((chunk, self._submit(function, chunk)))
                if not waiting:
                    break
                chunk, future = waiting.popleft()
                yield self._result(function, chunk, future)
        except KeyboardInterrupt:
            self.close()
            raise
        finally:
            for _, future in waiting:
                future.cancel()
        if reader.error is not None:
            raise reader.error

    def _submit(self, function: Callable[[Item], Result], chunk: Sequence[tuple[int, Item]]) -> Future[Chunk]:
        if self._pool is None:
            self._pool = pool.start(self.workers)
        try:
            return pool.submit(self._pool, run_chunk, function, chunk)
        except RuntimeError as error:  # a pool with a dead worker takes no more work
            raise self._died(function, chunk) from error

    def _result(
        self, function: Callable[[Item], Result], chunk: Sequence[tuple[int, Item]], future: Future[Chunk]
    ) -> Chunk:
        from concurrent.futures.process import BrokenProcessPool

        try:
            return future.result()
        except BrokenProcessPool as error:
            raise self._died(function, chunk) from error
        except Exception as error:  # an item or a result that cannot be sent
            return [], Failure.of(function, chunk[0][0], chunk[0][1], error)

    def _died(self, function: Callable[[Item], Result], chunk: Sequence[tuple[int, Item]]) -> EngineError:
        self.close()
        return EngineError(
            f"a worker process died at item {chunk[0][0]} or soon after it: it was killed, or the machine "
            f"ran out of memory ({self.workers} workers). Run again with fewer workers, or with 1 to see "
            "which item it is"
        )


class _Reader:
    """Reads items in chunks; keeps an error of the input until the items before it are done."""

    def __init__(self, numbered: Iterator[tuple[int, Any]], size: int) -> None:
        self.error: Exception | None = None
        self._numbered = numbered
        self._size = size

    def read(self) -> list[tuple[int, Any]]:
        """Return the next items, at most a chunk; none at the end."""
        chunk: list[tuple[int, Any]] = []
        if self.error is not None:
            return chunk
        try:
            while len(chunk) < self._size:
                chunk.append(next(self._numbered))
        except StopIteration:
            pass
        except Exception as error:
            self.error = error
        return chunk


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
