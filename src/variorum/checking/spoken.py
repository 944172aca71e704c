"""Against the words as spoken: what a transcript has and nobody prints is no difference, and is told.

A transcript keeps hesitations ("uh"), words said twice ("we, we will") and false starts ("we were— we
are"), and a recogniser spells names as it hears them. A report that leaves these out quotes faithfully.
Whatever else differs stays what ``comparing`` found it to be; a lost negation is never a false start.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec.structs import replace

from variorum.checking.results import CheckedChange, CheckedQuotation, Verdict
from variorum.language.language import Language
from variorum.model.kinds import gravest
from variorum.settings import SEARCH

Heard = Literal["hesitation", "said twice", "false start", "spelling"]
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
_BROKEN_OFF = re.compile(r"(?:[-\u2010-\u2015]|\.{3}|\u2026)\W*$")
_VOWELS = re.compile(r"[aeiouy]+")
_TWICE = re.compile(r"(.)\1+")
# Letters of one sound, in the languages of the Latin alphabet: a recogniser that hears a name chooses one.
_ALIKE = str.maketrans({"c": "k", "q": "k", "z": "s", "v": "f", "w": "f", "j": "i"})
_SAID: dict[Heard, str] = {
    "hesitation": "hesitations",
    "said twice": "words said twice",
    "false start": "false starts",
    "spelling": "names as a recogniser spells them",
}
_NOTES: dict[Verdict, str] = {
    "verbatim": "Said so, sign for sign.",
    "typographic": "The same words; only marks, spaces or what is not written down differ.",
    "elided": "Words that were said are left out.",
    "altered": "The words differ from what was said.",
    "other speaker": "The words were said, but by somebody else.",
    "partial": "Only a part of it was said here.",
    "not found": "Not in the words of the reference. It may have been said elsewhere.",
}


def as_spoken(checked: CheckedQuotation, text: str, language: Language) -> CheckedQuotation:
    """Return the verdict without the differences that are only heard; ``text``: of the draft.

    What was passed over is named in the note. Words left out with a difference that stays keep all.
    """
    heard = [(change, kind) for change in checked.changes if (kind := _heard(change, text, language))]
    left = tuple(change for change in checked.changes if all(change is not one for one, _ in heard))
    verdict = _verdict(checked.verdict, left) if heard else checked.verdict
    note = _NOTES.get(verdict, checked.note)
    if verdict == "altered" and any(change.type == "splice" for change in left):
        note = "Joined of words that were not said together."
    if any(change.type == "negation" for change in left):
        note += " A negation was lost or added."
    if verdict == "elided" and any(change.marked is False for change in left):
        note += " The report does not show it."
    if heard:
        note += f" Passed over: {_listed(heard)}."
    severity = gravest([change.severity for change in left]) if left else None
    return replace(
        checked,
        verdict=verdict,
        severity=severity if heard else checked.severity,
        changes=left,
        note=note,
    )


def _verdict(verdict: Verdict, left: tuple[CheckedChange, ...]) -> Verdict:
    if verdict not in ("elided", "altered"):
        return verdict
    if not left:
        return "typographic"
    return "elided" if all(change.type == "elision" for change in left) else verdict


def _listed(heard: list[tuple[CheckedChange, Heard]]) -> str:
    kinds = dict.fromkeys(kind for _, kind in heard)
    return "; ".join(
        f"{_SAID[kind]} ({', '.join(dict.fromkeys(f'“{one.was}”' for one, k in heard if k == kind))})"
        for kind in kinds
    )


def _heard(change: CheckedChange, text: str, language: Language) -> Heard | None:
    """Return what a difference is, if it is one between speech and print; None for any other."""
    if change.type in ("elision", "insertion", "wording") and not change.now.strip():
        return _left_out(change, text, language)
    if change.type in ("name", "wording", "form") and _sounds(change.was) == _sounds(change.now) != "":
        return "spelling"
    return None


def _left_out(change: CheckedChange, text: str, language: Language) -> Heard | None:
    lists = language.collation
    words = [word.casefold().replace("\u2019", "'") for word in _WORD.findall(change.was)]
    if not words:
        return None
    if _hesitates(words, lists.hesitations):
        return "hesitation"
    after = [word.casefold() for word in _WORD.findall(text[change.end : change.end + SEARCH.spoken])]
    before = [
        word.casefold() for word in _WORD.findall(text[max(0, change.start - SEARCH.spoken) : change.start])
    ]
    if words in (after[: len(words)], before[-len(words) :]):
        return "said twice"
    broken = _BROKEN_OFF.search(change.was) is not None
    short = len(words) <= SEARCH.false_start and not lists.negations.intersection(words)
    return "false start" if broken and short and after[:1] == words[:1] else None


def _hesitates(words: list[str], hesitations: tuple[str, ...]) -> bool:
    """Tell whether the words are hesitations, one after the other; some are of several words."""
    at = 0
    while at < len(words):
        sizes = (len(one.split()) for one in hesitations if words[at : at + len(one.split())] == one.split())
        size = max(sizes, default=0)
        if not size:
            return False
        at += size
    return True


def _sounds(words: str) -> str:
    """Return a word or name about as it sounds; '' where there is a figure, which is never spelled."""
    plain = "".join(_WORD.findall(words.casefold()))
    if not plain.isalpha():
        return ""
    return _TWICE.sub(r"\1", _VOWELS.sub("a", plain.replace("ph", "f").replace("ck", "k").translate(_ALIKE)))
