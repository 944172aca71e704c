"""What a page holds that is not read, as far as it may be words of a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from variorum.formats.page.layout import is_unseen
from variorum.formats.unread import holds_quotation, puts_words

_NO_WORDS = frozenset(["script", "style", "head", "title", "template", "input", "map", "noframes"])
_NAMES = {
    "svg": "a drawing with words in quotation marks",
    "math": "a formula with words in quotation marks",
    "textarea": "a form with words in quotation marks",
    "button": "a button with words in quotation marks",
    "canvas": "a drawing with words in quotation marks",
    "noscript": "words in quotation marks for browsers without scripts",
}
# Attributes whose words a browser shows in the page; a title is shown where the pointer rests.
_SHOWN = {
    "input": ("value", "placeholder", "alt"),
    "textarea": ("placeholder",),
    "option": ("label",),
    "optgroup": ("label",),
    "area": ("alt",),
}
_FIELD = "a field of a form with words in quotation marks"
_HOVER = "a title (shown under the pointer) with words in quotation marks"
_OF_STYLE = "words that the style of the page puts into it"
_FRAMES = {
    "iframe": "a frame",
    "object": "an object",
    "embed": "an object",
    "video": "a film",
    "audio": "a recording",
}
_HIDDEN = "hidden text with words in quotation marks"
_PICTURE = "a picture described with words in quotation marks"


def unread_on(tree: Any) -> Iterator[tuple[str, bool]]:
    """Yield what is not read, in words, and whether it may hold words of the draft.

    Nothing is said of pictures without a description, nor of hidden words outside of quotation marks: pages
    are full of both.
    """
    if tree.body is None:
        return
    if any(puts_words(node.text()) for node in tree.css("style")):
        yield _OF_STYLE, True
    for node in tree.body.traverse():
        tag, attributes = node.tag or "", node.attributes
        yield from _in_attributes(tag, attributes)
        if tag == "img":
            if holds_quotation(f"{attributes.get('alt') or ''} {attributes.get('title') or ''}"):
                yield _PICTURE, True
        elif tag not in _NO_WORDS and is_unseen(tag, attributes):
            quoted = holds_quotation(f"{attributes.get('srcdoc') or ''} {node.text()}")
            if quoted:
                yield (
                    _NAMES.get(tag, _HIDDEN if tag not in _FRAMES else f"{_FRAMES[tag]} with words in it"),
                    True,
                )
            elif tag in _FRAMES:
                yield _FRAMES[tag], False


def _in_attributes(tag: str, attributes: Mapping[str, str | None]) -> Iterator[tuple[str, bool]]:
    shown = " ".join(attributes.get(name) or "" for name in _SHOWN.get(tag, ()))
    if attributes.get("type") != "hidden" and holds_quotation(shown):
        yield _FIELD, True
    if tag != "img" and holds_quotation(attributes.get("title") or ""):
        yield _HOVER, False
