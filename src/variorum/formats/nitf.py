"""``.nitf``, and ``.xml`` that begins so: an item of a news agency in NITF (IPTC, 2.5 to 3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from variorum.errors import BadRecord, UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.records import note
from variorum.formats.source import Source
from variorum.formats.wire import Told, markup_of_nodes, wire_article, words_of
from variorum.formats.xmltree import Node, read_tree, root_of
from variorum.model import Article
from variorum.settings import ReadSettings

# Elements of NITF as those of HTML that look alike; None: no words for readers.
_AS_HTML: dict[str, str | None] = {
    "hl1": "h1",
    "hl2": "h2",
    "bq": "blockquote",
    "credit": "cite",
    "block": "div",
    "media": "figure",
    "media-caption": "figcaption",
    "media-metadata": None,
    "media-object": None,
    "media-producer": None,
    "media-reference": None,
    "nitf-table-metadata": None,
    "fn": "aside",
    "datasource": "p",
    "tagline": "p",
    "byline": None,  # within the text it names who wrote a part
    "postaddr": "address",
    "correction": "p",
}
_INLINE = (
    "chron copyrite event function location money num org person virtloc classifier object.title frac "
    "numer frac-sep denom lang pronounce alt-code city state region country sublocation name.given "
    "name.family"
)
_AS_HTML |= dict.fromkeys(_INLINE.split(), "span")
_SAYS_CORRECTION = re.compile(r"\b(?:correct(?:s|ed|ion|ing)|corrigendum)\b", re.IGNORECASE)


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is NITF: by its own suffix, else by its root element."""
    return suffix == ".nitf" or (suffix not in (".html", ".htm") and root_of(head) == "nitf")


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the one article."""
    root, guess = read_tree(source.read_all(), source.name)
    if root.tag != "nitf":
        raise UnreadableFile(f"is no NITF: its root element is <{root.tag[:40]}>", file=source.name)
    try:
        article = article_of(root, settings, Told(guess=guess))
    except BadRecord as error:
        raise UnreadableFile(error.message, file=source.name) from error
    yield None, article


def article_of(root: Node, settings: ReadSettings, told: Told) -> Article:
    """Return the article of an ``nitf`` element; what ``told`` already says of it counts first."""
    head, body = root.first("head"), root.first("body")
    _tell_head(told, root, head)
    if body is not None:
        _tell_body(told, body)
    text, blocks, left = text_of(root, settings)
    article = wire_article(told, text, blocks)
    if left:
        note(article.extra, "notes to editors in the text are left out")
    return article


def text_of(root: Node, settings: ReadSettings) -> tuple[str, tuple[Any, ...], bool]:
    """Return the words of the body, their blocks, and whether notes to editors in it were left out."""
    parts = [part for name in ("body.content", "body.end") if (part := root.first("body", name))]
    left = [_without_notes(part) for part in parts]
    for fraction in (one for part in parts for one in part.within("frac")):
        fraction.children[:] = ["".join(fraction.words().split())]  # 1/3, however it is laid out
    markup = "".join(markup_of_nodes(part.children, _AS_HTML) for part in parts)
    text, blocks = words_of(markup, settings, kind="text/html")
    return text, blocks, any(left)


def _without_notes(node: Node) -> bool:
    """Take out what is marked as not for print (``note`` of the type "npa"); whether there was any."""
    kept = [
        child
        for child in node.children
        if isinstance(child, str) or not (child.tag == "note" and child.get("type") == "npa")
    ]
    found = len(kept) < len(node.children)
    node.children[:] = kept
    return any([found, *map(_without_notes, node.elements())])


def _tell_head(told: Told, root: Node, head: Node | None) -> None:
    told.lang = told.lang or root.get("baselang") or root.get("lang") or None
    more: dict[str, Any] = {}
    docdata = head.first("docdata") if head else None
    if docdata is not None:
        told.status = told.status or docdata.get("management-status") or None
        if docdata.get("management-idref-status") in ("canceled", "withheld"):
            told.withdraws = docdata.get("management-doc-idref") or "not named"
        identity = docdata.first("doc-id")
        told.guid = told.guid or (identity.get("id-string") or None if identity else None)
        told.notes += tuple(one.get("info") for one in docdata.elements("ed-msg") if one.get("info"))
        told.corrects = told.corrects or docdata.first("correction") is not None
        told.corrects = told.corrects or any(_SAYS_CORRECTION.search(words) for words in told.notes)
        released = _norm(docdata, "date.release")
        if told.status == "embargoed":
            told.embargo = told.embargo or released or _norm(docdata, "date.expire")
        told.date = told.date or released or _norm(docdata, "date.issue")
        holder = docdata.first("doc.copyright")
        told.outlet = told.outlet or (holder.get("holder") or None if holder else None)
        key, urgency = docdata.first("du-key"), docdata.first("urgency")
        more["version"] = key.get("version") if key else ""
        more["urgency"] = urgency.get("ed-urg") if urgency else ""
        more["regsrc"] = identity.get("regsrc") if identity else ""
        more["located"] = _place(docdata.first("evloc"))
    if head is not None:
        published = head.first("pubdata")
        told.date = told.date or (published.get("date.publication") or None if published else None)
        title = head.first("title")
        told.title = told.title or (title.words() or None if title else None)
    told.more = {**more, **told.more}


def _norm(docdata: Node, name: str) -> str | None:
    found = docdata.first(name)
    return (found.get("norm") or None) if found else None


def _place(evloc: Node | None) -> str:
    names = ("city", "county-dist", "state-prov", "iso-cc")
    return ", ".join(evloc.get(name) for name in names if evloc.get(name)) if evloc else ""


def _tell_body(told: Told, body: Node) -> None:
    head = body.first("body.head")
    if head is None:
        return
    headline = next(head.within("hl1"), None)
    told.title = (headline.words() or told.title) if headline else told.title
    bylines = [_byline(one) for one in head.elements("byline")]
    told.byline = told.byline or ", ".join(one for one in bylines if one) or None
    distributor, rights = head.first("distributor"), next(head.within("rights.owner"), None)
    named = next((words for one in (distributor, rights) if one and (words := one.words())), None)
    told.outlet = named or told.outlet or told.more.get("regsrc") or None
    told.date = told.date or next((one.get("norm") for one in head.within("story.date")), None)
    for note_node in head.elements("note"):
        told.notes += (note_node.words(),)
    dateline, abstract = head.first("dateline"), head.first("abstract")
    more = {
        "located": next((one.words() for one in dateline.within("location")), "") if dateline else "",
        "abstract": abstract.words() if abstract else "",
        "subtitle": "; ".join(one.words() for one in head.within("hl2") if one.words()),
    }
    told.more = {**told.more, **{name: words for name, words in more.items() if words}}


def _byline(node: Node) -> str:
    """Return a byline, who it names and what they are parted by a comma."""
    parts: list[str] = [""]
    for child in node.children:
        if isinstance(child, str):
            parts[-1] += child
        elif child.tag == "byttl":
            parts += [child.words(), ""]
        else:
            parts[-1] += child.words()
    return ", ".join(clean for part in parts if (clean := " ".join(part.split()).strip(" ,")))


FORMAT = Format(name="nitf", suffixes=(".nitf",), sniff=sniff, read=read)
