"""Attributions after the content, or in the midst of it: "...," said Smith."""

from __future__ import annotations

from bisect import bisect_left

from variorum.annotation.quotations import phrases
from variorum.annotation.quotations.cues import CueAt
from variorum.annotation.quotations.items import (
    Item,
    Unit,
    asks_for_attribution,
    begins_sentence,
    ends_sentence,
)
from variorum.annotation.quotations.phrases import DASH
from variorum.annotation.quotations.view import Found, Run, View
from variorum.language.language import Language
from variorum.settings import QUOTATIONS

# What a content ends with that has no marks: "The pier is shut, Smith said".
ENDS = frozenset([",", "?", "!", "…", "...", *DASH])


def content_first(view: View, cue: CueAt, low: int, lang: Language) -> Found | None:
    """Return the attribution of a cue whose content stands before it, from item ``low`` on."""
    if "a" in cue.cue.frames:
        return _according(view, cue, low, lang)
    if cue.ing or not set("qtc") & set(cue.cue.frames):
        return None
    before = bisect_left(view.ends, low)
    if before == len(view.ends) or view.ends[before] >= cue.start:
        return None  # most cues
    unit = view.unit
    group = phrases.verb_group_start(unit, cue.start, lang)
    attribution = _subject_verb(view, cue, group, low, lang) or _verb_subject(view, cue, group, low, lang)
    if attribution is None:
        return None
    start, end, source = attribution
    content = _trim(view, low, start, lang, alone="m" in cue.cue.frames)
    if content is None:
        return None
    quoted = unit[content[1] - 1].region is not None
    if not quoted and not _is_parenthetic(view, cue, content, end, lang):
        return None
    passive = any(item.low in lang.words.passive for item in unit[group : cue.start])
    if end < len(unit) and (unit[end].low == "that" or unit[end].low == "by" and (passive or not quoted)):
        return None
    if not quoted and _has_object(unit, cue, end):
        return None
    pieces = [content]
    high = second_part(view, end, pieces, quoted=quoted, lang=lang)
    return Found(
        cue=cue.cue,
        rule="content first",
        content=pieces,
        cue_items=(group, cue.end),
        source=source,
        low=low,
        high=high,
    )


def _subject_verb(
    view: View, cue: CueAt, group: int, low: int, lang: Language
) -> tuple[int, int, Run] | None:
    """Read "..., Smith said": return the attribution's start and end, and the source."""
    unit = view.unit
    subject = phrases.noun_phrase_left(unit, group, low, lang)
    if (
        subject is None
        or subject <= low
        or all(item.low in lang.words.determiner for item in unit[subject:group])
    ):
        return None
    start = subject
    if unit[subject - 1].low == "as" and subject - 1 > low:  # "..., as Smith noted"
        start = subject - 1
    if not _may_precede(view, start - 1):
        return None
    return start, cue.end, (subject, phrases.source_end(unit, subject, group, lang))


def _verb_subject(
    view: View, cue: CueAt, group: int, low: int, lang: Language
) -> tuple[int, int, Run] | None:
    """Read "..., said Smith"."""
    unit = view.unit
    if "q" not in cue.cue.frames or group <= low or not _may_precede(view, group - 1):
        return None
    end = phrases.noun_phrase_right(unit, cue.end, lang)
    if (
        end == cue.end
        or unit[cue.end].low == "that"
        or end < len(unit)
        and phrases.is_finite(unit[end], lang)
    ):
        return None
    if unit[group - 1].region is None:  # "Smith, a teacher, said ...": only "say" is inverted without marks
        if "s" not in cue.cue.frames or unit[cue.end].low in lang.words.pronoun:
            return None
        if phrases.has_finite(unit, cue.end, end, lang) and not _has_relative(unit, cue.end, end, lang):
            return None
    return group, end, (cue.end, end)


def _has_relative(unit: Unit, start: int, end: int, lang: Language) -> bool:
    return any(item.low in lang.words.relative for item in unit[start:end])


