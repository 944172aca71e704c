"""What is said in a transcript, by the labels of its speakers: "Q.", "SMITH:", "JANE SMITH:"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from variorum.annotate.rules import phrases
from variorum.model import Span

# "SMITH:", "Q.", "Ms. Smith:", also after the mark that opens a quoted turn; the name is group 1.
_LABEL = re.compile(r"[\"“]?((?:Q|A)(?=[.:])|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}(?=:))[.:]\s+(?=\S)")
_MARKS = '"“”'
_QUESTIONS = frozenset(["Q", "A"])
_HEADS = phrases.word_class("heads")
# The longest answer, in paragraphs; where labels stand farther apart the article is no transcript there.
_LONGEST_ANSWER = 10


def turns(text: str, paragraphs: Sequence[Span], least: int) -> dict[int, tuple[Span, bool]]:
    """Return what is said by the start of its paragraph, and whether it goes on from the paragraph before.

    least: paragraphs with labels from which on an article is a transcript; nothing for fewer, or where all
    are one speaker's. A label counts that stands twice and is no head of a list ("Photos:"), a full name
    also where its last word does ("JANE SMITH:", then "SMITH:"). An answer goes on until the next label;
    the last one ends with its paragraph, since what comes after it may be the outlet's own.
    """
    found = []
    for number, paragraph in enumerate(paragraphs):
        match = _LABEL.match(text, paragraph.start, paragraph.end)
        if match:
            found.append((_key(match.group(1)), number, match))
    often = Counter(key for key, _, _ in found)
    used = [each for each in found if each[0] in _QUESTIONS or often[each[0]] > 1 and _may_speak(each[0])]
    speakers = {key for key, _, _ in used}
    if len(used) < least or len(speakers) < 2 and speakers.isdisjoint(_QUESTIONS):
        return {}
    said: dict[int, tuple[Span, bool]] = {}
    for (_, number, match), following in zip(used, [*used[1:], None], strict=True):
        paragraph = paragraphs[number]
        said[paragraph.start] = _turn(text, match, paragraph), False
        if following is None or following[1] - number > _LONGEST_ANSWER or not _is_typical(match.group(1)):
            continue
        for later in paragraphs[number + 1 : following[1]]:
            said[later.start] = later, True
    return said


def _turn(text: str, match: re.Match[str], paragraph: Span) -> Span:
    """Return what follows the label, without the mark that closes one before it: "“FORD: It is shut.”"."""
    whole = text[paragraph.start] in _MARKS and text[paragraph.end - 1] in _MARKS
    inner = sum(text.count(mark, match.end(), paragraph.end - 1) for mark in _MARKS)
    return Span(match.end(), paragraph.end - (1 if whole and inner % 2 == 0 else 0))


def _key(label: str) -> str:
    return label.rpartition(" ")[2]


def _may_speak(key: str) -> bool:
    """Tell a speaker from the head of a row in a list ("Photos:", "FACT:", "Update:")."""
    return key.lower() not in _HEADS


def _is_typical(label: str) -> bool:
    """Tell a label that only transcripts have from the heads of a list ("Where:", "Verdict:")."""
    return label.isupper()
