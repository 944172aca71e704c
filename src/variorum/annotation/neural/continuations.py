"""Quotations over several paragraphs: each opens with a mark, and only the last one closes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from variorum.annotation.neural.features import Bytes
from variorum.annotation.neural.results import Attribution

__all__ = ["extend"]

OPENING, CLOSING, UNCLOSED = 1, 2, 7  # see features.quote_states


def extend(
    text: str, paragraphs: Sequence[tuple[int, int]], states: Bytes, found: Sequence[Attribution]
) -> list[Attribution]:
    """Gives a paragraph that goes on with an unclosed quotation to the attribution that has the part before.

    Nothing happens where any attribution already claims words of that paragraph's quotation. This joins what
    windows part, however long the quotation.
    """
    out = list(found)
    # Of each code point, the first attribution that has it as content, and whether any claims it.
    owners = np.full(len(text), -1, np.int64)
    claimed = np.zeros(len(text), bool)
    for i in range(len(out) - 1, -1, -1):
        for s, e in out[i].content:
            owners[s:e] = i
        for s, e in (*out[i].content, *out[i].cue):
            claimed[s:e] = True
    for (_, before), (a, b) in zip(paragraphs, paragraphs[1:], strict=False):
        last = before - 1
        while last > 0 and text[last].isspace():
            last -= 1
        while a < b and text[a].isspace():
            a += 1
        if states[last] != UNCLOSED or states[a] != OPENING:
            continue
        owner = int(owners[last])
        span = _quotation(text, a, b, states)
        if owner < 0 or claimed[slice(*span)].any():
            continue
        content = tuple(sorted((*out[owner].content, span)))
        out[owner] = msgspec.structs.replace(out[owner], content=content)
        owners[slice(*span)] = owner
        claimed[slice(*span)] = True
    return out


def _quotation(text: str, a: int, b: int, states: Bytes) -> tuple[int, int]:
    """The quotation that begins at ``a``, with its closing mark if it has one, without blanks at the end."""
    closing = np.flatnonzero((states[a:b] == CLOSING) | (states[a:b] == 0))
    end = b if not len(closing) else a + int(closing[0])
    while end < b and states[end] == CLOSING:
        end += 1
    while text[end - 1].isspace():
        end -= 1
    return a, end
