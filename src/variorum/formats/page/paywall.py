"""What a page says of being free, and whether what was read of it is short of the whole.

Publishers say it in JSON-LD so that search engines may see more than readers: the report itself is not free,
or a part of it that a CSS selector names (schema.org ``isAccessibleForFree``, ``hasPart``, ``cssSelector``).
Pages that carry the whole text say it as well, so saying it alone proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from variorum.formats.page.layout import key_of
from variorum.settings import PAGES, ReadSettings


class Gate(Struct, frozen=True, kw_only=True):
    """A page that says that it, or part of it, is not free.

    parts: the words of each element that the page names as not free; empty ones are empty words. An element
        that is named but not on the page gives none.
    words: how many words the page says its report has, None where it does not.
    """

    parts: tuple[str, ...] = ()
    words: int | None = None


def read_gate(
    tree: Any, nodes: list[dict[str, Any]], report: dict[str, Any], meta: dict[str, str], url: str | None
) -> Gate | None:
    """Return the gate of the page, None where it says that it is free or says nothing."""
    own = [report, *(node for node in nodes if node is not report and _is_of_page(node, report, url))]
    parts = [
        part
        for node in own
        for part in _parts(node, nodes)
        if _free(part.get("isAccessibleForFree")) is False
    ]
    parts += [
        node
        for node in nodes
        if node.get("cssSelector") and _free(node.get("isAccessibleForFree")) is False and node not in parts
    ]
    said = [_free(node.get("isAccessibleForFree")) for node in own]
    tier = {"locked": False, "metered": False, "free": True}
    said += [
        _free(meta.get("isaccessibleforfree")),
        tier.get(meta.get("article:content_tier", "").casefold()),
    ]
    known = [value for value in said if value is not None]
    if not parts and (not known or known[0]):
        return None
    words = report.get("wordCount")
    count = int(words) if isinstance(words, (int, str)) and str(words).isdecimal() else None
    return Gate(parts=tuple(_words_of(tree, parts)), words=count or None)


def held_back(gate: Gate, text: str, settings: ReadSettings) -> str | None:
    """Return why ``text`` is short of the whole report, None where it may be the whole."""
    read = len(text.split())
    if gate.words is not None and read >= gate.words * PAGES.wall_whole:
        return None
    shown = key_of(text)
    for part in gate.parts:
        words = len(part.split())
        if words == 0:
            return "stops short: the part that the page keeps for subscribers is empty"
        if words >= PAGES.wall_words:
            found = key_of(part)[-PAGES.wall_end :] in shown
            if not found:
                return "stops short: the part that the page keeps for subscribers was not read"
            if read > words:  # what is free, and all of what is not
                return None
    if read < settings.paywall_words:
        return "stops short: the page says it is not free and gives only its beginning"
    return None


def _is_of_page(node: dict[str, Any], report: dict[str, Any], url: str | None) -> bool:
    """Tell whether a node speaks of this page: the page itself, or the report in another place."""
    entity = node.get("mainEntityOfPage")
    given = (node.get("url"), node.get("@id"), entity.get("@id") if isinstance(entity, dict) else entity)
    names = {name for name in given if isinstance(name, str)}
    if url and url in {name.partition("#")[0] for name in names}:
        return True
    if "hasPart" in node or "isAccessibleForFree" in node:
        nameless = not (node.get("headline") or node.get("name") or node.get("cssSelector"))
        return nameless and not any(name.startswith("http") for name in names)
    return False


def _parts(node: dict[str, Any], nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the objects in ``hasPart``; one that is only a reference is looked up."""
    value = node.get("hasPart")
    for part in value if isinstance(value, list) else [value]:
        name = part.get("@id") if isinstance(part, dict) else part
        if isinstance(part, dict) and "isAccessibleForFree" in part:
            yield part
        elif isinstance(name, str):
            yield from (other for other in nodes if other.get("@id") == name and other is not part)


def _free(value: object) -> bool | None:
    """Return what a value of ``isAccessibleForFree`` says: a bool, a word, an address of schema.org."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value", value.get("@id"))
    if isinstance(value, str):
        word = value.strip().casefold().rpartition("/")[2]
        return {"false": False, "no": False, "0": False, "true": True, "yes": True, "1": True}.get(word)
    if isinstance(value, (bool, int)):
        return bool(value)
    return None


def _words_of(tree: Any, parts: Iterable[dict[str, Any]]) -> Iterator[str]:
    selectors: list[str] = []
    for part in parts:
        value = part.get("cssSelector")
        selectors += [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
    for selector in dict.fromkeys(selectors[: PAGES.wall_selectors]):
        try:
            found = tree.css(selector)
        except Exception:  # the parser's own errors for what is no selector
            continue
        if found:
            yield " ".join(" ".join(node.text(separator=" ").split()) for node in found).strip()
