"""Against the words as spoken: what a transcript has and nobody prints is no difference, and is told.

A transcript keeps hesitations ("uh"), words said twice ("we, we will") and false starts ("we were— we
are"), and a recogniser spells names as it hears them. A report that leaves these out quotes faithfully.
Whatever else differs stays what ``comparing`` found it to be; a lost negation is never a false start, a word
that is no name is never spelled otherwise, and two names that are both there are of two.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from variorum.checking.results import CheckedChange, CheckedQuotation, Verdict
from variorum.language.language import Language
from variorum.model.kinds import gravest
from variorum.settings import SEARCH

Heard = Literal["hesitation", "said twice", "false start", "spelling"]
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
_BROKEN_OFF = re.compile(r"(?:[-\u2010-\u2015]|\.{3}|\u2026)\W*$")
_VOWELS = re.compile(r"[aeiouy]+")
_FRONT = re.compile(r"e|i|y|a[iy]")
_PARTED = re.compile(r"[,;:.!?…\u2010-\u2015]")
_OPENS = re.compile(r"(?:^|[.!?…:“\"«„]['’”»)\]]*)\s*$")
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


class _Sides(Struct, frozen=True, kw_only=True):
    """What a difference is judged by. text: of the draft; printed: the passage of the reference.

    known: words of the reference, folded; mentioned: words of the draft, folded.
    """

    text: str
    printed: str
    known: Set[str]
    mentioned: Set[str]


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, folded, by which names are known to be there."""
    return frozenset(_WORD.findall(text.casefold()))


def as_spoken(
    checked: CheckedQuotation, text: str, language: Language, known: Set[str] = frozenset()
) -> CheckedQuotation:
    """Return the verdict without the differences that are only heard; ``text``: of the draft.

    known: words of the reference, see ``words_of``. What was passed over is named in the note. Words left out
    with a difference that stays keep all.
    """
    printed = checked.matches[0].text if checked.matches else ""
    sides = _Sides(text=text, printed=printed, known=known, mentioned=words_of(text))
    heard = [(change, kind) for change in checked.changes if (kind := _heard(change, sides, language))]
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


def _heard(change: CheckedChange, sides: _Sides, language: Language) -> Heard | None:
    """Return what a difference is, if it is one between speech and print; None for any other."""
    if change.type in ("elision", "insertion", "wording") and not change.now.strip():
        return _left_out(change, sides, language)
    if change.type in ("name", "wording", "form") and _is_spelling(change, sides):
        return "spelling"
    return None


def _left_out(change: CheckedChange, sides: _Sides, language: Language) -> Heard | None:
    lists, text = language.collation, sides.text
    words = [word.casefold().replace("\u2019", "'") for word in _WORD.findall(change.was)]
    if not words:
        return None
    if _hesitates(words, lists.hesitations):
        return "hesitation" if _is_aside(change.was.strip(), sides.printed) else None
    after = [word.casefold() for word in _WORD.findall(text[change.end : change.end + SEARCH.spoken])]
    before = [
        word.casefold() for word in _WORD.findall(text[max(0, change.start - SEARCH.spoken) : change.start])
    ]
    if words in (after[: len(words)], before[-len(words) :]):
        return None if _counts_on(words, after, language) else "said twice"
    broken = _BROKEN_OFF.search(change.was) is not None
    short = len(words) <= SEARCH.false_start and not lists.negations.intersection(words)
    return "false start" if broken and short and after[:1] == words[:1] else None


def _counts_on(words: list[str], after: list[str], language: Language) -> bool:
    """Tell whether a number goes on after the word that seems said twice: "forty, forty-five" is a range."""
    numbers = {*language.numbers.words, *language.numbers.scales}
    following = (after[len(words) :] if after[: len(words)] == words else after)[:1]
    # A scale belongs to the number said twice ("ten, ten million"); another number makes it another one.
    return words[-1] in numbers and bool(following) and following[0] in language.numbers.words


def _is_aside(words: str, printed: str) -> bool:
    """Tell whether hesitations are none of the sentence's own words: no name ("Um Kulthum"), and of several
    words only where a mark parts them from the rest, if the transcript has marks at all."""
    at = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", printed)
    if at is None:
        return True
    before, after = printed[: at.start()].rstrip(), printed[at.end() :]
    if words.istitle() and re.match(r" [^\W\d_a-z][^\W\d_A-Z]", after) and not _OPENS.search(before):
        return False
    parted = _PARTED.match(after.lstrip()) or _PARTED.search(before[-1:]) or not before or not after.strip()
    return len(words.split()) == 1 or bool(parted) or not _PARTED.search(printed)


def _is_spelling(change: CheckedChange, sides: _Sides) -> bool:
    """Tell whether names differ by their letters only, and are not the names of two that are both there."""
    was, now = _WORD.findall(change.was), _WORD.findall(change.now)
    if _sounds(change.was) != _sounds(change.now) or not _sounds(change.now):
        return False
    if change.was.casefold() == change.now.casefold():
        return True
    opens = change.type != "name" and _OPENS.search(sides.text[: change.start])
    if opens or not all(word[:1].isupper() for word in now if word not in was):
        return False
    folded = {word.casefold() for word in was}, {word.casefold() for word in now}
    return not (folded[1] - folded[0]) & sides.known and not (folded[0] - folded[1]) & sides.mentioned


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
    """Return a name about as it sounds; '' where there is a figure, which is never spelled.

    Of the vowels the first tells front from back (Reed and Reid, not Kim and Cam); later ones are slurred.
    """
    plain = "".join(_WORD.findall(words.casefold()))
    if not plain.isalpha():
        return ""
    first = _VOWELS.search(plain)
    front = "e" if first and _FRONT.match(first[0]) else "a"
    heard = _VOWELS.sub("a", plain.replace("ph", "f").replace("ck", "k").translate(_ALIKE))
    return front + _TWICE.sub(r"\1", heard)
