"""Embedded social posts: whose words they are, by the markup that the platforms hand out."""

from __future__ import annotations

import re
from typing import Any

from variorum.formats.dates import to_iso
from variorum.formats.page.frames import HANDLE, is_frame
from variorum.formats.page.networks import stamp_of, unknown_post
from variorum.settings import PAGES
from variorum.text.late import late

# Class of the element that holds the post -> attribute with its address.
_CLASSES = {
    "twitter-tweet": "data-tweet-url",
    "twitter-video": "data-tweet-url",
    "bluesky-embed": "data-bluesky-uri",
    "instagram-media": "data-instgrm-permalink",
    "text-post-media": "data-text-post-permalink",
    "mastodon-embed": "data-embed-url",
    "tiktok-embed": "cite",
    "fb-post": "data-href",
    "fb-xfbml-parse-ignore": "cite",
    "reddit-embed-bq": "cite",
    "reddit-card": "cite",
    "telegram-post": "data-url",
    "truthsocial-embed": "cite",
    "truth-social-embed": "cite",
    "bsky-embed": "cite",
    "threads-post": "cite",
    "tumblr-post": "data-href",
    "linkedin-embed": "cite",
    "gab-embed": "cite",
}
# AMP has an element for each network; where it shows words they are a copy of the post.
_AMP = frozenset(
    f"amp-{name}"
    for name in (
        "twitter",
        "instagram",
        "facebook",
        "tiktok",
        "bluesky",
        "threads",
        "mastodon",
        "reddit",
        "truthsocial",
    )
)
_BLANKS = late(r"\s+")
# "— Name (@handle) March 10, 2026", "A post shared by Name (@handle)", "Posted by Name on March 10, 2026".
_SHARED = (
    r"(?:a (?:(?:post|photo|video|reel|story|carousel) )?(?:shared|posted) (?:by|from)"
    r"|(?:post(?:ed)?|shared) by"
    r"|une publication partagée par|(?:ein|geteilter) beitrag (?:geteilt )?von"
    r"|una publicación compartida (?:de|por)|uma publicação compartilhada por|un post condiviso da"
    r"|een bericht gedeeld door|ett inlägg delat av)"
)
_LEAD = rf"^(?:[—–―-]{{1,2}}\s*|{_SHARED}\s+)"
_CREDITS = (
    re.compile(
        _LEAD + r"(?P<author>[^(@\n]*?)\s*(?:\(\s*(?P<handle>@[^\s)]+)\s*\)|(?P<bare>@[\w.@-]*\w))"
        r"\s*(?:[·,]|\bon\b)?\s*(?P<date>[^()@]*)$",
        re.IGNORECASE,
    ),
    re.compile(_LEAD + r"(?P<author>[^(@\n]+?)\s*(?:\bon\b|[·,])\s*(?P<date>[^()@]+)$", re.IGNORECASE),
    re.compile(
        _LEAD
        + r"(?P<author>[^(@\n\d]+?)\s+(?P<date>(?:\w{3,9}\.? \d{1,2},?|\d{1,2} \w{3,9}\.?) \d{4}[^()@]*)$",
        re.I,
    ),
)
# "by u/name in r/group", its blanks eaten by the markup.
_REDDIT = late(r"by\s*(?P<handle>u/[\w-]+?)\s*in\s*(?:r/)?\w+", re.IGNORECASE)
_NAME_IN_ADDRESS = late(r"^https?://[^/]+/(@[\w.-]+)(?:/|$)")
# What platforms put around a post; no words of its author.
_SCAFFOLD = late(
    r"^(?:view (?:this (?:post|profile|photo|video|thread|comment)(?: (?:on|in) \w+)?"
    r"|on (?:instagram|mastodon|threads|facebook|x)|more on \w+|full profile on \w+)"
    r"|posted on \w+|\d[\d,.]*[km]? (?:likes?|comments?|views?|replies|re(?:posts|tweets|truths))|♬.*|▶.*"
    r"|(?:sieh dir diesen beitrag|voir cette publication|ver esta publicación|bekijk dit bericht"
    r"|visualizza questo post|ver essa foto) .{0,30}"
    r"|(?:read|see|open) (?:more|this post|the (?:post|thread|full \w+)) (?:on|in) [\w. ]{2,30}"
    r"|\[(?:image|video|media|gif|link|quote|photo|external)?(?: or (?:embed|video|media))?\])$",
    re.IGNORECASE,
)
# What stands for a picture at the end of a post's words.
_STAND_IN = late(r"\s*\[(?:image|video|media|gif|photo) or (?:embed|video|media)\]$", re.IGNORECASE)


