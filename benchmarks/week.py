"""A simulated week of watching: 500 feeds, 20,000 articles with edits, and what comes of it when killed.

    python -m benchmarks.week                    # the whole week without an interruption
    python -m benchmarks.week --kills 50         # and once more, ended by SIGKILL 50 times at random moments
    python -m benchmarks.week --feeds 20 --items 400 --days 1 --kills 10

The clock is simulated, the network is a function in the same process, and what is told is invented
(``week_world``); everything between them is what `variorum watch` runs. Afterwards each version of a page
that was there long enough to be asked must be in the store exactly once, and the store of the killed week
must be that of the whole one, row by row, its events among them. Printed: memory after each day, and time.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import random
import re
import resource
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import httpx2
from benchmarks.week_world import START, Item, Text, World
from msgspec.structs import replace

from variorum.settings import WATCH, WatchSettings
from variorum.store import open_store
from variorum.watch.polling import Watch
from variorum.watch.records import Clock, Subscription, moment

_HOST = re.compile(r"outlet(\d+)\.example")
# What differs between two runs and says nothing: how often something was written, what a host was last like.
_NOT_COMPARED = ("meta", "watch_host", "seek_segment", "seek_bucket")
# What a round that was taken up again counts is what was left of it.
_COLUMNS = {"watch_round": "number, at, done"}
_LOOK = 0.05  # seconds
PHASES = ("start", "poll", "capture", "collate", "between")


class WeekIsOver(Exception):
    """The simulated week is at its end."""


class Week:
    """The clock and the network of a world; ``polled`` to ``pages`` count what was asked."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now = world, now
        self.asked: Counter[str] = Counter()

    def clock(self) -> Clock:
        """Return the clock: it moves in ``sleep`` and nowhere else."""

        def sleep(seconds: float) -> None:
            self.now += timedelta(seconds=seconds)
            if self.now >= self.world.end:
                raise WeekIsOver

        async def pause(seconds: float) -> None:
            return None

        return Clock(now=lambda: self.now, sleep=sleep, pause=pause)

    def transport(self) -> httpx2.AsyncBaseTransport:
        """Return the network."""
        return httpx2.MockTransport(self._answer)

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        found = _HOST.fullmatch(request.url.host)
        path = request.url.path
        if found is None or path == "/robots.txt":
            return httpx2.Response(404)
        number = int(found[1])
        if path == "/feed":
            self.asked["feeds"] += 1
            return self._feed(number, request)
        self.asked["pages"] += 1
        return self._page(number, int(path.rpartition("/")[2]), request)

    def _feed(self, number: int, request: httpx2.Request) -> httpx2.Response:
        there = [one for one in self.world.items[number] if one.times[0] <= self.now]
        changed = max((time for one in there[-30:] for time in one.times if time <= self.now), default=START)
        tag = f'"{len(there)}-{changed.timestamp():.0f}"'
        if request.headers.get("if-none-match") == tag:
            return httpx2.Response(304, headers={"etag": tag})
        body, kind = self.world.feed(number, self.now)
        return httpx2.Response(200, content=body, headers={"etag": tag, "content-type": kind})

    def _page(self, number: int, place: int, request: httpx2.Request) -> httpx2.Response:
        body = self.world.page(number, place, self.now)
        if body is None:
            return httpx2.Response(404)
        item = self.world.items[number][place]
        tag = f'"{sum(one <= self.now for one in item.times)}"'
        if request.headers.get("if-none-match") == tag:
            return httpx2.Response(304, headers={"etag": tag})
        return httpx2.Response(
            200, content=body, headers={"etag": tag, "content-type": "text/html; charset=utf-8"}
        )


def settings(every: float) -> WatchSettings:
    """Return how the week is watched: each feed every so many seconds, in rounds of as long."""
    return replace(WATCH, every=every, least=every, gap=every, spread=0.0, round_pages=5_000, nap=every)


