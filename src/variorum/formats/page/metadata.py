"""The metadata of a page: from JSON-LD first, then meta elements, then visible lines."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from variorum.formats.dates import to_iso
from variorum.formats.page.layout import PageLine
from variorum.formats.page.paywall import Gate, read_gate
from variorum.formats.page.updates import LivePost, dated, read_posts, words_of
from variorum.settings import PAGES, ReadSettings

_BLANKS = re.compile(r"\s+")
_BY = re.compile(r"^(?:by|von|par|por|words by|written by)\s*:?\s+", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_COMMENT = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_TITLE_JOINTS = (" | ", " - ", " – ", " — ", " :: ", " · ", " • ")
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "headline"),
    "outlet": ("og:site_name", "dc.publisher", "application-name", "publisher", "copyright-holder"),
    "byline": (
        "author", "article:author", "byl", "parsely-author", "sailthru.author", "dc.creator",
        "dcterms.creator",
    ),
    "date": (
        "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
        "sailthru.date",
        "date", "pubdate", "publishdate", "publish-date", "dc.date.issued", "dc.date", "dcterms.created",
        "dcterms.date", "cxenseparse:recs:publishtime", "article.published", "og:pubdate",
    ),
    "url": ("og:url", "twitter:url", "parsely-link"),
    "lang": ("og:locale", "content-language", "dc.language"),
}  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")
_BYLINE_SELECTORS = (
    "[rel=author]",
    "[itemprop=author] [itemprop=name]",
    "[itemprop=author]",
    ".byline__name",
    ".byline",
    ".author-name",
    ".c-byline",
    ".article__byline",
    "address.author",
)
_DATE_SELECTORS = (
    "time[itemprop=datePublished]",
    "time[pubdate]",
    "article time[datetime]",
    "main time[datetime]",
    "header time[datetime]",
    "time[datetime]",
)
_DATE_LABEL = re.compile(
    r"^(?:(?:first |last )?(?:published|posted|updated|modified)|date)(?: on| at)?\s*:?\s*", re.IGNORECASE
)
# "By" and words that begin like names.
_BYLINE = re.compile(r"[Bb][Yy]:? ((?:(?:[^\W\d_a-z][\w.'’-]*,?|and|de|van|von|der)(?: |$)){2,8})")


class Metadata(Struct, frozen=True, kw_only=True):
    """Fields of the article, whether it is free or a live blog, the text in its data, all other fields.

    body: the lines of a whole report. posts: those of a live blog, in the page's order.
    """

    fields: dict[str, str | None]
    gate: Gate | None = None
    live: bool = False
    body: tuple[PageLine, ...] = ()
    posts: tuple[LivePost, ...] = ()
    extra: dict[str, Any]


def read_metadata(tree: Any, markup: str, top: list[str], settings: ReadSettings) -> Metadata:
    """Return the metadata of a page; ``top`` holds its first lines. Fields that it does not give are None.

    Raises BadRecord when its data hold markup that the page itself may not have, either.
    """
    nodes = list(_linked_data(tree))
    url = _url(tree, markup, nodes)
    report = _report(nodes, url)
    meta = _meta(tree)
    outlet = _outlet(report, nodes, meta, url)
    posts = read_posts(nodes, report, settings)
    fields = {
        "title": _title(tree, report, meta, outlet),
        "outlet": outlet,
        "byline": _byline(tree, report, nodes, meta) or _shown_byline(top),
        "date": _date(tree, report, meta) or _shown_date(top) or min(dated(posts), default=None),
        "url": url,
        "lang": _lang(tree, report, meta),
    }
    extra: dict[str, Any] = {}
    changed = to_iso(report.get("dateModified")) or next(
        filter(None, (to_iso(meta.get(n)) for n in _MODIFIED)), None
    )
    if changed and changed != fields["date"]:
        extra["date_modified"] = changed
    return Metadata(
        fields=fields,
        gate=read_gate(tree, nodes, report, meta, url),
        live=bool(posts) or "LiveBlogPosting" in _types(report),
        body=words_of(report.get("articleBody"), settings),
        posts=tuple(posts),
        extra=extra,
    )


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of all JSON-LD on the page, outer before inner, in order."""
    seen = 0
    for script in tree.css('script[type="application/ld+json"]'):
        text = _COMMENT.sub("", script.text() or "").strip().rstrip(";")
        try:
            queue = deque([json.loads(text, strict=False)])
        except (ValueError, RecursionError):
            continue
        while queue and seen < PAGES.data_nodes:
            value = queue.popleft()
            seen += 1
            if isinstance(value, list):
                queue.extendleft(reversed(value))
            elif isinstance(value, dict):
                yield value
                queue.extend(inner for inner in value.values() if isinstance(inner, (dict, list)))


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _report(nodes: list[dict[str, Any]], url: str | None) -> dict[str, Any]:
    """Return the object that describes the report: an article with a headline, that of this page first."""
    reports = [
        node for node in nodes if any(kind.endswith(("Article", "Posting")) for kind in _types(node)) and
        (node.get("headline") or node.get("name") or node.get("articleBody") or node.get("liveBlogUpdate"))
    ]  # fmt: skip
    for node in reports:
        entity = node.get("mainEntityOfPage")
        entity = entity.get("@id") if isinstance(entity, dict) else entity
        if url and url in (node.get("url"), node.get("@id"), entity):
            return node
    return reports[0] if reports else {}


