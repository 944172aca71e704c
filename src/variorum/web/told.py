"""A decision in plain words, as pages tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.outputs.wording import plain_date, plural, shortened
from variorum.settings import SHOWN

if TYPE_CHECKING:
    from variorum.model import Decision, Judged

_WORDS = SHOWN.terminal_passage


class Told(Struct, frozen=True, kw_only=True):
    """A decision: what was done, about what, by whom, when, and why."""

    id: str
    kind: str
    what: str
    about: str
    note: str
    author: str
    at: str
    iso: str
    undoable: bool


def told(one: Decision) -> Told:
    """Return a decision in words."""
    return Told(
        id=one.id,
        kind=one.kind,
        what=_what(one.kind, one.judged),
        about=_about(one.judged),
        note=one.judged.note or "",
        author=one.author,
        at=plain_date(one.at[:16] + "Z" if len(one.at) > 16 else one.at),
        iso=one.at,
        undoable=one.kind != "undo",
    )


def _what(kind: str, judged: Judged) -> str:
    if kind == "speaker":
        return f"Speaker: {judged.speaker}" if judged.speaker else "Speaker: nobody can tell"
    if kind in ("move", "split"):
        where = "to another story" if kind == "move" else "into a story of their own"
        return f"{plural(len(judged.articles), 'report')} moved {where}"
    return {
        "same": "The same utterance",
        "apart": "Not the same utterance",
        "merge": "Two stories are one",
        "dismiss": "Dismissed",
        "confirm": "Confirmed",
        "note": "Note",
        "undo": "A decision was taken back",
    }[kind]


def _about(judged: Judged) -> str:
    if judged.difference is not None:
        return shortened(judged.difference.summary, _WORDS)
    if judged.readings:
        return shortened(judged.readings[0].text, _WORDS)
    return ""
