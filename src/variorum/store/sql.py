"""A store over any database that speaks SQL: what ``base.Store`` promises, by the rooms beside this one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from variorum.model import AnnotatedArticle, Article, Collation, Decision
from variorum.store import captures, checkup, decided, mending, stories, words
from variorum.store.base import (
    Arrival,
    Capture,
    Filter,
    Hit,
    Kept,
    Listing,
    Made,
    PersonRow,
    Problem,
    QuotationRow,
    Regrouping,
    StoredArticle,
    StoryRow,
    Version,
)
from variorum.store.events import SqlTelling
from variorum.store.feeds import SqlWatched
from variorum.store.regrouping import SqlRegrouping
from variorum.store.session import Session

_COUNTED = ("capture", "article", "quotation", "story", "collated", "decision", "event")


class SqlStore(SqlTelling, SqlWatched):
    """A store over a session; see ``base.Store`` for what each method does."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def path(self) -> Path | None:
        """The file that it is in, if it is in one."""
        return self.session.path

    @property
    def address(self) -> str:
        """What it is found by."""
        return self.session.address

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.session.close()

    def snapshot(self) -> AbstractContextManager[None]:
        """Read as of one moment."""
        return self.session.snapshot()

    def keep(self, captured: Sequence[Capture], arrivals: Sequence[Arrival]) -> list[Kept]:
        """Keep captures and their articles."""
        return captures.keep(self.session, captured, arrivals)

    def known(self, articles: Sequence[Article]) -> dict[str, str]:
        """Return those that are here, with the ids they have here."""
        return captures.known(self.session, articles)

    def outdated(self, made: Made) -> list[str]:
        """Return the articles annotated otherwise."""
        return captures.outdated(self.session, made)

    def reannotate(self, arrivals: Sequence[Arrival]) -> None:
        """Replace the annotation of articles."""
        captures.reannotate(self.session, arrivals)

    def article(self, id: str) -> StoredArticle | None:
        """Return one article."""
        return captures.article(self.session, id)

    def annotated(self, ids: Sequence[str]) -> list[AnnotatedArticle]:
        """Return some articles."""
        return captures.annotated(self.session, ids)

    def all_annotated(self) -> Iterator[AnnotatedArticle]:
        """Yield all articles."""
        return captures.all_annotated(self.session)

    def versions(self, page: str) -> list[Version]:
        """Return the versions of a page."""
        return captures.versions(self.session, page)

    def changed_pages(self, *, cursor: str | None = None, limit: int = 50) -> Listing[Version]:
        """Return the pages that have several versions."""
        return captures.changed_pages(self.session, cursor, limit)

    @contextmanager
    def regrouping(self, *, alone: bool = False) -> Iterator[Regrouping]:
        """Change the grouping."""
        if alone:
            with self.session.change():
                yield SqlRegrouping(self.session)
        else:
            yield SqlRegrouping(self.session)

    def grouping(self) -> list[tuple[str, str]]:
        """Return (article, story)."""
        return stories.grouping(self.session)

    def uncollated(self, made: Made | None = None, *, least: int = 1) -> list[str]:
        """Return the stories to collate."""
        return stories.uncollated(self.session, made, least)

    def put_collations(self, collations: Sequence[Collation], made: Made) -> None:
        """Keep collations."""
        stories.put_collations(self.session, collations, made)

    def forget_collations(self, ids: Sequence[str]) -> None:
        """Have stories be collated again."""
        stories.forget_collations(self.session, ids)

    def set_open(self, counts: Mapping[str, int]) -> None:
        """Note what waits for a decision."""
        stories.set_open(self.session, counts)

    def current(self, story: str) -> str | None:
        """Return what became of a story."""
        return stories.current(self.session, story)

    def story(self, id: str) -> StoryRow | None:
        """Return one story."""
        return stories.story(self.session, id)

    def members(self, story: str) -> list[str]:
        """Return the articles of a story."""
        return stories.members(self.session, story)

    def collation(self, story: str) -> Collation | None:
        """Return the collation of a story."""
        return stories.collation(self.session, story)

    def stories(self, wanted: Filter, *, cursor: str | None = None, limit: int = 50) -> Listing[StoryRow]:
        """Return a list of stories."""
        return stories.stories(self.session, wanted, cursor, limit)

    def outlets(self) -> list[tuple[str, int]]:
        """Return the outlets."""
        return stories.outlets(self.session)

    def person(self, name: str, *, cursor: str | None = None, limit: int = 50) -> Listing[QuotationRow]:
        """Return what a person was quoted with."""
        return words.person(self.session, name, cursor, limit)

    def people(self, prefix: str = "", *, cursor: str | None = None, limit: int = 50) -> Listing[PersonRow]:
        """Return who is quoted."""
        return words.people(self.session, prefix, cursor, limit)

    def search(self, asked: str, *, cursor: str | None = None, limit: int = 20) -> Listing[Hit]:
        """Return the articles that have the words."""
        return words.search(self.session, asked, cursor, limit)

    def search_quotations(
        self, asked: str, *, cursor: str | None = None, limit: int = 20
    ) -> Listing[QuotationRow]:
        """Return the quotations that have the words."""
        return words.search_quotations(self.session, asked, cursor, limit)

    def decide(self, decisions: Sequence[Decision]) -> int:
        """Keep decisions."""
        return decided.decide(self.session, decisions)

    def decisions(self, *, skip: int = 0) -> list[Decision]:
        """Return decisions."""
        return decided.decisions(self.session, skip)

    def generation(self) -> int:
        """Return a number that grows with every change."""
        return int(self.session.rows("SELECT value FROM meta WHERE name = 'generation'")[0][0])

    def counts(self) -> dict[str, int]:
        """Return how many there are of each kind."""
        return {name: int(self.session.rows(f"SELECT count(*) FROM {name}")[0][0]) for name in _COUNTED}

    def mend(self, *, everything: bool = False) -> None:
        """Put right what can be made again."""
        mending.mend(self.session, everything=everything)

    def verify(self, on_progress: Callable[[int, int], None] | None = None) -> list[Problem]:
        """Return what is wrong."""
        return checkup.verify(self.session, on_progress)

    def backup(self, to: Path) -> None:
        """Write a copy."""
        self.session.backup(to)
