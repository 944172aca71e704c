"""What quotations of all kinds say, as it is compared where it is told in other words."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import log

from msgspec import Struct

from variorum.collation.order import in_order
from variorum.collation.utterances.rendering import Rendering, named_words, sentence_at
from variorum.collation.utterances.voices import Voice, voice_of
from variorum.language.lexicon import lexicon, stem
from variorum.model import AnnotatedArticle, Quotation, Span, Spans, cover
from variorum.text.normalise import Word, read_words

Stems = frozenset[str]


class Statement(Struct, frozen=True, kw_only=True, eq=False):
    """What one report has somebody say in one go: a stretch of direct speech, or a whole mixed or indirect
    quotation.

    place: index of its article in the order of the story. stretches: what of it is collated word by word, as
    places in the list of the story's renderings; none for an indirect one. words: as printed. stems: of the
    words that carry meaning, in order. sentence: stems of the sentences it stands in; around: of these and
    their neighbours. numbers, names: keys of its numbers and of its words with a capital. roles: stems of the
    speaker's name and of what the report calls the speaker. depth: where in its report it begins, 0 to 1.
    """

    source: AnnotatedArticle
    place: int
    quotation: Quotation
    content: Spans
    stretches: tuple[int, ...]
    words: tuple[Word, ...]
    stems: tuple[str, ...]
    sentence: Stems
    around: Stems
    numbers: frozenset[str]
    names: frozenset[str]
    voice: Voice | None
    roles: Stems
    depth: float

    @property
    def order(self) -> tuple[int, int, str]:
        """Place in the story: article, then offset."""
        return self.place, self.content[0].start, self.quotation.id


class Statements(Struct, frozen=True, kw_only=True):
    """All statements of a story, in order. rarity: of each stem among the sentences of the story."""

    found: tuple[Statement, ...]
    rarity: Mapping[str, float]


def statements(
    articles: Sequence[AnnotatedArticle], quotations: Sequence[Rendering], least_sentences: int
) -> Statements:
    """Return what is said in a story; none for no quotations.

    quotations: the stretches of the story, in order. least_sentences: the number of sentences that words are
    counted in, where the story has fewer.
    """
    stretches: dict[tuple[int, str], list[int]] = defaultdict(list)
    for at, rendering in enumerate(quotations):
        stretches[rendering.place, rendering.quotation.id].append(at)
    found: list[Statement] = []
    counts: Counter[str] = Counter()
    total = 0
    for place, source in enumerate(in_order(articles)):
        reader = _Reader(source, place)
        total += len(reader.sentences)
        for one in reader.sentences:
            counts.update(one)
        for quotation in source.annotation.quotations:
            own = stretches[place, quotation.id]
            if quotation.kind == "direct":
                found += [reader.read(quotation, quotations[at].content, (at,)) for at in own]
            elif quotation.content:
                found.append(reader.read(quotation, quotation.content, tuple(own)))
    total = max(total, least_sentences)
    rarity = {one: log((1 + total) / (1 + count)) + 1 for one, count in counts.items()}
    told = sorted((one for one in found if one.stems), key=lambda one: one.order)
    return Statements(found=tuple(told), rarity=rarity)


class _Reader:
    """Reads the statements of one article; its sentences are read once."""

    def __init__(self, source: AnnotatedArticle, place: int) -> None:
        self.source = source
        self.place = place
        self.text = source.article.text
        self.spans = source.annotation.sentences
        self.sentences = [frozenset(_stems(self._words((span,)))) for span in self.spans]
        self.named = named_words(source)
        self.called = {entity.id: entity.roles for entity in source.annotation.entities}

    def read(self, quotation: Quotation, content: Spans, stretches: tuple[int, ...]) -> Statement:
        """Return what ``content`` says."""
        words = self._words(content)
        whole = sentence_at(self.source, cover(content))
        first = max(0, bisect_right(self.spans, whole.start, key=lambda span: span.start) - 1)
        last = max(first + 1, bisect_right(self.spans, whole.end - 1, key=lambda span: span.start))
        return Statement(
            source=self.source,
            place=self.place,
            quotation=quotation,
            content=content,
            stretches=stretches,
            words=words,
            stems=tuple(_stems(words)),
            sentence=self._joined(first, last),
            around=self._joined(first - 1, last + 1),
            numbers=frozenset(word.key for word in words if word.kind == "number"),
            names=frozenset(word.key for word in words if self._is_name(word, content)) - lexicon().function,
            voice=voice_of(self.source, quotation),
            roles=self._roles(quotation),
            depth=content[0].start / max(1, len(self.text)),
        )

    def _words(self, spans: Sequence[Span]) -> tuple[Word, ...]:
        return read_words(self.text, spans).words

    def _is_name(self, word: Word, content: Spans) -> bool:
        """Tell whether a word with a capital is one for more than beginning the content."""
        return word.capital and (word.start in self.named or word.start > content[0].start + 1)

    def _roles(self, quotation: Quotation) -> Stems:
        if quotation.speaker is None:
            return frozenset()
        called = self.called.get(quotation.speaker.entity or "", ())
        words = " ".join((quotation.speaker.name, *called)).casefold().split()
        return frozenset(stem(word) for word in words if word not in lexicon().function)

    def _joined(self, first: int, last: int) -> Stems:
        return frozenset().union(*self.sentences[max(0, first) : last])


def _stems(words: Sequence[Word]) -> list[str]:
    function = lexicon().function
    return [stem(word.key) for word in words if word.key not in function]
