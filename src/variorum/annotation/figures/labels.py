"""Digits that are no amount: phone numbers, labels, parts of names."""

from __future__ import annotations

import re
from functools import cache

from variorum.annotation.figures.nouns import counted, noun_words
from variorum.annotation.figures.units import unit_after
from variorum.language.language import Language
from variorum.text.late import late
from variorum.text.numbers import scale_letters, scale_pattern

# Bounded: of a list of numbers without blanks, each would be looked for through all of the rest.
_DIGITS = late(r"[\d.,]{0,40}\d")
_PHONE = late(r"\+?\d[\d\s().-]{6,22}\d")


# "1 234 567"; a telephone number so written is introduced as one.
_THOUSANDS = late(r"(?!0)\d{1,3}(?:[\x20\u00a0\u2009\u202f]\d{3})+")


_WORD_BEFORE = late(r"([^\W\d_]+)\.?\s$")
_LISTED = late(r"\d{1,2}[.)]\s")


@cache
def _amount_after(lang: Language) -> re.Pattern[str]:
    """Pattern of letters that may be written on to the digits of an amount: "40m", "3rd", "12km"."""
    units = "km|kg|cm|mm|mph|kph|ft|lb|lbs|oz|am|pm|p|g|ha|kw|mw|gw|in"
    return re.compile(
        rf"(?:st|nd|rd|th|{scale_letters(lang)}|(?:{scale_pattern(lang)})s?|{units})\b", re.IGNORECASE
    )


def _phone_end(text: str, start: int, lang: Language) -> int:
    """Offset after a telephone number that begins at ``start``; 0 when none does."""
    found = _PHONE.match(text, start)
    if found is None or sum(c.isdigit() for c in found.group()) < 7 or "," in found.group():
        return 0
    called = lang.phrases.figures.calls.search(text, max(0, start - 24), start)
    if _THOUSANDS.fullmatch(found.group()) and not called:
        return 0
    grouped = re.search(r"\d[\s)]?[-. ]\d{3,4}\b", found.group())
    pair = re.match(r"\d{1,3}(?:\s?[-–]\s?\d{1,3})\b", found.group())
    return found.end() if grouped and not pair else 0


def label_end(text: str, start: int, lang: Language) -> int:
    """Offset after digits that are no amount (phone number, label, part of a name); 0 if they may be one."""
    phone = _phone_end(text, start, lang)
    if phone:
        return phone
    before = text[max(0, start - 24) : start]
    digits = _DIGITS.match(text, start)
    stop = digits.end() if digits else start + 1
    if start and (
        before[-1:].isalpha()
        or before[-1:] in "/_@#"
        or before[-2:-1].isalnum()
        and before[-1:] in "-–."
        and not before[-2:-1].isdigit()
    ):
        return stop
    if text[stop : stop + 1].isalpha() and not _amount_after(lang).match(text, stop):
        return stop
    label = _WORD_BEFORE.search(before)
    if label and label[1].lower() in noun_words(lang).labels and not before.rstrip().endswith(","):
        lower = label[1].lower()
        if label[1][0].isupper() or lower in lang.numbers.nouns.small_labels:
            return stop
    if text.startswith("-something", stop):  # "a twenty-something" in digits
        return stop
    listed = _LISTED.match(text[start : start + 5])
    if listed and (start == 0 or text[start - 1] == "\n"):
        return stop
    return _name_end(text, start, stop, label, lang)


def _name_end(text: str, start: int, stop: int, label: re.Match[str] | None, lang: Language) -> int:
    """Offset after digits inside a name: "10 Downing Street", "Boeing 737"; 0 when an amount may follow."""
    phrases = lang.phrases.figures
    if phrases.address.match(text, stop):
        return stop
    if label is None or not label[1][0].isupper() or label[1].lower() in lang.numbers.nouns.sentence_words:
        return 0
    if (
        counted(text, stop, lang=lang)
        or unit_after(text, stop, lang)
        or phrases.percent.match(text, stop)
        or text[start:stop].count(",")
    ):
        return 0
    return stop
