"""What runs inside a worker: a chunk of items through a function, failures told in words."""

from __future__ import annotations

import pickle
import time
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Self, TypeVar

from msgspec import Struct

from variorum import limits
from variorum.engines import board
from variorum.engines.base import Key
from variorum.engines.frames import unpack
from variorum.errors import EngineError, VariorumError, is_fault, lacks_memory, memory_error
from variorum.rescue import Loss, Rescue

Item = TypeVar("Item")
Result = TypeVar("Result")


class Failure(Struct, frozen=True, kw_only=True):
    """An exception that can be sent between processes: the original where it is one of the house."""

    original: VariorumError | None
    message: str
    trace: str

    @classmethod
    def of(cls, function: Callable[..., object], number: int, item: object, error: Exception) -> Self:
        """Return what is to be told about ``error`` at the ``number``-th item, counted from 1."""
        if isinstance(error, VariorumError):
            return cls(original=error, message="", trace="")
        if lacks_memory(error):
            return cls(original=memory_error(error), message="", trace="")
        place = f"{function_name(function)} failed on {_item_name(item, number)}"
        message = f"{place}: {type(error).__name__}: {error}"
        return cls(original=None, message=message, trace="".join(traceback.format_exception(error)))

    def error(self) -> VariorumError:
        """Return the error to raise."""
        if self.original is not None:
            return self.original
        error = EngineError(self.message)
        error.add_note(self.trace)
        return error


def check_function(function: Callable[..., object]) -> None:
    """Raise EngineError when ``function`` cannot be sent to a worker."""
    try:
        pickle.dumps(function)
    except Exception as error:
        raise EngineError(
            f"{function_name(function)} cannot be sent to a worker: {error}. "
            "Define it at the top of a module, without a lambda or an inner function"
        ) from error


TimedChunk = tuple[list[Any], Failure | None, float]
"""Results, what ended them before their time, and the seconds they took."""


def run_chunk(
    function: Callable[[Item], Result], chunk: Sequence[tuple[int, Item]], rescue: Rescue | None = None
) -> TimedChunk:
    """Return the results of a chunk of numbered items, up to the first failure that nothing rescues."""
    begun = time.perf_counter()
    results = []
    for number, item in chunk:
        board.begin(number)
        try:
            results.append(run_item(function, item, rescue))
        except Exception as error:
            return results, Failure.of(function, number, item, error), time.perf_counter() - begun
        finally:
            board.begin(0)
    return results, None, time.perf_counter() - begun


def run_item(function: Callable[[Item], Result], item: Item, rescue: Rescue | None) -> Result:
    """Return the result of an item, or what ``rescue`` puts in its place."""
    try:
        return function(item)
    except Exception as error:
        if rescue is None or not is_fault(error):
            raise
        parts = rescue.parts(item)
        if len(parts) == 1:
            lost: Result = rescue.lost(item, Loss(cause=error, stage=limits.stage()))
            return lost
    whole: Result = rescue.whole([run_item(function, part, rescue) for part in parts])
    return whole


def group_rescue(rescue: Rescue | None) -> Rescue | None:
    """Return ``rescue`` for groups as they travel: a key with packed values, and a result with its key."""
    return rescue and Rescue(lost=partial(_lost_group, rescue.lost))


def _lost_group(
    lost: Callable[[Any, Loss], Any], group: tuple[Key, Sequence[bytes]], loss: Loss
) -> tuple[Key, Any]:
    key, values = group
    return key, lost((key, [unpack(value) for value in values]), loss)


def run_group(
    function: Callable[[Key, Sequence[Item]], Result], group: tuple[Key, Sequence[bytes]]
) -> tuple[Key, Result]:
    """Return one key with the result of its group, whose values come packed."""
    key, values = group
    return key, function(key, [unpack(value) for value in values])


def function_name(function: Any) -> str:
    """Return how to call ``function`` in a message: the name of what a partial is made of."""
    while hasattr(function, "func"):
        # A group's function is hidden in a partial of run_group; name the one the caller gave.
        inner = function.args[0] if function.func is run_group and function.args else function.func
        function = inner
    return getattr(function, "__name__", type(function).__name__)


def _item_name(item: Any, number: int) -> str:
    """Return how to call ``item`` in a message: by its id or key where it has one."""
    article = getattr(item, "article", item)
    name = getattr(article, "id", None)
    if name is None and isinstance(item, tuple) and item:
        name = item[0]
    elif name is None and isinstance(item, str | int | float):
        name = item
    return f"item {number}" if name is None else f"item {number} ({str(name)[:80]!r})"
