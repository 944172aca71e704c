"""Decisions on what a collation shows, made by the ids that it has there.

All take who decides (``author``), when (``at``, ISO 8601; now unless given) and why (``note``), and raise
InputError for an id that the collation does not have.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from variorum.decisions.records import judged_difference, judged_reading, make, seen
from variorum.errors import InputError
from variorum.model import (
    AnnotatedArticle,
    Collation,
    Decision,
    Discrepancy,
    Judged,
    JudgedReading,
    Reading,
    Utterance,
)

Articles = Mapping[str, AnnotatedArticle]


def on_difference(
    kind: Literal["dismiss", "confirm"],
    collation: Collation,
    difference: str,
    *,
    author: str,
    at: str | None = None,
    note: str | None = None,
) -> Decision:
    """Return the decision that a difference, a told or a possible one, is none, or is one."""
    judged = Judged(
        difference=judged_difference(_difference(collation, difference)), seen=seen(collation), note=note
    )
    return make(kind, judged, author=author, at=at)


def same(
    collation: Collation,
    utterance: str,
    other: str,
    *,
    author: str,
    at: str | None = None,
    note: str | None = None,
    articles: Articles | None = None,
) -> Decision:
    """Return the decision that two utterances are one."""
    one, two = _utterance(collation, utterance), _utterance(collation, other)
    judged = Judged(
        readings=_judged(one.readings, articles),
        others=_judged(two.readings, articles),
        seen=seen(collation),
        note=note,
    )
    return make("same", judged, author=author, at=at)


def apart(
    collation: Collation,
    utterance: str,
    quotations: Collection[str],
    *,
    author: str,
    at: str | None = None,
    note: str | None = None,
    articles: Articles | None = None,
) -> Decision:
    """Return the decision that some readings of an utterance, by their quotations, are another utterance.

    Raises InputError also when that is none of its readings, or all.
    """
    readings = _utterance(collation, utterance).readings
    out = [one for one in readings if one.quotation in quotations]
    rest = [one for one in readings if one.quotation not in quotations]
    if not out or not rest:
        raise InputError("give some of the utterance's quotations, and not all")
    judged = Judged(
        readings=_judged(out, articles), others=_judged(rest, articles), seen=seen(collation), note=note
    )
    return make("apart", judged, author=author, at=at)


def speaker(
    collation: Collation,
    article: str,
    quotation: str,
    name: str | None,
    *,
    author: str,
    at: str | None = None,
    note: str | None = None,
    articles: Articles | None = None,
) -> Decision:
    """Return the decision that ``name`` said a quotation of an article; None: nobody can tell who did."""
    reading = _reading(collation, article, quotation)
    judged = Judged(
        readings=_judged([reading], articles),
        speaker=name,
        was=reading.speaker,
        seen=seen(collation),
        note=note,
    )
    return make("speaker", judged, author=author, at=at)


def move(
    collation: Collation,
    moved: Iterable[str],
    to: Collation,
    *,
    author: str,
    at: str | None = None,
    note: str | None = None,
) -> Decision:
    """Return the decision that articles of a story belong to another one."""
    judged = Judged(articles=_those(collation, moved), to=seen(to), seen=seen(collation), note=note)
    return make("move", judged, author=author, at=at)


def split(
    collation: Collation,
    taken: Iterable[str],
    *,
    author: str,
    at: str | None = None,
    note: str | None = None,
) -> Decision:
    """Return the decision that articles of a story are a story of their own."""
    judged = Judged(articles=_those(collation, taken), seen=seen(collation), note=note)
    return make("split", judged, author=author, at=at)


def merge(
    collation: Collation,
    other: Collation,
    *,
    author: str,
    at: str | None = None,
    note: str | None = None,
) -> Decision:
    """Return the decision that two stories are one, that of ``other``."""
    judged = Judged(articles=seen(collation), to=seen(other), seen=seen(collation), note=note)
    return make("merge", judged, author=author, at=at)


def note(
    collation: Collation,
    words: str,
    *,
    author: str,
    at: str | None = None,
    difference: str | None = None,
    article: str | None = None,
    quotation: str | None = None,
    articles: Articles | None = None,
) -> Decision:
    """Return a note on a difference, on a quotation of an article, on an article, or on the whole story."""
    known = seen(collation)
    judged = Judged(articles=known, seen=known, note=words)
    if difference is not None:
        one = judged_difference(_difference(collation, difference))
        judged = Judged(difference=one, seen=known, note=words)
    elif article is not None and quotation is not None:
        reading = _reading(collation, article, quotation)
        judged = Judged(readings=_judged([reading], articles), seen=known, note=words)
    elif article is not None:
        judged = Judged(articles=_those(collation, [article]), seen=known, note=words)
    return make("note", judged, author=author, at=at)


def _judged(readings: Iterable[Reading], articles: Articles | None) -> tuple[JudgedReading, ...]:
    return tuple(judged_reading(one, articles) for one in readings)


def _difference(collation: Collation, id: str) -> Discrepancy:
    for one in (*collation.discrepancies, *collation.possible):
        if one.id == id:
            return one
    raise InputError(f"the story has no difference {id!r}")


def _utterance(collation: Collation, id: str) -> Utterance:
    for one in collation.utterances:
        if one.id == id:
            return one
    raise InputError(f"the story has no utterance {id!r}")


def _reading(collation: Collation, article: str, quotation: str) -> Reading:
    for utterance in collation.utterances:
        for one in utterance.readings:
            if (one.article, one.quotation) == (article, quotation):
                return one
    raise InputError(f"the story has no quotation {quotation!r} of {article!r}")


def _those(collation: Collation, given: Iterable[str]) -> tuple[str, ...]:
    known, wanted = set(seen(collation)), sorted(set(given))
    for one in wanted:
        if one not in known:
            raise InputError(f"the story has no article {one!r}")
    if not wanted:
        raise InputError("give at least one article")
    return tuple(wanted)
