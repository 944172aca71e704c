"""What every store must do for what is watched; each test runs on every back end that there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from msgspec.structs import replace
from tests.desk import arrived, capture, report

from variorum.errors import OutputError
from variorum.store import open_store
from variorum.store.base import Store
from variorum.store.watched import Captured, FeedState, HostState, Lead, PageState, Poll, Round, SeenEntry

AT = "2026-03-12T08:00:00.000+00:00"
LATER = "2026-03-12T09:00:00.000+00:00"
TERN = "https://tern.example/feed"
FIRST = Round(number=1, at=AT)
HOLLIN = "https://hollin.example/feed"


@pytest.fixture(params=["sqlite", "postgres"])
def make_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    if request.param == "sqlite":
        return lambda: open_store(tmp_path / "desk.db")
    import psycopg

    server: str = request.getfixturevalue("postgres")
    schema = f"w{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    return lambda: open_store(f"{server}&options=-csearch_path%3D{schema}")


@pytest.fixture
def store(make_store: Callable[[], Store]) -> Iterator[Store]:
    with make_store() as made:
        yield made


def page(number: int, host: str = "tern.example", next_at: str | None = AT, feed: str = TERN) -> PageState:
    url = f"https://{host}/{number}"
    return PageState(
        page=f"p-{host}-{number}",
        lead=Lead(feed=feed, key=url, url=url, title=f"Report {number}"),
        url=url,
        host=host,
        first_at=AT,
        first_round=1,
        next_at=next_at,
    )


def poll(feed: FeedState, *pages: PageState, next_at: str = LATER) -> Poll:
    return Poll(
        feed=replace(feed, round=1, next_at=next_at, health="fine", etag='W/"x\'1"'),
        entries=tuple(SeenEntry(key=one.lead.key, digest="d", page=one.page) for one in pages),
        pages=pages,
    )


def test_a_round_that_was_begun_is_the_last_until_another_is(make_store: Callable[[], Store]) -> None:
    with make_store() as first:
        assert first.last_round() is None
        first.put_round(Round(number=1, at=AT))
    with make_store() as again:
        assert again.last_round() == Round(number=1, at=AT)
        again.put_round(Round(number=1, at=AT, done=True, told={"new": 3}))
        assert again.last_round() == Round(number=1, at=AT, done=True, told={"new": 3})
        again.put_round(Round(number=2, at=LATER))
        assert again.last_round() == Round(number=2, at=LATER)
        assert again.verify() == []


def test_feeds_are_due_at_once_and_then_when_they_say_and_once_a_round(store: Store) -> None:
    store.subscribe([(TERN, "Tern"), (HOLLIN, None)])
    due = store.due_feeds(AT, 1)
    assert [one.url for one in due] == [HOLLIN, TERN]
    store.put_polls([poll(due[1])], FIRST)
    assert [one.url for one in store.due_feeds(AT, 1)] == [HOLLIN]
    assert [one.url for one in store.due_feeds(LATER, 1)] == [HOLLIN]
    assert [one.url for one in store.due_feeds(LATER, 2)] == [HOLLIN, TERN]
    held = store.feed(TERN)
    assert held is not None
    assert (held.given, held.etag, held.health) == ("Tern", 'W/"x\'1"', "fine")


def test_a_feed_that_is_taken_off_the_list_is_not_polled_and_not_forgotten(store: Store) -> None:
    store.subscribe([(TERN, "Tern"), (HOLLIN, None)])
    store.put_polls([poll(one, page(1)) for one in store.due_feeds(AT, 1) if one.url == TERN], FIRST)
    store.subscribe([(HOLLIN, "Hollin")])
    assert [one.url for one in store.due_feeds(LATER, 2)] == [HOLLIN]
    rows = store.feeds()
    assert [(one.feed.url, one.feed.given, one.feed.subscribed, one.pages) for one in rows] == [
        (HOLLIN, "Hollin", True, 0),
        (TERN, "Tern", False, 1),
    ]
    store.subscribe([(HOLLIN, "Hollin"), (TERN, "Tern")])
    held = store.feed(TERN)
    assert held is not None
    assert held.etag == 'W/"x\'1"'


def test_entries_are_known_by_their_feed_and_forgotten_when_they_are_long_gone(store: Store) -> None:
    store.subscribe([(TERN, None), (HOLLIN, None)])
    hollin, tern = store.due_feeds(AT, 1)
    store.put_polls([poll(tern, page(1), page(2))], FIRST)
    keys = ["https://tern.example/1", "https://tern.example/2"]
    assert [store.seen(TERN)[key].page for key in keys[:2]] == ["p-tern.example-1", "p-tern.example-2"]
    assert store.seen(HOLLIN) == {}
    still = Poll(feed=replace(tern, round=2), still=(keys[0],))
    store.put_polls([still], Round(number=2, at=LATER), forget=AT)
    assert set(store.seen(TERN)) == {keys[0], keys[1]}
    third = replace(still, feed=replace(tern, round=3))
    store.put_polls([third], Round(number=3, at=LATER), forget=LATER)
    assert set(store.seen(TERN)) == {keys[0]}


def test_pages_of_a_round_are_the_same_however_often_it_is_taken_up(store: Store) -> None:
    store.subscribe([(TERN, None)])
    pages = [page(number) for number in range(5)] + [page(number, "hollin.example") for number in range(3)]
    store.put_polls([poll(store.due_feeds(AT, 1)[0], *pages)], FIRST)
    whole = store.due_pages(AT, 1, most=5, each=3)
    assert [one.page for one in whole] == [
        *(f"p-hollin.example-{number}" for number in range(3)),
        *(f"p-tern.example-{number}" for number in range(2)),
    ]
    store.put_pages([Captured(page=replace(one, round=1, next_at=None)) for one in whole[:2]], FIRST)
    assert [one.page for one in store.due_pages(AT, 1, most=5, each=3)] == [one.page for one in whole[2:]]
    store.put_pages([Captured(page=replace(one, round=1, next_at=LATER)) for one in whole[2:]], FIRST)
    assert store.due_pages(AT, 1, most=5, each=3) == []
    assert [one.page for one in store.due_pages(LATER, 2, most=3, each=9)] == [
        "p-tern.example-2",
        "p-tern.example-3",
        "p-tern.example-4",
    ]


def test_a_page_and_what_was_captured_of_it_are_kept_together_or_not_at_all(store: Store) -> None:
    store.subscribe([(TERN, None)])
    store.put_polls([poll(store.due_feeds(AT, 1)[0], page(1), page(2))], FIRST)
    taken = capture("1", AT)
    got = replace(page(1), round=1, status="read", next_at=LATER)
    round = store.put_pages(
        [
            Captured(page=replace(page(2), round=1, status="empty", next_at=LATER)),
            Captured(page=got, capture=taken, arrival=arrived(report(0, 0), taken)),
        ],
        replace(FIRST, told={"polled": 1}),
    )
    assert round.told == {"polled": 1, "new": 1}
    assert store.last_round() == round
    assert store.pages([got.page])[got.page] == replace(got, article=report(0, 0).id)
    assert [one.page for one in store.pages_listed(["empty"], feed=TERN).items] == ["p-tern.example-2"]
    assert store.pages_listed(["empty"], feed=HOLLIN).items == ()
    assert store.feeds()[0].empty == 1
    lost = capture("none", AT)
    with pytest.raises(Exception, match="capture"):
        store.put_pages([Captured(page=replace(got, round=2), arrival=arrived(report(1, 0), lost))], FIRST)
    assert store.pages([got.page])[got.page].round == 1
    assert store.verify() == []


def test_pages_are_listed_a_part_at_a_time(store: Store) -> None:
    store.subscribe([(TERN, None)])
    store.put_polls([poll(store.due_feeds(AT, 1)[0], *(page(number) for number in range(5)))], FIRST)
    first = store.pages_listed(["waiting", "failing"], limit=3)
    rest = store.pages_listed(["waiting", "failing"], limit=3, cursor=first.cursor)
    assert [len(first.items), len(rest.items), rest.cursor] == [3, 2, None]


def test_what_is_due_next_is_the_earliest_of_feeds_and_pages(store: Store) -> None:
    assert store.next_due() is None
    store.subscribe([(TERN, None)])
    assert store.next_due() == ""
    store.put_polls([poll(store.due_feeds(AT, 1)[0], page(1, next_at=AT), page(2, next_at=None))], FIRST)
    assert store.next_due() == AT
    store.put_pages([Captured(page=page(1, next_at=None))], FIRST)
    assert store.next_due() == LATER


def test_hosts_are_kept(store: Store) -> None:
    host = HostState(host="https://tern.example", robots="User-agent: *\nDisallow: /x", robots_until=AT)
    store.put_polls([], FIRST, hosts=[host])
    store.put_pages([], FIRST, hosts=[replace(host, held_until=LATER)])
    assert store.hosts([host.host, "https://none.example"]) == {host.host: replace(host, held_until=LATER)}


def test_only_one_watches_at_a_time(make_store: Callable[[], Store]) -> None:
    with make_store() as first, make_store() as second:
        with first.watching(), pytest.raises(OutputError, match="watch on it already"), second.watching():
            pass
        with second.watching():
            pass
