"""Which found quotation is which labelled one: pairs that share half of their words, each once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from variorum.model import Quotation, Spans
from variorum.settings import EVALUATION

# Words with inner apostrophes: blanks, punctuation and marks at the ends never decide.
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")


class Matched(Struct, frozen=True, kw_only=True):
    """A labelled quotation and the found one for it; None where there is none on the other side."""

    labelled: Quotation | None
    found: Quotation | None


def match(text: str, labelled: Sequence[Quotation], found: Sequence[Quotation]) -> list[Matched]:
    """Return all quotations of a text in pairs, the best pair first; then those without a partner.

    A pair shares at least ``overlap`` of the words that either has, as score half of the literature does
    (intersection over union, .5); of equal pairs the one that stands first counts.
    """
    words = [match.start() for match in _WORD.finditer(text)]
    ends = [match.end() for match in _WORD.finditer(text)]
    ours = [_touched(one.content, words, ends) for one in labelled]
    theirs = [_touched(one.content, words, ends) for one in found]
    pairs = sorted(
        (-_shared(a, b), i, j)
        for i, a in enumerate(ours)
        for j, b in enumerate(theirs)
        if a and b and a[0] <= b[-1] and b[0] <= a[-1] and _shared(a, b) >= EVALUATION.overlap
    )
    left, right = dict(enumerate(labelled)), dict(enumerate(found))
    matched = []
    for _, i, j in pairs:
        if i in left and j in right:
            matched.append(Matched(labelled=left.pop(i), found=right.pop(j)))
    matched += [Matched(labelled=one, found=None) for one in left.values()]
    return matched + [Matched(labelled=None, found=one) for one in right.values()]


def touches(first: Spans, second: Spans) -> bool:
    """Tell whether two lists of spans share a place."""
    return any(a.overlaps(b) for a in first for b in second)


def _touched(spans: Spans, words: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Return the numbers of the words that the spans touch, in order."""
    from bisect import bisect_left, bisect_right

    found: set[int] = set()
    for span in spans:
        found.update(range(bisect_right(ends, span.start), bisect_left(words, span.end)))
    return sorted(found)


def _shared(first: Sequence[int], second: Sequence[int]) -> float:
    one, other = set(first), set(second)
    return len(one & other) / len(one | other)
