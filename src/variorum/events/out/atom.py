"""Events as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import quote
from xml.etree import ElementTree as Xml

from variorum import __version__
from variorum.events.out.wording import heading, sides_of
from variorum.model import DeskEvent
from variorum.outputs.wording import CONTROLS, SEVERITY_WORDS

MEDIA = "application/atom+xml; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_NEVER = "1970-01-01T00:00:00Z"  # a feed must say when it changed, also one in which nothing ever did
_AUTHORITY = "localhost"


def render(
    events: Sequence[DeskEvent], *, site: str = "", link: str = "", title: str = "Events", part: str = ""
) -> bytes:
    """Return a feed of events, in the order given.

    part: which events they are, as a query, where they are not all; part of the feed's id.
    site: the address of the desk, by which entries lead to their stories; "" for none: then they lead
    nowhere. link: the address of the feed itself. Ids (tag URIs, RFC 4151) depend on neither.
    """
    Xml.register_namespace("", _NAMESPACE)
    feed = Xml.Element(_name("feed"))
    _text(feed, "id", f"tag:{_AUTHORITY},2026:variorum/events{f'?{part}' if part else ''}")
    _text(feed, "title", f"{title} · Variorum")
    _text(feed, "updated", max((one.at for one in events), default=_NEVER))
    _text(_child(feed, "author"), "name", "Variorum")
    _child(feed, "generator", version=__version__).text = "Variorum"
    if link:
        _child(feed, "link", rel="self", href=link, type="application/atom+xml")
    if site:
        _child(feed, "link", rel="alternate", href=f"{site.rstrip('/')}/events", type="text/html")
    for one in events:
        _entry(feed, one, site.rstrip("/"))
    return bytes(Xml.tostring(feed, encoding="utf-8", xml_declaration=True))


def tag(event: DeskEvent) -> str:
    """Return the id of an event's entry: the same for ever."""
    return f"tag:{_AUTHORITY},{event.at[:10]}:variorum/{event.id}"


def _entry(feed: Xml.Element, event: DeskEvent, site: str) -> None:
    entry = _child(feed, "entry")
    _text(entry, "id", tag(event))
    _text(entry, "title", event.said)
    _text(entry, "updated", event.at)
    _text(entry, "published", event.at)
    if site:
        where = f"stories/{quote(event.story, safe='', errors='replace')}" if event.story else "events"
        _child(entry, "link", rel="alternate", href=f"{site}/{where}", type="text/html")
    _child(entry, "category", term=event.kind, scheme=f"tag:{_AUTHORITY},2026:variorum/kind")
    if event.severity:
        _child(entry, "category", term=event.severity, scheme=f"tag:{_AUTHORITY},2026:variorum/severity")
    _child(entry, "content", type="html").text = _safe("".join(_html(event)))


def _html(event: DeskEvent) -> Iterable[str]:
    grave = f"{SEVERITY_WORDS[event.severity]}. " if event.severity else ""
    yield f"<p>{escape(grave + heading(event))}"
    if event.title:
        yield f": <cite>{escape(event.title)}</cite>"
    yield f"</p><p>{escape(event.said)}</p>"
    shown = list(sides_of(event))
    if shown:
        yield "<dl>"
        for side in shown:
            yield f"<dt>{escape(side.label)}</dt><dd>{escape(side.words) or '(nothing)'}</dd>"
        yield "</dl>"


def _child(parent: Xml.Element, name: str, **attributes: str) -> Xml.Element:
    return Xml.SubElement(parent, _name(name), {key: _safe(value) for key, value in attributes.items()})


def _text(parent: Xml.Element, name: str, words: str) -> None:
    _child(parent, name).text = _safe(words)


def _name(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"


def _safe(text: str) -> str:
    """Return text that XML can hold, and that no control character in it reorders."""
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)
