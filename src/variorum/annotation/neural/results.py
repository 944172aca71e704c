"""What the network finds in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from variorum.annotation.neural.vectors import Vectors

__all__ = ["Attribution", "Name", "NameKind", "NetworkReading", "Spans"]

Spans = tuple[tuple[int, int], ...]
NameKind = Literal["person", "organization", "location", "misc"]


class Attribution(Struct, frozen=True, kw_only=True):
    """Somebody's words or thoughts as a text gives them. Spans are code points, end exclusive.

    content: what is said, quotation marks included; in order of the text, one span a paragraph at least
        and several when the attribution stands in between. Never empty.
    cue: what links the two: "said", "according to", a colon or a dash. One span, never empty.
    source: who it is given to, as named there; empty when the text does not say.
    act: "speech" when said or written, "attitude" when thought, wanted, planned or expected.
    confidence: 0 to 1, the share of such attributions whose content and source are right.
    """

    content: Spans
    cue: Spans
    source: Spans = ()
    act: Literal["speech", "attitude"] = "speech"
    confidence: float


class Name(Struct, frozen=True, kw_only=True):
    """A name in a text: ``start`` to ``end`` in code points, end exclusive."""

    start: int
    end: int
    kind: NameKind


class NetworkReading(Struct, frozen=True, kw_only=True):
    """All the network finds in one text, each list in order of the text.

    vectors: its reading of each word, where it was asked for; stays in the process.
    """

    attributions: tuple[Attribution, ...] = ()
    names: tuple[Name, ...] = ()
    vectors: Vectors | None = None
