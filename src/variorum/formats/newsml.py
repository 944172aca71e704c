"""``.newsml``, and ``.xml`` that begins so: items of news agencies in NewsML-G2 (IPTC), one or many.

What a ``contentSet`` holds are renditions of the same content, so one of them is read: NITF or XHTML before
plain text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from variorum.errors import BadRecord, UnreadableFile
from variorum.formats.base import Format, Placed
from variorum.formats.nitf import text_of
from variorum.formats.records import note
from variorum.formats.source import Source
from variorum.formats.wire import Told, markup_of_nodes, wire_article, words_of
from variorum.formats.xmltree import Node, read_tree, root_of
from variorum.model import Article, Reject
from variorum.settings import ReadSettings

_ROOTS = frozenset(("newsMessage", "newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem"))
_OTHERS = ("packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
_FIRST_GENERATION = "NewsML"
_TO_EDITORS = ("closingline", "contacts", "dpacontacts", "notepad", "picture")


def sniff(suffix: str, head: bytes) -> bool:
    """Tell whether the file is NewsML: by its own suffix, else by its root element."""
    return suffix in FORMAT.suffixes or (
        suffix not in (".html", ".htm") and root_of(head) in _ROOTS | {_FIRST_GENERATION}
    )


def read(source: Source, settings: ReadSettings) -> Iterator[Placed]:
    """Yield the article of each item of text, with the line it begins at; one reject counts all others."""
    root, guess = read_tree(source.read_all(), source.name)
    if root.tag == _FIRST_GENERATION:
        raise UnreadableFile(
            "is NewsML 1; ask the agency for NewsML-G2 or NITF, or save its text as .txt", file=source.name
        )
    if root.tag not in _ROOTS:
        raise UnreadableFile(f"is no NewsML-G2: its root element is <{root.tag[:40]}>", file=source.name)
    items = [root] if root.tag == "newsItem" else list(root.within("newsItem", *_OTHERS))
    items = items or [root]
    left_out: Counter[str] = Counter(_kind(item) for item in items if not _is_text(item))
    texts = [item for item in items if _is_text(item)]
    if not texts:
        raise UnreadableFile(f"holds no item of text ({_list(left_out)})", file=source.name)
    for item in texts:
        line = item.line if len(texts) > 1 else None
        try:
            yield line, _article(item, settings, guess)
        except BadRecord as error:
            yield line, Reject(file=source.name, line=line, reason=error.message, id=item.get("guid") or None)
    if left_out:
        count = sum(left_out.values())
        hold = "an item holds no text and was" if count == 1 else f"{count:,} items hold no text and were"
        reason = f"{hold} left out ({_list(left_out)})"
        yield None, Reject(file=source.name, reason=reason)


def _list(left_out: Counter[str]) -> str:
    return ", ".join(f"{kind}: {count:,}" for kind, count in sorted(left_out.items()))


def _kind(item: Node) -> str:
    named = item.first("itemMeta", "itemClass")
    return (named.get("qcode").rpartition(":")[2] if named else "")[:40] or item.tag[:40]


def _is_text(item: Node) -> bool:
    """Tell whether an item has words in it; one that was taken back has, or had."""
    return item.tag == "newsItem" and _kind(item) in ("text", "composite", "newsItem")


def _article(item: Node, settings: ReadSettings, guess: str | None) -> Article:
    told = _told(item, guess)
    text, blocks, left = _words(item, settings, told.title)
    article = wire_article(told, text, blocks)
    if left:
        note(article.extra, "notes to editors in the text are left out")
    return article


def _words(item: Node, settings: ReadSettings, title: str | None) -> tuple[str, tuple[Any, ...], bool]:
    """Return the words of the best rendition, their blocks, and whether notes to editors were left out."""
    held = item.first("contentSet")
    inline = list(held.elements("inlineXML")) if held else []
    for one in inline:
        if nitf := one.first("nitf"):
            return text_of(nitf, settings)
    for one in inline:
        page = one.first("html", "body") or one.first("html")
        if page is None and "htm" in one.get("contenttype"):
            page = one
        if page is None:  # a vocabulary of results or events, and no text
            continue
        text, blocks = words_of(markup_of_nodes(page.children), settings, kind="text/html", title=title)
        if text:
            return text, blocks, False
    data = list(held.elements("inlineData")) if held else []
    data.sort(key=lambda one: "htm" not in one.get("contenttype"))
    for one in data:
        if one.get("encoding"):
            raise BadRecord(
                "its words are packed inside the item (encoding); unpack them, or ask for plain ones"
            )
        text, blocks = words_of("".join(one.pieces()), settings, kind=one.get("contenttype"), title=title)
        if text:
            return text, blocks, False
    return "", (), False


def _told(item: Node, guess: str | None) -> Told:
    meta = item.first("itemMeta") or Node(tag="", space="", attributes={}, line=0)
    content = item.first("contentMeta") or Node(tag="", space="", attributes={}, line=0)
    headline = _main(content, "headline")
    title = meta.first("title")
    languages = [one.get("tag") for one in content.elements("language")]
    status = meta.first("pubStatus")
    embargo = meta.first("embargoed")
    created = meta.first("versionCreated")
    notes = tuple(
        words
        for one in meta.elements("edNote")
        if one.get("role").rpartition(":")[2] not in _TO_EDITORS
        and "nonpublic" not in one.get("pubconstraint")
        and (words := one.words())
    )
    signals = [one.get("qcode") or one.get("literal") for one in meta.elements("signal")]
    return Told(
        title=(headline.words() if headline else title.words() if title else "") or None,
        outlet=_named(meta.first("provider")) or _holder(item),
        byline=", ".join(words for one in content.elements("by") if (words := one.words()))
        or ", ".join(words for one in content.elements("creator") if " " in (words := _named(one)))
        or None,
        date=(created.words() if created else "") or None,
        lang=item.get("lang") or next(iter(languages), None) or None,
        guid=item.get("guid") or None,
        status=(status.get("qcode") or status.get("uri").rpartition("/")[2]) if status else None,
        embargo=(embargo.words() if embargo else "") or None,
        notes=notes,
        corrects=any(signal.rpartition(":")[2] == "correction" for signal in signals),
        withdraws=_withdraws(meta),
        guess=guess,
        more=_more(item, meta, content, signals),
    )


def _withdraws(meta: Node) -> str | None:
    """Return what an item takes back (a link of the relation "kills"); None for nearly all."""
    for link in meta.elements("link"):
        if link.get("rel").rpartition(":")[2].lower() in ("kills", "cancels", "withdraws"):
            return link.get("residref") or link.get("href") or "not named"
    return None


def _more(item: Node, meta: Node, content: Node, signals: list[str]) -> dict[str, Any]:
    """Return what is kept of an item as it is: what an article has no field for."""

    def text(node: Node | None) -> str:
        return node.words() if node else ""

    return {
        "version": item.get("version"),
        "firstcreated": text(meta.first("firstCreated")),
        "urgency": text(content.first("urgency")),
        "slugline": text(content.first("slugline")),
        "located": ", ".join(filter(None, (_named(one) for one in content.elements("located")))),
        "source": ", ".join(
            dict.fromkeys(filter(None, (_named(one) for one in content.elements("infoSource"))))
        ),
        "subtitle": "; ".join(one.words() for one in content.elements("headline") if _is_sub(one)),
        "creditline": text(content.first("creditline")),
        "signals": [one for one in signals if one],
    }


def _is_sub(node: Node) -> bool:
    return "sub" in node.get("role").lower()


def _main(content: Node, tag: str) -> Node | None:
    found = list(content.elements(tag))
    return next((one for one in found if not _is_sub(one)), found[0] if found else None)


def _named(node: Node | None) -> str:
    """Return what a party or place is called: its name, else the code that stands for it."""
    if node is None:
        return ""
    name = node.first("name")
    words = (name.words() if name else "") or node.get("literal") or node.get("qcode").rpartition(":")[2]
    return words or urlsplit(node.get("uri")).netloc or node.get("uri")


def _holder(item: Node) -> str | None:
    return _named(item.first("rightsInfo", "copyrightHolder")) or None


FORMAT = Format(name="newsml", suffixes=(".newsml",), sniff=sniff, read=read)
