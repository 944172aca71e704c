"""A difference a reader must know."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from variorum.model.kinds import DifferenceType, Severity
from variorum.model.utterance import Evidence

Relation = Literal["conflict", "refines"]


class Side(Struct, frozen=True, kw_only=True):
    """What some articles say: a value in words, who says it, and where it stands."""

    value: str
    articles: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Discrepancy(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Two or more sides that part ways.

    relation: ``conflict`` when both cannot be, ``refines`` when one is only more precise.
    utterance: id of the utterance it belongs to, for differences inside quotations.
    probability: that an editor who reads both finds them to differ, 0 to 1; None where form settles it.
    summary: plain words; says that reports differ, never who is right.
    """

    id: str
    type: DifferenceType
    severity: Severity
    relation: Relation
    summary: str
    sides: tuple[Side, ...]
    utterance: str | None = None
    probability: float | None = None
