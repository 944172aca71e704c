"""Sentences that say no more than who speaks: "Smith said." behind a quotation that a full stop ends.

Hurried writers and language models type “It is over.” Smith said. The full stop cuts the attribution off from
what it attributes. A sentence with a content of its own ("Smith said the pier was closed") is none.
"""

from __future__ import annotations

from typing import NamedTuple

from variorum.annotation.quotations import phrases
from variorum.annotation.quotations.cues import CueAt, cues_in
from variorum.annotation.quotations.items import Item, Unit
from variorum.annotation.quotations.view import Run
from variorum.language.language import Language
from variorum.language.tables import Cue
from variorum.settings import QUOTATIONS

_ENDS = frozenset((".", "!", "…", "..."))
# They answer what was said, or lead up to what is: “Who knew?” may stand before or behind "Ford replied."


class Bare(NamedTuple):
    """A bare attribution: its cue and where cue and source stand; turns: what it names may come behind it."""

    cue: Cue
    cue_items: Run
    source: Run
    turns: bool


def bare_attribution(unit: Unit, lang: Language) -> Bare | None:
    """Return the attribution that ``unit`` is; None when it says anything else."""
    if not unit or any(item.region is not None for item in unit) or unit[-1].low == ":":
        return None
    if unit[0].low == "as":  # "As Smith said."
        found = bare_attribution(unit[1:], lang)
        return found and Bare(found.cue, _later(found.cue_items), _later(found.source), found.turns)
    for cue in cues_in(unit, lang)[:1]:
        if cue.start == 0 and "a" in cue.cue.frames:  # "According to Smith."
            end = phrases.noun_phrase_right(unit, cue.end, lang)
            whole = end > cue.end and all(item.low in _ENDS for item in unit[end:])
            return Bare(cue.cue, (0, cue.end), (cue.end, end), False) if whole else None
        if cue.ing or "q" not in cue.cue.frames or cue.cue.act not in ("speech", "writing"):
            return None
        placed = _source(unit, cue, lang)
        if placed is None:
            return None
        start, end, source = placed
        if _says_no_more(unit, end, addressed="o" in cue.cue.frames, lang=lang):
            return Bare(cue.cue, (start, cue.end), source, cue.cue.lemma.split()[0] in lang.words.turns)
    return None


def _later(run: Run) -> Run:
    return run[0] + 1, run[1] + 1


def _source(unit: Unit, cue: CueAt, lang: Language) -> tuple[int, int, Run] | None:
    """Return where the verb begins, where the attribution ends, and who speaks."""
    if cue.start == 0:  # "Said Smith."
        end = phrases.noun_phrase_right(unit, cue.end, lang)
        return (0, end, (cue.end, end)) if end > cue.end else None
    group = phrases.verb_group_start(unit, cue.start, lang)
    if any(
        (item.low in lang.words.negation or item.low in lang.words.passive)
        for item in unit[group : cue.start]
    ):
        return None
    start = phrases.noun_phrase_left(unit, group, 0, lang)
    if start != 0 or all(item.low in lang.words.determiner for item in unit[:group]):
        return None
    if (
        unit[0].low in lang.words.relative
        or phrases.has_finite(unit, 0, group, lang)
        and not _has_relative(unit, group, lang)
    ):
        return None
    return group, cue.end, (0, phrases.source_end(unit, 0, group, lang))


def _has_relative(unit: Unit, end: int, lang: Language) -> bool:
    return any(item.low in lang.words.relative for item in unit[:end])


def _says_no_more(unit: Unit, at: int, *, addressed: bool, lang: Language) -> bool:
    """Tell whether only to whom, when, where and how follows from item ``at`` on."""
    end = len(unit)
    while end > at and unit[end - 1].low in _ENDS:
        end -= 1
    if end - at > QUOTATIONS.gap or any(item.low in ("that", ":", "?") for item in unit[at:end]):
        return False
    if addressed and at < end and not _opens_adverbial(unit[at], lang):
        at = _behind_addressee(unit, at, end, lang)
        if at < end and unit[at].low in lang.words.tells_what:
            return False
    elif addressed and at == end:  # "Smith told."
        return False
    elif at < end and (unit[at].low in lang.words.addressee or unit[at].low in lang.words.object_pronoun):
        at += 1
    if at == end:
        return True
    opening = unit[at + 1] if unit[at].low == "," and at + 1 < end else unit[at]
    if not _opens_adverbial(opening, lang) or unit[at].low == "to":
        return False
    clause = next((place for place in range(at, end) if unit[place].low in lang.words.when), end)
    subjects = [
        item
        for item in unit[at:clause]
        if item.low in lang.words.pronoun and item.low not in lang.words.object_pronoun
    ]
    if subjects or phrases.has_finite(unit, at, clause, lang):
        return False
    return sum(phrases.is_finite(item, lang) for item in unit[clause:end]) <= 1  # "... as she was led away"


def _opens_adverbial(item: Item, lang: Language) -> bool:
    low = item.low
    return (
        low == ","
        or low in lang.words.when
        or low in lang.words.preposition
        or low in lang.words.place_start
        or low in lang.words.time
        or phrases.is_adverb(item, lang)
        and low not in lang.words.negation
        or low.endswith("ing")
        and not low.endswith("thing")
        and len(low) > 4
    )


def _behind_addressee(unit: Unit, at: int, end: int, lang: Language) -> int:
    """Return where the addressee ends: "reporters", "the Harbour Post", "Ada Lind"."""
    at += 1
    while at < end and not _opens_adverbial(unit[at], lang) and unit[at].low not in lang.words.boundary:
        at += 1
    return at
