"""Reported speech in one article."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from variorum.model.span import Spans

QuotationKind = Literal["direct", "mixed", "indirect"]
Act = Literal["speech", "writing", "thought", "attitude"]


class Speaker(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who a source resolves to: the fullest name in the article, and the id of the entity there."""

    name: str
    entity: str | None = None


class Quotation(Struct, frozen=True, kw_only=True):
    """Reported speech: content, cue ("said") and source (who is named as having said it).

    content: in order of the text, quotation marks included as printed; several spans when the
        attribution or the outlet's own words stand between.
    speaker: None when the source is not resolved; unresolved is said, never guessed.
    inside: id of the quotation that this one is nested in.
    confidence: 0 to 1.
    """

    id: str
    kind: QuotationKind
    content: Spans
    cue: Spans = ()
    source: Spans = ()
    speaker: Speaker | None = None
    act: Act = "speech"
    medium: str | None = None
    inside: str | None = None
    confidence: float = 1.0
