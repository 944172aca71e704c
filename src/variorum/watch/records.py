"""What watching speaks of: subscriptions, feeds and their entries, the clock. States of feeds and pages are
the store's (``store.watched``), and named here too.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from variorum.errors import FeedError as FeedError
from variorum.store.watched import FeedHealth as FeedHealth
from variorum.store.watched import FeedHealthRow as FeedHealthRow
from variorum.store.watched import FeedState as FeedState
from variorum.store.watched import Lead as Lead
from variorum.store.watched import PageState as PageState
from variorum.store.watched import PageStatus as PageStatus
from variorum.store.watched import Round as Round
from variorum.store.watched import SeenEntry as SeenEntry
from variorum.store.watched import TextSource as TextSource


class Subscription(Struct, frozen=True, kw_only=True):
    """A feed that somebody wants watched. url: absolute. title: its name in the list. home: the address of
    its site. folder: where in the list it stands, outermost first."""

    url: str
    title: str | None = None
    home: str | None = None
    folder: tuple[str, ...] = ()


class Entry(Struct, frozen=True, kw_only=True):
    """One item of a feed.

    key: what "the same item" means within a feed: its guid or id, else its address, else a hash of title and
        date. url: absolute, of the page that it leads to. published, updated: ISO 8601 with offset; one whose
        zone is not sure is None, and the feed's ``said`` tells it.
    summary, content: HTML as given; ``content`` only where the feed brings the whole text.
    outlet, outlet_url: the real publisher, where the feed names one (``<source>``).
    """

    key: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    summary: str | None = None
    content: str | None = None
    outlet: str | None = None
    outlet_url: str | None = None
    byline: str | None = None
    lang: str | None = None
    keywords: tuple[str, ...] = ()


class Feed(Struct, frozen=True, kw_only=True):
    """A feed as it was read.

    kind: ``rss 2.0``, ``atom``, ``json feed``, ``news sitemap`` …. home: the address of its site.
    ttl: seconds for which it asks not to be polled again. said: what was odd but read, a sentence each.
    entries: in the order of the feed; of items with one key only the first.
    parts: addresses of further feeds that belong to it: the sitemaps that an index of them names, the newest
        first.
    """

    kind: str
    title: str | None = None
    home: str | None = None
    lang: str | None = None
    entries: tuple[Entry, ...] = ()
    ttl: float | None = None
    said: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


async def _sleep(seconds: float) -> None:
    await asyncio.sleep(seconds)


class Clock(Struct, frozen=True, kw_only=True):
    """The time, handed down: nothing in ``watch`` asks for it elsewhere.

    now: the present moment, with its zone. sleep: wait so many seconds until the next round is due.
    pause: wait inside a round, for the manners towards a host; a simulated clock returns at once there, so
    that a round takes no time. ticks: seconds of a clock that only goes on, for those intervals.
    """

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    pause: Callable[[float], Awaitable[None]] = _sleep
    ticks: Callable[[], float] = time.monotonic


def stamp(moment: datetime) -> str:
    """Return a moment as the store writes it: ISO 8601 in UTC with milliseconds, which sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def moment(stamped: str) -> datetime:
    """Return the moment of a stamp. Raises ValueError for what is none."""
    return datetime.fromisoformat(stamped)


def later(stamped: str, seconds: float) -> str:
    """Return the stamp of so many seconds later; the last there is, where that lies beyond."""
    try:
        return stamp(moment(stamped) + timedelta(seconds=seconds))
    except OverflowError:
        return stamp(datetime.max.replace(tzinfo=UTC))


def seconds_between(earlier: str, stamped: str) -> float:
    """Return how many seconds lie between two stamps."""
    return (moment(stamped) - moment(earlier)).total_seconds()
