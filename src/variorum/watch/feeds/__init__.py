"""Feeds and lists of them, read: RSS, Atom, JSON Feed, sitemaps, OPML."""

from variorum.watch.feeds.reading import read_feed
from variorum.watch.feeds.subscriptions import read_subscriptions

__all__ = ["read_feed", "read_subscriptions"]
