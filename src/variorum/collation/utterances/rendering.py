"""Quotations as collation reads them: their words, where they stand, and whose they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from msgspec import Struct

from variorum.collation.last import Last, LastOfStory
from variorum.collation.order import in_order
from variorum.language.language import Language, language_of
from variorum.language.tables import Lexicon
from variorum.model import AnnotatedArticle, EntityKind, Evidence, Quotation, Reading, Span, Spans, cover
from variorum.model.span import from_on
from variorum.text.marks import pair_marks
from variorum.text.normalise import Word, Words, read_words

_MARKS = "\"'\u201c\u201d\u2018\u2019\u00ab\u00bb \n\t"
_PRINTED = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.?!:;]\s*$|\n\s*\n")
_APOSTROPHES = frozenset("'\u2018\u2019\u02bc`\u00b4")


Member = tuple[str, str, int]  # article, quotation, offset of the first word


class Stretch(Struct, frozen=True, kw_only=True):
    """Words of an article that are compared one by one.

    content: their spans, marks included. keys: of ``words``, in the same order. names: kind of entity by the
    offset of each word in a mention.
    """

    source: AnnotatedArticle
    content: Spans
    read: Words
    keys: tuple[str, ...]
    names: dict[int, EntityKind]

    @property
    def words(self) -> tuple[Word, ...]:
        """The words, without marks around them."""
        return self.read.words

    @property
    def article(self) -> str:
        """Id of the article."""
        return self.source.article.id

    @property
    def lang(self) -> Language:
        """The language of the article."""
        return language_of(self.source.article.lang)

    @property
    def lists(self) -> Lexicon:
        """The words of that language with a part to play in collation."""
        return self.lang.collation


class Rendering(Stretch, frozen=True, kw_only=True):
    """A stretch of a quotation that was said in one go, and its words.

    "It is over," he said. "We go home." is one quotation to its reader and two stretches to a collation:
    nobody knows what was said between them. "It is over," he said, "and we go home." is one.

    place: index of its article in the order of the story.
    """

    place: int
    quotation: Quotation

    @property
    def member(self) -> Member:
        """What tells this stretch from all others of the story."""
        return self.source.article.id, self.quotation.id, self.content[0].start

    @property
    def speaker(self) -> str | None:
        """Name of the resolved speaker."""
        return self.quotation.speaker.name if self.quotation.speaker else None

    @property
    def order(self) -> tuple[int, int, str]:
        """Place in the story: article, then offset."""
        return self.place, self.content[0].start, self.quotation.id


def renderings(articles: Sequence[AnnotatedArticle]) -> list[Rendering]:
    """Return the stretches of direct and mixed quotations that hold words, in order of the story."""
    return list(_LAST(articles))


def _renderings(articles: Sequence[AnnotatedArticle]) -> list[Rendering]:
    found = []
    sources = in_order(articles)
    for place, (source, names) in enumerate(zip(sources, NAMED.of(sources, None), strict=True)):
        quoted = _Quoted(source)
        for quotation in source.annotation.quotations:
            if quotation.kind == "indirect" or not quotation.content:
                continue
            for content in quoted.stretches(quotation):
                read = words_of(source, content)
                if not read.words:
                    continue
                stretch = Rendering(
                    source=source,
                    place=place,
                    quotation=quotation,
                    content=content,
                    read=read,
                    keys=tuple(word.key for word in read.words),
                    names=names,
                )
                found.append(stretch)
    return sorted(found, key=lambda rendering: rendering.order)


_LAST = LastOfStory(_renderings)


def words_of(source: AnnotatedArticle, spans: Iterable[Span]) -> Words:
    """Return the words of ``spans`` of a report, read in its language; none gives no words."""
    return read_words(source.article.text, spans, language_of(source.article.lang))


def stretch_of(source: AnnotatedArticle, content: Spans) -> Stretch:
    """Return the words of ``content``, whoever says them."""
    read = words_of(source, content)
    return Stretch(
        source=source, content=content, read=read, keys=tuple(word.key for word in read.words), names={}
    )


def _named_words(source: AnnotatedArticle, _: None) -> dict[int, EntityKind]:
    """Return the kind of entity by the offset of each word of its mentions."""
    text = source.article.text
    return {
        word.start(): entity.kind
        for entity in reversed(source.annotation.entities)
        for mention in entity.mentions
        for word in _PRINTED.finditer(text, mention.start, mention.end)
    }


NAMED = Last(_named_words)
"""The kind of entity by the offset of each word of its mentions, of each article of a story."""


class _Quoted:
    """Finds the stretches of quotations; pairs the marks of an article once, for the mixed ones."""

    def __init__(self, source: AnnotatedArticle) -> None:
        self.source = source
        self.regions: tuple[Span, ...] | None = None

    def stretches(self, quotation: Quotation) -> list[Spans]:
        """Return what is reported word for word, in stretches; all of it when no marks are found inside.

        Parts between marks in a mixed quotation stand apart; spans of a direct one do when the outlet's
        words between them end a sentence.
        """
        if quotation.kind == "mixed":
            return [(span,) for span in self._between_marks(quotation)]
        text = self.source.article.text
        found: list[Spans] = []
        for span in quotation.content:
            between = text[found[-1][-1].end : span.start].strip(_MARKS) if found else "."
            if found and not _SENTENCE_END.search(between):
                found[-1] = (*found[-1], whole_span(text, span))
            else:
                found.append((whole_span(text, span),))
        return found

    def _between_marks(self, quotation: Quotation) -> Spans:
        if self.regions is None:
            marked = pair_marks(self.source.article.text, self.source.annotation.paragraphs or None)
            self.regions = tuple(region.span for region in marked if region.level == 0)
        inside = [
            Span(max(span.start, region.start), min(span.end, region.end))
            for span in quotation.content
            for region in self.regions
            if span.overlaps(region)
        ]
        return tuple(inside) or quotation.content


def member_of(reading: Reading) -> Member:
    """Return which stretch a reading is."""
    return reading.article, reading.quotation, reading.content[0].start


def evidence_of(rendering: Stretch, start: int, end: int) -> tuple[Evidence, ...]:
    """Return evidence of words ``start:end``, one for each stretch that the report prints without a break."""
    cuts = [start, *(cut for cut in sorted(rendering.read.breaks) if start < cut < end), end]
    return tuple(
        _evidence(rendering, rendering.words[first:last])
        for first, last in zip(cuts, cuts[1:], strict=False)
        if last > first
    )


def evidence_around(rendering: Stretch, index: int) -> tuple[Evidence, ...]:
    """Return evidence of the place before word ``index`` where words were left out: its neighbours."""
    if index in rendering.read.breaks or index in (0, len(rendering.words)):
        near = min(index, len(rendering.words) - 1)
        return (_evidence(rendering, rendering.words[near : near + 1]),)
    return (_evidence(rendering, rendering.words[index - 1 : index + 1]),)


def _evidence(rendering: Stretch, words: Sequence[Word]) -> Evidence:
    """Return the evidence of ``words``, shown whole."""
    return span_evidence(rendering.source, whole_words(rendering.source.article.text, words))


def whole_words(text: str, words: Sequence[Word]) -> Span:
    """Return where ``words`` stand; one of which a part is meant ("ca" of "can't") is taken whole."""
    return whole_span(text, Span(min(word.start for word in words), max(word.end for word in words)))


def whole_span(text: str, span: Span) -> Span:
    """Return ``span`` with the rest of the words that it begins or ends in the midst of."""
    start, end = span.start, span.end
    while start > 0 and _joined(text, start):
        start -= 1
    while end < len(text) and _joined(text, end):
        end += 1
    return Span(start, end)


def _joined(text: str, at: int) -> bool:
    """Tell whether the characters on both sides of offset ``at`` are printed as one word."""
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    if before in _APOSTROPHES:
        return after.isalpha() and at > 1 and text[at - 2].isalpha()
    return after in _APOSTROPHES and before.isalpha() and at + 1 < len(text) and text[at + 1].isalpha()


def span_evidence(source: AnnotatedArticle, span: Span) -> Evidence:
    """Return the evidence that ``span`` of an article is."""
    return Evidence(
        article=source.article.id, start=span.start, end=span.end, text=span.of(source.article.text)
    )


def sentence_at(source: AnnotatedArticle, span: Span) -> Span:
    """Return the sentences that ``span`` touches, as one span; the span itself when none is marked."""
    sentences = source.annotation.sentences
    first = bisect_left(sentences, from_on(span.start + 1)) - 1
    if first < 0:
        return span
    last = first
    while last + 1 < len(sentences) and sentences[last + 1].start < span.end:
        last += 1
    if last == first and span.end <= sentences[first].end:
        return sentences[first]
    return cover((*sentences[first : last + 1], span))


def content_cover(rendering: Stretch) -> Span:
    """Return the smallest span that holds the whole stretch."""
    return cover(rendering.content)
