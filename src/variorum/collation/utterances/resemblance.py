"""What speaks for it that two statements of different reports tell the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import log

from msgspec import Struct

from variorum.collation.utterances.nearby import Nearby
from variorum.collation.utterances.statements import Statement, Statements, Stems
from variorum.collation.utterances.voices import same_voice
from variorum.language.lexicon import lexicon, stem
from variorum.settings import LinkSettings
from variorum.text.trees import DIGITS

# What is measured of a pair, in the order the trees know it; "short" and "long" are the statements with less
# and with more weight of rare words.
MEASURES = (
    "direct", "mixed", "alike", "short_share", "long_share", "weight", "rarest", "shared", "prefixes",
    "couples", "run", "voice", "named", "voice_words", "numbers", "numbers_missing", "names",
    "names_missing", "short", "long", "sentence", "around", "apart", "depth", "rank", "other_rank",
    "margin", "other_margin", "cue", "negations", "roles", "called",
)  # fmt: skip
_VOICES = {"yes": 2.0, "unknown": 1.0, "no": 0.0}


class Likeness(Struct, frozen=True):
    """Two statements of different reports, by place, the earlier one first, and their measures."""

    one: int
    other: int
    measures: tuple[float, ...]


def likenesses(of: Statements, settings: LinkSettings) -> list[Likeness]:
    """Return the pairs worth a look, in order; none for fewer than two reports."""
    if len({one.place for one in of.found}) < 2:
        return []
    gauge = _Gauge(of, settings)
    return [
        Likeness(a, b, tuple(round(value, DIGITS) for value in gauge.measures(a, b)))
        for a, b in gauge.near.pairs
    ]


class _Facts(Struct, frozen=True, kw_only=True):
    """What is asked of one statement by every pair it is in. weight: of its stems, by their rarity."""

    keys: tuple[str, ...]
    stems: Stems
    prefixes: frozenset[str]
    couples: frozenset[tuple[str, str]]
    weight: float
    speaker: frozenset[str]
    cue: Stems
    negated: bool
    runs: list[frozenset[tuple[str, ...]]]


def _facts(one: Statement, rarity: Mapping[str, float], settings: LinkSettings) -> _Facts:
    stems = frozenset(one.stems)
    lists = lexicon()
    text = one.source.article.text
    keys = tuple(word.key for word in one.words)
    return _Facts(
        keys=keys,
        stems=stems,
        prefixes=frozenset(word[: settings.prefix] for word in stems),
        couples=frozenset(pairwise(one.stems)),
        weight=_weight(stems, rarity),
        speaker=frozenset((one.voice.name if one.voice else "").casefold().split()) - lists.function,
        cue=frozenset(stem(word.lower()) for span in one.quotation.cue for word in span.of(text).split())
        - lists.function,
        negated=not lists.negations.isdisjoint(keys),
        runs=[],
    )


def _weight(stems: Stems, rarity: Mapping[str, float], power: int = 1) -> float:
    return sum(rarity.get(word, 1.0) ** power for word in sorted(stems))


class _Gauge:
    """Measures the pairs of a story."""

    def __init__(self, of: Statements, settings: LinkSettings) -> None:
        self.settings = settings
        self.found = of.found
        self.rarity = of.rarity
        self.near = Nearby(of, settings)
        self.facts = [_facts(one, of.rarity, settings) for one in of.found]

    def measures(self, a: int, b: int) -> Iterable[float]:
        """Yield what is measured of a pair, as ``MEASURES`` names it."""
        short, long = (a, b) if self.facts[a].weight <= self.facts[b].weight else (b, a)
        yield from self._kinds(short, long)
        yield from self._words(short, long)
        yield from self._said_by(short, long)
        yield from self._details(short, long)
        yield from self._setting(short, long)

    def _kinds(self, short: int, long: int) -> Iterable[float]:
        kinds = [self.found[at].quotation.kind for at in (short, long)]
        yield 2.0 - kinds.count("indirect")
        yield float(kinds.count("mixed"))

    def _words(self, short: int, long: int) -> Iterable[float]:
        one, other = self.facts[short], self.facts[long]
        shared = one.stems & other.stems
        weight = _weight(shared, self.rarity)
        yield self.near.own(short, long)
        yield weight / max(one.weight, 1.0)
        yield weight / max(other.weight, 1.0)
        yield weight
        yield max((self.rarity.get(word, 1.0) for word in shared), default=0.0)
        yield float(len(shared))
        yield len(one.prefixes & other.prefixes) / max(1, len(one.prefixes))
        yield float(len(one.couples & other.couples))
        yield float(self._run(one, other))

    def _said_by(self, short: int, long: int) -> Iterable[float]:
        first, second = self.found[short], self.found[long]
        yield _VOICES[same_voice(first.voice, second.voice)]
        yield float((first.voice is not None) + (second.voice is not None))
        yield float(len(self.facts[short].speaker & self.facts[long].speaker))

    def _details(self, short: int, long: int) -> Iterable[float]:
        first, second = self.found[short], self.found[long]
        for one, other in ((first.numbers, second.numbers), (first.names, second.names)):
            yield float(len(one & other))
            yield float(min(len(one - other), len(other - one)))
        yield log(1 + len(first.stems))
        yield log(1 + len(second.stems))

    def _setting(self, short: int, long: int) -> Iterable[float]:
        first, second = self.found[short], self.found[long]
        one, other = self.facts[short], self.facts[long]
        both = ((short, long), (long, short))
        yield self.near.wide(short, long)
        yield self._cosine(first.around, second.around)
        yield abs(first.depth - second.depth)
        yield first.depth + second.depth
        yield from sorted(float(self.near.rank.get(pair, 2 * self.settings.nearest)) for pair in both)
        yield from sorted(self.near.margin(*pair) for pair in both)
        yield float(bool(one.cue & other.cue))
        yield float(one.negated != other.negated)
        yield float(len(first.roles & second.roles))
        yield float(bool(one.speaker & second.around) + bool(other.speaker & first.around))

    def _cosine(self, a: Stems, b: Stems) -> float:
        both = _weight(a & b, self.rarity, 2)
        return both / (_weight(a, self.rarity, 2) * _weight(b, self.rarity, 2)) ** 0.5 if both else 0.0

    def _run(self, one: _Facts, other: _Facts) -> int:
        """Return the length of the longest stretch of equal words, ``settings.run`` at most."""
        size = 0
        while size < self.settings.run and not self._grams(one, size).isdisjoint(self._grams(other, size)):
            size += 1
        return size

    @staticmethod
    def _grams(of: _Facts, size: int) -> frozenset[tuple[str, ...]]:
        """Return all stretches of ``size`` + 1 words, read once."""
        while len(of.runs) <= size:
            of.runs.append(_stretches(of.keys, len(of.runs) + 1))
        return of.runs[size]


def _stretches(keys: tuple[str, ...], size: int) -> frozenset[tuple[str, ...]]:
    return frozenset(keys[at : at + size] for at in range(len(keys) - size + 1))
