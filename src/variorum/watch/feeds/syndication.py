"""RSS (0.9x, 1.0, 2.0) and Atom (0.3, 1.0), from their tree of elements."""

from __future__ import annotations

from msgspec.structs import replace

from variorum.errors import FeedError
from variorum.settings.feeds import FeedReadingSettings
from variorum.watch.feeds.addresses import absolute
from variorum.watch.feeds.dates import country_of
from variorum.watch.feeds.items import Channel, authors_of, entry_of
from variorum.watch.feeds.markup import cut_off
from variorum.watch.feeds.names import Children, Element, lang_of, name_of, text_of
from variorum.watch.feeds.notes import Notes
from variorum.watch.feeds.words import one_line, title_of
from variorum.watch.records import Entry, Feed

ROOTS = ("rss", "rdf:rdf", "rdf", "channel", "atom:feed", "feed")
_ITEMS = ("item", "atom:entry", "entry")
_SECONDS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def feed_of(root: Element, text: str, url: str, settings: FeedReadingSettings, notes: Notes) -> Feed:
    """Return the feed; ``root`` is one of ``ROOTS``."""
    named = name_of(root)
    head = root if named in ("atom:feed", "feed", "channel") else Children(root).first("channel")
    told = Children(head if head is not None else root)
    channel = _channel(root, told, url)
    items = _items(root)
    if head is None and not items:
        raise FeedError("not-a-feed", f"is called <{named}>, but has no channel and no items", file=url)
    if items and cut_off(text, items[-1].xpath("name()")):
        notes.add("ends in the middle of an item, which was left out")
        items.pop()
    return Feed(
        kind=channel.kind,
        title=channel.title,
        home=channel.home,
        lang=channel.lang,
        ttl=_ttl(told, settings),
        entries=distinct([entry_of(one, channel, notes) for one in bounded(items, settings, notes)], notes),
        said=notes.sentences(),
    )


def _channel(root: Element, told: Children, url: str) -> Channel:
    lang = told.value("language", "dc:language") or lang_of(root)
    links = [(text_of(one) or one.get("href"), one) for one in told.all("link")]
    links += [
        (one.get("href"), one)
        for one in told.all("atom:link")
        if (one.get("rel") or "alternate") == "alternate"
    ]
    home = next((found for value, one in links if (found := absolute(value, one.base))), None)
    return Channel(
        kind=_kind(root),
        title=title_of(told.first("title", "atom:title")),
        home=home,
        lang=lang,
        country=country_of(lang, home, url),
        byline=authors_of(told),
    )


def _kind(root: Element) -> str:
    named = name_of(root)
    if named in ("atom:feed", "feed"):
        return "atom 0.3" if "purl.org/atom" in str(root.tag) or root.get("version") == "0.3" else "atom 1.0"
    if named.startswith("rdf"):
        return "rss 0.9" if "netscape" in str(set(root.nsmap.values())) else "rss 1.0"
    return f"rss {one_line(root.get('version') or '')[:10]}".strip()


def _items(root: Element) -> list[Element]:
    """Return the items wherever they stand (RSS 1.0 has them beside the channel), none within another."""
    found = [one for one in root.iter() if name_of(one) in _ITEMS]
    inside = set(found)
    return [one for one in found if not any(around in inside for around in one.iterancestors())]


def bounded(items: list[Element], settings: FeedReadingSettings, notes: Notes) -> list[Element]:
    """Return the first of very many items; they stand with the newest first."""
    if len(items) > settings.entries:
        notes.add(f"has {len(items):,} entries, of which the first {settings.entries:,} were read")
    return items[: settings.entries]


def distinct(entries: list[Entry], notes: Notes) -> tuple[Entry, ...]:
    """Return the first entry of each key; two articles with one guid are told apart by their addresses."""
    found: dict[str, Entry] = {}
    for one in entries:
        first = found.setdefault(one.key, one)
        if first is one:
            continue
        if one.url is None or one.url == first.url:
            notes.add("an item stands there twice")
        elif found.setdefault(f"{one.key} {one.url}", replace(one, key=f"{one.key} {one.url}")) is not None:
            notes.add("a guid is given to two articles")
    return tuple(found.values())


def _ttl(told: Children, settings: FeedReadingSettings) -> float | None:
    """Return the seconds for which a feed asks not to be polled again."""
    found = None
    try:
        if (minutes := told.value("ttl")) is not None:
            found = float(minutes) * 60
        elif (period := told.value("sy:updateperiod")) is not None:
            times = float(told.value("sy:updatefrequency") or 1)
            found = _SECONDS[period.lower()] / times if times > 0 else None
    except (KeyError, ValueError):
        return None
    return min(found, settings.ttl) if found is not None and found > 0 else None
