"""What a kind of discrepancy may look at: the articles, the collation so far, and who is a witness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from variorum.collation.claims.figures import Fact, facts
from variorum.collation.claims.of_prose import Telling, retold
from variorum.collation.claims.sentences import Divergence, divergences
from variorum.collation.order import in_order
from variorum.collation.utterances.rendering import Member, Rendering, renderings
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
from variorum.reuse.witnesses import Witnesses
from variorum.settings import CollateSettings

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class StoryView(Struct, frozen=True, kw_only=True):
    """One story. witnesses: which origin a place of an article goes back to.

    facts: of each of ``articles``, in their order. retold: sentences that two tell in much the same words.
    divergences: places where sentences told alike differ.
    """

    articles: tuple[AnnotatedArticle, ...]
    collation: Collation
    known: dict[Member, Rendering]
    facts: tuple[Sequence[Fact], ...]
    retold: tuple[tuple[Telling, Telling], ...]
    divergences: tuple[Divergence, ...]
    witnesses: Witnesses


def story_view(
    articles: Sequence[AnnotatedArticle], collation: Collation, settings: CollateSettings
) -> StoryView:
    """Return the view of a story."""
    sources = in_order(articles)
    known = {rendering.member: rendering for rendering in renderings(articles)}
    quoted: dict[str, list[Span]] = defaultdict(list)
    for rendering in known.values():
        quoted[rendering.article] += rendering.content
    return StoryView(
        articles=sources,
        facts=tuple(facts(source, quoted[source.article.id]) for source in sources),
        retold=tuple(retold(sources)),
        collation=collation,
        divergences=tuple(divergences(sources, _collated(collation), settings)),
        known=known,
        witnesses=Witnesses(collation),
    )


def _collated(collation: Collation) -> dict[str, list[tuple[Span, str]]]:
    """Return by article id what is collated word for word with other readings, with the utterance's id."""
    found: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for utterance in collation.utterances:
        readings = [reading for reading in utterance.readings if not reading.paraphrase]
        for reading in readings if len(readings) > 1 else ():
            found[reading.article] += [(span, utterance.id) for span in reading.content]
    return found


def count_reports(view: StoryView, side: Side) -> str:
    """Return "two reports", "one report" or "two reports of one origin" for those who tell a side."""
    reports, origins = len(set(side.articles)), view.witnesses.count(side.evidence)
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
    probability: float | None = None,
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
        probability=probability,
    )
