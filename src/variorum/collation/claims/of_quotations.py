"""Variants grave enough to be discrepancies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz.distance import LCSseq

from variorum.collation.claims.difference import Difference
from variorum.collation.claims.oppose import make_discrepancy, make_side, printed_by, sentence_case
from variorum.collation.claims.story import StoryView
from variorum.collation.utterances.rendering import Stretch, member_of, stretch_of, whole_words
from variorum.collation.utterances.voices import Voice, same_voice, voice_of
from variorum.model import DifferenceType, Evidence, Side, Utterance, Variant, VariantSide
from variorum.model.kinds import KINDS, gravest
from variorum.settings import PROSE, SHOWN


def lift(view: StoryView, kind: DifferenceType) -> Iterator[Difference]:
    """Yield a discrepancy for each critical or material variant of ``kind``."""
    for utterance in view.collation.utterances:
        grave = [one for one in utterance.variants if one.type == kind and one.severity != "minor"]
        if not grave:
            continue
        rendered = _rendered(view, utterance)
        grave = [one for one in grave if not _of_two_speakers(one, rendered)]
        for variants in _by_readings(grave):
            if len(variants) >= PROSE.many:
                yield _reworded(view, utterance, variants, rendered)
                continue
            for variant in _joined(variants, rendered):
                sure = variant.type != "negation" or _of_one_speaker(variant, rendered)
                critical = variant.severity == "critical"
                graded = replace(variant, severity="material") if critical and not sure else variant
                yield _discrepancy(view, utterance, graded, rendered)


class _Rendered(Struct, frozen=True):
    """The words of a reading and whom its report gives them to; see ``rendering_voice``."""

    words: Stretch
    voice: Voice | None
    paraphrase: bool


Readings = Mapping[str, Sequence[_Rendered]]
"""The readings of an utterance by their quotations, of which one may have several parts."""


def _rendered(view: StoryView, utterance: Utterance) -> Readings:
    """Return the readings, of each quotation those that are collated first."""
    sources = {source.article.id: source for source in view.articles}
    found: dict[str, list[_Rendered]] = defaultdict(list)
    for reading in sorted(utterance.readings, key=lambda one: one.paraphrase):
        source = sources[reading.article]
        known = None if reading.paraphrase else view.known[member_of(reading)]
        quotation = next(one for one in source.annotation.quotations if one.id == reading.quotation)
        words = known or stretch_of(source, reading.content)
        one = _Rendered(words, voice_of(source, quotation), reading.paraphrase)
        found[reading.quotation].append(one)
    return found


def _reading_of(side: VariantSide, rendered: Readings) -> _Rendered:
    """Return the first reading of a side that has its evidence, the first of all where none has."""
    parts = _parts(side, rendered)
    return next((one for one in parts if _touched(one.words, side.evidence)), parts[0])


def _parts(side: VariantSide, rendered: Readings) -> list[_Rendered]:
    return [one for quotation in side.readings for one in rendered[quotation]]


def _of_two_speakers(variant: Variant, rendered: Readings) -> bool:
    """Tell whether the sides are of two speakers who each said something of the kind, not of one saying that
    was given to two.
    """
    pairs = product(*(_parts(side, rendered) for side in variant.sides[:2]))
    return all(_of_two(one, other) for one, other in pairs)


def _of_one_speaker(variant: Variant, rendered: Readings) -> bool:
    """Tell whether some of the words of either side are surely one speaker's: else a negation may be that of
    another text, which says of something else what it is not.
    """
    pairs = product(*(_parts(side, rendered) for side in variant.sides[:2]))
    return any(same_voice(one.voice, other.voice) == "yes" for one, other in pairs)


def _of_two(one: _Rendered, other: _Rendered) -> bool:
    """Tell whether two readings are of two people, or of two who are named and have no word of it in common,
    a council and a minister, unless they are word by word one saying.

    Not of "officials" and a name: they may tell what somebody said.
    """
    if one.voice is None or other.voice is None or same_voice(one.voice, other.voice) == "yes":
        return False
    names = one.voice.name, other.voice.name
    if same_voice(one.voice, other.voice) != "no" and (
        any(name.islower() for name in names)
        or set(names[0].casefold().split()) & set(names[1].casefold().split())
    ):
        return False
    if one.paraphrase or other.paraphrase:
        return True
    keys = one.words.keys, other.words.keys
    return LCSseq.similarity(*keys) < PROSE.one_saying * min(map(len, keys))


def _by_readings(variants: Sequence[Variant]) -> list[list[Variant]]:
    """Return the variants that part the readings in the same way, together."""
    groups: dict[tuple[tuple[str, ...], ...], list[Variant]] = defaultdict(list)
    for variant in variants:
        groups[tuple(side.readings for side in variant.sides)].append(variant)
    return list(groups.values())


def _joined(variants: Sequence[Variant], rendered: Readings) -> Iterator[Variant]:
    """Yield the variants of the same readings, those together whose shown words overlap on a side: "this kind
    of stuff", "this type of thing" is one place to an editor.
    """
    joined: Variant | None = None
    for variant in variants:
        if joined is not None and _overlap(joined, variant, rendered):
            sides = zip(joined.sides, variant.sides, strict=True)
            joined = replace(
                joined,
                severity=gravest([joined.severity, variant.severity]),
                sides=tuple(replace(one, evidence=one.evidence + other.evidence) for one, other in sides),
            )
            continue
        if joined is not None:
            yield joined
        joined = variant
    if joined is not None:
        yield joined


def _overlap(one: Variant, other: Variant, rendered: Readings) -> bool:
    if one.marked != other.marked:
        return False
    for a, b in zip(one.sides, other.sides, strict=True):
        windows = [_window(_reading_of(side, rendered).words, side) for side in (a, b)]
        first, second = (window[:2] if window else (0, -1) for window in windows)
        if first[0] <= second[1] and second[0] <= first[1]:
            return True
    return False


def _reworded(
    view: StoryView, utterance: Utterance, variants: Sequence[Variant], rendered: Readings
) -> Difference:
    """Return one discrepancy for renderings that differ in many places, as two translations do."""
    sides = []
    for at, side in enumerate(variants[0].sides):
        rendering = _reading_of(side, rendered).words
        value = _shortened(rendering, 0, len(rendering.words) - 1)
        sides.append(make_side(value, [part for variant in variants for part in variant.sides[at].evidence]))
    name = f" of {utterance.speakers[0].name}" if len(utterance.speakers) == 1 else ""
    shown = printed_by(view, sides)
    summary = f"A quotation{name} differs in {len(variants)} places: {shown}."
    severity = gravest([variant.severity for variant in variants])
    return make_discrepancy(variants[0].type, severity, sides, summary, utterance=utterance.id)


def _discrepancy(view: StoryView, utterance: Utterance, variant: Variant, rendered: Readings) -> Difference:
    words = [_reading_of(side, rendered).words for side in variant.sides]
    own = [_window(shown, side) for shown, side in zip(words, variant.sides, strict=True)]
    sides = [
        make_side(_value(shown, side, variant, window), side.evidence)
        for shown, side, window in zip(words, variant.sides, _same_edges(own, words), strict=True)
    ]
    return make_discrepancy(
        variant.type,
        variant.severity,
        sides,
        _summary(view, variant, utterance, sides),
        utterance=utterance.id,
    )


# The first and the last word that a side shows, and of these how many at the beginning and at the end only
# stand around the place; None where the words of its evidence are not found.
Window = tuple[int, int, int, int] | None


def _window(rendering: Stretch, side: VariantSide) -> Window:
    """Return the words at the place with a little around them."""
    touched = _touched(rendering, side.evidence)
    if not touched:
        return None
    first, last = (
        max(0, touched[0] - SHOWN.beside_place),
        min(len(rendering.words) - 1, touched[-1] + SHOWN.beside_place),
    )
    return first, last, touched[0] - first, last - touched[-1]


def _same_edges(windows: Sequence[Window], words: Sequence[Stretch]) -> list[Window]:
    """Return the windows cut so that all begin and end with the same words, where they share them.

    words: of the reading that each window is of.

    Where words are lost their neighbours are the evidence, so that the window reaches further.
    """
    known = [window for window in windows if window is not None]
    if len(known) < len(windows):
        return list(windows)
    keys = [shown.keys[first : last + 1] for shown, (first, last, _, _) in zip(words, known, strict=True)]
    heads = _cuts(keys, [before for _, _, before, _ in known])
    tails = _cuts([key[::-1] for key in keys], [after for _, _, _, after in known])
    return [
        (first + head, last - tail, before - head, after - tail)
        for (first, last, before, after), head, tail in zip(known, heads, tails, strict=True)
    ]


def _cuts(keys: Sequence[tuple[str, ...]], rooms: Sequence[int]) -> list[int]:
    """Return how many words, at most ``rooms``, to leave out at each beginning so that all begin alike."""
    for head in (key[: SHOWN.beside_place] for key in keys):
        found = [
            next((at for at in range(room + 1) if key[at : at + SHOWN.beside_place] == head), None)
            for key, room in zip(keys, rooms, strict=True)
        ]
        cuts = [at for at in found if at is not None]
        if len(cuts) == len(keys):
            return cuts
    return [0] * len(keys)


def _value(rendering: Stretch, side: VariantSide, variant: Variant, window: Window) -> str:
    """Return the words of the window, as printed."""
    if window is None:
        return " \u2026 ".join(part.text for part in side.evidence[:2])
    own = [part for part in side.evidence if part.article == rendering.article]
    if variant.type == "splice" and len(own) > 1:
        return " \u2026 ".join(_plain(part.text) for part in own[:2])
    return _shortened(rendering, *window[:2])


def _shortened(rendering: Stretch, first: int, last: int) -> str:
    if last - first <= SHOWN.value_words:
        return _printed(rendering, first, last)
    half = SHOWN.value_words // 2
    return f"{_printed(rendering, first, first + half)} [\u2026] {_printed(rendering, last - half, last)}"


def _touched(rendering: Stretch, evidence: Sequence[Evidence]) -> list[int]:
    own = [part for part in evidence if part.article == rendering.article]
    return [
        index
        for index, word in enumerate(rendering.words)
        if any(part.start < word.end and word.start < part.end for part in own)
    ]


def _printed(rendering: Stretch, first: int, last: int) -> str:
    """Return words ``first`` to ``last`` as printed; the outlet's own words between marks are left out."""
    text = rendering.source.article.text
    parts = []
    start = first
    for index in range(first, last + 1):
        if index == last or index + 1 in rendering.read.breaks:
            stretch = rendering.words[start : index + 1]
            parts.append(whole_words(text, stretch).of(text))
            start = index + 1
    return _plain(" \u2026 ".join(part for part in parts if part))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _summary(view: StoryView, variant: Variant, utterance: Utterance, sides: Sequence[Side]) -> str:
    what = KINDS[variant.type].clause
    if variant.type == "elision" and variant.marked:
        what = "the words left out limit the statement"
    name = f" of {utterance.speakers[0].name}" if len(utterance.speakers) == 1 else ""
    shown = printed_by(view, sides)
    told = {one.quotation for one in utterance.readings if one.kind == "indirect"}
    if not told.isdisjoint(variant.sides[-1].readings):
        return sentence_case(f"a quotation{name} is told in other words, and {what}: {shown}.")
    return sentence_case(f"in a quotation{name} {what}: {shown}.")
