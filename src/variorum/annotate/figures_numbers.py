"""Numbers in digits and words: where one stands at a place of the text, and its value."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct

from variorum.text.lookup import lookup_key


class Number(Struct, frozen=True, kw_only=True):
    """A number as printed, from ``start`` to ``end``.

    scaled: a scale word or letter was part of it ("1.2 million"), so that a range before shares it.
    words: written in words.
    """

    start: int
    end: int
    value: float
    scaled: bool = False
    words: bool = False


# No report counts beyond; larger ones are codes, and the largest have no value at all.
_LARGEST = 1e30
# Groups of three digits, and words, of one number. More of them are a list, and each of its numbers would be
# looked for through all of the rest.
_GROUPS, _WORDS = 12, 24


@cache
def number_words() -> dict[str, Any]:
    """Return the tables of ``data/numbers.en.toml``, read once."""
    path = files("variorum.annotate").joinpath("data/numbers.en.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    tables = number_words()
    word = "|".join(sorted(tables["words"], key=lambda w: (-len(w), w)))
    scale = "|".join(sorted(tables["scales"], key=lambda w: (-len(w), w)))
    short = "|".join(sorted(tables["short_scales"], key=lambda w: (-len(w), w)))
    atom = rf"(?:(?:{word}|{scale})(?![a-z]))"
    return {
        "digits": re.compile(
            rf"(?P<number>\d{{1,3}}(?:,\d{{3}}){{1,{_GROUPS}}}(?:\.\d+)?|\d+(?:\.\d+)?)"
            rf"(?:(?:[\s\u00a0-]?(?P<scale>{scale})s?\b)|(?P<short>{short})\b(?!\.\w))?",
            re.IGNORECASE,
        ),
        "words": re.compile(
            rf"(?:(?:half\s)?an?\s(?=(?:{scale})\b))?{atom}(?:[\s-]{atom}|\sand\s(?:a\shalf\b|{atom})){{0,{_WORDS}}}",
            re.IGNORECASE,
        ),
        "half": re.compile(r"\sand\sa\shalf\b", re.IGNORECASE),
    }


def read_number(text: str, start: int, *, letters: bool = True) -> Number | None:
    """Return the number that begins at ``start``; None when none does.

    letters: whether scale letters written on to digits count ("40m"); after a currency sign they do,
        elsewhere "m" may be metres.
    """
    if start < len(text) and text[start].isdigit():
        return _read_digits(text, start, letters=letters)
    return _read_words(text, start)


def _read_digits(text: str, start: int, *, letters: bool) -> Number | None:
    found = _patterns()["digits"].match(text, start)
    if found is None:
        return None
    value = float(found["number"].replace(",", ""))
    if value > _LARGEST:
        return None
    end = found.end("number")
    scaled = False
    tables = number_words()
    if found["scale"]:
        value, end, scaled = value * tables["scales"][lookup_key(found["scale"])], found.end(), True
    elif found["short"] and (letters or lookup_key(found["short"]) not in ("m", "b", "k")):
        value, end, scaled = value * tables["short_scales"][lookup_key(found["short"])], found.end(), True
    half = _patterns()["half"].match(text, end)
    if half:
        value, end = value + 0.5, half.end()
    return Number(start=start, end=end, value=_round(value), scaled=scaled)


def _read_words(text: str, start: int) -> Number | None:
    found = _patterns()["words"].match(text, start)
    if found is None:
        return None
    words = re.findall(r"[a-z]+", lookup_key(found.group()))
    value, used = _value_of(words)
    if not used:
        return None
    end = found.end() if used == len(words) else _end_after(text, found, used)
    scales = number_words()["scales"]
    return Number(start=start, end=end, value=value, scaled=words[used - 1] in scales, words=True)


def _end_after(text: str, found: re.Match[str], used: int) -> int:
    """Offset after the first ``used`` words of a match."""
    spans = list(re.finditer(r"[^\W\d_]+", text[found.start() : found.end()]))
    return found.start() + spans[used - 1].end()


def _value_of(words: list[str]) -> tuple[float, int]:
    """Return the value of number words and how many belong to one number: "two, three" are two."""
    tables = number_words()
    units, scales = tables["words"], tables["scales"]
    total = current = 0.0
    used = 0
    previous = ""
    for index, word in enumerate(words):
        if word in ("a", "an"):
            current = current or (0.0 if words[index + 1 : index + 2] == ["half"] else 1.0)
        elif word == "half":
            if index == 0:
                current = 0.5
            else:
                current += 0.5 * scales.get(previous, 1)
        elif word == "and":
            if previous not in scales and words[index + 1 : index + 2] != ["a"]:
                break
        elif word in units:
            if previous in units and not (units[previous] >= 20 and units[word] < 10):
                break
            current += units[word]
        elif word == "hundred" or word == "dozen":
            current = (current or 1.0) * scales[word]
        else:
            total, current = total + (current or 1.0) * scales[word], 0.0
        if word not in ("and", "a", "an"):
            used = index + 1
            previous = word
    return _round(total + current), used


def _round(value: float) -> float:
    """Undo what binary fractions add: 1.1 million is 1100000."""
    return round(value, 6)
