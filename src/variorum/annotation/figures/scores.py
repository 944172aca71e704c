"""Scores, votes and ratios: "3-1", "52 to 48"."""

from __future__ import annotations

from variorum.annotation.figures.nouns import counted
from variorum.annotation.figures.units import currency_before, unit_after
from variorum.language.language import Language
from variorum.model import Figure, Span
from variorum.text.late import late

_SCORE = late(r"(?P<a>\d{1,3})\s?[-–]\s?(?P<b>\d{1,3})(?![\d-]|[.,]\d|\w)")


_POINTS = late(r"\d{1,3}\b")


def read_score(text: str, start: int, lang: Language) -> Figure | None:
    """Read "3-1", "52 to 48" where people win, lose and vote, and "6 votes to 3"; else None."""
    phrases = lang.phrases.figures
    before = text[max(0, start - 60) : start]
    if currency_before(text, start, lang):
        return None
    found = _SCORE.match(text, start)
    number = _POINTS.match(text, start)
    if found is None and number:
        vote = phrases.vote.match(text, number.end())
        if vote and (
            vote["votes"]
            or phrases.score_before.search(before)
            and not phrases.by_before.search(before)
            or phrases.margin_of.search(before)
        ):
            return _score(start, vote.end(), int(number.group()), int(vote["b"]), "score")
    if found is None:
        return None
    a, b = int(found["a"]), int(found["b"])
    if phrases.ratio_before.search(before):
        return _score(start, found.end(), a, b, "ratio")
    follows = (
        counted(text, found.end(), lang=lang)
        or unit_after(text, found.end(), lang)
        or phrases.percent.match(text, found.end())
    )
    likely = phrases.score_after.match(text, found.end()) or (
        phrases.score_before.search(before) and (a >= b or not follows)
    )
    if likely or (a > b and not follows):
        return _score(start, found.end(), a, b, "score")
    return None


def _score(start: int, end: int, a: int, b: int, unit: str) -> Figure:
    return Figure(span=Span(start, end), kind="count", value=f"{a}-{b}", unit=unit)
