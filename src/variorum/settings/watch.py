"""How feeds are watched: how often, how politely, how much at once; none of it decides what is found."""

from __future__ import annotations

from msgspec import Struct


class WatchSettings(Struct, frozen=True, kw_only=True):
    """Times in seconds, sizes in bytes.

    Feeds. every: between two polls of a feed unless told otherwise; feed readers for people ask once in 15 to
        60 minutes. least, most: whatever a feed asks for (``ttl``, ``Cache-Control``), it is polled no more
        often than the one, and at least as often as the other; many a server says a day of what changes
        hourly. spread: share of the time by which polls are put off, another for
        each feed, so that they do not all come at once. gap: between the beginnings of two rounds;
        nap: the longest sleep at once, so that a machine that was asleep itself goes on soon.
    Failures. back: times that the wait grows with each failure (``doublings`` times at most), up to a day
        (``longest``). held: the longest
        that a ``Retry-After`` is obeyed. rare: between polls of a feed that is gone. lost: how long a feed is
        missing (404) before it counts as gone. failed_moves: failures at a new address after which the old
        one is asked again. held_twice: times that a feed must have been sent somewhere for good before that
        is believed.
    silent, silent_times: nothing new for at least so long, and for so many times its usual gap.
    skew: by how much a server's clock may differ before that is told; ahead: entries dated that much later
        than now are told as dated in the future.
    most_entries: of one feed, the first; RSS feeds have 10 to 100, a news sitemap may have 1,000.
    parts: sitemaps of an index that are read; depth: indexes inside each other. forgotten: for how long an
        entry is remembered that its feed no longer lists; its page is for ever.
    Pages. oldest: entries older than that when they are first seen are not captured. again: after which
        times a page that was captured is asked again, each counted from the last; most changes of online news
        come within the first hours. page_age: no longer than that. retry: after which times one that gave no
        text, or failed, is tried again; then it is given up. denied_retry: the same for one that may not be
        fetched.
    whole: code points from which a feed's own text of an entry can be a whole report: some 170 words; what
        publishers give as a summary is mostly shorter.
    round_pages, host_pages: pages asked in one round, in all and of one host; the others come in the next.
    batch: pages that are fetched, and then annotated and kept, together. commit: polls kept together.
    Manners. hosts: that are asked at once; one is asked one thing at a time. interval: between two requests
        to one host; interval_spread: share by which that is longer, another for each host. crawl_delay: the
        longest that a robots.txt may ask for. robots_kept: how long a robots.txt is believed (RFC 9309, 2.4:
        24 hours); robots_retry: after how long one that could not be had is asked again, and a host where so
        many requests in a row (host_failures) came to nothing. robots_size: what of one is read (RFC 9309,
        2.5: at least 500 KiB). redirects: that are followed for one request; browsers
        follow 20, and five were enough by RFC 2068.
    Limits. connect, read: seconds to wait for a connection and for the next piece. total: seconds for a whole
        answer. feed_size, page_size: bytes, unpacked; packed: bytes as sent. url: signs of an address.
    words: signs of what a server says that are kept; said: oddities of a feed that are.
    """

    every: float = 900.0
    least: float = 300.0
    most: float = 3_600.0
    spread: float = 0.1
    gap: float = 60.0
    nap: float = 60.0
    back: float = 2.0
    doublings: int = 10
    longest: float = 86_400.0
    held: float = 172_800.0
    rare: float = 604_800.0
    lost: float = 1_209_600.0
    failed_moves: int = 3
    held_twice: int = 2
    silent: float = 172_800.0
    silent_times: float = 10.0
    skew: float = 300.0
    ahead: float = 3_600.0
    most_entries: int = 1_000
    parts: int = 10
    depth: int = 2
    forgotten: float = 259_200.0
    oldest: float = 604_800.0
    again: tuple[float, ...] = (900.0, 3_600.0, 21_600.0, 86_400.0, 259_200.0)
    page_age: float = 604_800.0
    retry: tuple[float, ...] = (900.0, 3_600.0, 21_600.0, 86_400.0)
    denied_retry: tuple[float, ...] = (86_400.0, 259_200.0)
    whole: int = 1_000
    round_pages: int = 500
    host_pages: int = 30
    batch: int = 48
    commit: int = 50
    hosts: int = 16
    interval: float = 2.0
    interval_spread: float = 0.5
    crawl_delay: float = 30.0
    robots_kept: float = 86_400.0
    robots_retry: float = 3_600.0
    host_failures: int = 3
    robots_size: int = 512_000
    redirects: int = 5
    connect: float = 10.0
    read: float = 15.0
    total: float = 60.0
    feed_size: int = 16 * 2**20
    page_size: int = 16 * 2**20
    packed: int = 8 * 2**20
    url: int = 4_000
    words: int = 200
    said: int = 5


WATCH = WatchSettings()
