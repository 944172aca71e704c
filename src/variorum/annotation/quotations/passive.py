"""Who speaks where the subject does not: "Smith was told by the judge", "the Post quoted Smith as saying"."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from variorum.annotation.quotations import phrases
from variorum.annotation.quotations.cues import cues_in
from variorum.annotation.quotations.items import Unit
from variorum.annotation.quotations.view import Run
from variorum.language.language import Language
from variorum.settings import QUOTATIONS


@cache
def addressing(lang: Language) -> frozenset[str]:
    """Return the forms of verbs whose object is spoken to: "told", "warned"."""
    return frozenset(form for cue in lang.cues.rows if "o" in cue.frames for form in cue.forms)


def is_told(unit: Unit, verb: int, lang: Language) -> bool:
    """Tell whether the subject of the verb is spoken to: "was told", "had been warned"."""
    if unit[verb].low not in addressing(lang) or unit[verb].low.endswith("ing"):
        return False
    group = phrases.verb_group_start(unit, verb, lang)
    return any(item.low in lang.words.passive for item in unit[group:verb])


def last_passive(unit: Unit, low: int, high: int, lang: Language) -> int | None:
    """Return the last verb of the items when its subject is spoken to, else None."""
    for at in range(high - 1, low, -1):
        if is_told(unit, at, lang):
            return at
        if phrases.is_finite(unit[at], lang):
            return None
    return None


def agent(unit: Unit, verb: int, high: int, lang: Language) -> Run | None:
    """Return who speaks to the subject of the verb: the noun phrase after "by"; None when there is none."""
    by = next((at for at in range(verb + 1, high) if unit[at].low == "by"), high)
    end = min(high, phrases.noun_phrase_right(unit, by + 1, lang))
    return (by + 1, end) if end > by + 1 else None


class Cited(NamedTuple):
    """Whom somebody quotes: where they are named, and where "as saying" stands."""

    speaker: Run
    saying: Run


def cited(unit: Unit, verb: int, lang: Language) -> Cited | None:
    """Return whom the verb cites: "quoted [Smith] as saying", "[Smith] was quoted by the Post as saying".

    None where the verb is none of citing, or nobody is told to speak behind it.
    """
    if unit[verb].low not in lang.words.cites:
        return None
    participles = [
        cue.start for cue in cues_in(unit[: verb + QUOTATIONS.gap], lang) if cue.ing and cue.start > verb
    ]
    spoken = participles[0] if participles else 0
    between = unit[verb + 1 : spoken]
    if not between or any(not item.is_word and item.low not in (",", "(", ")") for item in between):
        return None
    behind_as = between[-1].low == "as"
    saying = (spoken - behind_as, spoken + 1)
    group = phrases.verb_group_start(unit, verb, lang)
    if any(item.low in lang.words.passive for item in unit[group:verb]):
        start = phrases.noun_phrase_left(unit, group, 0, lang) if behind_as else None
        return None if start is None else Cited((start, phrases.source_end(unit, start, group, lang)), saying)
    named = [item.capital for item in between]
    if saying[0] == verb + 1 or not (behind_as or all(named)):
        return None
    opens = between[0].capital or (
        between[0].low in lang.words.determiner or between[0].low in lang.words.pronoun
    )
    return Cited((verb + 1, saying[0]), saying) if opens else None


def citing(unit: Unit, spoken: int, lang: Language) -> Run | None:
    """Return who speaks at the participle ``spoken`` because a verb before it cites them; else None."""
    for verb in range(spoken - 1, max(-1, spoken - QUOTATIONS.gap), -1):
        if unit[verb].low in lang.words.cites:
            found = cited(unit, verb, lang)
            return found.speaker if found and found.saying[1] == spoken + 1 else None
    return None
