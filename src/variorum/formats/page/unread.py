"""What a page holds that is not read, as far as it may be words of a draft."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from variorum.formats.page.layout import is_unseen
from variorum.formats.unread import holds_quotation

_NO_WORDS = frozenset(
    ["script", "style", "head", "title", "template", "input", "map", "noframes", "noscript"]
)
_NAMES = {
    "svg": "a drawing with words in quotation marks",
    "math": "a formula with words in quotation marks",
    "textarea": "a form with words in quotation marks",
    "button": "a button with words in quotation marks",
    "canvas": "a drawing with words in quotation marks",
}
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
    for node in tree.body.traverse():
        tag, attributes = node.tag or "", node.attributes
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
