"""From what somebody points at in a story to the decision about it: ids become the words that are judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from variorum.decisions.records import judged_difference, judged_reading, seen
from variorum.errors import InputError
from variorum.model import Discrepancy, Judged, Utterance
from variorum.web.problems import Problem

if TYPE_CHECKING:
    from variorum.desk import Desk, StoryView


# All but ``undo``, which names a decision.
WantedKind = Literal["same", "apart", "speaker", "move", "split", "merge", "dismiss", "confirm", "note"]


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


def judged(wanted: Wanted, desk: Desk) -> list[Judged]:
    """Return what is judged, one for each decision to make.

    A speaker is a decision of its own for each quotation. Raises Problem for what is not there,
    InputError for what is too little.
    """
    view = desk.story(wanted.story)
    if view is None:
        raise Problem(404, "there is no such story")
    note = wanted.note.strip() or None
    noticed = seen(view.decided.collation)
    if wanted.kind in ("move", "split", "merge"):
        return [Judged(articles=_going(wanted, view), to=_there(wanted, desk), seen=noticed, note=note)]
    if wanted.difference:
        return [Judged(difference=judged_difference(_difference(wanted, view)), seen=noticed, note=note)]
    if wanted.utterance:
        return _of_readings(wanted, view, noticed, note)
    if wanted.kind == "note":
        return [Judged(articles=noticed, seen=noticed, note=note)]
    raise InputError("it is not said what the decision is about")


def _of_readings(wanted: Wanted, view: StoryView, noticed: tuple[str, ...], note: str | None) -> list[Judged]:
    whole = _utterance(wanted.utterance, view)
    meant = [one for one in whole.readings if not wanted.quotations or one.quotation in wanted.quotations]
    if len(meant) < len(set(wanted.quotations)):
        raise Problem(404, "there is no such quotation in this utterance")
    # One quotation may be several readings: words that other reports print apart.
    known = [(one, judged_reading(one, view.articles)) for one in whole.readings]
    chosen = tuple(held for one, held in known if one in meant)
    if wanted.kind in ("speaker", "note"):
        return [
            Judged(
                readings=(held,),
                speaker=wanted.speaker.strip() or None if wanted.kind == "speaker" else None,
                was=one.speaker if wanted.kind == "speaker" else None,
                seen=noticed,
                note=note,
            )
            for one, held in known
            if one in meant
        ]
    if wanted.kind == "same":
        others = tuple(judged_reading(one, view.articles) for one in _utterance(wanted.other, view).readings)
    else:
        others = tuple(held for one, held in known if one not in meant)
    if not chosen or not others:
        raise InputError("name the quotations that are meant, and leave some that are not")
    return [Judged(readings=chosen, others=others, seen=noticed, note=note)]


def _difference(wanted: Wanted, view: StoryView) -> Discrepancy:
    for one in (view.decided.collation, view.found):
        for found in (*one.discrepancies, *one.possible):
            if found.id == wanted.difference:
                return found
    raise Problem(404, "there is no such difference in this story")


def _utterance(id: str, view: StoryView) -> Utterance:
    for one in (*view.decided.collation.utterances, *view.found.utterances):
        if one.id == id:
            return one
    raise Problem(404, "there is no such utterance in this story")


def _going(wanted: Wanted, view: StoryView) -> tuple[str, ...]:
    here = seen(view.decided.collation)
    if wanted.kind == "merge":
        return here
    if not wanted.articles or not set(wanted.articles) <= set(here):
        raise Problem(404, "there is no such report in this story")
    return tuple(sorted(set(wanted.articles)))


def _there(wanted: Wanted, desk: Desk) -> tuple[str, ...]:
    if wanted.kind == "split":
        return ()
    other = desk.story(wanted.to)
    if other is None or other.row.id == wanted.story:
        raise Problem(404, "there is no such story to move to")
    return seen(other.decided.collation)
