"""Attributions before the content: Smith said that ..."""

from __future__ import annotations

from variorum.annotation.quotations import phrases
from variorum.annotation.quotations.cues import CueAt
from variorum.annotation.quotations.items import Unit, begins_sentence, ends_sentence
from variorum.annotation.quotations.passive import cited, citing
from variorum.annotation.quotations.view import Found, Run, View
from variorum.language.language import Language
from variorum.settings import QUOTATIONS


def content_last(view: View, cue: CueAt, room: Run, found: list[Found], lang: Language) -> Found | None:
    """Return the attribution of a cue whose content follows it, in the free items ``room``."""
    unit = view.unit
    low, high = room
    group = phrases.verb_group_start(unit, cue.start, lang)
    if group < low or "a" in cue.cue.frames or not _is_verb(unit, cue, group, lang):
        return None
    start = _content_start(view, cue, high, lang)
    if start is None or cited(unit, cue.start, lang) is not None:
        return None
    progressive = cue.ing and any(item.low in lang.words.passive for item in unit[group : cue.start])
    own = phrases.noun_phrase_left(unit, group, low, lang) if progressive or not cue.ing else None
    if (
        own is None
        and not cue.ing
        and not (cue.start and unit[group - 1].low in (*lang.words.joiner, "then", *lang.words.subordinator))
    ):
        return None
    if own is not None:
        source: Run | None = own, phrases.source_end(unit, own, group, lang)
    else:
        source = cue.ing and _named_beside(unit, cue, group, low, lang) or _borrowed(unit, group, found, lang)
    phrase = not set("qtc") & set(cue.cue.frames)
    stop = _content_stop(
        view, start, high, _ends_at_comma(unit, own, group, lang), phrase and unit[start].low != "to", lang
    )
    if stop <= start:
        return None
    return Found(
        cue=cue.cue,
        rule=_rule(unit, start, phrase),
        content=[(start, stop)],
        cue_items=(group if group < cue.start else cue.start, cue.end),
        source=source,
        low=group if own is None else own,
        high=stop,
    )


def _rule(unit: Unit, start: int, phrase: bool) -> str:
    if phrase:
        return "phrase"
    return "content last" if unit[start].region is not None or unit[start].low == "that" else "clause"


def _ends_at_comma(unit: Unit, own: int | None, group: int, lang: Language) -> bool:
    """Tell whether the attribution stands in a subordinate clause, so that a comma ends its content."""
    if own is None:
        return group > 0 and unit[group - 1].low in lang.words.subordinator
    if unit[own].low in lang.words.relative:
        return True
    before = own - 1
    while before > 0 and phrases.is_adverb(unit[before], lang):
        before -= 1
    return before >= 0 and unit[before].low in lang.words.subordinator


def _is_verb(unit: Unit, cue: CueAt, group: int, lang: Language) -> bool:
    """Tell whether the form stands as a finite verb or participle of its own, not as a noun or adjective."""
    if cue.start == 0:
        return cue.ing
    before = unit[cue.start - 1]
    if before.low in lang.words.determiner or before.low in ("to", "'s", "’s"):
        return False
    if (
        0 < group < cue.start and unit[group - 1].low in lang.words.determiner
    ):  # "the widely criticized bridge"
        return False
    if cue.ing:
        if set("qtc") & set(cue.cue.frames):
            return not before.low.endswith(("'s", "’s"))
        return (
            before.low in (",", "and", "by", "is", "are", "was", "were", "been") or before.region is not None
        )
    if before.low in lang.words.preposition or before.low.endswith(("'s", "’s", "s’", "s'")):
        return False
    if {item.low for item in unit[group : cue.start]} & lang.words.passive:
        return False
    if cue.base and group == cue.start:
        joint = any(item.low == "and" for item in unit[max(0, cue.start - 5) : cue.start])
        return (
            joint
            or before.low in lang.words.plural_subject
            or before.low.endswith("s")
            and not before.low.endswith("ss")
        )
    return True


def _named_beside(unit: Unit, cue: CueAt, group: int, low: int, lang: Language) -> Run | None:
    """Return who speaks by a participle: "quoted Lee as saying", "…, with his wife concluding, “…”"."""
    found = citing(unit, cue.start, lang)
    if found is not None:
        return found
    for at in range(group - 1, max(low, group - QUOTATIONS.gap) - 1, -1):
        item = unit[at]
        if item.low == "with" and at + 1 < group:
            named = unit[at + 1].capital or unit[at + 1].low.startswith("@")
            return (at + 1, group) if named or at == low or unit[at - 1].low == "," else None
        if not item.is_word or phrases.is_finite(item, lang):
            return None
    return None


def _borrowed(unit: Unit, group: int, found: list[Found], lang: Language) -> Run | None:
    """Return the source of the attribution before, else the subject of the nearest finite verb before."""
    earlier = [each for each in found if each.high <= group and each.source is not None]
    if earlier:
        return max(earlier, key=lambda each: each.high).source
    return phrases.nearest_subject(unit, group, lang)


