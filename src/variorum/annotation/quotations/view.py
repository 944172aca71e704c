"""What the rules for attributions hand each other."""

from __future__ import annotations

from msgspec import Struct

from variorum.annotation.quotations.cues import CueAt
from variorum.annotation.quotations.items import Unit
from variorum.annotation.quotations.phrases import Cuts
from variorum.language.tables import Cue

# Items ``[start, end)`` of a unit.
Run = tuple[int, int]


class Found(Struct, kw_only=True):
    """An attribution in items of its unit: half-open runs ``[start, end)``.

    rule: the name of the rule, which sets the confidence.
    low, high: the items it takes up altogether.
    """

    cue: Cue
    rule: str
    content: list[Run]
    cue_items: Run | None
    source: Run | None
    low: int
    high: int


class View(Struct, frozen=True, kw_only=True):
    """A unit and what all rules ask about it. ends: the items that a content before its cue can end with."""

    text: str
    unit: Unit
    cues: list[CueAt]
    cuts: Cuts
    ends: tuple[int, ...] = ()

    def cuts_for(self, *, comma: bool = False, phrase: bool = False) -> Cuts:
        """Return ``cuts`` with the flags set."""
        if not comma and not phrase:
            return self.cuts
        return Cuts(participles=self.cuts.participles, verbs=self.cuts.verbs, comma=comma, phrase=phrase)
