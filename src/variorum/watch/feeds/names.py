"""Names of elements, whatever namespace or prefix a feed gives them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

# An element of lxml, which brings no types.
Element = Any

# By the end of their address, in lower case, without "http(s)://", "www." and what closes it ("/", "#").
_SPACES = {
    "purl.org/rss/1.0": "",
    "purl.org/net/rss1.1": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "channel.netscape.com/rdf/simple/0.9": "",
    "my.netscape.com/publish/formats/rss-0.91.dtd": "",
    "backend.userland.com/rss": "",
    "backend.userland.com/rss2": "",
    "backend.userland.com/rss091": "",
    "backend.userland.com/rss092": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "cyber.law.harvard.edu/rss/rss.html": "",
    "w3.org/2005/atom": "atom",
    "purl.org/atom/ns": "atom",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/terms": "dcterms",
    "purl.org/rss/1.0/modules/content": "content",
    "purl.org/rss/1.0/modules/syndication": "sy",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "w3.org/1999/xhtml": "xhtml",
    "w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "sitemaps.org/schemas/sitemap/0.9": "map",
    "google.com/schemas/sitemap/0.84": "map",
    "google.com/schemas/sitemap/0.9": "map",
    "google.com/schemas/sitemap-news/0.9": "news",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@lru_cache(maxsize=1024)
def known_name(tag: str) -> str:
    """Return the name of a tag as this room writes it: ``item``, ``dc:creator``, ``atom:entry``; lower case.

    A prefix that a feed uses and does not declare stands as it is; of a namespace that is not known the name
    has an address before it, and so is taken for nothing else.
    """
    space, closed, local = tag.rpartition("}")
    if not closed:
        return local.lower()
    address = space[1:].strip().lower().partition("://")[2].removeprefix("www.").rstrip("/#")
    prefix = _SPACES.get(address)
    if prefix is None:
        return f"{{{address}}}{local.lower()}"
    return f"{prefix}:{local.lower()}" if prefix else local.lower()


def name_of(element: Element) -> str:
    """Return the known name of an element; "" for a comment."""
    return known_name(element.tag) if isinstance(element.tag, str) else ""


class Children:
    """The children of an element by their known names, each in the order in which they stand."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self._by_name: dict[str, list[Element]] = {}
        for child in element:
            if name := name_of(child):
                self._by_name.setdefault(name, []).append(child)

    def all(self, *names: str) -> Iterator[Element]:
        """Yield the children of these names, those of the first name first."""
        for name in names:
            yield from self._by_name.get(name, ())

    def first(self, *names: str) -> Element | None:
        """Return the first child of the first of these names that has one."""
        return next(self.all(*names), None)

    def value(self, *names: str) -> str | None:
        """Return the text of the first such child that has any, without blanks around it."""
        return next((found for child in self.all(*names) if (found := text_of(child))), None)


def text_of(element: Element) -> str:
    """Return all text in an element, without blanks around it."""
    return "".join(element.itertext()).strip()


def lang_of(element: Element) -> str | None:
    """Return the language that an element or one around it declares."""
    while element is not None:
        if (lang := element.get(LANG)) is not None:
            return lang.strip() or None
        element = element.getparent()
    return None
