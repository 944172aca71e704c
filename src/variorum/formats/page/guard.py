"""Refuses markup that is too large, too deeply nested or unfolds too far, before any parser sees it."""

from __future__ import annotations

import re

from variorum.errors import BadRecord
from variorum.formats.source import size
from variorum.settings import PAGES, ReadSettings

# Pictures and fonts inside a saved page: most of its bytes and none of its words.
_INLINE_DATA = re.compile(r"data:[\w.+-]+/[\w.+-]+(?:;[\w=.+-]+)*;base64,[A-Za-z0-9+/=\s%]{64,}")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
# Elements that the next of their kind, or the end of what holds them, closes by itself.
_SELF_CLOSING = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "optgroup",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "rt",
        "rp",
        "html",
        "head",
        "body",
    ]
)
# Formatting left open is opened again in every block that follows (HTML Standard, 13.2.4.3).
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
# What stands in a tag up to its end. It never gives back what it took, so each sign is looked at once.
_INSIDE_TAG = re.compile(r"<[a-zA-Z]((?:[^>\"']|\"[^\"]*+\"?|'[^']*+'?)*+)")
_VALUE = re.compile(r"\"[^\"]*+\"?|'[^']*+'?")


def slim(markup: str) -> str:
    """Return ``markup`` without inlined pictures and fonts (``data:``) and without NUL."""
    if ";base64," in markup:
        markup = _INLINE_DATA.sub("data:,", markup)
    return markup.replace("\x00", "")


def check_markup(markup: str, settings: ReadSettings) -> None:
    """Raise BadRecord when ``markup`` is too large, nested too deeply, or would unfold to too much."""
    if len(markup) > settings.max_page_bytes:
        raise BadRecord(
            f"the page's markup is {size(len(markup))} without its pictures; the limit is "
            f"{size(settings.max_page_bytes)}"
        )
    _check_attributes(markup, settings.max_attributes)
    depth = formatting = unfolded = elements = options = 0
    for closing, name in _TAG.findall(markup):
        tag = name.lower()
        elements += not closing
        options += tag == "option" and not closing
        if elements + unfolded > settings.max_elements or options > settings.max_options:
            break
        if tag in _VOID:
            continue
        step = -1 if closing else 1
        if tag in _FORMATTING:
            formatting = max(0, formatting + step)
        elif not closing:
            unfolded += formatting
        if tag not in _SELF_CLOSING:
            depth = max(0, depth + step)
        if depth > PAGES.open_tags:
            break
    if depth > PAGES.open_tags:
        raise too_deep(settings.max_nesting)
    if options > settings.max_options:
        raise BadRecord(f"the page is too large: its menus have more than {settings.max_options:,} choices")
    if elements + unfolded > settings.max_elements:
        how = "its unclosed tags would unfold to" if unfolded > elements else "it has"
        raise BadRecord(f"the page is too large: {how} more than {settings.max_elements:,} elements")


def _check_attributes(markup: str, most: int) -> None:
    """Raise BadRecord when one element has more than ``most`` attributes."""
    for tag in _INSIDE_TAG.finditer(markup):
        inside = tag[1]
        if len(inside) > 2 * most and len(_VALUE.sub("", inside).split()) > most:
            raise BadRecord(f"an element of the page has more than {most:,} attributes")


def too_deep(limit: int) -> BadRecord:
    """Return the error for elements nested too deeply."""
    return BadRecord(f"the page's elements are nested more than {limit} deep")
