"""Bytes to a feed: unpacked, decoded, and read by the form that they have."""

from __future__ import annotations

import re
import zlib

from variorum.errors import FeedError, shortened
from variorum.formats.encoding import decode
from variorum.formats.html import looks_like_page
from variorum.formats.source import known_binary, size
from variorum.settings import FILES
from variorum.settings.feeds import FEEDS, FeedReadingSettings
from variorum.text.inflating import GZIP, inflated
from variorum.watch.feeds import sitemaps, syndication
from variorum.watch.feeds.json_feed import json_feed
from variorum.watch.feeds.markup import tree_of
from variorum.watch.feeds.names import Element, name_of
from variorum.watch.feeds.notes import Notes
from variorum.watch.feeds.pages import feeds_named, told
from variorum.watch.records import Feed

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED = re.compile(rb"<\?xml\b[^>]*?encoding\s*=\s*[\"']\s*([\w.:-]+)")
_PAGE = ("html", "xhtml:html", "head", "body", "div", "script")


def read_feed(
    data: bytes, *, url: str, content_type: str | None = None, settings: FeedReadingSettings = FEEDS
) -> Feed:
    """Return the feed that ``data`` is: RSS, Atom, JSON Feed, a sitemap or an index of them.

    data: as the server gave it, transfer and content encodings undone; packed by gzip it is unpacked.
    url: where it was got, by which relative addresses are made absolute. content_type: of the header; only
    its charset is asked for, since servers call feeds by any type.

    Text is never altered, but a title is one line. What was odd but could be read is in ``said``.
    Raises FeedError: ``empty``, ``too-large``, ``damaged`` (gzip), ``binary``, ``encoding``, ``html`` (a
    page, with the feeds that it names), ``not-xml``, ``not-json``, ``entities``, ``list`` (OPML) or
    ``not-a-feed``.
    """
    notes = Notes()
    text = _text(_unpacked(data, url, settings), url, content_type, notes)
    if text.startswith(("{", "[")):
        return json_feed(text, url, settings, notes)
    if looks_like_page(text[: settings.head].encode("utf-8", "replace")):
        raise _is_page(text, url, settings)
    if "<" not in text:
        raise FeedError("not-xml", "is plain text, no feed", file=url)
    feed = _of_xml(tree_of(text, url, settings, notes), text, url, settings, notes)
    if notes.fault and not feed.entries and not feed.parts:
        raise FeedError(
            "not-xml", f"is no well-formed XML, and no entry could be read: {notes.fault}", file=url
        )
    return feed


def _of_xml(root: Element, text: str, url: str, settings: FeedReadingSettings, notes: Notes) -> Feed:
    named = name_of(root)
    if named in syndication.ROOTS:
        return syndication.feed_of(root, text, url, settings, notes)
    if named in sitemaps.ROOTS:
        return sitemaps.sitemap_of(root, url, settings, notes)
    if named == "opml":
        raise FeedError("list", "is a list of feeds (OPML), no feed; give it to the command itself", file=url)
    if named in _PAGE:
        raise _is_page(text, url, settings)
    raise FeedError("not-a-feed", f"is XML, but no feed: its first element is <{shortened(named)}>", file=url)


def _is_page(text: str, url: str, settings: FeedReadingSettings) -> FeedError:
    found = feeds_named(text, url, settings)
    return FeedError("html", told(found), file=url, found=found)


def _unpacked(data: bytes, url: str, settings: FeedReadingSettings) -> bytes:
    """Return the bytes of the feed itself, as many as are allowed."""
    if data.startswith(GZIP):
        try:
            data, ended = inflated(data, settings.bytes)
        except zlib.error as error:
            raise FeedError("damaged", f"is packed by gzip, and damaged: {error}", file=url) from error
        if not ended:
            raise FeedError("damaged", "is packed by gzip, and its end is missing", file=url)
    if len(data) > settings.bytes:
        raise FeedError("too-large", f"is larger than {size(settings.bytes)}", file=url)
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf"):
        raise FeedError("empty", "is empty", file=url)
    if what := known_binary(data[: FILES.charset]):
        raise FeedError("binary", f"is {what.partition(';')[0]}, no feed", file=url)
    return data


def _text(data: bytes, url: str, content_type: str | None, notes: Notes) -> str:
    header = _CHARSET.search(content_type or "")
    declared = _DECLARED.search(data, 0, FILES.charset)
    try:
        text, guess = decode(
            data, header[1] if header else None, declared[1].decode("ascii", "replace") if declared else None
        )
    except ValueError as error:
        raise FeedError("encoding", str(error), file=url) from error
    as_declared = declared and declared[1].lower() != b"utf-8" and guess and guess.startswith("not UTF-8")
    if guess and not as_declared:
        notes.add(guess)
    return text.lstrip("\ufeff \t\r\n")
