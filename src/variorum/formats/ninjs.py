"""Items of news agencies in ninjs (IPTC, 1.0 to 3.1, as Superdesk and others write it): JSON, as records are.

The ``bodies`` of ninjs 2 and 3, and ``body_html``, ``body_xhtml`` and ``body_text`` of ninjs 1, are the same
text in other forms, so one of them is read. Names of fields are in lower case in 2, in camel case in 3: both
are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from variorum.errors import BadRecord, UnreadableFile
from variorum.formats.nitf import text_of
from variorum.formats.records import kind
from variorum.formats.wire import Told, plain_of, wire_article, words_of
from variorum.formats.xmltree import read_tree
from variorum.model import Article
from variorum.settings import ReadSettings

_BODIES = ("body_html", "body_xhtml", "body_text")
_SIGNS = frozenset((*_BODIES, "bodies", "headlines", "pubstatus", "versioncreated", "standard"))
_SPECIAL = frozenset(
    (
        *(
            "uri",
            "guid",
            "bodies",
            "headline",
            "headlines",
            "title",
            "byline",
            "by",
            "versioncreated",
            "language",
        ),
        *("pubstatus", "embargoed", "embargoeduntil", "ednote", "ednotes", *_BODIES),
        *("charcount", "wordcount", "renditions", "associations"),
    )
)


def is_ninjs(record: Mapping[str, Any]) -> bool:
    """Tell whether a record of JSON is an item in ninjs."""
    if "text" in record or "html" in record or not isinstance(record.get("uri", record.get("guid")), str):
        return False
    return not _SIGNS.isdisjoint(name.lower() for name in record)


def read_ninjs(record: Mapping[str, Any], settings: ReadSettings) -> Article:
    """Return the article of an item. Raises BadRecord for one that is not of text or holds nothing."""
    item = {name.lower(): value for name, value in record.items()}
    what = item.get("type", "text")
    told = _told(item, record)
    text, blocks = _words(item, settings, told.title)
    if not text and what not in ("text", "composite"):
        raise BadRecord(
            f"is an item of the type {what!r} without a text" if isinstance(what, str) else "is odd"
        )
    return wire_article(told, text, blocks)


def _words(item: Mapping[str, Any], settings: ReadSettings, title: str | None) -> tuple[str, tuple[Any, ...]]:
    """Return the words of the body that keeps most of how they stand, and their blocks."""
    for media, value in sorted(_bodies(item), key=lambda body: _rank(*body)):
        if "nitf" in media:
            text, blocks = _of_nitf(value, settings)
        else:
            text, blocks = words_of(value, settings, kind=media, title=title)
        if text:
            return text, blocks
    return "", ()


def _bodies(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield media type and words of each body."""
    bodies = item.get("bodies")
    if bodies is not None and not isinstance(bodies, list):
        raise BadRecord(f'"bodies" is {kind(bodies)}, not an array')
    for body in bodies or ():
        if isinstance(body, dict):
            named = {str(name).lower(): value for name, value in body.items()}
            value = named.get("value")
            if isinstance(value, str):
                yield f"{named.get('contenttype') or ''} {named.get('role') or ''}".lower(), value
    for name in _BODIES:
        if isinstance(value := item.get(name), str):
            yield name, value


def _rank(media: str, value: str) -> int:
    """Return how good a body is, lower first: HTML, NITF, plain; other XML, of anybody's own, last."""
    if "htm" in media:
        return 0
    if "nitf" in media and "<nitf" in value[:2000]:
        return 1
    return 3 if "xml" in media else 2


def _of_nitf(value: str, settings: ReadSettings) -> tuple[str, tuple[Any, ...]]:
    try:
        root, _ = read_tree(value.encode(), "")
    except UnreadableFile:
        return "", ()
    return text_of(root, settings)[:2] if root.tag == "nitf" else ("", ())


def _told(item: Mapping[str, Any], record: Mapping[str, Any]) -> Told:
    notes = item.get("ednotes") or item.get("ednote") or ()
    said = [notes] if isinstance(notes, (str, dict)) else notes if isinstance(notes, list) else []
    words = (plain_of(one.get("value") if isinstance(one, dict) else one) for one in said)
    signals = item.get("signals", item.get("signal"))
    return Told(
        title=plain_of(item.get("headline")) or _headline(item) or plain_of(item.get("title")),
        outlet=_outlet(item),
        byline=plain_of(item.get("byline")) or plain_of(item.get("by")),
        date=_text(item, "versioncreated") or _text(item, "contentcreated") or _text(item, "firstcreated"),
        lang=_text(item, "language"),
        guid=_text(item, "uri") or _text(item, "guid"),
        status=_text(item, "pubstatus"),
        embargo=_text(item, "embargoeduntil") or _text(item, "embargoed"),  # ninjs 3; before
        notes=tuple(one for one in words if one),
        corrects="correction" in str(signals).lower(),
        more={name: value for name, value in record.items() if name.lower() not in _SPECIAL},
    )


def _text(item: Mapping[str, Any], name: str) -> str | None:
    value = item.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _headline(item: Mapping[str, Any]) -> str | None:
    """Return the headline of ninjs 2 and 3: the main one, else the first."""
    given = item.get("headlines")
    found = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    found.sort(key=lambda one: one.get("role") != "main")
    return next((words for one in found if (words := plain_of(one.get("value")))), None)


def _outlet(item: Mapping[str, Any]) -> str | None:
    """Return who publishes the item: where its news come from, else who holds the rights."""
    sources = item.get("infosources", item.get("infosource"))
    first = next((one for one in sources if isinstance(one, dict)), {}) if isinstance(sources, list) else {}
    for name in (first.get("name"), item.get("source"), item.get("provider"), item.get("copyrightholder")):
        if words := plain_of(name):
            return words
    return None