class Day(NamedTuple):
    """What stood at the end of a simulated day. memory: bytes; seconds: of the processor, in this day."""

    day: int
    articles: int
    memory: int
    seconds: float


def watch(
    world: World, path: Path, *, every: float = 1800.0, phase: mmap.mmap | None = None
) -> Iterator[Day]:
    """Watch until the week is over, from where the store at ``path`` is; yield each day.

    phase: memory of two bytes: the place in ``PHASES`` of what is done, and whether a round was done.
    """
    begun = _stands_at(path)
    week = Week(world, begun)

    def tell(step: str, done: int, total: int | None) -> None:
        if phase is not None:
            phase[0] = PHASES.index(step) if step in PHASES else 0

    limits = settings(every)
    given = [Subscription(url=world.address(number)) for number in range(world.feeds)]
    with Watch(
        path, transport=week.transport(), clock=week.clock(), annotator="rules", workers=1, watch=limits,
        every=every, on_progress=tell,
    ) as running:  # fmt: skip
        running.subscribe(given)
        day, before = (begun - START).days + 1, time.process_time()
        try:
            for done in running.rounds():
                if phase is not None:
                    phase[0], phase[1] = PHASES.index("between"), 1
                if moment(done.at) >= START + timedelta(days=day):
                    yield _day(day, running, before)
                    day, before = day + 1, time.process_time()
        except WeekIsOver:
            yield _day(day, running, before)


def _day(day: int, running: Watch, before: float) -> Day:
    articles = sum(1 for _ in running.store.grouping())
    return Day(day, articles, _memory(), time.process_time() - before)


def _memory() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _stands_at(path: Path) -> datetime:
    """Return the moment that a watch stands at: that of its last round."""
    if not path.exists():
        return START
    with open_store(path) as store:
        last = store.last_round()
    return START if last is None else moment(last.at)


def killed(
    world: World,
    path: Path,
    *,
    kills: int,
    seconds: float,
    seed: int,
    every: float = 1800.0,
    say: Callable[[str], None] = lambda line: None,
) -> Counter[str]:
    """Watch the week in copies of this process, each ended after a random time, but for the last.

    seconds: of the clock that the whole week takes without kills. Returns in which phase how many ended.
    A copy whose forerunner was ended before it came to the end of a round comes to the end of one first: who
    is killed again and again within one round never gets any further.
    """
    drawn = random.Random(seed)
    told: Counter[str] = Counter()
    at = mmap.mmap(-1, 2)  # the phase, and whether a round was done
    free = True
    while True:
        at[0] = at[1] = 0
        child = os.fork()
        if not child:
            _be_watched(world, path, every, at)
        if sum(told.values()) < kills:
            while not (free or at[1] or _has_ended(child)):
                time.sleep(_LOOK)
            time.sleep(drawn.random() * 2 * seconds / (kills + 1))
            os.kill(child, signal.SIGKILL)  # even one that has ended has its number until it is waited for
        phase, free = PHASES[at[0]], bool(at[1])
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            told[phase] += 1
            say(f"killed {sum(told.values())} times, last in {phase}")
        elif status:
            raise RuntimeError("a watch that was not killed failed")
        else:
            return told


def _has_ended(child: int) -> bool:
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _be_watched(world: World, path: Path, every: float, at: mmap.mmap) -> None:
    """Be the copy that watches; never returns."""
    status = 1
    try:
        for _ in watch(world, path, every=every, phase=at):
            pass
        status = 0
    finally:
        os._exit(status)


