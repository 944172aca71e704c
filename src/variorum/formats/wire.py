"""What items of news agencies have in common, however they are written down: what they tell of themselves.

An item that its agency took back, for good or until further notice, becomes an article that says so
(``withdrawn``): its words are kept, and nobody is quoted from it. An embargo and a correction are noted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from variorum.errors import BadRecord
from variorum.formats.records import build, date_field, note
from variorum.formats.status import cut_short
from variorum.formats.xmltree import Node
from variorum.model import Article, Block
from variorum.settings import ReadSettings
from variorum.text.declared import GUID, WITHDRAWS
from variorum.text.late import late

_MARKUP = late(r"</?(?:p|br|div|h[1-6]|ul|ol|table|blockquote)\b[^<>]*>", re.IGNORECASE)
_TAKEN_BACK = {"canceled": "taken back for good", "withheld": "not to be used until further notice"}
_STATUS = {"cancelled": "canceled", "killed": "canceled", "kill": "canceled"}
_EMPTY = frozenset(("br", "hr", "img", "wbr", "col"))
_IS_URI = late(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
# No text of the report: the head of an item laid out as a page, and what dpa says to editors.
_NO_TEXT = "header:has(h1), section.notepad, .np-nonpublic, .closingline"
# How agencies mark, before the headline, a correction and an item that takes another back.
_CORRECTED = late(r"\W*(?:\d+\w* )?(?:CORRECTED|CORRECTION|CORRECTS|REFILE)\b")
_KILLS = late(r"\W*(?:(?:MANDATORY|BULLETIN) )?(?:KILL|WITHDRAWAL|WITHDRAWN)(?: NOTICE)?\s?[:\u2013\u2014-]")


class Told(Struct, kw_only=True):
    """What an item tells of itself. status: in the words of IPTC: usable, withheld, canceled, embargoed.

    date: of this version. first: when the item was first made. embargo: until when it must not be used.
    notes: to editors. corrects: it says of itself that it is a correction. more: kept in ``extra`` as it is.
    """

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    date: str | None = None
    lang: str | None = None
    guid: str | None = None
    url: str | None = None
    status: str | None = None
    embargo: str | None = None
    notes: tuple[str, ...] = ()
    corrects: bool = False
    withdraws: str | None = None
    guess: str | None = None
    more: dict[str, Any] = {}


def wire_article(told: Told, text: str, blocks: tuple[Block, ...]) -> Article:
    """Return the article of an item with these words.

    Of one that was taken back and has no words, those to editors are taken. Raises BadRecord where there are
    neither words nor a title.
    """
    extra: dict[str, Any] = {name: value for name, value in told.more.items() if value not in (None, "", [])}
    status, state = _state(told, extra)
    text, blocks = (text, blocks) if text.strip() else ("", ())
    if not text and status == "withdrawn" and told.notes:
        text = "\n\n".join(told.notes)
    if not text and not told.title:
        raise BadRecord("is an item without words and without a headline")
    if not text and status == "read":
        status = "unreadable"
    elif status == "read" and cut_short(text):
        status = "truncated"
    if state:
        extra["pubstatus"] = state
    if told.guid:
        extra[GUID] = told.guid
    if told.notes:
        extra["ednote"] = list(told.notes)
    if told.guess:
        note(extra, told.guess)
    url = told.url or (told.guid if told.guid and _IS_URI.fullmatch(told.guid) else None)
    fields = {
        "title": told.title,
        "outlet": told.outlet,
        "byline": told.byline,
        "date": date_field(told.date, extra),
        "lang": told.lang,
        "url": url,
    }
    return build(fields, text=text, blocks=blocks, status=status, extra=extra)


def _state(told: Told, extra: dict[str, Any]) -> tuple[str, str | None]:
    """Return the article's status and, unless it is the usual one, the item's own; notes what follows."""
    state = (told.status or "").rpartition(":")[2].strip().lower()
    state = _STATUS.get(state, state)
    found = "read"
    if why := _TAKEN_BACK.get(state):
        found = "withdrawn"
        note(extra, f"withdrawn by its agency ({state}: {why}); nothing is quoted from it")
    elif told.title and _KILLS.match(told.title):
        found = "withdrawn"
        note(extra, "its headline says that an item is taken back; nothing is quoted from it")
    if told.withdraws:
        found = "withdrawn"
        extra[WITHDRAWS] = told.withdraws
        note(extra, f"takes back another item ({told.withdraws}); nothing is quoted from it")
    if told.embargo or state == "embargoed":
        extra["embargoed"] = told.embargo or True
        until = f"until {told.embargo}" if told.embargo else "without a date"
        note(extra, f"under embargo {until}, as its agency says; whether that is over is not checked")
    if told.corrects or _CORRECTED.match(told.title or ""):
        note(extra, "says that it corrects an earlier version")
    return found, state if state and state != "usable" else None


def words_of(
    value: str, settings: ReadSettings, *, kind: str = "", title: str | None = None
) -> tuple[str, tuple[Block, ...]]:
    """Return the text and blocks of a body: marked-up where ``kind`` (its media type) or its signs say so.

    title: a heading that only repeats it is left out.
    """
    if "htm" in kind.lower() or _MARKUP.search(value):
        from variorum.formats.page.fragment import read_fragment

        body = read_fragment(value, settings, without=_NO_TEXT, title=title)
        return body.text, body.blocks
    return value.replace("\r\n", "\n").strip(), ()


def plain_of(value: object) -> str | None:
    """Return a headline or byline without markup, blanks single; None for what is no text or empty."""
    if not isinstance(value, str):
        return None
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", value) if "<" in value else value).split()) or None


def markup_of_nodes(children: Iterable[Node | str], tags: dict[str, str | None] | None = None) -> str:
    """Return XML as HTML. tags: names to be written instead; None: the element and its words are left out."""
    parts: list[str] = []
    for child in children:
        if isinstance(child, str):
            parts.append(html.escape(child, quote=False))
            continue
        name = (tags or {}).get(child.tag, child.tag)
        if name is None:
            continue
        told = "".join(f' {key}="{html.escape(value)}"' for key, value in child.attributes.items())
        parts.append(f"<{name}{told}>")
        if name not in _EMPTY:
            parts.append(f"{markup_of_nodes(child.children, tags)}</{name}>")
    return "".join(parts)
