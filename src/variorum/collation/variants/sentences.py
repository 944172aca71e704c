"""Sentences that two quotations of one utterance share, where the quotations as a whole are too unlike.

A report quotes three sentences of a speech and another five, of which one is the same in nearly the same
words: such quotations are linked as told in other words, and only that sentence can be collated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

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
    seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for one, other in combinations(quoted, 2):
        if one.article == other.article or not {one.member, other.member} & told:
            continue
        if same_voice(rendering_voice(one), rendering_voice(other)) != "yes" or _is_post(one, other):
            continue
        for first, second, match in _shared(one, other, words):
            if (first.keys, second.keys) not in seen:
                seen.add((first.keys, second.keys))
                pair = AlignedPair(base=first, reading=second, operations=match.operations)
                for change in changes(pair, name_kind, settings):
                    if change.kind not in _LEFT_OUT:
                        yield _variant(change, (one, first), (other, second))


def _is_post(*quoted: Rendering) -> bool:
    return any(one.quotation.medium == "post" for one in quoted)


def _shared(one: Rendering, other: Rendering, words: Vocabulary) -> Iterator[tuple[Stretch, Stretch, Match]]:
    """Yield the sentences of two quotations that are nearly the same, each with the one nearest to it."""
    others = list(_sentences(other))
    for first in _sentences(one):
        matches = [
            (compare(first, second, words), second)
            for second in others
            if len(set(first.keys) & set(second.keys)) >= VARIANTS.shared_run
        ]
        best = max(matches, key=lambda found: found[0].matched, default=None)
        if best is not None and _is_near(best[0], min(len(first.keys), len(best[1].keys))):
            yield first, best[1], best[0]


def _is_near(match: Match, size: int) -> bool:
    """Tell whether two sentences are nearly the same. size: words of the shorter one."""
    return (
        match.matched >= VARIANTS.shared_identity * size
        and match.run >= VARIANTS.shared_run
        and match.content >= VARIANTS.shared_content
        and match.identity >= VARIANTS.shared_identity
    )


def _sentences(rendering: Rendering) -> Iterator[Stretch]:
    size = len(rendering.words)
    cuts = [0, *sorted(cut for cut in rendering.read.sentences if 0 < cut < size), size]
    for start, end in zip(cuts, cuts[1:], strict=False):
        words = rendering.words[start:end]
        stretch = stretch_of(rendering.source, (Span(words[0].start, words[-1].end),))
        yield replace(stretch, names=rendering.names)


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