def _has_object(unit: Unit, cue: CueAt, end: int) -> bool:
    """Tell whether an infinitive follows: "..., including his promises to build"."""
    return end == cue.end and end < len(unit) and unit[end].low == "to" and "i" in cue.cue.frames


def _may_precede(view: View, at: int) -> bool:
    """Tell whether a content can end at item ``at``."""
    item = view.unit[at]
    if item.region is not None:
        return asks_for_attribution(view.text, item.region) or begins_sentence(view.text, item.region)
    return at > 0 and item.low in ENDS


def _is_parenthetic(view: View, cue: CueAt, content: Run, end: int, lang: Language) -> bool:
    """Tell whether "..., Smith said" closes or interrupts an indirect statement that began before it."""
    unit = view.unit
    following = unit[end] if end < len(unit) else None
    complete = phrases.has_finite(unit, *content, lang) or any(
        item.region for item in unit[content[0] : content[1]]
    )
    if following is None or following.low in (".", "?", "!", ";"):
        return (complete or "s" in cue.cue.frames) and content[1] - content[0] > 2
    if following.region is not None or following.low in ("that", ":"):
        return False
    if following.low == "," or following.low in DASH:
        if "c" not in cue.cue.frames or end + 1 >= len(unit):
            return complete
        after = unit[end + 1]
        if after.region is not None:
            return not begins_sentence(view.text, after.region)
        return complete or not after.low.endswith("ing") and end + 1 not in view.cuts.participles
    if following.low not in lang.words.place_start and following.low not in lang.words.addressee:
        return False
    if phrases.has_finite(unit, end + 1, len(unit), lang):
        return False
    return complete and unit[content[0]].low not in lang.words.preposition


def _trim(view: View, low: int, high: int, lang: Language, *, alone: bool = False) -> Run | None:
    """Return the content between ``low`` and ``high`` without what only leads up to it.

    alone: of words in marks at its end nothing before them belongs to it.
    """
    unit = view.unit
    while high > low and _is_loose(unit, high - 1, (")", "%", "]")):
        high -= 1
    if high > low and unit[high - 1].region is not None:
        low = high - 1 if alone else _quoted_from(view, low, high, lang)
    while low < high and (
        _is_loose(unit, low, ("(", "[", "$"))
        or unit[low].low in lang.words.joiner
        and unit[low].region is None
    ):
        low += 1
    return (low, high) if low < high else None


def _is_loose(unit: Unit, at: int, but: tuple[str, ...]) -> bool:
    item = unit[at]
    return item.region is None and not item.is_word and item.low not in but


def _quoted_from(view: View, low: int, high: int, lang: Language) -> int:
    """Return where a content that ends in marks begins: at the marks, unless they finish a clause."""
    unit, region = view.unit, view.unit[high - 1].region
    assert region is not None
    start = high - 1
    while start > low and unit[start - 1].region is not None:
        start -= 1
    before = unit[start - 1] if start > low else None
    if (
        before is None
        or before.low in (":", ",", ".")
        or before.low in DASH
        or before.low in lang.words.joiner
    ):
        if begins_sentence(view.text, region) or not phrases.has_finite(unit, low, start, lang):
            return start
    elif start == high - 1 and asks_for_attribution(view.text, region) and start - low <= 1:
        return start
    return low


def second_part(view: View, end: int, pieces: list[Run], *, quoted: bool, lang: Language) -> int:
    """Add what goes on after the attribution ("A," he said, "b") and return where all of it ends."""
    unit = view.unit
    at = end
    while at < len(unit) and at - end < QUOTATIONS.gap:
        item = unit[at]
        if item.region is not None or item.low in (",", ":", ";") or item.low in DASH:
            break
        if item.low in (".", "?", "!"):
            return at + 1 if at + 1 == len(unit) else at
        at += 1
    start = at if at < len(unit) and unit[at].region is not None else at + 1
    if start >= len(unit):
        return min(at, len(unit)) if at + 1 < len(unit) else len(unit)
    region = unit[start].region
    if region is not None:
        stop = start + 1
        if not ends_sentence(view.text, region):
            stop = max(stop, phrases.clause_end(unit, start, len(unit), view.cuts, lang))
        pieces.append((start, stop))
        return stop
    if (
        not quoted
        and at == end
        and (unit[at].low == "," or unit[at].low in DASH)
        and _resumes(view, start, lang)
    ):
        stop = phrases.clause_end(unit, start, len(unit), view.cuts, lang)
        if stop > start:
            pieces.append((start, stop))
            return stop
    return at


