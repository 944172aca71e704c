"""Quoted regions that a colon, a dash with a name, or a verb in no row attributes."""

from __future__ import annotations

from variorum.annotation.quotations import phrases
from variorum.annotation.quotations.content_first import second_part
from variorum.annotation.quotations.cues import UNLISTED
from variorum.annotation.quotations.items import (
    Item,
    Unit,
    asks_for_attribution,
    begins_sentence,
    ends_sentence,
)
from variorum.annotation.quotations.passive import agent, last_passive
from variorum.annotation.quotations.phrases import DASH, Cuts
from variorum.annotation.quotations.view import Found, Run, View
from variorum.language.language import Language
from variorum.model import Span
from variorum.settings import QUOTATIONS


def without_cue(text: str, unit: Unit, found: list[Found], lang: Language) -> None:
    """Add regions that a colon, a dash with a name, or an unlisted verb attributes."""
    view = View(text=text, unit=unit, cues=[], cuts=Cuts(participles=frozenset(), verbs=frozenset()))
    for at, item in enumerate(unit):
        if item.region is None or any(each.low <= at < each.high for each in found):
            continue
        low = max((each.high for each in found if each.high <= at), default=0)
        each = (
            _colon(view, at, low, lang)
            or _unlisted_after(view, at, lang)
            or _dash(unit, at, lang)
            or _name_alone(view, at, lang)
            or _unlisted_before(view, at, low, lang)
        )
        if each is not None:
            found.append(each)


def _uncued(rule: str, content: Run, cue: Run, source: Run | None, low: int, high: int) -> Found:
    return Found(cue=UNLISTED, rule=rule, content=[content], cue_items=cue, source=source, low=low, high=high)


def _colon(view: View, at: int, low: int, lang: Language) -> Found | None:
    """Read 'Smith: "..."' and 'She had this to say: "..."'."""
    unit, region = view.unit, view.unit[at].region
    assert region is not None
    if at == 1 and unit[0].low in ("q.", "a."):  # questions and answers
        return _uncued("colon", (1, 2), (0, 0), (0, 1), 0, 2)
    if at - 1 <= low or unit[at - 1].low not in (":", "|"):
        return _colon_after(view, at, low, lang)
    colon = at - 1
    source = _before_colon(unit, low, colon, lang)
    stop = at + 1
    if not ends_sentence(view.text, region):  # a headline: Smith: 'No idea' why it sank
        stop = max(stop, phrases.clause_end(unit, at, len(unit), view.cuts, lang))
    return _uncued("colon", (at, stop), (colon, at), source, low, stop)


def _before_colon(unit: Unit, low: int, colon: int, lang: Language) -> Run | None:
    """Return who speaks in 'Smith on life after the sea: "..."' and 'More from Smith: "..."'."""
    words = [at for at in range(low, colon) if unit[at].low == "from"]
    if words and words[0] - low <= 2:
        return (words[0] + 1, colon) if words[0] + 1 < colon else None
    told = last_passive(unit, low, colon, lang)
    if told is not None:
        return agent(unit, told, colon, lang)
    if phrases.has_finite(unit, low, colon, lang):
        return phrases.nearest_subject(unit, colon, lang)
    if _named_first(unit, low, colon, lang):
        return low, colon
    begins = (at for at in range(low + 1, colon) if unit[at].low in lang.words.preposition - {"of"})
    first = next(begins, colon)
    if first < colon and unit[low].capital and unit[low].low not in lang.words.preposition:
        return low, first
    start = phrases.noun_phrase_left(unit, colon, low, lang)
    return None if start is None else (start, colon)


def _named_first(unit: Unit, low: int, colon: int, lang: Language) -> bool:
    """Tell whether a full name and what it is stand there: "Ada Lund, a harbour pilot:", "Ada Lund, 54:"."""
    comma = next((at for at in range(low, colon) if unit[at].low == ","), low)
    name = unit[low:comma]
    closed = lang.words.preposition | lang.words.determiner | lang.words.pronoun
    return len(name) > 1 and all(item.capital for item in name) and name[0].low not in closed


def _colon_after(view: View, at: int, low: int, lang: Language) -> Found | None:
    """Read the headline "'No idea': Smith on the wreck"."""
    unit = view.unit
    if at > low or at + 2 >= len(unit) or unit[at + 1].low != ":" or not unit[at + 2].is_word:
        return None
    start = end = at + 2
    while end < len(unit) and unit[end].capital:
        end += 1
    lower = end == start
    while lower and end < len(unit) and unit[end].is_word and end - start < QUOTATIONS.subject_words:
        if unit[end].low in lang.words.preposition or phrases.is_finite(unit[end], lang):
            break
        end += 1
    return _uncued("colon", (at, at + 1), (at + 1, start), (start, end), at, end) if end > start else None


def _unlisted_after(view: View, at: int, lang: Language) -> Found | None:
    """Read '"...," he chuckled.' and '"...!" howled the crowd.'"""
    unit, region = view.unit, view.unit[at].region
    assert region is not None
    if (
        not asks_for_attribution(view.text, region)
        or at + 2 >= len(unit)
        or _is_title(view.text, region.inner)
    ):
        return None
    first = unit[at + 1]
    if first.low in lang.words.comes:
        return _came(unit, at, lang)
    if at == 0 or not unit[at - 1].is_word:
        inverted = _verb_first(view, at, lang)
        if inverted is not None:
            return inverted
    if not (
        first.capital or (first.low in lang.words.pronoun or first.low in lang.words.determiner)
    ) or phrases.is_finite(first, lang):
        return None
    end = phrases.noun_phrase_right(unit, at + 1, lang)
    for verb in range(at + 2, min(len(unit), max(end, at + 3) + 1, at + 14)):
        if _may_be_verb(unit[verb], lang):
            after = unit[verb + 1].low if verb + 1 < len(unit) else "."
            if after in (".", ",", ":") or after in lang.words.place_start:
                return _goes_on(view, at, (verb, verb + 1), (at + 1, verb), verb + 1, lang)
    return None


