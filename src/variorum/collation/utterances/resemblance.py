"""What speaks for it that two statements of different reports tell the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.collation.utterances.nearby import Nearby, nearby
from variorum.collation.utterances.statements import Statement, Statements, Stems
from variorum.collation.utterances.voices import same_voice
from variorum.language.language import language_of
from variorum.settings import LinkSettings
from variorum.text.cosines import cosines, table
from variorum.text.trees import DIGITS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Columns = dict[str, Floats]

_VOICES = {"yes": 2.0, "unknown": 1.0, "no": 0.0}


class Likenesses(Struct, frozen=True, kw_only=True):
    """Pairs of statements of different reports, an entry each, in order.

    one, other: places among the statements. measures: by name.
    """

    one: tuple[int, ...] = ()
    other: tuple[int, ...] = ()
    measures: Mapping[str, Floats]


def likenesses(of: Statements, settings: LinkSettings) -> Likenesses:
    """Return the pairs worth a look; none for fewer than two reports."""
    import numpy as np

    if len({one.place for one in of.found}) < 2:
        return Likenesses(measures={})
    near = nearby(of, settings)
    facts = [_facts(one, of.rarity, settings) for one in of.found]
    measures = {
        "alike": near.alike,
        "sentence": near.sentence,
        "around": cosines(table([one.around for one in of.found], of.rarity), near.one, near.other),
        **_in_details(of, facts, near, settings),
        **_in_place(of, near),
    }
    return Likenesses(
        one=tuple(near.one.tolist()),
        other=tuple(near.other.tolist()),
        measures={name: np.round(values, DIGITS) for name, values in measures.items()},
    )


class _Facts(Struct, frozen=True, kw_only=True):
    """What is asked of one statement by every pair it is in. weight: of its stems, by their rarity. words:
    its keys with a blank before and behind each. cuts: where these blanks stand.
    """

    stems: Stems
    prefixes: frozenset[str]
    couples: frozenset[tuple[str, str]]
    weight: float
    speaker: frozenset[str]
    negated: bool
    words: str
    cuts: list[int]


def _facts(one: Statement, rarity: Mapping[str, float], settings: LinkSettings) -> _Facts:
    stems = frozenset(one.stems)
    lists = language_of(one.source.article.lang).collation
    words = f" {' '.join(one.keys)} " if one.keys else " "
    return _Facts(
        stems=stems,
        prefixes=frozenset(word[: settings.prefix] for word in stems),
        couples=frozenset(pairwise(one.stems)),
        weight=_weight(stems, rarity),
        speaker=frozenset((one.voice.name if one.voice else "").casefold().split()) - lists.function,
        negated=not lists.negations.isdisjoint(one.keys),
        words=words,
        cuts=[at for at, sign in enumerate(words) if sign == " "],
    )


def _weight(stems: Stems, rarity: Mapping[str, float]) -> float:
    return sum(rarity.get(word, 1.0) for word in sorted(stems))


def _in_place(of: Statements, near: Nearby) -> Columns:
    """Return where two statements stand in their reports, and among those that are alike."""
    import numpy as np

    depth = np.array([one.depth for one in of.found])
    first, second = depth[near.one], depth[near.other]
    return {
        "apart": np.abs(first - second),
        "depth": first + second,
        "rank": np.minimum(*near.ranks),
        "other_rank": np.maximum(*near.ranks),
        "margin": np.minimum(*near.margins),
        "other_margin": np.maximum(*near.margins),
    }


_WORDS = ("short_share", "long_share", "weight", "rarest", "shared", "prefixes", "couples")
_REST = (
    "direct", "mixed", "named", "voice_words", "numbers", "numbers_missing", "names", "names_missing",
    "short", "long", "cue", "negations", "roles", "called",
)  # fmt: skip
_DETAILS = (*_WORDS, *_REST, "run", "voice")
# All that is measured; "short" is the statement with less weight of rare words, "long" the other one.
MEASURES = (
    "alike", "sentence", "around", *_DETAILS, "apart", "depth", "rank", "other_rank", "margin",
    "other_margin",
)  # fmt: skip


def _in_details(of: Statements, facts: list[_Facts], near: Nearby, settings: LinkSettings) -> Columns:
    """Return what is measured pair by pair."""
    import numpy as np

    numbers: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    wordings = [numbers.setdefault((one.keys, one.stems), len(numbers)) for one in of.found]
    worded: dict[tuple[int, int], tuple[tuple[float, ...], float]] = {}  # reports take over what was said
    rows = []
    for a, b in zip(near.one.tolist(), near.other.tolist(), strict=True):
        short, long = (a, b) if facts[a].weight <= facts[b].weight else (b, a)
        first, second, one, other = of.found[short], of.found[long], facts[short], facts[long]
        both = wordings[short], wordings[long]
        if both not in worded:
            run = float(_run(one, other, settings.run))
            worded[both] = tuple(_words(one, other, of.rarity)), run
        words, run = worded[both]
        voice = _VOICES[same_voice(first.voice, second.voice)]
        rows.append([*words, *_rest(first, second, one, other), run, voice])
    found = np.array(rows, np.float64).reshape(len(rows), len(_DETAILS)).T
    return dict(zip(_DETAILS, found, strict=True))


def _words(one: _Facts, other: _Facts, rarity: Mapping[str, float]) -> Iterator[float]:
    """Yield ``_WORDS`` of a pair."""
    shared = one.stems & other.stems
    weights = [rarity.get(word, 1.0) for word in sorted(shared)]
    weight = sum(weights)
    yield weight / max(one.weight, 1.0)
    yield weight / max(other.weight, 1.0)
    yield weight
    yield max(weights, default=0.0)
    yield float(len(shared))
    yield len(one.prefixes & other.prefixes) / max(1, len(one.prefixes))
    yield float(len(one.couples & other.couples))


def _rest(first: Statement, second: Statement, one: _Facts, other: _Facts) -> Iterator[float]:
    """Yield ``_REST`` of a pair."""
    kinds = first.quotation.kind, second.quotation.kind
    yield 2.0 - kinds.count("indirect")
    yield float(kinds.count("mixed"))
    yield float((first.voice is not None) + (second.voice is not None))
    yield float(len(one.speaker & other.speaker))
    for mine, others in ((first.numbers, second.numbers), (first.names, second.names)):
        yield float(len(mine & others))
        yield float(min(len(mine - others), len(others - mine)))
    yield log(1 + len(first.stems))
    yield log(1 + len(second.stems))
    yield float(not first.cue.isdisjoint(second.cue))
    yield float(one.negated != other.negated)
    yield float(len(first.roles & second.roles))
    yield float((not one.speaker.isdisjoint(second.around)) + (not other.speaker.isdisjoint(first.around)))


def _run(one: _Facts, other: _Facts, most: int) -> int:
    """Return the length of the longest stretch of equal words, ``most`` at most."""
    if len(one.cuts) > len(other.cuts):
        one, other = other, one
    size, words, cuts = 0, one.words, one.cuts
    for at in range(len(cuts) - 1):
        while at + size + 1 < len(cuts) and words[cuts[at] : cuts[at + size + 1] + 1] in other.words:
            size += 1
            if size == most:
                return size
    return size
