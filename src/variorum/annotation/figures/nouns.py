"""What a figure counts: the noun phrase after it, as printed in lower case."""

from __future__ import annotations

from variorum.language.language import Language
from variorum.language.number_tables import CountedNouns
from variorum.settings import FIGURES
from variorum.text.late import late
from variorum.text.numbers import number_words

_WORD = late(r"[\s\u00a0-]+([^\W\d_](?:[\w-]|[’'](?=\w))*[’']?)")
# Words with these endings stand before the noun, or are verbs after it.
_VERBAL = late(r"(?:[^e]ed|ing)$")


def noun_words(lang: Language) -> CountedNouns:
    """Return the words about what is counted, in a language."""
    return number_words(lang).nouns


def counted(text: str, at: int, *, one: bool = False, lang: Language) -> tuple[str, int] | None:
    """Return what the number before ``at`` counts, and where that ends; None when nothing follows.

    one: the number is one, so that the noun is no plural.
    """
    words = noun_words(lang)
    partitive = lang.phrases.figures.of_the.match(text, at)
    if partitive:
        at = partitive.end() - 1
    taken: list[str] = []
    end = at
    while len(taken) < FIGURES.counted_words:
        found = _WORD.match(text, end)
        if found is None or "\n" in found.group():
            break
        word = found[1].rstrip("’'")
        lower = word.lower()
        if not taken and lower in words.states and not _noun_next(text, found.end(), lang):
            return lower, found.end()
        if lower == "more" and not taken and _plural_next(text, found.end(), lang):
            pass
        elif (
            lower in words.stops
            and (taken or lower not in lang.numbers.nouns.also_nouns)
            or (taken and _is_verb_after(lower, taken, lang))
        ):
            break
        possessive = found[1].endswith(("’s", "'s", "’", "'"))
        taken.append(lower)
        end = found.end()
        if (
            _is_plural(lower, lang)
            and not one
            and not possessive
            and not (lower in words.attributive and _plural_next(text, end, lang))
        ):
            return _with_state(text, " ".join(taken), end, lang)
        if one and not _is_modifier(lower, lang) and not _plain_noun_next(text, end, lang) and not possessive:
            break
    if not taken or not one and not _is_head(taken, lang):
        return None
    return " ".join(taken), end


def _with_state(text: str, noun: str, end: int, lang: Language) -> tuple[str, int]:
    """Add a state that follows the noun directly: "passengers aboard", "people dead"."""
    found = _WORD.match(text, end)
    if found and found[1].lower() in noun_words(lang).states:
        return f"{noun} {found[1].lower()}", found.end()
    return noun, end


def _is_plural(word: str, lang: Language) -> bool:
    if word in noun_words(lang).plurals:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ous"))


def _plural_next(text: str, at: int, lang: Language) -> bool:
    found = _WORD.match(text, at)
    return (
        bool(found) and _is_plural(found[1].lower(), lang) and found[1].lower() not in noun_words(lang).stops
        if found
        else False
    )


def _noun_next(text: str, at: int, lang: Language) -> bool:
    """Tell whether a plural noun follows: "12 injured people", "three missing children"."""
    found = _WORD.match(text, at)
    return bool(
        found and _is_plural(found[1].lower(), lang) and found[1].lower() not in noun_words(lang).stops
    )


def _plain_noun_next(text: str, at: int, lang: Language) -> bool:
    """Tell whether another word of the phrase follows a singular noun: "one police officer"."""
    found = _WORD.match(text, at)
    if found is None:
        return False
    return found[1].lower() in lang.names.roles


def _is_modifier(word: str, lang: Language) -> bool:
    """Tell whether a word rather stands before a noun than is one."""
    if word in lang.names.roles:
        return False
    evidence = lang.names.words
    return (
        word in evidence.origins
        or word in evidence.members
        or word.endswith(("-year-old", "al", "ous", "ive", "ful", "ic", "ed", "ing", "ian", "less"))
        or word in lang.numbers.nouns.adjectives
    )


def _is_verb_after(word: str, taken: list[str], lang: Language) -> bool:
    """Tell whether a word in -ed or -ing closes the phrase rather than standing before its noun."""
    return bool(_VERBAL.search(word)) and (
        _is_plural(taken[-1], lang) or not _is_modifier(taken[-1], lang) and len(taken) > 1
    )


def _is_head(taken: list[str], lang: Language) -> bool:
    """Tell whether words without a plural still are what is counted: "two million", "12 staff"."""
    return (
        taken[-1] in noun_words(lang).plurals
        or len(taken) > 1
        and any(_is_plural(word, lang) for word in taken)
    )


def announced(text: str, at: int, floor: int, lang: Language) -> str | None:
    """Return what the number at ``at`` counts when the sentence says so before: a toll, a "number of ...".

    floor: nothing before this offset is looked at.
    """
    before = text[max(floor, at - 130) : at].lower()
    if "toll" not in before and "number" not in before:
        return None
    found = lang.phrases.figures.announced.search(text, max(floor, at - 130), at)
    if found is None:
        return None
    return " ".join(sorted(noun_words(lang).tolls)) if found["toll"] else found["noun"].lower()
