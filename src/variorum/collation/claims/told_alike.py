"""Divergences of sentences told alike, as discrepancies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from variorum.collation.claims.claim import StoryPlace
from variorum.collation.claims.difference import Difference
from variorum.collation.claims.divergences import Copied, Divergence
from variorum.collation.claims.figures import (
    Fact,
    agree,
    days_apart,
    is_counter,
    is_shouted,
    other_bound,
    same_time,
)
from variorum.collation.claims.oppose import (
    by_key,
    linked,
    make_discrepancy,
    make_side,
    printed_by,
    sentence_case,
)
from variorum.collation.claims.story import StoryView
from variorum.collation.utterances.rendering import sentence_at
from variorum.collation.utterances.voices import Voice, same_voice, voice_of
from variorum.language.language import language_of
from variorum.model import DifferenceType, Discrepancy, Severity
from variorum.model.kinds import KINDS, gravest, severity_of
from variorum.settings import PROSE, CollateSettings

_TIMES = ("date", "time", "duration")
_PART = frozenset(":/-\u2013$\u00a3\u20ac%#")  # beside a number: it is a part of a time, an amount, a name


def diverging(
    view: StoryView, kind: DifferenceType, settings: CollateSettings, known: Sequence[Discrepancy] = ()
) -> Iterator[Difference]:
    """Yield the divergences of ``kind`` that an editor would want to see, but for those ``known`` already."""
    told = _Told(known)
    found = [
        one
        for one in view.divergences
        if one.kind == kind and one not in told and _apart(view, one, settings)
    ]
    severities: dict[StoryPlace, Severity] = {}
    for one in found:
        severity = severity_of(one.kind, one.circumstance)
        for place in (side.place for side in one.sides):
            severities[place] = gravest([severity, severities.get(place, severity)])
    for claims in linked(one.sides for one in found):
        sides, severity = by_key(claims), gravest([severities[claim.place] for claim in claims])
        if len(sides) > 1 and severity != "minor":
            yield _discrepancy(view, kind, severity, sides)


class _Told:
    """What discrepancies tell already: those of which one has evidence at every side of a divergence."""

    def __init__(self, known: Sequence[Discrepancy]) -> None:
        self._places: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for number, discrepancy in enumerate(known):
            for part in (part for side in discrepancy.sides for part in side.evidence):
                self._places[part.article].append((part.start, part.end, number))

    def __contains__(self, divergence: Divergence) -> bool:
        one, other = (self._at(side) for side in divergence.sides)
        return not one.isdisjoint(other)

    def _at(self, side: Copied) -> set[int]:
        places = self._places.get(side.source.article.id, ())
        return {number for start, end, number in places if start < side.span.end and side.span.start < end}


def _apart(view: StoryView, divergence: Divergence, settings: CollateSettings) -> bool:
    """Tell whether the two sides cannot both be so, as far as that can be compared."""
    one, other = divergence.sides
    if divergence.kind == "attribution":
        return same_voice(_voice(one), _voice(other)) == "no" and _named_surely(one, other)
    if divergence.kind in ("name", "place") and (_abbreviates(one, other) or _abbreviates(other, one)):
        return False  # "Kan." is Kansas
    if divergence.kind == "name" and divergence.circumstance == "prose":  # offices change hands
        apart = days_apart(_day(one), _day(other))
        return apart is None or apart <= PROSE.office_days
    if divergence.kind not in ("figure", "date") or divergence.circumstance != "prose":
        return True  # within quotation marks other words are never the same
    first, second = _fact(view, one), _fact(view, other)
    if first is None or second is None or first.figure.kind != second.figure.kind:
        timed = any(fact is not None and fact.figure.kind in _TIMES for fact in (first, second))
        return divergence.kind == "figure" and not timed and _bare(one) and _bare(other)
    a, b = first.figure, second.figure
    if a.unit != b.unit:
        return False
    if a.kind in _TIMES:
        apart = days_apart(_day(one), _day(other))
        differs = a.value != b.value or not agree(first, second, settings.rounding)
        return apart is not None and apart <= PROSE.issue_days and differs
    if not same_time(first, second):
        return False
    return not agree(first, second, settings.rounding) or other_bound(a, b, settings.rounding)


def _day(copied: Copied) -> str | None:
    """Return when the report was published, else the day that it gives itself."""
    own = copied.source.annotation.dateline
    return copied.source.article.date or (own.date if own else None)


def _bare(copied: Copied) -> bool:
    """Tell whether a number stands there that counts nothing known: Interstate 80, nine in 10, section 230.

    Not the number of an item in a list or of a picture among several, nor a part of a time or an amount.
    """
    text, span = copied.source.article.text, copied.span
    before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 1]
    item = before.rstrip(" ")[-1:] in ("", "\n") and after in (".", ")")
    lone = _PART.isdisjoint(before[-1:] + after) and not before.endswith(".")
    shouted = is_shouted(sentence_at(copied.source, span).of(text))
    counter = is_counter(text, span, language_of(copied.source.article.lang))
    return copied.key.isdigit() and lone and not (item or shouted or counter)


def _voice(copied: Copied) -> Voice | None:
    """Return whom the words name: the speaker of the quotation that they are the source of, or the entity."""
    if copied.quotation is not None:
        return voice_of(copied.source, copied.quotation)
    return next(
        (
            Voice(entity.name, entity.kind, copied.source.article.lang)
            for entity in copied.source.annotation.entities
            if any(mention.overlaps(copied.span) for mention in entity.mentions)
        ),
        None,
    )


def _fact(view: StoryView, copied: Copied) -> Fact | None:
    place = next(at for at, one in enumerate(view.articles) if one.article.id == copied.source.article.id)
    return next((fact for fact in view.facts[place] if fact.figure.span.overlaps(copied.span)), None)


def _abbreviates(short: Copied, long: Copied) -> bool:
    """Tell whether a word with a full stop has the first letter and, in order, letters of the other."""
    text, span = short.source.article.text, short.span
    letters, word = short.key.replace(" ", ""), long.key
    if (
        text[span.end : span.end + 1] != "."
        or not letters
        or letters[:1] != word[:1]
        or len(letters) >= len(word)
    ):
        return False
    rest = iter(word)
    return all(letter in rest for letter in letters)


def _named_surely(one: Copied, other: Copied) -> bool:
    """Tell whether both sides name a person by more than a last name: "a witness" may be anybody."""
    voices = [_voice(one), _voice(other)]
    return all(
        voice is not None and " " in voice.name.strip() and voice.name != voice.name.lower()
        for voice in voices
    )


def _discrepancy(
    view: StoryView, kind: DifferenceType, severity: Severity, given: Sequence[Sequence[Copied]]
) -> Difference:
    sides = [
        make_side(_value(claims[0], kind), [part for claim in claims for part in claim.evidence])
        for claims in given
    ]
    row = KINDS[kind]
    summary = f"in a sentence that reports share {row.shared or row.clause}: {printed_by(view, sides)}."
    return make_discrepancy(kind, severity, sides, sentence_case(summary), question=row.question)


def _value(copied: Copied, kind: DifferenceType) -> str:
    voice = _voice(copied) if kind == "attribution" else None
    return copied.value if voice is None else voice.name
