"""Noun phrases and clause ends without a parser: scans over the items of one unit.

Every function moves in one direction and stops at the unit's edge, so a unit costs linear time.
"""

from __future__ import annotations

from msgspec import Struct

from variorum.annotation.quotations.items import Item, Unit
from variorum.language.language import Language
from variorum.settings import QUOTATIONS
from variorum.text.name_words import name_words

DASH = frozenset(["-", "–", "—", "―", "--"])


def is_adverb(item: Item, lang: Language) -> bool:
    """Tell whether the word can stand between a subject and its verb."""
    return item.low in lang.words.adverb or (
        len(item.low) > 4 and item.low.endswith("ly") and not item.capital
    )


def is_finite(item: Item, lang: Language) -> bool:
    """Tell whether the word is likely a finite verb (auxiliaries, common verbs, regular past forms)."""
    low = item.low
    return low in lang.words.finite or (len(low) > 4 and low.endswith("ed") and not item.capital)


def verb_group_start(unit: Unit, verb: int, lang: Language) -> int:
    """Return where the auxiliaries and adverbs before the verb begin: "has repeatedly said"."""
    start = verb
    while start > 0 and (is_adverb(unit[start - 1], lang) or unit[start - 1].low in lang.words.auxiliary):
        start -= 1
    return start


def noun_phrase_left(unit: Unit, end: int, floor: int, lang: Language) -> int | None:
    """Return where the noun phrase that ends before item ``end`` begins, None when there is none.

    Takes in appositions between commas and parentheses ("Mary Smith, a spokeswoman for the harbour,").
    """
    if end <= floor:
        return None
    last = unit[end - 1]
    if last.low in lang.words.pronoun or last.low in lang.words.relative:
        return end - 1
    if last.low == ",":
        return _with_apposition(unit, end - 1, floor, lang)
    if last.low in (")", "]"):
        opening = _opening(unit, end - 1, floor)
        return None if opening is None else noun_phrase_left(unit, opening, floor, lang)
    if last.low in DASH:
        return _between_dashes(unit, end - 1, floor, lang)
    if not last.is_word or last.low in lang.words.preposition or last.low in lang.words.boundary:
        return None
    return _plain_phrase(unit, end, floor, lang)


def _opening(unit: Unit, closing: int, floor: int) -> int | None:
    for at in range(closing - 1, max(floor, closing - QUOTATIONS.source_items) - 1, -1):
        if unit[at].low in ("(", "["):
            return at
    return None


def _between_dashes(unit: Unit, closing: int, floor: int, lang: Language) -> int | None:
    for at in range(closing - 1, max(floor, closing - QUOTATIONS.source_items) - 1, -1):
        if unit[at].low in DASH:
            return noun_phrase_left(unit, at, floor, lang)
    return None


def _with_apposition(unit: Unit, comma: int, floor: int, lang: Language) -> int | None:
    """Return the start of "Name, apposition" or "Name, when reached by phone" that ends at ``comma``."""
    low = max(floor, comma - QUOTATIONS.source_items)
    best: int | None = None
    for at in range(comma - 1, low - 1, -1):
        item = unit[at]
        if item.low == "," and at > floor:
            start = noun_phrase_left(unit, at, floor, lang)
            if start is not None and unit[start].low not in lang.words.pronoun:
                if not _says_more(unit, start, lang):
                    return start
                best = start if best is None else best
        if item.low in (";", ":") or item.region is not None:
            break
    return best


def _says_more(unit: Unit, start: int, lang: Language) -> bool:
    """Tell whether what begins after a comma only adds to the name before: an age, a party, an office.

    "Mary Smith, 35, the owner,", "Mary Smith, D-Ohio, who ...,", "Mary Smith, owner of the inn,".
    """
    item = unit[start]
    if start == 0 or unit[start - 1].low != ",":
        return False
    return (
        item.low.isdigit()
        or item.low[1:2] == "-"
        or not item.capital
        and item.low not in lang.words.determiner
    )


def source_end(unit: Unit, start: int, end: int, lang: Language) -> int:
    """Return where the source that begins at ``start`` ends: before a parenthesis that is no apposition."""
    for at in range(start + 1, end):
        if (
            unit[at].low == ","
            and at + 1 < end
            and (unit[at + 1].low in lang.words.boundary or unit[at + 1].low in lang.words.preposition)
        ):
            return end if unit[at + 1].low == "of" else at
    return end


