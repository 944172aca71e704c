"""What quotations of all kinds say, as it is compared where it is told in other words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import log

from msgspec import Struct

from variorum.collation.order import in_order
from variorum.collation.utterances.rendering import NAMED, Rendering, sentence_at
from variorum.collation.utterances.voices import Voice, voice_of
from variorum.language.language import Language, language_of
from variorum.language.met import Met
from variorum.model import AnnotatedArticle, EntityKind, Quotation, Span, Spans, cover

_WORD = re.compile(r"[^\W\d_](?:[\w-]|['\u2019](?=\w))*|\d(?:[\d.,]*\d)?")
_OWN = ("'s", "\u2019s")
_NONE = frozenset([""])
Stems = frozenset[str]


class Statement(Struct, frozen=True, kw_only=True, eq=False):
    """What one report has somebody say in one go: a stretch of direct speech, or a whole mixed or indirect
    quotation.

    place: index of its article in the order of the story. stretches: what of it is collated word by word, as
    places in the list of the story's renderings; none for an indirect one. keys: its words in small letters.
    stems: of those that carry meaning, in order. sentence: stems of the sentences it stands in; around: of
    these and their neighbours. numbers, names: its numbers and its words with a capital. cue: stems of the
    words that say it was said. roles: stems of the speaker's name and of what the report calls the speaker.
    depth: where in its report it begins, 0 to 1.
    """

    source: AnnotatedArticle
    place: int
    quotation: Quotation
    content: Spans
    stretches: tuple[int, ...]
    keys: tuple[str, ...]
    stems: tuple[str, ...]
    sentence: Stems
    around: Stems
    numbers: frozenset[str]
    names: frozenset[str]
    voice: Voice | None
    cue: Stems
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
    sources = in_order(articles)
    for place, (source, named) in enumerate(zip(sources, NAMED.of(sources, None), strict=True)):
        reader = _Reader(source, place, named)
        total += len(reader.sentences)
        for one in reader.sentences:
            counts.update(one)
        for quotation in source.annotation.quotations:
            own = stretches[place, quotation.id]
            if quotation.kind == "direct":
                found += [reader.read(quotation, quotations[at].content, (at,)) for at in own]
            elif quotation.content:
                found.append(reader.read(quotation, quotation.content, tuple(own)))
    for told in found:
        for word in told.stems:
            counts.setdefault(word, 1)  # words that stand in no sentence
    total = max(total, least_sentences)
    rarity = {one: log((1 + total) / (1 + count)) + 1 for one, count in sorted(counts.items())}
    kept = sorted((one for one in found if one.stems), key=lambda one: one.order)
    return Statements(found=tuple(kept), rarity=rarity)


@cache
def _read(lang: Language) -> Met[tuple[str, str]]:
    """Tell of printed words the key, in small letters and without "'s" and the commas of a number, and the
    stem, "" for one without a meaning of its own.
    """
    function, stem = lang.collation.function, lang.stem

    def read(printed: str) -> tuple[str, str]:
        key = (printed[:-2] if printed.endswith(_OWN) else printed).casefold().replace(",", "")
        return key, "" if key in function else stem(key)

    return Met(read)


class _Reader:
    """Reads the statements of one article; its words are read once.

    stems: of each word, "" for one without a meaning of its own.
    """

    def __init__(self, source: AnnotatedArticle, place: int, named: Mapping[int, EntityKind]) -> None:
        self.source = source
        self.place = place
        self.text = source.article.text
        self.lang = language_of(source.article.lang)
        self.starts = [word.start() for word in _WORD.finditer(self.text)]
        read = list(map(_read(self.lang).__getitem__, _WORD.findall(self.text)))
        self.keys = [key for key, _ in read]
        self.stems = [stem for _, stem in read]
        self.spans = source.annotation.sentences
        self.sentences = [frozenset(self.stems[slice(*self._places(span))]) - _NONE for span in self.spans]
        self.named = named
        self.called = {entity.id: entity.roles for entity in source.annotation.entities}

    def read(self, quotation: Quotation, content: Spans, stretches: tuple[int, ...]) -> Statement:
        """Return what ``content`` says."""
        within = self._within(content)
        whole = sentence_at(self.source, cover(content))
        first = max(0, bisect_right(self.spans, whole.start, key=lambda span: span.start) - 1)
        last = max(first + 1, bisect_right(self.spans, whole.end - 1, key=lambda span: span.start))
        own = frozenset(at for at in within if self.stems[at])
        return Statement(
            source=self.source,
            place=self.place,
            quotation=quotation,
            content=content,
            stretches=stretches,
            keys=tuple(self.keys[at] for at in within),
            stems=tuple(self._stems(within)),
            sentence=self._joined(first, last),
            around=self._joined(first - 1, last + 1),
            numbers=frozenset(self.keys[at] for at in own if self.keys[at][0].isdigit()),
            names=frozenset(self.keys[at] for at in own if self._is_name(self.starts[at], content)),
            voice=voice_of(self.source, quotation),
            cue=frozenset(self._stems(self._within(quotation.cue))),
            roles=self._roles(quotation),
            depth=content[0].start / max(1, len(self.text)),
        )

    def _within(self, spans: Spans) -> list[int]:
        """Return the places of the words that begin in ``spans``."""
        return [at for span in spans for at in range(*self._places(span))]

    def _places(self, span: Span) -> tuple[int, int]:
        """Return the place of the first word that begins in ``span``, and that behind the last."""
        return bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)

    def _stems(self, within: Iterable[int]) -> list[str]:
        return [self.stems[at] for at in within if self.stems[at]]

    def _is_name(self, start: int, content: Spans) -> bool:
        """Tell whether the word has a capital for more than that it begins the content."""
        return self.text[start].isupper() and (start in self.named or start > content[0].start + 1)

    def _roles(self, quotation: Quotation) -> Stems:
        if quotation.speaker is None:
            return frozenset()
        called = self.called.get(quotation.speaker.entity or "", ())
        words = " ".join((quotation.speaker.name, *called)).casefold().split()
        return frozenset(self.lang.stem(word) for word in words if word not in self.lang.collation.function)

    def _joined(self, first: int, last: int) -> Stems:
        return frozenset().union(*self.sentences[max(0, first) : last])
