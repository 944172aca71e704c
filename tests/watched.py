"""An invented web for the tests of watching: sites that answer in this process, and a clock that is moved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2

from variorum.watch.records import Clock

BEGUN = datetime(2026, 3, 12, 8, tzinfo=UTC)
Answer = Callable[[httpx2.Request], httpx2.Response]
_PARAGRAPHS = (
    "{place} - The council of {place} voted on {day} to close the old ropewalk after an inspection found "
    "{count} rotten beams in its roof, the town clerk said.",
    "“{said},” said the mayor, Ottilie Ravensworth, who had asked for the inspection in the autumn.",
    "The ropewalk, built for the herring fleet, is 310 metres long and has been a market hall for years. "
    "Traders have been offered stalls on the quay of {place} until the roof is mended.",
)


class Time:
    """A clock that moves only when somebody sleeps between rounds; it counts what was waited inside them."""

    def __init__(self, now: datetime = BEGUN) -> None:
        self.now = now
        self.paused: list[float] = []

    def clock(self) -> Clock:
        return Clock(now=lambda: self.now, sleep=self.sleep, pause=self.pause, ticks=lambda: 0.0)

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    async def pause(self, seconds: float) -> None:
        self.paused.append(seconds)
        await asyncio.sleep(0)


class Web:
    """Sites by address; what was asked is in ``asked``, in order; there is no robots.txt at first."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[httpx2.Request] = []
        self.open = self.most_open = 0

    def put(self, url: str, body: str | bytes = "", status: int = 200, **headers: str) -> None:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[url] = lambda _: httpx2.Response(status, content=body, headers=sent)

    def paths(self) -> list[str]:
        """Return what was asked for, without robots.txt."""
        return [str(one.url) for one in self.asked if one.url.path != "/robots.txt"]

    def transport(self) -> httpx2.MockTransport:
        async def handle(request: httpx2.Request) -> httpx2.Response:
            self.asked.append(request)
            self.open += 1
            self.most_open = max(self.most_open, self.open)
            await asyncio.sleep(0)
            self.open -= 1
            known = self.answers.get(str(request.url))
            return known(request) if known else httpx2.Response(404)

        return httpx2.MockTransport(handle)


def page(
    place: str = "Marram",
    *,
    said: str = "Nobody will buy eels under a roof like that",
    count: str = "14",
    title: str | None = None,
    outlet: str = "Marram Lantern",
) -> str:
    told = [one.format(place=place, day="Wednesday", said=said, count=count) for one in _PARAGRAPHS]
    text = "".join(f"<p>{one}</p>" for one in told)
    title = title or f"Old ropewalk of {place} is closed"
    return (
        f'<html lang="en"><head><title>{title}</title><meta property="og:site_name" '
        f'content="{outlet}"></head><body><article><h1>{title}</h1>{text}</article></body></html>'
    )


def rss(*items: Mapping[str, object], title: str = "Marram Lantern", more: str = "") -> str:
    """Return a feed; of an item link, title, guid, date (a datetime), content and source (outlet)."""
    rows = []
    for item in items:
        date = item.get("date", BEGUN - timedelta(hours=1))
        link, content, source = item.get("link"), item.get("content"), item.get("source")
        parts = [
            f"<title>{item.get('title', 'A report')}</title>",
            f"<link>{link}</link>" if link else "",
            f"<guid isPermaLink='false'>{item.get('guid', link)}</guid>",
            f"<pubDate>{format_datetime(date)}</pubDate>" if isinstance(date, datetime) else "",
            f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else "",
            f"<source url='https://{source}.example/'>{source}</source>" if source else "",
        ]
        rows.append(f"<item>{''.join(parts)}</item>")
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{title}</title><link>https://marram.example/</link>{more}{''.join(rows)}"
        "</channel></rss>"
    )
