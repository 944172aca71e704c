"""A saved web page to the text, blocks and metadata of a report; never touches the network."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from variorum.errors import BadRecord
from variorum.formats.page.body import Body, read_body, seen_markup
from variorum.formats.page.entries import with_posts
from variorum.formats.page.guard import check_markup, slim
from variorum.formats.page.layout import lay_out
from variorum.formats.page.metadata import Metadata, read_metadata
from variorum.formats.page.paywall import held_back
from variorum.formats.page.reveal import reveal
from variorum.formats.page.updates import find_updates
from variorum.formats.status import cut_short, no_report
from variorum.model import ArticleStatus, Block
from variorum.settings import ReadSettings

_TOP_LINES = 40  # lines from the top among which a page shows its date and byline, navigation included


class Page(Struct, frozen=True, kw_only=True):
    """What a page gave. ``text`` is empty when no report was found on it (then ``status`` says so)."""

    text: str
    blocks: tuple[Block, ...]
    fields: dict[str, str | None]
    status: ArticleStatus
    extra: dict[str, Any]


def read_page(markup: str, settings: ReadSettings) -> Page:
    """Return what the page ``markup`` holds.

    Raises BadRecord when the markup is empty, too large, nested too deeply, or breaks a parser.
    """
    if not markup.strip():
        raise BadRecord("the page is empty")
    markup = reveal(slim(markup))
    check_markup(markup, settings)
    try:
        return _read(markup, settings)
    except BadRecord:
        raise
    except Exception as error:  # three parsers of others' making on hostile input: anything may come out
        raise BadRecord(f"the page could not be taken apart ({type(error).__name__}: {error})") from error


def _read(markup: str, settings: ReadSettings) -> Page:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    updates, live = find_updates(tree)
    layout = lay_out(tree, settings.max_nesting, updates)
    top = [line.text for line in layout.lines[:_TOP_LINES]]
    metadata = read_metadata(tree, markup, top, settings)
    body = with_posts(read_body(seen_markup(tree, live=live or metadata.live), layout, metadata), metadata)
    status, why = _status(body, metadata, settings)
    extra = dict(metadata.extra)
    if why:
        extra["read_notes"] = [why]
    if status == "unreadable":
        body = Body()
    return Page(text=body.text, blocks=body.blocks, fields=metadata.fields, status=status, extra=extra)


def _status(body: Body, metadata: Metadata, settings: ReadSettings) -> tuple[ArticleStatus, str | None]:
    """Return the status and what shows it: closing words, or a page not free with few words on it."""
    if not any(map(str.isalnum, body.text)):
        return "unreadable", None
    if words := no_report(body.text):
        return "unreadable", f"no report on the page, only: {words}"
    if words := cut_short(body.text) or body.closing:
        return "truncated", f"stops short: {words}"
    if metadata.gate is not None and (why := held_back(metadata.gate, body.text, settings)):
        return "truncated", why
    return "read", None
