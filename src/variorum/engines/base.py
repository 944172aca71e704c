"""What an engine can do: four verbs, and no word about what they are used for.

An engine decides who does a piece of work and where; which work there is, its callers decide. Every
verb gives the same result on every engine, with any number of workers and in any run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self, TypeVar

from variorum.rescue import Rescue

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Item = TypeVar("Item")
Result = TypeVar("Result")

# Names of things that are linked or grouped: ordered, hashable, and written alike everywhere.
Key = str

OnProgress = Callable[[int, int | None], None]


class Holdings(NamedTuple):
    """Which items hold which keys, and with what weight: columns of equal length, all int64.

    items: numbers from 0. weights: 1 and more; an item that holds a key twice holds the sum.
    """

    keys: NDArray[np.int64]
    items: NDArray[np.int64]
    weights: NDArray[np.int64]


class Scores(NamedTuple):
    """Pairs of items, the first below the second, with their scores: columns of equal length, all int64."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    scores: NDArray[np.int64]


class Engine(Protocol):
    """Runs work; a context manager, and leaving it ends all that the engine started.

    Functions given to ``map`` and ``map_groups`` are pure and can be pickled: defined at the top of a
    module, or a ``functools.partial`` of one that is. Others raise EngineError, also where they would
    happen to work. A function's VariorumError reaches the caller as it was raised; any other exception
    comes as an EngineError that names the item. An item at which workers die again and again is one too.
    With a ``Rescue`` none of these ends the run, but for errors that are no fault of the item
    (``errors.is_fault``) and workers that die at one item after the other.
    """

    name: str
    workers: int

    def map(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        *,
        total: int | None = None,
        on_progress: OnProgress | None = None,
        rescue: Rescue | None = None,
    ) -> Iterator[Result]:
        """Yield ``function(item)`` for each item, in the order of ``items``; none for none.

        Streams: reads only a bounded number of items ahead of what was taken. An error comes in its
        item's place, after the results of all items before it; an error of ``items`` itself likewise,
        unchanged.
        on_progress: called in the caller's process with the number of items done so far and ``total``;
            the number never falls, and the last call has all of them.
        """
        ...

    def pairs(
        self, holdings: Iterable[Holdings], *, least: int = 1, most: int | None = None
    ) -> Iterator[Scores]:
        """Yield every two items that hold keys in common, with their scores, without comparing all.

        holdings: in any number of parts and any order.
        score: the sum of ``weight of a * weight of b`` over the keys that both hold; exact, and must stay
            below 2**63.
        least: pairs that score less are left out; so are pairs without a common key.
        most: a key held by more items than that links none of them; None is no limit.
        Each pair comes once, in parts that together are sorted by ``(left, right)``; none may come at all.
        """
        ...

    def components(self, items: Iterable[Key], links: Iterable[tuple[Key, Key]]) -> list[tuple[Key, ...]]:
        """Return the connected components; an item without links is one alone.

        Each is sorted, and the list is sorted by their first members. Items may come several times, and
        what only ``links`` name counts as an item.
        """
        ...

    def map_groups(
        self,
        function: Callable[[Key, Sequence[Item]], Result],
        keyed: Iterable[tuple[Key, Item]],
        *,
        on_progress: OnProgress | None = None,
        rescue: Rescue | None = None,
    ) -> Iterator[tuple[Key, Result]]:
        """Yield ``(key, function(key, values))`` once for each key, sorted by key.

        values: what ``keyed`` gives for the key, in its order. Errors and progress as in ``map``, groups
        in place of items; the total is always known.
        rescue: takes ``(key, values)`` as an item and gives the result of the key; a group has no parts.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