def _may_be_verb(item: Item, lang: Language) -> bool:
    low = item.low
    return low.endswith(("ed", "s")) and len(low) > 3 and not item.capital and low not in lang.words.finite


def _verb_first(view: View, at: int, lang: Language) -> Found | None:
    """Read '"...," snorts Smith.'"""
    unit = view.unit
    verb, subject = unit[at + 1], unit[at + 2]
    if not _may_be_verb(verb, lang) or not (subject.capital or subject.low in lang.words.determiner):
        return None
    end = phrases.noun_phrase_right(unit, at + 2, lang)
    if (
        end == at + 2
        or end < len(unit)
        and (phrases.is_finite(unit[end], lang) or unit[end].low in (":", ";"))
    ):
        return None
    return _goes_on(view, at, (at + 1, at + 2), (at + 2, end), end, lang)


def _came(unit: Unit, at: int, lang: Language) -> Found | None:
    """Read '"...," came the reply from Smith.'"""
    if at + 3 >= len(unit) or unit[at + 2].low not in lang.words.determiner:
        return None
    end = at + 4
    source = None
    if end < len(unit) and unit[end].low == "from":
        last = phrases.noun_phrase_right(unit, end + 1, lang)
        source, end = ((end + 1, last), last) if last > end + 1 else (None, end)
    return _uncued("unlisted", (at, at + 1), (at + 1, at + 4), source, at, end)


def _goes_on(view: View, at: int, cue: Run, source: Run, end: int, lang: Language) -> Found:
    """Return the attribution with what goes on after it."""
    pieces = [(at, at + 1)]
    high = second_part(view, end, pieces, quoted=True, lang=lang)
    found = _uncued("unlisted", pieces[0], cue, source, at, high)
    found.content = pieces
    return found


def _is_title(text: str, inner: Span) -> bool:
    """Tell whether the quoted words look like a title: few, and all longer ones capitalised."""
    words = text[inner.start : inner.end].split()
    return (
        len(words) <= 8
        and all(word[:1].isupper() or len(word) <= 3 for word in words)
        and text[inner.end - 1] not in ".!?…"
    )


def _unlisted_before(view: View, at: int, low: int, lang: Language) -> Found | None:
    """Read 'Smith chuckled, "..."'."""
    unit, region = view.unit, view.unit[at].region
    assert region is not None
    if at - 1 <= low or unit[at - 1].low != ",":
        return None
    if not begins_sentence(view.text, region) or _is_title(view.text, region.inner) or len(region.inner) < 12:
        return None
    source = phrases.nearest_subject(unit, at - 1, lang)
    if source is None:
        return None
    verb = source[1]
    while verb + 1 < at and phrases.is_adverb(unit[verb], lang):
        verb += 1
    return _uncued("unlisted", (at, at + 1), (verb, verb + 1), source, low, at + 1)


def _dash(unit: Unit, at: int, lang: Language) -> Found | None:
    """Read '"..." - Mary Smith'."""
    if at + 2 >= len(unit) or unit[at + 1].low not in DASH or not unit[at + 2].capital:
        return None
    rest = unit[at + 2 :]
    if len(rest) > 12 or any(phrases.is_finite(item, lang) or item.region is not None for item in rest):
        return None
    end = len(unit)
    while unit[end - 1].low in (".", ","):
        end -= 1
    return _uncued("dash", (at, at + 1), (at + 1, at + 2), (at + 2, end), at, len(unit))


def _name_alone(view: View, at: int, lang: Language) -> Found | None:
    """Read '"...," Mary Smith, a pilot.', where a hurried writer left out the verb."""
    unit, region = view.unit, view.unit[at].region
    assert region is not None
    if at or view.text[region.inner.end - 1] != "," or not begins_sentence(view.text, region):
        return None
    end = next((place for place in range(1, len(unit)) if unit[place].region is not None), len(unit))
    rest = unit[1:end]
    while rest and rest[-1].low in (".", ","):
        rest = rest[:-1]
    words = view.text[region.inner.start : region.inner.end].split()
    named = (
        bool(rest) and rest[0].capital and not _closed(rest[0], lang) and rest[0].low not in lang.words.time
    )
    if not named or len(words) < QUOTATIONS.alone_words or len(rest) > QUOTATIONS.signature_words:
        return None
    if any(phrases.is_finite(item, lang) or item.low in (":", ";") for item in rest):
        return None
    if len(rest) > 1 and rest[1].is_word and not rest[1].capital:
        return None  # "…,” Smith shouting": a verb in no list
    stop = len(rest) + 1
    return _goes_on(view, at, (stop, stop), (1, stop), stop, lang)


def _closed(item: Item, lang: Language) -> bool:
    words = lang.words
    return item.low in words.pronoun | words.determiner | words.preposition | words.boundary | words.joiner
