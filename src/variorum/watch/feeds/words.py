"""Titles as one line of plain text, and HTML as a feed gives it."""

from __future__ import annotations

import re
from copy import deepcopy
from html import escape, unescape

from variorum.watch.feeds.names import Element, name_of, text_of

_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|big|br|cite|code|del|dfn|em|font|h[1-6]|i|img|ins|mark|p|q|s|small|span|strike|strong|sub|sup"
    r"|u|wbr|div)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w*);")
_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def plain(value: str) -> str:
    """Return HTML of one line as text: without the tags that titles have, signs for their names.

    What is no tag of HTML stays ("5 < 6"), so that a title that was never HTML stays as it is.
    """
    without = _TAG.sub(lambda tag: " " if _BREAK.match(tag[0]) else "", value)
    return one_line(unescape(without) if _REFERENCE.search(without) else without)


def one_line(value: str) -> str:
    """Return text with each run of blanks as one space and none around it."""
    return " ".join(value.split())


def title_of(element: Element | None) -> str | None:
    """Return a title of RSS or Atom as one line of text; None for an empty one.

    RSS does not say whether a title is HTML, and feeds print it in either way.
    """
    if element is None:
        return None
    kind = kind_of(element)
    return (one_line(text_of(element)) if kind in ("text", "xhtml") else plain(text_of(element))) or None


def kind_of(element: Element) -> str:
    """Return what a construct of text says it is: ``text``, ``html``, ``xhtml``; in RSS always ``html``."""
    if not name_of(element).startswith("atom:") and element.get("type") is None:
        return "html"
    kind = (element.get("type") or "text").strip().lower()
    mode = (element.get("mode") or "").strip().lower()
    if kind in ("xhtml", "application/xhtml+xml") or (mode == "xml" and len(element)):
        return "xhtml"
    if kind in ("html", "text/html") or mode == "escaped":
        return "html"
    return "text" if kind in ("text", "text/plain") else kind


def markup_of(element: Element | None) -> str | None:
    """Return what an element holds as HTML, as it was given; None when it holds nothing.

    Plain text (``type="text"`` of Atom) has its signs escaped; elements inside are written out without
    their namespaces; what lies elsewhere (``src``) or is neither text nor HTML is none.
    """
    if element is None or element.get("src"):
        return None
    kind = kind_of(element)
    if kind in ("html", "xhtml") and len(element):
        return _inner(element) or None
    words = text_of(element)
    if not words or "/" in kind:
        return None
    return escape(words, quote=False) if kind == "text" else words


def _inner(element: Element) -> str:
    from lxml import etree

    copy = deepcopy(element)
    for child in copy.iter():
        if isinstance(child.tag, str):
            child.tag = child.tag.rpartition("}")[2]
    etree.cleanup_namespaces(copy)
    pieces = [escape(copy.text or "", quote=False)]
    pieces += [etree.tostring(child, encoding="unicode", with_tail=True) for child in copy]
    return "".join(pieces).strip()
