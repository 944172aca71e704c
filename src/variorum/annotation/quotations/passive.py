"""Who speaks where the subject is spoken to: "Smith was told by the judge: ..."."""

from __future__ import annotations

from functools import cache

from variorum.annotation.quotations import phrases
from variorum.annotation.quotations.items import Unit
from variorum.annotation.quotations.view import Run
from variorum.language.language import Language


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
