"""Signs that make a figure another one, which no reading of words sees: 10² and 102, ≤5 and 5, 3×4 and 3 4.

Whether words are the same is asked by what is read aloud. Of a figure a sign alone may be lost, or a minus, a
per cent, a currency beside it: then the words agree, or nearly so, and the figure does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

from variorum.collation.utterances.rendering import Rendering
from variorum.model import Span
from variorum.text.alignment import Operation

# Raised and lowered numerals behind ordinary ones: powers, bases. After letters (m², CO₂) they are
# typography.
_POWER = re.compile(r"(?<=\d)[\u00b2\u00b3\u00b9\u2070\u2074-\u208e]+")
# Signs right before or after a figure that change what it says; those in one row are printed for one another.
_BEFORE = {sign: row[0] for row in ("≈~∼≃", "<", ">", "≤⩽", "≥⩾", "±∓", "÷", "√", "≠") for sign in row}
# A dash that touches a figure, and no word before it, is a minus for many, unless it begins an aside.
_DASHES = frozenset("-\u2010\u2011\u2013\u2212")
_CLOSES = re.compile(r"[^.!?\n]{0,300}?(?:[\u2013\u2014]|\s-\s)")
_AFTER = {"‰": "‰", "‱": "‱"}
# Signs between two figures that say how they belong together; stroke, colon, dash are one kind: 9/11, 9-11.
_BETWEEN = {
    sign: row[0]
    for row in ("/\u2044\u2215:-\u2010\u2011\u2012\u2013\u2212", "×✕*", "÷", "+", "=", "^", "±", "\u207b")
    for sign in row
}


class SignChange(Struct, frozen=True):
    """Signs that differ at equal words: the place of both in words, and in each text with its signs."""

    base: int
    word: int
    was: Span
    now: Span


def sign_changes(view: Rendering, stretch: Rendering, run: Operation) -> Iterator[SignChange]:
    """Yield where the figures among equal words (``run``) have other signs, or other signs between them."""
    offset = run.b_start - run.a_start
    for at in range(run.a_start, run.a_end):
        there, here = _Figure(view, at), _Figure(stretch, at + offset)
        if not (there.digits or here.digits):
            continue
        if there.signs != here.signs:
            yield SignChange(at, at + offset, there.span, here.span)
        elif at > run.a_start:
            before = _Figure(view, at - 1), _Figure(stretch, at - 1 + offset)
            if before[0].digits and before[1].digits and _joint(before[0], there) != _joint(before[1], here):
                was, now = _from(before[0], there), _from(before[1], here)
                yield SignChange(at, at + offset, was, now)


class _Figure:
    """A word with the signs that touch it. digits: whether it is printed in digits."""

    def __init__(self, stretch: Rendering, at: int) -> None:
        word = stretch.words[at]
        self.text = text = stretch.source.article.text
        self.start, self.end = word.start, word.end
        printed = text[word.start : word.end]
        self.digits = any(map(str.isdigit, printed))
        if not self.digits:
            self.span, self.signs = Span(word.start, word.end), ("", "", "")
            return
        before, after = text[max(0, word.start - 1) : word.start], text[word.end : word.end + 1]
        minus = _minus_before(stretch, at)
        after = _sign(stretch, after, _AFTER)
        before = "-" if minus is not None else _sign(stretch, before, _BEFORE)
        self.span = Span(word.start - len(before) if minus is None else minus, word.end + len(after))
        self.signs = before, after, "".join(_POWER.findall(printed))


def _minus_before(stretch: Rendering, at: int) -> int | None:
    """Return where the minus before a figure begins, a word or a sign; None where there is none."""
    text, word = stretch.source.article.text, stretch.words[at]
    if at and stretch.words[at - 1].key == _minus(stretch):
        return stretch.words[at - 1].start
    place = word.start - 1
    if text[place : place + 1] not in _DASHES or place < 0 or text[place - 1 : place].isalnum():
        return None
    if (
        at
        and text[stretch.words[at - 1].end : place].strip() == ""
        and stretch.words[at - 1].kind == "number"
    ):
        return None  # 4 -5: a range or a score
    return None if _CLOSES.match(text, word.end) else place


def is_minus(change_keys: Sequence[str], others: Sequence[str], stretch: Rendering) -> bool:
    """Tell whether words that one side has alone are a minus; ``sign_changes`` tells of it at its figure."""
    return not others and list(change_keys) == [_minus(stretch)]


def _sign(stretch: Rendering, sign: str, known: dict[str, str]) -> str:
    """Return the one form of a sign that counts, "" for others; currencies that are read as words do not."""
    if sign in known:
        return known[sign]
    read = sign in stretch.lang.forms.symbols
    return sign if sign and unicodedata.category(sign) == "Sc" and not read else ""


def _joint(first: _Figure, second: _Figure) -> str:
    """Return how two figures are joined; "" where only white space or a stop stands between them."""
    return _BETWEEN.get("".join(first.text[first.end : second.start].split()), "")


def _from(first: _Figure, second: _Figure) -> Span:
    return Span(first.span.start, second.span.end)


def are_signs(stretch: Rendering, start: int, end: int) -> bool:
    """Tell whether words are nothing but signs of a figure beside them: a minus, per cent, a currency.

    stretch: where they stand. Of "10 % to 15 %" the first says nothing that the second does not.
    """
    words = stretch.words[start:end]
    signs = _signs_read(stretch)
    if not words or any(word.key not in signs for word in words):
        return False
    beside = [*stretch.words[max(0, start - 1) : start], *stretch.words[end : end + 1]]
    if not any(word.kind == "number" for word in beside):
        return False
    return not _told_again(stretch, words[0].key, end)


def _signs_read(stretch: Rendering) -> set[str]:
    symbols = stretch.lang.forms.symbols
    return {key for sign, key in symbols.items() if sign != "&"}


def _minus(stretch: Rendering) -> str | None:
    return stretch.lang.forms.symbols.get("-")


def _told_again(stretch: Rendering, key: str, end: int) -> bool:
    """Tell whether the next figure has the same sign: "to 15 %", "and $6 million"."""
    following: Sequence[str] = [word.key for word in stretch.words[end : end + 3]]
    return key != _minus(stretch) and key in following


def lost_at_edges(view: Rendering, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the words of the report beside ``start:end`` that are signs touching its first or last figure.

    A draft that quotes from inside "−5 degrees", or up to the figure of "by 5%", has another figure.
    """
    signs, words = _signs_read(view), view.words
    first, last = words[start], words[end - 1]
    if start and first.kind == "number" and words[start - 1].key in signs:
        sign = words[start - 1]
        if sign.key == _minus(view) or sign.end == first.start:
            yield start - 1, start
    if end < len(words) and last.kind == "number" and words[end].key in signs:
        sign = words[end]
        if sign.start == last.end or sign.end == last.start:  # "5%", "$5"
            yield end, end + 1
