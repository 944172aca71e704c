"""Figures in special words: vague amounts, parts of a whole, ordinals, "one"."""

from __future__ import annotations

import re
from functools import cache

from variorum.annotation.figures.bounds import finish, singular, with_bound
from variorum.annotation.figures.core import Core, read_core
from variorum.annotation.figures.nouns import counted, noun_words
from variorum.annotation.figures.units import unit_after
from variorum.language.language import Language
from variorum.model import Figure, FigureKind, Span
from variorum.text.lookup import lookup_key
from variorum.text.numbers import Number, number_words, scale_pattern


def counts_one(text: str, start: int, lang: Language) -> bool:
    """Tell whether "one" is a number and no pronoun: "one man", "one million", not "one of", "no one"."""
    phrases = lang.phrases.figures
    before = text[max(0, start - 12) : start].lower()
    if phrases.no_one.search(before):
        return False
    after = text[start + 3 : start + 24].lower()
    if phrases.one_apart.match(after):
        return bool(phrases.one_of_many.match(after) or phrases.one_day.match(after))
    return True


def read_vague(text: str, start: int, word: str, lang: Language) -> Figure | int:
    """Read "dozens of people", "hundreds of thousands of people": an amount without a value."""
    phrases = lang.phrases.figures
    found = phrases.vague_tail.match(text, start + len(word))
    end = found.end() if found else start + len(word)
    if word == "scores" and not text.startswith(" of ", end):
        return end
    if word == "tens" and "of" not in text[start:end]:
        return end
    if text[start - 1 : start] == "-" or re.search(r"\d\s$", text[max(0, start - 2) : start]):
        return end
    money = phrases.of_money.match(text, end)
    unit = unit_after(text, end + 3 if text.startswith(" of ", end) else end, lang)
    if money or unit:
        stop = unit.end if unit else money.end() if money else end
        kind: FigureKind = unit.kind if unit else "money"
        name = (
            unit.name
            if unit
            else {"dollars": "USD", "euros": "EUR", "pounds": "GBP"}[money[1]]
            if money
            else None
        )
        return Figure(span=Span(start, stop), kind=kind, value=None, unit=name)
    noun = counted(text, end, lang=lang)
    if noun is None and not text.startswith(" more", end):
        return Figure(span=Span(start, end), kind="count", value=None) if word != "scores" else end
    return Figure(span=Span(start, end), kind="count", value=None, of=noun[0] if noun else None)


@cache
def _half_of(lang: Language) -> re.Pattern[str]:
    """Pattern of what makes "half" no share of something: "half an hour", "half a million"."""
    words = "hour|day|year|mile|minute|second|century|time|past|way|back|mast|brother|sister|hearted|a"
    return re.compile(rf"[\s-](?:an?\s)?(?:{words}|{scale_pattern(lang)})\b|-|time|way")


@cache
def _of_scale(lang: Language) -> re.Pattern[str]:
    return re.compile(rf"\san?\s(?:{scale_pattern(lang)})\b", re.IGNORECASE)


@cache
def _fraction(lang: Language) -> re.Pattern[str]:
    names = "|".join(sorted(number_words(lang).fractions, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?:(?P<n>an?|one|two|three|four|five)[\s-])?(?P<part>{names})\b", re.IGNORECASE)


def read_fraction(text: str, start: int, floor: int, lang: Language) -> Figure | int | None:
    """Read a part of a whole: "a third of", "two-thirds", "half the voters", "three quarters"."""
    phrases = lang.phrases.figures
    words = number_words(lang)
    found = _fraction(lang).match(text, start)
    if found is None:
        return None
    part, count = lookup_key(found["part"]), lookup_key(found["n"] or "one")
    after = text[found.end() : found.end() + 14].lower()
    plural = part.endswith("s")
    if part == "half":
        if _half_of(lang).match(after):
            return _half_unit(text, start, found.end(), floor, lang)
        named = phrases.half_named.search(text[max(0, start - 14) : start].lower())
        if named and not after.startswith(" of"):
            return found.end()
    elif (
        not plural
        and not (count in ("a", "an", "one") and found["n"] and phrases.part_of.match(after))
        or plural
        and count in ("a", "an", "one")
    ):
        return None
    value = round(
        (words.words.get(count, 1))
        * (
            100 / 3
            if part.startswith("third")
            else 100 / {"sixth": 6, "seventh": 7, "ninth": 9}[part.rstrip("s")]
            if part.rstrip("s") in ("sixth", "seventh", "ninth")
            else float(words.fractions[part])
        ),
        2,
    )
    noun = counted(text, found.end(), lang=lang) if phrases.part_of_some.match(after) else None
    if noun is None and phrases.part_of_one.match(after):
        noun = singular(text, found.end(), lang)
    return with_bound(
        text,
        Core(
            start=start,
            end=found.end(),
            low=value,
            high=value,
            kind="share",
            unit="percent",
            number=Number(start=start, end=found.end(), value=value, words=True),
        ),
        noun,
        floor,
        lang,
    )


def _half_unit(text: str, start: int, end: int, floor: int, lang: Language) -> Figure | int:
    """Read "half an hour"; other compounds of "half" are left to the number rules or are no figure."""
    found = lang.phrases.figures.half_unit.match(text, end)
    unit = unit_after(text, found.end() - 1, lang) if found else None
    if unit is None:
        nxt = _of_scale(lang).match(text, end)
        return finish(text, core, floor, lang) if nxt and (core := read_core(text, start, lang)) else end
    return Figure(span=Span(start, unit.end), kind=unit.kind, value=0.5, unit=unit.name)


def read_ordinal(text: str, start: int, end: int, value: float, lang: Language) -> Figure | int:
    """Read "the third attempt", "his 21st goal"; idioms, and names in capitals, count nothing."""
    idioms = number_words(lang).idioms
    before = re.search(r"([^\W\d_]+)[\s-]$", text[max(0, start - 16) : start])
    after = re.compile(r"[\s-]([^\W\d_][\w’'-]*)").match(text, end)
    if after is None or before and before[1].lower() in idioms.before_ordinal:
        return end
    noun = after[1].lower()
    begins = text[start].isupper() and after[1][0].isupper()
    if begins or noun in idioms.after_ordinal or noun in noun_words(lang).stops or after[1][0].isupper():
        return end
    if noun in ("century", "centuries"):
        return end
    phrase = counted(text, end, one=True, lang=lang)
    return Figure(span=Span(start, end), kind="ordinal", value=value, of=phrase[0] if phrase else noun)
