"""The engine of one machine: a pool of processes, or this process where a pool would not pay."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from variorum.engines import pool
from variorum.engines.base import Holdings, Key, OnProgress, Scores
from variorum.engines.chunks import Chunk, Reader, deliver, processors
from variorum.engines.frames import pack
from variorum.engines.graph import components, pairs
from variorum.engines.spill import MEMORY, Groups
from variorum.engines.work import Failure, TimedChunk, check_function, run_chunk, run_group
from variorum.errors import EngineError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Item = TypeVar("Item")
Result = TypeVar("Result")

# Seconds of work done right here before workers start: one that starts afresh costs half a second
# (imports), a copy of this process some hundredths.
_PATIENCE_AFRESH = 0.5
_PATIENCE_FORKED = 0.05
# Items sent to a worker at once, at most: enough to hide the cost of sending (about 0.2 ms), few enough to
# keep memory bounded. As many as take this long, so that progress is lively and no worker waits long for
# another's last chunk.
_CHUNK = 16
_CHUNK_SECONDS = 0.02
# Chunks in flight for each worker: one at work, one waiting, one being read.
_AHEAD = 3


class LocalEngine:
    """Processes on this machine; in-process with one worker, and for work that takes no time.

    workers: None is one for each processor this process may use.
    patience: seconds of work done in this process before a pool is started; 0 starts it at once, None as
        soon as it pays.
    memory: bytes of values that ``map_groups`` holds; more go to temporary files.
    Besides, and besides what the caller keeps, at most 3 chunks of 16 items for each worker are in flight;
    ``pairs`` and ``components`` hold their input.
    """

    name = "local"

    def __init__(
        self, *, workers: int | None = None, patience: float | None = None, memory: int = MEMORY
    ) -> None:
        self.workers = workers or processors()
        self._patience = patience
        self._memory = memory
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
        self, holdings: Iterable[Holdings], *, least: int = 1, most: int | None = None
    ) -> Iterator[Scores]:
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
        return self._map_groups(function, keyed, on_progress)

    def _map_groups(
        self,
        function: Callable[[Key, Sequence[Item]], Result],
        keyed: Iterable[tuple[Key, Item]],
        on_progress: OnProgress | None,
    ) -> Iterator[tuple[Key, Result]]:
        with Groups(self._memory) as groups:
            for key, value in keyed:
                groups.add(key, pack(value))
            yield from self._map(partial(run_group, function), groups, len(groups), on_progress)

    def _map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        total: int | None,
        on_progress: OnProgress | None,
    ) -> Iterator[Result]:
        return deliver(self._chunks(function, enumerate(items, start=1)), total, on_progress)

    def _chunks(
        self, function: Callable[[Item], Result], numbered: Iterator[tuple[int, Item]]
    ) -> Iterator[Chunk]:
        """Yield results chunk by chunk in order: from this process first, then from the pool."""
        patience = self._patience
        if patience is None:
            patience = _PATIENCE_FORKED if pool.can_fork() else _PATIENCE_AFRESH
        ends = time.monotonic() + patience
        while self.workers == 1 or (self._pool is None and time.monotonic() < ends):
            chunk = next(numbered, None)
            if chunk is None:
                return
            results, failure, _ = run_chunk(function, [chunk])
            yield results, failure
        yield from self._from_pool(function, Reader(numbered))

    def _from_pool(self, function: Callable[[Item], Result], reader: Reader) -> Iterator[Chunk]:
        waiting: deque[tuple[list[tuple[int, Any]], Future[TimedChunk]]] = deque()
        size = 1
        try:
            while True:
                while len(waiting) < self.workers * _AHEAD and (chunk := reader.read(size)):
                    waiting.append((chunk, self._submit(function, chunk)))
                if not waiting:
                    break
                chunk, future = waiting.popleft()
                results, failure, seconds = self._result(function, chunk, future)
                yield results, failure
                fitting = int(_CHUNK_SECONDS * len(chunk) / max(seconds, 1e-9))
                size = max(1, min(fitting, 2 * len(chunk), _CHUNK))
        except KeyboardInterrupt:
            self.close()
            raise
        finally:
            for _, future in waiting:
                future.cancel()
        if reader.error is not None:
            raise reader.error

    def _submit(
        self, function: Callable[[Item], Result], chunk: Sequence[tuple[int, Item]]
    ) -> Future[TimedChunk]:
        if self._pool is None:
            self._pool = pool.start(self.workers)
        try:
            return pool.submit(self._pool, run_chunk, function, chunk)
        except RuntimeError as error:  # a pool with a dead worker takes no more work
            raise self._died(function, chunk) from error

    def _result(
        self,
        function: Callable[[Item], Result],
        chunk: Sequence[tuple[int, Item]],
        future: Future[TimedChunk],
    ) -> TimedChunk:
        from concurrent.futures.process import BrokenProcessPool

        try:
            return future.result()
        except BrokenProcessPool as error:
            raise self._died(function, chunk) from error
        except Exception as error:  # an item or a result that cannot be sent
            return [], Failure.of(function, chunk[0][0], chunk[0][1], error), _CHUNK_SECONDS

    def _died(self, function: Callable[[Item], Result], chunk: Sequence[tuple[int, Item]]) -> EngineError:
        self.close()
        return EngineError(
            f"a worker process died at item {chunk[0][0]} or soon after it: it was killed, or the machine "
            f"ran out of memory ({self.workers} workers). Run again with fewer workers, or with 1 to see "
            "which item it is"
        )
