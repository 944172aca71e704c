"""The grammar of figures: from a place where a number begins to the whole figure.

A figure is bound words, a number or range, a unit, and what it counts. Each rule looks a bounded stretch
to either side, so a text is read in time linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import cast

from msgspec import Struct

from variorum.annotate.figures_nouns import counted, noun_words
from variorum.annotate.figures_numbers import Number, number_words, read_number
from variorum.annotate.figures_units import Unit, currency_before, unit_after, unit_tables
from variorum.annotate.names_data import name_words
from variorum.model import Bound, Figure, FigureKind, Span

_TRIGGER = re.compile(r"[^\W\d_]+|\d+")
_RANGE = re.compile(r"\s?[-–—]\s?(?=[\d$£€])|[\s-](?:to|or)[\s-]|\sand\s")
_PERCENT = re.compile(r"\s?(?:%|percent\b|per\s?cent\b|pct\b)|-(?:percent|per\s?cent)\b", re.IGNORECASE)
_POINTS = re.compile(r"[\s-](?P<which>percentage|basis)[\s-]points?\b", re.IGNORECASE)
_YEAR_OLD = re.compile(r"[-\s]years?[-\s]olds?\b|\syears\sof\sage\b", re.IGNORECASE)
_AGED = re.compile(r"(?:\baged\s(?:between\s)?|\bage\s(?:of\s)?|\bages\s)$", re.IGNORECASE)
_ONE_IN = re.compile(r"\s(?:in|out\sof)\s(?:every\s)?(?=\w)", re.IGNORECASE)
_SCORE = re.compile(r"(?P<a>\d{1,3})\s?[-–]\s?(?P<b>\d{1,3})(?![\d-]|\.\d|\w)")
_SCORE_BEFORE = re.compile(
    r"\b(?:beat\w*|won|wins?|winning|los[est]\w*|defeat\w*|dr[ae]w\w*|scor\w*|lead\w*|led|vot\w*|rul\w*|decision|ahead|margin"
    r"|victor\w*|tied?|win|passed|approved|rejected|trail\w*|thrash\w*|finish\w*|ended|record)\b[^.;]{0,45}$",
    re.IGNORECASE,
)
_SCORE_AFTER = re.compile(
    r"\s(?:\w+\s)?(?:win|loss|defeat|victory|vote|draw|lead|decision|ruling|score|tie|margin|record|favorites?)\b"
)
_VOTE = re.compile(r"\s(?:to|votes\sto)\s(?P<b>\d{1,3})\b(?!\s?(?:percent|per\scent|%|years|days|people))")
_RATIO_BEFORE = re.compile(
    r"\b(?:ratio\sof|odds\sof|outnumber\w*(?:\s\w+){0,3}\sby|by\sa\smargin\sof)\s$", re.IGNORECASE
)
_DOTTED = re.compile(r"[\d]|[-.:/]\d|\.\w|:\d|/\d")
_PHONE = re.compile(r"\+?\d[\d\s().-]{6,}\d")
_CHANGE = re.compile(
    r"\b(?:rose|risen|rise|rises|rising|climb\w*|fell|fallen|fall|falls|falling|drop\w*|gr[eo]wn?|grow\w*|cut|cuts|rais\w*|up|down|increas\w*"
    r"|decreas\w*|declin\w*|jump\w*|went|shr[aiu]nk|lower\w*|doubl\w*|halv\w*|slip\w*|surg\w*|chang\w*)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_MINUS = re.compile(r"(?:\bminus\s|(?<![\w\d)])[-−])$")
_LOOK_BACK = 32  # characters; longer than any bound phrase


class Core(Struct, kw_only=True):
    """A number or range with its unit while it is read."""

    start: int
    end: int
    low: float
    high: float
    ranged: bool = False
    kind: FigureKind = "count"
    unit: str | None = None
    number: Number
    adjective: bool = False


@cache
def _triggers() -> frozenset[str]:
    tables = number_words()
    words = {*tables["words"], "hundred", "thousand", "million", "billion", "trillion", "dozen", "half"}
    return frozenset(
        {*words, *tables["ordinals"], *tables["fractions"], *tables["vague"]["words"].split(), "a", "an"}
    )


@cache
def _bound_before() -> re.Pattern[str]:
    rows = {form: bound for bound, forms in number_words()["bounds"].items() for form in forms}
    forms = "|".join(re.escape(f).replace(r"\ ", r"\s") for f in sorted(rows, key=lambda f: (-len(f), f)))
    return re.compile(rf"(?<![\w-])(?P<form>{forms})\s(?:(?:a|an|the|another|additional)\s)?$", re.IGNORECASE)


@cache
def _bound_after() -> re.Pattern[str]:
    forms = [form for forms in number_words()["bounds_after"].values() for form in forms]
    joined = "|".join(re.escape(f).replace(r"\ ", r"\s") for f in sorted(forms, key=lambda f: (-len(f), f)))
    return re.compile(rf"\s?(?P<plus>\+)(?!\d)|[\s-](?P<form>{joined})\b", re.IGNORECASE)


def find_figures(text: str, start: int, end: int, taken: list[Span]) -> Iterator[Figure]:
    """Yield the figures of one sentence, in order.

    taken: spans that are dates or times already; nothing overlaps them.
    """
    at = start
    for trigger in _TRIGGER.finditer(text, start, end):
        if trigger.start() < at:
            continue
        word = trigger.group()
        if not word[0].isdigit() and word.lower() not in _triggers():
            continue
        blocking = next((s for s in taken if s.start <= trigger.start() < s.end), None)
        if blocking:
            at = blocking.end
            continue
        figure = _read(text, trigger.start(), end, at)
        if isinstance(figure, Figure):
            if not any(figure.span.overlaps(span) for span in taken):
                yield figure
            at = max(figure.span.end, trigger.end())
        elif figure is not None:
            at = figure


def _read(text: str, start: int, end: int, floor: int) -> Figure | int | None:
    """Return the figure at ``start``; an offset to go on from when it is none; None to try the next word."""
    if text[start].isdigit():
        scored = _read_score(text, start)
        if scored:
            return scored
        skip = 0 if currency_before(text, start) else _label_end(text, start)
        if skip:
            return skip
        ordinal = re.compile(r"(\d{1,3})(?:st|nd|rd|th)\b").match(text, start)
        if ordinal:
            return _ordinal(text, start, ordinal.end(), float(ordinal[1]))
    word = text[start : start + 12].split()[0].lower() if text[start : start + 12].split() else ""
    special = _read_words(text, start, re.sub(r"[^a-z].*", "", word), floor)
    if special is not None:
        return special
    core = _core(text, start)
    if core is None or core.end > end:
        return None
    return _finish(text, core, floor)


def _label_end(text: str, start: int) -> int:
    """Offset after digits that are no amount: a phone number, a label, part of a name; 0 when they may be."""
    phone = _PHONE.match(text, start)
    if (
        phone
        and sum(c.isdigit() for c in phone.group()) >= 7
        and re.search(r"\d[\s)]?[-. ]\d{3,4}\b", phone.group())
    ):
        if "," not in phone.group() and not re.match(r"\d{1,3}(?:\s?[-–]\s?\d{1,3})\b", phone.group()):
            return phone.end()
    before = text[max(0, start - 24) : start]
    digits = re.compile(r"[\d.,]*\d").match(text, start)
    stop = digits.end() if digits else start + 1
    if start and (
        before[-1:].isalpha()
        or before[-1:] in "/_@#"
        or before[-2:-1].isalnum()
        and before[-1:] in "-–."
        and not before[-2:-1].isdigit()
    ):
        return stop
    if text[stop : stop + 1].isalpha() and not re.compile(
        r"(?:st|nd|rd|th|k|m|mn|mln|b|bn|bln|tn|trn|km|kg|cm|mm|mph|kph|ft|lb|lbs|oz|am|pm|p|g|ha|kw|mw|gw|in)\b",
        re.I,
    ).match(text, stop):
        return stop
    label = re.search(r"([^\W\d_]+)\.?\s$", before)
    if label and label[1].lower() in noun_words().labels and not before.rstrip().endswith(","):
        lower = label[1].lower()
        if label[1][0].isupper() or lower in (
            "no",
            "nos",
            "number",
            "flight",
            "page",
            "pages",
            "chapter",
            "section",
            "phase",
            "level",
            "grade",
            "category",
            "article",
        ):
            return stop
    listed = re.match(r"\d{1,2}[.)]\s", text[start : start + 5])
    if listed and (start == 0 or text[start - 1] == "\n"):
        return stop
    return _name_end(text, start, stop, label)


def _name_end(text: str, start: int, stop: int, label: re.Match[str] | None) -> int:
    """Offset after digits inside a name: "10 Downing Street", "Boeing 737"; 0 when an amount may follow."""
    address = re.compile(
        r"\s[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*\s(?:Street|Road|Avenue|Lane|Drive|Square|Boulevard|Place|Way)\b"
    )
    if address.match(text, stop):
        return stop
    if label is None or not label[1][0].isupper() or label[1].lower() in _SENTENCE_WORDS:
        return 0
    if (
        counted(text, stop)
        or unit_after(text, stop)
        or _PERCENT.match(text, stop)
        or text[start:stop].count(",")
    ):
        return 0
    return stop


_SENTENCE_WORDS = frozenset(
    ["a", "an"]
    + [
        "some",
        "about",
        "around",
        "over",
        "nearly",
        "almost",
        "the",
        "in",
        "at",
        "only",
        "another",
        "these",
        "all",
        "up",
    ]
    + [
        "of",
        "with",
        "for",
        "by",
        "to",
        "from",
        "between",
        "roughly",
        "more",
        "under",
        "just",
        "those",
        "then",
        "and",
        "but",
    ]
)


def _read_score(text: str, start: int) -> Figure | None:
    """Read "3-1", "52 to 48" where people win, lose and vote; else None."""
    before = text[max(0, start - 60) : start]
    if before[-1:] in "$£€":
        return None
    found = _SCORE.match(text, start)
    number = re.compile(r"\d{1,3}\b").match(text, start)
    if found is None and number:
        vote = _VOTE.match(text, number.end())
        if vote and (
            _SCORE_BEFORE.search(before)
            and not re.search(r"\bby\s(?:between\s)?$", before)
            or re.search(r"\b(?:vote|margin)\sof\s$", before)
        ):
            return _score(start, vote.end(), int(number.group()), int(vote["b"]), "score")
    if found is None:
        return None
    a, b = int(found["a"]), int(found["b"])
    if _RATIO_BEFORE.search(before):
        return _score(start, found.end(), a, b, "ratio")
    follows = counted(text, found.end()) or unit_after(text, found.end()) or _PERCENT.match(text, found.end())
    likely = _SCORE_AFTER.match(text, found.end()) or (
        _SCORE_BEFORE.search(before) and (a >= b or not follows)
    )
    if likely or (a > b and not follows):
        return _score(start, found.end(), a, b, "score")
    return None


def _score(start: int, end: int, a: int, b: int, unit: str) -> Figure:
    return Figure(span=Span(start, end), kind="count", value=f"{a}-{b}", unit=unit)


def _read_words(text: str, start: int, word: str, floor: int) -> Figure | int | None:
    """Read what begins with a special word: vague amounts, fractions, ordinals, "one"."""
    tables = number_words()
    if word in tables["vague"]["words"].split():
        return _vague(text, start, word)
    if word in ("a", "an", "one", "two", "three", "four", "five", "half"):
        share = _fraction(text, start, floor)
        if share is not None:
            return share
    if word in tables["ordinals"]:
        after = start + len(word)
        if word in ("half", "quarter") or re.compile(r"-(?:year|largest|biggest|century|highest)").match(
            text, after
        ):
            return None
        return (
            _ordinal(text, start, after, float(tables["ordinals"][word]))
            if text[after : after + 1] == " "
            else None
        )
    if word in ("a", "an"):
        nxt = re.compile(r"an?\s(?:half\s)?(hundred|thousand|million|billion|trillion|dozen)\b", re.I).match(
            text, start
        )
        return None if nxt else start + len(word)
    if word == "half":
        return (
            start + 4
            if not re.compile(r"half\san?\s(?:dozen|million|billion|thousand)", re.I).match(text, start)
            else None
        )
    if word == "one" and not _counts_one(text, start):
        return start + 3
    if word == "second" or word in tables["fractions"] and word not in tables["words"]:
        return start + len(word)
    return None


def _counts_one(text: str, start: int) -> bool:
    """Tell whether "one" is a number and no pronoun: "one man", "one million", not "one of", "no one"."""
    before = text[max(0, start - 12) : start].lower()
    if re.search(r"\b(?:no|any|every|this|that|the|each|which|another|some|formula|day)[\s-]$", before):
        return False
    after = text[start + 3 : start + 24].lower()
    if re.match(
        r"\s(?:day|thing|another|more|way|time|such|side|hand|after|by|could|would|can|might|may|who|of)\b|[^\s-]|-(?:time|on|off|way|sided|man)\b",
        after,
    ):
        return bool(
            re.match(r"\s(?:in|out of)\s", after) or re.match(r"\sday\s(?:in|after|before|of)\b", after)
        )
    return True


def _vague(text: str, start: int, word: str) -> Figure | int:
    """Read "dozens of people", "hundreds of thousands of people": an amount without a value."""
    found = re.compile(r"\w+(?:\sof\s(?:thousands|millions|billions|hundreds))*", re.I).match(text, start)
    end = found.end() if found else start + len(word)
    if word == "scores" and not text.startswith(" of ", end):
        return end
    if word == "tens" and "of" not in text[start:end]:
        return end
    if text[start - 1 : start] == "-" or re.search(r"\d\s$", text[max(0, start - 2) : start]):
        return end
    money = re.compile(r"\sof\s(dollars|euros|pounds)\b").match(text, end)
    unit = unit_after(text, end + 3) if text.startswith(" of ", end) else None
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
    noun = counted(text, end)
    if noun is None and not text.startswith(" more", end):
        return Figure(span=Span(start, end), kind="count", value=None) if word != "scores" else end
    return Figure(span=Span(start, end), kind="count", value=None, of=noun[0] if noun else None)


def _fraction(text: str, start: int, floor: int) -> Figure | int | None:
    """Read a part of a whole: "a third of", "two-thirds", "half the voters", "three quarters"."""
    words = number_words()
    names = "|".join(sorted(words["fractions"], key=lambda w: (-len(w), w)))
    found = re.compile(rf"(?:(?P<n>an?|one|two|three|four|five)[\s-])?(?P<part>{names})\b", re.I).match(
        text, start
    )
    if found is None:
        return None
    part, count = found["part"].lower(), (found["n"] or "one").lower()
    after = text[found.end() : found.end() + 14].lower()
    plural = part.endswith("s")
    if part == "half":
        if re.match(
            r"[\s-](?:an?\s)?(?:hour|day|year|mile|minute|second|century|dozen|million|billion|thousand|time|past|way|back|mast|brother|sister|hearted|a)\b|-|time|way",
            after,
        ):
            return _half_unit(text, start, found.end())
        if re.search(
            r"\b(?:first|second|one\sand\sa|the|other|latter|first)\s$",
            text[max(0, start - 14) : start].lower(),
        ) and not after.startswith(" of"):
            return found.end()
    elif (
        not plural
        and not (count in ("a", "an", "one") and found["n"] and re.match(r"[\s-]of\b|$|[,.;]", after))
        or plural
        and count in ("a", "an", "one")
    ):
        return None
    value = round(
        (words["words"].get(count, 1))
        * (
            100 / 3
            if part.startswith("third")
            else 100 / {"sixth": 6, "seventh": 7, "ninth": 9}[part.rstrip("s")]
            if part.rstrip("s") in ("sixth", "seventh", "ninth")
            else float(words["fractions"][part])
        ),
        2,
    )
    noun = counted(text, found.end()) if re.match(r"\s(?:of\b|the\b)", after) else None
    if noun is None and re.match(r"\s(?:of\s)?(?:the|its|his|her|their|all)\s", after):
        noun = _singular(text, found.end())
    return _bounded(
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
    )


def _half_unit(text: str, start: int, end: int) -> Figure | int:
    """Read "half an hour"; other compounds of "half" are left to the number rules or are no figure."""
    found = re.compile(r"\s(?:an?\s)(?=hour|day|year|mile|minute|century)").match(text, end)
    unit = unit_after(text, found.end() - 1) if found else None
    if unit is None:
        nxt = re.compile(r"\san?\s(?:dozen|million|billion|thousand)").match(text, end)
        return _finish(text, core, start) if nxt and (core := _core(text, start)) else end
    return Figure(span=Span(start, unit.end), kind=unit.kind, value=0.5, unit=unit.name)


def _singular(text: str, at: int) -> tuple[str, int] | None:
    """Return the noun after "of the" when it is no plural: "half of the harbour"."""
    found = re.compile(
        r"\s(?:of\s)?(?:the|its|his|her|their|all)\s(?P<noun>[a-z][\w-]*(?:\s[a-z][\w-]*)?)"
    ).match(text, at)
    if found is None:
        return None
    words = [w for w in found["noun"].split()]
    if len(words) > 1 and (words[1] in noun_words().stops or words[1].endswith(("ed", "ing"))):
        words = words[:1]
    return (" ".join(words), found.end()) if words[0] not in noun_words().stops else None


def _ordinal(text: str, start: int, end: int, value: float) -> Figure | int:
    """Read "the third attempt", "his 21st goal"; idioms, and names in capitals, count nothing."""
    idioms = number_words()["idioms"]
    before = re.search(r"([^\W\d_]+)[\s-]$", text[max(0, start - 16) : start])
    after = re.compile(r"[\s-]([^\W\d_][\w’'-]*)").match(text, end)
    if after is None or before and before[1].lower() in idioms["before_ordinal"].split():
        return end
    noun = after[1].lower()
    begins = text[start].isupper() and after[1][0].isupper()
    if (
        begins
        or noun in idioms["after_ordinal"].split()
        or noun in noun_words().stops
        or after[1][0].isupper()
    ):
        return end
    if noun in ("century", "centuries"):
        return end
    phrase = counted(text, end, one=True)
    return Figure(span=Span(start, end), kind="ordinal", value=value, of=phrase[0] if phrase else noun)


def _core(text: str, start: int) -> Core | None:
    """Return number or range and unit that begin at ``start``."""
    sign = currency_before(text, start)
    number = read_number(text, start, letters=sign is not None)
    if (
        number is None
        or not number.words
        and _DOTTED.match(text, number.end)
        and not re.compile(r"[-–]\d").match(text, number.end)
    ):
        return None
    core = Core(
        start=sign[0] if sign else start, end=number.end, low=number.value, high=number.value, number=number
    )
    if sign:
        core.kind, core.unit = "money", sign[1]
    share = _one_in(text, core)
    if share:
        return share
    unit = _unit(text, core)
    if unit is None or core.kind == "count":
        _extend_range(text, core)
        unit = _unit(text, core) if core.ranged else unit
    else:
        _extend_range(text, core)
    if core.ranged and unit is None:
        unit = _unit(text, core)
    if unit and core.kind != "money":
        _apply(core, unit)
    elif unit and core.unit in ("USD", "GBP") and unit.kind == "money":
        core.end = unit.end
    return core


def _apply(core: Core, unit: Unit) -> None:
    core.kind, core.unit, core.adjective = unit.kind, unit.name, unit.adjective
    core.low, core.high = round(core.low * unit.factor, 6), round(core.high * unit.factor, 6)
    core.end = max(core.end, unit.end)


def _unit(text: str, core: Core) -> Unit | None:
    """Return percent, points, age or any unit of the tables after the core."""
    if core.kind == "money":
        return None
    found = _PERCENT.match(text, core.end)
    if found:
        return Unit(end=found.end(), kind="share", name="percent", adjective="-" in found.group())
    found = _POINTS.match(text, core.end)
    if found:
        return Unit(end=found.end(), kind="share", name=f"{found['which'].lower()} point")
    found = _YEAR_OLD.match(text, core.end)
    if found:
        return Unit(end=found.end(), kind="age", name="year")
    if core.number.words and core.number.value == 1 and text[core.end : core.end + 7] == " second":
        return None
    pounds = re.compile(r"[\s-]pounds?\b", re.I).match(text, core.end)
    if pounds:
        weight = re.compile(
            r"\sof\s(?!(?:public|taxpayer|debt|aid|funding|spending|damage|compensation))\w|\s?(?:heavy|in weight|overweight)"
        ).match(text, pounds.end()) or re.search(
            r"\bweigh\w*\s(?:\w+\s){0,2}$", text[max(0, core.start - 24) : core.start]
        )
        return (
            Unit(end=pounds.end(), kind="measure", name="pound")
            if weight
            else Unit(end=pounds.end(), kind="money", name="GBP")
        )
    return unit_after(text, core.end)


def _one_in(text: str, core: Core) -> Core | None:
    """Read "one in five", "9 out of 10" as a share in percent."""
    found = _ONE_IN.match(text, core.end)
    if found is None or core.kind == "money":
        return None
    whole = read_number(text, found.end(), letters=False)
    if whole is None or whole.value <= core.low or whole.value > 1e6 or 1900 <= whole.value <= 2100:
        return None
    # "killed three in two days" is no share.
    if unit_after(text, whole.end) or (
        "in" in found.group().split() and core.low > 1 and whole.value not in (3, 4, 5, 10, 20, 100, 1000)
    ):
        return None
    share = round(100 * core.low / whole.value, 4)
    return Core(
        start=core.start, end=whole.end, low=share, high=share, kind="share", unit="percent", number=whole
    )


def _extend_range(text: str, core: Core) -> None:
    """Let the core grow to a range: "40 to 60", "between 8 and 10", "$3-4 million", "two or three"."""
    joint = _RANGE.match(text, core.end)
    before = text[max(0, core.start - 50) : core.start]
    between = bool(re.search(r"\b(?:between|from)\s$", before, re.I))
    if re.search(r"\bfrom\s$", before) and _CHANGE.search(before[:-5]):
        return  # "rose from 9 to 14" tells two values, no range
    if core.kind != "money" and joint is None:
        unit = _unit(text, core)
        if unit is None or not (between or re.compile(r"\s(?:to|or)\s\d").match(text, unit.end)):
            return
        joint = _RANGE.match(text, unit.end)
    if joint is None or joint.group().strip() == "and" and not between:
        return
    at = joint.end()
    sign = unit_tables().sign.match(text, at)
    second = read_number(text, sign.end() if sign else at, letters=core.kind == "money")
    if second is None or sign and core.kind != "money":
        return
    low, high = core.low, second.value
    if second.scaled and not core.number.scaled and low < 1000 and high >= 1000:
        low *= _scale_of(second)
    if low >= high or joint.group().strip() == "or" and high - low > max(2, low):
        return
    core.low, core.high, core.ranged, core.end = low, high, True, second.end
    core.number = second


def _scale_of(number: Number) -> float:
    """Return the scale in a scaled number: a million for 4 million."""
    for scale in (1e12, 1e9, 1e6, 1e3, 1e2, 12):
        if number.value >= scale and round(number.value / scale, 3) == number.value / scale:
            return scale
    return 1.0


def _finish(text: str, core: Core, floor: int) -> Figure | int:
    """Return the figure of a core: its age, what it counts, its bound."""
    if (
        core.kind == "count"
        and not core.ranged
        or core.kind == "count"
        and _AGED.search(text[max(0, core.start - 16) : core.start])
    ):
        aged = _age(text, core)
        if aged:
            return _bounded(text, aged, None, floor)
    if (
        core.kind == "count"
        and re.compile(
            r"-?(?:degree|fold|storey|story|point|man|woman|member|page|seat|strong|way|part|time|game|run|goal|vote)\b"
        ).match(text, core.end)
        and text[core.end] == "-"
    ):
        noun = counted(text, core.end, one=True)
    elif core.kind in ("duration", "age", "ordinal") or core.adjective:
        noun = None
    elif (
        core.kind == "share"
        and re.compile(r"\s(?!of\b)[a-z]").match(text, core.end)
        and re.search(r"\b(?:an?|its|his|her|their|the)\s$", text[max(0, core.start - 6) : core.start], re.I)
    ):
        noun = counted(text, core.end, one=True)
    elif core.kind in ("share", "money", "measure"):
        noun = (
            counted(text, core.end)
            if re.compile(r"\sof\s", re.I).match(text, core.end) or core.kind == "share"
            else None
        )
        if noun is None and core.kind == "share":
            noun = _singular(text, core.end)
        elif noun is None and core.kind == "measure":
            noun = _of_stuff(text, core.end)
    else:
        noun = counted(text, core.end, one=core.low == core.high == 1)
    if noun is None and core.kind == "count" and core.number.words and core.low == core.high == 1:
        return core.end
    return _bounded(text, core, noun, floor)


def _of_stuff(text: str, at: int) -> tuple[str, int] | None:
    """Return what a measure is of: "3 tonnes of cocaine"."""
    found = re.compile(r"\sof\s(?!the\b|a\b)([a-z][\w-]*(?:\s(?:oil|gas|water|waste|powder|fuel))?)").match(
        text, at
    )
    return (found[1], found.end()) if found else None


_MONTH_BEFORE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\W*$"
)
_APPOSED = re.compile(r"([^\W\d_][\w’'-]*\.?)(?:,\s|\s\()$")
_MORE_AGES = re.compile(
    r"\b(?:aged|ages)\s(?:\d{1,3},\s)*\d{1,3},?\sand\s$|\b(?:aged|ages)\s(?:\d{1,3},\s)+$"
)
_AGES_AHEAD = re.compile(r"(?:,\s\d{1,3})*,?\sand\s\d{1,3}\syears?\sold\b")


def _age(text: str, core: Core) -> Core | None:
    """Return the core as an age when it stands like one: "aged 54", "Reyes, 54,", "the driver (19)"."""
    before = text[max(0, core.start - 30) : core.start]
    told = _AGED.search(before) or _MORE_AGES.search(before) or _AGES_AHEAD.match(text, core.end)
    if not (told or _is_apposed_age(text, core, before)):
        return None
    core.kind, core.unit = "age", "year"
    return core


def _is_apposed_age(text: str, core: Core, before: str) -> bool:
    """Tell whether a bare number between commas or brackets follows a name or a noun for a person."""
    if (
        core.number.words
        or core.ranged
        or not 0 < core.low < 120
        or text[core.end : core.end + 1] not in (",", ")", ".", ";")
    ):
        return False
    found = _APPOSED.search(before)
    if found is None or _MONTH_BEFORE.search(before):
        return False
    word = found[1].rstrip(".")
    roles = name_words()
    return word[0].isupper() and not word.isupper() or word in roles.office or word in roles.role_gender


def _bounded(text: str, core: Core, noun: tuple[str, int] | None, floor: int) -> Figure:
    """Return the figure with the bound that words before or after give."""
    start, end = core.start, core.end
    minus = _MINUS.search(text, max(floor, start - 6), start) if core.kind == "measure" else None
    if minus:
        core.low, core.high, start = -core.low, -core.high, minus.start()
    bound: Bound = "exact"
    low: float | None = None
    high: float | None = None
    before = _bound_before().search(text, max(floor, start - _LOOK_BACK), start)
    after = _bound_after().match(text, end)
    if before:
        bound, start = _bound_of(before["form"], "bounds"), before.start()
    elif after:
        bound, end = ("at least" if after["plus"] else _bound_of(after["form"], "bounds_after")), after.end()
        noun = counted(text, end) if core.kind == "count" else noun
    if core.ranged:
        between = re.compile(r"\b(?:between|from)\s$", re.I).search(text, max(floor, start - 9), start)
        start = between.start() if between else start
        return _figure(text, start, end, core, None, noun, "range", core.low, core.high)
    if bound in ("at least", "more than"):
        low = core.low
    elif bound in ("at most", "less than"):
        high = core.high
    return _figure(text, start, end, core, core.low, noun, bound, low, high)


def _bound_of(form: str, table: str) -> Bound:
    words = " ".join(form.lower().split())
    return cast(Bound, next(bound for bound, forms in number_words()[table].items() if words in forms))


def _figure(
    text: str,
    start: int,
    end: int,
    core: Core,
    value: float | None,
    noun: tuple[str, int] | None,
    bound: Bound,
    low: float | None,
    high: float | None,
) -> Figure:
    return Figure(
        span=Span(start, end),
        kind=core.kind,
        value=value,
        unit=core.unit,
        of=noun[0] if noun else None,
        bound=bound,
        low=low,
        high=high,
    )
