"""A store as what drafts are checked against: its articles stay, and only their seeds are entered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

from variorum import limits
from variorum.checking.index import FORM, Index
from variorum.checking.seeds import searched, seeds
from variorum.errors import OutputError, is_fault
from variorum.model import Article
from variorum.settings import STORE
from variorum.store import open_session
from variorum.store.captures import COLUMNS, all_annotated, article_of
from variorum.text.hashes import distinct
from variorum.text.plain import markup_view

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from variorum.store.session import Session


class StoreIndex(Index):
    """The articles of a store, found by seeds that are kept beside them.

    session: the database of the store.
    """

    _parts, _buckets = "seek_segment", "seek_bucket"

    def __init__(self, session: Session) -> None:
        self.path = session.path
        self._session = session
        self._reading = ExitStack()
        self._begin()

    def close(self) -> None:
        """End what ``follow`` began."""
        self.article.cache_clear()
        self._reading.close()

    def follow(self, on_read: Callable[[int], None]) -> None:
        """Enter the seeds of what came since; then all that is asked is as of this moment.

        Raises OutputError when the store is read-only and something came since.
        """
        while self._behind():
            with self.changing():
                self._start_again()
                for row in self._rows(
                    f"SELECT {COLUMNS}, number FROM article WHERE number >= ? ORDER BY number LIMIT ?",
                    self._next,
                    STORE.indexed,
                ):
                    number = int(row[10])
                    self._next = number + 1
                    self._remember(number, distinct(_seeds(article_of(row[:10]))))
                    on_read(number)
        self._reading.enter_context(self._session.snapshot())
        self._read_segments()

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return self._session.rows(statement, *values)

    def _many(self, statement: str, values: Iterable[Sequence[Any]]) -> None:
        self._session.many(statement, values)

    @contextmanager
    def _as_a_whole(self) -> Iterator[None]:
        with self._session.change():
            yield

    def _behind(self) -> bool:
        form = self._one("SELECT value FROM meta WHERE name = 'seek'")
        return form != FORM or self._next_number() <= self._one(
            "SELECT coalesce(max(number), 0) FROM article"
        )

    def _start_again(self) -> None:
        """Forget the seeds where they are of another form."""
        if self._one("SELECT value FROM meta WHERE name = 'seek'") == FORM:
            return
        for statement in (
            f"DELETE FROM {self._parts}",
            f"DELETE FROM {self._buckets}",
            f"UPDATE meta SET value = {FORM} WHERE name = 'seek'",
        ):
            self._session.do(statement)
        self._next = 1

    def _next_number(self) -> int:
        return self._one(f"SELECT 1 + coalesce(max(base + articles - 1), 0) FROM {self._parts}")

    def _article(self, number: int) -> Article | None:
        rows = self._rows(f"SELECT {COLUMNS} FROM article WHERE number = ?", number)
        return article_of(rows[0]) if rows else None

    def _meta(self, name: str) -> bytes | None:
        return None


def _seeds(article: Article) -> NDArray[np.uint32]:
    """Return the seeds of an article, none of one at which that fails."""
    import numpy as np

    limits.enter("index")
    try:
        return seeds(searched(markup_view(article).text))
    except Exception as error:
        if not is_fault(error):
            raise
        return np.empty(0, np.uint32)


@contextmanager
def stored(where: str, on_read: Callable[[int], None]) -> Iterator[Index]:
    """Give the index of a store, brought up to date; in memory where the store cannot be written.

    where: its file or address. Raises as ``open_store`` does.
    """
    with closing(open_session(where, make=False)) as session, ExitStack() as opened:
        try:
            index = opened.enter_context(StoreIndex(session))
            index.follow(on_read)
        except OutputError:  # also where not even a log beside the store can be opened
            opened.close()
        else:
            yield index
            return
        with Index() as memory:
            with memory.changing():
                every = (one.article for one in all_annotated(session))
                for done, _ in enumerate(memory.add(every), start=1):
                    on_read(done)
            yield memory
