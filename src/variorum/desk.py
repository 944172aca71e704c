"""The facade of the desk: a store, what is added to it, what is decided, and all that a page asks for.

>>> with Desk("desk.db") as desk:                                            # doctest: +SKIP
...     for event in desk.add("reports/"):
...         print(event.step, event.done)
...     for row in desk.stories().items:
...         print(row.title, row.critical)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from msgspec import Struct

from variorum.checking.results import CheckResult
from variorum.inputs import Given
from variorum.model import AnnotatedArticle, Collation, Reject
from variorum.pipeline import DEFAULT_ANNOTATOR, Annotator
from variorum.settings import Settings
from variorum.store.base import (
    Filter,
    Hit,
    KeptDecision,
    Listing,
    PersonRow,
    Problem,
    QuotationRow,
    Store,
    StoredArticle,
    StoryRow,
    Version,
)

Step = Literal["read", "kept", "known", "rejected", "grouped", "collated", "done"]


def utc_now() -> str:
    """Return the present moment, as ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Added(Struct, frozen=True, kw_only=True):
    """What adding has come to.

    step: ``kept`` once an article is on the disk (``known``: it was there), ``rejected`` with ``reject``,
        ``grouped`` with the stories that changed, ``collated`` with the story; ``done`` comes last.
    article, story: ids, where the step is about one. done, total: how many of this step, as far as known.
    """

    step: Step
    done: int = 0
    total: int | None = None
    article: str | None = None
    story: str | None = None
    version: bool = False
    reject: Reject | None = None


class StoryView(Struct, frozen=True, kw_only=True):
    """All of one story: ``collation`` with the decisions applied, ``found`` as it was found.

    standings: for each decision that concerns the story, whether it stands, is moot or is questionable again
        (``decisions``' own records).
    """

    row: StoryRow
    collation: Collation
    found: Collation
    articles: Mapping[str, AnnotatedArticle]
    decisions: tuple[KeptDecision, ...]
    standings: tuple[Any, ...] = ()


class Desk:
    """A store and the work on it. Safe to use from several threads; close it, or use it as a context manager.

    store: a path of an SQLite file, made where there is none; ``postgresql://…``; or a Store.
    now: the clock, for tests; whatever is stored is dated by it.
    Raises UnreadableFile for a file that is no store or of another version, OutputError when it cannot be
    written.
    """

    def __init__(
        self,
        store: str | Path | Store,
        *,
        annotator: Annotator = DEFAULT_ANNOTATOR,
        workers: int | None = None,
        settings: Settings | None = None,
        now: Callable[[], str] = utc_now,
    ) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        raise NotImplementedError

    # ---- adding

    def add(self, *given: Given) -> Iterator[Added]:
        """Add reports (files, folders or Articles) and yield what becomes of each; then group and collate.

        An article is kept once its event comes, whatever happens afterwards: what was not grouped or
        collated is with the next call of ``add`` or ``refresh``.
        """
        raise NotImplementedError

    def add_bytes(self, data: bytes, name: str) -> Iterator[Added]:
        """Add what one file holds, given its bytes; the suffix of ``name`` says its kind."""
        raise NotImplementedError

    def refresh(self) -> Iterator[Added]:
        """Group and collate what waits for it; also what an interrupted call left or another version made."""
        raise NotImplementedError

    # ---- reading

    def generation(self) -> int:
        """Return a number that grows with every change, for ETags."""
        raise NotImplementedError

    def stories(
        self, wanted: Filter | None = None, *, cursor: str | None = None, limit: int = 50
    ) -> Listing[StoryRow]:
        """Return stories, that of the latest report first. Raises InputError for a cursor that is none."""
        raise NotImplementedError

    def story(self, id: str) -> StoryView | None:
        """Return a story with its decisions applied; also by an id that it had before. None for no story."""
        raise NotImplementedError

    def article(self, id: str) -> StoredArticle | None:
        """Return an article with its layers; None when there is none."""
        raise NotImplementedError

    def versions(self, page: str) -> list[tuple[Version, AnnotatedArticle]]:
        """Return the versions of a page (``StoredArticle.page``), oldest first, to be compared."""
        raise NotImplementedError

    def changed_pages(self, *, cursor: str | None = None, limit: int = 50) -> Listing[Version]:
        """Return the last version of each page that has several, the newest first."""
        raise NotImplementedError

    def person(self, name: str, *, cursor: str | None = None, limit: int = 50) -> Listing[QuotationRow]:
        """Return all that a person was quoted with, the latest report first."""
        raise NotImplementedError

    def people(self, prefix: str = "", *, cursor: str | None = None, limit: int = 50) -> Listing[PersonRow]:
        """Return who is quoted, by name."""
        raise NotImplementedError

    def search(self, words: str, *, cursor: str | None = None, limit: int = 20) -> Listing[Hit]:
        """Return the articles that have the words."""
        raise NotImplementedError

    def search_quotations(
        self, words: str, *, cursor: str | None = None, limit: int = 20
    ) -> Listing[QuotationRow]:
        """Return the quotations that have the words."""
        raise NotImplementedError

    def outlets(self) -> list[tuple[str, int]]:
        """Return each outlet with its number of articles, the most first."""
        raise NotImplementedError

    def check(self, draft: str, *, name: str = "draft") -> CheckResult:
        """Return a verdict on every quotation of a draft, against all that is here."""
        raise NotImplementedError

    # ---- deciding

    def decide(
        self,
        kind: str,
        target: str,
        payload: Mapping[str, Any] | None = None,
        *,
        author: str,
        story: str | None = None,
    ) -> KeptDecision:
        """Keep a decision, dated now, and bring what it touches up to date; see ``decisions`` for the kinds.

        story: where it was made, which is looked through again. Raises InputError for what is no decision.
        """
        raise NotImplementedError

    def undo(self, decision: str, *, author: str) -> KeptDecision:
        """Take a decision back: a decision of its own. Raises InputError for one that there is not."""
        raise NotImplementedError

    def decisions(self, *, cursor: str | None = None, limit: int = 100) -> Listing[KeptDecision]:
        """Return all decisions, the latest first."""
        raise NotImplementedError

    def export_decisions(self) -> Iterator[bytes]:
        """Yield all decisions as lines of JSON, the oldest first."""
        raise NotImplementedError

    def import_decisions(self, lines: Iterator[bytes] | Sequence[bytes]) -> int:
        """Keep the decisions that ``lines`` hold; return how many were new. Raises BadRecord."""
        raise NotImplementedError

    def brief(self, story: str, form: Literal["md", "html", "docx"]) -> bytes | None:
        """Return the brief of a story as a file of that form; None for no story."""
        raise NotImplementedError

    # ---- the whole

    def counts(self) -> Mapping[str, int]:
        """Return how many captures, articles, quotations, stories and decisions there are."""
        raise NotImplementedError

    def verify(self) -> list[Problem]:
        """Return what is wrong with the store; nothing when all is whole."""
        raise NotImplementedError

    def backup(self, to: str | Path) -> None:
        """Write a copy of the store as of now, while others go on."""
        raise NotImplementedError