def _plain_phrase(unit: Unit, end: int, floor: int, lang: Language) -> int | None:
    """Return the start of a phrase without commas, from its last word leftwards."""
    start = end
    low = max(floor, end - QUOTATIONS.source_items)
    while start > low and _belongs(unit, start - 1, end, lang):
        start -= 1
    if start - 1 > low and start + 1 < end and unit[start - 1].low == "who" and _is_verb(unit[start], lang):
        return _plain_phrase(unit, start - 1, floor, lang)  # "an officer who spoke on condition of anonymity"
    if start - 2 > low and unit[start - 1].low == "with" and unit[start - 2].low in lang.words.takes_with:
        return _plain_phrase(unit, start - 1, floor, lang)
    while start < end and (unit[start].low in lang.words.joiner or is_adverb(unit[start], lang)):
        start += 1
    if start < end and unit[start].low in lang.words.preposition and not _is_about(unit, start, lang):
        return _after_preposition(unit, start, end, lang)
    return start if start < end else None


def _is_verb(item: Item, lang: Language) -> bool:
    """Tell whether the word behind "who" is its verb: "who spoke", not "who police say"."""
    return item.low in lang.words.past or is_finite(item, lang) or item.low.endswith("s") and not item.capital


def _is_about(unit: Unit, at: int, lang: Language) -> bool:
    """Tell whether "about", "over" or "under" stands before a number: "About four in 10 said"."""
    following = unit[at + 1] if at + 1 < len(unit) else None
    return (
        unit[at].low in ("about", "over", "under")
        and following is not None
        and (following.low[:1].isdigit() or following.low in lang.words.determiner)
    )


def _belongs(unit: Unit, at: int, end: int, lang: Language) -> bool:
    """Tell whether item ``at`` still belongs to the noun phrase that begins right of it."""
    item = unit[at]
    if item.region is not None:  # a nickname: Joe "the Plumber" Smith
        return at > 0 and unit[at - 1].capital and _name_goes_on(unit, at + 1, lang)
    if not item.is_word:
        return item.low in ("'", "’", "&", ".", "%")
    if item.low == "and":
        owned = at > 1 and unit[at - 1].low in ("'", "’")  # the Miners' and Dockers' Union
        if not (at > 0 and at + 1 < end and (owned or unit[at - 1].is_word)):
            return False
        left, right = unit[at - 1 - owned], unit[at + 1]
        return left.capital == right.capital or left.capital and right.low in lang.words.determiner
    if item.low in lang.words.pronoun and item.low != "one":
        return False
    return (
        item.low not in lang.words.boundary
        and item.low not in lang.words.finite
        and item.low not in lang.words.negation
    )


def _name_goes_on(unit: Unit, at: int, lang: Language) -> bool:
    """Tell whether a name goes on at ``at``, behind a nickname: "Strand", "de la Cruz"."""
    inner = name_words(lang).particles
    while at + 1 < len(unit) and not unit[at].capital and (unit[at].low in inner or unit[at].low in "'’"):
        at += 1
    return at < len(unit) and unit[at].capital


def _after_preposition(unit: Unit, start: int, end: int, lang: Language) -> int | None:
    """In "In Ohio the mayor" and "On Sunday Mr. Smith" return where the subject begins."""
    for at in range(start + 1, end):
        item = unit[at]
        if (
            item.low in lang.words.determiner
            and at > start + 1
            and unit[at - 1].low not in lang.words.preposition
        ):
            return at
        if item.capital and unit[at - 1].low in lang.words.time and item.low not in lang.words.time:
            return at
    at = end
    while at - 1 > start and unit[at - 1].capital:
        at -= 1
    return at if at < end else None


def noun_phrase_right(unit: Unit, start: int, lang: Language) -> int:
    """Return where the noun phrase that begins at ``start`` ends, appositions included; ``start`` if none.

    For inverted order: said <Mary Smith, a spokeswoman for the harbour> on Monday.
    """
    if start >= len(unit) or not _can_begin(unit[start], lang):
        return start
    if (
        unit[start].low in lang.words.names_of_months
        and start + 1 < len(unit)
        and unit[start + 1].low[:1].isdigit()
    ):
        return start
    if unit[start].low in lang.words.pronoun:
        return start + 1
    end = start + 1
    while end < len(unit) and end - start < QUOTATIONS.source_items:
        item = unit[end]
        if item.region is not None and not (unit[end - 1].capital and _name_goes_on(unit, end + 1, lang)):
            break
        if item.low == ",":
            if not _goes_on(unit, end, lang):
                break
        elif item.low in ("(", ")", "'", "’", "&", "[", "]", "%", "/"):
            pass
        elif item.region is None and not item.is_word or _leaves_phrase(unit, end, lang):
            break
        end += 1
    return end


