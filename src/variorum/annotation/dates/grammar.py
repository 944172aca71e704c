"""The grammar of dates: where a date stands and of what kind it is; ``resolve`` finds the day it means.

Trigger words (month and weekday names, digits, "last", "yesterday" ...) select the few patterns that are
tried, so a text is read in time linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from msgspec import Struct

from variorum.language.language import Language
from variorum.model import Span
from variorum.text.calendar import date_words, months, weekdays
from variorum.text.late import late
from variorum.text.lookup import alternatives, lookup_key
from variorum.text.numbers import number_words


class DatePhrase(Struct, frozen=True, kw_only=True):
    """A date as printed: the rule that read it and the parts the rule named, as ``lookup_key`` gives them."""

    span: Span
    rule: str
    parts: dict[str, str]


@cache
def _patterns(lang: Language) -> dict[str, re.Pattern[str]]:
    """Return the pattern of each rule."""
    tables = date_words(lang)
    month = alternatives(months(lang))
    full_month = alternatives({name: n for name, n in months(lang).items() if len(name) > 3 or name == "may"})
    weekday = alternatives({name: n for name, n in weekdays(lang).items() if not name.endswith("days")})
    season = alternatives(tables.seasons)
    part = alternatives(tables.parts.words)
    holiday = "|".join(re.escape(name).replace("_", r"\s").replace("'", "['’]") for name in tables.holidays)
    number = alternatives([*number_words(lang).words, "a", "an", "several", "few", "couple"])
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|:\d)"
    year = r"(?P<year>(?:1[5-9]|20)\d{2})(?!\d|,\d|\.\d)(?![-–]\d(?!\d(?!\d)|\d{3}(?!\d)))"
    until = r"(?P<until>\d{1,2})(?:st|nd|rd|th)?(?![\d%]|[:-]\d|\s?(?:percent|per\scent|people|[ap]\.?m\b))"
    lead = rf"(?:(?:{weekday})\.?,?\s)?(?:the\s)?"
    edge = r"(?:(?:early|late|mid)[\s-])?"
    texts = {
        "iso": r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)",
        "month day year": rf"{lead}(?P<month>{month})\.?\s{day},?\s{year}",
        "day month year": rf"{lead}{day}\s(?:of\s)?(?P<month>{month})\.?,?\s{year}",
        "numeric": r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?!\d|\.\d)",
        # "May 12-14": the days from one to the other
        "month days": rf"{lead}(?P<month>{month})\.?\s{day}\s?[-‐-―]\s?{until}(?:,?\s{year})?",
        "days month": rf"(?:the\s)?{day}(?:\s?[-‐-―]\s?|\sto\s){until}\s(?:of\s)?(?P<month>{month})\b\.?"
        rf"(?:,?\s{year})?",
        "month year": rf"{edge}(?P<month>{month})\.?,?\s(?:of\s)?{year}",
        "month day": rf"{lead}(?P<month>{month})\.?\s{day}(?!\s?(?:percent|per\scent|people|%|[ap]\.?m\b))",
        "day month": rf"{lead}(?:the\s)?{day}\s(?:of\s)?(?P<month>{month})\b\.?",
        "month": rf"{edge}(?P<month>{full_month})\b",
        "season year": rf"{edge}(?:the\s)?(?P<season>{season})\s(?:of\s)?{year}",
        "year": rf"{edge}{year}",
        # "the 2009-10 season", "1914-18"; the shorter end is of the same or the next century
        "years": r"(?P<year>(?:1[5-9]|20)\d{2})\s?[-‐-―/]\s?"
        r"(?P<until>(?:1[5-9]|20)\d{2}|\d{2})(?!\d|[-./,:]\d|\s?%)",
        "holiday": rf"(?P<holiday>{holiday})\b(?:,?\s(?:of\s|in\s)?{year})?",
        "weekday": r"(?:(?:early|late|earlier|later)\s(?:on\s)?)?"
        rf"(?P<weekday>{weekday})\b(?:\s(?P<part>{part})\b)?",
    }
    texts |= lang.date_rules(
        month=full_month, weekday=weekday, season=season, part=part, number=number, edge=edge
    )
    return {name: late(text, re.IGNORECASE) for name, text in texts.items()}


_WHICH = ["which weekday", "which month", "which season", "which part", "which unit"]
_EARLY = ["month year", "decade", "season year", "year", "deictic", "weekday", "which unit", "month"]
Rules = tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _rules(lang: Language) -> dict[str, Rules]:
    """Return for each trigger word, in small letters or with a capital, the rules to try.

    "##" is for one or two digits, "####" for four, "#" for any other number of them.
    """
    order: dict[str, list[str]] = {
        "#": ["ago"],
        "##": ["days month", "day month year", "numeric", "century", "ago", "day month"],
        "####": ["iso", "decade", "ago", "years", "year"],
        "the": [
            "day before",
            "which unit",
            "which weekday",
            "decade",
            "century",
            "day month year",
            "day month",
        ],
        "a": ["weekday ago", "ago"],
        "’": ["decade"],
        "'": ["decade"],
    }
    names = {re.split(r"\W", name.replace("_", " "))[0] for name in date_words(lang).holidays}
    order |= dict.fromkeys(names, ["holiday"])
    order |= dict.fromkeys(
        months(lang), ["holiday", "month days", "month day year", "month year", "month day", "month"]
    )
    order |= dict.fromkeys(
        weekdays(lang), ["month day year", "day month year", "month day", "day month", "weekday"]
    )
    order |= dict.fromkeys(["last", "next", "this", "coming", "past", "previous"], _WHICH)
    order |= dict.fromkeys(["early", "late", "mid", "earlier", "later"], _EARLY)
    order |= dict.fromkeys(["yesterday", "today", "tomorrow", "tonight"], ["deictic"])
    order |= dict.fromkeys(date_words(lang).seasons, ["season year"])
    order |= dict.fromkeys([*number_words(lang).words, "several", "half"], ["ago"])
    patterns = _patterns(lang)
    rules = {
        word: tuple((name, patterns[name]) for name in names if name in patterns)
        for word, names in order.items()
    }
    # Capitals as keys of their own spare every word of a text a change of case.
    return (
        rules
        | {word.capitalize(): found for word, found in rules.items()}
        | {word.upper(): found for word, found in rules.items()}
    )


def date_triggers(lang: Language) -> frozenset[str]:
    """Return the words that dates begin with, as printed; digits begin dates too."""
    return frozenset(_rules(lang))


_DIGITS = {1: "##", 2: "##", 4: "####"}


def find_dates(
    text: str, sentence: Span, triggers: Iterable[re.Match[str]], lang: Language
) -> Iterator[DatePhrase]:
    """Yield the date phrases of one sentence, in order; they do not overlap.

    triggers: words and digits of the sentence; at least those among ``date_triggers``.
    """
    rules = _rules(lang)
    at = sentence.start
    for trigger in triggers:
        word = trigger[0]
        found = rules.get(_DIGITS.get(len(word), "#") if word[0].isdigit() else word)
        if found is None or trigger.start() < at:
            continue
        if word in ("the", "The", "a", "A") and not lang.phrases.dates.gate.match(text, trigger.start()):
            continue
        phrase = _first_match(text, trigger.start(), sentence.end, found, lang)
        if phrase:
            yield phrase
            at = phrase.span.end


def _first_match(text: str, at: int, end: int, rules: Rules, lang: Language) -> DatePhrase | None:
    for name, pattern in rules:
        found = pattern.match(text, at, end)
        if found and _is_date(text, name, found, lang):
            parts = {part: lookup_key(value) for part, value in found.groupdict().items() if value}
            return DatePhrase(span=Span(found.start(), found.end()), rule=name, parts=parts)
    return None


@cache
def _leads_to_month(lang: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives(lang.dates.leads.month)})\s$", re.IGNORECASE)


@cache
def _leads_to_year(lang: Language) -> re.Pattern[str]:
    return re.compile(
        rf"(?:\b(?:{alternatives(lang.dates.leads.year)})[\s-]"
        r"|[(\[,]\s?|^|[-–—]\s?|[.!?;:“\"]\s)$",
        re.IGNORECASE,
    )


@cache
def _counted_year(lang: Language) -> re.Pattern[str]:
    counted = "|".join(word.replace(" ", r"\s") for word in lang.dates.leads.counted)
    return re.compile(rf"\s(?:{counted}|%)\b")


def _is_date(text: str, rule: str, found: re.Match[str], lang: Language) -> bool:
    """Tell whether a match is a date: "may" and "march" are also verbs, and 2000 may be a count."""
    before = text[max(0, found.start() - 20) : found.start()]
    word = found.group()
    if rule == "month":
        if not found["month"][0].isupper() or word.isupper() and len(word) < 5:
            return False
        if found["month"].lower() in lang.dates.leads.doubtful:
            return bool(_leads_to_month(lang).search(before)) and not re.match(
                r"\s[A-Z]", text[found.end() : found.end() + 2]
            )
        possessive = text[found.end() : found.end() + 2] in ("’s", "'s")
        follows = re.match(r"\s(?:\d|[A-Z])", text[found.end() : found.end() + 2])
        return bool(_leads_to_month(lang).search(before) or found.start() == 0 or possessive) or not follows
    if rule in ("month days", "days month"):
        return found["month"][0].isupper() and int(found["day"]) < int(found["until"]) <= 31
    if rule in ("month day", "day month", "month year", "month day year"):
        return found["month"][0].isupper() and not _names_something(text, rule, before, found, lang)
    if rule in ("year", "years"):
        return _is_year(text, before, found, lang) and (rule == "year" or _is_later(found))
    if rule == "holiday":
        return _is_holiday(text, before, found, lang)
    if rule == "weekday":
        return _is_weekday(text, before, found, lang)
    if rule == "deictic" and word[0].isupper():
        # "Today" with a capital within a sentence stands in a name.
        return _WITHIN.search(before) is None
    if rule in ("ago", "day before"):
        return _is_neighbour(text, rule, found)
    if rule == "which part":
        return found["which"].lower() != "that"
    return True


def _is_neighbour(text: str, rule: str, found: re.Match[str]) -> bool:
    """Tell whether a day is told by its distance from another: not "over the next day or two"."""
    counted = rule == "ago" and found["dir"].lower() in ("before", "after", "on")
    if counted or rule == "day before" and found["dir"]:
        # "two days after the storm" hangs on an event, "the day before." on the day told before.
        return bool(re.match(r"\s?[.,;)]|\s?$", text[found.end() : found.end() + 2]))
    return not text.startswith(" or ", found.end())


def _is_weekday(text: str, before: str, found: re.Match[str], lang: Language) -> bool:
    """Tell whether a weekday is one day here: not "on Fridays", "Friday nights", "Black Friday"."""
    phrases = lang.phrases.dates
    name = found["weekday"]
    habitual = _on_nights(lang).match(text, found.end()) or (
        phrases.before_many.search(before) and text[found.end() : found.end() + 1] == "s"
    )
    named = phrases.before_named.search(before) or _is_show(text, before, found, lang)
    return name[0].isupper() and len(name) > 4 and not habitual and not named


def _names_something(text: str, rule: str, before: str, found: re.Match[str], lang: Language) -> bool:
    """Tell whether a day stands in a name, or counts: "the 17 May Club", "15 of the 19 Sept. 11 bombers"."""
    if rule not in ("month day", "day month"):
        return False
    article = before.lower().endswith("the ") or found.group().lower().startswith("the ")
    if not article and rule == "day month" and not lang.phrases.dates.leads_to_day.search(before):
        # "17 February Brigade": a day before a name has "on" or the like before it.
        return re.match(r"\s[A-Z][a-z]", text[found.end() : found.end() + 3]) is not None
    return (
        article and re.match(r"\s(?:[^\W\d_a-z]|\d{1,2}\b)", text[found.end() : found.end() + 4]) is not None
    )


def _is_show(text: str, before: str, found: re.Match[str], lang: Language) -> bool:
    """Tell whether a weekday stands in a name: "Saturday Night Live", "his Sunday Sit-Down"."""
    part = found["part"]
    leads = lang.phrases.dates.owns.search(before) if part is None else part[0].isupper()
    return bool(leads and re.match(r"\s[A-Z][a-z]", text[found.end() : found.end() + 3]))


@cache
def _on_nights(lang: Language) -> re.Pattern[str]:
    return re.compile(rf"\s(?:{alternatives(date_words(lang).parts.words)})s\b")


def _is_holiday(text: str, before: str, found: re.Match[str], lang: Language) -> bool:
    """Tell whether a holiday is one day here: not "every Christmas Day", not "Halloween costumes"."""
    phrases = lang.phrases.dates
    word = found.group()
    if " " not in word and not phrases.dates_day.search(before):
        return False
    return word[0].isupper() and not phrases.every.search(before) and not text.startswith("s", found.end())


_WITHIN = late(r"[^\W\d_][,’'-]?\s$")


def _is_later(found: re.Match[str]) -> bool:
    """Tell whether the second year of "2009-10" comes after the first."""
    year, until = int(found["year"]), found["until"]
    return int(until) > year if len(until) == 4 else (int(until) - year) % 100 in range(1, 60)


def _is_year(text: str, before: str, found: re.Match[str], lang: Language) -> bool:
    """Tell whether four digits are a year: by the word before, or a name like "2003 election" after."""
    if re.search(
        r"[$£€#]\s?$|\b(?:than|least|most|some|about|nearly|almost|over|No\.|flight|Flight|number)\s$|[\w]$|\d[.,-]$",
        before,
    ):
        return False
    if _counted_year(lang).match(text, found.end()) or re.match(
        r"[-–]?[^\W\d]|[\d%°]|:\d", text[found.end() : found.end() + 2]
    ):
        return False
    return (
        bool(_leads_to_year(lang).search(before))
        or text[found.end() : found.end() + 1] in ",.;)"
        or bool(re.match(r"\s[a-z]", text[found.end() : found.end() + 2]))
    )


class TimePhrase(Struct, frozen=True, kw_only=True):
    """A time of day, or a stretch of it, as printed.

    value: ISO 8601 ("06:40", "06:40Z", "18:00/19:00"). zone: as printed when it is not GMT.
    """

    span: Span
    value: str
    zone: str | None
    hedge: str | None


def _times_begin(
    text: str, start: int, end: int, triggers: Iterable[re.Match[str]] | None, lang: Language
) -> Iterable[re.Match[str]]:
    trigger_of_time = lang.phrases.dates.time_trigger
    if triggers is None:
        return trigger_of_time.finditer(text, start, end)
    return filter(None, [trigger_of_time.match(text, trigger.start(), end) for trigger in triggers])


def find_times(
    text: str, start: int, end: int, lang: Language, triggers: Iterable[re.Match[str]] | None = None
) -> Iterator[TimePhrase]:
    """Yield the times of day of one sentence, in order.

    triggers: its digits and the words that times begin with; None where they are not known.
    """
    phrases = lang.phrases.dates
    zone_pattern = _zone_pattern(lang)
    done = start
    for trigger in _times_begin(text, start, end, triggers, lang):
        at = trigger.start()
        if at < done:
            continue
        found = phrases.clocks.match(text, at, end)
        value = _stretch(found, text[max(start, at - 9) : at], lang) if found else None
        if value is None:
            found = (
                phrases.clock.match(text, at, end)
                or phrases.oclock.match(text, at, end)
                or phrases.named.match(text, at, end)
            )
            value = _clock_value(found, lang) if found else None
        if found is None or value is None:
            continue
        stop = done = found.end()
        zone = zone_pattern.match(text, stop)
        name = zone.group().strip() if zone else None
        stop = zone.end() if zone else stop
        if name in ("GMT", "UTC"):
            value, name = value.replace("/", "Z/") + "Z", None
        hedge = phrases.hedge.search(text, max(start, at - 16), at)
        kind = next((key for key, hit in hedge.groupdict().items() if hit), None) if hedge else None
        yield TimePhrase(span=Span(hedge.start() if hedge else at, stop), value=value, zone=name, hedge=kind)


@cache
def _zone_pattern(lang: Language) -> re.Pattern[str]:
    zones = alternatives(date_words(lang).zones.words)
    return re.compile(rf"\s(?:{zones})\b")


def _stretch(found: re.Match[str], before: str, lang: Language) -> str | None:
    """Return from when to when in ISO 8601 ("18:00/19:00"); None when two times stand side by side."""
    parts = found.groupdict()
    joint = (parts["joint"] or parts["joint24"]).strip().lower()
    if joint == "and" and not lang.phrases.dates.between.search(before):
        return None
    if parts["from24"]:
        return f"{parts['from24']:0>5}/{parts['to24']:0>5}"
    late = _of_half(parts["hour2"], parts["minute2"], parts["half2"])
    halves = [parts["half"]] if parts["half"] else [parts["half2"], "p" if parts["half2"] in "aA" else "a"]
    early = [value for half in halves if (value := _of_half(parts["hour"], parts["minute"], half))]
    if late is None or not early:
        return None
    # "11-1pm" begins in the morning.
    return f"{next((value for value in early if value < late), early[-1])}/{late}"


def _of_half(hour: str, minute: str | None, half: str) -> str | None:
    """Return hour and minute before or after noon in ISO 8601; None when there is no such time."""
    hours, minutes = int(hour), int(minute or 0)
    if not 1 <= hours <= 12 or minutes > 59:
        return None
    return f"{hours % 12 + (12 if half.lower() == 'p' else 0):02d}:{minutes:02d}"


def _clock_value(found: re.Match[str], lang: Language) -> str | None:
    """Return hours and minutes in ISO 8601; None when there is no such time."""
    parts = {part: lookup_key(value) for part, value in found.groupdict().items() if value}
    if parts.get("named"):
        return "00:00" if parts["named"] == "midnight" else "12:00"
    if parts.get("military"):
        return f"{parts['military'][:2]}:{parts['military'][2:]}"
    if parts.get("hour24"):
        return f"{int(parts['hour24']):02d}:{parts['minute24']}"
    if parts.get("word"):
        word = parts["word"]
        hour = int(word) if word.isdecimal() else int(number_words(lang).words.get(word, 99))
        late = parts.get("part") in ("afternoon", "evening") or parts.get("night") and 6 <= hour < 12
        return f"{hour % 12 + 12 if late else hour:02d}:00" if 1 <= hour <= 12 else None
    return _of_half(parts["hour"], parts.get("minute"), parts["half"])
