from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from msgspec.structs import replace
from tests.watched import BEGUN, Time, Web, page, rss

from variorum.errors import OutputError
from variorum.settings import WATCH, WatchSettings
from variorum.store.sqlite import SqliteSession
from variorum.watch.health import report
from variorum.watch.polling import Watch
from variorum.watch.reading import VIA
from variorum.watch.records import FeedState, PageState, Round, Subscription

FEED = "https://marram.example/feed"
ONE, TWO, THREE = (f"https://marram.example/news/{number}" for number in (1, 2, 3))
CALM = replace(WATCH, spread=0.0, gap=1.0)


class Desk:
    """A store that watches an invented web, and is opened anew for each call, as by cron."""

    def __init__(self, path: Path, web: Web, time: Time, settings: WatchSettings = CALM) -> None:
        self.path, self.web, self.time, self.settings = path, web, time, settings

    def watching(self) -> Watch:
        return Watch(
            self.path,
            transport=self.web.transport(),
            clock=self.time.clock(),
            annotator="rules",
            workers=1,
            watch=self.settings,
        )

    def follow(self, *feeds: str) -> Desk:
        with self.watching() as watch:
            watch.subscribe([Subscription(url=one) for one in feeds])
        return self

    def poll(self, minutes: float = 0) -> list[Round]:
        """Poll what is due after so many minutes; what was asked before is forgotten."""
        self.time.now += timedelta(minutes=minutes)
        self.web.asked.clear()
        with self.watching() as watch:
            return list(watch.rounds(once=True))

    def feed(self, url: str = FEED) -> FeedState:
        with self.watching() as watch:
            found = watch.store.feed(url)
        assert found is not None
        return found

    def pages(self) -> dict[str, PageState]:
        with self.watching() as watch:
            every = ("waiting", "read", "empty", "failing", "denied", "given up", "old")
            return {one.url or one.page: one for one in watch.store.pages_listed(every).items}

    def articles(self) -> list[tuple[str | None, str | None]]:
        """Return title and outlet of each article, in the order in which they came."""
        with self.watching() as watch:
            return [(one.article.title, one.article.outlet) for one in watch.store.all_annotated()]


@pytest.fixture
def web() -> Web:
    made = Web()
    made.put(FEED, rss({"link": ONE}, {"link": TWO}), etag='"1"')
    made.put(ONE, page())
    made.put(TWO, page("Quill", count="15", title="Ropewalk of Quill shut"))
    return made


