"""What one report states: a claim, which those of other reports may contradict."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from variorum.collation.utterances.rendering import span_evidence
from variorum.language.language import Language, language_of
from variorum.language.phrases import CollationPhrases
from variorum.language.tables import Lexicon
from variorum.model import AnnotatedArticle, Evidence, Span, Spans, StoryEntity, by_date

StoryPlace = tuple[bool, str, str, int, int]
"""Where a claim stands, in the order of a story: that of its report (``by_date``), then its offsets."""


Cast = Mapping[tuple[str, str], str]
"""The full name in the story of an entity of an article, by both ids."""


def full_names(entities: Sequence[StoryEntity]) -> Cast:
    """Return the full names of the people among the entities of a story; nobody who has a last name alone."""
    return {
        (member.article, member.entity): entity.name
        for entity in entities
        if entity.kind == "person" and " " in entity.name.strip()
        for member in entity.members
    }


class Claim(Struct, frozen=True, kw_only=True, dict=True):
    """An answer that stands in one report. Searches add what they compare claims by.

    question: what is answered, as far as claims are brought together by it; None when that is not known.
    key: what claims that say the same share, by which they are on one side. value: the answer as a reader is
    shown it. spans: where it stands in the text of ``source``, at least one.
    """

    source: AnnotatedArticle
    value: str
    key: Hashable
    spans: Spans
    question: Hashable = None

    @cached_property
    def place(self) -> StoryPlace:
        """Where it stands; nothing else of the story has the same."""
        return *by_date(self.source.article), self.spans[0].start, self.spans[-1].end

    @property
    def span(self) -> Span:
        """All of its place, from the first of its spans to the last."""
        return Span(self.spans[0].start, self.spans[-1].end)

    @property
    def lang(self) -> Language:
        """The language of its report."""
        return language_of(self.source.article.lang)

    @property
    def lists(self) -> Lexicon:
        """The words of that language with a part to play in collation."""
        return self.lang.collation

    @property
    def phrases(self) -> CollationPhrases:
        """The phrases of that language with a part to play in collation."""
        return self.lang.collation_phrases

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The words printed there."""
        return tuple(span_evidence(self.source, span) for span in self.spans)