def _can_begin(item: Item, lang: Language) -> bool:
    low = item.low
    if not item.is_word:
        return False
    if low in lang.words.time and low not in lang.words.names_of_months:
        return False
    return (
        item.capital
        or low in lang.words.determiner
        or low in lang.words.pronoun
        or (
            low not in lang.words.preposition
            and low not in lang.words.boundary
            and not is_adverb(item, lang)
            and not low.endswith("ing")
        )
    )


def _goes_on(unit: Unit, comma: int, lang: Language) -> bool:
    """Tell whether an apposition or a list follows the comma."""
    if comma + 1 >= len(unit):
        return False
    item = unit[comma + 1]
    if item.region is not None or not item.is_word:
        return False
    if item.low in ("who", "whose", "which"):
        return True
    if (
        item.low.endswith("ing")
        or item.low in lang.words.boundary
        or item.low in lang.words.preposition
        or item.low in lang.words.pronoun
    ):
        return False
    return not is_adverb(item, lang)


def _leaves_phrase(unit: Unit, at: int, lang: Language) -> bool:
    """Tell whether an adverbial or a new clause begins at ``at``: "on Monday", "in a statement", "after"."""
    item = unit[at]
    low = item.low
    if low in ("who", "whose", "which", "that"):
        return False
    if low in ("in", "on", "at", "to", "during", "from", "by", "with", "for"):
        following = unit[at + 1] if at + 1 < len(unit) else None
        if following is None:
            return True
        if low in ("on", "during", "to", "by"):
            return True
        return low in ("in", "at") and (
            following.low in ("a", "an", "response", "his", "her", "their") or following.low.isdigit()
        )
    if low in ("and",):
        return not (
            at + 1 < len(unit)
            and (
                unit[at + 1].capital
                or unit[at + 1].low in lang.words.determiner
                or unit[at - 1].low in lang.words.preposition
            )
        )
    return low in lang.words.boundary or (
        low in lang.words.time and low not in ("may", "march", "early", "late", "last", "night")
    )


class Cuts(Struct, frozen=True, kw_only=True):
    """What ends a content besides the end of the sentence.

    participles: items where a cue stands as a participle (", adding ..."), or "according to".
    verbs: items where a cue stands as a finite verb ("... and insisted").
    comma: any comma ends it, as in a clause that is itself subordinate ("While she said ..., he ...").
    phrase: the content is a noun phrase, which an adverbial ends ("praised Smith after the vote").
    """

    participles: frozenset[int]
    verbs: frozenset[int]
    comma: bool = False
    phrase: bool = False


def clause_end(unit: Unit, start: int, high: int, cuts: Cuts, lang: Language) -> int:
    """Return where the content that begins at ``start`` ends, at most ``high``; see ``Cuts``."""
    depth = 0
    end = high
    for at in range(start, high):
        low = unit[at].low
        if low in ("(", "["):
            depth += 1
        elif low in (")", "]"):
            depth -= 1
            if depth < 0:
                end = at
                break
        elif depth == 0 and at > start and _cuts(unit, at, cuts, lang):
            end = at
            break
    while end > start and unit[end - 1].region is None and unit[end - 1].low in _LOOSE_END:
        end -= 1
    return end


_LOOSE_END = frozenset([".", ",", ";", "!", "?", ":", "and", "but", *DASH])


def _cuts(unit: Unit, at: int, cuts: Cuts, lang: Language) -> bool:
    item = unit[at]
    if item.low == ";":
        return True
    if item.low == "," and (cuts.comma or cuts.phrase):
        return not (cuts.phrase and at + 1 < len(unit) and unit[at + 1].region is not None)
    if item.low in lang.words.joiner:
        return (
            _coordinate_verb(unit, at + 1, lang) in cuts.verbs
            or at + 1 in cuts.participles
            and unit[at - 1].region is not None  # "saying “I did it” and adding"
            or cuts.phrase
            and _subject_follows(unit, at + 1, lang)
        )
    if item.low == "," or (unit[at - 1].region is not None and item.is_word):
        following = at + 1 if item.low == "," else at
        return following < len(unit) and _leaves_clause(unit, following, cuts, lang)
    return cuts.phrase and _ends_phrase(unit, at, lang)