@pytest.fixture
def desk(web: Web, tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk.db", web, Time()).follow(FEED)


def test_what_a_feed_leads_to_is_kept_with_who_printed_it_and_the_feed_as_the_way(desk: Desk) -> None:
    (round,) = desk.poll()
    assert (round.number, round.at, round.done) == (1, "2026-03-12T08:00:00.000+00:00", True)
    assert (round.told["polled"], round.told["new"]) == (1, 2)
    with desk.watching() as watch:
        first = watch.store.all_annotated().__next__().article
        stored = watch.store.article(first.id)
        assert watch.store.verify() == []
    assert first.outlet == "Marram Lantern"
    assert first.date is not None
    assert first.extra[VIA] == FEED
    assert "Ottilie Ravensworth" in first.text
    assert stored is not None
    assert stored.capture.at == round.at
    assert stored.capture.name == first.url


def test_nothing_is_asked_before_it_is_due_and_then_only_whether_it_changed(desk: Desk, web: Web) -> None:
    desk.poll()
    assert desk.poll(1) == []
    assert web.asked == []
    desk.poll(14)
    conditional = [str(one.url) for one in web.asked if "If-None-Match" in one.headers]
    assert conditional == [FEED]
    assert sorted(web.paths()) == [FEED, ONE, TWO]  # pages are looked at for changes, too
    assert desk.articles().__len__() == 2


def test_pages_are_asked_again_ever_more_rarely_and_then_no_more(desk: Desk, web: Web) -> None:
    desk.settings = replace(CALM, every=864_000.0)
    asked: list[float] = []
    with desk.watching() as watch:
        for _ in watch.rounds():
            if desk.time.now > BEGUN + timedelta(days=9):
                break
            if ONE in web.paths() and desk.time.now > BEGUN:
                asked.append((desk.time.now - BEGUN).total_seconds())
            web.asked.clear()
    gaps = [later - earlier for earlier, later in zip([0.0, *asked], asked, strict=False)]
    assert gaps == list(WATCH.again)
    assert desk.pages()[ONE].next_at is None


def test_a_page_that_changed_is_a_new_version_and_the_same_words_in_other_clothes_are_not(
    desk: Desk, web: Web
) -> None:
    desk.poll()
    web.put(ONE, page().replace("<body>", "<body class=new>"))
    web.put(TWO, page("Quill", count="16", title="Ropewalk of Quill shut"))
    (round,) = desk.poll(15)
    assert {name: round.told.get(name) for name in ("new", "changed", "known")} == {
        "new": None,
        "changed": 1,
        "known": None,
    }
    with desk.watching() as watch:
        (changed,) = watch.desk.changed_pages().items
        assert (changed.number, changed.at) == (2, round.at)


def test_an_entry_that_says_something_else_has_its_page_asked_at_once(desk: Desk, web: Web) -> None:
    desk.poll()
    for _ in range(12):
        desk.poll(15)
    assert desk.poll(15)[0].told.get("asked") is None
    web.put(FEED, rss({"link": ONE}, {"link": TWO, "guid": TWO, "title": "Corrected"}), etag='"2"')
    (round,) = desk.poll(15)
    assert web.paths() == [FEED, TWO]
    assert round.told["edited"] == 1


def test_a_report_in_two_feeds_is_captured_once_whichever_is_polled_first(desk: Desk, web: Web) -> None:
    other = "https://aaa-aggregator.example/feed"
    web.put(other, rss({"link": f"{ONE}?utm_source=agg", "source": "Agency"}, title="All news"))
    desk.follow(FEED, other)
    desk.poll()
    assert [outlet for _, outlet in desk.articles()] == ["Marram Lantern"] * 2
    assert sorted(one for one in web.paths() if "/news/" in one) == [ONE, TWO]


def test_a_link_that_redirects_to_a_page_that_is_known_is_no_second_report(desk: Desk, web: Web) -> None:
    short, other = "https://agg.example/feed", "https://agg.example/go/1"
    web.put(short, rss({"link": other, "source": "Agency"}, title="All news"))
    web.put(other, status=302, location=ONE)
    desk.follow(FEED, short)
    desk.poll()
    assert len(desk.articles()) == 2
    assert desk.pages()[other].article == desk.pages()[ONE].article is not None
    web.put(ONE, page(count="20"))
    desk.poll(15)
    assert len(desk.articles()) == 3
    assert desk.pages()[other].article == desk.pages()[ONE].article


def test_the_source_that_a_feed_names_is_the_publisher_and_not_the_feed(desk: Desk, web: Web) -> None:
    web.put(FEED, rss({"link": THREE, "source": "Hollin Post"}, title="All the news"))
    web.put(THREE, page(outlet="Agency of Pages"))
    desk.poll()
    assert [outlet for _, outlet in desk.articles()] == ["Hollin Post"]


def test_a_page_without_text_is_counted_tried_again_and_given_up_with_the_reason(
    desk: Desk, web: Web
) -> None:
    web.put(TWO, "<html><body><div id=app></div></body></html>")
    (round,) = desk.poll()
    assert (round.told["new"], round.told["without text"]) == (1, 1)
    assert (desk.pages()[TWO].status, desk.pages()[TWO].problem) == ("empty", "no-text")
    for gap in WATCH.retry:
        desk.poll(gap / 60)
        assert TWO in web.paths()
    last = desk.pages()[TWO]
    assert (last.status, last.problem, last.next_at) == ("given up", "no-text", None)
    with desk.watching() as watch:
        (row,) = watch.store.feeds()
    assert "1 page was given up" in report(row).notes


def test_a_feeds_own_text_is_taken_where_the_page_gives_none_and_it_is_the_whole(
    desk: Desk, web: Web
) -> None:
    whole = "".join(
        page(place, count=str(place)).partition("</h1>")[2].partition("</article>")[0]
        for place in ("Marram", "Quill", "Hollin")
    )
    web.put(FEED, rss({"link": ONE, "content": whole}, {"link": TWO, "content": "<p>Read more</p>"}))
    web.put(ONE, status=403)
    web.put(TWO, status=403)
    desk.poll()
    assert [title for title, _ in desk.articles()] == ["A report"]
    assert (desk.pages()[ONE].status, desk.pages()[ONE].source) == ("read", "feed")
    assert (desk.pages()[TWO].status, desk.pages()[TWO].problem) == ("denied", "http-403")
    desk.poll(60 * 24 * 2)
    assert ONE not in web.paths()


def test_what_was_read_stays_read_when_the_page_is_gone_or_behind_a_paywall(desk: Desk, web: Web) -> None:
    desk.poll()
    web.put(ONE, status=404)
    short = page("Quill", title="Ropewalk of Quill shut").partition("</p>")[0]
    web.put(TWO, f"{short}</p><p>Subscribe to continue reading</p></article></body></html>")
    (round,) = desk.poll(15)
    assert round.told["without text"] == 2
    assert len(desk.articles()) == 2
    assert {one.status for one in desk.pages().values()} == {"read"}
    assert desk.pages()[ONE].problem == "http-404"
    assert desk.pages()[TWO].problem in ("cut-short", "no-text")


def test_entries_older_than_a_week_are_not_captured_when_a_feed_is_new(desk: Desk, web: Web) -> None:
    web.put(FEED, rss({"link": ONE, "date": BEGUN - timedelta(days=8)}, {"link": TWO}))
    desk.poll()
    assert ONE not in web.paths()
    assert desk.pages()[ONE].status == "old"


def test_a_feed_that_fails_is_asked_ever_more_rarely_and_says_since_when_and_why(
    desk: Desk, web: Web
) -> None:
    desk.poll()
    web.put(FEED, "<rss><channel>", status=503)
    waits = []
    for _ in range(5):
        state = desk.feed()
        assert state.next_at is not None
        desk.poll((datetime.fromisoformat(state.next_at) - desk.time.now).total_seconds() / 60)
        again = desk.feed()
        assert again.next_at is not None
        waits.append((datetime.fromisoformat(again.next_at) - desk.time.now).total_seconds() / 60)
    assert waits[:3] == [15, 30, 60]
    state = desk.feed()
    assert (state.health, state.problem) == ("failing", "http-503")
    assert state.failing_since == state.since == "2026-03-12T08:15:00.000+00:00"
    assert state.etag == '"1"'
    assert len(desk.articles()) == 2
    web.put(FEED, rss({"link": ONE}, {"link": TWO}))
    desk.poll(60 * 24)
    assert (desk.feed().health, desk.feed().problem, desk.feed().failing_since) == ("fine", None, None)


def test_a_feed_is_asked_at_its_new_address_once_it_was_sent_there_for_good_twice(
    desk: Desk, web: Web
) -> None:
    new = "https://marram.example/atom"
    web.put(new, rss({"link": ONE}))
    web.put(FEED, status=301, location="/atom")
    desk.poll()
    assert desk.feed().address is None
    desk.poll(15)
    assert (desk.feed().address, desk.feed().health) == (new, "moved")
    desk.poll(15)
    assert FEED not in web.paths()
    web.put(new, status=404)
    for _ in range(WATCH.failed_moves):
        desk.poll(60 * 24)
    desk.poll(60 * 24)
    assert FEED in web.paths()  # whoever took the address over is not believed for ever


def test_a_feed_that_is_silent_is_no_failure(desk: Desk, web: Web) -> None:
    web.put(FEED, rss({"link": ONE, "date": BEGUN - timedelta(days=5)}))
    desk.poll()
    state = desk.feed()
    assert (state.health, state.problem, state.failures) == ("silent", "silent", 0)
    web.put(FEED, rss())
    web.put("https://hollin.example/feed", rss())
    desk.follow(FEED, "https://hollin.example/feed")
    desk.poll(15)
    assert desk.feed("https://hollin.example/feed").problem == "no-entries"


@pytest.mark.parametrize(
    ("more", "headers", "minutes"),
    [
        ("", {}, 15),
        ("<ttl>40</ttl>", {}, 40),
        ("<ttl>1440</ttl>", {}, 60),
        ("", {"cache_control": "max-age=1800"}, 30),
        ("<ttl>1</ttl>", {"cache_control": "max-age=1"}, 15),
    ],
)
def test_a_feed_may_ask_to_be_polled_less_often_within_bounds(
    desk: Desk, web: Web, more: str, headers: dict[str, str], minutes: float
) -> None:
    web.put(FEED, rss({"link": ONE}, more=more), **headers)
    desk.poll()
    due = desk.feed().next_at
    assert due is not None
    assert datetime.fromisoformat(due) == BEGUN + timedelta(minutes=minutes)


def test_a_host_that_is_held_holds_its_feed_and_pages_too_and_that_is_no_failure(
    desk: Desk, web: Web
) -> None:
    web.put(ONE, status=429, retry_after="3600")
    desk.poll()
    desk.poll(15)
    assert web.asked == []
    assert (desk.feed().health, desk.feed().failures) == ("fine", 0)
    web.put(ONE, page())
    desk.poll(45)
    assert FEED in web.paths()
    assert len(desk.articles()) == 2


def test_more_than_one_round_has_room_for_comes_in_the_next_at_once(web: Web, tmp_path: Path) -> None:
    links = [f"https://marram.example/news/{number}" for number in range(7)]
    web.put(FEED, rss(*({"link": one} for one in links)))
    for number, link in enumerate(links):
        web.put(link, page(f"Port {number}"))
    small = Desk(tmp_path / "desk.db", web, Time(), replace(CALM, host_pages=3)).follow(FEED)
    rounds = small.poll()
    assert [one.told.get("new") for one in rounds] == [3, 3, 1]
    assert {one.at for one in rounds} == {"2026-03-12T08:00:00.000+00:00"}


def test_a_sitemap_index_is_read_with_its_parts(desk: Desk, web: Web) -> None:
    start = '<?xml version="1.0"?><{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    part = "https://marram.example/news.xml"
    web.put(FEED, f"{start.format('sitemapindex')}<sitemap><loc>{part}</loc></sitemap></sitemapindex>")
    web.put(
        part,
        f"{start.format('urlset')}<url><loc>{ONE}</loc><news:news "
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><news:publication><news:name>Lantern'
        "</news:name><news:language>en</news:language></news:publication><news:publication_date>2026-03-12"
        "</news:publication_date><news:title>Old ropewalk</news:title></news:news></url></urlset>",
    )
    desk.poll()
    assert web.paths() == [FEED, part, ONE]
    assert len(desk.articles()) == 1


def test_parts_of_an_index_are_asked_each_time_and_one_that_fails_keeps_none_from_the_others(
    desk: Desk, web: Web
) -> None:
    index = "".join(
        f"<sitemap><loc>https://{one}.example/part.xml</loc></sitemap>" for one in ("marram", "gone")
    )

    def refused(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("no")

    web.answers["https://gone.example/part.xml"] = refused
    web.put("https://marram.example/part.xml", f"<urlset><url><loc>{ONE}</loc></url></urlset>")
    web.put(FEED, f"<sitemapindex>{index}</sitemapindex>", etag='"1"')
    desk.poll()
    assert len(desk.articles()) == 1
    assert (desk.feed().health, desk.feed().etag) == ("fine", None)
    assert "one of its parts could not be had: no connection" in " ".join(desk.feed().said)
    web.put("https://marram.example/part.xml", f"<urlset><url><loc>{TWO}</loc></url></urlset>")
    web.put(TWO, page("Skarra"))
    desk.poll(60)
    assert len(desk.articles()) == 2


# ---- one at a time, and the clock


def test_a_second_watch_on_a_store_says_so_and_ends(desk: Desk) -> None:
    with desk.watching(), pytest.raises(OutputError, match="watch on it already"), desk.watching():
        pass
    desk.poll()


def test_a_clock_that_is_behind_the_last_round_is_told(desk: Desk) -> None:
    desk.poll()
    desk.time.now -= timedelta(minutes=2)
    assert desk.poll() == []
    with pytest.raises(OutputError, match="set the clock right"):
        desk.poll(-60)


def test_it_sleeps_until_something_is_due(desk: Desk) -> None:
    with desk.watching() as watch:
        found = [one.at[11:16] for _, one in zip(range(4), watch.rounds(), strict=False)]
    assert found == ["08:00", "08:15", "08:30", "08:45"]


# ---- killed


class Killed(BaseException):
    """The end of a process, as far as a test can have it."""


@contextmanager
def killed_at(write: int, *, before: bool, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Raise ``Killed`` at the ``write``-th change of the store, before or after it is on the disk."""
    left = [write]
    change = SqliteSession.change

    @contextmanager
    def dying(self: SqliteSession) -> Iterator[None]:
        outermost = not getattr(self._own, "changing", False)
        left[0] -= outermost
        dies = outermost and left[0] == 0
        with change(self):
            yield
            if dies and before:
                raise Killed
        if dies:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(SqliteSession, "change", dying)
        yield


def edited(web: Web) -> Callable[[Time], None]:
    """Return what changes the web as time goes by: an edit, a feed that breaks, a new report."""

    def at(time: Time) -> None:
        minutes = (time.now - BEGUN).total_seconds() / 60
        web.put(TWO, page("Quill", count="15" if minutes < 10 else "18", title="Ropewalk of Quill shut"))
        web.put(
            "https://hollin.example/feed", rss({"link": "https://hollin.example/a"}) if minutes < 10 else "<"
        )
        web.put(ONE, page())
        web.put("https://hollin.example/a", page(outlet="Hollin Post", said="Nobody will buy eels here"))
        links = [ONE, TWO] if minutes < 25 else [ONE, TWO, THREE]
        web.put(FEED, rss(*({"link": one} for one in links)))
        web.put(THREE, page("Marram", said="We never wanted it shut", title="Ropewalk: a mayor answers"))

    return at


def watched(path: Path, monkeypatch: pytest.MonkeyPatch, kill: tuple[int, bool] | None) -> list[object]:
    """Watch for an hour, killed once; return all that the store holds then."""
    web, time = Web(), Time()
    change = edited(web)
    desk = Desk(path, web, time, replace(CALM, commit=1, batch=1))
    desk.follow(FEED, "https://hollin.example/feed")

    def go_on() -> None:
        while (time.now - BEGUN) < timedelta(minutes=50):
            change(time)
            with desk.watching() as watch:
                list(watch.rounds(once=True))
            time.now += timedelta(minutes=15)

    if kill is not None:
        with killed_at(kill[0], before=kill[1], monkeypatch=monkeypatch), suppress(Killed):
            go_on()
    go_on()
    with sqlite3.connect(path) as database:
        tables = ("capture", "watch_round", "watch_feed", "watch_page", "watch_entry", "watch_host")
        rows: list[object] = [
            sorted(map(str, database.execute(f"SELECT * FROM {name}").fetchall())) for name in tables
        ]
        rows += database.execute("SELECT number, id, page, capture, at, story FROM article ORDER BY number")
    return rows


def test_killed_at_any_change_of_the_store_it_comes_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = watched(tmp_path / "whole.db", monkeypatch, None)
    assert len(whole) == 6 + 5
    for number, write in enumerate((4, 7, 8, 13)):
        before = number % 2 == 0
        found = watched(tmp_path / f"{write}.db", monkeypatch, (write, before))
        assert found == whole, f"killed at change {write}, {'before' if before else 'after'} it"
