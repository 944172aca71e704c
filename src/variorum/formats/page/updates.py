"""Live blogs: the posts that a page's markup sets apart by their times, and those only in its data.

A live blog is one report of many posts, each with a moment of its own: "today" in a post of the evening
before is not the day of the page. Pages that load their posts by script carry them in JSON-LD (schema.org
``LiveBlogPosting``, ``liveBlogUpdate``).
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from variorum.formats.dates import to_iso
from variorum.formats.page.frames import moment_of
from variorum.formats.page.guard import check_markup
from variorum.formats.page.layout import Layout, PageLine, Update, key_of, lay_out
from variorum.formats.page.networks import opening_of
from variorum.settings import PAGES, ReadSettings

_TIMES = "time, [itemprop=datePublished], [class*=timestamp]"
_LIVE_NAMES = re.compile(r"live|update|(?:^|[\s_-])lb-", re.IGNORECASE)
_HAS_MARKUP = re.compile(r"<(?:/?[a-zA-Z][\w-]*)(?:\s[^<>]*)?/?>")
_BLANK = re.compile(r"\s+")


class LivePost(Struct, frozen=True, kw_only=True):
    """One post as the page's data hold it: its headline, its lines, its moment and its address."""

    headline: str | None
    lines: tuple[PageLine, ...]
    date: str | None
    url: str | None

    @property
    def key(self) -> str:
        """What two renderings of the post's words agree on; empty when it has none."""
        return "".join(line.key for line in self.lines)


def find_updates(tree: Any) -> tuple[dict[int, Update], bool]:
    """Return the posts of a page by the id of their element, and whether it names them live.

    A post is an element with its time at the top that has a like beside it; a page with one has none.
    """
    dated_ones: dict[int, bool] = {}
    likes: dict[tuple[int, str, str], dict[int, Update]] = defaultdict(dict)
    named = False
    for element in tree.css(_TIMES)[: PAGES.updates]:
        attributes = element.attributes
        date = to_iso(attributes.get("datetime") or attributes.get("content"))
        date = date or moment_of(_BLANK.sub(" ", opening_of(element, PAGES.update_before)))
        if date is None or len(date) < 10:
            continue
        post = _post_of(element, dated_ones)
        if post is None:
            continue
        names = f"{post.attributes.get('class') or ''} {post.attributes.get('itemprop') or ''}"
        kind = (post.parent.mem_id, post.tag, _shape(names))
        likes[kind].setdefault(post.mem_id, Update(date=date, url=None))
    found: dict[int, Update] = {}
    for (_, _, names), posts in likes.items():
        if len(posts) > 1:
            found |= posts
            named = named or bool(_LIVE_NAMES.search(names))
    return found, named


def read_posts(nodes: list[dict[str, Any]], report: dict[str, Any], settings: ReadSettings) -> list[LivePost]:
    """Return the posts in the page's data, in their order, each once; none for any other page.

    Raises BadRecord for markup in them that the page itself may not have, either.
    """
    own = [report, *nodes]
    given = next((node["liveBlogUpdate"] for node in own if node.get("liveBlogUpdate")), None)
    by_name = {node["@id"]: node for node in reversed(nodes) if isinstance(node.get("@id"), str)}
    posts: list[LivePost] = []
    seen: set[tuple[str, str]] = set()
    for value in (given if isinstance(given, list) else [given])[: PAGES.updates]:
        name = value.get("@id") if isinstance(value, dict) else value
        node = value if isinstance(value, dict) and len(value) > 2 else by_name.get(str(name), value)
        if not isinstance(node, dict):
            continue
        post = _read_post(node, settings)
        known = (key_of(post.headline or ""), post.key)
        if any(known) and known not in seen:
            seen.add(known)
            posts.append(post)
    return posts


def words_of(value: object, settings: ReadSettings) -> tuple[PageLine, ...]:
    """Return the lines of words in JSON-LD: plain ones, or markup with its quotes and embedded posts.

    Raises BadRecord for markup that the page itself may not have, either.
    """
    if isinstance(value, list):
        value = "\n".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ()
    words = html.unescape(value)
    if not _HAS_MARKUP.search(words):
        plain = (_BLANK.sub(" ", line).strip() for line in html.unescape(words).split("\n"))
        return tuple(PageLine(text=line, key=key_of(line), box=0) for line in plain if key_of(line))
    from selectolax.lexbor import LexborHTMLParser

    check_markup(words, settings)
    layout: Layout = lay_out(LexborHTMLParser(f"<body>{words}</body>"), settings.max_nesting)
    return tuple(layout.lines)


def _post_of(element: Any, dated_ones: dict[int, bool]) -> Any:
    """Return the element of the post that a time stands at the top of, None when there is none.

    dated_ones: whether elements hold a time, as far as known.
    """
    told = _BLANK.sub("", opening_of(element, PAGES.update_before))
    node = element.parent
    for _ in range(PAGES.update_climb):
        if node is None or node.parent is None or node.tag in ("body", "html", "main"):
            return None
        words = _BLANK.sub("", opening_of(node, 3 * PAGES.update_before))
        if len(words) >= len(told) + PAGES.update and _has_like(node, dated_ones):
            at = words.find(told) if told else 0
            return node if at <= PAGES.update_before else None
        node = node.parent
    return None


def _has_like(node: Any, dated_ones: dict[int, bool]) -> bool:
    """Tell whether an element has another of its kind beside it that holds a time, too."""
    shape = _shape(f"{node.attributes.get('class') or ''} {node.attributes.get('itemprop') or ''}")
    for step in ("next", "prev"):
        other = getattr(node, step)
        for _ in range(8):  # headings, rules and advertisements stand between
            if other is None:
                break
            if other.tag == node.tag and other.is_element_node:
                names = f"{other.attributes.get('class') or ''} {other.attributes.get('itemprop') or ''}"
                if _shape(names) == shape and _is_dated(other, dated_ones):
                    return True
            other = getattr(other, step)
    return False


def _is_dated(node: Any, dated_ones: dict[int, bool]) -> bool:
    if node.mem_id not in dated_ones:
        dated_ones[node.mem_id] = node.css_first(_TIMES) is not None
    return dated_ones[node.mem_id]


def _shape(names: str) -> str:
    """Return the first name of a class without numbers: posts differ by state ("pinned") and number."""
    words = names.split()
    return re.sub(r"\d+", "", words[0]) if words else ""


def _read_post(node: dict[str, Any], settings: ReadSettings) -> LivePost:
    headline = node.get("headline") or node.get("name")
    body = node.get("articleBody") or node.get("text") or node.get("description")
    date = next(filter(None, (to_iso(node.get(name)) for name in ("datePublished", "dateCreated"))), None)
    url = node.get("url")
    title = " ".join(line.text for line in words_of(headline, settings)) or None
    lines = words_of(body, settings)
    if title and lines and lines[0].key == key_of(title):
        lines = lines[1:]
    return LivePost(
        headline=title,
        lines=lines,
        date=date or to_iso(node.get("dateModified")),
        url=url if isinstance(url, str) and url.startswith("http") else None,
    )


def dated(posts: list[LivePost]) -> Iterator[str]:
    """Yield the moments that are told."""
    return (post.date for post in posts if post.date)
