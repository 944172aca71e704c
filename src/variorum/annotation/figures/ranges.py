"""Ranges: "40 to 60", "four-six weeks", "$3-4 million", "5m-6m euros", "20- to 30-year-old", "in her 30s".

Whatever joins its two ends, a range is one figure with a lowest and a highest value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from msgspec import Struct

from variorum.annotation.figures.nouns import counted
from variorum.annotation.figures.units import Unit, unit_after, unit_tables
from variorum.language.language import Language
from variorum.model import Figure, Span
from variorum.settings import FIGURES
from variorum.text.late import late
from variorum.text.numbers import Number, number_words, read_number

_DASH = "[-\u2010-\u2015\u2212]"
# "20- to 30-year-old": the noun hangs on the second end.
_JOINTS = late(
    r"(?P<to>(?:[\s\u00a0-]|-\s)(?P<word>to|or)[\s\u00a0-])"
    r"|(?P<until>\s(?:until|till|through)\s)"
    r"|(?P<pair>-?\sand\s)"
    rf"|(?P<dash>\s?{_DASH}\s?)(?=[^\W_]|[$£€¥₹৳])",
    re.IGNORECASE,
)


class Ends(Struct, frozen=True, kw_only=True):
    """The two ends of a range. low, high: in the unit as printed; last: the number it ends in."""

    low: float
    high: float
    last: Number
    end: int


Units = Callable[[int], Unit | None]


def read_range(
    text: str, start: int, first: Number, *, end: int, sign: str | None, units: Units, lang: Language
) -> Ends | None:
    """Return the range whose lower end is ``first``; None when it is no range.

    start: where the figure begins, with its currency; end: where the first number ends. sign: the currency
    before it. units: tells the unit after an offset, for "5% to 10%".
    """
    phrases = lang.phrases.figures
    before = text[max(0, start - 50) : start]
    if phrases.about_from.search(before) and phrases.change.search(phrases.about_from.sub("", before)):
        return None  # "rose from 9 to 14" tells two values, no range
    joint = _JOINTS.match(text, end)
    unit = None
    if joint is None and sign is None:
        unit = units(end)
        joint = _JOINTS.match(text, unit.end) if unit else None
    if joint is None:
        return None
    at = joint.end()
    other = unit_tables(lang).sign.match(text, at)
    second = read_number(
        text,
        other.end() if other else at,
        letters=sign is not None or other is not None,
        sign=sign,
        lang=lang,
    )
    if second is None or other and sign is None:
        return None
    same = units(second.end) if unit else None
    if unit and (same is None or (same.kind, same.name) != (unit.kind, unit.name)):
        return None
    if unit and unit.kind == "share" and joint["dash"] and _is_split(text, before, same, lang):
        return None
    told = unit is not None or other is not None
    rough = phrases.about_between.search(before)
    if told and not rough and _tells_change(joint, before, first.value, second.value, lang):
        return None
    low = _shared_scale(first, second)
    if joint["dash"] and low == first.value and _shares_thousands(text, first, second):
        low = first.value * 1000
    if not (low < second.value and _joins(text, joint, before, first, second, units, lang)):
        return None
    if joint["word"] and joint["word"].lower() == "or" and second.value - low > max(2, low):
        return None
    return Ends(low=low, high=second.value, last=second, end=second.end)


def _is_split(text: str, before: str, last: Unit | None, lang: Language) -> bool:
    """Tell whether "46%-47%" are the shares of two sides: of a vote, a poll, a rating."""
    phrases = lang.phrases.figures
    return bool(phrases.split_before.search(before) or last and phrases.split_after.match(text, last.end))


def _shared_scale(first: Number, second: Number) -> float:
    """Return the value of the first end, which shares the scale of the second: 3 of "3 to 4 million"."""
    shares = second.scale > 1 and first.scale == 1 and first.value * second.scale < second.value
    return round(first.value * second.scale, 6) if shares else first.value


def _shares_thousands(text: str, first: Number, second: Number) -> bool:
    """Tell whether the first end of "20-30,000 people" leaves out its thousands."""
    digits = text[second.start : second.end]
    grouped = re.fullmatch(r"\d{1,3},\d00", digits) is not None and second.scale == 1
    return grouped and first.scale == 1 and first.value < 1000 and first.value * 1000 < second.value


def _tells_change(joint: re.Match[str], before: str, low: float, high: float, lang: Language) -> bool:
    """Tell whether "$2 to $45" after "rose" is by how much and to what, and no range."""
    changes = lang.phrases.figures.change.search(before)
    return bool(joint["to"]) and bool(changes) and not 0 < high <= FIGURES.range_ratio * low


def _joins(
    text: str, joint: re.Match[str], before: str, first: Number, second: Number, units: Units, lang: Language
) -> bool:
    """Tell whether what stands between two numbers makes a range of them here."""
    phrases = lang.phrases.figures
    if joint["pair"]:
        if phrases.about_between.search(before):
            return True
        # "five- and six-year-olds"
        return second.value == first.value + 1 and phrases.year_olds.match(text, second.end) is not None
    if joint["until"]:
        return bool(
            phrases.ages.search(before)
            or phrases.about_from.search(before)
            or phrases.about_between.search(before)
        )
    if joint["dash"] and (first.words or second.words):
        return _dash_joins(text, joint["dash"], first, second, units, lang)
    return True


def _dash_joins(text: str, dash: str, first: Number, second: Number, units: Units, lang: Language) -> bool:
    """Tell whether a dash between number words makes a range: what is counted must follow."""
    if units(second.end) or lang.phrases.figures.year_olds.match(text, second.end):
        return True
    idioms = number_words(lang).ranges.idioms
    words = re.sub(_DASH, "-", text[first.start : second.end].lower())
    spaced = dash.strip() != dash or "—" in dash
    return (
        not spaced
        and words not in idioms
        and (second.scale > 1 or counted(text, second.end, lang=lang) is not None)
    )


def read_one_or_two(text: str, start: int, lang: Language) -> Figure | None:
    """Read "a week or two", "an hour or so": from one of a unit on; None for anything else."""
    phrases = lang.phrases.figures
    article = phrases.one_or.match(text, start)
    unit = unit_after(text, article.end(), lang) if article else None
    joint = phrases.or_more.match(text, unit.end) if unit else None
    if unit is None or joint is None or unit.kind not in ("duration", "measure"):
        return None
    span = Span(start, joint.end())
    if joint["so"]:
        return Figure(span=span, kind=unit.kind, value=unit.factor, unit=unit.name, bound="about")
    high = float(number_words(lang).words[joint["number"].lower()])
    return Figure(
        span=span, kind=unit.kind, value=None, unit=unit.name, bound="range", low=unit.factor, high=high
    )


@cache
def _one_decade(lang: Language) -> re.Pattern[str]:
    """Pattern of "20s" and "thirties"."""
    return re.compile(rf"(?:[2-9]0[’']?s|{'|'.join(sorted(number_words(lang).decades))})\b", re.IGNORECASE)


@cache
def _decade(lang: Language) -> re.Pattern[str]:
    decades = number_words(lang).decades
    part = r"(?:(?P<part>early|mid|late|early[\s-]to[\s-]mid|mid[\s-]to[\s-]late)[\s-])?"
    one = rf"(?:(?P<digits>[2-9]0)[’']?s|(?P<word>{'|'.join(sorted(decades))}))\b"
    more = rf"\s?(?:or|to|and|{_DASH})\s?(?:(?P<part2>early|mid|late)[\s-])?"
    two = rf"(?:(?P<digits2>[2-9]0)[’']?s|(?P<word2>{'|'.join(sorted(decades))}))\b"
    return re.compile(rf"{part}{one}(?:{more}{two})?", re.IGNORECASE)


# Years of a decade; who is "in his early thirties" may be 34.
_PARTS = {"early": (0, 4), "mid": (3, 7), "late": (6, 9)}


def read_decade(text: str, start: int, lang: Language) -> Figure | None:
    """Read "in his 20s", "in their late thirties or forties": an age between two; None for other decades."""
    phrases = lang.phrases.figures
    if not _one_decade(lang).match(text, start):
        return None
    owner = phrases.owner.search(text, max(0, start - 40), start)
    if owner is None:
        return None
    lead = phrases.part_before.search(text, owner.start(), start)
    begin = lead.start() if lead else start
    found = _decade(lang).match(text, begin)
    if found is None:
        return None
    parts = [word.lower() for word in re.findall(r"early|mid|late", found["part"] or "", re.I)]
    low = _of_decade(found["digits"] or found["word"], lang)
    high = _of_decade(found["digits2"] or found["word2"], lang) if found["digits2"] or found["word2"] else low
    last = found["part2"] or (parts[-1] if parts and high == low else "")
    low += _PARTS[parts[0]][0] if parts else 0
    high += _PARTS[last.lower()][1] if last else 9
    if low >= high:
        return None
    return Figure(
        span=Span(begin, found.end()), kind="age", value=None, unit="year", bound="range", low=low, high=high
    )


def _of_decade(word: str, lang: Language) -> float:
    return float(word) if word.isdigit() else float(number_words(lang).decades[word.lower()])
