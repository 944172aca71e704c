"""A store in one file: SQLite by the standard library.

Every thread has a connection of its own. The log of changes (WAL) lets readers go on while somebody writes;
``synchronous = FULL`` has a change on the disk when it ends. Whoever wants to write waits for the one who
does, for ``STORE.busy`` seconds.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from variorum.errors import InputError, OutputError, UnreadableFile, VariorumError
from variorum.held import hold, let_go
from variorum.settings import STORE
from variorum.store import APPLICATION
from variorum.store.alone import alone
from variorum.store.base import Problem
from variorum.store.connected import Connected
from variorum.store.schema import MIGRATIONS, statements
from variorum.store.session import Found, Row

_COLUMNS = {"article": ("title", "text"), "quotation": ("text",)}


class SqliteSession(Connected[sqlite3.Connection]):
    """A file with the tables of ``schema``, made where there is none.

    make: whether to make one. Raises UnreadableFile for a file that there is not (and ``make`` is false), is
    no store, or is of a newer version; OutputError when it cannot be made or brought up to date.
    """

    errors = sqlite3.Error

    def __init__(self, path: Path, *, make: bool = True) -> None:
        super().__init__()
        self.path = path
        self.address = str(path)
        if not make and not path.exists():
            raise UnreadableFile(
                "there is no such store; make one with: variorum add PATH... --store FILE", file=str(path)
            )
        self._made = make
        self.read_only = path.exists() and not os.access(path, os.W_OK)
        self._held: tuple[int, int] | None = None
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    # ---- questions and changes

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return what a question finds."""
        try:
            return self._connection().execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def many(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Do a statement for each of ``values``."""
        try:
            self._connection().executemany(statement, values)
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _begin_change(self, connection: sqlite3.Connection) -> None:
        self._refuse_reading_only()
        connection.execute("BEGIN IMMEDIATE")

    def _begin_reading(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN")

    def _refuse_reading_only(self) -> None:
        if self.read_only:
            raise OutputError(
                "is read-only; make it writable (chmod u+w), or write into another file", file=str(self.path)
            )

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Be the only one that does ``name``."""
        self._refuse_reading_only()
        with alone(self.path, name):
            yield

    # ---- words

    def add_words(self, table: str, rows: Sequence[tuple[int, *tuple[str, ...]]]) -> None:
        """Let the words of rows be found."""
        columns = _COLUMNS[table]
        places = ", ".join("?" * (1 + len(columns)))
        self.many(f"INSERT INTO {table}_words (rowid, {', '.join(columns)}) VALUES ({places})", rows)

    def drop_words(self, table: str, rows: Sequence[tuple[int, *tuple[str, ...]]]) -> None:
        """Let them no longer be found."""
        columns = _COLUMNS[table]
        places = ", ".join("?" * (1 + len(columns)))
        self.many(
            f"INSERT INTO {table}_words ({table}_words, rowid, {', '.join(columns)}) "
            f"VALUES ('delete', {places})",
            rows,
        )

    def find_words(
        self, table: str, query: Sequence[str], before: int | None, limit: int, *, marked: bool = True
    ) -> list[Found]:
        """Return the rows that have all phrases."""
        shown = f"snippet({table}_words, -1, char(2), char(3), '…', {STORE.snippet})" if marked else "''"
        asked = " ".join('"' + phrase.replace('"', "") + '"' for phrase in query)
        rows = self.rows(
            f"SELECT rowid, {shown} FROM {table}_words WHERE {table}_words MATCH ? AND rowid < ? "
            "ORDER BY rowid DESC LIMIT ?",
            asked,
            2**62 if before is None else before,
            limit,
        )
        return [Found(number, text) for number, text in rows]

    # ---- the whole

    def check(self) -> list[Problem]:
        """Return what is wrong with the file as such."""
        remedy = "take the last backup, and add again what came since"
        found = [
            Problem(what=f"the file is damaged: {what}", where=str(self.path), remedy=remedy)
            for (what,) in self.rows("PRAGMA integrity_check(20)")
            if what != "ok"
        ]
        found += [
            Problem(
                what=f"a row names another that there is not ({other})", where=f"{table} {row}", remedy=remedy
            )
            for table, row, other, _ in self.rows("PRAGMA foreign_key_check")
        ]
        return found + self._check_words()

    def _check_words(self) -> list[Problem]:
        if self.read_only:  # the check is written as an insertion
            return []
        found = []
        for table in _COLUMNS:
            try:
                with self.change():
                    self.rows(
                        f"INSERT INTO {table}_words ({table}_words, rank) VALUES ('integrity-check', 1)"
                    )
            except VariorumError as error:
                remedy = f"sqlite3 {self.path} \"INSERT INTO {table}_words({table}_words) VALUES('rebuild')\""
                found.append(
                    Problem(what=f"words are not all found: {error}", where=f"{table}_words", remedy=remedy)
                )
        return found

    def backup(self, to: Path) -> None:
        """Write a copy into a file, whole or not at all."""
        if to.exists():
            raise OutputError("is there already; name a file that is not", file=str(to))
        part = to.with_name(f"{to.name}.part")
        try:
            with suppress(FileNotFoundError):
                part.unlink()
            copy = sqlite3.connect(part)
            try:
                self._connection().backup(copy)
            finally:
                copy.close()
            part.rename(to)
        except (sqlite3.Error, OSError) as error:
            with suppress(OSError):
                part.unlink()
            raise OutputError(f"cannot be written: {error}", file=str(to)) from error

    def close(self) -> None:
        """Close all connections."""
        super().close()
        with self._lock:
            if self._held is not None:
                let_go(self._held)
                self._held = None

    # ---- opening

    def _connect(self) -> sqlite3.Connection:
        mode = "ro" if self.read_only else "rwc" if self._made else "rw"
        address = f"file:{quote(str(self.path.absolute()))}?mode={mode}"
        if self.read_only and not os.access(self.path.absolute().parent, os.W_OK):
            # Where not even the log can be opened, nobody is writing it either.
            address += "" if self.path.with_name(f"{self.path.name}-wal").exists() else "&immutable=1"
        connection = sqlite3.connect(
            address, uri=True, timeout=STORE.busy, isolation_level=None, check_same_thread=False
        )
        for setting in ("foreign_keys = ON", "synchronous = FULL", f"cache_size = {-STORE.cache // 1024}"):
            connection.execute(f"PRAGMA {setting}")
        with self._lock:
            self._held = self._held or hold(self.path)
        return connection

    def _prepare(self) -> None:
        try:
            connection = self._connection()
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                self._set_up(connection)
            self._refuse_others(connection)
            if connection.execute("PRAGMA user_version").fetchone()[0] < len(MIGRATIONS):
                self._migrate(connection)
        except sqlite3.Error as error:
            raise self._failure(error, opening=True) from error

    def _set_up(self, connection: sqlite3.Connection) -> None:
        if self.read_only or not self._made:
            raise UnreadableFile("is empty, and no store", file=str(self.path))
        # First, so that it stands in the file itself and not only in the log: it is what ``is_store`` reads.
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            self._apply(connection, 0)
        connection.execute("COMMIT")

    def _refuse_others(self, connection: sqlite3.Connection) -> None:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise UnreadableFile(
                "is a database, but no store of variorum; give another file to --store", file=str(self.path)
            )
        form = connection.execute("PRAGMA user_version").fetchone()[0]
        if form > len(MIGRATIONS):
            raise UnreadableFile(
                f"was written by a newer version of variorum (form {form}; this one reads up to "
                f"{len(MIGRATIONS)}); update it: pip install -U variorum",
                file=str(self.path),
            )

    def _migrate(self, connection: sqlite3.Connection) -> None:
        if self.read_only:
            raise OutputError(
                "is of an older version and read-only; make it writable, to have it brought up to date",
                file=str(self.path),
            )
        connection.execute("BEGIN IMMEDIATE")
        self._apply(connection, connection.execute("PRAGMA user_version").fetchone()[0])
        connection.execute("COMMIT")

    def _apply(self, connection: sqlite3.Connection, form: int) -> None:
        for script in MIGRATIONS[form:]:
            for statement in statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _failure(
        self, error: Exception, *, writing: bool = False, opening: bool = False
    ) -> InputError | OutputError:
        """Return the error in plain words, with what helps."""
        reason, file = str(error), str(self.path)
        if "locked" in reason or "busy" in reason:
            return OutputError(
                f"others have been writing for {STORE.busy:g} seconds; try again when they are done",
                file=file,
            )
        if "readonly" in reason:
            return OutputError("is read-only; make it writable, or write into another file", file=file)
        if "full" in reason:
            return OutputError(
                "the disk is full; nothing of this was kept, all before is. Free some space and go on",
                file=file,
            )
        if "unable to open" in reason:
            return OutputError("cannot be opened; give a file in a folder of yours", file=file)
        if "not a database" in reason:
            return UnreadableFile("is no database; give another file to --store", file=file)
        if isinstance(error, sqlite3.DatabaseError) and ("malformed" in reason or "corrupt" in reason):
            return UnreadableFile(
                f"is damaged ({reason}); take the last backup, and add again what came since",
                file=file,
            )
        if writing or "I/O" in reason:
            return OutputError(f"cannot be written: {reason}", file=file)
        return UnreadableFile(f"cannot be used{' as a store' if opening else ''}: {reason}", file=file)
