"""Where the readings of an utterance differ, place by place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from variorum.collation.order import story_language
from variorum.collation.utterances.matching import Match, Vocabulary, Wording, compare, wording
from variorum.collation.utterances.rendering import (
    Member,
    Rendering,
    evidence_around,
    evidence_of,
    member_of,
    renderings,
)
from variorum.collation.variants.changes import AlignedPair, Change, changes
from variorum.collation.variants.names_inside import name_kind
from variorum.collation.variants.outside import standing_outside, turned_outside
from variorum.collation.variants.retelling import retelling_variants
from variorum.collation.variants.sentences import sentence_variants
from variorum.collation.variants.splices import splice_variants
from variorum.language.lexicon import content_words
from variorum.model import (
    AnnotatedArticle,
    Collation,
    DifferenceType,
    Evidence,
    Utterance,
    Variant,
    VariantSide,
)
from variorum.model.kinds import gravest, severity_of
from variorum.reuse.witnesses import Witnesses
from variorum.settings import VARIANTS, CollateSettings


def assign_variants(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation with the variants of each utterance, in order of the base's words.

    Paraphrases are never compared word by word: after the variants of what is quoted come those of
    sentences that other quotations have nearly the same, and what an indirect quotation loses or adds. An
    utterance with one reading has no variants.
    """
    known = {rendering.member: rendering for rendering in renderings(articles)}
    sources = {source.article.id: source for source in articles}
    witnesses = Witnesses(collation)
    utterances = tuple(
        replace(
            utterance,
            variants=(
                *_variants(utterance, known, witnesses, settings),
                *sentence_variants(utterance, known, settings),
                *retelling_variants(utterance, sources, settings),
            ),
        )
        for utterance in collation.utterances
    )
    return replace(collation, utterances=utterances)


def utterance_renderings(utterance: Utterance, known: dict[Member, Rendering]) -> list[Rendering]:
    """Return the readings that are collated word by word, base first."""
    return [known[member_of(reading)] for reading in utterance.readings if not reading.paraphrase]


class _Departure(Struct, frozen=True):
    """A change and the reading that makes it."""

    reading: Rendering
    change: Change


def align_readings(readings: Sequence[Rendering]) -> list[AlignedPair[Rendering]]:
    """Return each reading after the first, aligned to the first, or to a reading that it overlaps better.

    Two parts of one speech in one report are compared to a reading that has both, not to each other.
    """
    words = Vocabulary(story_language(one.source for one in readings))
    wordings = [wording(reading) for reading in readings]
    known: dict[tuple[Wording, Wording], Match] = {}

    def match_of(a: int, b: int) -> Match:
        pair = wordings[a], wordings[b]
        if pair not in known:
            known[pair] = compare(readings[a], readings[b], words)
        return known[pair]

    pairs = []
    for index in range(1, len(readings)):
        best = match_of(0, index)
        host = 0
        part = readings[0].article == readings[index].article and best.matched < VARIANTS.long
        if best.run < 3 or part:  # joined through a reading that overlaps both: compare it to that one
            for other in range(1, len(readings)):
                if other == index or (other > index and not part and match_of(0, other).run < 3):
                    continue
                match = match_of(other, index)
                if match.run > best.run:
                    best, host = match, other
        pairs.append(AlignedPair(base=readings[host], reading=readings[index], operations=best.operations))
    return pairs


def _variants(
    utterance: Utterance,
    known: dict[Member, Rendering],
    witnesses: Witnesses,
    settings: CollateSettings,
) -> tuple[Variant, ...]:
    readings = utterance_renderings(utterance, known)
    if len(readings) < 2:
        return ()
    pairs = align_readings(readings)
    found: list[tuple[int, Variant]] = []
    for base in readings:
        hosted = [pair for pair in pairs if pair.base is base]
        if hosted:
            found += _variants_of_base(base, hosted, witnesses, settings)
    found += splice_variants(readings, pairs)
    found.sort(key=lambda placed: placed[0])
    return tuple(variant for _, variant in found)


def _variants_of_base(
    base: Rendering, pairs: Sequence[AlignedPair[Rendering]], witnesses: Witnesses, settings: CollateSettings
) -> list[tuple[int, Variant]]:
    places: dict[tuple[int, int, DifferenceType, bool | None], list[_Departure]] = defaultdict(list)
    covered = _covered_by_article(pairs)
    for pair in pairs:
        for change in changes(pair, name_kind, settings):
            if change.kind == "truncation":
                if _not_cut(pair, change, covered):
                    continue
                if change.circumstance == "sense" and turned_outside(pair):
                    change = replace(change, circumstance="plain")
            elif change.kind == "elision" and _stands_apart(pair, change, pairs):
                continue
            key = (change.base_start, change.base_end, change.kind, change.marked)
            places[key].append(_Departure(pair.reading, change))
    variants = []
    for (start, end, kind, marked), departures in sorted(places.items(), key=lambda item: repr(item[0])):
        agreeing = [pair for pair in pairs if _agrees(pair, start, end)]
        variants.append((start, _variant(base, kind, marked, departures, agreeing, witnesses)))
    return variants


def _covered_by_article(pairs: Sequence[AlignedPair[Rendering]]) -> dict[str, set[int]]:
    """Return for each article the words of the base that any of its readings has."""
    covered: dict[str, set[int]] = defaultdict(set)
    for pair in pairs:
        for operation in pair.operations:
            if operation.kind == "equal":
                covered[pair.reading.article].update(range(operation.a_start, operation.a_end))
    return covered


