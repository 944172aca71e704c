"""What a page, or what a feed says of it, holds: an article, by the readers that there are."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from variorum import formats
from variorum.errors import BadRecord, FeedError, TookTooLong
from variorum.formats.dates import to_iso
from variorum.formats.html import looks_like_page, markup_of
from variorum.formats.records import NO_TEXT_ON_PAGE, build, note
from variorum.model import Article, content_id
from variorum.settings import WATCH, ReadSettings, WatchSettings
from variorum.store.arrivals import page_at
from variorum.watch.addresses import shown
from variorum.watch.records import Lead

if TYPE_CHECKING:
    from variorum.watch.fetching import Fetched

VIA = "via"
"""Field of ``extra``: the feed that led to the report."""

_PAGES = ("text/html", "application/xhtml+xml")
# Kinds of files that have a reader, and the suffix that it knows them by.
_FILES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/markdown": ".md",
    "text/plain": ".txt",
}


def page_article(lead: Lead, found: Fetched, settings: ReadSettings) -> Article:
    """Return the article on a page that was fetched.

    Raises FeedError: ``no-text`` where none is found on it, ``not-text`` for pictures and the like,
    ``front-page`` where the address of a report leads to the front page by now.
    """
    if lead.url and page_at(lead.url) and not page_at(found.url):
        raise FeedError("front-page", f"it leads to the front page by now: {shown(found.url)}")
    if found.media in _PAGES or looks_like_page(found.body):
        return _of_markup(lead, *_markup(found), found.url, settings)
    if found.media in _FILES:
        return _of_file(lead, found, settings)
    raise FeedError(
        "not-text", f"it is no report but {found.media[:60] or 'of a kind that it does not tell'}"
    )


def feed_article(lead: Lead, settings: ReadSettings, watch: WatchSettings = WATCH) -> Article | None:
    """Return the article that a feed brings itself; None where it brings none, or not the whole of it."""
    if not lead.content:
        return None
    title = html.escape(lead.title or "")
    markup = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{lead.content}</article>"
        "</body></html>"
    )
    try:
        found = _of_markup(lead, markup, None, lead.url, settings)
    except FeedError:
        return None
    return found if found.status == "read" and len(found.text) >= watch.whole else None


def words_hash(article: Article) -> str:
    """Return a hash of what a report says: by it two captures of a page are told to be the same."""
    return content_id("w", article.title, article.text)


def _markup(found: Fetched) -> tuple[str, str | None]:
    try:
        return markup_of(found.body, found.charset)
    except ValueError as error:
        raise FeedError("not-text", f"its text cannot be read ({error})") from error


def _of_markup(
    lead: Lead, markup: str, guess: str | None, url: str | None, settings: ReadSettings
) -> Article:
    from variorum.formats.page import read_page

    try:
        page = read_page(markup, settings)
    except (BadRecord, TookTooLong) as error:
        raise FeedError("no-text", error.message) from error
    if page.status == "unreadable" or not page.text.strip():
        raise FeedError("no-text", NO_TEXT_ON_PAGE)
    extra = dict(page.extra)
    if guess:
        note(extra, guess)
    return build(
        _fields(lead, page.fields, url),
        text=page.text,
        blocks=page.blocks,
        status=page.status,
        extra=_told(lead, extra),
    )


def _of_file(lead: Lead, found: Fetched, settings: ReadSettings) -> Article:
    from variorum.desk.adding import in_a_file
    from variorum.scratch import Scratch

    with Scratch() as folder:
        path = in_a_file(found.body, f"report{_FILES[found.media]}", folder)
        for item in formats.read(path, settings=settings):
            if isinstance(item, Article) and item.text.strip():
                fields = {name: getattr(item, name) for name in ("title", "outlet", "byline", "date", "lang")}
                made = build(_fields(lead, fields, found.url), text=item.text, status=item.status)
                return replace(made, blocks=item.blocks, extra=_told(lead, item.extra))
    raise FeedError("no-text", NO_TEXT_ON_PAGE)


def _fields(lead: Lead, page: dict[str, str | None], url: str | None) -> dict[str, str | None]:
    """Return the fields of an article: what the page tells, else the feed; only a named source goes first."""
    return {
        "title": page.get("title") or lead.title,
        "outlet": lead.outlet or page.get("outlet") or lead.feed_title,
        "byline": page.get("byline") or lead.byline,
        "date": page.get("date") or (to_iso(lead.published) if lead.published else None),
        "lang": page.get("lang") or lead.lang,
        "url": url,
    }


def _told(lead: Lead, extra: dict[str, Any]) -> dict[str, Any]:
    return {**extra, VIA: shown(lead.feed)}
