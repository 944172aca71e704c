"""The text of a feed to a tree of elements, as far as it can be read, and never more than it says.

libxml2 mends what is not well-formed and is told to load nothing. Before that, what it would drop is made
well-formed here: bare ampersands, names of signs that HTML knows and XML does not ("&rsquo;"), signs that XML
forbids. Entities that a feed declares are replaced here, too, and only plain and short ones: what they come
to is bounded, so that no feed of some lines becomes gigabytes.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any
from xml.sax.saxutils import escape

from variorum.errors import FeedError, shortened
from variorum.settings.feeds import FeedReadingSettings
from variorum.watch.feeds.names import Element
from variorum.watch.feeds.notes import Notes

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|rdf|feed|urlset|sitemapindex|opml|html|channel)\b", re.IGNORECASE)
# A tag with its attributes needs no look of its own: references in them are met by the last alternative.
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:#\d+;|#[xX][0-9a-fA-F]+;|[A-Za-z_][\w.-]*;)?", re.S
)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]*(\[)?", re.IGNORECASE)
_DECLARED = re.compile(
    r"<!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[\w.:-]+)\s+"
    r"(?:(?P<outside>SYSTEM|PUBLIC)\b|\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')?",
    re.IGNORECASE,
)
_FIRST = re.compile(r"<([A-Za-z_][\w:.-]*)")
# What may stand before the first element.
_BEFORE = re.compile(
    r"\ufeff|<\?.*?(?:\?>|\Z)|<!--.*?(?:-->|\Z)|<!DOCTYPE\b[^\[>]*(?:\[.*?(?:\]\s*>|\Z)|>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_CHARACTER = re.compile(r"&#(?:(\d+)|[xX]([0-9a-fA-F]+));")
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))


def tree_of(text: str, url: str, settings: FeedReadingSettings, notes: Notes) -> Element:
    """Return the outermost element of a feed.

    Raises FeedError: ``not-xml`` when no element can be read, ``entities`` for a feed that declares entities
    that stand for others or lie elsewhere.
    """
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    whole = well_formed(text, url, settings, notes)
    try:
        root = etree.fromstring(whole.encode("utf-8"), parser, base_url=url)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FeedError("not-xml", f"is no XML: {error}", file=url) from error
    if root is None:
        raise FeedError("not-xml", "is no XML: no element can be read", file=url)
    _tell_faults(parser, notes)
    return root


def _tell_faults(parser: Any, notes: Notes) -> None:
    faults = [one for one in parser.error_log if "Namespace" not in one.message and "xml:" not in one.message]
    prefixes = [one for one in parser.error_log if "Namespace prefix" in one.message]
    if prefixes:
        notes.add(f"a prefix is not declared: {prefixes[0].message.split(' on ')[0]}")
    if faults:
        notes.fault = f"line {faults[0].line}: {faults[0].message.strip()}"
        notes.add(f"not well-formed, read as far as it could be: {notes.fault}")


def well_formed(text: str, url: str, settings: FeedReadingSettings, notes: Notes) -> str:
    """Return the markup with what libxml2 would drop made well-formed; raises FeedError for entities."""
    found = _ROOT.search(text, 0, settings.head)
    if found is None:
        first = _FIRST.search(text, 0, settings.head)
        what = f"its first element is <{shortened(first[1])}>" if first else "it has no element"
        raise FeedError("not-a-feed", f"is XML, but no feed: {what}", file=url)
    head = text[: found.start()]
    own = _entities(head, url, settings)
    if _BEFORE.sub("", head).strip():
        notes.add("other words stand before the feed")
    body, count = _FORBIDDEN.subn(" ", text[found.start() :])
    if count:
        notes.add("holds signs that XML forbids; a space stands there")
    mended = 0

    def mend(match: re.Match[str]) -> str:
        nonlocal mended
        given = match[0]
        if given[0] == "<":
            return given
        name = given[1:-1]
        if given[1:2] == "#" or name in _XML_NAMES:
            return given
        if name in own:
            return escape(own[name], {'"': "&quot;", "'": "&apos;"})
        mended += 1
        return escape(html5[f"{name};"]) if len(given) > 1 and f"{name};" in html5 else f"&amp;{given[1:]}"

    body = _REFERENCE.sub(mend, body)
    if mended:
        notes.add("has ampersands or names of signs that are no XML")
    return body


def _entities(head: str, url: str, settings: FeedReadingSettings) -> dict[str, str]:
    """Return the entities that are declared before the first element, by name."""
    doctype = _DOCTYPE.search(head)
    if doctype is None or doctype[1] is None:
        return {}
    own: dict[str, str] = {}
    for one in _DECLARED.finditer(head, doctype.end()):
        value = one["double"] if one["double"] is not None else one["single"]
        if one["parameter"] or one["outside"] or value is None:
            raise FeedError(
                "entities", f"declares an entity that lies elsewhere ({one['name']}): not read", file=url
            )
        plain = _CHARACTER.sub(_sign, value)
        nested = any(sign in plain for sign in "&%<") and plain not in ("&", "<", "%")
        if nested or len(plain) > settings.entity or len(own) >= settings.entities:
            raise FeedError(
                "entities",
                f"declares entities that stand for others or for much ({one['name']}): not read",
                file=url,
            )
        own.setdefault(one["name"], plain)
    return own


def _sign(match: re.Match[str]) -> str:
    number = int(match[1]) if match[1] else int(match[2], 16)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def cut_off(text: str, item: str) -> bool:
    """Tell whether a feed ends inside its last item: it was cut, and libxml2 closed what was open."""
    last = max(text.rfind(f"<{item}>"), text.rfind(f"<{item} "))
    return last >= 0 and text.find(f"</{item}", last) < 0
