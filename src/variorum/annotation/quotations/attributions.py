"""Reads the attributions of one unit (a sentence whose quoted regions are whole).

Two orders: the content first ("...," said Smith) and the content last (Smith said ...). A unit is read for
the first order before the second, since a clause inside a content may hold a cue of its own.
"""

from __future__ import annotations

from variorum.annotation.quotations.content_first import ENDS, content_first
from variorum.annotation.quotations.content_last import content_last, cue_leads
from variorum.annotation.quotations.cues import cues_in
from variorum.annotation.quotations.drafts import has_marks
from variorum.annotation.quotations.items import Unit
from variorum.annotation.quotations.phrases import Cuts
from variorum.annotation.quotations.view import Found, Run, View
from variorum.annotation.quotations.without_cue import without_cue
from variorum.language.language import Language


def read_unit(text: str, unit: Unit, lang: Language) -> list[Found]:
    """Return the attributions of ``unit`` in order."""
    cues = cues_in(unit, lang)
    found: list[Found] = []
    if cues:
        participles = frozenset(cue.start for cue in cues if cue.ing or "a" in cue.cue.frames)
        verbs = frozenset(
            cue.start
            for cue in cues
            if not cue.ing
            and not cue.base
            and cue.cue.act in ("speech", "writing")
            and ("t" in cue.cue.frames or cue.end - cue.start > 1)
        )
        ends = tuple([at for at, item in enumerate(unit) if item.low in ENDS or item.region is not None])
        cuts = Cuts(participles=participles, verbs=verbs)
        view = View(text=text, unit=unit, cues=cues, cuts=cuts, ends=ends)
        _read_cues(view, found, lang)
    if has_marks(unit):
        without_cue(text, unit, found, lang)
    found.sort(key=lambda each: each.low)
    return found


def _read_cues(view: View, found: list[Found], lang: Language) -> None:
    low = 0
    for cue in view.cues:
        if cue.start >= low:
            first = content_first(view, cue, low, lang)
            if first is not None:
                found.append(first)
                low = first.high
    for cue in view.cues:
        room = _room(view.unit, found, cue.start)
        if room is None:
            continue
        last = content_last(view, cue, room, found, lang) or cue_leads(view, cue, room, lang)
        if last is not None:
            found.append(last)


def _room(unit: Unit, found: list[Found], at: int) -> Run | None:
    """Return the items around ``at`` that no attribution has taken, None when it is taken."""
    low, high = 0, len(unit)
    for each in found:
        if each.low <= at < each.high:
            return None
        if each.high <= at:
            low = max(low, each.high)
        elif each.low > at:
            high = min(high, each.low)
    return low, high