# ---- what must be there


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of a store by table, in an order of their own."""
    with sqlite3.connect(path) as store:
        names = store.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        kept = [
            one
            for (one,) in names
            if one not in _NOT_COMPARED and "_words" not in one and "sqlite_" not in one
        ]
        return {
            one: sorted(store.execute(f"SELECT {_COLUMNS.get(one, '*')} FROM {one}"), key=repr)
            for one in kept
        }


class Held(NamedTuple):
    """What a store should hold, and does. due: versions that were there when they had to be asked. edits: of
    each kind, how many are there with the version before them."""

    items: int
    due: int
    lost: list[str]
    doubled: list[str]
    strange: list[str]
    edits: Counter[str]


def held(world: World, path: Path, *, every: float = 1800.0) -> Held:
    """Hold a store against the world that it watched."""
    with sqlite3.connect(path) as store:
        found = store.execute("SELECT url, title, text FROM article").fetchall()
        first = dict(store.execute("SELECT url, first_at FROM watch_page"))
    by_page: dict[str, list[tuple[str, str]]] = {}
    for url, title, text in found:
        by_page.setdefault(url, []).append((title, text))
    lost, doubled, strange, due = [], [], [], 0
    edits: Counter[str] = Counter()
    for item in (one for listed in world.items for one in listed):
        url = world.page_address(item)
        kept = [_version(item, title, text) for title, text in by_page.pop(url, [])]
        strange += [url for one in kept if one is None]
        said = [(one.title, one.paragraphs) for one in kept if one is not None]
        doubled += [url for one, times in Counter(said).items() if times > 1]
        there = [number for number, one in enumerate(item.texts) if (one.title, one.paragraphs) in said]
        edits.update(
            item.texts[number].kind
            for number in there
            if number - 1 in there and item.texts[number].kind != "boilerplate"
        )
        must = _due(item, _first(item, first.get(url), every), every, world.end)
        due += len(must)
        lost += [f"{url} {one.kind}" for one in must if (one.title, one.paragraphs) not in said]
    strange += list(by_page)
    return Held(sum(map(len, world.items)), due, lost, doubled, strange, edits)


def _version(item: Item, title: str, text: str) -> Text | None:
    """Return which version of a page an article is; None when it is none."""
    for one in item.texts:
        if (
            one.title == title
            and all(each in text for each in one.paragraphs)
            and text.rstrip().endswith(one.paragraphs[-1])
        ):
            return one
    return None


def _first(item: Item, at: str | None, every: float) -> datetime:
    """Return when a page was asked first, or should have been."""
    return item.times[0] + timedelta(seconds=2 * every) if at is None else moment(at)


def _due(item: Item, seen: datetime, every: float, end: datetime) -> list[Text]:
    """Return the versions that were there at a time at which the page had to be asked."""
    step = timedelta(seconds=every)
    asks = [(seen, seen)]  # from when on, and by when, it was asked: each is due some time after the last
    for number, wait in enumerate(WATCH.again, start=1):
        due = asks[-1][0] + timedelta(seconds=wait)
        asks.append((due, due + number * step))
    found = []
    for place, text in enumerate(item.texts):
        there = item.times[place]
        until = min([end, *item.times[place + 1 : place + 2]])
        # Atom and JSON Feed say when an entry changed.
        told = [(there, there + 3 * step)] if item.feed % 3 else []
        if any(there <= first and last < until for first, last in asks + told):
            found.append(text)
    same = {(one.title, one.paragraphs): one for one in reversed(found)}
    return list(same.values())


_TOLD_AS = {
    "quotation": {"quotation"},
    "name": {"speaker", "quotation", "name"},
    "headline": {"headline"},
    "correction": {"correction", "figure"},
}


def untold(world: World, path: Path) -> list[str]:
    """Return the edits that are in a store with the version before them, and of which no event tells."""
    with sqlite3.connect(path) as store:
        articles = store.execute("SELECT id, url, title, text FROM article").fetchall()
        told = store.execute(
            "SELECT a.article, e.kind FROM event e JOIN event_article a ON a.event = e.number"
        )
        kinds: dict[str, set[str]] = {}
        for article, kind in told:
            kinds.setdefault(article, set()).add(kind)
    by_page: dict[str, list[tuple[str, str, str]]] = {}
    for id, url, *words in articles:
        by_page.setdefault(url, []).append((id, words[0], words[1]))
    found = []
    for item in (one for listed in world.items for one in listed):
        url = world.page_address(item)
        kept = {_version(item, title, text): id for id, title, text in by_page.get(url, [])}
        for before, after in pairwise(item.texts):
            there = (
                before in kept
                and after in kept
                and (before.title, before.paragraphs)
                != (
                    after.title,
                    after.paragraphs,
                )
            )
            if there and not _TOLD_AS.get(after.kind, set(_TOLD_AS)) & kinds.get(kept[after], set()):
                found.append(f"{url} {after.kind}")
    return found


def events(path: Path) -> Counter[str]:
    """Return how many events of each kind a store tells."""
    with sqlite3.connect(path) as store:
        tables = {one for (one,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "event" not in tables:
            return Counter()
        return Counter(dict(store.execute("SELECT kind, count(*) FROM event GROUP BY kind")))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--days", type=float, default=7.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=float, default=1800.0, help="Simulated seconds between two polls.")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--into", type=Path, help="Keep the stores in this folder.")
    parser.add_argument(
        "--only", choices=("whole", "killed", "compare"), help="One part, of those in --into."
    )
    parser.add_argument(
        "--seconds", type=float, help="Of the clock that the whole week takes, with --only killed."
    )
    options = parser.parse_args()
    world = World(feeds=options.feeds, items=options.items, days=options.days, seed=options.seed)
    print(
        f"{world.feeds} feeds, {options.items} articles of {world.stories} events, {world.edits} edits, "
        f"{options.days:g} days, each feed asked every {options.every / 60:g} minutes",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        into = options.into or Path(folder)
        into.mkdir(exist_ok=True, parents=True)
        bad, seconds = False, options.seconds or 0.0
        if options.only in (None, "whole"):
            seconds = _whole(world, into / "whole.db", options.every)
        if options.kills and options.only in (None, "killed"):
            ended = killed(
                world, into / "killed.db", kills=options.kills, seconds=seconds, seed=options.seed,
                every=options.every,
                say=lambda line: print(line, flush=True),
            )  # fmt: skip
            print(f"killed {sum(ended.values())} times: {json.dumps(ended)}")
        for name in ("whole.db", "killed.db"):
            if (into / name).exists() and options.only in (None, "compare", name.removesuffix(".db")):
                bad |= _tell(name, world, into / name, options.every)
        if options.kills and options.only in (None, "compare"):
            bad |= _compare(into / "whole.db", into / "killed.db")
    sys.exit(bad)


def _whole(world: World, path: Path, every: float) -> float:
    begun, used = time.monotonic(), 0.0
    for day in watch(world, path, every=every):
        used += day.seconds
        memory = f"{day.memory / 2**20:.0f} MiB"
        print(f"day {day.day}: {day.articles} articles, {memory}, {day.seconds:.0f} s", flush=True)
    seconds = time.monotonic() - begun
    each = 1000 * used / (sum(map(len, world.items)) + world.edits)
    print(f"{used:.0f} s of the processor, {each:.1f} ms an article or edit; {seconds:.0f} s by the clock")
    return seconds


def _compare(one: Path, other: Path) -> bool:
    first, second = rows(one), rows(other)
    differing = [name for name in first if first[name] != second[name]]
    count = sum(map(len, first.values()))
    said = f"other rows in {differing}" if differing else "the same in both, row by row"
    print(f"{count} rows of {len(first)} tables: {said}")
    return bool(differing)


def _tell(name: str, world: World, path: Path, every: float) -> bool:
    found, silent = held(world, path, every=every), untold(world, path)
    print(
        f"{name}: {found.items} articles, of which {found.due} versions had to be there; {dict(events(path))}"
    )
    for what, which in (
        ("lost", found.lost),
        ("doubled", found.doubled),
        ("of no version", found.strange),
        ("edits not told", silent),
    ):
        print(f"  {what}: {len(which)} {which[:3] if which else ''}", flush=True)
    return bool(found.lost or found.doubled or found.strange or silent)


if __name__ == "__main__":
    main()
