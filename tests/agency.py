"""Items of news agencies for tests: as small as they can be."""

from __future__ import annotations

import json
from html import escape
from typing import Any

GUID = "urn:newsml:halyard.example:20270311:lock"
NITF = "http://iptc.org/std/NITF/2006-10-18/"
NAR = "http://iptc.org/std/nar/2006-10-01/"


def paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n"))


def nitf(text: str, *, docdata: str = "", head: str = "", more: str = "", guid: str = GUID) -> bytes:
    """Return an item in NITF. docdata: attributes of it. head: elements in ``docdata``. more: in the text."""
    return (
        f'<?xml version="1.0"?><nitf xmlns="{NITF}" baselang="en"><head><docdata {docdata}>'
        f'<doc-id id-string="{guid}"/><date.issue norm="20270311T101500Z"/>{head}</docdata></head>'
        "<body><body.head><hedline><hl1>Lock stays shut</hl1></hedline>"
        "<distributor>Halyard</distributor></body.head>"
        f"<body.content>{paragraphs(text)}{more}</body.content></body></nitf>"
    ).encode()


def item(
    text: str, *, meta: str = "", guid: str = GUID, version: int = 1, kind: str = "text", held: str = ""
) -> str:
    """Return a ``newsItem`` of NewsML-G2. meta: elements in ``itemMeta``. held: in its ``contentSet``."""
    words = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{paragraphs(text)}</body></html>'
    held = held or (f'<inlineXML contenttype="application/xhtml+xml">{words}</inlineXML>' if text else "")
    return (
        f'<newsItem xmlns="{NAR}" guid="{guid}" version="{version}" xml:lang="en"><itemMeta>'
        f'<itemClass qcode="ninat:{kind}"/><provider literal="Halyard"/>'
        f"<versionCreated>2027-03-11T1{version}:00:00Z</versionCreated>{meta}</itemMeta><contentMeta>"
        f"<headline>Lock stays shut</headline></contentMeta><contentSet>{held}</contentSet></newsItem>"
    )


def message(*items: str) -> bytes:
    """Return a message of NewsML-G2."""
    return f'<newsMessage xmlns="{NAR}"><itemSet>{chr(10).join(items)}</itemSet></newsMessage>'.encode()


def ninjs(**fields: Any) -> bytes:
    """Return an item in ninjs."""
    told = {"uri": GUID, "type": "text", "headline": "Lock stays shut", **fields}
    return json.dumps(told, ensure_ascii=False).encode()
