"""Articles made ready to be kept: all that takes time and needs no store, so that workers can do it."""

from __future__ import annotations

import re
import zlib
from urllib.parse import parse_qsl, urlencode, urlsplit

from variorum.model import AnnotatedArticle, Annotation, Article, article_id, content_id
from variorum.model.codec import decode, encode
from variorum.settings import STORE
from variorum.store.base import Arrival, Made, Quoted

# What senders of links put behind an address; the page is the same without it.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|ref|cmpid|CMP|ocid|smid|taid", re.IGNORECASE)


def arrival(
    annotated: AnnotatedArticle, made: Made, *, day: float | None = None, terms: tuple[int, ...] = ()
) -> Arrival:
    """Return an annotated article as it is kept. day, terms: see ``Arrival``."""
    article = annotated.article
    return Arrival(
        article=article,
        content=content_of(article),
        page=page_of(article),
        layers=packed(annotated.annotation),
        quotations=quoted(annotated),
        made=made,
        day=day,
        terms=terms,
    )


def packed(layers: object) -> bytes:
    """Return a record as JSON, packed."""
    return zlib.compress(encode(layers), STORE.level)


def unpacked(layers: bytes) -> Annotation:
    """Return the annotation that ``packed`` was given.

    Raises zlib.error and BadRecord when it is damaged.
    """
    return decode(zlib.decompress(layers), Annotation)


def quoted(annotated: AnnotatedArticle) -> tuple[Quoted, ...]:
    """Return the quotations of an article as rows."""
    text = annotated.article.text
    return tuple(
        Quoted(
            id=one.id,
            kind=one.kind,
            act=one.act,
            speaker=one.speaker.name if one.speaker else None,
            text=" ".join(span.of(text) for span in one.content),
            start=one.content[0].start,
            end=one.content[-1].end,
        )
        for one in annotated.annotation.quotations
        if one.content
    )


def content_of(article: Article) -> str:
    """Return a hash of what an article says and who says it: the id that it has without one of its own."""
    return article_id(
        text=article.text, title=article.title, outlet=article.outlet, date=article.date, url=article.url
    )


def page_of(article: Article) -> str:
    """Return the page that an article is a version of: a hash of its address, else of outlet, title and day.

    An address counts without its scheme, "www.", fragment and what senders of links put behind it. One
    without a path is that of a whole site, so it names no page. Without any of these an article is a page of
    its own.
    """
    if article.url and (page := page_at(article.url)):
        return page
    if article.outlet and article.title and article.date:
        return content_id("p", article.outlet, article.title, article.date[:10])
    return content_id("p", content_of(article))


def page_at(url: str) -> str | None:
    """Return the page of an address; None for that of a whole site, and for what is no address."""
    address = _address(url)
    return content_id("p", address) if address else None


def _address(url: str) -> str | None:
    try:
        parts = urlsplit(url.strip())
        query = [(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)]
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # no address at all
        return None
    path = parts.path.rstrip("/")
    return f"{host}{path}?{urlencode(query)}" if path or query else None


def person_key(name: str) -> str:
    """Return what names of one person have in common: case and spaces do not count."""
    return " ".join(name.split()).casefold()
