"""Numbers in digits and words: where one stands at a place of the text, and its value."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from msgspec import Struct

from variorum.language.language import Language
from variorum.language.number_tables import Numbers
from variorum.settings import TEXTS
from variorum.text.late import late
from variorum.text.lookup import alternatives, lookup_key

# Commas and stops of other writings: full width, Arabic.
_COMMA = "[,\uff0c\u066c]"
_STOP = "[.\uff0e\u066b]"
_APOSTROPHE = "['\u2019]"
_HARD_SPACE = "[\u00a0\u2009\u202f]"
# Thousands set apart: 150,000; 1,50,000 and 12,34,56,789 (India); 150'000 (Switzerland); 150 000 a space
# that does not break, or with a plain one where no two numbers can be meant.
_GROUPED = (
    rf"(?!0)\d{{1,2}}(?:{_COMMA}\d{{2}}){{1,{TEXTS.digit_groups}}}{_COMMA}\d{{3}}(?!{_COMMA}?\d)"
    rf"|\d{{1,3}}(?:{_COMMA}\d{{3}}){{1,{TEXTS.digit_groups}}}"
    rf"|(?!0)\d{{1,3}}(?:{_APOSTROPHE}\d{{3}}){{1,{TEXTS.digit_groups}}}(?!\d)"
    rf"|(?!0)\d{{1,3}}(?:{_HARD_SPACE}\d{{3}}){{1,{TEXTS.digit_groups}}}(?!\d)"
    r"|(?!0)\d{1,3}(?:(?:\x20\d{3}){2,12}|(?:\x200\d{2}){1,12})(?!\d)"
)
_GROUPED_AFTER_SIGN = r"(?!0)\d{1,3}(?:\x20\d{3}){1,12}(?!\d)"
_SEPARATORS = late(rf"{_COMMA}|{_APOSTROPHE}|{_HARD_SPACE}|\x20")
_VULGAR = late(r"\s?(?P<sign>[¼½¾⅐-⅞])|\s(?P<over>[1-9])/(?P<under>[2-9]|10)(?![\d/])")


class Number(Struct, frozen=True, kw_only=True):
    """A number as printed, from ``start`` to ``end``.

    scale: what a scale word or letter that ended it multiplied by ("1.2 million"), so that a range before
    shares it; 1 for none. words: written in words.
    """

    start: int
    end: int
    value: float
    scale: float = 1.0
    words: bool = False


def number_words(lang: Language) -> Numbers:
    """Return the number words of a language."""
    return lang.numbers


@cache
def scale_pattern(lang: Language) -> str:
    """Return a pattern of the words that multiply: hundred, million, lakh, dozen."""
    return "|".join(sorted(number_words(lang).scales, key=lambda w: (-len(w), w)))


@cache
def scale_letters(lang: Language) -> str:
    """Return a pattern of what stands for a scale when it is written on to digits: m, bn, cr."""
    return "|".join(sorted(number_words(lang).short_scales, key=lambda w: (-len(w), w)))


@cache
def _patterns(lang: Language) -> dict[str, re.Pattern[str]]:
    word = "|".join(sorted(number_words(lang).words, key=lambda w: (-len(w), w)))
    scale, short = scale_pattern(lang), scale_letters(lang)
    atom = rf"(?:(?:{word}|{scale})(?![a-z]))"
    decimal = rf"(?:{_STOP}\d+)?"
    texts = {
        "digits": rf"(?:{_GROUPED}|\d+){decimal}",
        "digits after a sign": rf"(?:{_GROUPED}|{_GROUPED_AFTER_SIGN}|\d+){decimal}",
        "scale": rf"[\s\u00a0-]?(?P<scale>{scale})s?\b|\s(?P<crore>(?-i:cr|Cr))\b"
        rf"|(?P<short>{short})\b(?!\.\w)|(?P<rupees>l)\b",
        "more": rf"[\s\u00a0-](?P<scale>{scale})s?\b",
        "rest": rf"[\s\u00a0](?:and\s)?(?P<number>\d{{1,3}}(?:\.\d+)?)[\s\u00a0](?P<scale>{scale})s?\b",
        "words": rf"(?:(?:half\s)?an?\s(?=(?:{scale})\b))?{atom}"
        rf"(?:[\s-]{atom}|[\s-]and[\s-](?:a[\s-]half\b|{atom})){{0,{TEXTS.number_words}}}",
        "half": r"[\s-]and[\s-]a[\s-]half\b",
    }
    return {name: late(text, re.IGNORECASE) for name, text in texts.items()}


def read_number(
    text: str, start: int, *, letters: bool = True, sign: str | None = None, lang: Language
) -> Number | None:
    """Return the number that begins at ``start``; None when none does.

    letters: whether scale letters written on to digits count ("40m"); elsewhere "m" may be metres, so that
        what is counted must follow ("40m people"). sign: the currency that stands before.
    """
    if start < len(text) and text[start].isdigit():
        return _read_digits(text, start, letters=letters, sign=sign, lang=lang)
    return _read_words(text, start, lang)


def _read_digits(text: str, start: int, *, letters: bool, sign: str | None, lang: Language) -> Number | None:
    found = _patterns(lang)["digits after a sign" if sign else "digits"].match(text, start)
    if found is None:
        return None
    value = _in_digits(found[0])
    if value > TEXTS.largest:
        return None
    value, end, fraction = _with_fraction(text, found.end(), value, lang)
    scaled = _scale_after(text, end, letters=letters, sign=sign, lang=lang)
    if scaled is None or fraction and text[end] in "mbk":
        return Number(start=start, end=end, value=_round(value))
    by, end = scaled
    half = _patterns(lang)["half"].match(text, end)
    if half:
        value, end = value + 0.5, half.end()
    total, end = _with_rest(text, end, value * by, by, lang)
    return Number(start=start, end=end, value=_round(total), scale=by)


def _in_digits(printed: str) -> float:
    """Return the value of digits of any writing, with or without their groups set apart."""
    plain = _SEPARATORS.sub("", printed).replace("\uff0e", ".").replace("\u066b", ".")
    return float(plain)


def _with_fraction(text: str, end: int, value: float, lang: Language) -> tuple[float, int, bool]:
    """Return a value with the part of one that follows it: "2½", "1 1/2", "2 and a half"."""
    half = _patterns(lang)["half"].match(text, end)
    if half:
        return value + 0.5, half.end(), True
    found = _VULGAR.match(text, end)
    if found is None:
        return value, end, False
    part = unicodedata.numeric(found["sign"]) if found["sign"] else int(found["over"]) / int(found["under"])
    return (value + part, found.end(), True) if part < 1 else (value, end, False)


def _scale_after(
    text: str, end: int, *, letters: bool, sign: str | None, lang: Language
) -> tuple[float, int] | None:
    """Return what follows digits and multiplies them, and where it ends: "million", "lakh crore", "bn"."""
    tables, found = number_words(lang), _patterns(lang)["scale"].match(text, end)
    if found is None:
        return None
    if found["scale"]:
        by, end = tables.scales[lookup_key(found["scale"])], found.end()
        while more := _patterns(lang)["more"].match(text, end):
            by, end = by * tables.scales[lookup_key(more["scale"])], more.end()
        return by, end
    if found["rupees"]:
        return (tables.rupee_scales["l"], found.end()) if sign == "INR" else None
    short = lookup_key(found["crore"] or found["short"])
    if not (letters or len(short) > 1 or _is_scale_letter(text, short, found.end(), lang)):
        return None
    by, end = tables.short_scales[short], found.end()
    crore = _patterns(lang)["more"].match(text, end) if short == "k" else None
    return (by * tables.scales[lookup_key(crore["scale"])], crore.end()) if crore else (by, end)


# "10k runs" are of ten kilometres.
_AFTER_THOUSANDS = late(
    r"(?:\s?(?:[-\u2010-\u2015]|to|or|and)\s?\d[\d.,]*k)?\s(?!runs|races|walks|events|courses)[a-z]{3,}s\b",
    re.I,
)


def _is_scale_letter(text: str, letter: str, at: int, lang: Language) -> bool:
    """Tell whether a letter on digits that ends at ``at`` multiplies them: what is counted follows."""
    thousands = letter == "k" and _AFTER_THOUSANDS.match(text, at) is not None
    return thousands or _counts_after_letter(lang).match(text, at) is not None


@cache
def _counts_after_letter(lang: Language) -> re.Pattern[str]:
    """Pattern of what shows that a letter on digits is a scale: "5m euros", "5m-6m euros", "6m people"."""
    counted = [form for row in lang.units.currency_words.values() for form in row]
    counted += lang.numbers.scaled.counted
    joined = alternatives(counted)
    return re.compile(
        rf"(?:\s?(?:[-\u2010-\u2015]|to|or|and)\s?\d[\d.,]*(?:{scale_letters(lang)})?)?\s(?:{joined})\b", re.I
    )


def _with_rest(text: str, end: int, total: float, by: float, lang: Language) -> tuple[float, int]:
    """Return a number with the smaller scales told after it: "2 crore 50 lakh", "1 lakh and 20 thousand"."""
    while by >= 1e5 and (rest := _patterns(lang)["rest"].match(text, end)):
        smaller = number_words(lang).scales[lookup_key(rest["scale"])]
        amount = float(rest["number"]) * smaller
        if not 1000 <= smaller < by or amount >= by:
            break
        total, end, by = total + amount, rest.end(), smaller
    return total, end


def _read_words(text: str, start: int, lang: Language) -> Number | None:
    found = _patterns(lang)["words"].match(text, start)
    if found is None:
        return None
    words = re.findall(r"[a-z]+", lookup_key(found.group()))
    value, used = _value_of(words, lang)
    if not used:
        return None
    end = found.end() if used == len(words) else _end_after(text, found, used)
    scale = number_words(lang).scales.get(words[used - 1], 1.0)
    if used > 1 and scale > 1 and words[used - 2] in number_words(lang).scales:
        scale *= number_words(lang).scales[words[used - 2]]
    return Number(start=start, end=end, value=value, scale=scale, words=True)


def _end_after(text: str, found: re.Match[str], used: int) -> int:
    """Offset after the first ``used`` words of a match."""
    spans = list(re.finditer(r"[^\W\d_]+", text[found.start() : found.end()]))
    return found.start() + spans[used - 1].end()


class _Sum:
    """A number in words while it is added up; done: its value and words before the last group began."""

    def __init__(self, numbers: Numbers) -> None:
        self.units, self.scales = numbers.words, numbers.scales
        self.total = self.current = 0.0
        self.least = float("inf")
        self.previous = ""
        self.used = 0
        self.done = (0.0, 0)

    @property
    def value(self) -> float:
        return self.total + self.current

    def unit(self, value: float) -> bool:
        """Add a number below a hundred; False when it begins another number."""
        units = self.units
        if self.previous in units and not (units[self.previous] >= 20 and value < 10):
            return False
        if self.previous and self.previous not in units:
            self.done = self.value, self.used
        self.current += value
        return True

    def scale(self, word: str) -> bool:
        """Multiply by a scale; False when the words since the last one are another number.

        "Two thousand and three thousand" are two numbers, "three lakh crore" is one.
        """
        scales = self.scales
        by = scales[word]
        if by < 1000:
            if self.current >= 100:
                return False
            self.current = (self.current or 1.0) * by
        elif self.current == 0 and self.previous in scales:
            self.total, self.least = self.total * by, self.least * by
        elif by >= self.least:
            return False
        else:
            self.total, self.current, self.least = self.total + (self.current or 1.0) * by, 0.0, by
        return True

    def take(self, word: str, index: int) -> None:
        self.used, self.previous = index + 1, word


def _value_of(words: list[str], lang: Language) -> tuple[float, int]:
    """Return the value of number words and how many belong to one number: "two, three" are two."""
    numbers = number_words(lang)
    units, scales = numbers.words, numbers.scales
    number = _Sum(numbers)
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if word in ("a", "an"):
            number.current = number.current or (0.0 if following == "half" else 1.0)
            continue
        if word == "and":
            if number.previous not in scales and following != "a":
                break
            continue
        if word == "half":
            if index:
                number.current += 0.5 * scales.get(number.previous, 1)
            else:
                number.current = 0.5
        elif word in units:
            if not number.unit(units[word]):
                break
        elif not number.scale(word):
            return _round(number.done[0]), number.done[1]
        number.take(word, index)
    return _round(number.value), number.used


def _round(value: float) -> float:
    """Undo what binary fractions add: 1.1 million is 1100000."""
    return round(value, 6)
