"""A page that was given for a feed: which feeds it names."""

from __future__ import annotations

from variorum.settings.feeds import FeedReadingSettings
from variorum.watch.feeds.addresses import absolute
from variorum.watch.feeds.words import one_line

_TYPES = (
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
    "application/json", "application/xml", "text/xml",
)  # fmt: skip


def feeds_named(markup: str, url: str, settings: FeedReadingSettings) -> tuple[str, ...]:
    """Return the addresses of the feeds that a page names in its head, as it stands there; none without."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup[: settings.head])
    base = tree.css_first("base[href]")
    around = absolute(base.attributes.get("href"), url) if base is not None else url
    found: dict[str, None] = {}
    for link in tree.css("link[rel][href]"):
        rel = (link.attributes.get("rel") or "").lower().split()
        kind = (link.attributes.get("type") or "").strip().lower()
        if ("alternate" in rel and kind in _TYPES) or "feed" in rel:
            address = absolute(link.attributes.get("href"), around)
            if address is not None and address != url:
                found.setdefault(address)
    return tuple(found)[: settings.suggested]


def told(found: tuple[str, ...]) -> str:
    """Return what to tell whoever gave the page for a feed."""
    if not found:
        return "is a page, no feed, and names none; look for its feed, or take it off the list"
    return one_line(
        f"is a page, no feed; it names {'this one' if len(found) == 1 else 'these'}: {', '.join(found)}"
    )
