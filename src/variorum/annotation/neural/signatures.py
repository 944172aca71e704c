"""Quotations signed like a letter: “We are safe.” — Ada Lund. Their form settles it, without a network."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from variorum.annotation.neural.features import Bytes
from variorum.annotation.neural.results import Attribution
from variorum.model import Span, SpanIndex
from variorum.settings import QUOTATIONS

__all__ = ["merge", "signed"]

_DASH = r"(?P<dash>--?|[–—―~])\s*"
_NAME = r"(?P<name>[A-Z][^\"“”«»:!?\n]{1,120}?)[.\s]*$"
_SAME_LINE = re.compile(r"\s*(?P<quote>[\"“”«‘'`].{8,}[\"”“»’'])[.,]?\s*" + _DASH + _NAME)
_NEXT_LINE = re.compile(r"\s*" + _DASH + _NAME)
_QUOTE = re.compile(r"\s*(?P<quote>[\"“”«‘'`].{8,}[\"”“»’'])[.,]?\s*$")
_SMALL = frozenset(["of", "the", "and", "for", "in", "at", "de", "la", "van", "von", "der", "bin", "al"])
_NOBODY = frozenset(
    ["He", "She", "They", "It", "I", "We", "You", "This", "That", "These", "Those", "The", "There"]
)


def signed(text: str, paragraphs: Sequence[tuple[int, int]], states: Bytes) -> list[Attribution]:
    """Quotations that fill a paragraph and end in a dash and a name, on the same line or the next."""
    out = []
    for i, (a, b) in enumerate(paragraphs):
        same = _SAME_LINE.match(text[a:b])
        if same:
            out.append(_made(same.span("quote"), a, same, a, states))
        elif i + 1 < len(paragraphs) and (quote := _QUOTE.match(text[a:b])):
            c, d = paragraphs[i + 1]
            below = _NEXT_LINE.match(text[c:d])
            if below:
                out.append(_made(quote.span("quote"), a, below, c, states))
    return [x for x in out if x is not None]


def _made(quote: tuple[int, int], a: int, sign: re.Match[str], c: int, states: Bytes) -> Attribution | None:
    if not _is_name(sign["name"]) or not states[a + quote[0] + 1 : a + quote[1] - 1].all():
        return None
    dash, name = sign.span("dash"), sign.span("name")
    return Attribution(
        content=((a + quote[0], a + quote[1]),), cue=((c + dash[0], c + dash[1]),),
        source=((c + name[0], c + name[1]),), act="speech", confidence=QUOTATIONS.network_signed,
    )  # fmt: skip


def _is_name(name: str) -> bool:
    first, _, rest = name.partition(",")
    words = first.split()
    if not words or words[0] in _NOBODY or len(words) > QUOTATIONS.network_signer_words:
        return False
    return (
        all(w[0].isupper() or w in _SMALL for w in words)
        and len(rest.split()) <= QUOTATIONS.network_signer_rest
    )


def merge(found: Sequence[Attribution], certain: Sequence[Attribution]) -> list[Attribution]:
    """Takes in signed quotations; what others claimed of their words is taken from those."""
    taken = SpanIndex(Span(*pair) for c in certain for pair in (*c.content, *c.cue, *c.source))

    def clear(spans: Sequence[tuple[int, int]]) -> bool:
        return not any(taken.overlaps(Span(*span)) for span in spans)

    out = list(certain)
    for a in found:
        content = tuple(span for span in a.content if clear([span]))
        if content and clear(a.cue) and clear(a.source):
            out.append(a if content == a.content else msgspec.structs.replace(a, content=content))
    return out
