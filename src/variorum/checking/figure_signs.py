"""Signs that make a figure another one, which no reading of words sees: 10² and 102, ≤5 and 5, 3×4 and 3 4.

Whether words are the same is asked by what is read aloud. Of a figure a sign alone may be lost, or a minus, a
per cent, a currency beside it: then the words agree, or nearly so, and the figure does not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from msgspec import Struct

from variorum.collation.utterances.rendering import Rendering
from variorum.collation.variants.changes import Change
from variorum.model import Span
from variorum.text.alignment import Operation
from variorum.text.late import late
from variorum.text.normalise import surfaces

# Raised and lowered numerals behind ordinary ones: powers, bases. After letters (m², CO₂) they are
# typography.
_POWER = late(r"(?<=\d)[\u00b2\u00b3\u00b9\u2070\u2074-\u208e]+")
# Signs right before or after a figure that change what it says; those in one row are printed for one another.
_BEFORE = {
    sign: row[0]
    for row in ("≈~∼≃", "<＜", ">＞", "≤⩽≦", "≥⩾≧", "≲", "≳", "≪", "≫", "±∓", "÷", "√", "≠", "↑▲", "↓▼")
    for sign in row
}
# A dash that touches a figure, and no word before it, is a minus for many; where another one follows it may
# begin an aside.
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2212\u207b\u2796\ufe63\uff0d")
_CLOSES = late(r"[^.!?\n]{0,300}?(?:[\u2013\u2014]|\s-\s)")
_MONEY = late(r"(?<=[^\w\s])([^\W\d_]{0,3}[^\w\s.]|[^\W\d_]{1,3}\.?[ \u00a0]?)\Z")
_MINUS, _MINUS_OR_ASIDE = "-", "-?"
_PARTS = late(r"[,;:()\[\]\u2010-\u2015-]")
# What ends a figure: a dash right after it joins two of them (5%-6%, 5€-6€).
_ENDS_FIGURE = frozenset("%‰‱°\u2032\u2033)]")
_FRACTION = late("[\u00bc-\u00be\u2150-\u215e]")
_BEFORE_UNIT = late(r"(?<=\d)\s(?=[^\W\d_])")
_AFTER = {sign: sign for sign in "‰‱+℃℉"}
# Signs between two figures that say how they belong together; stroke, colon, dash are one kind: 9/11, 9-11.
_BETWEEN = {
    sign: row[0]
    for row in (
        "/\u2044\u2215:\u2236-\u2010\u2011\u2012\u2013\u2212",
        "×✕*",
        "÷",
        "+",
        "=",
        "^",
        "±",
        "\u207b",
    )
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
        if not there.says_as(here):
            yield SignChange(at, at + offset, there.span, here.span)
        elif at > run.a_start and there.digits and here.digits:
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
        self.digits = any(map(str.isnumeric, printed))
        self.parted = False  # whether a dash, comma or bracket stands between the word before and it
        if not self.digits:
            spelled = word.kind == "number" and at > 0 and stretch.words[at - 1].key == _minus(stretch)
            self.span = Span(stretch.words[at - 1].start if spelled else word.start, word.end)
            self.signs = _MINUS if spelled else "", "", ""
            return
        before, after = text[max(0, word.start - 1) : word.start], text[word.end : word.end + 1]
        minus = _minus_before(stretch, at)
        after = "" if after == "+" and text[word.end + 1 : word.end + 2].isdigit() else after
        after = _sign(stretch, after, _AFTER)
        before = minus[1] if minus else _sign(stretch, before, _BEFORE)
        self.span = Span(minus[0] if minus else word.start - len(before), word.end + len(after))
        self.signs = before, after, "".join(_POWER.findall(printed))
        self.parted = at > 0 and bool(_PARTS.search(text, stretch.words[at - 1].end, word.start))

    def says_as(self, other: _Figure) -> bool:
        """Tell whether both have the same signs; a dash that may begin an aside is one where one is meant."""
        if self.signs == other.signs:
            return True
        befores = {self.signs[0], other.signs[0]}
        if self.signs[1:] != other.signs[1:] or _MINUS_OR_ASIDE not in befores:
            return False
        aside = other if self.signs[0] == _MINUS_OR_ASIDE else self
        return _MINUS in befores or ("" in befores and aside.parted)


def _minus_before(stretch: Rendering, at: int) -> tuple[int, str] | None:
    """Return where the minus before a figure begins, a word or a sign, and whether it may be the dash of an
    aside; None where there is none.
    """
    text, word = stretch.source.article.text, stretch.words[at]
    if at and stretch.words[at - 1].key == _minus(stretch):
        return stretch.words[at - 1].start, _MINUS
    money = _MONEY.search(text, max(0, word.start - 6), word.start)  # −$5, −US$5, -Rs 5
    code = money[1].rstrip(". ").lower() if money else ""
    known = code in stretch.lang.forms.currency_codes or unicodedata.category(code[-1:] or " ") == "Sc"
    place = (money.start() if money and known else word.start) - 1
    if place < 0 or text[place] not in _DASHES or (place and _joins(text, place)):
        return None
    if (
        at
        and text[stretch.words[at - 1].end : place].strip() == ""
        and stretch.words[at - 1].kind == "number"
    ):
        return None  # 4 -5: a range or a score
    return place, _MINUS_OR_ASIDE if _CLOSES.match(text, word.end) else _MINUS


def _joins(text: str, place: int) -> bool:
    """Tell whether a dash at ``place`` follows a word or a figure without a blank."""
    before = text[place - 1]
    money = unicodedata.category(before) == "Sc" and text[place - 2 : place - 1].isdigit()
    return before.isalnum() or before in _ENDS_FIGURE or money


def same_figure(view: Rendering, stretch: Rendering, change: Change) -> bool:
    """Tell whether both sides of a change print one figure: ½ and 1/2, 5ft and 5 ft, No 5 and No. 5."""
    sides = (view, change.base_start, change.base_end), (stretch, change.start, change.end)
    if any(start == end for _, start, end in sides):
        return False
    numbered = _numbered(*sides[0]), _numbered(*sides[1])
    if all(numbered) and numbered[0] == numbered[1]:
        return True
    was, now = (_spelled_out(side, start, end) for side, start, end in sides)
    edges = ((change.base_start, change.start), (change.base_end - 1, change.end - 1))
    return (
        was == now
        and any(map(str.isdigit, was))
        and all(_Figure(view, there).says_as(_Figure(stretch, here)) for there, here in edges)
    )


def _spelled_out(side: Rendering, start: int, end: int) -> str:
    """Return words as printed, fractions with a stroke (1½: 1 1/2), and no blank before a unit."""
    printed = surfaces(side.source.article.text, side.words[start:end])
    parted = _FRACTION.sub(lambda one: f" {unicodedata.normalize('NFKC', one[0])}", printed)
    return _BEFORE_UNIT.sub("", " ".join(parted.replace("\u2044", "/").split()))


def _numbered(side: Rendering, start: int, end: int) -> str:
    """Return "No" of "No. 5" and "No 5", which some papers print without a stop; "" of other words."""
    printed = surfaces(side.source.article.text, side.words[start:end]).removesuffix(".")
    after = side.words[end : end + 1]
    return printed if printed[:1].isupper() and after and after[0].kind == "number" else ""


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
