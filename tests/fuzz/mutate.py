"""A seeded mutator of news texts: what damaged captures, other systems and hostile pages do to them.

The same seed and number give the same mutant of the same texts, whatever ran before.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

Edit = Callable[[random.Random, str, Sequence[str]], str]

SPACES = " \u00a0\u2009\u202f\u2007\u200a\u3000\u1680\t\u205f"
LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
MARKS = "\"'“”‘’„‟‚‛«»‹›「」『』``´＂〝〞"
PUNCTUATION = ".,;:!?-–—…()[]{}/\\*_#@&%$£€<>|~=+^•·¡¿。！？،"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069\u061c\ufe0f\U000e0041"
ODD = (
    *"\x00\x07\x1b\x7f\ufffd\ufffe\u0301\u0307\u20dd\u3099",
    *"İıſKßẞﬁﬀŉΐǅÅΣς",
    *"²³¹½¼①⑳٣۴५３〇Ⅻ㊿",
    *"😀👍🏽🇫🇷",
    "👩\u200d👩\u200d👧",
    "e\u0301\u0323",
    "桥关了。",
    "مغلق",
)
PIECES = (
    *["Mr.", "Mrs.", "Dr.", "Jr.", "U.S.", "said", "told reporters", "according to", "that", "adding", "he"],
    *["she", "they", "who", "his wife", "the mayor", "and", "Q.", "A.", "LUND:", "— Ada Lund (@adalund)"],
    *["on Twitter", "pic.twitter.com/abc", "https://example.org/a?b=c#d", "ada@example.org", "March 3, 2024"],
    *["31/12/9999", "0001-01-01", "1 Jan. 1", "yesterday", "tomorrow", "the next day", "the past month"],
    *["last week", "three days ago", "9999999999 years ago", "99 decades later", "5:75 p.m.", "24:00"],
    *["a quarter past", "12-year-old", "two-thirds", "$5 million", "€1,000,00", "1.000.000,5", "1e999"],
    *[
        "9" * 40,
        "0" * 20,
        "1,2,3",
        "3-2",
        "½ per cent",
        "one hundred and",
        "half a dozen",
        "the 1990s",
        "’90s",
    ],
    *["Harbour Light", "O’Lund", "al-Lund", "d’Ada", "Ada P. Lunt", "Van der Berg", "and Tom", "PA", "A"],
    *["[...]", "(...)", "f***", "sh*t", "n’t", "’s", "s’", "--", "***", "…", "•", "1.", "- ", "> ", "# "],
    *["<b>", "</p>", "&amp;", "&#0;", "<!--", "Advertisement", "Read more:", "Photo:", "(CNN)"],
)
_WORD = re.compile(r"\S+")
# Code points of a mutant, which doubles again and again otherwise; longer texts are for the growth test.
_LONGEST = 40_000


def mutant(texts: Sequence[str], seed: int, number: int) -> str:
    """Return mutant ``number`` of ``texts`` under ``seed``: one of them after one to twelve edits."""
    draw = random.Random(f"{seed}/{number}")
    text = draw.choice(texts)
    for _ in range(draw.choice((1, 1, 2, 2, 3, 4, 6, 8, 12))):
        text = draw.choice(EDITS)(draw, text, texts)[:_LONGEST]
    return text


def _place(draw: random.Random, text: str) -> int:
    """Return a place: any, or beside a mark, a capital, a digit or a line end, where readers decide."""
    if draw.random() < 0.5:
        at = draw.randrange(len(text) + 1)
        found = re.compile(draw.choice(("[“”\"‘’']", r"[A-Z]", r"\d", r"\n", r"[.,:]"))).search(text, at)
        if found:
            return draw.choice((found.start(), found.end()))
    return draw.randrange(len(text) + 1)


def _put(text: str, at: int, what: str) -> str:
    return text[:at] + what + text[at:]


def _word(draw: random.Random, text: str) -> tuple[int, int] | None:
    if not text:
        return None
    found = _WORD.search(text, draw.randrange(len(text))) or _WORD.search(text)
    return found.span() if found else None


def _without_word(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    span = _word(draw, text)
    return text[: span[0]] + text[span[1] :] if span else text


def _word_again(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    span = _word(draw, text)
    if span is None:
        return text
    joined = draw.choice((" ", "", "-", "\u00a0", ", "))
    return _put(text, span[1], (joined + text[slice(*span)]) * draw.choice((1, 1, 2, 40)))


def _words_swapped(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    one, two = sorted([_word(draw, text) or (0, 0), _word(draw, text) or (0, 0)])
    if one[1] > two[0]:
        return text
    return text[: one[0]] + text[slice(*two)] + text[one[1] : two[0]] + text[slice(*one)] + text[two[1] :]


def _word_moved_in(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    other = draw.choice(texts)
    span = _word(draw, other)
    return _put(text, _place(draw, text), f" {other[slice(*span)]} ") if span else text


def _case(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    span = _word(draw, text)
    if span is None:
        return text
    change = draw.choice((str.upper, str.lower, str.title, str.swapcase, str.casefold))
    return text[: span[0]] + change(text[slice(*span)]) + text[span[1] :]


def _capitals(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    start, end = sorted((_place(draw, text), _place(draw, text)))
    return text[:start] + draw.choice((str.upper, str.title, str.lower))(text[start:end]) + text[end:]


def _sign(signs: Sequence[str]) -> Edit:
    def edit(draw: random.Random, text: str, texts: Sequence[str]) -> str:
        return _put(text, _place(draw, text), draw.choice(signs) * draw.choice((1, 1, 1, 1, 2, 3, 30)))

    return edit


def _space_changed(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    """Change a blank, some blanks or all of them to another kind."""
    share = draw.choice((0.002, 0.05, 1))
    other = draw.choice((*SPACES, *LINE_ENDS, "", "  ", " \n "))
    return "".join(other if sign == " " and draw.random() < share else sign for sign in text)


def _marks_changed(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    """Change, drop or double some quotation marks and stops."""
    share = draw.choice((0.02, 0.2, 1))
    old = draw.choice(("“", "”", "’", '"', "“”", "\"'“”‘’", ".", ",", ":", "\n", "-–—"))
    new = draw.choice((*MARKS, "", "''", "``", ' "', '" ', *".,:—\n"))
    return "".join(new if sign in old and draw.random() < share else sign for sign in text)


def _digits_changed(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    new = draw.choice((*"٣３²①½", "9", "0", "99999999999", ",000", "."))
    return "".join(new if sign.isdigit() and draw.random() < 0.2 else sign for sign in text)


def _piece(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    space = draw.choice(("", " ", " ", " ", "\u00a0", "\n"))
    return _put(text, _place(draw, text), space + draw.choice(PIECES) + space)


def _quoted(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    """Put a stretch of some words into marks, with or without blanks inside of them."""
    start, _ = _word(draw, text) or (0, 0)
    end = min(len(text), start + draw.randint(1, 60))
    opening, closing = draw.choice(("“”", "““", '""', "‘’", "„“", "«»", "()", "[]", "”“", "“ ", " ”"))
    space = draw.choice(("", " ", "\n"))
    return text[:start] + opening + space + text[start:end] + space + closing + text[end:]


def _lines(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    """Delete, double, move, join or cut lines."""
    lines = text.split("\n")
    at = draw.randrange(len(lines))
    match draw.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines[at:at] = [lines[at]] * draw.choice((1, 2, 8))
        case 2:
            lines.insert(draw.randrange(len(lines)), lines.pop(at))
        case 3:
            lines[at : at + 2] = [" ".join(lines[at : at + 2])]
        case 4:
            lines[at] = lines[at][: draw.randrange(len(lines[at]) + 1)]
        case _:
            draw.shuffle(lines)
    return "\n".join(lines)


def _wrapped(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    """Break the lines every so many signs, as mail and old systems do."""
    width = draw.choice((3, 20, 60, 72))
    return re.sub(rf"(.{{{width},}}?) ", r"\1\n", text)


def _truncated(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    at = _place(draw, text)
    return text[:at] if draw.random() < 0.7 else text[at:]


def _joined(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    other = draw.choice(texts)
    return text[: _place(draw, text)] + draw.choice(("", " ", "\n", "\n\n")) + other[_place(draw, other) :]


def _stretch_again(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    start = _place(draw, text)
    return _put(text, start, text[start : start + draw.randint(1, 200)] * draw.choice((1, 1, 3, 10)))


def _long_word(draw: random.Random, text: str, texts: Sequence[str]) -> str:
    return _put(text, _place(draw, text), draw.choice(("a", "A", "Ab", "é", "1", "ab-", "a’")) * 2000)


EDITS: tuple[Edit, ...] = (
    *[_without_word, _word_again, _words_swapped, _word_moved_in, _case, _capitals],
    *[_sign(SPACES), _sign(LINE_ENDS), _sign(MARKS), _sign(MARKS), _sign(PUNCTUATION), _sign(INVISIBLE)],
    *[_sign(ODD), _space_changed, _marks_changed, _digits_changed, _piece, _piece, _quoted, _quoted],
    *[_lines, _lines, _wrapped, _truncated, _joined, _stretch_again, _long_word],
)
