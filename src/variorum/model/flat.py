"""Flat records: one thing a row, plain values only, for notebooks, spreadsheets and databases.

What has several values stands joined by `` | ``. Offsets count code points of the article's text, end
exclusive. Every table has the ids by which it is joined with the others: ``story``, ``article`` …
"""

from __future__ import annotations

from msgspec import Struct

from variorum.model.annotation import EntityKind
from variorum.model.article import ArticleStatus
from variorum.model.discrepancy import Relation
from variorum.model.kinds import DifferenceType, Severity
from variorum.model.origin import OriginKind
from variorum.model.quotation import Act, QuotationKind

JOINED = " | "


class ArticleRow(Struct, frozen=True, kw_only=True):
    """An article.

    own: share of its prose that no other report of the story has. origin: the one it is a witness of.
    """

    article: str
    story: str | None
    outlet: str | None
    title: str | None
    byline: str | None
    date: str | None
    url: str | None
    status: ArticleStatus
    characters: int
    quotations: int
    own: float | None
    origin: str | None


class QuotationRow(Struct, frozen=True, kw_only=True):
    """A quotation.

    words: its content as printed, stretches joined by one space. start, end: from its first sign to its last;
    what the outlet put between is within. source, cue: as printed. utterance: the one it renders, and in how
    many ``reports`` that stands; None for articles that were not collated. One that renders several, a part
    each, has the last of them here and all in the table ``renderings``.
    """

    quotation: str
    article: str
    story: str | None
    outlet: str | None
    date: str | None
    url: str | None
    kind: QuotationKind
    words: str
    start: int
    end: int
    speaker: str | None
    entity: str | None
    source: str | None
    cue: str | None
    act: Act
    medium: str | None
    inside: str | None
    confidence: float
    utterance: str | None
    reports: int | None


class RenderingRow(Struct, frozen=True, kw_only=True):
    """One report's rendering of an utterance, one thing said once, which ``reports`` of ``origins`` have.

    words: of the quotation or the part of it that renders the utterance. start, end: from the first sign of
    these to the last. paraphrase: linked because it tells the same in other words.
    """

    utterance: str
    story: str
    quotation: str
    article: str
    outlet: str | None
    date: str | None
    kind: QuotationKind
    speaker: str | None
    words: str
    start: int
    end: int
    paraphrase: bool
    reports: int
    origins: int


class SpeakerRow(Struct, frozen=True, kw_only=True):
    """A speaker in one article: who is quoted there, how often, and in which words they are called.

    entity: within the article. story_entity: within the story, the same in all of its reports; None where it
    is not known. forms: as the article prints them. roles: what it calls a person beside the name.
    """

    speaker: str
    article: str
    story: str | None
    outlet: str | None
    date: str | None
    entity: str | None
    story_entity: str | None
    kind: EntityKind | None
    forms: str
    roles: str
    quotations: int
    direct: int
    words: int


class DifferenceRow(Struct, frozen=True, kw_only=True):
    """A difference. certainty: ``told``, or ``possible`` for what is not sure enough to be told.

    values: of its sides. articles, outlets: of each side in the same order, within a side by commas.
    """

    difference: str
    story: str
    certainty: str
    rank: int
    type: DifferenceType
    severity: Severity
    relation: Relation
    probability: float | None
    summary: str
    utterance: str | None
    sides: int
    values: str
    articles: str
    outlets: str


class EvidenceRow(Struct, frozen=True, kw_only=True):
    """Words of an article that show one side of a difference: ``text[start:end] == words``, always."""

    difference: str
    story: str
    side: int
    value: str
    article: str
    outlet: str | None
    date: str | None
    words: str
    start: int
    end: int


class OriginRow(Struct, frozen=True, kw_only=True):
    """A text that several articles carry, or one article's own.

    earliest: date of the earliest of its articles. shares: of each article's prose, in the same order.
    passages: how many; words: those of the longest, as the first article has it.
    """

    origin: str
    story: str
    kind: OriginKind
    label: str | None
    reports: int
    earliest: str | None
    articles: str
    outlets: str
    shares: str
    passages: int
    words: str | None


class CheckRow(Struct, frozen=True, kw_only=True):
    """A quotation of a draft with its verdict; see ``checking.results.CheckedQuotation``.

    changes: in words. article … printed: of the nearest report. accepted: who answers for it, and why.
    """

    draft: str
    start: int
    end: int
    line: int | None
    column: int | None
    paragraph: int | None
    words: str
    speaker: str | None
    verdict: str
    severity: Severity | None
    changes: str
    found_in: int
    origins: int
    earliest: str | None
    speaker_there: str | None
    article: str | None
    outlet: str | None
    date: str | None
    url: str | None
    printed: str | None
    printed_start: int | None
    printed_end: int | None
    accepted: str | None
    note: str


TABLES: dict[str, type[Struct]] = {
    "articles": ArticleRow,
    "quotations": QuotationRow,
    "renderings": RenderingRow,
    "speakers": SpeakerRow,
    "differences": DifferenceRow,
    "evidence": EvidenceRow,
    "origins": OriginRow,
}
"""The tables of what was compared, by name; a check has one, of ``CheckRow``."""
