"""What is watched, as rows: rounds, feeds, entries, pages, hosts; ``watched`` says what each method does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager

from msgspec.structs import replace

from variorum.model.codec import decode, encode
from variorum.store import captures
from variorum.store.base import Listing
from variorum.store.captures import in_parts
from variorum.store.cursors import after, cut, sized
from variorum.store.session import Session
from variorum.store.watched import (
    Captured,
    FeedHealthRow,
    FeedState,
    HostState,
    PageState,
    PageStatus,
    Poll,
    Round,
    SeenEntry,
)

_TROUBLE = ("failing", "gone", "denied", "silent", "moved", "waiting", "fine")
_COUNTED = {"new": "new", "version": "changed", "known": "known"}
_AT_ONCE = ""  # sorts before every time
_FEED = "url title subscribed round next_at health since problem words polled_at ok_at new_at state"
_PAGE = "page feed url host round next_at status problem words first_at captured_at article state"


class SqlWatched:
    """The part of ``SqlStore`` that is about what is watched."""

    session: Session

    def watching(self) -> AbstractContextManager[None]:
        """Be the only one that watches."""
        return self.session.alone("watch")

    # ---- rounds

    def last_round(self) -> Round | None:
        """Return the last round."""
        rows = self.session.rows(
            "SELECT number, at, done, told FROM watch_round ORDER BY number DESC LIMIT 1"
        )
        if not rows:
            return None
        number, at, done, told = rows[0]
        return Round(number=int(number), at=at, done=bool(done), told=decode(told, dict[str, int]))

    def put_round(self, round: Round) -> None:
        """Keep a round."""
        with self.session.change():
            _put_round(self.session, round)

    # ---- feeds

    def subscribe(self, feeds: Sequence[tuple[str, str | None]]) -> None:
        """Have just these feeds polled."""
        wanted = dict(feeds)
        known = {one.url: one for one in self._feeds("", ())}
        changed = [
            replace(one, subscribed=one.url in wanted, given=wanted.get(one.url, one.given))
            for one in known.values()
        ]
        new = [FeedState(url=url, given=name) for url, name in wanted.items() if url not in known]
        with self.session.change():
            _put_feeds(self.session, [*(one for one in changed if one != known[one.url]), *new])

    def feed(self, url: str) -> FeedState | None:
        """Return one feed."""
        found = self._feeds("WHERE url = ?", (url,))
        return found[0] if found else None

    def feeds(self) -> list[FeedHealthRow]:
        """Return all feeds with how their pages stand."""
        counts: dict[str, dict[str, int]] = {}
        with self.session.snapshot():
            for feed, status, number in self.session.rows(
                "SELECT feed, status, count(*) FROM watch_page GROUP BY feed, status"
            ):
                counts.setdefault(feed, {})[status] = int(number)
            states = self._feeds("", ())
        rows = [_row(one, counts.get(one.url, {})) for one in states]
        return sorted(rows, key=_by_trouble)

    def due_feeds(self, at: str, round: int) -> list[FeedState]:
        """Return the feeds that are due."""
        return self._feeds("WHERE subscribed = 1 AND next_at <= ? AND round < ? ORDER BY url", (at, round))

    def _feeds(self, where: str, values: tuple[object, ...]) -> list[FeedState]:
        rows = self.session.rows(f"SELECT state FROM watch_feed {where}", *values)
        return [decode(state, FeedState) for (state,) in rows]

    def seen(self, feed: str) -> Mapping[str, SeenEntry]:
        """Return the entries that a feed had of late."""
        rows = self.session.rows("SELECT key, digest, page FROM watch_entry WHERE feed = ?", feed)
        return {key: SeenEntry(key=key, digest=digest, page=page) for key, digest, page in rows}

    def put_polls(
        self, polls: Sequence[Poll], round: Round, *, forget: str = "", hosts: Sequence[HostState] = ()
    ) -> None:
        """Keep what polls came to."""
        at = round.at
        with self.session.change():
            _put_round(self.session, round)
            _put_hosts(self.session, hosts)
            _put_feeds(self.session, [one.feed for one in polls])
            self.session.many(
                "INSERT INTO watch_entry (feed, key, digest, page, first_at, last_at) VALUES "
                "(?, ?, ?, ?, ?, ?) ON CONFLICT (feed, key) DO UPDATE SET digest = excluded.digest, "
                "page = excluded.page, last_at = excluded.last_at",
                [
                    (one.feed.url, entry.key, entry.digest, entry.page, at, at)
                    for one in polls
                    for entry in one.entries
                ],
            )
            self.session.many(
                "UPDATE watch_entry SET last_at = ? WHERE feed = ? AND key = ?",
                [(at, one.feed.url, key) for one in polls for key in one.still],
            )
            self.session.many(
                "DELETE FROM watch_entry WHERE feed = ? AND last_at < ?",
                [(one.feed.url, forget) for one in polls if one.entries or one.still],
            )
            _put_pages(self.session, [page for one in polls for page in one.pages])

    # ---- pages

    def pages(self, pages: Sequence[str]) -> Mapping[str, PageState]:
        """Return known pages."""
        rows = in_parts(self.session, "SELECT state FROM watch_page WHERE page IN", pages)
        return {one.page: one for one in (decode(state, PageState) for (state,) in rows)}

    def due_pages(self, at: str, round: int, *, most: int, each: int) -> list[PageState]:
        """Return the pages that are due."""
        done = {
            host: int(number)
            for host, number in self.session.rows(
                "SELECT host, count(*) FROM watch_page WHERE round = ? GROUP BY host", round
            )
        }
        left = most - sum(done.values())
        rows = self.session.rows(
            "SELECT page, host FROM watch_page WHERE next_at <= ? AND round < ? ORDER BY next_at, page",
            at,
            round,
        )
        chosen: list[str] = []
        for page, host in rows:
            if len(chosen) >= left:
                break
            if done.get(host, 0) < each:
                done[host] = done.get(host, 0) + 1
                chosen.append(page)
        found = self.pages(chosen)
        return [found[page] for page in chosen]

    def put_pages(
        self, captured: Sequence[Captured], round: Round, *, hosts: Sequence[HostState] = ()
    ) -> Round:
        """Keep what asking for pages came to."""
        taken = [one.capture for one in captured if one.capture is not None]
        arrived = [one.arrival for one in captured if one.arrival is not None]
        with self.session.change():
            kept = captures.keep(self.session, taken, arrived)
            became = iter(kept)
            _put_pages(
                self.session,
                [
                    one.page if one.arrival is None else replace(one.page, article=next(became).article)
                    for one in captured
                ],
            )
            _put_hosts(self.session, hosts)
            counts = Counter(_COUNTED[one.state] for one in kept)
            round = replace(round, told=dict(Counter(round.told) + counts))
            _put_round(self.session, round)
        return round

    def pages_listed(
        self,
        statuses: Sequence[PageStatus],
        *,
        feed: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Listing[PageState]:
        """Return pages by status."""
        limit = sized(limit)
        last = after(cursor, str)
        marks = ", ".join("?" * len(statuses))
        rows = self.session.rows(
            f"SELECT page, state FROM watch_page WHERE status IN ({marks}) AND page > ?"
            f"{'' if feed is None else ' AND feed = ?'} ORDER BY page LIMIT ?",
            *statuses,
            last[0] if last else "",
            *(() if feed is None else (feed,)),
            limit + 1,
        )
        kept, following = cut(rows, limit, lambda row: row[:1])
        return Listing(items=tuple(decode(state, PageState) for _, state in kept), cursor=following)

    def next_due(self) -> str | None:
        """Return when the next is due."""
        asked = (
            "SELECT min(next_at) FROM watch_feed WHERE subscribed = 1",
            "SELECT min(next_at) FROM watch_page WHERE next_at IS NOT NULL",
        )
        found = [self.session.rows(question)[0][0] for question in asked]
        return min((one for one in found if one is not None), default=None)

    # ---- hosts

    def hosts(self, hosts: Sequence[str]) -> Mapping[str, HostState]:
        """Return known hosts."""
        rows = in_parts(self.session, "SELECT state FROM watch_host WHERE host IN", hosts)
        return {one.host: one for one in (decode(state, HostState) for (state,) in rows)}


def _put_round(session: Session, round: Round) -> None:
    session.do(
        _put("watch_round", "number at done told"),
        round.number,
        round.at,
        int(round.done),
        encode(round.told).decode(),
    )


def _put_hosts(session: Session, hosts: Sequence[HostState]) -> None:
    session.many(_put("watch_host", "host state"), [(one.host, encode(one).decode()) for one in hosts])


def _put_feeds(session: Session, feeds: Sequence[FeedState]) -> None:
    session.many(
        _put("watch_feed", _FEED),
        [
            (
                one.url,
                one.given or one.title,
                int(one.subscribed),
                one.round,
                one.next_at or _AT_ONCE,
                one.health,
                one.since,
                one.problem,
                one.words,
                one.polled_at,
                one.ok_at,
                one.new_at,
                encode(one).decode(),
            )
            for one in feeds
        ],
    )


def _put_pages(session: Session, pages: Sequence[PageState]) -> None:
    session.many(
        _put("watch_page", _PAGE),
        [
            (
                one.page,
                one.lead.feed,
                one.url,
                one.host,
                one.round,
                one.next_at,
                one.status,
                one.problem,
                one.words,
                one.first_at,
                one.captured_at,
                one.article,
                encode(one).decode(),
            )
            for one in pages
        ],
    )


def _put(table: str, columns: str) -> str:
    """Return the statement that keeps a row; its first column is the key."""
    key, *others = columns.split()
    return (
        f"INSERT INTO {table} ({', '.join([key, *others])}) VALUES ({', '.join('?' * (1 + len(others)))}) "
        f"ON CONFLICT ({key}) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in others)}"
    )


def _row(feed: FeedState, counts: Mapping[str, int]) -> FeedHealthRow:
    return FeedHealthRow(
        feed=feed,
        pages=sum(counts.values()),
        empty=counts.get("empty", 0),
        failing=counts.get("failing", 0),
        denied=counts.get("denied", 0),
        given_up=counts.get("given up", 0),
    )


def _by_trouble(row: FeedHealthRow) -> tuple[bool, int, str, str]:
    feed = row.feed
    return (
        not feed.subscribed,
        _TROUBLE.index(feed.health),
        (feed.given or feed.title or "").casefold(),
        feed.url,
    )
