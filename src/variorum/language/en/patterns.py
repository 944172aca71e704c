"""Phrases of English that no list of words tells, as regular expressions."""

from __future__ import annotations


def date_rules(*, month: str, weekday: str, season: str, part: str, number: str, edge: str) -> dict[str, str]:
    """Return the rules for dates that are told by phrases: "last Friday", "three days ago", "the next day".

    The parameters are alternatives of the words of ``dates.toml`` and ``numbers.toml``. edge: what may stand
    before a stretch of time ("early"). The groups of each rule are those that ``annotation.dates`` knows.
    """
    unit = "(?P<unit>day|week|weekend|month|year|decade|century|fortnight|quarter)"
    return {
        "which month": rf"(?P<which>last|next|this|past|previous|coming)\s(?P<month>{month})\b",
        "decade": rf"(?:the\s)?{edge}(?P<decade>(?:1[5-9]|20)\d0)s\b|(?:the\s)?{edge}[’'](?P<short>\d0)s\b",
        "century": r"(?:the\s)?(?:early\s|late\s|mid-)?(?P<ordinal>\d{1,2})(?:st|nd|rd|th)[\s-]century\b",
        "which season": rf"(?P<which>last|next|this|past|previous|coming)\s(?P<season>{season})\b",
        "which weekday": r"(?P<which>last|next|this|this\spast|this\scoming|the\sprevious|the\sfollowing"
        rf"|coming|past)\s(?P<weekday>{weekday})\b(?:\s(?P<part>{part})\b)?",
        "weekday ago": rf"(?:a\sweek\s(?:ago\s)?(?:on\s)?)(?P<weekday>{weekday})\b",
        "deictic": rf"(?P<deictic>yesterday|today|tomorrow)(?:\s(?:{part})\b)?|(?P<now>tonight)\b"
        r"|earlier\s(?P<same>today)\b",
        "which part": rf"(?P<which>this|last|that)\s(?P<part>{part})\b",
        "which unit": r"(?:(?:early|late|earlier|later)\s)?"
        r"(?P<which>(?:last|next|this|(?:the\s)?(?:previous|following|coming|past)))"
        rf"\s{unit}\b(?!s|-|\s\w+\s(?:to|at|of)\b)",
        "ago": rf"(?P<count>\d+|{number}|half\sa)(?:\sof)?(?:\s(?P<and>and\sa\shalf))?"
        r"\s(?P<unit>day|week|fortnight|month|year|decade)s?\s(?P<dir>ago|earlier|before|later|after|on)\b",
        "day before": r"the\s(?:day|night|morning)\s(?P<dir>before|after)(?!\sthe\b|\sa\b)\b"
        r"|the\s(?:next|following)\s(?P<next>day|morning|night)\b"
        r"|the\s(?:previous|preceding)\s(?P<previous>day|night|morning|evening)\b",
    }
