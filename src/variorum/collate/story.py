"""What a kind of discrepancy may look at: the articles, the collation so far, and who is a witness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from variorum.collate.copies import Divergence, divergences
from variorum.collate.facts import Fact, facts
from variorum.collate.rendering import Member, Rendering, ordered, renderings
from variorum.collate.tellings import Telling, retold
from variorum.model import (
    AnnotatedArticle,
    Collation,
    DifferenceType,
    Discrepancy,
    Evidence,
    Relation,
    Severity,
    Side,
    Span,
    content_id,
)
from variorum.settings import CollateSettings

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class StoryView(Struct, frozen=True, kw_only=True):
    """One story. origin_of: article id to origin id; an article without origin is its own.

    facts: of each of ``articles``, in their order. retold: sentences that two tell in much the same words.
    divergences: places where sentences told alike differ.
    """

    articles: tuple[AnnotatedArticle, ...]
    collation: Collation
    known: dict[Member, Rendering]
    facts: tuple[Sequence[Fact], ...]
    retold: tuple[tuple[Telling, Telling], ...]
    divergences: tuple[Divergence, ...]
    origin_of: dict[str, str]

    def origins(self, articles: Iterable[str]) -> int:
        """Return how many origins ``articles`` go back to."""
        return len({self.origin_of.get(article, article) for article in articles})


def story_view(
    articles: Sequence[AnnotatedArticle], collation: Collation, settings: CollateSettings
) -> StoryView:
    """Return the view of a story."""
    sources = ordered(articles)
    known = {rendering.member: rendering for rendering in renderings(articles)}
    quoted: dict[str, list[Span]] = defaultdict(list)
    for rendering in known.values():
        quoted[rendering.article] += rendering.content
    return StoryView(
        articles=sources,
        facts=tuple(facts(source) for source in sources),
        retold=tuple(retold(sources)),
        collation=collation,
        divergences=tuple(divergences(sources, quoted, settings)),
        known=known,
        origin_of={article: origin.id for origin in collation.origins for article in origin.articles},
    )


def count_reports(view: StoryView, articles: Sequence[str]) -> str:
    """Return "Two reports", "one report" or "two reports of one origin", in lower case."""
    reports, origins = len(set(articles)), view.origins(articles)
    words = f"{_number(reports)} report{'s' if reports != 1 else ''}"
    if origins == reports:
        return words
    return f"{words} of {_number(origins)} origin{'s' if origins != 1 else ''}"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def sentence_case(text: str) -> str:
    """Return ``text`` with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def make_side(value: str, evidence: Iterable[Evidence]) -> Side:
    """Return a side of a discrepancy; its articles are those of its evidence, in order."""
    shown = tuple(dict.fromkeys(evidence))
    return Side(value=value, articles=tuple(dict.fromkeys(part.article for part in shown)), evidence=shown)


def make_discrepancy(
    kind: DifferenceType,
    severity: Severity,
    sides: Sequence[Side],
    summary: str,
    *,
    relation: Relation = "conflict",
    utterance: str | None = None,
) -> Discrepancy:
    """Return a discrepancy with the id that its type, sides and evidence give it."""
    parts = sorted(
        f"{part.article}:{part.start}:{part.end}:{part.text}" for side in sides for part in side.evidence
    )
    return Discrepancy(
        id=content_id("d", kind, *sorted(side.value for side in sides), *parts),
        type=kind,
        severity=severity,
        relation=relation,
        summary=summary,
        sides=tuple(sides),
        utterance=utterance,
    )
