"""Annotating what a reader sees: signs without width and decomposed accents are no part of a word.

The stages read a view of a text that holds any (``text.seen``); what they mark is placed back.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from variorum.model import Annotation, Article, Span
from variorum.text.seen import Seen


def as_seen(article: Article, view: Seen) -> Article:
    """Return ``article`` with the text of ``view`` and its blocks placed there."""
    blocks = tuple(replace(block, span=view.there(block.span)) for block in article.blocks)
    return replace(article, text=view.text, blocks=blocks)


def placed_back(annotation: Annotation, view: Seen) -> Annotation:
    """Return ``annotation``, made of ``view``, with every span where it stands in the text."""
    return _placed(annotation, view)  # type: ignore[no-any-return]


def _placed(value: Any, view: Seen) -> Any:
    if isinstance(value, Span):
        return view.back(value.start, value.end)
    if isinstance(value, tuple):
        return tuple(_placed(one, view) for one in value)
    if isinstance(value, Struct):
        return replace(
            value, **{name: _placed(getattr(value, name), view) for name in value.__struct_fields__}
        )
    return value
