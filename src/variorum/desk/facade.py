"""The facade of the desk, its only wiring.

>>> with Desk("desk.db") as desk:                                            # doctest: +SKIP
...     for event in desk.add("reports/"):
...         print(event.step, event.done)
...     for row in desk.stories().items:
...         print(row.title, row.critical)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from variorum import checks, engines
from variorum.briefs import BriefForm, brief
from variorum.checking.results import CheckResult
from variorum.decisions.records import check as check_decision
from variorum.decisions.records import dump, load, taken_back
from variorum.decisions.records import undo as undoing
from variorum.desk import adding
from variorum.desk.collating import collate_waiting, decided, still_open
from variorum.desk.grouping import regroup
from variorum.desk.records import Added, StoryView, made_by, utc_now
from variorum.desk.telling import Telling
from variorum.errors import BadRecord, InputError
from variorum.events.deriving import derive
from variorum.inputs import Given
from variorum.model import AnnotatedArticle, Collation, Decision, Reject
from variorum.pipeline import DEFAULT_ANNOTATOR, Annotator, check_annotator, collate_story
from variorum.scratch import Scratch
from variorum.settings import Settings
from variorum.store import open_store
from variorum.store.base import (
    Capture,
    Filter,
    Hit,
    Listing,
    PersonRow,
    Problem,
    QuotationRow,
    Store,
    StoredArticle,
    StoryRow,
    Version,
)

_OF_STORIES = ("move", "split", "merge")
_OF_WORDS = ("same", "apart", "speaker")


class Desk(Telling):
    """A store and the work on it. Safe to use from several threads; close it, or use it as a context manager.

    store: a path of an SQLite file, made where there is none; ``postgresql://…``; or a Store.
    make: whether a file may be made. workers: processes that annotate and collate; 1 for a server's threads,
    which must not be copied. now: the clock; whatever is stored is dated by it.
    Raises UnreadableFile for a file that is no store or of another version, OutputError when it cannot be
    written, InputError for an annotator that is not there.
    """

    def __init__(
        self,
        store: str | os.PathLike[str] | Store,
        *,
        annotator: Annotator = DEFAULT_ANNOTATOR,
        workers: int | None = None,
        settings: Settings | None = None,
        now: Callable[[], str] = utc_now,
        make: bool = True,
    ) -> None:
        check_annotator(annotator)
        self.store: Store = open_store(store, make=make) if isinstance(store, str | os.PathLike) else store
        self.settings = settings or Settings()
        self._annotator: Annotator = annotator
        self._workers = workers
        self._now = now
        self._decisions: list[Decision] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def _engine(self) -> engines.Engine:
        return engines.get("local", workers=self._workers)

    # ---- adding

    def add(
        self, *given: Given, later: bool = False, names: Mapping[str, str] | None = None
    ) -> Iterator[Added]:
        """Add reports (files, folders or Articles) and yield what becomes of each; then group and collate.

        A report is on the disk once its event comes, whatever happens afterwards: what was not grouped or
        collated then is by the next call of ``add`` or ``refresh``. later: leave both to them.
        names: what files of ``given`` are called, by their paths, where they lie under other names.
        """
        with self._engine() as engine:
            yield from self._adding(given, names=names).run(engine)
            if not later:
                yield from self._refresh(engine)
        yield Added(step="done")

    def add_bytes(self, data: bytes, name: str, *, later: bool = False) -> Iterator[Added]:
        """Add what one file holds, given its bytes; the suffix of ``name`` says its kind."""
        made = made_by(self._annotator)
        capture = adding.captured(name, self._now(), made, sha256(data).hexdigest(), len(data))
        with Scratch() as folder, self._engine() as engine:
            path = adding.in_a_file(data, name, folder)
            yield from self._adding([path], capture).run(engine)
            if not later:
                yield from self._refresh(engine)
        yield Added(step="done")

    def _adding(
        self,
        given: Iterable[Given],
        capture: Capture | None = None,
        names: Mapping[str, str] | None = None,
    ) -> adding.Adding:
        return adding.Adding(
            self.store,
            given,
            made=made_by(self._annotator),
            annotator=self._annotator,
            settings=self.settings,
            now=self._now,
            capture=capture,
            names=names,
        )

    def refresh(self, *, everything: bool = False) -> Iterator[Added]:
        """Group and collate what waits for it, also what an interrupted call left.

        Also what another tool took out of the store that can be made again. everything: group all articles
        anew, count and collate again what is wrong, and collate what another version or other weights
        collated.
        """
        self.store.mend(everything=everything)
        with self._engine() as engine:
            yield from self._refresh(engine, everything=everything)
        yield Added(step="done")

    def reannotate(self) -> Iterator[Added]:
        """Annotate all articles that another version, annotator or other weights did; then refresh."""
        made = made_by(self._annotator)
        with self._engine() as engine:
            yield from adding.reannotated(
                self.store, engine, made=made, annotator=self._annotator, settings=self.settings
            )
            yield from self._refresh(engine)
        yield Added(step="done")

    def _refresh(
        self, engine: engines.Engine, *, everything: bool = False, touched: tuple[str, ...] = ()
    ) -> Iterator[Added]:
        told = self._all_decisions()
        settings = self.settings
        new = regroup(self.store, engine, told, settings.group, touched=touched, everything=everything)
        yield Added(step="grouped", done=len(new), total=len(new))
        yield from collate_waiting(
            self.store, engine, made_by(self._annotator), told, settings.collate, afresh=everything
        )
        failed: list[Reject] = []
        events = derive(self.store, told, settings, rejected=failed.append)
        yield from (Added(step="rejected", reject=one) for one in failed)
        if events:
            yield Added(step="told", done=events, total=events)

    # ---- reading

    def generation(self) -> int:
        """Return a number that grows with every change, for ETags."""
        return self.store.generation()

    def stories(
        self, wanted: Filter | None = None, *, cursor: str | None = None, limit: int = 50
    ) -> Listing[StoryRow]:
        """Return stories, that of the latest report first. Raises InputError for a cursor that is none."""
        return self.store.stories(wanted or Filter(), cursor=cursor, limit=limit)

    def story(self, id: str) -> StoryView | None:
        """Return a story as decisions leave it; also by an id that it had before. None for no story."""
        told = self._all_decisions()
        with self.store.snapshot():
            now = self.store.current(id)
            row = self.store.story(now) if now is not None else None
            if row is None:
                return None
            articles = self.store.annotated(self.store.members(row.id))
            found = self.store.collation(row.id)
        if found is None:
            found = self._collate(row.id, articles)
            row = self.store.story(row.id) or row
        return StoryView(
            row=row,
            found=found,
            decided=decided(found, articles, told),
            articles={one.article.id: one for one in articles},
        )

    def _collate(self, story: str, articles: list[AnnotatedArticle]) -> Collation:
        told = self._all_decisions()
        found = collate_story(story, articles, self.settings.collate, decisions=told)
        self.store.put_collations([found], made_by(self._annotator))
        self.store.set_open({story: still_open(decided(found, articles, told))})
        return found

    def collations(self) -> Iterator[Collation]:
        """Yield the collation of every story as decisions leave it, by story id; holds one at a time."""
        for id in sorted({story for _, story in self.store.grouping()}):
            if (found := self.story(id)) is not None:
                yield found.decided.collation

    def article(self, id: str) -> StoredArticle | None:
        """Return an article with its layers; None when there is none."""
        return self.store.article(id)

    def versions(self, page: str) -> list[tuple[Version, AnnotatedArticle]]:
        """Return the versions of a page (``StoredArticle.page``), oldest first, to be compared."""
        with self.store.snapshot():
            found = self.store.versions(page)
            held = self.store.annotated([one.article for one in found])
        return list(zip(found, held, strict=True))

    def changed_pages(self, *, cursor: str | None = None, limit: int = 50) -> Listing[Version]:
        """Return the last version of each page that has several, the newest first."""
        return self.store.changed_pages(cursor=cursor, limit=limit)

    def person(self, name: str, *, cursor: str | None = None, limit: int = 50) -> Listing[QuotationRow]:
        """Return all that a person was quoted with, the latest report first."""
        return self.store.person(name, cursor=cursor, limit=limit)

    def people(self, prefix: str = "", *, cursor: str | None = None, limit: int = 50) -> Listing[PersonRow]:
        """Return who is quoted, by name."""
        return self.store.people(prefix, cursor=cursor, limit=limit)

    def search(self, words: str, *, cursor: str | None = None, limit: int = 20) -> Listing[Hit]:
        """Return the articles that have the words."""
        return self.store.search(words, cursor=cursor, limit=limit)

    def search_quotations(
        self, words: str, *, cursor: str | None = None, limit: int = 20
    ) -> Listing[QuotationRow]:
        """Return the quotations that have the words."""
        return self.store.search_quotations(words, cursor=cursor, limit=limit)

    def outlets(self) -> list[tuple[str, int]]:
        """Return each outlet with its number of articles, the most first."""
        return self.store.outlets()

    def check(self, draft: str, *, name: str = "draft") -> CheckResult:
        """Return a verdict on every quotation of a draft, against all that is here.

        Raises InputError when ``draft`` is no text.
        """
        return checks.check(draft, against=self.store.address, name=name, settings=self.settings)

    # ---- deciding

    def decide(self, decision: Decision, *, later: bool = False) -> StoryView | None:
        """Keep a decision (see ``decisions.records.make``) and bring what it touches up to date.

        Returns the story that its articles are in then; None when there is none. later: keep it alone, and
        leave the rest to ``refresh``.
        """
        self.store.decide([decision])
        about = self._about(decision)
        self._touch([decision])
        if not later:
            with self._engine() as engine:
                for _ in self._refresh(engine, touched=about if self._moves(decision) else ()):
                    pass
        story = next((held.story for one in about if (held := self.store.article(one))), None)
        if story is None:
            return None
        found = self.story(story)
        if found is not None:
            self.store.set_open({found.row.id: still_open(found.decided)})
            found = self.story(story)
        return found

    def undo(self, decision: str, *, author: str) -> Decision:
        """Take a decision back: a decision of its own; one that is taken back already stays as it is.

        Raises InputError for one that there is not.
        """
        known = {one.id: one for one in self._all_decisions()}
        if decision not in known:
            raise InputError(f"there is no decision {decision!r}")
        if (before := taken_back(known.values()).get(decision)) is not None:
            return known[before]
        made = undoing(known[decision], author=author, at=self._now())
        self.decide(made)
        return made

    def _root(self, decision: Decision) -> Decision:
        """Return what a decision is about in the end: an undo is about what it takes back."""
        known = {one.id: one for one in self._all_decisions()}
        seen = set()
        while decision.undoes in known and decision.id not in seen:
            seen.add(decision.id)
            decision = known[decision.undoes]
        return decision

    def _moves(self, decision: Decision) -> bool:
        return self._root(decision).kind in _OF_STORIES

    def _about(self, decision: Decision) -> tuple[str, ...]:
        """Return the articles here that a decision is about."""
        judged = self._root(decision).judged
        named = [*judged.articles, *judged.to]
        named += [one.article for one in (*judged.readings, *judged.others)]
        if judged.difference is not None:
            named += [evidence.article for side in judged.difference.sides for evidence in side]
        here = {one.article.id for one in self.store.annotated(list(dict.fromkeys(named)))}
        return tuple(one for one in dict.fromkeys(named) if one in here)

    def _touch(self, decisions: Iterable[Decision]) -> None:
        """Have the stories be collated again in which decisions say who spoke, or what is one utterance."""
        about = {
            article for one in decisions if self._root(one).kind in _OF_WORDS for article in self._about(one)
        }
        with self.store.regrouping() as work:
            stories = set(work.beside(sorted(about)).values())
        self.store.forget_collations(sorted(stories))

    def _all_decisions(self) -> list[Decision]:
        new = self.store.decisions(skip=len(self._decisions))
        if new:
            self._decisions = [*self._decisions, *new]
        return self._decisions

    def decisions(self) -> list[Decision]:
        """Return all decisions in the order in which they came, those taken back among them."""
        return list(self._all_decisions())

    def export_decisions(self) -> bytes:
        """Return all decisions as lines of JSON, the oldest first."""
        return dump(self._all_decisions())

    def import_decisions(self, data: bytes, *, later: bool = False) -> int:
        """Keep the decisions that lines of JSON hold; return how many were new. Raises BadRecord."""
        known = {one.id for one in self._all_decisions()}
        read = [one for one in load(data) if one.id not in known]
        number = self.store.decide(read)
        self._touch(read)
        touched = {a for one in read if self._moves(one) for a in self._about(one)}
        if not later:
            with self._engine() as engine:
                for _ in self._refresh(engine, touched=tuple(sorted(touched))):
                    pass
        return number

    def brief(self, story: str, form: BriefForm) -> bytes | None:
        """Return the brief of a story as a file; None for no story. Raises as ``briefs.brief``."""
        found = self.story(story)
        return None if found is None else brief(found.decided, form, articles=found.articles)

    # ---- the whole

    def counts(self) -> Mapping[str, int]:
        """Return how many captures, articles, quotations, stories and decisions there are."""
        return self.store.counts()

    def verify(self, on_progress: Callable[[int, int], None] | None = None) -> list[Problem]:
        """Return what is wrong with the store; nothing when all is whole."""
        found = self.store.verify(on_progress)
        try:
            for one in self.store.decisions():
                check_decision(one)
        except BadRecord as error:
            remedy = "take the last backup, or the file that decisions were exported to"
            found.append(Problem(what=f"one is damaged: {error.message}", where="decisions", remedy=remedy))
        return found

    def backup(self, to: str | os.PathLike[str]) -> None:
        """Write a copy of the store as of now, while others go on. Raises OutputError."""
        self.store.backup(Path(to))
