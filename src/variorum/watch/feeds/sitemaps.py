"""Sitemaps of news, other sitemaps, and indexes of them (sitemaps.org; Google's extension for news)."""

from __future__ import annotations

from variorum.settings.feeds import FeedReadingSettings
from variorum.watch.feeds.addresses import absolute
from variorum.watch.feeds.dates import country_of, date_of
from variorum.watch.feeds.items import cut_title, key_of
from variorum.watch.feeds.names import Children, Element, name_of
from variorum.watch.feeds.notes import Notes
from variorum.watch.feeds.syndication import distinct
from variorum.watch.feeds.words import plain
from variorum.watch.records import Entry, Feed

ROOTS = ("map:urlset", "urlset", "map:sitemapindex", "sitemapindex")


def sitemap_of(root: Element, url: str, settings: FeedReadingSettings, notes: Notes) -> Feed:
    """Return a sitemap, or an index with its parts; ``root`` is one of ``ROOTS``."""
    told = [Children(one) for one in root if name_of(one).rpartition(":")[2] in ("url", "sitemap")]
    if name_of(root).endswith("sitemapindex"):
        return Feed(kind="sitemap index", parts=_parts(told, url, settings, notes), said=notes.sentences())
    entries = [one for child in told if (one := _entry(child, url, notes)) is not None]
    news = any(one.title is not None for one in entries)
    if len(entries) > settings.entries:
        notes.add(f"has {len(entries):,} entries, of which the newest {settings.entries:,} were read")
        entries = sorted(entries, key=_date, reverse=True)[: settings.entries]
    return Feed(
        kind="news sitemap" if news else "sitemap",
        lang=next((one.lang for one in entries if one.lang), None),
        title=next((one.outlet for one in entries if one.outlet), None),
        entries=distinct(entries, notes),
        said=notes.sentences(),
    )


def _parts(told: list[Children], url: str, settings: FeedReadingSettings, notes: Notes) -> tuple[str, ...]:
    """Return the sitemaps that an index names, those changed last first; those without a time last."""
    country = country_of(None, url)
    dated = [
        (date_of(one.value("map:lastmod", "lastmod"), country, notes) or "", address)
        for one in told
        if (address := absolute(one.value("map:loc", "loc"), url)) and address != url
    ]
    if len(dated) > settings.parts:
        notes.add(f"names {len(dated):,} sitemaps, of which the newest {settings.parts:,} are read")
    newest = sorted(dated, key=lambda one: one[0], reverse=True)
    return tuple(dict.fromkeys(address for _, address in newest))[: settings.parts]


def _entry(told: Children, base: str, notes: Notes) -> Entry | None:
    url = absolute(told.value("map:loc", "loc"), base)
    if url is None:
        notes.add("an entry has no address of the web")
        return None
    country = country_of(None, url)
    news = told.first("news:news")
    within = Children(news) if news is not None else told
    publication = within.first("news:publication")
    of = Children(publication) if publication is not None else within
    published = date_of(within.value("news:publication_date"), country, notes)
    title = cut_title(plain(within.value("news:title") or "") or None, notes)
    words = (within.value("news:keywords") or "").split(",")
    return Entry(
        key=key_of(None, url, title, published),
        url=url,
        title=title,
        published=published,
        updated=date_of(told.value("map:lastmod", "lastmod"), country, notes),
        outlet=plain(of.value("news:name") or "") or None,
        lang=of.value("news:language"),
        keywords=tuple(dict.fromkeys(one.strip() for one in words if one.strip())),
    )


def _date(entry: Entry) -> str:
    return entry.published or entry.updated or ""
