"""The facade, the only wiring: formats, the article stages, grouping, the story stages and an engine.

>>> with Corpus("reports/") as corpus:                       # doctest: +SKIP
...     for collation in corpus.collate():
...         print(collation.story, len(collation.discrepancies))
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import msgspec
from msgspec.structs import replace

from variorum import __version__, engines, formats
from variorum.checks import Progress, check, check_drafts, find, no_progress
from variorum.compared import Comparison, Following
from variorum.errors import InputError, TooLittleMemory, UnreadableFile
from variorum.inputs import Given, only_articles, sort_out
from variorum.model import (
    AnnotatedArticle,
    Article,
    Collation,
    CorpusOrigin,
    Decided,
    Decision,
    Event,
    Reject,
    Standing,
    content_id,
    too_little_memory,
)
from variorum.model.codec import take_annotation
from variorum.model.faults import DEBUG
from variorum.pipeline import (
    COLLATE_RESCUE,
    DEFAULT_ANNOTATOR,
    Annotator,
    annotate_alone,
    annotate_batch,
    annotate_lines,
    annotate_rescue,
    check_annotator,
    collate_story,
    decide_story,
    prose_of,
)
from variorum.settings import WORK, GroupSettings, Settings

if TYPE_CHECKING:
    from variorum.stories import StoryStream

__all__ = ["Comparison", "Corpus", "Following", "Progress", "check", "check_drafts", "find"]

Item = TypeVar("Item")
# Bytes of articles, words, passages and origins that wait in memory each; more wait in temporary files.
_WAITING = 32 * 2**20


class Corpus:
    """Articles from files and everything computed from them.

    given: files or folders (see ``formats.read``), ``-`` for standard input, or Articles; also lists of them.
        ``paths`` and ``given`` hold them apart; files come first in all results.
    engine, workers, master: who runs the stages: ``local`` or ``spark``; None workers means one for each
        core, None master means no cluster but this machine. Results depend on none of them.
    annotator: who finds the quotations: ``model``, the shipped network, or ``rules``, faster and blind to
        much indirect speech.
    work: a folder that keeps what ``annotate``, ``group``, ``origins`` and ``collate`` have done, so that the
        same call on the same inputs goes on after a stop; removed when the work has come to its end.
    rejects: files, records, articles and stories that could not be used, filled as the work goes on; those of
        reading first. read: articles read so far.
    decisions: of people on stories, in any order: carried out in ``collate`` and ``compare`` (``decisions``).
    debug: a folder for the smallest reports that show why annotating failed, None for none; the present one
        when VARIORUM_DEBUG is set. samples: those that were written.

    Use it as a context manager, so that the engine's processes end.
    Raises InputError for an annotator that is not there and for what is neither path nor article, EngineError
    for an engine that is not there.
    """

    def __init__(
        self,
        *given: Given,
        engine: str = "local",
        workers: int | None = None,
        master: str | None = None,
        annotator: Annotator = DEFAULT_ANNOTATOR,
        settings: Settings | None = None,
        on_progress: Progress | None = None,
        work: str | Path | None = None,
        decisions: Iterable[Decision] = (),
    ) -> None:
        self.paths, self.given = sort_out(given)
        self.read = 0
        self.debug: Path | None = Path() if os.environ.get(DEBUG) else None
        self.samples: list[Path] = []
        self.decisions = tuple(decisions)
        self._regrouped: tuple[Standing, ...] = ()
        self._unread: list[Reject] = []
        self._failed: list[Reject] = []
        self._reading = formats.ReadProgress()
        self._memory = 0  # articles in a row that there was too little memory for
        check_annotator(annotator)
        self._settings = settings or Settings()
        self._annotator: Annotator = annotator
        self._on_progress = on_progress or no_progress
        self._engine: engines.Engine = engines.get(engine, workers=workers, master=master)
        self._expected: int | None = None  # articles there may be, as far as reading has come
        self._finished = False
        self._journal: engines.JournaledEngine | None = None
        if work is not None:
            self._engine = self._journal = engines.JournaledEngine(self._engine, Path(work))

    def __enter__(self) -> Self:
        self._engine.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._journal is not None and error is None:
            self._journal.end(finished=self._finished)
        self._engine.__exit__(kind, error, trace)

    @property
    def rejects(self) -> list[Reject]:
        """Return what could not be used so far."""
        return [*self._unread, *self._failed]

    def reject(self, reject: Reject) -> None:
        """Note what could not be used; where its article was read is added."""
        known = reject.id or next(iter(reject.articles), "")
        place = self._reading.place(known)
        if place is not None and reject.line is None:
            reject = replace(reject, file=place[0], line=place[1])
        self._failed.append(reject)
        self._memory = self._memory + 1 if too_little_memory(reject) else 0
        if self._memory == WORK.without_memory:
            raise TooLittleMemory(f"one article after the other {reject.reason}")

    def _look_into(self, reject: Reject, batch: Sequence[Article]) -> None:
        """Write the smallest report that shows a failure, where this is to be debugged; the first few."""
        found = [article for article in batch if article.id == reject.id]
        if self.debug is None or not found or reject.stage is None or len(self.samples) >= WORK.samples:
            return
        from variorum.debugging import smallest, write_sample

        run = partial(annotate_alone, settings=self._settings.annotate, annotator=self._annotator)
        # A worker died: it would be this process now.
        article = found[0] if "its worker process" in reject.reason else smallest(found[0], run)
        self.samples.append(write_sample([article], self.debug))

    def articles(self) -> Iterator[Article]:
        """Read the articles one by one; what cannot be used goes to ``rejects``.

        Raises UnreadableFile when a path does not exist.
        """
        self._unread.clear()
        self._failed.clear()
        self.read = 0
        progress = self._reading = formats.ReadProgress()
        files = formats.read(self.paths, settings=self._settings.read, progress=progress)
        held = formats.held(self.given, settings=self._settings.read, progress=progress)
        for item in chain(files, held):
            if isinstance(item, Reject):
                self._unread.append(item)
                continue
            self.read += 1
            self._expected = progress.expected(self.read)
            self._on_progress("read", self.read, self._expected)
            yield item

    def _those(self, articles: Iterable[Article] | None) -> Iterable[Article]:
        return self.articles() if articles is None else only_articles(articles)

    def labelled(self) -> Iterator[AnnotatedArticle]:
        """Yield the articles that came with an annotation, as they came; none is annotated.

        Raises BadRecord for an annotation that does not fit its text.
        """
        found = (take_annotation(article) for article in self.articles())
        return (one for one in found if one is not None)

    def annotate(self, articles: Iterable[Article] | None = None) -> Iterator[AnnotatedArticle]:
        """Yield each article with its annotation, in input order; streams."""
        return self._annotated(annotate_batch, articles)

    def annotate_lines(self, articles: Iterable[Article] | None = None) -> Iterator[bytes]:
        """Yield what ``annotate`` does as lines of JSON, without line ends; the workers make them."""
        return self._annotated(annotate_lines, articles)

    def _annotated(
        self, run: Callable[..., list[Item | Reject]], articles: Iterable[Article] | None
    ) -> Iterator[Item]:
        with self._kept("annotate", given=articles):
            yield from self._annotate(run, articles)

    def _annotate(
        self, run: Callable[..., list[Item | Reject]], articles: Iterable[Article] | None = None
    ) -> Iterator[Item]:
        total = len(articles) if isinstance(articles, list | tuple) else None
        batches = _batches(self._those(articles), self._settings.annotate.batch)
        done = 0
        run = partial(run, settings=self._settings.annotate, annotator=self._annotator)
        sent: deque[list[Article]] = deque()
        if self.debug is not None:
            batches = _noted(batches, sent)
        for batch in self._engine.map(run, batches, rescue=annotate_rescue(self._annotator)):
            given = sent.popleft() if sent else []
            for annotated in batch:
                done += 1
                self._on_progress("annotate", done, total or self._expected)
                if isinstance(annotated, Reject):
                    self.reject(annotated)
                    self._look_into(annotated, given)
                else:
                    self._memory = 0
                    yield annotated

    def group(
        self, articles: Iterable[Article] | None = None, *, window: int | None = None
    ) -> list[tuple[str, str]]:
        """Return (article id, story id) for every article, in input order.

        window: days; group so many at a time, with as many before them, to hold no more than that.
        """
        with self._kept("group", window, given=articles):
            return self._group(self._those(articles), window)

    def _group(self, articles: Iterable[Article], window: int | None) -> list[tuple[str, str]]:
        from variorum import stories  # not at the top: who only annotates does not pay for it

        if window is not None:
            return stories.group_by_windows(
                articles,
                self._engine,
                days=window,
                alone=engines.get("local", workers=1),
                settings=self._settings.group,
                on_progress=partial(self._on_progress, "windows"),
                rejected=self.reject,
            )
        with ExitStack() as stack:
            return stories.group(
                articles,
                self._engine,
                settings=self._settings.group,
                store=lambda: stack.enter_context(engines.Spool[Any](_WAITING)),
                on_progress=partial(self._on_progress, "group"),
                rejected=self.reject,
            )

    def origins(self, articles: Iterable[Article] | None = None) -> Iterator[CorpusOrigin]:
        """Yield the texts that several articles carry, by id: agency copy, releases, copies.

        Articles that share no passage are in none. Texts wait in temporary files, and so do origins until all
        are known.
        """
        from variorum import stories

        total = len(articles) if isinstance(articles, list | tuple) else None
        with self._kept("origins", given=articles), ExitStack() as stack:
            yield from stories.origins(
                self._those(articles),
                self._engine,
                read=partial(prose_of, settings=self._settings.annotate),
                store=lambda: stack.enter_context(engines.Spool[Any](_WAITING)),
                settings=self._settings.collate.reuse,
                on_progress=lambda done, _: self._on_progress("origins", done, total or self._expected),
                rejected=self.reject,
            )

    def follow(
        self,
        state: str | Path,
        *,
        at: str | None = None,
        wait: float = 600.0,
        on_wait: Callable[[], None] | None = None,
    ) -> Following:
        """Add the articles to those of earlier calls, kept in the file ``state``; return what that changed.

        state: made where there is none; replaced as a whole when all articles are in, and only when some
            were new. One call at a time uses it; the next waits.
        at: the time to write into the history, ISO 8601; now (UTC) unless given.
        wait: seconds to wait for another call. on_wait: called once, when there is one to wait for.
        Raises UnreadableFile when ``state`` is no such file, damaged or of another version, OutputError when
        it cannot be written, or when another call still uses it after ``wait``.
        """
        from variorum.outputs.atomic import alone_with

        path = Path(state)
        with alone_with(path, wait=wait, on_wait=on_wait):
            return self._follow(path, at)

    def _follow(self, path: Path, at: str | None) -> Following:
        from variorum.outputs.atomic import write_bytes

        stream = _stream_in(path, self._settings.group)
        before = len(stream)
        at = at or datetime.now(UTC).isoformat(timespec="seconds")
        events: list[Event] = []
        done = 0
        arrivals = iter(self.articles())
        while new := list(islice(arrivals, self._settings.group.arrivals)):
            events += stream.add(stream.read(new, self._engine, rejected=self.reject), at=at)
            done += len(new)
            self._on_progress("group", done, self._expected)
        if len(stream) > before:
            write_bytes(path, stream.dump())
        return Following(stories=stream.stories(), events=events, new=len(stream) - before, read=done)

    def collate(
        self, *, by: str | None = None, one_story: bool = False, window: int | None = None
    ) -> Iterator[Collation]:
        """Yield the collation of each story, by story id; holds no text in memory but those of a few stories.

        by: take the grouping from this field of the input instead of ``group``.
        one_story: take all articles as one story.
        window: see ``group``.
        Raises InputError when an article lacks the field ``by``.
        """
        told = content_id("decisions", *(one.id for one in self.decisions)) if self.decisions else None
        with (
            self._kept("collate", by, one_story, window, told),
            engines.Spool[AnnotatedArticle]() as annotated,
        ):
            for item in self._annotate(annotate_batch):
                annotated.append(item)
            yield from (item.collation for item in self._collate(annotated, by, one_story, window))

    def compare(
        self, *, by: str | None = None, one_story: bool = False, reference: Given | None = None
    ) -> Comparison:
        """Return the collations of all stories, largest first, with the articles behind them.

        reference: the words as spoken, files or articles, that every quotation is held against (see
            ``references``); articles whose own field ``reference`` is true are part of it.
        """
        articles, spoken = _parted(self.articles())
        given = [*spoken, *([] if reference is None else [reference])]
        annotated = list(self._annotate(annotate_batch, articles))
        found = self._collate(annotated, by, one_story)
        decided = sorted(found, key=lambda item: (-len(item.collation.articles), item.collation.story))
        by_id = {item.article.id: item for item in self._corrected(annotated)}
        if given:
            decided = self._against(decided, by_id, given)
        return Comparison(
            collations=tuple(item.collation for item in decided),
            articles=by_id,
            rejects=tuple(self.rejects),
            decided=tuple(decided) if self.decisions else (),
            regrouped=self._regrouped,
        )

    def _against(
        self, decided: list[Decided], articles: Mapping[str, AnnotatedArticle], reference: Given
    ) -> list[Decided]:
        """Return the stories with what they quote against the words as spoken."""
        from variorum.references import against_reference

        found, rejects = against_reference(
            [one.collation for one in decided],
            articles,
            reference,
            settings=self._settings,
            on_progress=self._on_progress,
        )
        self._unread += rejects
        return [replace(one, collation=each) for one, each in zip(decided, found, strict=True)]

    def _corrected(self, annotated: Sequence[AnnotatedArticle]) -> Sequence[AnnotatedArticle]:
        """Return the articles with the speakers that were decided."""
        if not self.decisions:
            return annotated
        from variorum.decisions.before import before

        return before(annotated, self.decisions).articles

    def _collate(
        self,
        annotated: engines.Spool[AnnotatedArticle] | Sequence[AnnotatedArticle],
        by: str | None,
        one_story: bool,
        window: int | None = None,
    ) -> Iterator[Decided]:
        self._expected = len(annotated)
        grouping = self._decided_groups(
            self._grouping((item.article for item in annotated), by, one_story, window)
        )
        total = len({story for _, story in grouping})
        run: Callable[..., Collation | Decided] = partial(collate_story, settings=self._settings.collate)
        if self.decisions:
            run = partial(decide_story, settings=self._settings.collate, decisions=self.decisions)
        found = self._engine.map_groups(run, _in_stories(annotated, grouping), rescue=COLLATE_RESCUE)
        for done, (_, one) in enumerate(found, start=1):
            self._on_progress("collate", done, total)
            if isinstance(one, Reject):
                self.reject(one)
            else:
                yield one if isinstance(one, Decided) else Decided(collation=one)

    def _decided_groups(self, grouping: list[tuple[str, str]]) -> Sequence[tuple[str, str]]:
        """Return the grouping with what was moved, split and merged by hand, in the same order."""
        if not self.decisions:
            return grouping
        from variorum.decisions.grouping import regrouped

        found = regrouped(grouping, self.decisions)
        self._regrouped = found.standings
        return found.stories

    def _grouping(
        self, articles: Iterable[Article], by: str | None, one_story: bool, window: int | None
    ) -> list[tuple[str, str]]:
        if one_story:
            ids = [article.id for article in articles]
            story = content_id("s", *sorted(ids))
            return [(article, story) for article in ids]
        if by is not None:
            return [(article.id, _field(article, by)) for article in articles]
        return self._group(articles, window)

    @contextmanager
    def _kept(self, *call: str | int | None, given: object = None) -> Iterator[None]:
        """Keep the work of one call, with its options, in the folder for work, if there is one."""
        if self._journal is None:
            yield
            return
        if given is not None or self.given:
            raise InputError("only what is read from files can be gone on with; give the files, or no `work`")
        self._journal.end(finished=self._finished)
        self._finished = False
        self._journal.begin(
            {
                "version": __version__,
                "options": msgspec.json.encode([*call, self._annotator]).decode(),
                "settings": content_id("settings", msgspec.json.encode(self._settings)),
                "inputs": formats.fingerprint(self.paths),
            }
        )
        yield
        self._finished = True


def _stream_in(path: Path, settings: GroupSettings) -> StoryStream:
    """Return the stream that was saved in the file, or a new one where there is no file."""
    from variorum.stories import StoryStream

    try:
        return StoryStream.load(path.read_bytes(), settings=settings)
    except FileNotFoundError:
        return StoryStream(settings=settings)
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}", file=str(path)) from error
    except InputError as error:
        raise UnreadableFile(error.message, file=str(path)) from error


def _field(article: Article, name: str) -> str:
    """Return the value of an input field, a known one or one that was kept in ``extra``."""
    value = getattr(article, name) if name in Article.__struct_fields__ else article.extra.get(name)
    if value is None or value == "":
        raise InputError(
            f"no field {name!r} to group by; give every record one, or leave out --by", article=article.id
        )
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _in_stories(
    annotated: Iterable[AnnotatedArticle], grouping: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, AnnotatedArticle]]:
    """Yield the articles with their stories, both in one order; without those that were not grouped."""
    rest = iter(grouping)
    following = next(rest, None)
    for item in annotated:
        if following is not None and following[0] == item.article.id:
            yield following[1], item
            following = next(rest, None)


def _parted(articles: Iterable[Article]) -> tuple[list[Article], list[Article]]:
    """Return the reports, and what is given among them as the words as spoken."""
    reports: list[Article] = []
    spoken: list[Article] = []
    for one in articles:
        (spoken if one.extra.get("reference") is True else reports).append(one)
    return reports, spoken


def _noted(batches: Iterable[list[Article]], sent: deque[list[Article]]) -> Iterator[list[Article]]:
    """Yield the batches, noting each."""
    for batch in batches:
        sent.append(batch)
        yield batch


def _batches(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    """Yield batches of 1, 2, 4 ... up to ``size``: the first result, and all workers at work, come soon."""
    rest, now = iter(articles), 1
    while batch := list(islice(rest, now)):
        yield batch
        now = min(size, 2 * now)
