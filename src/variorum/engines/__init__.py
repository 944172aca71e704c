"""Engines: who does the work. ``base`` says what every engine can do, ``get`` gives one by its name."""

from __future__ import annotations

from collections.abc import Callable

from variorum.engines.base import Engine
from variorum.engines.journal import JournaledEngine
from variorum.engines.spill import Spool
from variorum.errors import EngineError

__all__ = ["Engine", "JournaledEngine", "Spool", "get", "names"]


def _local(workers: int | None, master: str | None) -> Engine:
    from variorum.engines.local import LocalEngine

    if master is not None:
        raise EngineError("the engine local has no master; give --engine spark with it")
    return LocalEngine(workers=workers)


def _spark(workers: int | None, master: str | None) -> Engine:
    from variorum.engines.spark import SparkEngine

    return SparkEngine(workers=workers, master=master)


# To add an engine: one file with the four verbs, one line here; tests/contract must pass unchanged.
_ENGINES: dict[str, Callable[[int | None, str | None], Engine]] = {"local": _local, "spark": _spark}


def names() -> tuple[str, ...]:
    """Return the names that ``get`` knows, sorted."""
    return tuple(sorted(_ENGINES))


def get(name: str = "local", *, workers: int | None = None, master: str | None = None) -> Engine:
    """Return the engine of that name.

    workers: how many pieces of work run at once; None is one for each processor this process may use.
    master: the cluster to run on, for engines that know one; None is this machine.
    Raises EngineError for an unknown name, fewer than one worker, a master it has no use for, or when Java is
    missing; MissingExtra when the engine's library is not installed.
    """
    if name not in _ENGINES:
        raise EngineError(f"there is no engine {name!r}; known: {', '.join(names())}")
    if workers is not None and workers < 1:
        raise EngineError(f"{workers} workers cannot do any work; give 1 or more")
    return _ENGINES[name](workers, master)
