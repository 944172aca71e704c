"""A store as what drafts are checked against: its articles stay, and only their seeds are entered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from variorum import limits
from variorum.checking.index import FORM, Index
from variorum.checking.postings import distinct
from variorum.checking.seeds import searched, seeds
from variorum.errors import OutputError, is_fault
from variorum.model import Article
from variorum.settings import STORE
from variorum.store import open_store
from variorum.store.captures import COLUMNS, article_of
from variorum.text.plain import markup_view

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class StoreIndex(Index):
    """The articles of a store in a file, found by seeds that are kept beside them.

    path: of the store, which there is.
    """

    _parts, _buckets = "seek_segment", "seek_bucket"

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
        self._database.execute("BEGIN")
        self._read_segments()

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
            self._database.execute(statement)
        self._next = 1

    def _next_number(self) -> int:
        return self._one(f"SELECT 1 + coalesce(max(base + articles - 1), 0) FROM {self._parts}")

    def _article(self, number: int) -> Article | None:
        rows = self._rows(f"SELECT {COLUMNS} FROM article WHERE number = ?", number)
        return article_of(rows[0]) if rows else None

    def _prepare(self) -> None:
        """Leave the file as it is: it is a store."""

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
def stored(path: Path, on_read: Callable[[int], None]) -> Iterator[Index]:
    """Give the index of a store, brought up to date; in memory where the store cannot be written.

    Raises as ``open_store`` does for a file that is no store or of another version.
    """
    with open_store(path, make=False) as store, ExitStack() as opened:
        try:
            index = opened.enter_context(StoreIndex(path))
            index.follow(on_read)
        except OutputError:  # also where not even a log beside the store can be opened
            opened.close()
        else:
            yield index
            return
        with Index() as memory:
            with memory.changing():
                for done, _ in enumerate(memory.add(one.article for one in store.all_annotated()), start=1):
                    on_read(done)
            yield memory
