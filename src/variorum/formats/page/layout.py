"""A page as the lines a reader sees, each with what its markup says about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from variorum.formats.page.embeds import embed_of
from variorum.formats.page.guard import too_deep
from variorum.settings import PAGES

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "canvas",
        "button",
        "select",
        "option",
        "textarea",
        "input",
        "head",
        "title",
        "map",
        "datalist",
        "noframes",
    ]
)
# AMP puts everything it shows into elements of its own; these show no words of the report.
_UNSEEN_PREFIXES = (
    "amp-ad",
    "amp-analytics",
    "amp-img",
    "amp-sidebar",
    "amp-consent",
    "amp-iframe",
    "amp-sticky",
)
_HIDDEN_CLASSES = frozenset(
    ["sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "hidden-accessible"]
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ASIDE_TAGS = frozenset(["nav", "aside", "footer", "form", "menu", "dialog"])
# Words in the class or id of what stands beside a report, not in it.
_ASIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|newsletter\w*|promo\w*|comments?|sidebar|most-?read|read-?more|share|sharing"
    r"|advert\w*|ads?|outbrain|taboola|cookie\w*|breadcrumb\w*|trending|popular|subscribe|signup|author-?bio)(?:$|[\s_-])",
    re.IGNORECASE,
)
_PULLED = re.compile(r"pull-?quote|(?:^|[\s_-])quote(?:$|[\s_-])", re.IGNORECASE)
# Class or id of the line that names the author of a quotation.
_CREDITS = re.compile(
    r"(?:^|[\s_-])(?:attribution|author|source|cite|citation|credit|byline)(?:$|[\s_-])", re.IGNORECASE
)
# Class of an element behind a block quotation that says who is quoted; an author there may be the report's.
_CREDITS_BEHIND = re.compile(
    r"(?:^|[\s_-])(?:attribution|citation|quote[_-]*(?:author|source|credit|cite|name))(?:$|[\s_-])",
    re.IGNORECASE,
)
_DASHES = "-\u2013\u2014\u2015~"
_BLANKS = re.compile(r"[ \t\n\r\f\x0b]+")
_UNPRINTED = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\u00ad]+")


class LineGroup(Struct, kw_only=True, eq=False):
    """A block quote or embedded post: its lines, and what is known of its author.

    stamp: the time of a post as printed ("2d", "Sunday").
    """

    kind: str
    author: str | None = None
    handle: str | None = None
    date: str | None = None
    url: str | None = None
    stamp: str | None = None


class Update(Struct, kw_only=True, eq=False):
    """A post of a live blog: its moment as ISO 8601, and its address where it has one."""

    date: str | None
    url: str | None = None


class PageLine(Struct, kw_only=True, eq=False):
    """Text between two breaks; ``box`` is the index of the element it stands in.

    credit: the line names the author of its quote or post and is none of their words.
    joined: a line break, no new paragraph, stands before it.
    update: the post of a live blog that it belongs to.
    """

    text: str
    key: str
    box: int
    heading: int = 0
    caption: bool = False
    credit: bool = False
    joined: bool = False
    group: LineGroup | None = None
    update: Update | None = None


class Box(Struct, kw_only=True, eq=False):
    """An element that holds lines: its parent's index, and whether it stands beside the report."""

    parent: int
    beside: bool


class Layout(Struct, kw_only=True):
    """All lines of a page in order, and the boxes they stand in; box 0 is the page."""

    lines: list[PageLine] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


class _State(Struct, kw_only=True, eq=False):
    box: int = 0
    depth: int = 0
    heading: int = 0
    caption: bool = False
    credit: bool = False
    group: LineGroup | None = None
    pre: bool = False
    update: Update | None = None


def key_of(text: str) -> str:
    """Return ``text`` for comparison with another rendering of the page: without blanks, in Unicode NFC."""
    return unicodedata.normalize("NFC", _UNPRINTED.sub("", text))


def lay_out(tree: Any, max_nesting: int, updates: Mapping[int, Update] | None = None) -> Layout:
    """Return the lines of a page that a reader sees.

    updates: the posts of a live blog by the id of their element.

    Raises BadRecord when its elements are nested more than ``max_nesting`` deep.
    """
    layout = Layout(boxes=[Box(parent=-1, beside=False)])
    if tree.body is None:
        return layout
    _Writer(layout, max_nesting, updates or {}).walk(tree.body)
    return layout


