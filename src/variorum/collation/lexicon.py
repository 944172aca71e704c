"""Words with a part to play in collation, read from ``data/lexicon.<language>.json``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources

import msgspec
from msgspec import Struct


class StatusStep(Struct, frozen=True):
    """A step of a criminal case and the words that tell it; rank counts up from an accusation."""

    rank: int
    words: frozenset[str]


class Lexicon(Struct, frozen=True, kw_only=True):
    """Word lists of one language, folded as keys of ``text.normalise.Word``."""

    function: frozenset[str]
    negations: frozenset[str]
    turning: frozenset[str]
    weak_negations: frozenset[str]
    negating_prefixes: tuple[str, ...]
    not_only_followers: frozenset[str]
    modals: dict[str, str]
    conditions: frozenset[str]
    hedges: frozenset[str]
    coordinators: frozenset[str]  # they join the items of a list
    ordering: frozenset[str]  # what stands on either side of them is no list, the order is the sense
    adverbial: frozenset[str]  # an adverbial may begin with them, and stand elsewhere with the same sense
    portions: frozenset[str]
    scoped: frozenset[str]
    persons: dict[str, str]
    irregular: dict[str, str]
    fillers: frozenset[str]
    quantifiers: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]
    day_words: frozenset[str]
    day_parts: frozenset[str]
    titles: frozenset[str]
    calendar_months: dict[str, int]
    masks: tuple[str, ...]
    prompts: frozenset[str]
    equal_verbs: frozenset[tuple[str, str]]
    questions: dict[str, frozenset[str]]
    aboard_phrases: tuple[str, ...]
    people: frozenset[str]
    increments: frozenset[str]
    counted_apart: frozenset[str]
    parts: frozenset[str]
    uncounted: frozenset[str]  # after a number: it is a part, an increment or an address, no count
    publishing: frozenset[str]
    auxiliaries: frozenset[str]
    helping: frozenset[str]
    units: frozenset[str]
    zones: frozenset[str]
    future: frozenset[str]
    kin: frozenset[str]
    attackers: frozenset[str]
    subordinating: frozenset[str]
    day_bounds: frozenset[str]
    speaking_for: frozenset[str]
    saying: frozenset[str]
    addressing: frozenset[str]
    definite: frozenset[str]
    ranks: frozenset[str]  # words that make another office of an office
    locating: frozenset[str]
    doubts: frozenset[str]
    hedging: frozenset[str]
    vouched: frozenset[str]
    steps: frozenset[str]  # what follows or goes before a happening, at a time of its own
    status: tuple[StatusStep, ...]


@lru_cache(maxsize=4)
def lexicon(language: str = "en") -> Lexicon:
    """Return the lists of ``language``; raises FileNotFoundError for one that is not there."""
    raw = msgspec.json.decode(_read(language))
    split = {name: value.split() if isinstance(value, str) else value for name, value in raw.items()}
    split["questions"] = {name: words.split() for name, words in raw["questions"].items()}
    split["irregular"] = {
        form: verb
        for verb, _, forms in (entry.partition(":") for entry in split["irregular"])
        for form in forms.split(",")
    }
    split["status"] = [{**step, "words": step["words"].split()} for step in raw["status"]]
    return msgspec.convert(split, Lexicon)


def _read(language: str) -> bytes:
    return resources.files("variorum.collation").joinpath("data", f"lexicon.{language}.json").read_bytes()


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return ``word`` without the commonest English endings, so that "gusts", "gusting" and "gusted" meet.

    Coarse on purpose (after the s-stemmer of Harman 1991, with -ed, -ing, -ly): it only has to bring forms
    of one word together, and is never shown.
    """
    irregular = lexicon().irregular.get(word)
    if irregular is not None:
        return stem(irregular)
    for ending, least in (("ings", 3), ("ing", 3), ("edly", 3), ("ied", 2), ("ies", 2), ("ed", 3), ("ly", 3),
                          ("es", 3), ("s", 3), ("e", 3)):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= least and not word.endswith("ss"):
            word = word[: -len(ending)]
            if ending in ("ied", "ies"):
                return word + "y"
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
                word = word[:-1]
            return word[:-1] if word.endswith("e") and len(word) > 3 else word
    return word


def content_words(keys: Sequence[str]) -> list[str]:
    """Return the stems of the ``keys`` that carry meaning of their own, in order."""
    function = lexicon().function
    return [stem(key) for key in keys if key not in function]