def embed_of(tag: str, attributes: dict[str, str | None], node: Any) -> dict[str, str | None] | None:
    """Return author, handle, date, address and printed time of the post that this element holds.

    None when it holds no post.
    """
    classes = (attributes.get("class") or "").split()
    known = next((name for name in classes if name in _CLASSES), None)
    amp = tag in _AMP
    if known is None and not amp and not (tag == "blockquote" and _looks_like_post(node)):
        return unknown_post(tag, attributes, node)
    found: dict[str, str | None] = dict.fromkeys(("author", "handle", "date", "url"))
    found["stamp"] = stamp_of(node)
    if known is not None:
        found["url"] = _address(attributes.get(_CLASSES[known]))
    elif amp:
        found["url"] = _address(attributes.get("data-href") or attributes.get("data-src"))
    _take_links(found, node)
    moment = node.css_first("time[datetime]")
    if moment is not None:
        found["date"] = to_iso(moment.attributes.get("datetime")) or found["date"]
    for line in _trailing_lines(node):
        if credit := credit_of(line):
            for name, value in credit.items():
                found[name] = found[name] or value
            break
    if found["handle"] is None:
        found["handle"] = _linked_handle(node, found)
    return found


def _take_links(found: dict[str, str | None], node: Any) -> None:
    """Take date and address from the link whose words are a date."""
    for link in node.css("a[href]"):
        words = _tidy(link.text())
        if to_iso(words) is not None:
            found["date"] = to_iso(words)
            address = _address(link.attributes.get("href"))
            if address and not (found["url"] or "").startswith("http"):  # at:// addresses open nowhere
                found["url"] = address


def _linked_handle(node: Any, found: dict[str, str | None]) -> str | None:
    """Return the handle that a link gives: the words of the first, a user's page, the address of the post."""
    if handle := HANDLE.fullmatch(_first_link(node)):
        return handle[0]
    if found["author"] is not None:
        return None
    user = node.css_first('a[href*="reddit.com/user/"], a[href*="reddit.com/u/"]')
    if user is not None:
        return _tidy(user.text()) or None
    named = _NAME_IN_ADDRESS.match(found["url"] or "")
    return named[1] if named else None


def credit_of(line: str) -> dict[str, str | None] | None:
    """Return author, handle and date when ``line`` is the credit of a post, else None."""
    words = line.strip()
    if len(words) > PAGES.post_credit:
        return None
    if reddit := _REDDIT.fullmatch(words):
        return {"author": None, "handle": reddit["handle"], "date": None}
    if HANDLE.fullmatch(words):
        return {"author": None, "handle": words, "date": None}
    for pattern in _CREDITS:
        found = (match := pattern.match(words)) and match.groupdict()
        if not found:
            continue
        handle = found.get("handle") or found.get("bare")
        date = to_iso(found["date"].strip())
        if handle or date:
            return {"author": found["author"].strip() or None, "handle": handle, "date": date}
    return None


def is_scaffold(line: str) -> bool:
    """Tell whether ``line`` is text that the platform puts around a post ("View on ...")."""
    return len(line) <= PAGES.post_credit and _SCAFFOLD.match(line.strip()) is not None


def frames_post(line: str, author: str | None, handle: str | None, stamp: str | None) -> bool:
    """Tell whether a line is not part of the words of a post: author, handle, time or credit."""
    return credit_of(line) is not None or is_frame(line, author, handle, stamp)


def without_stand_in(line: str) -> str:
    """Return the words of a post without "[image or embed]" at their end."""
    return _STAND_IN.sub("", line)


def _looks_like_post(node: Any) -> bool:
    lines = list(_trailing_lines(node))
    credit = credit_of(lines[0]) if lines else None
    return credit is not None and credit["handle"] is not None


def _trailing_lines(node: Any) -> list[str]:
    """Return the words of the last children, nearest to the end first, and those from a dash onwards."""
    parts: list[str] = []
    child = node.last_child
    while child is not None and len(parts) < 8:
        if child.is_element_node and child.tag in ("p", "div", "blockquote", "section") and parts:
            break
        if child.is_element_node:  # "Post by @ann" and her words may be boxes of one link
            boxes = child.css_first("div, p") is not None
            parts.append(child.text(deep=True, separator=" " if boxes else ""))
        else:
            parts.append(child.text_content or "")
        child = child.prev
    words = _tidy(" ".join(reversed(parts)))
    dash = max(words.rfind("— "), words.rfind("– "))
    shared = re.search(rf"{_SHARED} ", words, re.IGNORECASE)
    starts = [start for start in (dash, shared.start() if shared else -1) if start >= 0]
    return [words[start:] for start in starts] or ([words] if words else [])


def _first_link(node: Any) -> str:
    link = node.css_first("a")
    return _tidy(link.text()) if link is not None else ""


def _address(value: str | None) -> str | None:
    return value if value and value.startswith(("http://", "https://", "at://")) else None


def _tidy(words: str) -> str:
    return _BLANKS.sub(" ", words).strip()
