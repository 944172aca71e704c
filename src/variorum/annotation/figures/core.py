"""The core of a figure: a number or range with currency and unit."""

from __future__ import annotations

from msgspec import Struct

from variorum.annotation.figures.ranges import read_range
from variorum.annotation.figures.units import Unit, currency_before, unit_after
from variorum.language.language import Language
from variorum.model import FigureKind
from variorum.text.late import late
from variorum.text.numbers import Number, read_number

_DOTTED = late(r"[\d]|[-.:/]\d|\.\w|:\d|/\d")


_RANGE_DASH = late(r"[-–]\d")


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


def read_core(text: str, start: int, lang: Language) -> Core | None:
    """Return number or range and unit that begin at ``start``."""
    sign = currency_before(text, start, lang)
    number = read_number(text, start, letters=sign is not None, sign=sign[1] if sign else None, lang=lang)
    if (
        number is None
        or not number.words
        and _DOTTED.match(text, number.end)
        and not _RANGE_DASH.match(text, number.end)
    ):
        return None
    core = Core(
        start=sign[0] if sign else start, end=number.end, low=number.value, high=number.value, number=number
    )
    if sign:
        core.kind, core.unit = "money", sign[1]
    share = _one_in(text, core, lang)
    if share:
        return share
    _extend_range(text, core, lang)
    unit = _unit(text, core, lang)
    if unit and core.kind != "money":
        _apply(core, unit)
    return core


def _apply(core: Core, unit: Unit) -> None:
    core.kind, core.unit, core.adjective = unit.kind, unit.name, unit.adjective
    core.low, core.high = round(core.low * unit.factor, 6), round(core.high * unit.factor, 6)
    core.end = max(core.end, unit.end)


def _unit(text: str, core: Core, lang: Language) -> Unit | None:
    """Return percent, points, age or any unit of the tables after the core."""
    return None if core.kind == "money" else _unit_at(text, core, core.end, lang)


def _unit_at(text: str, core: Core, at: int, lang: Language) -> Unit | None:
    """Return the unit that follows a number of the core that ends at ``at``."""
    phrases = lang.phrases.figures
    found = phrases.percent.match(text, at)
    if found:
        return Unit(end=found.end(), kind="share", name="percent", adjective="-" in found.group())
    found = phrases.points.match(text, at)
    if found:
        return Unit(end=found.end(), kind="share", name=f"{found['which'].lower()} point")
    found = phrases.year_old.match(text, at)
    if found:
        return Unit(end=found.end(), kind="age", name="year")
    if core.number.words and core.number.value == 1 and text[at : at + 7] == " second":
        return None
    pounds = phrases.pounds.match(text, at)
    if pounds:
        weight = phrases.of_weight.match(text, pounds.end()) or phrases.weighs.search(
            text[max(0, core.start - 24) : core.start]
        )
        return (
            Unit(end=pounds.end(), kind="measure", name="pound")
            if weight
            else Unit(end=pounds.end(), kind="money", name="GBP")
        )
    return unit_after(text, at, lang)


def _one_in(text: str, core: Core, lang: Language) -> Core | None:
    """Read "one in five", "9 out of 10" as a share in percent."""
    found = lang.phrases.figures.one_in.match(text, core.end)
    if found is None or core.kind == "money":
        return None
    whole = read_number(text, found.end(), letters=False, lang=lang)
    if whole is None or whole.value <= core.low or whole.value > 1e6 or 1900 <= whole.value <= 2100:
        return None
    # "killed three in two days" is no share.
    if unit_after(text, whole.end, lang) or (
        "in" in found.group().split() and core.low > 1 and whole.value not in (3, 4, 5, 10, 20, 100, 1000)
    ):
        return None
    share = round(100 * core.low / whole.value, 4)
    return Core(
        start=core.start, end=whole.end, low=share, high=share, kind="share", unit="percent", number=whole
    )


def _extend_range(text: str, core: Core, lang: Language) -> None:
    """Let the core grow to a range: "40 to 60", "between 8 and 10", "$3-4 million", "two or three"."""
    ends = read_range(
        text,
        core.start,
        core.number,
        end=core.end,
        sign=core.unit if core.kind == "money" else None,
        units=lambda at: _unit_at(text, core, at, lang),
        lang=lang,
    )
    if ends is None:
        return
    core.low, core.high, core.ranged, core.end = ends.low, ends.high, True, ends.end
    core.number = ends.last
