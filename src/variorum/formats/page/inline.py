"""Makes inline markup read as on the screen: ``q`` gets its marks, struck words and note numbers go.

Done on the tree before anybody reads it, so that the page's lines and trafilatura's text agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from variorum.formats.superscripts import printed
from variorum.settings import PAGES
from variorum.text.late import late
from variorum.text.quoting import already_marked, marks_at

_STRUCK = ["del", "s", "strike"]
_SPOKEN = ["rt", "rp"]  # how a word is pronounced, above it
_UNWRAPPED = ["ins", "mark", "abbr", "acronym", "bdi", "bdo", "wbr", "ruby", "rb", "rtc"]
_STRUCK_STYLE = late(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_NOTE_NAMES = late(
    r"foot-?note|end-?note|note-?ref|fnref|(?:^|[\s_-])(?:reference|sdfootnoteanc|fn)", re.IGNORECASE
)
# Links between a text and its notes or the remarks on it, as converters and word processors name them.
_NOTE_TARGET = late(r"#.*(?:fn|ftn|foot|end-?note|note|cite|cmnt|ref)", re.IGNORECASE)
_NOTE_MARK = late(r"\s*[\[(]?(?:[\d*†‡§]{1,4}|[a-z]{1,2}|[ivxlc]{1,6}|[↩↑^⤴]\ufe0e?)[\])]?\s*", re.IGNORECASE)
_CLASS_RULE = late(r"([^{}]{1,2000})\{([^{}]*)\}")
_CLASS = late(r"\.(-?[A-Za-z_][\w-]*)\s*(?:,|$)")


def settle_inline(tree: Any) -> None:
    """Change ``tree`` (a LexborHTMLParser) so that its text is what a reader sees."""
    if tree.body is None:
        return
    tree.strip_tags([*_STRUCK, *_SPOKEN], recursive=True)
    _take_out(node for node in tree.css("[style]") if _STRUCK_STYLE.search(node.attributes["style"] or ""))
    struck = _struck_classes(tree)
    if struck:
        named = (
            node for node in tree.css("[class]") if struck & set((node.attributes["class"] or "").split())
        )
        _take_out(named)
    _take_out(node for node in tree.css('a[href^="#"]') if _is_note_link(node))
    for node in _outermost(tree.css("sup")):
        _settle_raised(node)
    _mark_quotations(tree)
    tree.unwrap_tags(_UNWRAPPED)


def _struck_classes(tree: Any) -> set[str]:
    """Return the classes that the page's own style strikes through, as exports of word processors do."""
    found: set[str] = set()
    for style in tree.css("style"):
        for selectors, declarations in _CLASS_RULE.findall(style.text()):
            if _STRUCK_STYLE.search(declarations):
                found.update(_CLASS.findall(selectors))
    return found


def _is_note_link(node: Any) -> bool:
    """Tell whether a link leads from a mark in the text to a note, or back."""
    words = node.text()
    return (
        len(words) <= PAGES.note_mark
        and bool(_NOTE_MARK.fullmatch(words))
        and bool(_NOTE_TARGET.match(node.attributes["href"] or ""))
    )


def _outermost(nodes: Iterable[Any]) -> list[Any]:
    """Return ``nodes`` without those that stand inside another of them."""
    nodes = list(nodes)
    known = {node.mem_id for node in nodes}
    return [node for node in nodes if not any(parent.mem_id in known for parent in _parents(node))]


def _parents(node: Any) -> Iterator[Any]:
    for _ in range(PAGES.deepest):
        node = node.parent
        if node is None:
            return
        yield node


def _take_out(nodes: Iterable[Any]) -> None:
    for node in _outermost(nodes):
        node.decompose()


# ---- raised signs -------------------------------------------------------------------------------------


def _settle_raised(node: Any) -> None:
    words = node.text()
    if len(words.strip()) > PAGES.note_mark and not words.strip().startswith("["):
        return
    after = node.next.text()[:1] if node.next is not None else ""
    shown = printed(_text_before(node), words, after, linked=_is_linked(node))
    if not shown:
        node.decompose()
    elif shown != words:
        node.replace_with(shown)


def _is_linked(node: Any) -> bool:
    """Tell whether a raised sign leads to a note of the page, or is named as such a mark."""
    for each in (node, *node.css("a"), node.parent):
        if each is None or each.tag not in ("sup", "a"):
            continue
        attributes = each.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if (attributes.get("href") or "").startswith("#") or _NOTE_NAMES.search(names):
            return True
    return False


def _text_before(node: Any) -> str:
    """Return the end of the text before ``node`` in its line."""
    found = ""
    for _ in range(PAGES.raised_before):
        while node is not None and node.prev is None:
            node = node.parent
            if node is None or node.tag in ("p", "li", "td", "div", "blockquote", "body"):
                return found
        node = node.prev
        found = (node.text_content if node.is_text_node else node.text()) + found
        if len(found) >= PAGES.raised_before or node.tag == "br":
            break
    return found[-PAGES.raised_before :]


# ---- quotations ---------------------------------------------------------------------------------------


def _mark_quotations(tree: Any) -> None:
    """Put marks where browsers print them: around each ``q``, in turn double and single."""
    quotations = list(tree.css("q"))
    if not quotations:
        return
    levels: dict[int, int] = {}
    for node in quotations:  # outer ones come first
        above = next((levels[each.mem_id] for each in _parents(node) if each.mem_id in levels), -1)
        levels[node.mem_id] = above + 1
    if max(levels.values()) >= PAGES.deepest // 2:
        return
    marked = [_is_marked(node) for node in quotations]
    # Inner ones first, so that the marks of one that begins or ends with another stand outside of that one's.
    for node, has_marks in zip(reversed(quotations), reversed(marked), strict=True):
        if not has_marks:
            _mark(node, *marks_at(levels[node.mem_id]))
    tree.unwrap_tags(["q"])


def _mark(node: Any, opening: str, closing: str) -> None:
    """Put marks before the first and after the last sign inside ``node``, whatever elements these are in."""
    texts = [
        each for each in node.traverse(include_text=True) if each.is_text_node and each.text_content.strip()
    ]
    if not texts:
        return
    last = texts[-1]
    words = last.text_content
    end = len(words.rstrip())
    closed = words[:end] + closing + words[end:]
    if len(texts) == 1:
        last.replace_with(_opened(closed, opening))
        return
    last.replace_with(closed)
    texts[0].replace_with(_opened(texts[0].text_content, opening))


def _opened(words: str, opening: str) -> str:
    start = len(words) - len(words.lstrip())
    return words[:start] + opening + words[start:]


def _is_marked(node: Any) -> bool:
    """Tell whether who wrote the page typed marks as well, inside of the ``q`` or around it."""
    before = _text_before(node)
    after = node.next.text() if node.next is not None else ""
    return already_marked(before, node.text(), after)
