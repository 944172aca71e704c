"""The readings of an utterance with the places marked where they differ.

The marks come from the variants, span by span; nothing is aligned again here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from variorum.model import Evidence, Reading, Span, Utterance, Variant, VariantSide
from variorum.outputs.wording import SEVERITY_ORDER, shortened, type_words
from variorum.settings import SHOWN

# base: words that another reading renders differently or leaves out. other: words instead of the
# base's. added: words that others do not have. omitted: the base's words, which this reading leaves out.
# joined: where the reading joins what others print apart.
Role = Literal["plain", "base", "other", "added", "omitted", "joined"]

_CONTINUES = "Goes on where another reading stops"
_WORD = re.compile(r"\w+(?:['’]\w+)*")


class Mark(Struct, frozen=True, kw_only=True):
    """A run of a reading's words, as printed, and how it differs from the base.

    instead: the base's words, for ``other``. label: the type in plain words; variant: its number in
    the utterance.
    """

    text: str
    role: Role = "plain"
    label: str = ""
    severity: str = ""
    instead: str = ""
    variant: int | None = None


def marked(reading: Reading, utterance: Utterance, texts: Mapping[str, str]) -> tuple[Mark, ...]:
    """Return the words of ``reading`` in order, cut where the variants of ``utterance`` say.

    texts: of the articles, by id. Content spans that the report separates are joined by one space. A
    paraphrase has no marks.
    """
    text = texts.get(reading.article, "")
    if reading.paraphrase or any(span.end > len(text) for span in reading.content):
        return (Mark(text=reading.text),)
    places = list(_places(reading, utterance, texts))
    marks: list[Mark] = []
    for number, span in enumerate(reading.content):
        if number:
            marks.append(Mark(text=" "))
        marks.extend(_span_marks(span, places, text))
    return tuple(marks)


def unplaced(reading: Reading, utterance: Utterance) -> tuple[Mark, ...]:
    """Return the differences that cannot be marked in the words of ``reading``: what it leaves out."""
    if reading.paraphrase:
        return ()
    marks = []
    for number, variant in enumerate(utterance.variants):
        side = side_of(variant, reading)
        if side is None or variant.type == "attribution" or any(True for _ in _within(side, reading)):
            continue
        base = base_side(variant, utterance)
        words = side_words(base)
        if side is not base and words and not side_words(side) and variant.type != "insertion":
            marks.append(_mark(words, "omitted", number, variant))
    return tuple(marks)


def side_of(variant: Variant, reading: Reading) -> VariantSide | None:
    """Return the side of ``variant`` that ``reading`` is on; None when it does not reach that place."""
    return next((side for side in variant.sides if reading.quotation in side.readings), None)


def base_side(variant: Variant, utterance: Utterance) -> VariantSide:
    """Return the side of the base reading, or the first one where the base does not reach."""
    return side_of(variant, utterance.readings[0]) or variant.sides[0]


def side_words(side: VariantSide) -> str:
    """Return the words of a side as its first evidence prints them; '' when it has none."""
    return next((one.text for one in side.evidence if one.text), "")


def _within(side: VariantSide, reading: Reading) -> Iterator[Evidence]:
    for one in side.evidence:
        if one.article == reading.article and any(
            span.start <= one.start and one.end <= span.end for span in reading.content
        ):
            yield one


class _Place(Struct, frozen=True):
    span: Span
    mark: Mark


def _places(reading: Reading, utterance: Utterance, texts: Mapping[str, str]) -> Iterator[_Place]:
    for number, variant in enumerate(utterance.variants):
        side = side_of(variant, reading)
        if side is None or variant.type == "attribution":
            continue
        base = base_side(variant, utterance)
        for one in _within(side, reading):
            role, place = _role(one, side, base, variant, texts)
            if role == "omitted":
                yield _Place(Span(place, place), _mark(side_words(base), role, number, variant))
            elif role == "other":
                yield _Place(
                    Span(one.start, one.end), _mark("", role, number, variant, instead=side_words(base))
                )
            elif role != "plain" and one.text:
                yield _Place(Span(one.start, one.end), _mark("", role, number, variant))


def _role(
    one: Evidence, side: VariantSide, base: VariantSide, variant: Variant, texts: Mapping[str, str]
) -> tuple[Role, int]:
    """Return the role of ``one`` in its reading, and where words are missing, if any are."""
    if variant.type == "splice":
        return ("joined" if _unbroken(side) else "plain"), one.start
    others = [other for other in variant.sides if other is not side]
    missing = [place for other in others if (place := gap(one, other, texts)) is not None]
    lacking = others and all(
        gap(each, side, texts) is not None for other in others for each in other.evidence
    )
    if variant.type == "insertion":  # an addition is shown where it stands, not where it does not
        return ("plain" if missing else "added"), one.start
    if side is base:
        return ("plain" if others and len(missing) == len(others) else "base"), one.start
    place = gap(one, base, texts)
    if place is not None:
        return "omitted", place
    return ("added" if lacking or not side_words(base) else "other"), one.start


def _unbroken(side: VariantSide) -> bool:
    """Tell whether each report of the side prints the place in one piece."""
    articles = [one.article for one in side.evidence]
    return len(articles) == len(set(articles))


def gap(evidence: Evidence, fuller: VariantSide, texts: Mapping[str, str]) -> int | None:
    """Return where in its article the words of ``fuller`` are missing, when ``evidence`` shows just that.

    A side without words shows the empty place itself or the words beside it: those that stand before
    and after the words of the other side, one of them where a quotation begins or ends. None when
    ``evidence`` has words of its own.
    """
    if not evidence.text:
        return evidence.start if side_words(fuller) else None
    own = [word.group().casefold() for word in _WORD.finditer(evidence.text)]
    for article in dict.fromkeys(one.article for one in fuller.evidence if one.text):
        there = [one for one in fuller.evidence if one.article == article]
        text = texts.get(article, "")
        start, end = min(one.start for one in there), max(one.end for one in there)
        near = text[max(0, start - SHOWN.neighbours) : start], text[end : end + SHOWN.neighbours]
        before = [word.casefold() for word in _WORD.findall(near[0])][-1:]
        after = [word.casefold() for word in _WORD.findall(near[1])][:1]
        if own in (before + after, before) and before:
            first = _WORD.search(evidence.text)
            return evidence.start + (first.end() if first else 0)
        if own == after and after:
            return evidence.start
    return None


def _mark(text: str, role: Role, number: int, variant: Variant, instead: str = "") -> Mark:
    return Mark(
        text=shortened(text, SHOWN.omitted) if role == "omitted" else text,
        role=role,
        label=_CONTINUES if (variant.type, role) == ("truncation", "added") else type_words(variant),
        severity=variant.severity,
        instead=shortened(instead, SHOWN.omitted),
        variant=number,
    )


def _span_marks(span: Span, places: Sequence[_Place], text: str) -> Iterator[Mark]:
    here = [one for one in places if span.start <= one.span.start and one.span.end <= span.end]
    cuts = {span.start, span.end}
    for one in here:
        cuts.update((one.span.start, one.span.end))
    ordered = sorted(cuts)
    for start, end in zip(ordered, [*ordered[1:], None], strict=True):
        for one in here:
            if one.span.start == one.span.end == start and one.mark.text:
                yield one.mark
        if end is None:
            return
        covering = [one for one in here if one.span.start <= start and end <= one.span.end]
        yield _with_words(text[start:end], covering)


def _with_words(words: str, covering: Sequence[_Place]) -> Mark:
    """Return ``words`` with the gravest mark that covers them; of equal ones the shortest place's."""
    if not covering:
        return Mark(text=words)
    one = min(covering, key=lambda place: (SEVERITY_ORDER.index(place.mark.severity), len(place.span)))
    mark = one.mark
    return Mark(
        text=words,
        role=mark.role,
        label=mark.label,
        severity=mark.severity,
        instead=mark.instead,
        variant=mark.variant,
    )
