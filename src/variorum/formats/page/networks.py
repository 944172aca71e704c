"""Embedded posts of social networks that we have no rules for, recognised by what all of them show.

Who posted it (a name with an @handle, or a signature), when, and a link to the post itself. All three are
asked of an ordinary element; a block quote is a post with less, since nothing else in one has a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from variorum.formats.dates import to_iso
from variorum.formats.page.frames import AGO, BADGE, EDGES, HANDLE, LINK_WORDS, is_frame, moment_of
from variorum.settings import PAGES

# Names of classes, ids and data attributes under which embeddings come; others are not looked at.
_NAMES = re.compile(
    r"embed|tweet|toot|skeet|truth|social|status|permalink|microblog|thread|card"
    r"|(?:^|[\s_-])(?:posts?|notes?)(?:$|[\s_-])",
    re.IGNORECASE,
)
# What such names also stand for: the byline of the report itself, readers' comments, other reports.
_NEVER = re.compile(
    r"byline|author|(?:^|[\s_-])(?:meta|bio|share|sharing|follow|comments?|replies|related|recommend\w*|sidebar|nav"
    r"|newsletter|promo|footer|header|tags?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OF_REPORT = re.compile(
    r"(?:by|published|updated|posted|written|reported|follow|share|last)\b", re.IGNORECASE
)
_TAGS = frozenset(["div", "figure", "section", "aside", "article", "figcaption"])
_AUTHOR_CLASS = re.compile(
    r"author|user-?name|display-?name|account|(?:^|[\s_-])(?:name|user)(?:$|[\s_-])", re.I
)
_BLANKS = re.compile(r"\s+")
_ON_NETWORK = re.compile(r"\s+(?:on|via|at)\s+[\w. ]{2,30}$", re.IGNORECASE)
_BOTH = re.compile(
    r"[—–-]*\s*(?P<author>[^@()\n]{2,60}?)\s*\(?(?P<handle>@[\w.@-]*\w)\)?(?P<rest>\W*|[\W].*)"
)
_SMALL = frozenset(
    ("de", "van", "von", "der", "den", "la", "le", "del", "di", "al", "bin", "of", "the", "and", "&")
)


def unknown_post(tag: str, attributes: dict[str, str | None], node: Any) -> dict[str, str | None] | None:
    """Return author, handle, date and address of a post of an unknown network, None for anything else."""
    quote = tag == "blockquote"
    if not quote and not (tag in _TAGS and _may_be(attributes)):
        return None
    if len(opening_of(node, PAGES.post)) >= PAGES.post or node.css_first("h1, h2, h3") is not None:
        return None
    pieces = list(_pieces(node))
    if not quote and not any(map(_is_said, pieces)):
        return None
    handle, author = _poster(node, pieces)
    date, url = _moment(node, pieces)
    address = url or _own_address(attributes)
    if quote and (date or address) and author is None:
        author = _alone(pieces)
    known = (
        (handle or author) and (date or address) if quote else (handle or author and date) and (date or url)
    )
    if not known:
        return None
    return {"author": author, "handle": handle, "date": date, "url": address, "stamp": stamp_of(node)}


def opening_of(node: Any, signs: int) -> str:
    """Return the text at the start of an element: little more than ``signs`` characters, to save time."""
    words: list[str] = []
    length = seen = 0
    stack = [node.first_child]
    while stack and length < signs and seen < PAGES.post_nodes:
        child = stack.pop()
        if child is None:
            continue
        seen += 1
        stack.append(child.next)
        if child.is_text_node:
            words.append(child.text_content or "")
            length += len(words[-1])
        elif child.is_element_node and child.tag not in ("script", "style"):
            stack.append(child.first_child)
    return "".join(words) if seen < PAGES.post_nodes else "".join(words).ljust(signs)


def stamp_of(node: Any) -> str | None:
    """Return the time that an element shows, as printed; None when it shows none."""
    stamp = node.css_first("time")
    return (_BLANKS.sub(" ", stamp.text(deep=True) or "").strip() or None) if stamp is not None else None


def _may_be(attributes: dict[str, str | None]) -> bool:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if _NEVER.search(names):
        return False
    data = (name for name, value in attributes.items() if name.startswith("data-") and value)
    return bool(_NAMES.search(names)) or any(_NAMES.search(name) for name in data)


def _pieces(node: Any) -> Iterator[str]:
    """Yield the stretches of text of an element, as its markup parts them."""
    for number, piece in enumerate((node.text(deep=True, separator="\v") or "").split("\v")):
        if number == PAGES.post_pieces:
            return
        if words := _BLANKS.sub(" ", piece).strip():
            yield words


def _is_said(piece: str) -> bool:
    """Tell whether a stretch may belong to the words of a post and is not part of its byline."""
    words = len(piece.split())
    return words >= PAGES.post_words and moment_of(piece) is None and not _OF_REPORT.match(piece)


def _poster(node: Any, pieces: list[str]) -> tuple[str | None, str | None]:
    """Return handle and author; the author stands before the handle, or where a class says so."""
    handle = author = None
    for number, piece in enumerate(pieces):
        if found := HANDLE.fullmatch(piece.strip(EDGES)):
            handle = found[0]
            before = [each for each in pieces[:number] if not BADGE.fullmatch(each)]
            if before and _is_name(before[-1]):
                author = before[-1].strip(EDGES)
            break
        both = _BOTH.fullmatch(piece)
        named = both is not None and HANDLE.fullmatch(both["handle"]) and _is_name(both["author"])
        if both and named and is_frame(piece, both["author"], both["handle"]):
            return both["handle"], both["author"].strip(EDGES)
    if author is None:
        author = next((name for name in _named(node) if _is_name(name) and name != handle), None)
    return handle, author


def _alone(pieces: list[str]) -> str | None:
    """Return the line above or below the post that can be a name: each of its words has a capital."""
    rest = [piece for piece in pieces if not is_frame(piece, None, None)]
    for piece in (rest[0], rest[-1]) if len(rest) > 1 else ():
        words = piece.strip(EDGES).split()
        capital = all(word[:1].isupper() or word.lower() in _SMALL for word in words)
        if _is_name(piece) and len(words) > 1 and capital:
            return piece.strip(EDGES)
    return None


def _named(node: Any) -> Iterator[str]:
    for element in node.css("[rel=author], [itemprop=author], [class], cite, footer"):
        classes = element.attributes.get("class") or ""
        marked = (
            element.tag in ("cite", "footer")
            or "rel" in element.attributes
            or "itemprop" in element.attributes
        )
        if marked or _AUTHOR_CLASS.search(classes):
            piece = next(_pieces(element), "").strip(EDGES)
            name = _ON_NETWORK.sub("", piece.partition("@")[0].strip(EDGES))
            yield re.sub(r"^by ", "", name, flags=re.IGNORECASE)


def _is_name(words: str) -> bool:
    words = words.strip(EDGES)
    return bool(
        1 < len(words) <= PAGES.post_name
        and len(words.split()) <= 6
        and words[0].isalpha()
        and words[-1] not in '.!?…:;”"'
        and moment_of(words) is None
    )


def _moment(node: Any, pieces: list[str]) -> tuple[str | None, str | None]:
    """Return the date of a post and its address: that of the link whose words tell a time."""
    date = url = None
    for link in node.css("a[href]"):
        words = _BLANKS.sub(" ", link.text(deep=True) or "").strip()
        if both := _BOTH.fullmatch(words):
            words = both["rest"].strip(EDGES)
        stamp = link.css_first("time[datetime]")
        told = to_iso(stamp.attributes.get("datetime")) if stamp is not None else moment_of(words)
        if told or AGO.fullmatch(words):
            date, url = told or date, _http(link.attributes.get("href"))
            break
        if url is None and LINK_WORDS.fullmatch(words):
            url = _http(link.attributes.get("href"))
    stamp = node.css_first("time[datetime]")
    if stamp is not None:
        date = to_iso(stamp.attributes.get("datetime")) or date
    tails = (both["rest"] for piece in pieces if (both := _BOTH.fullmatch(piece)))
    return date or next(filter(None, map(moment_of, (*pieces, *tails))), None), url


def _own_address(attributes: dict[str, str | None]) -> str | None:
    wanted = re.compile(r"cite|url|href|permalink|link|uri|src", re.IGNORECASE)
    return next(filter(None, (_http(attributes[name]) for name in attributes if wanted.search(name))), None)


def _http(value: str | None) -> str | None:
    return value if value and value.startswith(("http://", "https://")) else None
