"""Tell whether the clause of a date speaks of what is over, of what is to come, or of an end."""

from __future__ import annotations

import re
from functools import cache

from variorum.annotation.dates.grammar import DatePhrase
from variorum.language.language import Language
from variorum.settings import DATES
from variorum.text.calendar import date_words, weekdays
from variorum.text.lookup import alternatives


def is_future(text: str, phrase: DatePhrase, start: int, end: int, lang: Language) -> bool:
    """Tell whether the clause of a phrase speaks of what is to come."""
    phrases = lang.phrases.dates
    start, end = max(start, phrase.span.start - DATES.clause), min(end, phrase.span.end + DATES.clause)
    left = phrases.clause_end.split(text[start : phrase.span.start])[-1]
    right = re.split(r"[,;:“”\"—–]|\b(?:that|who|but|and|because)\b", text[phrase.span.end : end])[0]
    if phrases.opening.fullmatch(left) and text[phrase.span.end : phrase.span.end + 2] == ", ":
        # "On Friday, the council will vote": the clause comes after the comma.
        right = re.split(r"[,;:“”\"—–]", text[phrase.span.end + 2 : end])[0]
    if _set_for(lang).search(left):
        return True
    if _said_in(lang).search(left):
        return False
    cues = list(_future(lang).finditer(left))
    verbs = _past(lang).search(left)
    if (
        verbs
        and not (cues and cues[-1].start() >= verbs.start())
        and not re.search(r"\b(?:scheduled|expected|planned|due|set)\b", verbs.group())
        # "is due to be heard in court on Friday"
        and not re.search(r"\bbe\s$", left[: verbs.start()])
    ):
        return False
    if cues and _is_told(left[cues[-1].start() :], lang):
        return False
    if cues:
        # "said he would quit on Monday" looks ahead only where the cue stands nearer than a verb of the past.
        return not re.search(r"\bwould\b", cues[-1].group()) or bool(re.search(r"\bon\s$|\bnext\b", left))
    return bool(_future_behind(lang).match(right.lstrip("’'s ")))


def is_over(text: str, phrase: DatePhrase, start: int, lang: Language) -> bool:
    """Tell whether a verb of the past stands right before a date: "was shot on 6 January"."""
    left = _clause_before(text, phrase, start, lang)
    words = left.split()[-2:]
    if words and words[-1].lower() in date_words(lang).cues.past_leads:
        words.pop()
    return bool(words) and (words[-1].endswith("ed") or words[-1].lower() in lang.words.past)


def is_limit(text: str, phrase: DatePhrase, start: int, lang: Language) -> bool:
    """Tell whether something lasts up to a date, which may be over by now: "had until 1 July"."""
    left = _clause_before(text, phrase, start, lang)
    words, cues = left.lower().split(), date_words(lang).cues
    if words and words[-1] in cues.limit and not cues.pluperfect.isdisjoint(words):
        return False  # "thousands had gathered by Tuesday"
    return _limit(lang).search(left) is not None


def lasts(text: str, phrase: DatePhrase, start: int, lang: Language) -> bool:
    """Tell whether something lasts now, up to a date that is yet to come: "is closed until 14 June"."""
    left = _clause_before(text, phrase, start, lang)
    return _lasting(lang).search(left) is not None


def _clause_before(text: str, phrase: DatePhrase, start: int, lang: Language) -> str:
    """Return what stands before a date in its clause."""
    first = max(start, phrase.span.start - DATES.clause)
    return lang.phrases.dates.clause_end.split(text[first : phrase.span.start])[-1]


@cache
def _future(lang: Language) -> re.Pattern[str]:
    words = "|".join(word.replace(" ", r"\s") for word in date_words(lang).cues.future)
    return re.compile(rf"\b(?:{words})\b|[’']ll\b", re.IGNORECASE)


@cache
def _future_behind(lang: Language) -> re.Pattern[str]:
    words = "|".join(word.replace(" ", r"\s") for word in date_words(lang).cues.future_behind)
    # A subject of up to so many words, among them no verb of the past.
    return re.compile(rf"\s?(?:(?!\w+ed\s)[\w’'-]+\s){{0,{DATES.subject}}}(?:{words}|would(?!\shave))\b")


@cache
def _set_for(lang: Language) -> re.Pattern[str]:
    words = "|".join(date_words(lang).cues.set_for)
    return re.compile(
        rf"\b(?:{words})\s(?:[\w’'-]+\s){{0,{DATES.object}}}(?:for|to|until)\s(?:next\s)?$", re.I
    )


@cache
def _said_in(lang: Language) -> re.Pattern[str]:
    words = "|".join(date_words(lang).cues.said_in)
    return re.compile(rf"\bin\s(?:an?|the|his|her|their)\s(?:[\w’'-]+\s){{0,2}}(?:{words})\s(?:on\s)?$", re.I)


@cache
def _limit(lang: Language) -> re.Pattern[str]:
    cues = date_words(lang).cues
    near, far = "|".join(cues.limit), "|".join(cues.limit_of_clause)
    return re.compile(
        rf"\b(?:{far})\b|\b(?:{near})\s(?:the\s)?(?:(?:early|late|midnight|noon)\s(?:on\s)?)?$", re.IGNORECASE
    )


@cache
def _lasting(lang: Language) -> re.Pattern[str]:
    cues = date_words(lang).cues
    now, end = "|".join(cues.lasting), "|".join([*cues.limit, *cues.limit_of_clause])
    return re.compile(
        rf"\b(?:{now})\s(?:[\w’'-]+\s){{0,{DATES.lasting}}}?(?:{end})\s(?:at\sleast\s|the\s)?$", re.IGNORECASE
    )


@cache
def _past(lang: Language) -> re.Pattern[str]:
    words = "|".join(date_words(lang).cues.past)
    return re.compile(
        rf"(?:\b(?:{words})|\b[a-z]+ed)\s(?!by\b)(?:[\w.’']+\s){{0,3}}?(?:(?:on|late|early|by)\s){{0,2}}$",
        re.IGNORECASE,
    )


def goes_on(text: str, phrase: DatePhrase, start: int, lang: Language) -> bool:
    """Tell whether a weekday ends a stretch that begins with another: "from Wednesday through Friday"."""
    return (
        _from_weekday(lang).search(text, max(start, phrase.span.start - DATES.line), phrase.span.start)
        is not None
    )


@cache
def _from_weekday(lang: Language) -> re.Pattern[str]:
    days = alternatives(weekdays(lang))
    return re.compile(
        rf"\bfrom\s(?:(?:late|early)\s)?(?:{days})\s(?:\w+\s)?(?:through|to|until|till)\s$", re.I
    )


def _is_told(between: str, lang: Language) -> bool:
    """Tell whether a plain verb of the past stands after what looks ahead: "will win, he wrote"."""
    words = between.lower().split()
    cues = date_words(lang).cues
    return any(
        word in lang.words.past and word not in cues.not_over and last not in cues.helps
        for last, word in zip(["", *words], words, strict=False)
    )
