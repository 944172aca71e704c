"""The ranked list of discrepancies; a kind that needs a search of its own has it in the file of its name.

What all kinds share needs no file: what parts the readings of an utterance, and sentences told alike. What
kinds there are stands in ``model.kinds``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Protocol

from msgspec.structs import replace

from variorum.collation.claims.difference import Difference, as_recorded, fact_of
from variorum.collation.claims.of_quotations import lift
from variorum.collation.claims.slots.mentions import with_mentions
from variorum.collation.claims.slots.nearest import index
from variorum.collation.claims.slots.search import likely, unaligned
from variorum.collation.claims.stances.search import stances
from variorum.collation.claims.story import StoryView, story_view
from variorum.collation.claims.told_alike import diverging
from variorum.collation.kinds import attribution, date, figure, name, place, status
from variorum.model import AnnotatedArticle, Collation, DifferenceType, Discrepancy
from variorum.model.kinds import GRAVITY, KINDS
from variorum.settings import CollateSettings


class Search(Protocol):
    """Finds the discrepancies of one kind."""

    def __call__(self, view: StoryView, settings: CollateSettings) -> Iterator[Difference]:
        """Yield the discrepancies of the kind in one story, in any order."""
        ...


OWN: Mapping[DifferenceType, Search] = MappingProxyType(
    {module.NAME: module.compare for module in (attribution, date, figure, name, place, status)}
)


def compare(view: StoryView, kind: DifferenceType, settings: CollateSettings) -> Iterator[Difference]:
    """Yield the discrepancies of ``kind``, by its own search where it has one."""
    if kind in OWN:
        yield from OWN[kind](view, settings)
        return
    found = list(lift(view, kind))
    yield from found
    yield from diverging(view, kind, settings, found)


def assign_discrepancies(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation with its discrepancies, the gravest first, what is not sure enough, and what the
    discrepancies answer.

    Ranked by severity, then by how many origins are involved, then by how early in a report they stand.
    """
    view = story_view(articles, collation, settings)
    found = {one.id: one for kind in KINDS for one in compare(view, kind, settings)}
    of = index(view.articles, settings.slots)
    apart = unaligned(view, list(found.values()), of, settings)
    sure, possible = likely(view, list(found.values()), of, settings)
    told = [one for one in found.values() if one not in apart]
    stated, unsure = stances(view, [*found.values(), *sure, *possible], of, settings)
    whole = with_mentions([*told, *sure], view, settings)
    ranked = sorted((*whole, *stated), key=lambda one: _rank(view, one))
    return replace(
        collation,
        discrepancies=tuple(map(as_recorded, ranked)),
        possible=tuple(map(as_recorded, (*apart, *possible, *unsure))),
        facts=tuple(fact for fact in map(fact_of, ranked) if fact is not None),
    )


def _rank(view: StoryView, one: Discrepancy) -> tuple[int, int, float, str]:
    origins = view.witnesses.count(part for side in one.sides for part in side.evidence)
    return GRAVITY[one.severity], -origins, _prominence(view, one), one.id


def _prominence(view: StoryView, one: Discrepancy) -> float:
    """Return how far into its report the earliest evidence stands, 0 (top) to 1."""
    lengths = {item.article.id: max(1, len(item.article.text)) for item in view.articles}
    return min(
        (part.start / lengths[part.article] for side in one.sides for part in side.evidence), default=1.0
    )
