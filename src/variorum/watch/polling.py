"""The watch: rounds of polling, capturing, grouping and comparing, each taken up again where it was stopped.

A round is written into the store before it begins, and all that is written in it bears its time. What a feed
gave is kept with what it leads to in one change; what a page gave with what was captured. So after a kill at
any moment the round goes on with what it has not asked yet, and comes to the same.

Within a round feeds are polled first, all at once as far as manners go; then pages are asked in an order of
their own, some at a time, whatever order feeds answered in.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from variorum import engines
from variorum.desk import Desk
from variorum.desk.adding import arrivals_batch, captured
from variorum.desk.records import made_by
from variorum.errors import FeedError, OutputError, in_one_line, is_fault
from variorum.formats.apart import open_apart
from variorum.limits import time_limit
from variorum.model import Article, Reject
from variorum.pipeline import DEFAULT_ANNOTATOR, Annotator, annotate_rescue
from variorum.settings import WATCH, Settings, WatchSettings
from variorum.store.arrivals import page_at
from variorum.store.base import Arrival, Store
from variorum.store.watched import Captured, Poll
from variorum.watch.addresses import shown
from variorum.watch.deciding import Found, failed, page_of_entry, sorted_out, succeeded
from variorum.watch.feeds import read_feed
from variorum.watch.fetching import FEEDS, Fetched, Fetcher, Validators
from variorum.watch.manners import Held, Manners
from variorum.watch.pages import Taken, Taking
from variorum.watch.reading import words_hash
from variorum.watch.records import (
    Clock,
    Feed,
    FeedState,
    PageState,
    Round,
    Subscription,
    later,
    seconds_between,
    stamp,
)
from variorum.watch.transport import CheckedTransport

if TYPE_CHECKING:
    import os

    from httpx2 import AsyncBaseTransport

Between = Callable[[Desk, Round], Mapping[str, int]]
"""What is done once a round is done, as handing on what happened; what it counts is told with the round."""
OnProgress = Callable[[str, int, int | None], None]
_UNPACK = msgspec.msgpack.Decoder(Arrival)
Item = TypeVar("Item")
Result = TypeVar("Result")


class _Polled(Struct, frozen=True, kw_only=True):
    """What polling one feed gave: an answer with what was read in it, or what was wrong."""

    feed: FeedState
    found: Fetched | None = None
    read: Feed | None = None
    error: FeedError | None = None


class Watch:
    """Feeds watched into a store; a context manager, which only one process at a time may be in.

    store: a path of an SQLite file, ``postgresql://…`` or a Store. transport: into the network; by default
    one that only connects to public addresses, or to any with ``allow_private``. contact: told to servers.
    every: seconds between two polls of a feed. read: what reads feeds. between: see ``Between``.
    rejected: told of each article that could not be annotated, and each story that could not be compared.
    Raises as ``Desk``, MissingExtra without the libraries, and OutputError when another process watches.
    """

    def __init__(
        self,
        store: str | os.PathLike[str] | Store,
        *,
        transport: AsyncBaseTransport | None = None,
        clock: Clock | None = None,
        contact: str | None = None,
        allow_private: bool = False,
        annotator: Annotator = DEFAULT_ANNOTATOR,
        workers: int | None = None,
        settings: Settings | None = None,
        watch: WatchSettings = WATCH,
        every: float | None = None,
        read: Callable[..., Feed] = read_feed,
        between: Sequence[Between] = (),
        on_progress: OnProgress = lambda step, done, total: None,
        rejected: Callable[[Reject], None] = lambda reject: None,
    ) -> None:
        self._clock = clock or Clock()
        self._settings = watch
        self._every = watch.every if every is None else every
        self._read = read
        self._between = between
        self._tell = on_progress
        self._rejected = rejected
        self._begun = False
        self._workers = workers
        self._annotator: Annotator = annotator
        self._at = ""
        self.desk = Desk(store, annotator=annotator, workers=workers, settings=settings, now=lambda: self._at)
        self.store = self.desk.store
        self._manners = Manners(self.store.hosts, self._clock, watch)
        self._fetcher = Fetcher(
            transport or CheckedTransport(allow_private=allow_private, settings=watch),
            self._manners,
            contact=contact,
            settings=watch,
        )
        self._loop = asyncio.Runner()

    def __enter__(self) -> Self:
        self._alone = self.store.watching()
        try:
            self._alone.__enter__()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._alone.__exit__(kind, error, trace)
        self._close()

    def _close(self) -> None:
        try:
            self._loop.run(self._fetcher.close())
        finally:
            self._loop.close()
            self.desk.close()

    def subscribe(self, subscriptions: Sequence[Subscription]) -> None:
        """Watch just these feeds from now on; what is known of others is kept."""
        self.store.subscribe([(one.url, one.title) for one in subscriptions])

    # ---- rounds

    def rounds(self, *, once: bool = False) -> Iterator[Round]:
        """Yield each round when it is done; between them it is slept until the next is due.

        once: end when nothing is due; else it goes on for as long as there are feeds.
        """
        while True:
            due = self._due()
            if isinstance(due, Round):
                yield self._run(due)
            elif once or due is None:
                return
            else:
                self._clock.sleep(min(due, self._settings.nap))

    def _due(self) -> Round | float | None:
        """Return the round that is due, or in how many seconds one is; None: never."""
        last = self.store.last_round()
        if last is not None and not last.done:
            return last
        first = self.store.next_due()
        if first is None:
            return None
        now = stamp(self._clock.now())
        if last is not None:
            behind = seconds_between(now, last.at)
            if behind > self._settings.skew:
                told = f"this machine's clock says {now[:19]}, and the last round was at {last.at[:19]}"
                raise OutputError(f"{told}; set the clock right", file=str(self.store.path or "the store"))
            if first > last.at:  # what a round had no room for is not put off
                first = max(first, later(last.at, self._settings.gap))
        if first > now:
            return max(seconds_between(now, first), 0.001)
        return Round(number=last.number + 1 if last else 1, at=now)

    def _run(self, round: Round) -> Round:
        self._at = round.at
        self._manners.begin(round.at)
        self.store.put_round(round)
        with open_apart():
            round = self._poll(round)
            round = self._capture(round)
        # Not kept: a round that is taken up again does not know what its first part brought about.
        brought = self._refresh(round)
        round = replace(round, done=True)
        self.store.put_round(round)
        for step in self._between:
            brought.update(step(self.desk, round))
        return replace(round, told=dict(Counter(round.told) + brought))

    def _refresh(self, round: Round) -> Counter[str]:
        """Group and compare what is new, at the start also what others left; return what came of it."""
        brought: Counter[str] = Counter()
        if self._begun and not (round.told.get("new") or round.told.get("changed")):
            return brought
        self._begun = True
        for event in self.desk.refresh():
            if event.step == "collated":
                self._tell("collate", event.done, event.total)
            if event.step in ("grouped", "told"):
                brought[{"grouped": "stories", "told": "events"}[event.step]] += event.done
            if event.reject is not None:
                brought["rejected"] += 1
                self._rejected(event.reject)
        return brought

    # ---- feeds

    def _poll(self, round: Round) -> Round:
        feeds = self.store.due_feeds(round.at, round.number)
        waiting: list[_Polled] = []

        def take(done: int, polled: _Polled) -> None:
            nonlocal round
            waiting.append(polled)
            self._tell("poll", done, len(feeds))
            if len(waiting) >= self._settings.commit:
                round = self._keep_polls(waiting, round)
                waiting.clear()

        self._loop.run(_as_they_come(self._poll_one, feeds, take))
        return self._keep_polls(waiting, round) if waiting else round

    async def _poll_one(self, feed: FeedState) -> _Polled:
        known = Validators(etag=feed.etag, modified=feed.modified) if feed.listed else None
        found: Fetched | None = None
        try:
            found = await self._fetcher.get(
                feed.address or feed.url, known=known, limit=self._settings.feed_size, accept=FEEDS
            )
            if (problem := found.problem()) is not None:
                raise problem
            same = found.status == 304 or (found.digest is not None and found.digest == feed.digest)
            read = None if same else await self._read_whole(found)
        except FeedError as error:
            return _Polled(feed=feed, found=found, error=error)
        except Exception as error:
            if not is_fault(error):
                raise
            return _Polled(feed=feed, error=FeedError("fault", in_one_line(error)))
        return _Polled(feed=feed, found=replace(found, body=b""), read=read)

    async def _read_whole(self, found: Fetched, depth: int = 0) -> Feed:
        """Return the feed that an answer is, with the entries of its parts (sitemaps of an index)."""
        kind = f"{found.media}; charset={found.charset}" if found.charset else found.media
        with time_limit(self.desk.settings.read.seconds):
            read = self._read(found.body, url=found.url, content_type=kind)
        if not read.parts or depth >= self._settings.depth:
            return read
        entries, said = list(read.entries), list(read.said)
        for url in read.parts[: self._settings.parts]:
            try:
                part = await self._fetcher.get(url, limit=self._settings.feed_size, accept=FEEDS)
                if (problem := part.problem()) is not None:
                    raise problem
                more = await self._read_whole(part, depth + 1)
            except Held:  # all of it comes later, rather than a part never
                raise
            except FeedError as error:
                said.append(f"one of its parts could not be had: {error.message}")
                continue
            entries += more.entries
            said += more.said
        unique = {one.key: one for one in reversed(entries)}
        return replace(read, entries=tuple(reversed(unique.values())), said=tuple(said))

    def _keep_polls(self, polled: Sequence[_Polled], round: Round) -> Round:
        """Keep what polls gave, the pages that they lead to known to each other."""
        put: list[Poll] = []
        told: Counter[str] = Counter(round.told)
        pages: dict[str, PageState] = {}
        for one in sorted(polled, key=lambda one: one.feed.url):
            told["polled"] += 1
            if one.error is not None or one.found is None:
                wait = one.found.retry_after if one.found is not None else None
                error = one.error or FeedError("fault", "it gave nothing")
                state = failed(one.feed, error, round, retry_after=wait, settings=self._settings)
                told["failed"] += error.code != "held"
                put.append(Poll(feed=state))
                continue
            found = self._found(one.feed, one.read, pages, round)
            pages.update((page.page, page) for page in found.pages)
            told["entries"] += found.new
            told["edited"] += found.changed
            state = succeeded(
                one.feed,
                one.found,
                one.read,
                round,
                fresh=found.fresh,
                every=self._every,
                settings=self._settings,
            )
            put.append(Poll(feed=state, entries=found.entries, pages=found.pages, still=found.still))
        round = replace(round, told=dict(told))
        forget = later(round.at, -self._settings.forgotten)
        self.store.put_polls(put, round, forget=forget, hosts=self._manners.take_changed())
        return round

    def _found(
        self, feed: FeedState, read: Feed | None, pages: Mapping[str, PageState], round: Round
    ) -> Found:
        if read is None:
            return Found()
        asked = list(dict.fromkeys(page_of_entry(feed.url, entry) for entry in read.entries))
        known = {**self.store.pages(asked), **pages}
        return sorted_out(feed, read, self.store.seen(feed.url), known, round, self._settings)

    # ---- pages

    def _capture(self, round: Round) -> Round:
        limits = self._settings
        pages = self.store.due_pages(round.at, round.number, most=limits.round_pages, each=limits.host_pages)
        if not pages:
            return round
        taking = Taking(round, self.desk.settings.read, limits)
        with engines.get("local", workers=self._workers) as engine:
            for start in range(0, len(pages), limits.batch):
                part = pages[start : start + limits.batch]
                answers = self._ask_pages(part)
                taken = self._known_apart([self._take(taking, one, answers.get(one.page)) for one in part])
                round = self._keep_pages(taken, round, engine)
                self._tell("capture", start + len(part), len(pages))
        return round

    def _ask_pages(self, pages: Sequence[PageState]) -> dict[str, Fetched | FeedError]:
        """Return what pages answer, by key; one without an address, or read from its feed, is not asked."""
        answers: dict[str, Fetched | FeedError] = {}
        asked = [one for one in pages if one.url is not None and one.source != "feed"]
        self._loop.run(_as_they_come(self._ask_page, asked, lambda _, found: answers.update([found])))
        return answers

    async def _ask_page(self, page: PageState) -> tuple[str, Fetched | FeedError]:
        assert page.url is not None
        known = Validators(etag=page.etag, modified=page.modified) if page.article is not None else None
        try:
            return page.page, await self._fetcher.get(page.url, known=known, limit=self._settings.page_size)
        except FeedError as error:
            return page.page, error
        except Exception as error:
            if not is_fault(error):
                raise
            return page.page, FeedError("fault", in_one_line(error))

    def _take(self, taking: Taking, page: PageState, found: Fetched | FeedError | None) -> Taken:
        try:
            return taking.take(page, found)
        except Exception as error:  # a page on which a reader fails is a page without text
            if not is_fault(error):
                raise
            return taking.take(page, FeedError("no-text", in_one_line(error)))

    def _known_apart(self, taken: Sequence[Taken]) -> list[Taken]:
        """Leave out what another address led to already: a link of an aggregator that redirects to a page."""
        here: dict[str, tuple[str | None, str]] = {}
        found = []
        for one in taken:
            article = one.article
            page = page_at(article.url) if article is not None and article.url else None
            if article is not None and page is not None:
                last = here.get(page) or (self._last(page) if page != one.page.page else None)
                if last is not None and last[0] == one.page.words_hash:
                    one = Taken(page=replace(one.page, article=last[1]))
                else:
                    here[page] = one.page.words_hash, article.id
            found.append(one)
        return found

    def _last(self, page: str) -> tuple[str, str] | None:
        """Return hash of words and id of the last version of a page; None for none."""
        versions = self.store.versions(page)
        if not versions:
            return None
        (last,) = self.store.annotated([versions[-1].article])
        return words_hash(last.article), last.article.id

    def _keep_pages(self, taken: Sequence[Taken], round: Round, engine: engines.Engine) -> Round:
        """Annotate what is new, and keep it with the pages that it is of."""
        made = made_by(self._annotator)
        arrivals = self._annotated([one.article for one in taken if one.article is not None], engine)
        kept: list[Captured] = []
        told = Counter(round.told)
        for one in taken:
            told["asked"] += 1
            arrival = arrivals.get(id(one.article)) if one.article is not None else None
            if isinstance(arrival, Reject):
                told["rejected"] += 1
                self._rejected(arrival)
                words = arrival.reason[: self._settings.words]
                kept.append(Captured(page=replace(one.page, status="empty", problem="rejected", words=words)))
            elif arrival is not None:
                name = shown(one.page.url or one.page.lead.feed)
                capture = captured(name, round.at, made, one.digest, one.size)
                kept.append(
                    Captured(page=one.page, capture=capture, arrival=replace(arrival, capture=capture.id))
                )
            else:
                told["without text"] += one.lacking
                kept.append(Captured(page=one.page))
        round = replace(round, told=dict(told))
        return self.store.put_pages(kept, round, hosts=self._manners.take_changed())

    def _annotated(self, articles: Sequence[Article], engine: engines.Engine) -> dict[int, Arrival | Reject]:
        """Return each article as it is to be kept, or why it could not be, by its Python id."""
        size = self.desk.settings.annotate.batch
        run = partial(
            arrivals_batch,
            settings=self.desk.settings,
            annotator=self._annotator,
            made=made_by(self._annotator),
        )
        parts = [articles[start : start + size] for start in range(0, len(articles), size)]
        found = [
            one for part in engine.map(run, parts, rescue=annotate_rescue(self._annotator)) for one in part
        ]
        return {
            id(article): one if isinstance(one, Reject) else _UNPACK.decode(one)
            for article, one in zip(articles, found, strict=True)
        }


async def _as_they_come(
    work: Callable[[Item], Awaitable[Result]],
    items: Sequence[Item],
    take: Callable[[int, Result], None],
) -> None:
    """Do work on all items at once, and hand over each result as it comes, with how many there are by then.

    An error, or Ctrl-C, ends all of it.
    """
    tasks = [asyncio.ensure_future(work(item)) for item in items]
    try:
        for done, one in enumerate(asyncio.as_completed(tasks), start=1):
            take(done, await one)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
