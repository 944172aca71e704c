"""What a store keeps of what is watched: rounds, feeds, their entries and the pages that these lead to.

Times are ISO 8601 in UTC with milliseconds (``2026-11-30T17:40:00.000+00:00``), so that they sort as text;
all that is written in a round bears the time of that round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Literal, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from variorum.store.base import Arrival, Capture, Listing

FeedHealth = Literal["waiting", "fine", "silent", "failing", "denied", "moved", "gone"]
"""``waiting``: not polled yet. ``silent``: read well, but nothing new for much longer than usual.
``denied``: by robots.txt, or because it wants a password. ``moved``: for good, and read at the new address.
``gone``: it says that it is gone for good (410), or was missing for so long that it is asked only rarely."""
PageStatus = Literal["waiting", "read", "empty", "failing", "denied", "given up", "old"]
"""``empty``: read, but no text was found in it; it is tried again. ``old``: older than what is captured."""
TextSource = Literal["page", "feed"]


class Round(Struct, frozen=True, kw_only=True):
    """One round of polling: begun at ``at``, and with it dated whatever is written in it.

    number: from 1. done: whether it came to its end; one that did not is taken up again before another.
    told: what it came to, by name (``polled``, ``new``, ``changed``, ``failed``, ``events``, …).
    """

    number: int
    at: str
    done: bool = False
    told: dict[str, int] = {}


class FeedState(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that is known of a feed between two polls; immutable, a poll makes another one.

    url: as it was subscribed to, by which it is known. given: its name in the list of subscriptions; title,
    home, kind, lang: as it says itself. subscribed: whether it is still in the list that was given last.
    round: the last in which it was polled. next_at: when it is due; None at once.
    health: as of that round, since ``since``. problem: a code ("http-503", "not-xml", "robots", "timeout" …)
    with words for people. failures: polls that failed, one after the other, since ``failing_since``.
    polled_at, ok_at: the last poll, and the last that was read (also when it had not changed).
    new_at: when an entry was new last. etag, modified: as the server gave them, verbatim.
    address: where it is asked; another one than ``url`` once it moved for good. moving: an address that it
    was sent to for good, and how often (``moves``), until that is believed. digest: of its bytes when it was
    read last, so that the same are not read again; None where it has parts of its own.
    skew: seconds that the server's clock is ahead of ours (its ``Date``). future: entries dated so far ahead.
    entries: seen in all; listed: in the feed at the last poll. pace: usual seconds between two entries.
    said: what was odd in it, but was read.
    """

    url: str
    given: str | None = None
    title: str | None = None
    home: str | None = None
    kind: str | None = None
    lang: str | None = None
    subscribed: bool = True
    round: int = 0
    next_at: str | None = None
    health: FeedHealth = "waiting"
    since: str | None = None
    problem: str | None = None
    words: str | None = None
    failures: int = 0
    failing_since: str | None = None
    polled_at: str | None = None
    ok_at: str | None = None
    new_at: str | None = None
    etag: str | None = None
    modified: str | None = None
    address: str | None = None
    moving: str | None = None
    moves: int = 0
    digest: str | None = None
    skew: float = 0.0
    future: int = 0
    entries: int = 0
    listed: int = 0
    pace: float | None = None
    said: tuple[str, ...] = ()


