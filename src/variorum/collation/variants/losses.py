"""What is lost when words are left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from variorum.collation.utterances.rendering import Stretch
from variorum.language.tables import Lexicon
from variorum.settings import VARIANTS, CollateSettings

Loss = Literal["negation", "sense", "name", "content", "function", "filler"]


def lost_circumstance(longer: Stretch, start: int, end: int, settings: CollateSettings) -> Loss:
    """Return the weight of words ``start:end`` of ``longer`` that the other side has not."""
    words = longer.lists
    keys = longer.keys[start:end]
    if repeats(longer.keys, start, end):
        return "filler"
    if keys[0] in words.lacking and end - start > 1:
        return "sense"  # it takes what it negates along
    if end - start <= VARIANTS.negation_reach and negation_count(longer, start, end) % 2:
        return "negation"
    if all(key in words.fillers for key in keys):
        return "filler"
    if _limits(keys, words):
        return "sense"
    content = [key for key in keys if key not in words.function and key not in words.fillers]
    named = any(_weighty(longer, at) for at in range(start, end))
    if named and len(content) > 1:
        return "name"
    return "content" if len(content) >= settings.material_loss else "function"


def repeats(keys: Sequence[str], start: int, end: int) -> bool:
    """Tell whether words ``start:end`` only repeat their neighbours: a stammer, "nowhere, nowhere"."""
    size = end - start
    lost = tuple(keys[start:end])
    return lost in (tuple(keys[end : end + size]), tuple(keys[max(0, start - size) : start]))


def _limits(keys: Sequence[str], words: Lexicon) -> bool:
    """Tell whether the words limit a statement: a condition, a hedge, a portion ("half")."""
    return any(key in words.conditions or key in words.hedges or key in words.portions for key in keys)


def _weighty(longer: Stretch, at: int) -> bool:
    """Tell whether the word is a number or a name inside a sentence."""
    word = longer.words[at]
    if word.kind == "number":
        return word.key != "1"
    starts = at == 0 or at in longer.read.sentences
    lists = longer.lists
    return word.capital and not starts and word.key not in lists.function and word.key not in lists.titles


def limits_negation(longer: Stretch, start: int, end: int) -> bool:
    """Tell whether words cut off at ``start`` limit a negation before them in their sentence.

    "Do not wait to be told [twice]" and "It is not over [yet]" say something else without them.
    """
    cuts = longer.read.sentences
    if start in cuts or start in longer.read.breaks:
        return False
    first = max((cut for cut in cuts if cut < start), default=0)
    last = min((cut for cut in cuts if cut > start), default=end)
    return bool(
        negation_count(longer, first, start) % 2
        and longer.lists.scoped.intersection(longer.keys[start : min(last, end, start + VARIANTS.scope)])
    )


def negation_count(stretch: Stretch, start: int, end: int) -> int:
    """Return how many negations the words ``start:end`` have; "not only" is none, "failed to" is one."""
    keys, words = stretch.keys, stretch.lists
    count = 0
    for at in range(start, end):
        following = keys[at + 1] if at + 1 < len(keys) else ""
        only = keys[at] == "not" and following in words.not_only_followers
        count += keys[at] in words.negations and not only
        count += keys[at] in words.weak_negations and following == "to"
        count += (keys[at], following) in words.other_negations
    return count
