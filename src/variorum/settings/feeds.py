"""How feeds are read: see ``watch.feeds``."""

from __future__ import annotations

from msgspec import Struct


class FeedReadingSettings(Struct, frozen=True, kw_only=True):
    """Bounds of what is read of one feed; chosen so that nothing a feed reader met comes near them.

    bytes: of a feed, unpacked; the sitemap protocol allows 50 MiB, and those of news have 1,000 entries.
    entries: of one feed; of longer ones (sitemaps) the newest.
    parts: sitemaps that an index names and that are followed, the newest first.
    depth: how deep indexes of sitemaps may lie in each other; the protocol allows one.
    entities: that a feed may declare itself. entity: code points of what one stands for. So what they come to
        is a hundred times the feed's length at most.
    address: code points of an address; longer ones are none that a server takes.
    title: code points; longer ones are cut off at a word, and it is said.
    key: code points of a guid; of longer ones a hash is the key.
    byline: code points of one author; what is longer is no name.
    keywords: of one entry.
    first_year: of a date; older ones are a clock that was not set (1970, 1900).
    ttl: seconds that a feed may ask not to be polled for, at most: a week.
    outlines: of a list of subscriptions. nested: folders inside each other there.
    suggested: feeds that a page names, told to whoever gave the page for a feed.
    head: code points in which a page names its feeds, and in which a feed's first element stands.
    """

    bytes: int = 20 * 2**20
    entries: int = 2_000
    parts: int = 10
    depth: int = 2
    entities: int = 100
    entity: int = 300
    address: int = 4_000
    title: int = 1_000
    key: int = 1_000
    byline: int = 300
    keywords: int = 50
    first_year: int = 1990
    ttl: float = 7 * 86_400.0
    outlines: int = 20_000
    nested: int = 50
    suggested: int = 5
    head: int = 200_000


FEEDS = FeedReadingSettings()
