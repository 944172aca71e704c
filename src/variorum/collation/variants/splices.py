"""Readings that join what did not stand together."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.collation.utterances.rendering import (
    Rendering,
    content_cover,
    evidence_of,
    sentence_at,
    words_of,
)
from variorum.collation.variants.changes import AlignedPair
from variorum.model import Evidence, Span, Variant, VariantSide
from variorum.model.kinds import severity_of


def splice_variants(
    readings: Sequence[Rendering], pairs: Sequence[AlignedPair[Rendering]]
) -> list[tuple[int, Variant]]:
    """Return the splices among ``readings``, each with the base word where it is joined.

    A report joins two sentences that another report prints as two quotations with a new prompt between
    them: "Asked about ..., he said". That two quotations merely stand apart proves nothing, for a report
    may break a speech where it likes.
    """
    base = readings[0]
    places: dict[int, list[tuple[Rendering, Rendering]]] = {}
    hosted = [pair for pair in pairs if pair.base is base and pair.reading.article != base.article]
    for first in hosted:
        for second in hosted:
            if first.reading.article != second.reading.article or first.reading.order >= second.reading.order:
                continue
            joint = _joint(first, second)
            shown = joint in base.read.breaks  # the base, too, has words of its own between the marks there
            if joint is not None and not shown and _prompted(first.reading, second.reading):
                places.setdefault(joint, []).append((first.reading, second.reading))
    found = []
    for joint, apart in sorted(places.items()):
        joined = [base] + [pair.reading for pair in hosted if _spans(pair, joint)]
        found.append((joint, _variant(base, joint, joined, apart)))
    return found


def _joint(first: AlignedPair[Rendering], second: AlignedPair[Rendering]) -> int | None:
    """Return the base word at which the second takes over from the first; None when they do not meet."""
    end = max((op.a_end for op in first.operations if op.kind == "equal"), default=-1)
    start = min((op.a_start for op in second.operations if op.kind == "equal"), default=-1)
    begin = min((op.a_start for op in first.operations if op.kind == "equal"), default=-1)
    if begin < 0 or start < 0 or not begin < start or not abs(start - end) <= 1:
        return None
    return start


def _spans(pair: AlignedPair[Rendering], joint: int) -> bool:
    return any(op.kind == "equal" and op.a_start < joint < op.a_end for op in pair.operations)


def _prompted(first: Rendering, second: Rendering) -> bool:
    """Tell whether a question or another occasion is told between the two quotations."""
    end, start = content_cover(first).end, content_cover(second).start
    if start <= end:
        return False
    source = second.source
    sentence = sentence_at(source, content_cover(second))
    between = Span(max(end, sentence.start), start)
    if between.end <= between.start:
        return False
    words = words_of(source, [between]).words
    return any(word.key in second.lists.prompts for word in words)


def _variant(
    base: Rendering, joint: int, joined: Sequence[Rendering], apart: Sequence[tuple[Rendering, Rendering]]
) -> Variant:
    first = tuple(evidence_of(base, max(0, joint - 1), min(len(base.words), joint + 1)))
    parts = [part for pair in apart for part in pair]
    evidence: list[Evidence] = []
    for before, after in apart:
        evidence += evidence_of(before, max(0, len(before.words) - 3), len(before.words))
        evidence += evidence_of(after, 0, min(3, len(after.words)))
    sides = (
        VariantSide(readings=tuple(dict.fromkeys(one.quotation.id for one in joined)), evidence=first),
        VariantSide(
            readings=tuple(dict.fromkeys(one.quotation.id for one in parts)), evidence=tuple(evidence)
        ),
    )
    return Variant(type="splice", severity=severity_of("splice"), sides=sides)