def _not_cut(pair: AlignedPair[Rendering], change: Change, covered: dict[str, set[int]]) -> bool:
    """Tell whether the words stand elsewhere: in another part of a split quotation, or outside the marks."""
    if change.base_end == change.base_start:  # the reading goes on where its base stops
        return pair.base.article == pair.reading.article
    if pair.base.article == pair.reading.article:
        return True
    missing = set(range(change.base_start, change.base_end)) - covered[pair.reading.article]
    if len(missing) < change.base_end - change.base_start:
        return True
    return standing_outside(pair, change)


def _stands_apart(
    pair: AlignedPair[Rendering], change: Change, pairs: Sequence[AlignedPair[Rendering]]
) -> bool:
    """Tell whether the words left out end, or begin, another part of a quotation that the report splits.

    "“We wait. We hope for rain,” Lund said. She added: “We have no water.”" leaves nothing out between the
    first "we" and "have". A part that goes on with the words on either side tells the place in full.
    """
    start, end = change.base_start, change.base_end
    for other in pairs:
        if other is pair or other.reading.article != pair.reading.article:
            continue
        has = _covered_by_article([other])[other.reading.article]
        rest = [pair.base.keys[at] for at in range(start, end) if at not in has]
        on_both_sides = start - 1 in has and end in has
        if len(rest) < end - start and not content_words(rest, pair.base.lang) and not on_both_sides:
            return True
    return False


def _agrees(pair: AlignedPair[Rendering], start: int, end: int) -> bool:
    """Tell whether the reading has the base's words at ``start:end`` (for an insertion: both neighbours)."""
    for operation in pair.operations:
        if operation.kind != "equal":
            continue
        inside = operation.a_start <= start and end <= operation.a_end
        if inside and (end > start or operation.a_start < start < operation.a_end):
            return True
    return False


def _variant(
    base: Rendering,
    kind: DifferenceType,
    marked: bool | None,
    departures: Sequence[_Departure],
    agreeing: Sequence[AlignedPair[Rendering]],
    witnesses: Witnesses,
) -> Variant:
    """Return the variant: the base's side first, then one side for each other way to render the place."""
    change = departures[0].change
    start, end = change.base_start, change.base_end
    departed = {departure.reading.member for departure in departures}
    others = [pair for pair in agreeing if pair.reading.member not in departed]
    sides = [_base_side(base, start, end, others, kind)]
    by_words: dict[str, list[_Departure]] = defaultdict(list)
    for departure in departures:
        by_words[_rendered(departure, kind)].append(departure)
    sides += [_other_side(found, kind) for _, found in sorted(by_words.items(), key=_first_place)]
    final = _resolved(kind, departures, others, witnesses)
    severities = [severity_of(final, departure.change.circumstance) for departure in departures]
    return Variant(type=final, severity=gravest(severities), sides=tuple(sides), marked=marked)


def _resolved(
    kind: DifferenceType,
    departures: Sequence[_Departure],
    others: Sequence[AlignedPair[Rendering]],
    witnesses: Witnesses,
) -> DifferenceType:
    """Return ``insertion`` for unmarked words that one origin has against two or more, else ``kind``.

    Between two readings nobody can tell whether one left words out or the other put them in.
    """
    if kind != "elision" or departures[0].change.marked is not False:
        return kind
    added = departures[0].change.base_end == departures[0].change.base_start
    readings = [one.reading for one in departures]
    departed = {
        witnesses.of(reading.article, reading.content[0].start, reading.content[-1].end)
        for reading in readings
    }
    if added:
        return "insertion" if others and len(departed) == 1 else kind
    return "insertion" if len(departed) > 1 and not others else kind


def _first_place(item: tuple[str, list[_Departure]]) -> tuple[tuple[int, int, str], str]:
    words, departures = item
    return departures[0].reading.order, words


def _rendered(departure: _Departure, kind: DifferenceType) -> str:
    words = departure.reading.words[departure.change.start : departure.change.end]
    return " ".join(word.form if kind == "form" else word.key for word in words)


def _base_side(
    base: Rendering, start: int, end: int, others: Sequence[AlignedPair[Rendering]], kind: DifferenceType
) -> VariantSide:
    readings = [base.quotation.id]
    evidence = list(_place_evidence(base, start, end, kind))
    for pair in others:
        offset = _offset(pair, start)
        readings.append(pair.reading.quotation.id)
        evidence += _place_evidence(pair.reading, start + offset, end + offset, kind)
    return VariantSide(readings=tuple(readings), evidence=tuple(evidence))


def _offset(pair: AlignedPair[Rendering], start: int) -> int:
    for operation in pair.operations:
        if operation.kind == "equal" and operation.a_start <= start <= operation.a_end:
            return operation.b_start - operation.a_start
    return 0


def _other_side(departures: Sequence[_Departure], kind: DifferenceType) -> VariantSide:
    evidence: list[Evidence] = []
    for departure in departures:
        evidence += _place_evidence(departure.reading, departure.change.start, departure.change.end, kind)
    return VariantSide(
        readings=tuple(departure.reading.quotation.id for departure in departures), evidence=tuple(evidence)
    )


def _place_evidence(rendering: Rendering, start: int, end: int, kind: DifferenceType) -> tuple[Evidence, ...]:
    return evidence_of(rendering, start, end) if end > start else evidence_around(rendering, start)
