"""What the databases have in common: a connection for each thread, and changes as a whole."""

from __future__ import annotations

import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Generic, TypeVar

from variorum.errors import InputError, OutputError
from variorum.store.session import Row

Connection = TypeVar("Connection", bound=Any)
# What a worker inherited: closing it would let go of locks, or end a connection, of its parent.
_INHERITED: list[object] = []


class Connected(ABC, Generic[Connection]):
    """Connections to one database; see ``Session`` for what the public methods do.

    errors: what its driver raises.
    """

    errors: type[Exception]

    def __init__(self) -> None:
        self._own = threading.local()
        self._open: list[Connection] = []
        self._lock = threading.Lock()
        self._process = os.getpid()

    @abstractmethod
    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return what a question finds."""

    @abstractmethod
    def _connect(self) -> Connection:
        """Return a new connection, in which each statement stands by itself."""

    @abstractmethod
    def _begin_change(self, connection: Connection) -> None:
        """Begin a change, once nobody else is at one."""

    @abstractmethod
    def _begin_reading(self, connection: Connection) -> None:
        """Begin to read as of this moment."""

    @abstractmethod
    def _failure(self, error: Exception, *, writing: bool = False) -> InputError | OutputError:
        """Return an error of the driver in plain words, with what helps."""

    def do(self, statement: str, *values: object) -> None:
        """Do a statement that finds nothing."""
        self.rows(statement, *values)

    @contextmanager
    def change(self) -> Iterator[None]:
        """Do what is inside as a whole; inside another change as a part of that."""
        if self._is("changing"):
            yield
            return
        with self._transaction("changing", writing=True) as connection:
            yield
            connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'generation'")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read as of one moment inside."""
        if self._is("changing") or self._is("reading"):
            yield
            return
        with self._transaction("reading", writing=False):
            yield

    def _is(self, state: str) -> bool:
        """Tell whether this thread is ``changing`` or ``reading``."""
        return getattr(self._own, state, False)

    @contextmanager
    def _transaction(self, state: str, *, writing: bool) -> Iterator[Connection]:
        connection, own = self._connection(), self._own
        try:
            try:
                (self._begin_change if writing else self._begin_reading)(connection)
                setattr(own, state, True)
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # A full disk has undone it already; and nothing may hide what went wrong first.
                with suppress(self.errors):
                    connection.execute("ROLLBACK")
                raise
            finally:
                setattr(own, state, False)
        except self.errors as error:
            raise self._failure(error, writing=writing) from error

    def _connection(self) -> Connection:
        """Return the connection of this thread."""
        if self._process != os.getpid():
            _INHERITED.append((self._own, self._open))
            self._own, self._open, self._process = threading.local(), [], os.getpid()
        known: Connection | None = getattr(self._own, "connection", None)
        if known is None:
            known = self._own.connection = self._connect()
            with self._lock:
                self._open.append(known)
        return known

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            for connection in self._open:
                with suppress(self.errors):
                    connection.close()
            self._open.clear()
            self._own = threading.local()
