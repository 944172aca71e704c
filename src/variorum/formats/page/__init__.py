"""A saved web page to the text, blocks and metadata of a report; never touches the network."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from msgspec import Struct

from variorum.errors import BadRecord, TookTooLong
from variorum.formats.apart import run_apart
from variorum.formats.page.body import Body, read_body, seen_markup
from variorum.formats.page.entries import with_posts
from variorum.formats.page.guard import check_markup, slim
from variorum.formats.page.inline import settle_inline
from variorum.formats.page.layout import lay_out
from variorum.formats.page.metadata import Metadata, read_metadata
from variorum.formats.page.paywall import held_back
from variorum.formats.page.remarks import with_places, without_places, without_signs
from variorum.formats.page.reveal import reveal
from variorum.formats.page.unread import unread_on
from variorum.formats.page.updates import find_updates
from variorum.formats.remarks import note_remarks
from variorum.formats.status import cut_short, no_report
from variorum.formats.unread import say_unread
from variorum.model import ArticleStatus, Block
from variorum.settings import PAGES, ReadSettings

_PAGE = "<html><body><article><h1>Head</h1><p>Some words of a page.</p></article></body></html>"


class Page(Struct, frozen=True, kw_only=True):
    """What was read from a page. ``text`` is empty, and ``status`` says so, when no report was found."""

    text: str
    blocks: tuple[Block, ...]
    fields: dict[str, str | None]
    status: ArticleStatus
    extra: dict[str, Any]


def read_page(markup: str, settings: ReadSettings) -> Page:
    """Return what the page ``markup`` holds; its parsers run where they can be ended (see ``apart``).

    Raises BadRecord when the markup is empty, too large, nested too deeply, or breaks a parser, TookTooLong
    after ``settings.seconds``.
    """
    return run_apart(_read_page, markup, settings, limit=settings.seconds, load=_load)


def _load() -> None:
    """Import and warm up in this process what makes the first page slow to parse."""
    with suppress(Exception):
        _read(_PAGE, ReadSettings())


def _read_page(markup: str, settings: ReadSettings) -> Page:
    if not markup.strip():
        raise BadRecord("the page is empty")
    markup = reveal(slim(markup))
    check_markup(markup, settings)
    try:
        return _read(markup, settings)
    except (BadRecord, TookTooLong):
        raise
    except Exception as error:  # three parsers of others' making on hostile input: anything may come out
        raise BadRecord(f"the page could not be taken apart ({type(error).__name__}: {error})") from error


def _read(markup: str, settings: ReadSettings) -> Page:
    from selectolax.lexbor import LexborHTMLParser

    markup, remarks = with_places(markup) if settings.drafts else (markup, ())
    tree = LexborHTMLParser(markup)
    settle_inline(tree)
    updates, live = find_updates(tree)
    layout = lay_out(tree, settings.max_nesting, updates)
    top = [line.text for line in layout.lines[: PAGES.top_lines]]
    metadata = read_metadata(tree, markup, top, settings)
    unread = list(unread_on(tree)) if settings.drafts else []
    markup_seen = seen_markup(tree, live=live or metadata.live)
    body = with_posts(read_body(markup_seen, layout, metadata, whole=settings.drafts), metadata)
    body, noted = without_places(body, remarks)
    status, why = _status(body, metadata, settings)
    extra = dict(metadata.extra)
    if why:
        extra["read_notes"] = [why]
    say_unread(extra, *unread, *((without_signs(words), True) for words in body.left))
    note_remarks(extra, noted)
    if status == "unreadable":
        body = Body()
    fields = {name: words and without_signs(words) for name, words in metadata.fields.items()}
    return Page(text=body.text, blocks=body.blocks, fields=fields, status=status, extra=extra)


def _status(body: Body, metadata: Metadata, settings: ReadSettings) -> tuple[ArticleStatus, str | None]:
    """Return the status and its evidence: a plea to subscribe, or few words on a page that is not free."""
    if not any(map(str.isalnum, body.text)):
        return "unreadable", None
    if words := no_report(body.text):
        return "unreadable", f"no report on the page, only: {words}"
    if words := cut_short(body.text) or body.closing:
        return "truncated", f"stops short: {words}"
    if metadata.gate is not None and (why := held_back(metadata.gate, body.text, settings)):
        return "truncated", why
    return "read", None
