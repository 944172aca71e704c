"""Everything that was found about one story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from variorum.model.annotation import EntityKind
from variorum.model.article import ArticleStatus
from variorum.model.discrepancy import Discrepancy, Side
from variorum.model.kinds import DifferenceType
from variorum.model.origin import Origin
from variorum.model.reference import Reference
from variorum.model.utterance import Evidence, Utterance

CoverageState = Literal["carries", "differs", "silent", "unreadable", "truncated", "withdrawn"]


class ArticleSummary(Struct, frozen=True, kw_only=True):
    """An article as a collation lists it.

    own: share of its prose, outside quotations and furniture, that no other report of the story has.
    origin: id of the origin that it is a witness of: its own, unless most of its prose is of another one.
    """

    id: str
    outlet: str | None
    title: str | None
    date: str | None
    status: ArticleStatus
    url: str | None = None
    byline: str | None = None
    own: float = 1.0
    origin: str | None = None


class Happening(Struct, frozen=True, kw_only=True):
    """A dated line of the timeline; ``date`` is ISO 8601 to the granularity known (2026-11, 2026-11-23).

    evidence: the sentences. printed: for each of them, in the same order, the words that date it. Words
    without the year ("Sunday", "14 June") leave the day to be inferred from the report's own; so did
    Variorum. Empty in collations written before there was this field.
    """

    date: str
    articles: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    printed: tuple[Evidence, ...] = ()


class CoverageCell(Struct, frozen=True, kw_only=True):
    """Whether one article carries a statement."""

    article: str
    state: CoverageState


class Coverage(Struct, frozen=True, kw_only=True):
    """Who carries an utterance; one cell for every article of the story, in their order."""

    utterance: str
    cells: tuple[CoverageCell, ...]


class StoryMember(Struct, frozen=True, kw_only=True):
    """What one article has of an entity of the story: its entity there, and where it is first called so."""

    article: str
    entity: str
    name: str
    evidence: Evidence


class StoryEntity(Struct, frozen=True, kw_only=True):
    """Someone or something that the reports of a story refer to.

    name: the fullest form. aliases: all other forms, descriptions among them ("harbour chief"), in
        alphabetical order. roles: what reports call a person beside the name.
    members: one for each article and form that was told apart there, articles in their order.
    """

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    members: tuple[StoryMember, ...]


class StoryFact(Struct, frozen=True, kw_only=True):
    """A question about the event, and what reports answer to it: agreement as well as difference.

    kind: what is asked for, by the kind of difference that other answers would be. question: in words,
    "people killed", "age of Ada Lind". answers: by what agrees, the one of most reports first; a report that
    gives several has each of them. Their evidence is the words that answer.
    """

    id: str
    kind: DifferenceType
    question: str
    answers: tuple[Side, ...]


class Collation(Struct, frozen=True, kw_only=True):
    """Everything about one story; articles by date and id, discrepancies by rank.

    possible: differences that are not sure enough to be told as such, the likeliest first.
    facts: what several reports answer first, then what one alone does.
    reference: what reports quote against the words as spoken; not there where none were given.
    """

    story: str
    articles: tuple[ArticleSummary, ...]
    utterances: tuple[Utterance, ...] = ()
    entities: tuple[StoryEntity, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    possible: tuple[Discrepancy, ...] = ()
    origins: tuple[Origin, ...] = ()
    timeline: tuple[Happening, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    facts: tuple[StoryFact, ...] = ()
    reference: Reference | UnsetType = UNSET

    def __repr__(self) -> str:
        counts = {
            "articles": self.articles,
            "utterances": self.utterances,
            "discrepancies": self.discrepancies,
            "possible": self.possible,
        }
        told = ", ".join(f"{len(found):,} {name}" for name, found in counts.items())
        return f"Collation(story={self.story!r}, {told})"


def coverage_of(utterance: Utterance, articles: Sequence[ArticleSummary]) -> Coverage:
    """Return who carries ``utterance``: a cell for each of ``articles``, in their order.

    An article that could not be read, or stops short, is never called silent.
    """
    departing = _departing(utterance)
    own: dict[str, set[str]] = {}
    for reading in utterance.readings:
        own.setdefault(reading.article, set()).add(reading.quotation)
    return Coverage(
        utterance=utterance.id,
        cells=tuple(
            CoverageCell(article=one.id, state=_state(one, own.get(one.id, set()), departing))
            for one in articles
        ),
    )


def _state(summary: ArticleSummary, own: set[str], departing: set[str]) -> CoverageState:
    if own:
        return "differs" if own & departing else "carries"
    return "silent" if summary.status == "read" else summary.status


def _departing(utterance: Utterance) -> set[str]:
    """Return the quotations that depart from the base in something an editor would want to see."""
    return {
        reading
        for variant in utterance.variants
        if variant.severity != "minor"
        for side in variant.sides[1:]
        for reading in side.readings
    }
