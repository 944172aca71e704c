"""What a kind of discrepancy may look at: the articles, the collation so far, and who is a witness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from variorum.collation.claims.divergences import Divergence, divergences
from variorum.collation.claims.figures import Fact, facts
from variorum.collation.claims.of_prose import Telling, retold
from variorum.collation.last import LastOfStory
from variorum.collation.order import in_order, story_language
from variorum.collation.utterances.rendering import Member, Rendering, renderings
from variorum.language.language import Language
from variorum.model import AnnotatedArticle, Collation, Span
from variorum.reuse.witnesses import Witnesses
from variorum.settings import CollateSettings
from variorum.text.normalise import let_words_go


class StoryView(Struct, frozen=True, kw_only=True):
    """One story. witnesses: which origin a place of an article goes back to. lang: what its reports are
    written in, the first by date where they differ: names and words of several are compared by it.

    facts: of each of ``articles``, in their order. retold: sentences that two tell in much the same words.
    divergences: places where sentences told alike differ.
    """

    articles: tuple[AnnotatedArticle, ...]
    lang: Language
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
    told, apart = told_figures(articles), divergences(sources, _collated(collation), settings)
    let_words_go()  # whole sentences are read no more: some 10 MB of a story of 100 reports
    return StoryView(
        articles=sources,
        lang=story_language(sources),
        facts=told,
        retold=tuple(retold(sources)),
        collation=collation,
        divergences=tuple(apart),
        known=known,
        witnesses=Witnesses(collation),
    )


def _figures(articles: Sequence[AnnotatedArticle]) -> tuple[Sequence[Fact], ...]:
    quoted: dict[str, list[Span]] = defaultdict(list)
    for rendering in renderings(articles):
        quoted[rendering.article] += rendering.content
    return tuple(facts(source, quoted[source.article.id]) for source in in_order(articles))


told_figures = LastOfStory(_figures)
"""The figures of each article outside what it quotes, articles in their order (``in_order``)."""


def _collated(collation: Collation) -> dict[str, list[tuple[Span, str]]]:
    """Return by article id what is collated word for word with other readings, with the utterance's id."""
    found: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for utterance in collation.utterances:
        readings = [reading for reading in utterance.readings if not reading.paraphrase]
        for reading in readings if len(readings) > 1 else ():
            found[reading.article] += [(span, utterance.id) for span in reading.content]
    return found
