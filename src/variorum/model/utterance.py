"""One thing said once, across the reports, and how their renderings differ."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from variorum.model.ids import content_id
from variorum.model.kinds import DifferenceType, Severity
from variorum.model.quotation import QuotationKind
from variorum.model.span import Spans


class Evidence(Struct, frozen=True, kw_only=True, order=True):
    """Words of one article that show a statement: ``article.text[start:end] == text``, always."""

    article: str
    start: int
    end: int
    text: str


class Reading(Struct, frozen=True, kw_only=True):
    """A quotation that renders an utterance.

    text: the content as printed, spans joined by one space.
    paraphrase: linked because it tells the same statement in other words, the outlet's or quoted ones, as
        indirect quotations always are; never collated word by word.
    """

    article: str
    quotation: str
    kind: QuotationKind
    speaker: str | None
    content: Spans
    text: str
    paraphrase: bool = False


class VariantSide(Struct, frozen=True, kw_only=True):
    """One way to render the place: who has it (quotation ids), and the words, which may be none."""

    readings: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Variant(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place where readings differ.

    marked: for elisions and insertions, whether the report shows it (… or brackets).
    """

    type: DifferenceType
    severity: Severity
    sides: tuple[VariantSide, ...]
    marked: bool | None = None


class UtteranceSpeaker(Struct, frozen=True, kw_only=True):
    """A speaker an utterance is given to, and by which articles."""

    name: str
    articles: tuple[str, ...]


class Utterance(Struct, frozen=True, kw_only=True):
    """One thing said once; ``readings[0]`` is the base, the fullest.

    The readings that are collated word by word stand first. There may be none: where reports only tell what
    was said, or quote it in other words, all are paraphrases.
    """

    id: str
    speakers: tuple[UtteranceSpeaker, ...]
    readings: tuple[Reading, ...]
    variants: tuple[Variant, ...] = ()


def utterance_id(readings: Iterable[Reading]) -> str:
    """Return the id of an utterance: a hash of where its readings stand, in any order."""
    members = sorted((one.article, one.quotation, one.content[0].start) for one in readings)
    return content_id("u", *(part for member in members for part in member))
