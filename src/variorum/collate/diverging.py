"""Divergences of sentences told alike, as discrepancies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from variorum.collate.copies import Copied, Divergence
from variorum.collate.facts import Fact, agree, days_apart, same_time
from variorum.collate.severity import severity_of
from variorum.collate.speakers import Voice, same_voice, voice_of
from variorum.collate.story import StoryView, count_reports, make_discrepancy, make_side, sentence_case
from variorum.model import DifferenceType, Discrepancy, Figure, Span
from variorum.settings import CollateSettings

_ISSUES = 1  # days between two reports; later ones count days and hours anew
_WHAT: dict[DifferenceType, str] = {
    "attribution": "the source differs",
    "negation": "the negation differs",
    "figure": "a number differs",
    "date": "the day differs",
    "name": "a name differs",
    "place": "the place differs",
    "status": "what is alleged or where a case stands differs",
}


Place = tuple[str, Span]


def diverging(
    view: StoryView, kind: DifferenceType, settings: CollateSettings, known: Sequence[Discrepancy] = ()
) -> Iterator[Discrepancy]:
    """Yield the divergences of ``kind`` that an editor would want to see, but for those ``known`` already."""
    found = [
        one
        for one in view.divergences
        if one.kind == kind and not any(_told(one, other) for other in known) and _apart(view, one, settings)
    ]
    for members in _joined(found):
        by_keys: dict[str, list[Copied]] = defaultdict(list)
        for copied in members:
            by_keys[copied.keys].append(copied)
        if len(by_keys) > 1:
            yield _discrepancy(view, kind, list(by_keys.values()))


def _joined(found: Sequence[Divergence]) -> list[list[Copied]]:
    """Return what stands at one place in all reports that share the sentence, together."""
    groups: list[dict[Place, Copied]] = []
    for divergence in found:
        members = {(side.source.article.id, side.span): side for side in divergence.sides}
        touching = [group for group in groups if group.keys() & members.keys()]
        for group in touching:
            members = group | members
        groups = [group for group in groups if group not in touching] + [members]
    return [list(group.values()) for group in groups]


def _told(divergence: Divergence, known: Discrepancy) -> bool:
    return all(
        any(
            part.article == side.source.article.id
            and part.start < side.span.end
            and side.span.start < part.end
            for told in known.sides
            for part in told.evidence
        )
        for side in divergence.sides
    )


def _apart(view: StoryView, divergence: Divergence, settings: CollateSettings) -> bool:
    """Tell whether the two sides cannot both be so, as far as that can be compared."""
    one, other = divergence.sides
    if divergence.kind == "attribution":
        return same_voice(_voice(one), _voice(other)) == "no"
    if divergence.kind not in ("figure", "date"):
        return True
    first, second = _fact(view, one), _fact(view, other)
    if first is None or second is None:
        return False
    a, b = first.figure, second.figure
    if (a.kind, a.unit) != (b.kind, b.unit):
        return False
    if a.kind in ("date", "time", "duration"):
        apart = days_apart(one.source.article.date, other.source.article.date)
        return apart is not None and apart <= _ISSUES and a.value != b.value
    if not same_time(first, second):
        return False
    return not agree(first, second, settings.rounding) or _other_range(a, b, settings.rounding)


def _other_range(a: Figure, b: Figure, rounding: float) -> bool:
    """Tell whether two ranges in a shared sentence do not have the same ends."""
    if a.bound != "range" or b.bound != "range":
        return False
    ends = [(one.low, one.high) for one in (a, b)]
    return any(
        one is not None and other is not None and abs(one - other) > rounding * max(abs(one), abs(other))
        for one, other in zip(*ends, strict=True)
    )


def _voice(copied: Copied) -> Voice | None:
    return None if copied.quotation is None else voice_of(copied.source, copied.quotation)


def _fact(view: StoryView, copied: Copied) -> Fact | None:
    place = next(at for at, one in enumerate(view.articles) if one.article.id == copied.source.article.id)
    return next((fact for fact in view.facts[place] if fact.figure.span.overlaps(copied.span)), None)


def _value(copied: Copied, kind: DifferenceType) -> str:
    voice = _voice(copied) if kind == "attribution" else None
    return copied.value if voice is None else voice.name


def _discrepancy(view: StoryView, kind: DifferenceType, given: Sequence[Sequence[Copied]]) -> Discrepancy:
    sides = [
        make_side(_value(copied[0], kind), [part for one in copied for part in one.evidence])
        for copied in given
    ]
    shown = ", ".join(f"{count_reports(view, side)} \u201c{side.value}\u201d" for side in sides)
    summary = sentence_case(f"in a sentence that reports share {_WHAT[kind]}: {shown}.")
    severity = severity_of(kind, "plain" if kind in ("status", "attribution") else "prose")
    return make_discrepancy(kind, severity, sides, summary)
