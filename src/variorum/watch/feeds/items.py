"""Items of RSS and entries of Atom to ``Entry``."""

from __future__ import annotations

import re
from hashlib import sha256

from msgspec import Struct

from variorum.settings.feeds import FEEDS
from variorum.watch.feeds.addresses import absolute
from variorum.watch.feeds.dates import date_of
from variorum.watch.feeds.names import Children, Element, lang_of, text_of
from variorum.watch.feeds.notes import Notes
from variorum.watch.feeds.words import markup_of, one_line, plain, title_of
from variorum.watch.records import Entry

# RSS asks for "address (name)" in <author>.
_WITH_ADDRESS = re.compile(r"\S+@\S+\s*\((?P<name>[^()]+)\)")
_ADDRESS = re.compile(r"(?:mailto:)?\S+@\S+")


class Channel(Struct, frozen=True, kw_only=True):
    """What a feed says of itself, which its entries take over where they say nothing else."""

    kind: str
    title: str | None
    home: str | None
    lang: str | None
    country: str | None
    byline: str | None = None


def entry_of(element: Element, channel: Channel, notes: Notes) -> Entry:
    """Return an item of RSS, or an entry of Atom, both of which may hold what belongs to the other."""
    told = Children(element)
    title = cut_title(title_of(told.first("title", "atom:title", "dc:title")), notes)
    guid = told.value("guid", "atom:id", "dc:identifier") or _about(element)
    url = _url(told, guid, notes)
    published = told.value(
        "pubdate", "dc:date", "atom:published", "atom:issued", "dcterms:issued", "dcterms:created"
    )
    updated = told.value("atom:updated", "atom:modified", "dcterms:modified")
    outlet, outlet_url = _source(told)
    return Entry(
        key=key_of(guid, url, title, published or updated or told.value("description")),
        url=url,
        title=title,
        published=date_of(published, channel.country, notes),
        updated=date_of(updated, channel.country, notes),
        summary=markup_of(told.first("description", "atom:summary")),
        content=markup_of(told.first("content:encoded", "atom:content", "xhtml:body", "xhtml:div")),
        outlet=outlet,
        outlet_url=outlet_url,
        byline=_byline(told) or channel.byline,
        lang=told.value("dc:language") or lang_of(element) or channel.lang,
        keywords=_keywords(told),
    )


def key_of(guid: str | None, url: str | None, title: str | None, date: str | None) -> str:
    """Return what "the same item" means: its guid, else its address, else a hash of its title and date."""
    if guid and len(guid) <= FEEDS.key:
        return guid
    if url and not guid:
        return url
    parts = "\n".join(one or "" for one in ((guid,) if guid else (title, date)))
    return f"sha256:{sha256(parts.encode('utf-8', 'surrogatepass')).hexdigest()}"


def cut_title(title: str | None, notes: Notes) -> str | None:
    """Return a title, cut off at a word where it is far longer than any."""
    if title is None or len(title) <= FEEDS.title:
        return title
    notes.add("a title is far too long and was cut off")
    return f"{title[: FEEDS.title].rpartition(' ')[0] or title[: FEEDS.title]} …"


def _about(element: Element) -> str | None:
    return next((value.strip() for name, value in element.attrib.items() if name.endswith("}about")), None)


def _url(told: Children, guid: str | None, notes: Notes) -> str | None:
    """Return the page of an item: the outlet's own address before one that counts clicks, then its link."""
    given = [(text_of(one), one) for one in told.all("feedburner:origlink")]
    given += [(text_of(one) or one.get("href"), one) for one in told.all("link")]
    given += [(one.get("href"), one) for one in _alternates(told)]
    for value, element in given:
        if found := absolute(value, element.base):
            return found
    if any((value or "").strip() for value, _ in given):
        notes.add("a link is no address of the web")
    permanent = told.first("guid")
    if permanent is not None and (permanent.get("isPermaLink") or "true").strip().lower() == "true":
        return absolute(guid, None)
    return None


def _alternates(told: Children) -> list[Element]:
    """Return the links of Atom to the entry's page, HTML first."""
    links = [
        one for one in told.all("atom:link") if (one.get("rel") or "alternate").strip().lower() == "alternate"
    ]
    return sorted(links, key=lambda one: (one.get("type") or "text/html").strip().lower() not in _PAGES)


_PAGES = ("text/html", "application/xhtml+xml", "html")


def _source(told: Children) -> tuple[str | None, str | None]:
    """Return the real publisher of an item, and its address."""
    source = told.first("source", "atom:source")
    if source is None:
        return None, None
    within = Children(source)
    if (title := within.first("atom:title")) is not None:
        address = next((one.get("href") for one in _alternates(within)), None)
        return title_of(title), absolute(address, source.base)
    return plain(text_of(source)) or None, absolute(source.get("url"), source.base)


def _byline(told: Children) -> str | None:
    """Return who wrote an item, as printed, several with a comma between them."""
    names = [one for one in map(_person, told.all("dc:creator")) if one]
    names = names or [one for one in map(_person, told.all("author", "atom:author")) if one]
    names = names or [one for one in map(_person, told.all("itunes:author")) if one]
    return ", ".join(dict.fromkeys(names)) or None


def authors_of(told: Children) -> str | None:
    """Return whom a feed as a whole names as its author."""
    return ", ".join(dict.fromkeys(one for one in map(_person, told.all("atom:author")) if one)) or None


def _person(element: Element) -> str | None:
    within = Children(element).value("atom:name", "name", "foaf:name")
    given = one_line(within if within is not None else plain(text_of(element)))
    if len(given) > FEEDS.byline:
        return None
    if match := _WITH_ADDRESS.fullmatch(given):
        return one_line(match["name"])
    return None if _ADDRESS.fullmatch(given) else given or None


def _keywords(told: Children) -> tuple[str, ...]:
    given = [
        one.get("label") or one.get("term") or text_of(one) for one in told.all("category", "atom:category")
    ]
    given += [text_of(one) for one in told.all("dc:subject")]
    return tuple(
        dict.fromkeys(one_line(plain(one)) for one in given[: FEEDS.keywords] if one and one.strip())
    )
