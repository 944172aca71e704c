"""Decisions on what a collation shows, made by the ids that it has there.

Each function makes one kind; ``made`` makes what a page or a program asks for (``Wanted``). All take who
decides (``author``), when (``at``, ISO 8601; now unless given) and why (``note``), and raise NotShown for an
id that the collation does not have, InputError for what is too little.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

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
from variorum.settings import DECISIONS

Articles = Mapping[str, AnnotatedArticle]
# All but ``undo``, which names a decision.
WantedKind = Literal["same", "apart", "speaker", "move", "split", "merge", "dismiss", "confirm", "note"]


class NotShown(InputError):
    """What a decision is to be about is not in the story as it is shown."""


class Wanted(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A decision as it is asked for: what it is about, by ids of the story as it is shown.

    story: where it is made. difference: of confirm, dismiss and note. utterance: of speaker, apart, same and
    note. quotations: those in it that are meant; all when none is named, for apart at least one. other: the
    utterance that it is the same as. articles: of move and split. to: the story to move to or to merge with.
    speaker: who said it; empty for "nobody can tell". note: why, or the note itself.
    """

    kind: WantedKind
    story: str
    difference: str = ""
    utterance: str = ""
    quotations: tuple[str, ...] = ()
    other: str = ""
    articles: tuple[str, ...] = ()
    to: str = ""
    speaker: str = ""
    note: str = ""


def made(
    wanted: Wanted,
    shown: Sequence[Collation],
    *,
    author: str,
    at: str | None = None,
    articles: Articles | None = None,
    to: Collation | None = None,
) -> list[Decision]:
    """Return the decisions that are asked for: a speaker and a note are one for each quotation that is meant.

    shown: the story as decisions leave it, then as it was collated: an id may be of either. articles: of the
    story, by id. to: the story that ``wanted.to`` names; None where there is none.
    """
    for words, most in ((wanted.speaker, DECISIONS.speaker), (wanted.note, DECISIONS.note)):
        if len(words) > most:
            raise InputError(f"that is too long: give at most {most:,} characters")
    judged = _of_story(wanted, shown[0], to) or _of_difference(wanted, shown)
    every = [judged] if judged is not None else _of_readings(wanted, shown, articles)
    return [make(wanted.kind, one, author=author, at=at) for one in every]


def _of_story(wanted: Wanted, story: Collation, to: Collation | None) -> Judged | None:
    """Return what is judged of a story's articles; None for a decision on less."""
    known, note = seen(story), wanted.note.strip() or None
    if wanted.kind == "note" and not wanted.difference and not wanted.utterance:
        return Judged(articles=known, seen=known, note=note)
    if wanted.kind == "split":
        return _split(story, wanted.articles, note)
    if wanted.kind not in ("move", "merge"):
        return None
    if to is None or seen(to) == known:
        raise NotShown("there is no such story to move to")
    going = known if wanted.kind == "merge" else _those(story, wanted.articles)
    return Judged(articles=going, to=seen(to), seen=known, note=note)


def _of_difference(wanted: Wanted, shown: Sequence[Collation]) -> Judged | None:
    if not wanted.difference:
        return None
    judged = judged_difference(_difference(shown, wanted.difference))
    return Judged(difference=judged, seen=seen(shown[0]), note=wanted.note.strip() or None)