def _coordinate_verb(unit: Unit, at: int, lang: Language) -> int:
    """Return the item of the verb that follows "and": after adverbs, auxiliaries, and a short subject."""
    last = len(unit) - 1
    limit = min(last, at + 4)
    if at <= last and unit[at].low in lang.words.pronoun:
        at += 1
    else:
        while at < limit and unit[at].capital:
            at += 1
    while at < last and (is_adverb(unit[at], lang) or unit[at].low in lang.words.auxiliary):
        at += 1
    return at


def _subject_follows(unit: Unit, at: int, lang: Language) -> bool:
    return (
        at < len(unit)
        and unit[at].low in lang.words.pronoun
        and unit[at].low not in ("you", "it", "one", "who")
    )


def _leaves_clause(unit: Unit, at: int, cuts: Cuts, lang: Language) -> bool:
    """Tell whether the words after a comma (or after marks) no longer belong to the content."""
    if at in cuts.participles or at in cuts.verbs:
        return True
    if unit[at].low not in lang.words.stop or at + 1 >= len(unit):
        return False
    following = unit[at + 1]
    if unit[at].low != "but":
        return True
    return following.low != "that" and (
        following.capital or (following.low in lang.words.pronoun or following.low in lang.words.determiner)
    )


def _ends_phrase(unit: Unit, at: int, lang: Language) -> bool:
    """Tell whether an adverbial begins at ``at`` that says when or where something was said."""
    low = unit[at].low
    if low in lang.words.phrase_stop:
        return True
    following = unit[at + 1].low if at + 1 < len(unit) else "."
    if low in ("on", "in", "at", "last", "this", "late", "early"):
        return (
            following in lang.words.time
            or following[:1].isdigit()
            or low == "at"
            and following in ("a", "an")
        )
    return low in lang.words.time and unit[at].capital and low not in ("may", "march")


def has_finite(unit: Unit, start: int, end: int, lang: Language) -> bool:
    """Tell whether a finite verb stands between the items."""
    return any(is_finite(item, lang) for item in unit[start:end] if item.region is None)


def begins_clause(unit: Unit, start: int, lang: Language) -> bool:
    """Tell whether a clause without "that" begins at ``start``: a subject, then soon a finite verb."""
    if start >= len(unit):
        return False
    first = unit[start]
    if first.region is not None or not first.is_word:
        return False
    if first.low in lang.words.preposition and first.low not in ("as", "since"):
        return False
    for at in range(start, min(len(unit), start + 14)):
        item = unit[at]
        if item.low in (",", ";", ":") and at > start + 4:
            return False
        if at > start and is_finite(item, lang):
            return True
    return first.low in lang.words.finite


def begins_anything(unit: Unit, start: int, lang: Language) -> bool:
    """Tell whether the words at ``start`` can begin a content after a verb that takes any clause (say)."""
    item = unit[start]
    if item.region is not None or not item.is_word:
        return False
    return (
        item.low not in lang.words.preposition
        and not item.low.endswith("ing")
        or begins_clause(unit, start, lang)
    )


def _may_be_present(unit: Unit, at: int, lang: Language) -> bool:
    """Tell whether a word in -s can be a verb: no finite verb comes right after it."""
    item = unit[at]
    return (
        item.low.endswith("s")
        and not item.capital
        and not (at + 1 < len(unit) and is_finite(unit[at + 1], lang))
    )


def nearest_subject(unit: Unit, limit: int, lang: Language) -> tuple[int, int] | None:
    """Return the subject of the nearest finite verb before ``limit``, as far as words tell."""
    for at in range(limit - 1, 0, -1):
        item = unit[at]
        if item.region is None and (
            is_finite(item, lang) or _may_be_present(unit, at, lang) or item.low in lang.words.past
        ):
            group = verb_group_start(unit, at, lang)
            start = noun_phrase_left(unit, group, 0, lang)
            if start is not None and unit[start].low in ("this", "that", "it", "there"):
                return None  # "This is how she began:": nobody is named
            if start is not None and (
                unit[start].capital
                or (unit[start].low in lang.words.pronoun or unit[start].low in lang.words.determiner)
            ):
                return start, source_end(unit, start, group, lang)
    return None
