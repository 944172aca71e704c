"""Scores, votes and ratios: "3-1", "52 to 48"."""

from __future__ import annotations

import re

from variorum.annotation.figures.labels import PERCENT
from variorum.annotation.figures.nouns import counted
from variorum.annotation.figures.units import currency_before, unit_after
from variorum.language.language import Language
from variorum.model import Figure, Span
from variorum.text.late import late

_SCORE = late(r"(?P<a>\d{1,3})\s?[-–]\s?(?P<b>\d{1,3})(?![\d-]|[.,]\d|\w)")


_SCORE_BEFORE = late(
    r"\b(?:beat\w*|won|wins?|winning|los[est]\w*|defeat\w*|dr[ae]w\w*|scor\w*|lead\w*|led|vot\w*|rul\w*|decision|ahead|margin"
    r"|victor\w*|tied?|win|passed|approved|rejected|trail\w*|thrash\w*|finish\w*|ended|record)\b[^.;]{0,45}$",
    re.IGNORECASE,
)


_SCORE_AFTER = late(
    r"\s(?:\w+\s)?(?:win|loss|defeat|victory|vote|draw|lead|decision|ruling|score|tie|margin|record|favorites?)\b"
)


_VOTE = late(
    r"\s(?:to|(?P<votes>votes)\sto)\s(?P<b>\d{1,3})\b"
    r"(?!\s?(?:percent|per\scent|%|years|days|people))"
)


_RATIO_BEFORE = late(
    r"\b(?:ratio\sof|odds\sof|outnumber\w*(?:\s\w+){0,3}\sby|by\sa\smargin\sof)\s$", re.IGNORECASE
)


_POINTS = late(r"\d{1,3}\b")


def read_score(text: str, start: int, lang: Language) -> Figure | None:
    """Read "3-1", "52 to 48" where people win, lose and vote, and "6 votes to 3"; else None."""
    before = text[max(0, start - 60) : start]
    if currency_before(text, start, lang):
        return None
    found = _SCORE.match(text, start)
    number = _POINTS.match(text, start)
    if found is None and number:
        vote = _VOTE.match(text, number.end())
        if vote and (
            vote["votes"]
            or _SCORE_BEFORE.search(before)
            and not re.search(r"\bby\s(?:between\s)?$", before)
            or re.search(r"\b(?:vote|margin)\sof\s$", before)
        ):
            return _score(start, vote.end(), int(number.group()), int(vote["b"]), "score")
    if found is None:
        return None
    a, b = int(found["a"]), int(found["b"])
    if _RATIO_BEFORE.search(before):
        return _score(start, found.end(), a, b, "ratio")
    follows = (
        counted(text, found.end(), lang=lang)
        or unit_after(text, found.end(), lang)
        or PERCENT.match(text, found.end())
    )
    likely = _SCORE_AFTER.match(text, found.end()) or (
        _SCORE_BEFORE.search(before) and (a >= b or not follows)
    )
    if likely or (a > b and not follows):
        return _score(start, found.end(), a, b, "score")
    return None


def _score(start: int, end: int, a: int, b: int, unit: str) -> Figure:
    return Figure(span=Span(start, end), kind="count", value=f"{a}-{b}", unit=unit)
