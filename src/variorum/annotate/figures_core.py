"""The core of a figure: a number or range with currency and unit."""

from __future__ import annotations

import re

from msgspec import Struct

from variorum.annotate.figures_labels import PERCENT
from variorum.annotate.figures_numbers import Number, read_number
from variorum.annotate.figures_units import Unit, currency_before, unit_after, unit_tables
from variorum.model import FigureKind

_RANGE = re.compile(r"\s?[-–—]\s?(?=[\d$£€])|[\s-](?:to|or)[\s-]|\sand\s")


_POINTS = re.compile(r"[\s-](?P<which>percentage|basis)[\s-]points?\b", re.IGNORECASE)


_YEAR_OLD = re.compile(r"[-\s]years?[-\s]olds?\b|\syears\sof\sage\b", re.IGNORECASE)


_ONE_IN = re.compile(r"\s(?:in|out\sof)\s(?:every\s)?(?=\w)", re.IGNORECASE)


_DOTTED = re.compile(r"[\d]|[-.:/]\d|\.\w|:\d|/\d")


_CHANGE = re.compile(
    r"\b(?:rose|risen|rise|rises|rising|climb\w*|fell|fallen|fall|falls|falling|drop\w*|gr[eo]wn?|grow\w*|cut|cuts|rais\w*|up|down|increas\w*"
    r"|decreas\w*|declin\w*|jump\w*|went|shr[aiu]nk|lower\w*|doubl\w*|halv\w*|slip\w*|surg\w*|chang\w*)\b[^.;]{0,30}$",
    re.IGNORECASE,
)


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


def read_core(text: str, start: int) -> Core | None:
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
    found = PERCENT.match(text, core.end)
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
            r"\sof\s(?!(?:public|taxpayer|debt|aid|funding|spending|damage|compensation))\w"
            r"|\s?(?:heavy|in weight|overweight)"
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
