"""Sentences that two quotations of one utterance share, where the quotations as a whole are too unlike.

A report quotes three sentences of a speech and another five, of which one is the same in nearly the same
words: such quotations are linked as told in other words, and only that sentence can be collated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from variorum.collation.utterances.matching import Match, Vocabulary, compare
from variorum.collation.utterances.rendering import (
    Member,
    Rendering,
    Stretch,
    evidence_around,
    evidence_of,
    member_of,
    stretch_of,
)
from variorum.collation.utterances.voices import rendering_voice, same_voice
from variorum.collation.variants.changes import AlignedPair, Change, changes
from variorum.collation.variants.names_inside import name_kind
from variorum.model import Evidence, Span, Utterance, Variant, VariantSide
from variorum.model.kinds import severity_of
from variorum.settings import VARIANTS, CollateSettings

_LEFT_OUT = ("truncation", "splice", "form", "insertion")  # where a sentence ends proves nothing here


def sentence_variants(
    utterance: Utterance, known: Mapping[Member, Rendering], settings: CollateSettings
) -> Iterator[Variant]:
    """Yield what differs in the sentences that direct quotations of an utterance share, of those that are not
    collated as a whole, and that are surely one speaker's. What two posts have in common was written twice.

    known: the stretches of the story. None for an utterance whose readings are all collated already.
    """
    told = {member_of(one) for one in utterance.readings if one.paraphrase and one.kind == "direct"}
    members = [member_of(one) for one in utterance.readings if one.kind == "direct"]
    quoted = [known[member] for member in members if member in known] if told else []
    if len(quoted) < 2:
        return
    words = Vocabulary(quoted[0].lang)
    parts = {one.member: _sentences(one) for one in quoted}
    seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for one, other in combinations(quoted, 2):
        if one.article == other.article or not {one.member, other.member} & told:
            continue
        if same_voice(rendering_voice(one), rendering_voice(other)) != "yes" or _is_post(one, other):
            continue
        for first, second, match in _shared(parts[one.member], parts[other.member], words):
            if (first.keys, second.keys) not in seen:
                seen.add((first.keys, second.keys))
                pair = AlignedPair(base=first, reading=second, operations=match.operations)
                for change in changes(pair, name_kind, settings):
                    if change.kind not in _LEFT_OUT:
                        yield _variant(change, (one, first), (other, second))


def _is_post(*quoted: Rendering) -> bool:
    return any(one.quotation.medium == "post" for one in quoted)


class _Sentence(Struct, frozen=True, eq=False):
    """A sentence of a quotation. keys: its different words."""

    stretch: Stretch
    keys: frozenset[str]


def _shared(
    one: Sequence[_Sentence], other: Sequence[_Sentence], words: Vocabulary
) -> Iterator[tuple[Stretch, Stretch, Match]]:
    """Yield the sentences of two quotations that are nearly the same, each with the one nearest to it.

    Aligned are only those that may be the nearest, and none where none can be near enough: most are not.
    """
    for sentence in one:
        first = sentence.stretch
        asked = [
            (place, _common(sentence, second), second.stretch)
            for place, second in enumerate(other)
            if len(sentence.keys & second.keys) >= VARIANTS.shared_run
        ]
        near = [row for row in asked if row[1] >= VARIANTS.shared_identity * _size(first, row[2])]
        matches = [(compare(first, second, words), place, second) for place, _, second in near]
        least = max((match.matched for match, _, _ in matches), default=None)
        if least is None:
            continue
        matches += [
            (compare(first, second, words), place, second)
            for place, common, second in asked
            if least <= common < VARIANTS.shared_identity * _size(first, second)
        ]
        match, _, second = max(matches, key=lambda found: (found[0].matched, -found[1]))
        if _is_near(match, _size(first, second)):
            yield first, second, match


def _common(one: _Sentence, other: _Sentence) -> int:
    """Return how many words of two sentences can agree, at most."""
    return min(
        sum(key in other.keys for key in one.stretch.keys),
        sum(key in one.keys for key in other.stretch.keys),
    )


def _size(one: Stretch, other: Stretch) -> int:
    return min(len(one.keys), len(other.keys))


def _is_near(match: Match, size: int) -> bool:
    """Tell whether two sentences are nearly the same. size: words of the shorter one."""
    return (
        match.matched >= VARIANTS.shared_identity * size
        and match.run >= VARIANTS.shared_run
        and match.content >= VARIANTS.shared_content
        and match.identity >= VARIANTS.shared_identity
    )


def _sentences(rendering: Rendering) -> list[_Sentence]:
    size = len(rendering.words)
    cuts = [0, *sorted(cut for cut in rendering.read.sentences if 0 < cut < size), size]
    found = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        words = rendering.words[start:end]
        stretch = stretch_of(rendering.source, (Span(words[0].start, words[-1].end),))
        found.append(_Sentence(replace(stretch, names=rendering.names), frozenset(stretch.keys)))
    return found


def _variant(change: Change, *sides: tuple[Rendering, Stretch]) -> Variant:
    places = (change.base_start, change.base_end), (change.start, change.end)
    return Variant(
        type=change.kind,
        severity=severity_of(change.kind, change.circumstance),
        sides=tuple(
            VariantSide(readings=(rendering.quotation.id,), evidence=_evidence(stretch, *place))
            for (rendering, stretch), place in zip(sides, places, strict=True)
        ),
        marked=change.marked,
    )


def _evidence(stretch: Stretch, start: int, end: int) -> tuple[Evidence, ...]:
    return evidence_of(stretch, start, end) if end > start else evidence_around(stretch, start)
