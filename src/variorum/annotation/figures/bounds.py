"""From a core to a figure: its age, what it counts, and the bound that words around it give."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from variorum.annotation.figures.core import Core
from variorum.annotation.figures.nouns import announced, counted, noun_words
from variorum.language.language import Language
from variorum.model import Bound, Figure, Span
from variorum.settings import FIGURES
from variorum.text.late import late
from variorum.text.lookup import alternatives, lookup_key
from variorum.text.numbers import number_words


@cache
def _bound_before(lang: Language) -> re.Pattern[str]:
    rows = {form: bound for bound, forms in number_words(lang).bounds.items() for form in forms}
    forms = alternatives(rows).replace(r"\ ", r"\s")
    return re.compile(rf"(?<![\w-])(?P<form>{forms})\s(?:(?:a|an|the|another|additional)\s)?$", re.IGNORECASE)


@cache
def _bound_after(lang: Language) -> re.Pattern[str]:
    forms = [form for forms in number_words(lang).bounds_after.values() for form in forms]
    joined = alternatives(forms).replace(r"\ ", r"\s")
    return re.compile(rf"\s?(?P<plus>\+)(?!\d)|[\s-](?P<form>{joined})\b", re.IGNORECASE)


def singular(text: str, at: int, lang: Language) -> tuple[str, int] | None:
    """Return the noun after "of the" when it is no plural: "half of the harbour"."""
    found = lang.phrases.figures.one_of.match(text, at)
    if found is None:
        return None
    words = found["noun"].split()
    if len(words) > 1 and (words[1] in noun_words(lang).stops or words[1].endswith(("ed", "ing"))):
        words = words[:1]
    return (" ".join(words), found.end()) if words[0] not in noun_words(lang).stops else None


def finish(text: str, core: Core, floor: int, lang: Language) -> Figure | int:
    """Return the figure made of a core: with its age, what it counts, and its bound."""
    phrases = lang.phrases.figures
    if (
        core.kind == "count"
        and not core.ranged
        or core.kind == "count"
        and phrases.aged.search(text[max(0, core.start - 16) : core.start])
    ):
        aged = _age(text, core, lang)
        if aged:
            return with_bound(text, aged, None, floor, lang)
    if (
        core.kind == "count"
        and text[core.end : core.end + 1] == "-"
        and phrases.joined_noun.match(text, core.end)
    ):
        noun = counted(text, core.end, one=True, lang=lang)
    elif core.kind in ("duration", "age", "ordinal") or core.adjective:
        noun = None
    elif (
        core.kind == "share"
        and phrases.not_of.match(text, core.end)
        and phrases.determined.search(text[max(0, core.start - 6) : core.start])
    ):
        noun = counted(text, core.end, one=True, lang=lang)
    elif core.kind in ("share", "money", "measure"):
        noun = (
            counted(text, core.end, lang=lang)
            if phrases.of.match(text, core.end) or core.kind == "share"
            else None
        )
        if noun is None and core.kind == "share":
            noun = singular(text, core.end, lang)
        elif noun is None and core.kind == "measure":
            noun = _of_stuff(text, core.end, lang)
    else:
        noun = counted(text, core.end, one=core.low == core.high == 1, lang=lang)
        if noun is None and not core.ranged and (told := announced(text, core.start, floor, lang)):
            noun = told, core.end
    if noun is None and core.kind == "count" and core.number.words and core.low == core.high == 1:
        return core.end
    return with_bound(text, core, noun, floor, lang)


def _of_stuff(text: str, at: int, lang: Language) -> tuple[str, int] | None:
    """Return the substance that a measure is of: "3 tonnes of cocaine"."""
    found = lang.phrases.figures.stuff.match(text, at)
    return (found[1], found.end()) if found else None


@cache
def _month_before(lang: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(month.title() for month in lang.dates.months)})\W*$")


_APPOSED = late(r"([^\W\d_][\w’'-]*\.?)(?:,\s|\s\()$")


def _age(text: str, core: Core, lang: Language) -> Core | None:
    """Return the core as an age when it stands like one: "aged 54", "Reyes, 54,", "the driver (19)"."""
    phrases = lang.phrases.figures
    before = text[max(0, core.start - 30) : core.start]
    told = (
        phrases.aged.search(before)
        or phrases.more_ages.search(before)
        or phrases.ages_ahead.match(text, core.end)
    )
    if not (told or _is_apposed_age(text, core, before, lang)):
        return None
    core.kind, core.unit = "age", "year"
    return core


def _is_apposed_age(text: str, core: Core, before: str, lang: Language) -> bool:
    """Tell whether a bare number between commas or brackets follows a name or a noun for a person."""
    if (
        core.number.words
        or core.ranged
        or not 0 < core.low < 120
        or text[core.end : core.end + 1] not in (",", ")", ".", ";")
    ):
        return False
    found = _APPOSED.search(before)
    if found is None or _month_before(lang).search(before):
        return False
    word = found[1].rstrip(".")
    return word[0].isupper() and not word.isupper() or word in lang.names.roles


def with_bound(text: str, core: Core, noun: tuple[str, int] | None, floor: int, lang: Language) -> Figure:
    """Return the figure with the bound that words before or after give."""
    phrases = lang.phrases.figures
    start, end = core.start, core.end
    minus = phrases.minus.search(text, max(floor, start - 6), start) if core.kind == "measure" else None
    if minus:
        core.low, core.high, start = -core.low, -core.high, minus.start()
    bound: Bound = "exact"
    low: float | None = None
    high: float | None = None
    before = _bound_before(lang).search(text, max(floor, start - FIGURES.look_back), start)
    after = _bound_after(lang).match(text, end)
    if before:
        bound, start = _bound_of(before["form"], "bounds", lang), before.start()
    elif after:
        bound, end = (
            ("at least" if after["plus"] else _bound_of(after["form"], "bounds_after", lang)),
            after.end(),
        )
        noun = counted(text, end, lang=lang) if core.kind == "count" else noun
    if core.ranged:
        between = phrases.between.search(text, max(floor, start - 9), start)
        start = between.start() if between else start
        return _figure(text, start, end, core, None, noun, "range", core.low, core.high)
    if bound in ("at least", "more than"):
        low = core.low
    elif bound in ("at most", "less than"):
        high = core.high
    return _figure(text, start, end, core, core.low, noun, bound, low, high)


def _bound_of(form: str, table: str, lang: Language) -> Bound:
    words = lookup_key(form)
    return cast(
        Bound, next(bound for bound, forms in getattr(number_words(lang), table).items() if words in forms)
    )


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
