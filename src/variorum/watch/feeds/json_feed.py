"""JSON Feed (versions 1 and 1.1)."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import msgspec

from variorum.errors import FeedError
from variorum.settings.feeds import FeedReadingSettings
from variorum.watch.feeds.addresses import absolute
from variorum.watch.feeds.dates import country_of, date_of
from variorum.watch.feeds.items import cut_title, key_of
from variorum.watch.feeds.notes import Notes
from variorum.watch.feeds.syndication import distinct
from variorum.watch.feeds.words import one_line
from variorum.watch.records import Entry, Feed


def json_feed(text: str, url: str, settings: FeedReadingSettings, notes: Notes) -> Feed:
    """Return the feed. Raises FeedError: ``not-json``, or ``not-a-feed`` for JSON that is none."""
    try:
        told = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise FeedError("not-json", f"begins as JSON and is none: {error}", file=url) from error
    if not isinstance(told, dict) or not isinstance(told.get("items"), list):
        raise FeedError("not-a-feed", "is JSON, but no JSON Feed: there is no list of items", file=url)
    version = str(told.get("version") or "").rstrip("/").rpartition("/")[2]
    home = absolute(_words(told, "home_page_url"), url)
    lang = _words(told, "language")
    country = country_of(lang, home, url)
    items = [one for one in told["items"] if isinstance(one, dict)]
    if len(items) < len(told["items"]):
        notes.add("an item is no object")
    if len(items) > settings.entries:
        notes.add(f"has {len(items):,} entries, of which the first {settings.entries:,} were read")
    authors = _authors(told)
    entries = [_entry(one, url, lang, country, authors, notes) for one in items[: settings.entries]]
    return Feed(
        kind=f"json feed {version}".strip() if version in ("1", "1.1") else "json feed",
        title=one_line(_words(told, "title") or "") or None,
        home=home,
        lang=lang,
        entries=distinct(entries, notes),
        said=notes.sentences(),
    )


def _entry(
    item: Mapping[str, Any],
    base: str,
    lang: str | None,
    country: str | None,
    authors: str | None,
    notes: Notes,
) -> Entry:
    title = cut_title(one_line(_words(item, "title") or "") or None, notes)
    url = absolute(_words(item, "url"), base) or absolute(_words(item, "external_url"), base)
    published, updated = _words(item, "date_published"), _words(item, "date_modified")
    html, words, summary = _words(item, "content_html"), _words(item, "content_text"), _words(item, "summary")
    tags = item.get("tags")
    return Entry(
        key=key_of(_id(item), url, title, published),
        url=url,
        title=title,
        published=date_of(published, country, notes),
        updated=date_of(updated, country, notes),
        summary=escape(summary, quote=False) if summary else None,
        content=html or (escape(words, quote=False) if words else None),
        byline=_authors(item) or authors,
        lang=_words(item, "language") or lang,
        keywords=tuple(dict.fromkeys(one for one in tags if isinstance(one, str) and one.strip()))
        if isinstance(tags, list)
        else (),
    )


def _words(told: Mapping[str, Any], name: str) -> str | None:
    """Return a value that should be text; None for another, and for an empty one."""
    value = told.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _id(told: Mapping[str, Any]) -> str | None:
    """Return the id of an item; some write it as a number, which the standard asks to be read as text."""
    value = told.get("id")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _words(told, "id")


def _authors(told: Mapping[str, Any]) -> str | None:
    given = told.get("authors")
    people = given if isinstance(given, list) else [told.get("author")]
    names = [one_line(_words(one, "name") or "") for one in people if isinstance(one, dict)]
    return ", ".join(dict.fromkeys(one for one in names if one)) or None