def _resumes(view: View, start: int, lang: Language) -> bool:
    """Tell whether the statement goes on after "..., he said,"."""
    item = view.unit[start]
    if start in view.cuts.participles or not item.is_word:
        return False
    return not (
        item.low.endswith("ing") or item.low in lang.words.stop or item.low in ("who", "as", "when", "after")
    )


def _according(view: View, cue: CueAt, low: int, lang: Language) -> Found | None:
    """Read "according to X, ..." and "..., according to X"."""
    unit = view.unit
    if "l" in cue.cue.frames and cue.start > 0 and unit[cue.start - 1].low != ":":
        return None
    before = cue.start
    while before > low and (unit[before - 1].low == "," or unit[before - 1].low in DASH):
        before -= 1
    short = before - low <= 1 and (before == low or unit[before - 1].region is None)  # "But according to"
    leads = cue.start == low or unit[cue.start - 1].low in (":", ";", "that", *lang.words.joiner) or short
    end = _first_comma(unit, cue.end, lang) if leads else phrases.noun_phrase_right(unit, cue.end, lang)
    if end <= cue.end or end - cue.end == 1 and not _may_speak(unit[cue.end], lang):
        return None
    goes_on = end < len(unit) and unit[end].low in (",", ":")
    if goes_on and end + 1 < len(unit) and unit[end + 1].region is not None:
        leads = (
            leads or unit[before - 1].low in lang.words.joiner
        )  # "..., he rose and, according to X, “sat down”"
    pieces = [] if leads else _before_according(view, low, before, lang)
    high = end
    if leads or goes_on and pieces and not phrases.has_finite(unit, *pieces[0], lang):
        start = end + 1 if goes_on else end
        high = phrases.clause_end(unit, start, len(unit), view.cuts, lang)
        if high - start < 2 and (high == start or unit[start].region is None):
            return None
        if unit[-1].low == ":" and high >= len(unit) - 1 and not phrases.has_finite(unit, start, high, lang):
            return None  # "According to Lind, Reyes & Co.:"
        pieces.append((start, high))
    if not pieces:
        return None
    return Found(
        cue=cue.cue,
        rule="according",
        content=pieces,
        cue_items=(cue.start, cue.end),
        source=(cue.end, end),
        low=cue.start if leads else pieces[0][0],
        high=high,
    )


def _may_speak(item: Item, lang: Language) -> bool:
    """Tell "according to police" and "according to Smith" from "according to size"."""
    low = item.low
    return (
        item.capital or low in lang.words.pronoun or low == "police" or low.endswith("s") or not low.isalpha()
    )


def _first_comma(unit: Unit, start: int, lang: Language) -> int:
    """Return where the source of a leading "according to" ends: at the comma, after an apposition if any."""
    commas = [at for at in range(start, min(len(unit), start + 40)) if unit[at].low in (",", ":")]
    if not commas or commas[0] + 1 >= len(unit):
        return phrases.noun_phrase_right(unit, start, lang)
    opener = unit[commas[0] + 1].low
    relative = opener in ("who", "which")
    apposition = relative or opener in ("a", "an", "the")
    if (
        len(commas) > 1
        and apposition
        and (relative or not phrases.has_finite(unit, commas[0] + 2, commas[1], lang))
    ):
        return commas[1]
    return commas[0]


def _before_according(view: View, low: int, before: int, lang: Language) -> list[Run]:
    unit = view.unit
    start = low
    while start < before and (
        _is_loose(unit, start, ("(", "[", "$")) or unit[start].low in lang.words.joiner
    ):
        start += 1
    return (
        [(start, before)] if before - start >= 2 or before > start and unit[start].region is not None else []
    )
