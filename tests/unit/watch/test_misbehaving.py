"""A server that misbehaves in all ways at once: each has its line in the records, none stops the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from tests.feed_server import FeedServer
from tests.feed_ways import WAYS, address_of, host_of

from variorum.settings import WATCH
from variorum.store.base import Store
from variorum.store.watched import FeedHealthRow
from variorum.watch.polling import Watch
from variorum.watch.records import Clock, Round, Subscription

# So small that what is slow or endless is given up soon, so large that what is right has time beside others.
LIMITS = replace(
    WATCH,
    connect=5.0,
    read=4.0,
    total=6.0,
    feed_size=60_000,
    page_size=60_000,
    packed=40_000,
    robots_size=10_000,
    hosts=64,
)
BEGUN = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


class Seen:
    """What the watch did in two rounds, the second too early for what failed, and the store as it is then."""

    def __init__(self, rounds: list[Round], store: Store, server: FeedServer) -> None:
        self.rounds = rounds
        self.health: dict[str, FeedHealthRow] = {one.feed.url: one for one in store.feeds()}
        self.articles = [one.article for one in store.all_annotated()]
        self.asked = dict(server.asked)
        self.agents = set(server.agents)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    now = BEGUN

    async def pause(seconds: float) -> None:
        return None

    path = tmp_path_factory.mktemp("watch") / "desk.db"
    rounds = []
    clock = Clock(now=lambda: now, pause=pause)
    with FeedServer() as server:
        transport = server.transport(LIMITS)
        with Watch(
            path, transport=transport, clock=clock, annotator="rules", workers=1, watch=LIMITS, every=300
        ) as watch:
            watch.subscribe([Subscription(url=address_of(name)) for name in WAYS])
            for _ in range(2):
                rounds += list(watch.rounds(once=True))
                now += timedelta(minutes=7)
            yield Seen(rounds, watch.store, server)


def test_every_round_comes_to_its_end(seen: Seen) -> None:
    assert len(seen.rounds) == 2
    assert all(one.done for one in seen.rounds)


@pytest.mark.parametrize("name", WAYS)
def test_each_way_has_its_line_and_the_articles_that_it_gives(seen: Seen, name: str) -> None:
    way = WAYS[name]
    row = seen.health[address_of(name)]
    assert row.feed.health in way.health, row
    assert row.feed.problem in way.problem, row
    if row.feed.problem is not None:
        assert row.feed.words
    if way.said is not None:
        assert way.said in " ".join(row.feed.said), row
    pages = {one.url for one in seen.articles if one.url and f"//{host_of(name)}/" in one.url}
    assert len(pages) == way.pages, row


def test_what_is_known_of_clocks_and_of_pages_without_text(seen: Seen) -> None:
    assert seen.health[address_of("future")].feed.future == 2
    assert seen.health[address_of("skewed")].feed.skew == pytest.approx(3 * 3600, abs=4 * 3600)
    assert seen.health[address_of("no-text")].empty == 2
    assert seen.health[address_of("robots-deny-pages")].denied == 2


def test_a_good_feed_is_asked_with_its_validator_and_its_pages_are_there_once(seen: Seen) -> None:
    assert seen.health[address_of("good")].feed.etag == '"v1"'
    titles = [one.title for one in seen.articles if one.url and host_of("good") in one.url]
    assert len(titles) == len(set(titles)) == 2


def test_nothing_is_asked_where_robots_say_no(seen: Seen) -> None:
    assert (host_of("robots-deny"), "/feed") not in seen.asked
    assert seen.asked[host_of("robots-deny"), "/robots.txt"] == 1
    assert not any(
        path.startswith("/news/") for host, path in seen.asked if host == host_of("robots-deny-pages")
    )
    assert not any("python" in one.lower() for one in seen.agents)
