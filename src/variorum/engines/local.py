"""The engine of one machine: a pool of processes, or this process where a pool would not pay."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from variorum.engines import pool
from variorum.engines.base import Holdings, Key, OnProgress, Scores
from variorum.engines.careful import Mourning, Numbered, Sent, one_by_one
from variorum.engines.chunks import Chunk, Reader, deliver, processors
from variorum.engines.frames import pack
from variorum.engines.graph import components, pairs
from variorum.engines.spill import MEMORY, SpilledGroups
from variorum.engines.work import (
    Failure,
    TimedChunk,
    check_function,
    group_rescue,
    run_chunk,
    run_group,
)
from variorum.errors import is_fault, lacks_memory, memory_error
from variorum.rescue import Rescue
from variorum.settings import WORK

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Item = TypeVar("Item")
Result = TypeVar("Result")


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
        self._fewer: int | None = None  # workers, after some died of nothing but each other
        self._mourning = Mourning()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the workers, whatever they are at; the engine can be used again."""
        self._end_pool()

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        total: int | None = None,
        on_progress: OnProgress | None = None,
        rescue: Rescue | None = None,
    ) -> Iterator[Result]:
        """See ``base.Engine.map``."""
        check_function(function)
        return self._map(function, items, total, on_progress, rescue)

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
        rescue: Rescue | None = None,
    ) -> Iterator[tuple[Key, Result]]:
        """See ``base.Engine.map_groups``."""
        check_function(function)
        return self._map_groups(function, keyed, on_progress, group_rescue(rescue))

    def _map_groups(
        self,
        function: Callable[[Key, Sequence[Item]], Result],
        keyed: Iterable[tuple[Key, Item]],
        on_progress: OnProgress | None,
        rescue: Rescue | None,
    ) -> Iterator[tuple[Key, Result]]:
        with SpilledGroups(self._memory) as groups:
            for key, value in keyed:
                groups.add(key, pack(value))
            yield from self._map(partial(run_group, function), groups, len(groups), on_progress, rescue)

    def _map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        total: int | None,
        on_progress: OnProgress | None,
        rescue: Rescue | None,
    ) -> Iterator[Result]:
        return deliver(self._chunks(function, enumerate(items, start=1), rescue), total, on_progress)

    def _chunks(
        self, function: Callable[[Item], Result], numbered: Iterator[tuple[int, Item]], rescue: Rescue | None
    ) -> Iterator[Chunk]:
        """Yield results chunk by chunk in order: from this process first, then from the pool."""
        reader = Reader(numbered)
        ahead: list[tuple[int, Item]] = []
        if self.workers > 1 and self._pool is None and self._patience is None:
            least = WORK.pool_items if rescue is None or rescue.warm is None else WORK.pool_loaded_items
            ahead = reader.read(least)
            if len(ahead) < least:
                for item in ahead:
                    yield run_chunk(function, [item], rescue)[:2]
                if reader.error is not None:
                    raise reader.error
                return
        numbered = chain(ahead, numbered)
        ends = time.monotonic() + self._here(rescue)
        while self.workers == 1 or (self._pool is None and time.monotonic() < ends):
            chunk = next(numbered, None)
            if chunk is None:
                return
            results, failure, _ = run_chunk(function, [chunk], rescue)
            yield results, failure
        yield from self._from_pool(function, Reader(numbered), rescue)

    def _here(self, rescue: Rescue | None) -> float:
        """Return for how many seconds work is done in this process before workers start."""
        if self._patience is not None:
            return self._patience
        if not pool.can_fork():
            return WORK.patience_afresh
        if rescue is None or rescue.warm is None:
            return WORK.patience_forked
        if self.workers > 1 and self._pool is None:
            rescue.warm()
        return 0.0

    def _from_pool(
        self, function: Callable[[Item], Result], reader: Reader, rescue: Rescue | None
    ) -> Iterator[Chunk]:
        waiting: deque[Sent] = deque()
        size = 1
        try:
            while True:
                while len(waiting) < self.workers * WORK.ahead and (chunk := reader.read(size)):
                    waiting.append(Sent(chunk))
                    self._submit(function, waiting[-1], rescue)
                if not waiting:
                    break
                results, failure, seconds = self._result(function, waiting, rescue)
                number = len(waiting.popleft().chunk)
                yield results, failure
                fitting = int(WORK.chunk_seconds * number / max(seconds, 1e-9))
                size = max(1, min(fitting, 2 * number, WORK.chunk))
        except KeyboardInterrupt:
            self.close()
            raise
        finally:
            for sent in waiting:
                sent.cancel()
        if reader.error is not None:
            raise reader.error

    def _submit(self, function: Callable[[Item], Result], sent: Sent, rescue: Rescue | None) -> None:
        try:
            if self._pool is None:
                self._pool = pool.start(self._fewer or self.workers)
            sent.future = pool.submit(self._pool, run_chunk, function, sent.chunk, rescue)
        except RuntimeError:  # a pool with a dead worker takes no more work; seen when its turn comes
            sent.future = None
        except OSError as error:
            self.close()
            if lacks_memory(error) or isinstance(error, BlockingIOError):
                raise memory_error(error) from error
            raise

    def _result(
        self, function: Callable[[Item], Result], waiting: Sequence[Sent], rescue: Rescue | None
    ) -> TimedChunk:
        """Return the results of the first chunk; where a worker died, go on with others."""
        from concurrent.futures.process import BrokenProcessPool

        first = waiting[0]
        while first.result is None:
            try:
                if first.future is None:
                    raise BrokenProcessPool
                first.result = first.future.result()
            except BrokenProcessPool:
                self._recover(function, waiting, rescue)
            except Exception as error:  # an item or a result that cannot be sent
                first.result = self._unsent(function, first.chunk, error, rescue)
        self._mourning.done(len(first.chunk))
        return first.result

    def _unsent(
        self, function: Callable[[Item], Result], chunk: Numbered, error: Exception, rescue: Rescue | None
    ) -> TimedChunk:
        if rescue is None or not is_fault(error):
            return [], Failure.of(function, chunk[0][0], chunk[0][1], error), WORK.chunk_seconds
        self.close()
        return one_by_one(function, chunk, rescue, self._mourning)

    def _recover(
        self, function: Callable[[Item], Result], waiting: Sequence[Sent], rescue: Rescue | None
    ) -> None:
        """Work on after a worker died: at what it was with care, at the rest as before."""
        deaths = self._end_pool()
        suspects = {death.at.item: death for death in deaths if death.at is not None}
        undone = [sent for sent in waiting if not sent.whole()]
        lost = self._mourning.lost
        for sent in undone:
            if not suspects or any(number in suspects for number, _ in sent.chunk):
                sent.result = one_by_one(function, sent.chunk, rescue, self._mourning, suspects)
        if self._mourning.lost == lost:
            # Nothing was wrong with any item: they were too much for the machine together.
            self._fewer = self._mourning.fewer(self._fewer or self.workers)
        for sent in undone:
            if sent.result is None:
                self._submit(function, sent, rescue)

    def _end_pool(self) -> list[pool.Death]:
        running, self._pool = self._pool, None
        return [] if running is None else pool.stop(running)
