"""Retrying items whose worker died: one at a time, each in a worker of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from variorum.engines import pool
from variorum.engines.work import Failure, TimedChunk, run_chunk
from variorum.errors import EngineError, is_fault, memory_error
from variorum.rescue import Loss, Rescue
from variorum.settings import WORK

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Numbered = Sequence[tuple[int, Any]]


class Sent:
    """A chunk on its way: the future of its results, None where no pool took it; or the results."""

    __slots__ = ("chunk", "future", "result")

    def __init__(self, chunk: Numbered) -> None:
        self.chunk = chunk
        self.future: Future[TimedChunk] | None = None
        self.result: TimedChunk | None = None

    def whole(self) -> bool:
        """Tell whether the results are there; takes them out of the future."""
        future = self.future
        ended = future is not None and future.done() and not future.cancelled()
        if self.result is None and future is not None and ended and future.exception() is None:
            self.result = future.result()
        return self.result is not None

    def cancel(self) -> None:
        """Let nobody begin it any more."""
        if self.future is not None:
            self.future.cancel()


class Mourning:
    """Counts workers that died, to tell a machine on which none can live from an item that kills them.

    lost: items given up so far.
    """

    def __init__(self) -> None:
        self.lost = 0
        self._in_a_row = 0
        self._unexplained = 0
        self._done = 0

    def done(self, items: int) -> None:
        """Note items that came to their end."""
        self._done += items
        if self._done >= WORK.forgotten:
            self._done = self._unexplained = 0

    def lives(self) -> None:
        """Note that an item, retried by itself, killed no worker."""
        self._in_a_row = 0

    def died(self, death: pool.Death | None, number: int) -> None:
        """Note a worker that an item killed. Raises EngineError when too many died in a row."""
        self.lost += 1
        self._in_a_row += 1
        if self._in_a_row >= WORK.deaths:
            raise _too_many(death, f"at {self._in_a_row} items one after the other, the last item {number}")

    def fewer(self, workers: int) -> int:
        """Return with how many workers to go on after unexplained deaths; EngineError in the end."""
        self._unexplained += 1
        if workers == 1 and self._unexplained >= WORK.deaths:
            raise _too_many(None, f"{self._unexplained} times at nothing that could be found")
        return max(1, workers // 2)


def _too_many(death: pool.Death | None, where: str) -> EngineError:
    said = f"worker processes died {where}"
    if death is None or death.killed:
        return memory_error(MemoryError(said))
    return EngineError(f"{said}: {death.words()}. Run again with 1 worker to see why")


def one_by_one(
    function: Callable[[Any], Any],
    chunk: Numbered,
    rescue: Rescue | None,
    mourning: Mourning,
    suspects: Mapping[int, pool.Death] | None = None,
) -> TimedChunk:
    """Return the results of a chunk whose worker died; an item at which one dies again is lost.

    suspects: how workers ended, by the number of the item they were at.
    """
    single = _Single(function, rescue, mourning)
    results: list[Any] = []
    try:
        for number, item in chunk:
            ended = (suspects or {}).get(number)
            parts = rescue.parts(item) if rescue else (item,)
            if rescue and ended is not None and ended.late and len(parts) == 1:
                mourning.lost += 1  # it would only take as long again
                done, failure = [single.lost(item, ended)], None
            else:
                done, failure = single.run(number, parts)
            if failure is not None:
                return results, failure, 0.0
            results.append(rescue.whole(done) if rescue else done[0])
    finally:
        single.close()
    return results, None, 0.0


class _Single:
    """A worker for one item after the other, replaced when it dies."""

    def __init__(self, function: Callable[[Any], Any], rescue: Rescue | None, mourning: Mourning) -> None:
        self._function = function
        self._rescue = rescue
        self._mourning = mourning
        self._pool: ProcessPoolExecutor | None = None

    def run(self, number: int, parts: Sequence[Any]) -> tuple[list[Any], Failure | None]:
        """Return the results of the parts of an item, up to the first failure."""
        done: list[Any] = []
        for part in parts:
            results, failure = self._run(number, part)
            if failure is not None:
                return done, failure
            done += results
        return done, None

    def lost(self, item: Any, death: pool.Death | None) -> Any:
        """Return what stands in place of the result of an item that ended a worker."""
        assert self._rescue is not None
        cause = death.cause() if death else "its worker process died"
        return self._rescue.lost(item, Loss(cause=cause, stage=death.at.stage if death and death.at else ""))

    def _run(self, number: int, item: Any) -> tuple[list[Any], Failure | None]:
        from concurrent.futures.process import BrokenProcessPool

        if self._pool is None:
            self._pool = pool.start(1)
        try:
            future = pool.submit(self._pool, run_chunk, self._function, [(number, item)], self._rescue)
            results, failure, _ = future.result()
        except BrokenProcessPool:
            return self._died(number, item)
        except Exception as error:  # it or its result cannot be sent
            self._mourning.lives()
            if self._rescue is None or not is_fault(error):
                return [], Failure.of(self._function, number, item, error)
            return [self._rescue.lost(item, Loss(cause=error, stage=""))], None
        self._mourning.lives()
        return results, failure

    def _died(self, number: int, item: Any) -> tuple[list[Any], Failure | None]:
        deaths = self.close()
        death = deaths[0] if deaths else None
        if self._rescue is None:
            self._mourning.lost += 1
            how = f" ({death.words()})" if death else ""
            error = EngineError(
                f"a worker process died at item {number}, twice{how}: it was killed, or the machine ran out "
                "of memory. Run again with fewer workers, or with 1 to see why"
            )
            return [], Failure(original=error, message="", trace="")
        if death is not None and death.late:
            self._mourning.lost += 1
        else:
            self._mourning.died(death, number)
        return [self.lost(item, death)], None

    def close(self) -> list[pool.Death]:
        """End the worker; return it where it had ended by itself."""
        running, self._pool = self._pool, None
        return [] if running is None else pool.stop(running)
