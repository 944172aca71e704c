"""Times and numbers that subtitles and transcripts carry for the player, not for the reader.

Pasted subtitles keep their cue numbers and times; programs that write down meetings put a time before or
after each speaker's name. None of it was said, and none of it is a figure of the report. Precision first:
lines of news that begin with a time ("9:00 Doors open") are left alone unless they are labels of speakers, of
one more than once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from variorum.model import Span
from variorum.settings import TEXTS
from variorum.text.late import late

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?"
# "00:00:01.153 --> 00:00:04.193 align:start", as WebVTT and SubRip write it.
_CUE = late(rf"(?:\d+\s+)?{_TIME}\s*--?>\s*{_TIME}(?:\s+[\w-]+:\S+)*")
_NUMBER = late(r"\d{1,5}")
_HEADER = late(r"\ufeff?WEBVTT(?:\s.*)?|(?:Kind|Language): \w[\w-]*|(?:NOTE|STYLE|REGION)(?:\s.*)?")
_INLINE = late(rf"<{_TIME}>")
# A name as a label gives it: capitals or a number at the end ("Speaker 1"), and what it ends with.
_WORD = r"(?:[^\W\d_a-z][\w.’'-]*|de|van|von|al|la|of|\d{1,2}|\([\w .-]{1,20}\))"
_NAME = rf"(?:>>\s*)?\**[^\W\d_a-z][\w.’'-]*(?:[ ,]{{1,2}}{_WORD}){{0,5}}\**"
_BRACKETED = rf"(?:\[{_TIME}\]|\({_TIME}\)|{_TIME})"
_LEADS = late(rf"(?P<stamp>{_BRACKETED})[ \t]*[-–—|]?[ \t]*(?P<name>{_NAME})\s*:")
_ENDS = late(
    rf"(?P<name>{_NAME})(?:[ \t]{{2,}}|\t|[ \t]*[-–—|·,][ \t]*|[ \t]+(?=[\[(]))(?P<stamp>{_BRACKETED}):?"
)
_BEFORE_COLON = late(rf"(?P<name>{_NAME})[ \t]*(?P<stamp>\[{_TIME}\]|\({_TIME}\))[ \t]*:")
_CLOCK = late(r"\d:\d\d")
_ALONE = late(rf"\[{_TIME}\]|\({_TIME}\)|{_TIME}(?:\s*[-–]\s*{_TIME})?")


def cue_lines(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Return the lines that are a cue's number or time, the header of WebVTT, or a time between turns.

    A number counts only right above a time of a cue; a time by itself only where labels carry such times.
    """
    if not _has_clock(text):
        return []
    lines = [paragraph.of(text) for paragraph in paragraphs]
    cues = {index for index, line in enumerate(lines) if "->" in line and _CUE.fullmatch(line)}
    found = set(cues)
    if cues:
        found |= {index - 1 for index in cues if index and _NUMBER.fullmatch(lines[index - 1])}
        found |= {index for index in range(min(cues)) if _HEADER.fullmatch(lines[index])}
    alone = {index for index, line in enumerate(lines) if _ALONE.fullmatch(line)}
    if alone and (len(alone) > TEXTS.stamps and _rise([lines[index] for index in sorted(alone)])):
        labelled = sum(1 for line in lines if re.match(rf"{_NAME}\s*:", line))
        found |= (
            alone
            if cues or labelled >= TEXTS.stamps or len(_stamped(text, paragraphs)) >= TEXTS.stamps
            else set()
        )
    return [paragraphs[index] for index in sorted(found)]


def stamps_of(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Return the times inside lines that label a speaker: "00:01 Ann Lee:", "Ann Lee  0:01", "<00:01.5>"."""
    if not _has_clock(text):
        return []
    stamps = _stamped(text, paragraphs)
    stamps += [Span(*match.span()) for match in _INLINE.finditer(text)] if "<" in text else []
    return sorted(stamps)


def _has_clock(text: str) -> bool:
    """Tell whether a time stands in ``text``: colons are few, and found faster than digits."""
    at = text.find(":", 1)
    while at > 0:
        if text[at - 1].isdecimal() and _CLOCK.match(text, at - 1):
            return True
        at = text.find(":", at + 1)
    return False


def _stamped(text: str, paragraphs: Sequence[Span]) -> list[Span]:
    """Return the times of labels, in rising order, where one name has two of them or there are three."""
    found: list[tuple[str, Span]] = []
    for index, paragraph in enumerate(paragraphs):
        line = paragraph.of(text)
        if not _has_clock(line):
            continue
        match = _LEADS.match(line) or _BEFORE_COLON.match(line)
        if match is None and index + 1 < len(paragraphs):
            match = _ENDS.fullmatch(line)
        if match is not None:
            start, end = match.span("stamp")
            found.append((match["name"].strip("*> "), Span(paragraph.start + start, paragraph.start + end)))
    names = Counter(name for name, _ in found)
    repeated = len(found) >= TEXTS.stamps and (
        max(names.values()) >= TEXTS.stamps or len(found) > TEXTS.stamps
    )
    rising = _rise([span.of(text) for _, span in found])
    return [span for _, span in found] if repeated and rising else []


def _rise(times: Sequence[str]) -> bool:
    """Tell whether times never go back, as they do not in a recording."""
    moments = [_seconds(time) for time in times]
    return all(first <= second for first, second in zip(moments, moments[1:], strict=False))


def _seconds(time: str) -> float:
    parts = re.findall(r"\d+", time.partition("-")[0])
    if re.search(r"[.,]\d+", time):
        parts = parts[:-1]
    total = 0
    for part in parts[:3]:
        total = total * 60 + int(part)
    return total