def _meta(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.css("meta[content]"):
        attributes = element.attributes
        content = _tidy(attributes.get("content") or "")
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        name = name or attributes.get("http-equiv")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(meta: dict[str, str], field: str) -> str | None:
    return next((meta[name] for name in _META[field] if name in meta), None)


def _title(tree: Any, report: dict[str, Any], meta: dict[str, str], outlet: str | None) -> str | None:
    for candidate in (report.get("headline"), report.get("name"), _first(meta, "title")):
        if isinstance(candidate, str) and candidate.strip():
            return _without_outlet(_plain(candidate), outlet)
    headings = [_tidy(node.text(separator=" ")) for node in tree.css("h1")]
    headings = [heading for heading in headings if heading and heading != outlet]
    if len(headings) == 1:
        return headings[0]
    element = tree.css_first("title")
    words = _tidy(element.text()) if element is not None else ""
    return _without_outlet(words, outlet) or (headings[0] if headings else None) or None


def _without_outlet(title: str, outlet: str | None) -> str:
    """Return ``title`` without the outlet's name that sites add to the end of it."""
    for joint in _TITLE_JOINTS:
        head, found, tail = title.rpartition(joint)
        if found and outlet and tail.strip().casefold() == outlet.casefold():
            return head.strip()
    return title


def _outlet(
    report: dict[str, Any], nodes: list[dict[str, Any]], meta: dict[str, str], url: str | None
) -> str | None:
    names = _names(report.get("publisher"), nodes) or _names(report.get("sourceOrganization"), nodes)
    if names:
        return names[0]
    name = _first(meta, "outlet")
    if name:
        return html.unescape(name)
    # Nobody says who publishes it; the host is who does.
    host = urlsplit(url).hostname if url else None
    return host.removeprefix("www.") if host else None


def _byline(
    tree: Any, report: dict[str, Any], nodes: list[dict[str, Any]], meta: dict[str, str]
) -> str | None:
    names = _names(report.get("author"), nodes) or _names(report.get("creator"), nodes)
    if names:
        return ", ".join(dict.fromkeys(names))
    name = _first(meta, "byline")
    if name and not name.startswith(("http://", "https://")):
        return _BY.sub("", html.unescape(name)) or None
    for selector in _BYLINE_SELECTORS:
        found = [_BY.sub("", _tidy(node.text(separator=" "))) for node in tree.css(selector)]
        found = [words for words in dict.fromkeys(found) if 0 < len(words) <= PAGES.byline]
        if found:
            return ", ".join(found[:4])
    return None


def _names(value: object, nodes: list[dict[str, Any]], *, follow: bool = True) -> list[str]:
    """Return the names in an author or publisher of JSON-LD: words, object, reference, or a list of these."""
    if isinstance(value, str):
        words = _BY.sub("", _plain(value))
        return [words] if words and not words.startswith(("http://", "https://", "@", "#")) else []
    if isinstance(value, list):
        return [name for item in value[:20] for name in _names(item, nodes, follow=follow)]
    if not isinstance(value, dict):
        return []
    if value.get("name"):
        return _names(value["name"], nodes, follow=False)
    target = value.get("@id")
    if follow and isinstance(target, str):
        for node in nodes:
            if node.get("@id") == target and node.get("name"):
                return _names(node["name"], nodes, follow=False)
    return []


def _date(tree: Any, report: dict[str, Any], meta: dict[str, str]) -> str | None:
    for value in (
        report.get("datePublished"),
        report.get("dateCreated"),
        report.get("coverageStartTime"),
        *(meta.get(n) for n in _META["date"]),
    ):
        if isinstance(value, str) and (date := to_iso(value)):
            return date
    for selector in _DATE_SELECTORS:
        for element in tree.css(selector)[:1]:
            if date := to_iso(element.attributes.get("datetime")):
                return date
    return None


def _shown_date(top: list[str]) -> str | None:
    """Return the date of the first line that is nothing but a date to the day, or a date and what it is."""
    for line in top:
        words = _DATE_LABEL.sub("", line)
        if (
            8 <= len(words) <= 40
            and any(map(str.isdigit, words))
            and (date := to_iso(words))
            and len(date) >= 10
        ):
            return date
    return None


def _shown_byline(top: list[str]) -> str | None:
    match = next(filter(None, (_BYLINE.fullmatch(line) for line in top)), None)
    return match[1] if match else None


def _url(tree: Any, markup: str, nodes: list[dict[str, Any]]) -> str | None:
    link = tree.css_first("link[rel=canonical][href]")
    candidates = [link.attributes.get("href") if link is not None else None, _first(_meta(tree), "url")]
    report = _report(nodes, None)
    entity = report.get("mainEntityOfPage")
    candidates += [entity.get("@id") if isinstance(entity, dict) else entity, report.get("url")]
    saved = _SAVED_FROM.search(markup, 0, 2_000)
    candidates.append(saved[1] if saved else None)
    return next(
        (url for url in candidates if isinstance(url, str) and url.startswith(("http://", "https://"))), None
    )


def _lang(tree: Any, report: dict[str, Any], meta: dict[str, str]) -> str | None:
    root = tree.css_first("html")
    value = (root.attributes.get("lang") or root.attributes.get("xml:lang")) if root is not None else None
    value = value or report.get("inLanguage") or _first(meta, "lang")
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*", value.strip()):
        return None
    return value.strip().replace("_", "-")


def _plain(words: str) -> str:
    """Return words of JSON-LD with entities undone twice (sites escape once too often) and tidy blanks."""
    return "\n".join(filter(None, (_tidy(line) for line in html.unescape(html.unescape(words)).split("\n"))))


def _tidy(words: str) -> str:
    return _BLANKS.sub(" ", words).strip()
