"""How feeds stand, in words and as records: what ``variorum watch --health`` and the page of feeds show."""

from __future__ import annotations

from msgspec import Struct

from variorum.settings import WATCH, WatchSettings
from variorum.watch.addresses import shown
from variorum.watch.records import FeedHealth, FeedHealthRow

TROUBLE: tuple[FeedHealth, ...] = ("failing", "denied", "gone")
"""Healths of feeds of which nothing comes; the others are read."""


class FeedReport(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How one feed stands, as people and programs are told; addresses are without what is secret in them.

    why: a sentence; None where all is well. notes: what else there is to know: a clock that differs, entries
    dated in the future, pages without text, what was odd in the feed. Times are stamps.
    """

    feed: str
    name: str
    health: FeedHealth
    code: str | None = None
    why: str | None = None
    since: str | None = None
    failures: int = 0
    polled_at: str | None = None
    ok_at: str | None = None
    new_at: str | None = None
    next_at: str | None = None
    entries: int = 0
    pages: int = 0
    without_text: int = 0
    given_up: int = 0
    skew: float = 0.0
    subscribed: bool = True
    notes: tuple[str, ...] = ()


def report(row: FeedHealthRow, settings: WatchSettings = WATCH) -> FeedReport:
    """Return how a feed stands."""
    feed = row.feed
    return FeedReport(
        feed=shown(feed.url),
        name=feed.given or feed.title or shown(feed.url),
        health=feed.health,
        code=feed.problem,
        why=feed.words,
        since=feed.failing_since if feed.health in TROUBLE else feed.since,
        failures=feed.failures,
        polled_at=feed.polled_at,
        ok_at=feed.ok_at,
        new_at=feed.new_at,
        next_at=feed.next_at if feed.subscribed else None,
        entries=feed.entries,
        pages=row.pages,
        without_text=row.empty + row.failing + row.denied,
        given_up=row.given_up,
        skew=feed.skew if abs(feed.skew) > settings.skew else 0.0,
        subscribed=feed.subscribed,
        notes=tuple(_notes(row, settings)),
    )


def _notes(row: FeedHealthRow, settings: WatchSettings) -> list[str]:
    feed = row.feed
    found = []
    if abs(feed.skew) > settings.skew:
        side = "ahead of" if feed.skew > 0 else "behind"
        found.append(f"its server's clock is {_long(abs(feed.skew))} {side} ours")
    if feed.future:
        found.append(f"{_counted(feed.future, 'entry is', 'entries are')} dated in the future")
    if feed.moving is not None:
        found.append(f"it redirects for good to {shown(feed.moving)}; believed when it does so again")
    kinds = (
        (row.empty, "page gave no text", "pages gave no text"),
        (row.failing, "page could not be had", "pages could not be had"),
        (row.denied, "page may not be fetched", "pages may not be fetched"),
        (row.given_up, "page was given up", "pages were given up"),
    )
    found += [_counted(number, one, many) for number, one, many in kinds if number]
    if not feed.subscribed:
        found.append("it is off the list, and not polled")
    return [*found, *feed.said]


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _long(seconds: float) -> str:
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            number = round(seconds / size)
            return f"{number:,} {name}{'s' * (number != 1)}"
    return f"{round(seconds)} seconds"