class Lead(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an entry of a feed says of the page that it leads to; fixed when the page is first seen.

    outlet: the real publisher, where the feed names one (``<source>``). feed: the address of the feed,
    feed_title: its name. content: the whole text as HTML, where the feed brings it.
    """

    feed: str
    key: str
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: str | None = None
    lang: str | None = None
    feed_title: str | None = None
    content: str | None = None


class PageState(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A page that is captured, and asked again for changes ever more rarely.

    page: its key, a hash of its address (as ``arrivals.page_of``), or of feed and entry without one.
    first_at: when an entry first led to it; first_round: in which round. round: in which it was asked last.
    next_at: when it is due; None: never again. status, problem, words, tries: as with feeds; tries counts
    those in a row without a text. step: how often it was read without a failure, for the schedule.
    source: what its text was taken from. digest: of bytes that were read last; words_hash: of the text and
    title that came out of them. article: the last version in the store, and how its text stands (``whole``:
    not cut short). etag, modified: verbatim.
    """

    page: str
    lead: Lead
    first_at: str
    first_round: int
    url: str | None = None
    host: str = ""
    round: int = 0
    next_at: str | None = None
    status: PageStatus = "waiting"
    problem: str | None = None
    words: str | None = None
    tries: int = 0
    step: int = 0
    captured_at: str | None = None
    source: TextSource | None = None
    digest: str | None = None
    words_hash: str | None = None
    article: str | None = None
    whole: bool = False
    etag: str | None = None
    modified: str | None = None


class FeedHealthRow(Struct, frozen=True, kw_only=True):
    """A feed as lists of health show it: its state, and how its pages stand.

    pages: that it leads to; empty: of these without a text so far, given_up: not tried any more,
    denied: that may not be fetched, failing: that could not be had.
    """

    feed: FeedState
    pages: int = 0
    empty: int = 0
    failing: int = 0
    denied: int = 0
    given_up: int = 0


class SeenEntry(Struct, frozen=True, kw_only=True):
    """An entry that a feed has had. digest: of what it said; page: that it leads to."""

    key: str
    digest: str
    page: str


class HostState(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of a host (scheme, name and port).

    robots: its robots.txt; "" where it has none; None while it was not had. robots_until: how long that is
    believed. robots_problem, robots_words: code and words for why it could not be had: then all is denied for
    now (RFC 9309, 2.3.1.4). held_until: not to be asked before, as it wished (``Retry-After``) or because it
    failed so often; failures: requests in a row that came to nothing.
    """

    host: str
    robots: str | None = None
    robots_until: str | None = None
    robots_problem: str | None = None
    robots_words: str | None = None
    held_until: str | None = None
    failures: int = 0


class Poll(Struct, frozen=True, kw_only=True):
    """What a poll of one feed came to: its new state, and the entries and pages that are new or changed.

    still: keys of entries that it still has; those that it has not had for long are forgotten.
    """

    feed: FeedState
    entries: tuple[SeenEntry, ...] = ()
    pages: tuple[PageState, ...] = ()
    still: tuple[str, ...] = ()


class Captured(Struct, frozen=True, kw_only=True):
    """What asking for one page came to: its new state; where there was a new text, that too."""

    page: PageState
    capture: Capture | None = None
    arrival: Arrival | None = None


class Watched(Protocol):
    """The part of a store that is about what is watched. Only one watches it (``watching``) at a time."""

    def watching(self) -> AbstractContextManager[None]:
        """Be the only one that watches inside. Raises OutputError when another process does."""
        ...

    def last_round(self) -> Round | None:
        """Return the last round, done or not; None before the first."""
        ...

    def put_round(self, round: Round) -> None:
        """Keep a round as it is now."""
        ...

    def subscribe(self, feeds: Sequence[tuple[str, str | None]]) -> None:
        """Have just these feeds (address and name) polled; what is known of others stays, unpolled."""
        ...

    def feed(self, url: str) -> FeedState | None:
        """Return a feed by the address that it was subscribed to by; None for none."""
        ...

    def feeds(self) -> list[FeedHealthRow]:
        """Return all feeds with how their pages stand, those in trouble first, then by name."""
        ...

    def due_feeds(self, at: str, round: int) -> list[FeedState]:
        """Return the feeds due at ``at`` that were not polled in that round yet, by address."""
        ...

    def seen(self, feed: str) -> Mapping[str, SeenEntry]:
        """Return the entries that a feed had of late, by key."""
        ...

    def pages(self, pages: Sequence[str]) -> Mapping[str, PageState]:
        """Return pages that are known, by key."""
        ...

    def put_polls(
        self, polls: Sequence[Poll], round: Round, *, forget: str = "", hosts: Sequence[HostState] = ()
    ) -> None:
        """Keep what polls of a round came to in one go, with the round and hosts as they are now.

        Entries not listed since ``forget`` are forgotten.
        """
        ...

    def due_pages(self, at: str, round: int, *, most: int, each: int) -> list[PageState]:
        """Return the pages due at ``at`` that were not asked in that round yet, the longest due first.

        most: in the round, those it has asked already among them; each: of one host. However often the round
        is taken up again, all its pages together are the same.
        """
        ...

    def put_pages(
        self, captured: Sequence[Captured], round: Round, *, hosts: Sequence[HostState] = ()
    ) -> Round:
        """Keep what asking for pages came to in one go, with what was captured; and name that in each.

        Returns the round with what became of the captures counted in it: ``new``, ``changed``, ``known``.
        """
        ...

    def pages_listed(
        self,
        statuses: Sequence[PageStatus],
        *,
        feed: str | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Listing[PageState]:
        """Return the pages of these statuses, of one feed or all, by key."""
        ...

    def next_due(self) -> str | None:
        """Return when the first feed or page is due; None when none ever is."""
        ...

    def hosts(self, hosts: Sequence[str]) -> Mapping[str, HostState]:
        """Return hosts that are known, by host."""
        ...
