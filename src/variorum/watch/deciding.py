"""What a poll of a feed comes to: its new state, when it is due again, and which pages its entries lead to.

Pure: what was asked and what is known goes in, what to keep comes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from variorum.errors import FeedError, shortened
from variorum.model import content_id
from variorum.settings import WATCH, WatchSettings
from variorum.store.arrivals import page_at
from variorum.watch.addresses import shown
from variorum.watch.fetching import Fetched
from variorum.watch.manners import Held, share
from variorum.watch.records import (
    Entry,
    Feed,
    FeedHealth,
    FeedState,
    Lead,
    PageState,
    Round,
    SeenEntry,
    later,
    moment,
    seconds_between,
    stamp,
)

DENIED = ("robots", "http-401", "http-403", "http-451")
"""Codes of what is not allowed, rather than broken."""


# ---- the feed


def failed(
    feed: FeedState,
    error: FeedError,
    round: Round,
    *,
    retry_after: float | None = None,
    settings: WatchSettings = WATCH,
) -> FeedState:
    """Return the state of a feed that could not be had or read."""
    if isinstance(error, Held):  # no fault of this feed
        return replace(feed, round=round.number, next_at=error.until)
    failures, since = feed.failures + 1, feed.failing_since or round.at
    health = _trouble(error.code, seconds_between(since, round.at), settings)
    wait = settings.every * settings.back ** min(failures - 1, settings.doublings)
    wait = max(min(wait, settings.longest), min(retry_after or 0.0, settings.held))
    if health == "gone":
        wait = settings.rare
    elif health == "denied":
        wait = max(wait, settings.longest)
    back = failures >= settings.failed_moves
    return replace(
        feed,
        round=round.number,
        polled_at=round.at,
        next_at=_spread(feed.url, round.at, wait, settings),
        health=health,
        since=feed.since if feed.health == health else round.at,
        problem=error.code,
        words=shortened(error.message, settings.words),
        failures=failures,
        failing_since=since,
        address=None if back else feed.address,
        moving=None,
        moves=0,
    )


def _trouble(code: str, seconds: float, settings: WatchSettings) -> FeedHealth:
    if code in DENIED:
        return "denied"
    if code == "http-410" or (code == "http-404" and seconds >= settings.lost):
        return "gone"
    return "failing"


def succeeded(
    feed: FeedState,
    found: Fetched,
    read: Feed | None,
    round: Round,
    *,
    fresh: int = 0,
    every: float,
    settings: WatchSettings = WATCH,
) -> FeedState:
    """Return the state of a feed that was had; ``read`` is None when it had not changed.

    fresh: how many of its entries are new to it. every: seconds between two polls, unless it asks for others.
    """
    asked = max((read.ttl if read else None) or 0.0, found.max_age or 0.0)
    wait = max(every, settings.least, min(asked, settings.most))
    state = replace(
        feed,
        round=round.number,
        polled_at=round.at,
        ok_at=round.at,
        next_at=_spread(feed.url, round.at, wait, settings),
        failures=0,
        failing_since=None,
        skew=found.skew,
    )
    if found.status == 200:
        # Of an index of sitemaps the parts are what changes; it is asked for as if it were new.
        whole = read is None or not read.parts
        state = replace(state, etag=found.etag if whole else None, modified=found.modified if whole else None)
    if read is not None:
        state = _described(state, found, read, round, fresh, settings)
    return _with_health(_moved(state, found, settings), feed, round, settings)


def _described(
    feed: FeedState, found: Fetched, read: Feed, round: Round, fresh: int, settings: WatchSettings
) -> FeedState:
    dates = sorted(one for entry in read.entries if (one := _stamped(entry.published)) is not None)
    past = [one for one in dates if one <= round.at]
    newest = feed.new_at
    if fresh:
        newest = round.at if feed.entries else past[-1] if past else round.at
    pace = seconds_between(past[0], past[-1]) / (len(past) - 1) if len(past) > 2 else feed.pace
    limit = later(round.at, settings.ahead)
    return replace(
        feed,
        kind=read.kind,
        title=clean(read.title, settings) or feed.title,
        home=read.home or feed.home,
        lang=read.lang or feed.lang,
        digest=None if read.parts else found.digest,
        entries=feed.entries + fresh,
        listed=len(read.entries),
        new_at=newest,
        pace=pace,
        future=sum(one > limit for one in dates),
        said=tuple(clean(one, settings) or "" for one in read.said[: settings.said]),
    )


def _moved(feed: FeedState, found: Fetched, settings: WatchSettings) -> FeedState:
    """Return the state with a new address, once the feed was sent there for good often enough."""
    asked = feed.address or feed.url
    if found.moved is None or found.moved == asked:
        return replace(feed, moving=None, moves=0)
    moves = feed.moves + 1 if feed.moving == found.moved else 1
    if moves >= settings.held_twice:
        return replace(feed, address=found.moved, moving=None, moves=0)
    return replace(feed, moving=found.moved, moves=moves)


def _with_health(feed: FeedState, before: FeedState, round: Round, settings: WatchSettings) -> FeedState:
    health: FeedHealth = "fine"
    problem, words = None, None
    if feed.address is not None:
        health, problem = "moved", "moved"
        words = f"it moved for good to {shown(feed.address)}; change it in the list"
    if not feed.listed and not feed.entries:
        health, problem, words = "silent", "no-entries", "it was read, and has no entries"
    elif feed.new_at is not None:
        quiet = seconds_between(feed.new_at, round.at)
        if quiet > max(settings.silent, settings.silent_times * (feed.pace or 0.0)):
            health, problem = "silent", "silent"
            words = f"it is read well, and nothing new came since {feed.new_at[:16].replace('T', ' ')} UTC"
    since = before.since if before.health == health else round.at
    return replace(feed, health=health, since=since, problem=problem, words=words)


def _spread(url: str, at: str, seconds: float, settings: WatchSettings) -> str:
    """Return when something is due, put off by a share that is always the same for an address."""
    return later(at, seconds * (1 + settings.spread * share(url)))


# ---- its entries


class Found(Struct, frozen=True, kw_only=True):
    """What of a feed's entries is to be kept.

    entries: new and changed; pages: those that are new, or due because their entry changed; still: keys of
    entries that are as they were. fresh: how many lead to a page that the feed did not lead to before; new:
    to one that no feed did; changed: how many say something else now.
    """

    entries: tuple[SeenEntry, ...] = ()
    pages: tuple[PageState, ...] = ()
    still: tuple[str, ...] = ()
    fresh: int = 0
    new: int = 0
    changed: int = 0


def page_of_entry(feed: str, entry: Entry) -> str:
    """Return the page that an entry leads to: by its address, else it is a page of its own."""
    return (page_at(entry.url) if entry.url else None) or content_id("p", feed, entry.key)


def sorted_out(
    feed: FeedState,
    read: Feed,
    seen: Mapping[str, SeenEntry],
    pages: Mapping[str, PageState],
    round: Round,
    settings: WatchSettings = WATCH,
) -> Found:
    """Return what of a feed's entries is new or changed.

    seen: the entries that it had of late, by key; pages: those that are known, by key.
    """
    known = dict(pages)
    put: dict[str, PageState] = {}
    entries: list[SeenEntry] = []
    still: list[str] = []
    had = {one.page for one in seen.values()}
    fresh: set[str] = set()
    new = changed = 0
    for entry in read.entries[: settings.most_entries]:
        page = page_of_entry(feed.url, entry)
        key = clean(entry.key, settings) or page
        said = SeenEntry(key=key, digest=_digest(entry), page=page)
        before = seen.get(key)
        if before == said:
            still.append(key)
            continue
        entries.append(said)
        there = known.get(page)
        lead = _lead(feed, read, entry, key, settings)
        state = _page(there, page, lead, entry, before is not None, round, settings)
        if page not in had:
            fresh.add(page)
        new += there is None
        changed += there is not None and before is not None
        if state is not None:
            known[page] = put[page] = state
    return Found(
        entries=tuple({one.key: one for one in entries}.values()),
        pages=tuple(put.values()),
        still=tuple(still),
        fresh=len(fresh),
        new=new,
        changed=changed,
    )


def _page(
    there: PageState | None,
    page: str,
    lead: Lead,
    entry: Entry,
    known: bool,
    round: Round,
    settings: WatchSettings,
) -> PageState | None:
    """Return the state of a page that a new or changed entry leads to; None where nothing of it changes."""
    if there is None:
        date = _stamped(entry.updated) or _stamped(entry.published)
        old = date is not None and seconds_between(date, round.at) > settings.oldest
        return PageState(
            page=page,
            lead=lead,
            url=lead.url,
            host=urlsplit(lead.url).netloc.rpartition("@")[2] if lead.url else "",
            first_at=round.at,
            first_round=round.number,
            next_at=None if old else round.at,
            status="old" if old else "waiting",
        )
    own = (there.lead.feed, there.lead.key) == (lead.feed, lead.key)
    if known and (own or there.lead.feed != lead.feed):
        again = replace(there, next_at=round.at, tries=0)
        return replace(again, lead=lead, url=lead.url) if own else again
    # Several feeds lead to it at once: whichever is polled first, the same one is kept.
    if there.first_round == round.number and _rank(lead) < _rank(there.lead):
        return replace(there, lead=lead, url=lead.url)
    return None


def _rank(lead: Lead) -> tuple[bool, int, str, str]:
    """Return what leads to one page are ordered by: that of its own site first, then the barest address."""
    own = _site(lead.feed) == _site(lead.url or "")
    return not own, len(lead.url or ""), lead.feed, lead.key


def _site(url: str) -> str:
    """Return the last two names of a host, which tell a publisher well enough here."""
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


def _lead(feed: FeedState, read: Feed, entry: Entry, key: str, settings: WatchSettings) -> Lead:
    return Lead(
        feed=feed.url,
        key=key,
        url=entry.url,
        title=clean(entry.title, settings),
        outlet=clean(entry.outlet, settings),
        byline=clean(entry.byline, settings),
        published=entry.published,
        lang=entry.lang or read.lang,
        feed_title=clean(feed.given or read.title, settings),
        content=_safe(entry.content) if entry.content else None,
    )


def _digest(entry: Entry) -> str:
    return content_id("e", entry.url, entry.title, entry.updated, entry.content)


def _stamped(date: str | None) -> str | None:
    """Return a date with an offset as a stamp; None for others, and for none."""
    if date is None:
        return None
    try:
        told = moment(date)
        return stamp(told) if told.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def clean(text: str | None, settings: WatchSettings = WATCH) -> str | None:
    """Return what a feed says in one line, of bounded length, without signs that cannot be stored."""
    if text is None:
        return None
    return shortened(" ".join(_safe(text).split()), settings.url) or None


def _safe(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
