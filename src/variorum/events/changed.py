"""What an outlet changed on a page, one event for each kind of change between a version and the one before.

It depends on nothing but the versions of the page, so it is the same in whatever rounds they came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from variorum.events.making import Places, called, made, quoted
from variorum.model import (
    AnnotatedArticle,
    DeskEvent,
    DeskEventKind,
    EventSide,
    Evidence,
    Quotation,
    Severity,
    Span,
)
from variorum.outputs.wording import plural
from variorum.settings import EVENTS
from variorum.versions.changes import ChangeKind, VersionChange, changes

KINDS: Mapping[ChangeKind, DeskEventKind] = {
    "quotation": "quotation",
    "speaker": "speaker",
    "figure": "figure",
    "name": "name",
    "headline": "headline",
    "note": "correction",
    "words": "rewritten",
}
"""Which change is told as what; what moved and what is boilerplate is no event."""

_WHAT: Mapping[DeskEventKind, str] = {
    "quotation": "a quotation",
    "speaker": "whom it gives words to",
    "figure": "a figure",
    "name": "a name",
    "headline": "its headline",
    "rewritten": "its words",
}


_OWED: frozenset[DeskEventKind] = frozenset({"quotation", "speaker", "figure", "name"})
"""What a reader is owed a note on; headlines are changed, and prose is gone over, without one."""


def changed(before: AnnotatedArticle, after: AnnotatedArticle, places: Places) -> Iterator[DeskEvent]:
    """Yield what is told of a page that was captured as ``before`` and then as ``after``."""
    found = [one for one in changes(before, after) if one.kind in KINDS]
    if {before.article.status, after.article.status} != {"read"}:
        # What is missing from a text that stops short was not taken out, and what it lacked was not added.
        found = [one for one in found if one.before and one.after]
    silent = not any(one.kind == "note" and one.after for one in found)
    for kind, told in KINDS.items():
        if those := [one for one in found if one.kind == kind]:
            yield _event(told, those, before, after, places, silent=silent)


def _event(
    kind: DeskEventKind,
    found: Sequence[VersionChange],
    before: AnnotatedArticle,
    after: AnnotatedArticle,
    places: Places,
    *,
    silent: bool,
) -> DeskEvent:
    name = after.article.id
    sides = tuple(side for one in found for side in _sides(one, before, after, places))
    return made(
        kind,
        _said(kind, found, called([name], places), silent=silent),
        places=places,
        articles=[before.article.id, name],
        about=[text for one in found for text in (one.before, one.after)],
        sides=sides,
        people=_people(found, before, after),
        severity=_severity(kind, found),
        silent=silent if kind in _OWED and any(one.before for one in found) else None,
    )


def _severity(kind: DeskEventKind, found: Sequence[VersionChange]) -> Severity:
    """Return how grave a change is: what was printed is another now, or something was only added."""
    if kind in ("headline", "rewritten"):
        return "minor"
    if kind == "correction":
        return "material"
    return "material" if any(one.before for one in found) else "minor"


def _said(kind: DeskEventKind, found: Sequence[VersionChange], who: str, *, silent: bool) -> str:
    """Return the sentence: what was changed, how, and whether a note says so."""
    first = next((one for one in found if one.before and one.after), found[0])
    more = f", and {plural(len(found) - 1, 'other place')}" if len(found) > 1 else ""
    if kind == "correction":
        if not first.after:
            return f"{who} took out a note of correction: {quoted(first.before)}{more}."
        return f"{who} added a note of correction: {quoted(first.after)}{more}."
    note = (" without a note of correction" if silent else " with a note of correction") * (kind in _OWED)
    if first.before and first.after:
        how = f"{quoted(first.before)} became {quoted(first.after)}"
        return f"{who} changed {_WHAT[kind]}{note}: {how}{more}."
    if first.before:
        return f"{who} took out {_WHAT[kind]}{note}: {quoted(first.before)}{more}."
    return f"{who} added {_WHAT[kind]}: {quoted(first.after)}{more}."


def _sides(
    one: VersionChange, before: AnnotatedArticle, after: AnnotatedArticle, places: Places
) -> Iterator[EventSide]:
    for span, words, annotated in ((one.was, one.before, before), (one.now, one.after, after)):
        outlet = places[annotated.article.id].outlet
        yield EventSide(
            value=words,
            outlets=(outlet,) if outlet else (),
            evidence=() if span is None else (_cited(span, annotated, whole=one.whole),),
        )


def _cited(span: Span, annotated: AnnotatedArticle, *, whole: bool) -> Evidence:
    """Return a changed place with the words around it: those of its sentence, cut where it is long."""
    text, start, end = annotated.article.text, span.start, span.end
    if not whole:
        near = (one for one in annotated.annotation.sentences if one.start <= span.start <= one.end)
        sentence = next(near, span)
        start = max(min(sentence.start, start), start - EVENTS.around)
        end = min(max(sentence.end, end), end + EVENTS.around)
    return Evidence(article=annotated.article.id, start=start, end=end, text=text[start:end])


def _people(found: Sequence[VersionChange], before: AnnotatedArticle, after: AnnotatedArticle) -> list[str]:
    """Return who is quoted in the places that changed."""
    return [
        quotation.speaker.name
        for one in found
        for span, annotated in ((one.was, before), (one.now, after))
        if span is not None
        for quotation in annotated.annotation.quotations
        if quotation.speaker is not None and _touches(quotation, span)
    ]


def _touches(quotation: Quotation, span: Span) -> bool:
    parts = (*quotation.content, *quotation.source)
    return any(one.start <= span.end and span.start <= one.end for one in parts)
