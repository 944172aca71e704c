"""One capture of one report, as it was read; immutable."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal

from msgspec import Struct, field

from variorum.model.ids import content_id
from variorum.model.span import Span

ArticleStatus = Literal["read", "unreadable", "truncated", "withdrawn"]
_OFFSET = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")
BlockKind = Literal["heading", "quote", "post", "caption", "update", "note", "strong", "turn", "markup"]


class Block(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of the text whose role the format itself tells (HTML markup, Markdown signs).

    A ``post`` is an embedded social post: its words are its author's, not the outlet's. An ``update`` is
    one post of a live blog, the outlet's own, with the moment it was posted at; it holds other blocks. A
    ``note`` is a footnote or endnote, ``strong`` a paragraph wholly in bold, a ``turn`` of subtitles begins
    with who speaks. ``markup`` is signs of the format, and what they hide (struck words, comments): no word
    of the text, and ``shown`` is what a reader sees in its place (“ for ``&ldquo;``), mostly nothing.
    """

    kind: BlockKind
    span: Span
    shown: str | None = None
    author: str | None = None
    handle: str | None = None
    date: str | None = None
    url: str | None = None


class Article(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One capture of one report.

    text: the stored text; every offset in Variorum counts code points into it. Never altered.
    date: ISO 8601, a day or a moment, as far as known.
    status: ``unreadable`` when the report is known but its words could not be had (a paywall),
        ``truncated`` when they visibly stop short; never to be taken for "did not report". ``withdrawn``
        when its agency took the item back: its words are kept, and nobody is quoted from it.
    blocks: what the markup told, in order of the text.
    extra: unknown fields of the input, echoed in outputs.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    date: str | None = None
    url: str | None = None
    lang: str | None = None
    status: ArticleStatus = "read"
    blocks: tuple[Block, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Article({described(self)})"


def described(article: Article) -> str:
    """Return in short which article it is, for a ``repr``: a whole text would fill the screen."""
    named = {"id": article.id, "title": article.title, "outlet": article.outlet, "date": article.date}
    parts = [f"{name}={value!r}" for name, value in named.items() if value is not None]
    return ", ".join([*parts, f"<{len(article.text or ''):,} characters>"])


class Reject(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file, record, article or story that could not be used, and why; one line of ``rejects.jsonl``.

    stage: where it failed, and version: of Variorum, when something raised that should not have.
    story, articles: the story that could not be collated or written, and the articles in it.
    """

    file: str
    reason: str
    line: int | None = None
    id: str | None = None
    stage: str | None = None
    version: str | None = None
    story: str | None = None
    articles: tuple[str, ...] = ()


def article_id(*, text: str, title: str | None, outlet: str | None, date: str | None, url: str | None) -> str:
    """Return the id of a capture that brings none of its own: a hash of what it says and who says it."""
    return content_id("a", text, title, outlet, date, url)


def by_date(article: Article) -> tuple[bool, str, str]:
    """Return what articles are listed by everywhere: ``instant``, those without a date last, then id."""
    return article.date is None, instant(article.date or ""), article.id


@lru_cache(maxsize=4096)
def instant(date: str) -> str:
    """Return an ISO 8601 date in a form that sorts by when it was, not by what local clocks showed.

    A moment with an offset is told in UTC; one without, a day and what is no date stay as they are: where
    the clock stood is not known.
    """
    if ":" not in date or not _OFFSET.search(date):
        return date
    try:
        return datetime.fromisoformat(date).astimezone(UTC).replace(tzinfo=None).isoformat()
    except (ValueError, OverflowError):
        return date