class _Writer:
    """Goes over the elements, without recursion, and collects their text in lines."""

    def __init__(self, layout: Layout, max_nesting: int, updates: Mapping[int, Update]) -> None:
        self.layout = layout
        self.updates = updates
        self.max_nesting = max_nesting
        self.words: list[str] = []
        self.joined = False
        self.state = _State()

    def walk(self, body: Any) -> None:
        # (node, state on the way in, None) or (None, state to go back to, whether a block ended)
        stack: list[tuple[Any, _State, bool]] = [(body, self.state, False)]
        while stack:
            node, state, ended = stack.pop()
            if node is None:
                if ended:
                    self.flush()
                self.state = state
                continue
            if node.is_text_node:
                self.words.append(node.text_content or "")
            elif node.is_element_node:
                self.enter(node, stack)
        self.flush()

    def enter(self, node: Any, stack: list[tuple[Any, _State, bool]]) -> None:
        tag = (node.tag or "").lower()
        if tag == "br":
            # Two breaks in a row are how some sites write a paragraph.
            twice = not "".join(self.words).strip()
            self.flush()
            self.joined = not twice
            return
        attributes = node.attributes
        if is_unseen(tag, attributes):
            return
        if self.state.depth >= self.max_nesting:
            raise too_deep(self.max_nesting)
        inner, block = self.inside(tag, attributes, node)
        if block:
            self.flush()
            self.joined = False
        if self.updates:
            inner.update = self.updates.get(node.mem_id, inner.update)
        stack.append((None, self.state, block))
        self.state = inner
        children = []
        child = node.first_child
        while child is not None:
            children.append((child, inner, False))
            child = child.next
        stack.extend(reversed(children))

    def inside(self, tag: str, attributes: dict[str, str | None], node: Any) -> tuple[_State, bool]:
        outer = self.state
        inner = _State(
            box=outer.box,
            depth=outer.depth + 1,
            heading=outer.heading,
            caption=outer.caption,
            credit=outer.credit,
            group=outer.group,
            update=outer.update,
            pre=outer.pre or tag == "pre",
        )
        block = tag in _BLOCKS or tag.startswith("amp-")
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            inner.heading = int(tag[1])
        if tag == "figcaption" or (tag == "p" and "wp-caption-text" in names):
            inner.caption = outer.group is None
            inner.credit = outer.group is not None
        if outer.group is None:
            inner.group = self.opened(tag, names, attributes, node)
            inner.credit = inner.group is not None and inner.group is self.last_quote()
            block = block or inner.credit
        elif not outer.credit and (
            tag in ("cite", "footer") or (tag == "small" or _CREDITS.search(names)) and _is_short(node)
        ):
            inner.credit = block = True
        if block:
            beside = inner.group is None and (tag in _ASIDE_TAGS or bool(_ASIDE_NAMES.search(names)))
            self.layout.boxes.append(Box(parent=outer.box, beside=beside))
            inner.box = len(self.layout.boxes) - 1
        return inner, block

    def opened(self, tag: str, names: str, attributes: dict[str, str | None], node: Any) -> LineGroup | None:
        """Return the quote or post that begins with this element, if one does."""
        found = embed_of(tag, attributes, node)
        if found is not None:
            return LineGroup(kind="post", **found)
        signed = None if tag == "blockquote" else self.signed(tag, names, node)
        if signed is not None:
            return signed
        pulled = tag in ("aside", "figure", "div") and _PULLED.search(names)
        if tag == "blockquote" or pulled or tag == "figure" and node.css_first("blockquote") is not None:
            return LineGroup(kind="quote", url=attributes.get("cite") or None)
        return None

    def last_quote(self) -> LineGroup | None:
        """Return the block quotation right before, where its author is not named yet."""
        last = self.layout.lines[-1] if self.layout.lines and not "".join(self.words).strip() else None
        quoted = (
            last is not None and not last.credit and last.group is not None and last.group.kind == "quote"
        )
        return last.group if last is not None and quoted else None

    def signed(self, tag: str, names: str, node: Any) -> LineGroup | None:
        """Return the block quotation right before an element that cites its author, if none is named yet."""
        quote = self.last_quote()
        if quote is None:
            return None
        if tag in ("div", "p", "span", "footer") and _CREDITS_BEHIND.search(names):
            return quote if _is_short(node) else None
        only = node.css_first("cite") if tag == "p" else None
        cites = (
            tag == "cite" or only is not None and key_of(only.text()) == key_of(node.text()).lstrip(_DASHES)
        )
        return quote if cites and _is_short(node) else None

    def flush(self) -> None:
        raw = "".join(self.words)
        self.words.clear()
        # A soft hyphen (&shy;) says where a browser may break a word, and is no sign of it.
        text = _BLANKS.sub(" ", raw.replace("\u00ad", "")).strip(" ")
        key = key_of(text)
        if not key:
            return
        state = self.state
        self.layout.lines.append(
            PageLine(
                text=text,
                key=key,
                box=state.box,
                heading=state.heading,
                caption=state.caption,
                credit=state.credit,
                joined=self.joined,
                group=state.group,
                update=state.update,
            )
        )
        self.joined = False


def _is_short(node: Any) -> bool:
    """Tell whether an element is short enough for a credit (name and office), too short for a quotation."""
    words = (node.text() or "").strip()
    return 0 < len(words) <= PAGES.credit and not words.endswith((".", "!", "?", "\u201d"))


def is_unseen(tag: str, attributes: dict[str, str | None]) -> bool:
    """Tell whether an element with these attributes shows no words of the page."""
    if tag in _UNSEEN or tag.startswith(_UNSEEN_PREFIXES):
        return True
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style, names = attributes.get("style"), attributes.get("class")
    if style and _HIDDEN_STYLE.search(style):
        return True
    return bool(names) and not _HIDDEN_CLASSES.isdisjoint((names or "").split())
