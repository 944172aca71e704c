"""Manners towards hosts: one request at a time, not too soon after the last, none that it does not want.

What a host asked for (robots.txt, ``Retry-After``) is kept in the store, so that it holds for the next start
of the program too.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec.structs import replace

from variorum.errors import FeedError
from variorum.settings import WATCH, WatchSettings
from variorum.store.watched import HostState
from variorum.watch.records import Clock, later, moment

if TYPE_CHECKING:
    from datetime import datetime

    from protego import Protego

AGENT = "Variorum"
"""The name that a robots.txt knows it by."""


def _is_this_machine(host: str) -> bool:
    """Tell whether a host is given by an address of this machine: nobody else is kept waiting there."""
    try:
        return ip_address(urlsplit(host).hostname or "").is_loopback
    except ValueError:
        return False


def share(name: str) -> float:
    """Return a number from 0 to 1 that is always the same for a name: by it waits are spread."""
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 0x1_0000_0000


def seconds_of(value: str | None, now: datetime) -> float | None:
    """Return for how long a ``Retry-After`` asks to wait (RFC 9110, 10.2.3); None for what is none."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, (until - now).total_seconds()) if until.tzinfo is not None else None


class Held(FeedError):
    """A host is left alone for now. until: the stamp of when it may be asked again."""

    def __init__(self, host: str, until: str) -> None:
        super().__init__("held", f"{host} is not asked before {until[:16].replace('T', ' ')} UTC")
        self.until = until


class _Line:
    """The requests to one host: who waits, and when the next may go."""

    def __init__(self, interval: float) -> None:
        self.lock = asyncio.Lock()
        self.robots = asyncio.Lock()
        self.interval = interval
        self.free_at = 0.0


class Manners:
    """When hosts may be asked, and what.

    known: the hosts that the store knows. Within a round, which ``begin`` begins, all is as of its time.
    """

    def __init__(
        self,
        known: Callable[[Sequence[str]], Mapping[str, HostState]],
        clock: Clock,
        settings: WatchSettings = WATCH,
    ) -> None:
        self._known = known
        self._clock = clock
        self._settings = settings
        self._lines: dict[str, _Line] = {}
        self._states: dict[str, HostState] = {}
        self._changed: dict[str, HostState] = {}
        self._rules: dict[str, Protego] = {}
        self._at_once = asyncio.Semaphore(settings.hosts)
        self.at = ""

    def begin(self, at: str) -> None:
        """Begin a round."""
        self.at = at
        self._states.clear()
        self._changed.clear()
        self._rules.clear()

    def take_changed(self) -> list[HostState]:
        """Return the hosts of which something is new since this was called last, to be kept."""
        changed = sorted(self._changed.values(), key=lambda one: one.host)
        self._changed.clear()
        return changed

    def state(self, host: str) -> HostState:
        """Return what is known of a host."""
        if host not in self._states:
            self._states[host] = self._known([host]).get(host) or HostState(host=host)
        return self._states[host]

    def put(self, state: HostState) -> None:
        """Note what is known of a host."""
        if state != self.state(state.host):
            self._states[state.host] = self._changed[state.host] = state

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until it is one's turn to ask a host. Raises FeedError when it does not want to be asked."""
        line = self._line(host)
        async with line.lock:
            self._refuse_held(host)
            wait = line.free_at - self._clock.ticks()
            if wait > 0:
                await self._clock.pause(wait)
            async with self._at_once:
                try:
                    yield
                finally:
                    line.free_at = self._clock.ticks() + line.interval

    def robots(self, host: str) -> asyncio.Lock:
        """Return the lock of whoever asks for a host's robots.txt."""
        return self._line(host).robots

    def _line(self, host: str) -> _Line:
        if host not in self._lines:
            own = self._settings.interval * (1 + self._settings.interval_spread * share(host))
            self._lines[host] = _Line(0.0 if _is_this_machine(host) else own)
        return self._lines[host]

    def _refuse_held(self, host: str) -> None:
        until = self.state(host).held_until
        if until is not None and until > self.at:
            raise Held(host, until)

    # ---- what came of asking

    def answered(self, host: str) -> None:
        """Note that a host answered."""
        self.put(replace(self.state(host), failures=0))

    def failed(self, host: str) -> None:
        """Note that asking a host came to nothing; after several it is left alone for a while."""
        state = self.state(host)
        failures = state.failures + 1
        held = state.held_until
        if failures >= self._settings.host_failures:
            held = later(self.at, self._settings.robots_retry)
            failures = 0
        self.put(replace(state, failures=failures, held_until=held))

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long, as it wished."""
        until = later(self.at, min(seconds, self._settings.held))
        self.put(replace(self.state(host), held_until=max(until, self.state(host).held_until or "")))

    # ---- robots.txt

    def robots_wanted(self, host: str) -> bool:
        """Tell whether a host's robots.txt must be asked for."""
        until = self.state(host).robots_until
        return until is None or until <= self.at

    def put_robots(self, host: str, text: str) -> None:
        """Keep a host's robots.txt."""
        self._rules.pop(host, None)
        until = later(self.at, self._settings.robots_kept)
        self.put(
            replace(self.state(host), robots=text, robots_until=until, robots_problem=None, robots_words=None)
        )

    def lack_robots(self, host: str, error: FeedError) -> None:
        """Note that a host's robots.txt could not be had; an older one goes on to count."""
        until = later(self.at, self._settings.robots_retry)
        state = replace(self.state(host), robots_until=until)
        if state.robots is None:
            state = replace(state, robots_problem=error.code, robots_words=error.message)
        self.put(state)

    def refuse_denied(self, host: str, url: str) -> None:
        """Raise FeedError where a host's robots.txt denies an address, or could not be had."""
        state = self.state(host)
        if state.robots_problem is not None:
            told = f"its robots.txt could not be had ({state.robots_words}), so it is not asked"
            raise FeedError(state.robots_problem, told)
        rules = self._parsed(host, state.robots or "")
        if not rules.can_fetch(url, AGENT):
            raise FeedError(
                "robots", f"its robots.txt denies it to {AGENT}; ask the publisher, or take it off the list"
            )
        delay = rules.crawl_delay(AGENT)
        if delay:
            line = self._line(host)
            line.interval = max(line.interval, min(float(delay), self._settings.crawl_delay))

    def _parsed(self, host: str, text: str) -> Protego:
        if host not in self._rules:
            from variorum.watch.library import protego

            self._rules[host] = protego.Protego.parse(text.removeprefix("\ufeff"))
        return self._rules[host]


def server_time(date: str | None) -> datetime | None:
    """Return what time a ``Date`` header tells; None for none."""
    try:
        told = parsedate_to_datetime(date) if date else None
    except (ValueError, TypeError, OverflowError):
        return None
    return told if told is not None and told.tzinfo is not None else None


def skew_of(date: str | None, at: str) -> float:
    """Return by how many seconds a server's clock, as its ``Date`` tells, is ahead of ours; 0 unknown."""
    told = server_time(date)
    return round((told - moment(at)).total_seconds()) if told is not None else 0.0
