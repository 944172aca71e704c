"""What polls come to, decided without a network or a store."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from variorum.errors import FeedError
from variorum.settings import WATCH
from variorum.watch.deciding import failed, page_of_entry, sorted_out, succeeded
from variorum.watch.fetching import Fetched
from variorum.watch.health import report
from variorum.watch.manners import Held, share
from variorum.watch.records import Entry, Feed, FeedHealthRow, FeedState, PageState, Round, later

AT = "2026-03-12T08:00:00.000+00:00"
ROUND = Round(number=3, at=AT)
URL = "https://tern.example/feed"
FEED = FeedState(url=URL, entries=10, listed=10)
SURE = replace(WATCH, spread=0.0)


def entry(url: str, key: str | None = None, **more: str) -> Entry:
    return Entry(key=key or url, url=url, title=more.pop("title", "A report"), **more)


urls = st.sampled_from([f"https://{host}.example/{n}" for host in ("tern", "hollin") for n in range(3)])
feeds = st.lists(st.tuples(st.sampled_from("abcd"), urls), max_size=8)


@settings(max_examples=60)
@given(st.lists(feeds, min_size=1, max_size=4), st.randoms())
def test_what_pages_are_known_by_does_not_depend_on_which_feed_was_polled_first(
    listed: list[list[tuple[str, str]]], drawn: object
) -> None:
    states = [FeedState(url=f"https://{name}.example/feed") for name in ("hollin", "tern", "one", "two")]
    polls = [
        (state, Feed(kind="rss 2.0", title=state.url, entries=tuple(entry(url, key) for key, url in rows)))
        for state, rows in zip(states, listed, strict=False)
    ]

    def keep(order: list[tuple[FeedState, Feed]]) -> tuple[dict[str, PageState], dict[str, int], int]:
        pages: dict[str, PageState] = {}
        fresh, new = {}, 0
        for state, read in order:
            found = sorted_out(state, read, {}, pages, ROUND)
            pages.update((one.page, one) for one in found.pages)
            fresh[state.url] = found.fresh
            new += found.new
        return pages, fresh, new

    whole = keep(polls)
    assert set(whole[0]) == {page_of_entry("", entry(url)) for rows in listed for _, url in rows}
    assert whole[2] == len(whole[0])
    shuffled = list(polls)
    drawn.shuffle(shuffled)  # type: ignore[attr-defined]
    assert keep(shuffled) == whole


def test_the_same_feed_again_changes_nothing() -> None:
    read = Feed(kind="atom", entries=(entry("https://tern.example/1"), entry("https://tern.example/2")))
    first = sorted_out(FEED, read, {}, {}, ROUND)
    seen = {one.key: one for one in first.entries}
    pages = {one.page: one for one in first.pages}
    again = sorted_out(FEED, read, seen, pages, replace(ROUND, number=4))
    assert (again.entries, again.pages, again.new, again.fresh) == ((), (), 0, 0)
    assert set(again.still) == set(seen)


def test_another_guid_for_the_same_page_is_no_new_report() -> None:
    first = sorted_out(
        FEED, Feed(kind="atom", entries=(entry("https://tern.example/1", "k1"),)), {}, {}, ROUND
    )
    seen = {one.key: one for one in first.entries}
    pages = {one.page: one for one in first.pages}
    found = sorted_out(
        FEED,
        Feed(kind="atom", entries=(entry("https://tern.example/1", "k2"),)),
        seen,
        pages,
        replace(ROUND, number=4),
    )
    assert (found.new, found.fresh, found.changed, found.pages) == (0, 0, 0, ())


def test_the_same_guid_with_another_page_is_a_new_report() -> None:
    first = sorted_out(
        FEED, Feed(kind="atom", entries=(entry("https://tern.example/1", "k"),)), {}, {}, ROUND
    )
    found = sorted_out(
        FEED,
        Feed(kind="atom", entries=(entry("https://tern.example/2", "k"),)),
        {one.key: one for one in first.entries},
        {one.page: one for one in first.pages},
        replace(ROUND, number=4),
    )
    assert (found.new, [one.url for one in found.pages]) == (1, ["https://tern.example/2"])


def test_what_cannot_be_stored_is_left_out_of_what_a_feed_says() -> None:
    bad = Entry(key="k\x00\ud800", url="https://tern.example/1", title="Two\x00 lines\nof \udfff it")
    (page,) = sorted_out(FEED, Feed(kind="atom", entries=(bad,)), {}, {}, ROUND).pages
    assert (page.lead.key, page.lead.title) == ("k?", "Two lines of ? it")


# ---- the feed


@pytest.mark.parametrize(
    ("code", "health"),
    [
        ("http-503", "failing"),
        ("timeout", "failing"),
        ("robots", "denied"),
        ("http-401", "denied"),
        ("http-404", "failing"),
        ("http-410", "gone"),
    ],
)
def test_what_is_wrong_says_how_a_feed_stands(code: str, health: str) -> None:
    state = failed(FEED, FeedError(code, "words"), ROUND, settings=SURE)
    assert (state.health, state.problem, state.words, state.failing_since) == (health, code, "words", AT)


def test_a_feed_that_is_missing_for_two_weeks_is_gone() -> None:
    state = failed(FEED, FeedError("http-404", "x"), ROUND, settings=SURE)
    after = Round(number=9, at=later(AT, WATCH.lost))
    assert failed(state, FeedError("http-404", "x"), after, settings=SURE).health == "gone"


@pytest.mark.parametrize(("asked", "seconds"), [(None, 900), (60, 900), (7200, 7200), (10**9, WATCH.held)])
def test_retry_after_puts_the_next_poll_off_and_never_brings_it_forward(
    asked: float | None, seconds: float
) -> None:
    state = failed(FEED, FeedError("http-503", "x"), ROUND, retry_after=asked, settings=SURE)
    assert state.next_at == later(AT, seconds)


def test_waits_grow_up_to_a_day_however_long_it_fails() -> None:
    state = replace(FEED, failures=10_000)
    state = failed(state, FeedError("timeout", "x"), ROUND, settings=SURE)
    assert state.next_at == later(AT, WATCH.longest)


def test_a_host_that_is_held_is_no_failure_of_its_feed() -> None:
    state = failed(FEED, Held("https://tern.example", later(AT, 60)), ROUND, settings=SURE)
    assert state == replace(FEED, round=3, next_at=later(AT, 60))


def test_polls_are_spread_by_the_address_and_always_the_same() -> None:
    found = {
        succeeded(
            replace(FEED, url=f"https://h{n}.example/"), Fetched(status=304, url=""), None, ROUND, every=900
        ).next_at
        for n in range(20)
    }
    waits = [
        (datetime.fromisoformat(one) - datetime.fromisoformat(AT)).total_seconds() for one in found if one
    ]
    assert len(found) > 15
    assert 900 <= min(waits) <= max(waits) <= 900 * (1 + WATCH.spread)
    assert share("a") == share("a") != share("b")


def test_health_is_told_in_words_with_what_else_there_is_to_know() -> None:
    read = Feed(
        kind="atom",
        title="Tern\x1b[31m",
        entries=(entry("https://tern.example/1", published="2027-01-01T00:00:00Z"),),
        said=("2 dates with the zone IST",),
    )
    state = succeeded(
        FeedState(url="https://u:p@tern.example/?key=1"),
        Fetched(status=200, url="", skew=-7200.0, moved="https://new.example/?key=1"),
        read,
        ROUND,
        fresh=1,
        every=900,
    )
    told = report(FeedHealthRow(feed=state, pages=3, empty=1, given_up=2))
    assert (told.health, told.code, told.feed) == ("fine", None, "https://tern.example/?key=…")
    assert told.notes == (
        "its server's clock is 2 hours behind ours",
        "1 entry is dated in the future",
        "it redirects for good to https://new.example/?key=…; believed when it does so again",
        "1 page gave no text",
        "2 pages were given up",
        "2 dates with the zone IST",
    )
