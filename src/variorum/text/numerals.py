"""Numbers among the tokens of printed speech: "two hundred and five", "3 lakh crore", "1,50,000", "2.5m"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from math import isfinite

from msgspec import Struct

from variorum.language.tables import Forms
from variorum.text.tokens import Token

_NUMBER = re.compile(
    r"(?=\.?\d)((?:\d(?:[\d,'\u2019\u00a0\u2009\u202f ]*\d)?)?(?:\.\d+)?)(st|nd|rd|th|s|bn|m|mn|k|tn|cr)?$",
    re.IGNORECASE,
)
_HALVES = frozenset(("half", "-"))  # what "half a million" begins with
_VULGAR = re.compile(r"\d+[\u00bc-\u00be\u2150-\u215e]")
_HALF_A, _AND_A_HALF = ("half", "a"), ("and", "a", "half")
_UNDER = frozenset("2348")  # "9/11" behind a number is no part of one
_SEPARATORS = re.compile("[,'\u2019\u00a0\u2009\u202f ]")


def number_value(tokens: Sequence[Token], position: int, forms: Forms) -> tuple[str | None, int, str, float]:
    """Return the number that begins at ``position``: its value as text, None for none, and how it is printed.

    Further: how many tokens it takes, an ordinal suffix, and what words like "million" multiplied it by.
    """
    if position >= len(tokens):
        return None, 0, "", 1
    first = tokens[position].text.lower()
    if ":" in first or first.lstrip("'\u2018\u2019")[-2:] == "0s":
        return (
            (first.lstrip("'\u2018\u2019"), 1, "", 1)
            if first[-1:] in "s0123456789" and first[:1] != "s"
            else (None, 0, "", 1)
        )
    if first in forms.ordinals:
        return str(forms.ordinals[first]), 1, "th", 1
    if tokens[position].kind != "number" and not may_begin(first, forms) and not _VULGAR.fullmatch(first):
        return None, 0, "", 1
    total = current = 0.0
    used, ordinal, scale = 0, "", 1.0
    for part, count in _number_parts(tokens, position, forms):
        if isinstance(part, _Scale):
            if used == 0 and (part.plural or not _article_before(tokens, position)):
                return None, 0, "", 1
            if used and current == 0:  # "3 lakh crore"
                total *= part.by
            else:
                current = (current or 1) * part.by
            if part.by >= 1000:
                total, current = total + current, 0.0
            scale *= part.by
        else:
            current += part.value
            ordinal, scale = part.suffix, 1.0
        used = count
    if used == 0:
        return None, 0, "", 1
    number = round(total + current, 6)
    if not isfinite(number):  # hundreds of digits are a code, not an amount
        return None, 0, "", 1
    return (str(int(number)) if number == int(number) else repr(number)), used, ordinal, scale


def may_begin(word: str, forms: Forms) -> bool:
    """Tell, at once, what most words by far do not: begin a number."""
    return word in forms.numbers or word in forms.scales or word in _HALVES


class _Scale(Struct, frozen=True):
    by: int
    plural: bool = False


class _Value(Struct, frozen=True):
    value: float
    suffix: str = ""


def _article_before(tokens: Sequence[Token], position: int) -> bool:
    return position > 0 and tokens[position - 1].text.lower() in ("a", "per")


def _number_parts(
    tokens: Sequence[Token], position: int, forms: Forms
) -> Iterator[tuple[_Scale | _Value, int]]:
    """Yield the parts of one number with the count of tokens used so far.

    A digit number takes scales only; number words add up while they fall ("two hundred and five").
    """
    last = None
    used = 0
    for part, offset in _candidates(tokens, position, forms):
        if isinstance(part, _Value):
            if last is not None and not _may_follow(last, part):
                return
        elif isinstance(last, _Scale) and last.by >= part.by >= 1000:
            return
        used = offset
        yield part, used
        if isinstance(part, _Value) and part.suffix:
            return
        last = part


def _may_follow(last: _Scale | _Value, part: _Value) -> bool:
    if isinstance(last, _Scale):
        return part.value < last.by and part.value == int(part.value)
    if 0 < part.value < 1:
        return True
    return last.value in (20, 30, 40, 50, 60, 70, 80, 90) and 0 < part.value < 10


_LARGE_SCALES = frozenset(["hundred", "thousand", "million", "billion", "lakh", "crore"])


def _candidates(
    tokens: Sequence[Token], position: int, forms: Forms
) -> Iterator[tuple[_Scale | _Value, int]]:
    index = position
    digits = False
    while index < len(tokens):
        token = tokens[index]
        word = token.text.lower()
        half = _half_ahead(tokens, index, forms, first=index == position)
        if half:
            yield _Value(0.5), half - position
            index = half
            continue
        part = _part_ahead(tokens, index) if index == position + 1 else None
        if part and (digits or tokens[position].text.lower() in forms.numbers):
            yield part[0], part[1] - position
            index = part[1]
            continue
        if index > position and (token.kind == "hyphen" or word == "and") and not digits:
            following = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
            joins = following in forms.numbers or following in forms.scales or following in forms.ordinals
            after_scale = tokens[index - 1].text.lower() in _LARGE_SCALES
            if not joins or (word == "and" and not after_scale):
                return
            index += 1
            continue
        if index == position and (token.kind == "number" or _VULGAR.fullmatch(word)):
            digits = True
            yield from _digits(token, forms)
        elif word in forms.numbers and not digits:
            yield _Value(forms.numbers[word]), index - position + 1
        elif word in forms.ordinals and index > position and not digits:
            yield _Value(forms.ordinals[word], "th"), index - position + 1
            return
        elif word in forms.scales and (len(word) > 2 or (digits and word in ("bn", "tn", "mn", "cr"))):
            yield _Scale(forms.scales[word], word.endswith("s")), index - position + 1
        else:
            return
        index += 1


def _part_ahead(tokens: Sequence[Token], index: int) -> tuple[_Value, int] | None:
    """Return the part of one that stands behind a whole number, and where it ends: "and a half", "1/2"."""
    end = _behind(tokens, index, _AND_A_HALF)
    if end:
        return _Value(0.5), end
    index = _past_hyphens(tokens, index)
    if len(tokens) < index + 3 or tokens[index + 1].text != "/":
        return None
    over, stroke, under = tokens[index : index + 3]
    touching = over.end == stroke.start and stroke.end == under.start
    if not touching or under.text not in _UNDER or not over.text.isdecimal():
        return None
    share = int(over.text) / int(under.text)
    return (_Value(round(share, 6)), index + 3) if 0 < share < 1 else None


def _half_ahead(tokens: Sequence[Token], index: int, forms: Forms, *, first: bool) -> int:
    """Return the index of the scale after "half a", or after "and a half" inside a number; 0 for none."""
    end = _behind(tokens, index, _HALF_A if first else _AND_A_HALF)
    if not end:
        return 0
    index = _past_hyphens(tokens, end)
    return index if index < len(tokens) and tokens[index].text.lower() in forms.scales else 0


def _behind(tokens: Sequence[Token], index: int, wanted: Sequence[str]) -> int:
    """Return the index behind some words, which hyphens may join; 0 where others stand there."""
    if tokens[index].text.lower() not in (wanted[0], "-"):
        return 0
    for word in wanted:
        index = _past_hyphens(tokens, index)
        if index >= len(tokens) or tokens[index].text.lower() != word:
            return 0
        index += 1
    return index


def _past_hyphens(tokens: Sequence[Token], index: int) -> int:
    while index < len(tokens) and tokens[index].kind == "hyphen":
        index += 1
    return index


def _digits(token: Token, forms: Forms) -> Iterator[tuple[_Scale | _Value, int]]:
    if _VULGAR.fullmatch(token.text):  # "2½"
        yield _Value(float(token.text[:-1]) + round(unicodedata.numeric(token.text[-1]), 6)), 1
        return
    match = _NUMBER.match(token.text)
    if match is None:
        return
    suffix = (match.group(2) or "").lower()
    ordinal = "th" if suffix in ("st", "nd", "rd", "th") else "s" if suffix == "s" else ""
    yield _Value(float(_SEPARATORS.sub("", match.group(1))), ordinal), 1
    if suffix in forms.scales:
        yield _Scale(forms.scales[suffix]), 1
