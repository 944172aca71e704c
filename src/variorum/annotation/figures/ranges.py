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
_BETWEEN = late(
    r"\bbetween\s(?:(?:about|around|roughly|some|approximately|an\sestimated|nearly|almost)\s)?$",
    re.IGNORECASE,
)
_FROM = late(r"\bfrom\s(?:(?:about|around|roughly|some|approximately)\s)?$", re.IGNORECASE)
_AGES = late(r"\b(?:aged?|ages|grades|between|from)\s$", re.IGNORECASE)
_CHANGE = late(
    r"\b(?:rose|risen|rise|rises|rising|climb\w*|fell|fallen|fall|falls|falling|drop\w*|gr[eo]wn?|grow\w*|cut|cuts|rais\w*|up|down|increas\w*"
    r"|decreas\w*|declin\w*|jump\w*|went|shr[aiu]nk|lower\w*|doubl\w*|halv\w*|slip\w*|surg\w*|chang\w*|gain\w*|los[est]\w*|add\w*|slid\w*|edg\w*)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_YEAR_OLDS = late(r"[-\s]years?[-\s]olds?\b", re.IGNORECASE)


_SPLIT_BEFORE = late(
    r"\b(?:divided|split|tied?|even|leads?|led|trail\w*|ahead|behind|vote\w*|poll\w*|voters|favou?r\w*)\b[^.;]{0,40}$",
    re.I,
)
_SPLIT_AFTER = late(
    r"\s(?:\w+\s)?(?:favou?r\w*|approv\w*|lead|edge|split|margin|rating|in favou?r|against|over)\b", re.I
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
    before = text[max(0, start - 50) : start]
    if _FROM.search(before) and _CHANGE.search(_FROM.sub("", before)):
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
    if unit and unit.kind == "share" and joint["dash"] and _is_split(text, before, same):
        return None
    told = unit is not None or other is not None
    if told and not _BETWEEN.search(before) and _tells_change(joint, before, first.value, second.value):
        return None
    low = _shared_scale(first, second)
    if joint["dash"] and low == first.value and _shares_thousands(text, first, second):
        low = first.value * 1000
    if not (low < second.value and _joins(text, joint, before, first, second, units, lang)):
        return None
    if joint["word"] and joint["word"].lower() == "or" and second.value - low > max(2, low):
        return None
    return Ends(low=low, high=second.value, last=second, end=second.end)


def _is_split(text: str, before: str, last: Unit | None) -> bool:
    """Tell whether "46%-47%" are the shares of two sides: of a vote, a poll, a rating."""
    return bool(_SPLIT_BEFORE.search(before) or last and _SPLIT_AFTER.match(text, last.end))


def _shared_scale(first: Number, second: Number) -> float:
    """Return the value of the first end, which shares the scale of the second: 3 of "3 to 4 million"."""
    shares = second.scale > 1 and first.scale == 1 and first.value * second.scale < second.value
    return round(first.value * second.scale, 6) if shares else first.value


def _shares_thousands(text: str, first: Number, second: Number) -> bool:
    """Tell whether the first end of "20-30,000 people" leaves out its thousands."""
    digits = text[second.start : second.end]
    grouped = re.fullmatch(r"\d{1,3},\d00", digits) is not None and second.scale == 1
    return grouped and first.scale == 1 and first.value < 1000 and first.value * 1000 < second.value


def _tells_change(joint: re.Match[str], before: str, low: float, high: float) -> bool:
    """Tell whether "$2 to $45" after "rose" is by how much and to what, and no range."""
    return bool(joint["to"]) and bool(_CHANGE.search(before)) and not 0 < high <= FIGURES.range_ratio * low


def _joins(
    text: str, joint: re.Match[str], before: str, first: Number, second: Number, units: Units, lang: Language
) -> bool:
    """Tell whether what stands between two numbers makes a range of them here."""
    if joint["pair"]:
        if _BETWEEN.search(before):
            return True
        # "five- and six-year-olds"
        return second.value == first.value + 1 and _YEAR_OLDS.match(text, second.end) is not None
    if joint["until"]:
        return bool(_AGES.search(before) or _FROM.search(before) or _BETWEEN.search(before))
    if joint["dash"] and (first.words or second.words):
        return _dash_joins(text, joint["dash"], first, second, units, lang)
    return True


def _dash_joins(text: str, dash: str, first: Number, second: Number, units: Units, lang: Language) -> bool:
    """Tell whether a dash between number words makes a range: what is counted must follow."""
    if units(second.end) or _YEAR_OLDS.match(text, second.end):
        return True
    idioms = number_words(lang).ranges.idioms
    words = re.sub(_DASH, "-", text[first.start : second.end].lower())
    spaced = dash.strip() != dash or "—" in dash
    return (
        not spaced
        and words not in idioms
        and (second.scale > 1 or counted(text, second.end, lang=lang) is not None)
    )


_ONE_OR = late(r"an?(?=\s)", re.IGNORECASE)


def read_one_or_two(text: str, start: int, lang: Language) -> Figure | None:
    """Read "a week or two", "an hour or so": from one of a unit on; None for anything else."""
    article = _ONE_OR.match(text, start)
    unit = unit_after(text, article.end(), lang) if article else None
    joint = _OR_MORE.match(text, unit.end) if unit else None
    if unit is None or joint is None or unit.kind not in ("duration", "measure"):
        return None
    span = Span(start, joint.end())
    if joint["so"]:
        return Figure(span=span, kind=unit.kind, value=unit.factor, unit=unit.name, bound="about")
    high = float(number_words(lang).words[joint["number"].lower()])
    return Figure(
        span=span, kind=unit.kind, value=None, unit=unit.name, bound="range", low=unit.factor, high=high
    )


_OR_MORE = late(r"\sor\s(?:(?P<so>so)|(?P<number>two|three))\b", re.IGNORECASE)


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


_OWNER = late(
    r"\b(?:in|into|from|through|until|reached|hit)\s(?:his|her|their|my|our|your)\s"
    r"(?:(?:early|mid|late)(?:[\s-]to[\s-](?:mid|late))?[\s-])?$",
    re.IGNORECASE,
)
_PART_BEFORE = late(r"(?:early|mid|late)(?:[\s-]to[\s-](?:mid|late))?[\s-]$", re.IGNORECASE)
# Years of a decade; who is "in his early thirties" may be 34.
_PARTS = {"early": (0, 4), "mid": (3, 7), "late": (6, 9)}


def read_decade(text: str, start: int, lang: Language) -> Figure | None:
    """Read "in his 20s", "in their late thirties or forties": an age between two; None for other decades."""
    if not _one_decade(lang).match(text, start):
        return None
    owner = _OWNER.search(text, max(0, start - 40), start)
    if owner is None:
        return None
    lead = _PART_BEFORE.search(text, owner.start(), start)
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