def _content_start(view: View, cue: CueAt, high: int, lang: Language) -> int | None:
    """Return the item the content begins with, None when nothing that fits the cue's frames follows."""
    unit, frames = view.unit, cue.cue.frames
    at = cue.end
    if at >= high:
        return None
    direct = _strong_start(unit, at, high, frames, lang)
    if direct is not None:
        return direct
    at = _skip_addressee(unit, at, high, lang) if "o" in frames else _skip_time(unit, at, high, lang)
    if at >= high:
        return None
    if at > cue.end and "o" in frames and _strong_start(unit, at, high, frames, lang) == at:
        return at
    if (
        "s" in frames
        and phrases.begins_anything(unit, at, lang)
        or "c" in frames
        and phrases.begins_clause(unit, at, lang)
    ):
        return at
    if "i" in frames and unit[at].low == "to" or "n" in frames and _begins_phrase(unit, at, lang):
        return at
    ahead = _ahead(view, at, high, frames, lang)
    if ahead is None and "q" in frames and _quotes_in_clause(view, at, high):
        return at
    return ahead


def _strong_start(unit: Unit, at: int, high: int, frames: str, lang: Language) -> int | None:
    """Return where content begins right at ``at``: "that", marks, or marks after a comma or colon."""
    item = unit[at]
    if item.low == "that" and "t" in frames or item.low in lang.words.question and "w" in frames:
        return at
    if item.region is not None:
        return at if "q" in frames or "n" in frames else None
    if item.low in (",", ":") and at + 1 < high and unit[at + 1].region is not None and "q" in frames:
        return at + 1
    return None


def _skip_time(unit: Unit, at: int, high: int, lang: Language) -> int:
    """Step over "on Monday", "last week", "Tuesday"."""
    while at < high:
        low = unit[at].low
        if low in lang.words.time and low != "may" or phrases.is_adverb(unit[at], lang) and low != "not":
            at += 1
        elif low in lang.words.time_lead and at + 1 < high and unit[at + 1].low in lang.words.time:
            at += 2
        else:
            break
    return at


def _skip_addressee(unit: Unit, at: int, high: int, lang: Language) -> int:
    """Step over who is told: a pronoun, "reporters", or a name."""
    start = at
    if unit[at].low in lang.words.addressee or unit[at].low in lang.words.pronoun:
        return _skip_time(unit, at + 1, high, lang)
    while at < high and at - start < QUOTATIONS.gap:
        item = unit[at]
        if (
            item.region is not None
            or item.low in (",", ":", "that", "to")
            or item.low in lang.words.question
            and at > start
        ):
            break
        if at > start and item.low in lang.words.pronoun:
            break
        if (
            at > start
            and item.low in lang.words.determiner
            and unit[at - 1].low not in lang.words.preposition
        ):
            break
        at += 1
    return at


def _begins_phrase(unit: Unit, at: int, lang: Language) -> bool:
    item = unit[at]
    if item.region is not None:
        return True
    if not item.is_word or item.low in lang.words.preposition or item.low in lang.words.boundary:
        return False
    return not (item.capital and item.low.removesuffix("s") in lang.words.time)


def _ahead(view: View, at: int, high: int, frames: str, lang: Language) -> int | None:
    """Look over an adverbial or an addressee for "that" or for marks after a comma or colon."""
    unit = view.unit
    for place in range(at, min(high, at + QUOTATIONS.gap)):
        item = unit[place]
        if item.low == "that" and "t" in frames:
            return place
        if item.low in (",", ":") and place + 1 < high:
            region = unit[place + 1].region
            if (
                region is not None
                and "q" in frames
                and (item.low == ":" or begins_sentence(view.text, region))
            ):
                return place + 1
        if (
            item.low in (";", ".")
            or item.region is not None
            or phrases.is_finite(item, lang)
            or place in view.cuts.verbs
        ):
            return None
    return None


def _quotes_in_clause(view: View, at: int, high: int) -> bool:
    """Tell whether marks stand in what follows, before the clause is over or another cue claims them."""
    unit = view.unit
    if unit[at].low in (",", ";", ":", "."):
        return False
    for place in range(at, min(high, at + 2 * QUOTATIONS.gap)):
        if unit[place].region is not None:
            return True
        if place in view.cuts.verbs:
            return False
    return False


def _content_stop(view: View, start: int, high: int, comma: bool, phrase: bool, lang: Language) -> int:
    unit, region = view.unit, view.unit[start].region
    if region is not None:
        before = unit[start - 1].low if start else ""
        if ends_sentence(view.text, region) or before in (",", ":"):
            stop = start + 1
            while stop < high and unit[stop].region is not None:
                stop += 1
            return stop
    return phrases.clause_end(unit, start, high, view.cuts_for(comma=comma, phrase=phrase), lang)


def cue_leads(view: View, cue: CueAt, room: Run, lang: Language) -> Found | None:
    """Read 'Said Smith, "..."' and 'Added Smith: "..."'."""
    unit = view.unit
    if cue.ing or "q" not in cue.cue.frames or cue.start != room[0] or not unit[cue.start].capital:
        return None
    end = phrases.noun_phrase_right(unit, cue.end, lang)
    at = end + 1 if end < room[1] and unit[end].low in (",", ":") else end
    if end == cue.end or at >= room[1] or unit[at].region is None:
        return None
    return Found(
        cue=cue.cue,
        rule="content last",
        content=[(at, at + 1)],
        cue_items=(cue.start, cue.end),
        source=(cue.end, end),
        low=cue.start,
        high=at + 1,
    )