def _of_readings(wanted: Wanted, shown: Sequence[Collation], articles: Articles | None) -> Iterable[Judged]:
    if not wanted.utterance:
        raise InputError("it is not said what the decision is about")
    whole = _utterance(shown, wanted.utterance).readings
    meant, rest = _parted(whole, wanted.quotations or {one.quotation for one in whole})
    if len({one.quotation for one in meant}) < len(set(wanted.quotations)):
        raise NotShown("there is no such quotation in this utterance")
    known, note = seen(shown[0]), wanted.note.strip() or None
    if wanted.kind == "speaker":
        name = wanted.speaker.strip() or None
        return [_spoken(one, name, known, note, articles) for one in meant]
    if wanted.kind == "note":
        return [Judged(readings=_judged([one], articles), seen=known, note=note) for one in meant]
    others = _utterance(shown, wanted.other).readings if wanted.kind == "same" else rest
    return [_against(meant, others, known, note, articles)]


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
        difference=judged_difference(_difference([collation], difference)), seen=seen(collation), note=note
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
    one, two = (_utterance([collation], each).readings for each in (utterance, other))
    return make("same", _against(one, two, seen(collation), note, articles), author=author, at=at)


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
    out, rest = _parted(_utterance([collation], utterance).readings, quotations)
    return make("apart", _against(out, rest, seen(collation), note, articles), author=author, at=at)


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
    return make("speaker", _spoken(reading, name, seen(collation), note, articles), author=author, at=at)


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
    """Return the decision that articles of a story, and not all of them, are a story of their own."""
    return make("split", _split(collation, taken, note), author=author, at=at)


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
        one = judged_difference(_difference([collation], difference))
        judged = Judged(difference=one, seen=known, note=words)
    elif article is not None and quotation is not None:
        reading = _reading(collation, article, quotation)
        judged = Judged(readings=_judged([reading], articles), seen=known, note=words)
    elif article is not None:
        judged = Judged(articles=_those(collation, [article]), seen=known, note=words)
    return make("note", judged, author=author, at=at)


def _judged(readings: Iterable[Reading], articles: Articles | None) -> tuple[JudgedReading, ...]:
    return tuple(judged_reading(one, articles) for one in readings)


def _spoken(
    reading: Reading, name: str | None, known: tuple[str, ...], note: str | None, articles: Articles | None
) -> Judged:
    return Judged(
        readings=_judged([reading], articles), speaker=name, was=reading.speaker, seen=known, note=note
    )


def _against(
    one: Sequence[Reading],
    other: Sequence[Reading],
    known: tuple[str, ...],
    note: str | None,
    articles: Articles | None,
) -> Judged:
    if not one or not other or tuple(one) == tuple(other):
        raise InputError("name the quotations that are meant, and others that are not")
    return Judged(readings=_judged(one, articles), others=_judged(other, articles), seen=known, note=note)


def _parted(
    readings: Iterable[Reading], quotations: Collection[str]
) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    """Return the readings that are of some quotations, and the others: of one there may be several."""
    held = tuple(readings)
    meant = tuple(one for one in held if one.quotation in quotations)
    return meant, tuple(one for one in held if one.quotation not in quotations)


def _split(collation: Collation, taken: Iterable[str], note: str | None) -> Judged:
    own, known = _those(collation, taken), seen(collation)
    if own == known:
        raise InputError("these are all reports of the story: leave those that do not belong with them")
    return Judged(articles=own, seen=known, note=note)


def _difference(shown: Iterable[Collation], id: str) -> Discrepancy:
    for collation in shown:
        for one in (*collation.discrepancies, *collation.possible):
            if one.id == id:
                return one
    raise NotShown(f"there is no difference {id!r} in this story")


def _utterance(shown: Iterable[Collation], id: str) -> Utterance:
    for collation in shown:
        for one in collation.utterances:
            if one.id == id:
                return one
    raise NotShown(f"there is no utterance {id!r} in this story")


def _reading(collation: Collation, article: str, quotation: str) -> Reading:
    for utterance in collation.utterances:
        for one in utterance.readings:
            if (one.article, one.quotation) == (article, quotation):
                return one
    raise NotShown(f"there is no quotation {quotation!r} of {article!r} in this story")


def _those(collation: Collation, given: Iterable[str]) -> tuple[str, ...]:
    known, wanted = set(seen(collation)), sorted(set(given))
    for one in wanted:
        if one not in known:
            raise NotShown(f"there is no report {one!r} in this story")
    if not wanted:
        raise InputError("name at least one report")
    return tuple(wanted)
