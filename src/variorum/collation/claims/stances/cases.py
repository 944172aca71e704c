"""What became of the happening itself, by reports as a whole: nobody arrested, then somebody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from variorum.collation.claims.stances.answers import Answer, Contrast, answer_of
from variorum.collation.claims.stances.marks import ASIDE, Mark, Rows, Sentence
from variorum.collation.claims.stances.subjects import Subject
from variorum.language.tables import Scale
from variorum.settings import StanceSettings

_CASE = Subject("", "")


class _Report(Struct, frozen=True, kw_only=True):
    """Where a report gives the first answer, and no other anywhere, or the later one and not the first."""

    first: list[Answer]
    later: list[Answer]

    @property
    def day(self) -> str:
        """When it was published; empty when it does not say."""
        return ((self.first or self.later)[0].source.article.date or "")[:10]


def cases(read: Sequence[Rows], needless: frozenset[str], settings: StanceSettings) -> Iterator[Contrast]:
    """Yield what reports answer of the case as a whole: the first answer in reports that give no other, a
    later one in reports that are not older.

    read: the sentences of each report, by date and id. needless: scales of people on which something is
    told of the story: what became of a named suspect says more than that somebody was arrested.
    """
    scales: dict[str, Scale] = {}
    for rows in read:
        for row in rows:
            scales |= {name: row.lang.stances[name] for name in row.whole} if row else {}
    for name, scale in sorted(scales.items()):
        if scale.of == "case" and needless.isdisjoint(scale.beside):
            told = [one for one in (_report(rows, name, scale, settings) for rows in read) if one]
            pair = _sides(told, scale, settings)
            if pair is not None:
                yield Contrast(scale=scale, subject=_CASE, sides=pair)


def _report(rows: Rows, name: str, scale: Scale, settings: StanceSettings) -> _Report | None:
    """Return what a report answers to one question; None for nothing."""
    found: dict[str, list[Answer]] = {}
    other, first = False, next(iter(scale.values))
    for row in rows:
        if row is None or row.elsewhere:
            continue
        marks = row.whole.get(name, ())
        answered = any(one.value == first for one in marks)
        for mark in marks:
            if _is_open(row, mark, settings):
                continue
            other |= mark.value != first and not (mark.negated and answered)
            counted = (
                mark.value != ASIDE and not mark.negated and not (scale.lead and row.place >= settings.lead)
            )
            if counted and not row.background:
                found.setdefault(mark.value, []).append(answer_of(row, mark, _CASE))
    later = [one for value, answers in found.items() if value != first for one in answers]
    kept = [] if other else found.get(first, [])
    later = [] if first in found else later  # two cases, or two of those whom it tells of
    return _Report(first=kept, later=later) if kept or later else None


def _is_open(row: Sentence, mark: Mark, settings: StanceSettings) -> bool:
    """Tell whether a sentence asks for something, or awaits it, and does not tell it."""
    before, lists = row.words[max(0, mark.at - settings.negated) : mark.at], row.lang.collation
    return not lists.unreal.isdisjoint(before) or row.text.rstrip().endswith("?")


def _sides(
    told: Sequence[_Report], scale: Scale, settings: StanceSettings
) -> tuple[tuple[Answer, ...], tuple[Answer, ...]] | None:
    """Return the nearest answers of those reports that give the first and are not younger than one of those
    that give the later one, and of these; None for none. What bears no day is no step of a development.
    """
    both = [
        (one, other)
        for one in told
        for other in told
        if one.first and other.later and one.day and one.day <= other.day
    ]
    first: dict[tuple[str, int], Answer] = {}
    later: dict[tuple[str, int], Answer] = {}
    for one, other in both:
        pairs = sorted(
            ((a, b) for a in one.first for b in other.later),
            key=lambda pair: (-_shared(*pair), pair[1].sentence.place, pair[0].sentence.place),
        )
        for mine, yours in pairs[: settings.places]:
            if not scale.matter or _shared(mine, yours) >= settings.shared:
                first.setdefault((mine.source.article.id, mine.sentence.place), mine)
                later.setdefault((yours.source.article.id, yours.sentence.place), yours)
    return (tuple(first.values()), tuple(later.values())) if first else None


def _shared(one: Answer, other: Answer) -> int:
    return len(one.sentence.meaning & other.sentence.meaning)
