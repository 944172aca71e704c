"""What becomes of a piece of work that fails, so that the others go on; callers say it, engines do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from msgspec import Struct


class Loss(Struct, frozen=True, kw_only=True):
    """Why an item has no result. cause: the exception, or in words what became of its worker.

    stage: the step of the work (see ``limits``) that was under way; '' when none is known.
    """

    cause: Exception | str
    stage: str


def alone(item: Any) -> Sequence[Any]:
    """Return an item that has no parts as its only part."""
    return (item,)


def only(results: Sequence[Any]) -> Any:
    """Return the result of the only part."""
    return results[0]


def singles(batch: Sequence[Any]) -> Sequence[Any]:
    """Return a batch cut into batches of one."""
    return [[one] for one in batch]


def joined(results: Sequence[Sequence[Any]]) -> list[Any]:
    """Return the results of several batches as those of one."""
    return list(chain.from_iterable(results))


class Rescue(Struct, frozen=True, kw_only=True):
    """What becomes of an item that raises, takes too long, or whose worker dies; the others go on.

    lost: gives the result that stands in place of an item's.
    parts, whole: cut an item into smaller ones, which are then tried one by one, and put their results
        together; an item that gives one part is not cut.
    warm: loads in this process what the work needs, so that none of it need be done here before workers,
        copies of this process, can take over (a worker can be spared, this process cannot). A few
        items are done right here, as loading it all once more would take longer.
    All can be pickled; ``lost`` must not raise.
    """

    lost: Callable[[Any, Loss], Any]
    parts: Callable[[Any], Sequence[Any]] = alone
    whole: Callable[[Sequence[Any]], Any] = only
    warm: Callable[[], None] | None = None
