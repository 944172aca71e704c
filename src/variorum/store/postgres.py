"""A store on a server: PostgreSQL by psycopg 3 (extra ``postgres``), with the tables of ``schema``.

Writers are let in one after the other by an advisory lock, so that numbers follow each other as they do in a
file. Texts are compared by their code points (collation "C"), as SQLite does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variorum.errors import InputError, MissingExtra, OutputError, UnreadableFile
from variorum.settings import STORE
from variorum.store.base import Problem
from variorum.store.connected import Connected
from variorum.store.schema import MIGRATIONS, statements
from variorum.store.session import Found, Row

if TYPE_CHECKING:
    import psycopg

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('variorum ' || current_schema()))"
# What the tables say in SQLite, and here.
_WORDS = (
    (r"\) STRICT(, WITHOUT ROWID)?", ")"),
    (r"\bTEXT\b", 'TEXT COLLATE "C"'),
    (r"\bINT(EGER)?\b", "BIGINT"),
    (r"\bREAL\b", "DOUBLE PRECISION"),
    (r"\bBLOB\b", "BYTEA"),
    (r"CHECK\s+\(json_valid\(\w+\)\)", ""),
)
_SEARCHED = "ALTER TABLE {0} ADD COLUMN words tsvector; CREATE INDEX {0}_words ON {0} USING gin (words)"


class PostgresSession(Connected["psycopg.Connection[Row]"]):
    """A database, or a schema of one, with the tables of ``schema``, made where there are none.

    url: ``postgresql://…``. make: whether to make them. Raises MissingExtra without psycopg, OutputError when
    the server cannot be reached or written, UnreadableFile when there are none (and ``make`` is false), or
    of a newer version.
    """

    path: Path | None = None

    def __init__(self, url: str, *, make: bool = True) -> None:
        super().__init__()
        self._make = make
        self._url = self.address = url
        self.errors = _psycopg().Error
        self._prepare()

    # ---- questions and changes

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return what a question finds."""
        try:
            cursor = self._connection().execute(_placed(statement), values)
            return cursor.fetchall() if cursor.description else []
        except self.errors as error:
            raise self._failure(error) from error

    def many(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Do a statement for each of ``values``."""
        try:
            with self._connection().cursor() as cursor:
                cursor.executemany(_placed(statement), values)
        except self.errors as error:
            raise self._failure(error) from error

    def _begin_change(self, connection: psycopg.Connection[Row]) -> None:
        connection.execute("BEGIN")
        connection.execute(f"SET LOCAL lock_timeout = '{STORE.busy:g}s'")
        connection.execute(_LOCK)

    def _begin_reading(self, connection: psycopg.Connection[Row]) -> None:
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        connection.execute("SELECT 1 FROM meta LIMIT 1")  # the moment is that of the first question

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Be the only one that does ``name``: a lock of the connection, which ends with it."""
        lock = f"(hashtext('variorum {name} ' || current_schema()))"
        if not self.rows(f"SELECT pg_try_advisory_lock{lock}")[0][0]:
            raise OutputError(
                f"somebody else does {name} on it already; one at a time: end that one first",
                file=_shown(self._url),
            )
        try:
            yield
        finally:
            with suppress(InputError, OutputError):  # a connection that is gone has let go
                self.rows(f"SELECT pg_advisory_unlock{lock}")

    # ---- words

    def add_words(self, table: str, rows: Sequence[tuple[int, *tuple[str, ...]]]) -> None:
        """Let the words of rows be found."""
        self.many(
            f"UPDATE {table} SET words = to_tsvector('simple', ?) WHERE number = ?",
            [("\n".join(texts)[: STORE.searched], number) for number, *texts in rows],
        )

    def drop_words(self, table: str, rows: Sequence[tuple[int, *tuple[str, ...]]]) -> None:
        """Let them no longer be found: they go with their rows."""

    def find_words(
        self, table: str, query: Sequence[str], before: int | None, limit: int, *, marked: bool = True
    ) -> list[Found]:
        """Return the rows that have all phrases."""
        asked = " && ".join(["phraseto_tsquery('simple', ?)"] * len(query))
        shown, values = "''", list(query)
        if marked:
            shown = f"ts_headline('simple', text, {asked}, ?)"
            most, least = STORE.snippet, STORE.snippet // 2
            values = [*query, f'StartSel="\x02", StopSel="\x03", MaxWords={most}, MinWords={least}', *query]
        found = self.rows(
            f"SELECT number, {shown} FROM {table} WHERE words @@ ({asked}) AND number < ? "
            "ORDER BY number DESC LIMIT ?",
            *values,
            2**62 if before is None else before,
            limit,
        )
        return [Found(number, text) for number, text in found]

    # ---- the whole

    def check(self) -> list[Problem]:
        """Return nothing: the server looks after its files, and no row can name another that there is not."""
        return []

    def backup(self, to: Path) -> None:
        """Raise OutputError: the server has a tool of its own for that."""
        raise OutputError(
            f"a store on a server is copied by the server's own tool: pg_dump {_shown(self._url)}"
        )

    # ---- opening

    def _connect(self) -> psycopg.Connection[Row]:
        try:
            return _psycopg().connect(self._url, autocommit=True)  # type: ignore[no-any-return]
        except self.errors as error:
            raise OutputError(
                f"the server cannot be reached: {' '.join(str(error).split())}", file=_shown(self._url)
            ) from error

    def _prepare(self) -> None:
        connection = self._connection()
        try:
            connection.execute("BEGIN")
            try:
                connection.execute(_LOCK)
                self._bring_up(connection)
                connection.execute("COMMIT")
            except BaseException:
                with suppress(self.errors):
                    connection.execute("ROLLBACK")
                raise
        except self.errors as error:
            raise self._failure(error) from error

    def _bring_up(self, connection: psycopg.Connection[Row]) -> None:
        there = connection.execute("SELECT to_regclass('meta') IS NOT NULL").fetchone()
        form = 0
        if there and there[0]:
            found = connection.execute("SELECT value FROM meta WHERE name = 'form'").fetchone()
            if found is None:
                raise UnreadableFile(
                    "is a database with other tables; name another one", file=_shown(self._url)
                )
            form = int(found[0])
        elif not self._make:
            raise UnreadableFile(
                "holds no store yet; make one with: variorum add PATH... --store ADDRESS",
                file=_shown(self._url),
            )
        if form > len(MIGRATIONS):
            raise UnreadableFile(
                f"was written by a newer version of variorum (form {form}; this one reads up to "
                f"{len(MIGRATIONS)}); update it: pip install -U variorum",
                file=_shown(self._url),
            )
        for script in MIGRATIONS[form:]:
            for statement in statements(script):
                for own in _translated(statement):
                    connection.execute(own)
        if form < len(MIGRATIONS):
            connection.execute(
                "INSERT INTO meta (name, value) VALUES ('form', %s) ON CONFLICT (name) DO UPDATE SET value = "
                "excluded.value",
                (len(MIGRATIONS),),
            )

    def _failure(self, error: Exception, *, writing: bool = False) -> InputError | OutputError:
        """Return the error in plain words, with what helps."""
        reason, place = " ".join(str(error).split()), _shown(self._url)
        state = getattr(error, "sqlstate", None) or ""
        if state == "55P03":  # lock_not_available
            return OutputError(
                f"others have been writing for {STORE.busy:g} seconds; try again when they are done",
                file=place,
            )
        if state.startswith("53"):  # insufficient resources
            return OutputError(
                f"the server has no room ({reason}); nothing of this was kept, all before is", file=place
            )
        if state in ("25006", "42501"):  # read-only, not allowed
            return OutputError(f"may not be written: {reason}", file=place)
        if not state or state.startswith(("08", "57")):  # connections, the server going down
            return OutputError(f"the server is gone: {reason}; nothing of this change was kept", file=place)
        return UnreadableFile(f"cannot be used as a store: {reason}", file=place)


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise MissingExtra(
            "a store in PostgreSQL needs psycopg; install it with: pip install 'variorum[postgres]'"
        ) from error
    return psycopg


def _placed(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")


def _translated(statement: str) -> Iterator[str]:
    """Yield what a statement of ``schema`` is here."""
    if statement.startswith("CREATE VIRTUAL TABLE"):
        table = statement.split()[3].removesuffix("_words")
        yield from _SEARCHED.format(table).split("; ")
        return
    for pattern, here in _WORDS:
        statement = re.sub(pattern, here, statement)
    yield statement


def _shown(url: str) -> str:
    """Return an address without its password."""
    return re.sub(r"(?<=:)[^:/@]+(?=@)", "…", url)
