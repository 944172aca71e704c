"""Embedded posts that a page holds back from readers without script, or until they are scrolled to.

Pages that load such posts late keep a copy for everyone else: inside ``noscript``, or escaped in an attribute
of the element that the script fills (``data-html="&lt;blockquote …"``).
"""

from __future__ import annotations

import html
import re

_NOSCRIPT = re.compile(
    r"<noscript\b[^<>]*>((?:(?!</noscript).){1,20000}?)</noscript\s*>", re.IGNORECASE | re.DOTALL
)
_POST = re.compile(r"<blockquote\b[^<>]*>|<amp-\w+", re.IGNORECASE)
_KEPT = re.compile(
    r"<(?:div|figure|section|span|p|amp-\w+)\b[^<>]{0,2000}?\sdata-[\w-]+=\"(?P<held>[^\"<>]{0,20000}&lt;blockquote[^\"<>]{0,20000})\"[^<>]{0,2000}>",
    re.IGNORECASE,
)


def reveal(markup: str) -> str:
    """Return ``markup`` with the copies of embedded posts where a reader would see them."""
    if "<noscript" in markup.lower() and "<blockquote" in markup.lower():
        markup = _NOSCRIPT.sub(_shown, markup)
    if "&lt;blockquote" in markup:
        markup = _KEPT.sub(lambda match: match[0] + html.unescape(match["held"]), markup)
    return markup


def _shown(match: re.Match[str]) -> str:
    return match[1] if _POST.search(match[1]) else match[0]
