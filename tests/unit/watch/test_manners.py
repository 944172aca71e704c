from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from tests.watched import Time

from variorum.errors import FeedError
from variorum.settings import WATCH
from variorum.store.watched import HostState
from variorum.watch.manners import Held, Manners, seconds_of, share, skew_of

AT = "2026-03-12T08:00:00.000+00:00"
HOST = "https://tern.example"
NOW = datetime(2026, 3, 12, 8, tzinfo=UTC)


def manners(*states: HostState) -> Manners:
    made = Manners(lambda hosts: {one.host: one for one in states if one.host in hosts}, Time().clock())
    made.begin(AT)
    return made


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Thu, 12 Mar 2026 08:10:00 GMT", 600.0),
        ("Thu, 12 Mar 2026 07:00:00 GMT", 0.0),
        ("Thu, 12 Mar 2026 09:00:00 +0100", 0.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("99999999999999999999", 999999999999.0),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str | None, seconds: float | None) -> None:
    assert seconds_of(value, NOW) == seconds


def test_a_servers_clock_is_compared_with_ours() -> None:
    assert skew_of("Thu, 12 Mar 2026 09:00:00 GMT", AT) == 3600
    assert skew_of("Thu, 12 Mar 2026 07:59:00 GMT", AT) == -60
    assert skew_of("yesterday", AT) == skew_of(None, AT) == 0


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("", "/feed", True),
        ("User-agent: *\nDisallow: /", "/feed", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Variorum\nAllow: /", "/feed", True),
        ("User-agent: *\nDisallow: /news/\nAllow: /news/feed", "/news/feed", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("\ufeffUser-agent: *\nDisallow: /", "/feed", False),
        ("<html>not found</html>", "/feed", True),
    ],
)
def test_robots_txt_is_obeyed(robots: str, path: str, allowed: bool) -> None:
    held = manners()
    held.put_robots(HOST, robots)
    if allowed:
        held.refuse_denied(HOST, f"{HOST}{path}")
    else:
        with pytest.raises(FeedError) as caught:
            held.refuse_denied(HOST, f"{HOST}{path}")
        assert caught.value.code == "robots"


def test_robots_txt_is_asked_for_once_a_day_and_sooner_when_it_could_not_be_had() -> None:
    held = manners()
    assert held.robots_wanted(HOST)
    held.put_robots(HOST, "")
    (kept,) = held.take_changed()
    assert held.take_changed() == []
    later = manners(kept)
    later.begin("2026-03-13T07:59:00.000+00:00")
    assert not later.robots_wanted(HOST)
    later.begin("2026-03-13T08:00:00.000+00:00")
    assert later.robots_wanted(HOST)
    later.lack_robots(HOST, FeedError("robots-unreachable", "HTTP 503"))
    assert later.state(HOST).robots == ""  # the one that was had goes on to count
    later.refuse_denied(HOST, f"{HOST}/feed")


def test_all_is_denied_while_robots_txt_was_never_had() -> None:
    held = manners()
    held.lack_robots(HOST, FeedError("robots-unreachable", "HTTP 503"))
    with pytest.raises(FeedError, match="HTTP 503") as caught:
        held.refuse_denied(HOST, f"{HOST}/feed")
    assert caught.value.code == "robots-unreachable"
    held.put_robots(HOST, "")
    held.refuse_denied(HOST, f"{HOST}/feed")


def test_hosts_are_asked_one_thing_at_a_time_with_a_pause_that_differs_by_host() -> None:
    time = Time()
    held = Manners(lambda hosts: {}, time.clock())
    held.begin(AT)
    log: list[str] = []

    async def ask(host: str) -> None:
        async with held.turn(host):
            log.append(f"+{host}")
            await asyncio.sleep(0)
            log.append(f"-{host}")

    async def run() -> None:
        await asyncio.gather(*(ask(HOST) for _ in range(3)), ask("https://hollin.example"))

    asyncio.run(run())
    own = [one for one in log if one.endswith(HOST)]
    assert own == [f"+{HOST}", f"-{HOST}"] * 3
    assert log.index("+https://hollin.example") < log.index(f"+{HOST}", 1)
    assert time.paused == [pytest.approx(WATCH.interval * (1 + WATCH.interval_spread * share(HOST)))] * 2


def test_only_this_machine_is_asked_without_a_pause() -> None:
    for host, pauses in (("http://127.0.0.1:8000", 0), ("http://[::1]:8000", 0), ("http://10.0.0.7", 1)):
        time = Time()
        held = Manners(lambda hosts: {}, time.clock())
        held.begin(AT)

        async def run(held: Manners = held, host: str = host) -> None:
            for _ in range(2):
                async with held.turn(host):
                    pass

        asyncio.run(run())
        assert len(time.paused) == pauses, host


def test_a_crawl_delay_is_respected_up_to_a_bound() -> None:
    for asked, waited in ((7, 7.0), (600, WATCH.crawl_delay)):
        time = Time()
        held = Manners(lambda hosts: {}, time.clock())
        held.begin(AT)
        held.put_robots(HOST, f"User-agent: *\nCrawl-delay: {asked}")
        held.refuse_denied(HOST, f"{HOST}/feed")

        async def run(held: Manners = held) -> None:
            for _ in range(2):
                async with held.turn(HOST):
                    pass

        asyncio.run(run())
        assert time.paused == [waited]


def test_a_host_that_asked_to_be_left_alone_is_also_by_the_next_start() -> None:
    held = manners()
    held.hold(HOST, 600)
    held.hold(HOST, 60)
    again = manners(*held.take_changed())

    async def run() -> None:
        async with again.turn(HOST):
            raise AssertionError("was asked")

    with pytest.raises(Held) as caught:
        asyncio.run(run())
    assert caught.value.until == "2026-03-12T08:10:00.000+00:00"
    again.begin("2026-03-12T08:10:00.000+00:00")
    with pytest.raises(AssertionError):
        asyncio.run(run())


def test_no_retry_after_keeps_a_host_for_longer_than_two_days() -> None:
    held = manners()
    held.hold(HOST, 10**9)
    assert held.state(HOST).held_until == "2026-03-14T08:00:00.000+00:00"


def test_a_host_where_nothing_works_is_left_alone_for_a_while() -> None:
    held = manners()
    for _ in range(WATCH.host_failures - 1):
        held.failed(HOST)
    held.answered(HOST)
    for _ in range(WATCH.host_failures - 1):
        held.failed(HOST)
    assert held.state(HOST).held_until is None
    held.failed(HOST)
    assert held.state(HOST).held_until == "2026-03-12T09:00:00.000+00:00"
