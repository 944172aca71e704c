"""Engines: who does the work. ``base`` says what every engine can do, ``get`` gives one by its name."""

from __future__ import annotations

from collections.abc import Callable

from variorum.engines.base import Engine
from variorum.engines.journal import JournaledEngine
from variorum.engines.spill import Spool
from variorum.errors import EngineError

__all__ = ["Engine", "JournaledEngine", "Spool", "get", "names"]


def _local(workers: int | None) -> Engine:
    from variorum.engines.local import LocalEngine

    return LocalEngine(workers=workers)


# To add an engine: one file with the four verbs, one line here; tests/contract must pass unchanged.
_ENGINES: dict[str, Callable[[int | None], Engine]] = {"local": _local}


def names() -> tuple[str, ...]:
    """Return the names that ``get`` knows, sorted."""
    return tuple(sorted(_ENGINES))


def get(name: str = "local", *, workers: int | None = None) -> Engine:
    """Return the engine of that name.

    workers: how many pieces of work run at once; None is one for each processor this process may use.
    Raises EngineError for an unknown name or fewer than one worker, MissingExtra when the engine's
    library is not installed.
    """
    if name not in _ENGINES:
        raise EngineError(f"there is no engine {name!r}; known: {', '.join(names())}")
    if workers is not None and workers < 1:
        raise EngineError(f"{workers} workers cannot do any work; give 1 or more")
    return _ENGINES[name](workers)
