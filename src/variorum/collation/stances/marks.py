"""Answers of the scales of a language (``stances.toml``) as they stand in the sentences of a report."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct

from variorum.language.language import Language, language_of
from variorum.model import AnnotatedArticle, Span

_WORD = re.compile(r"[^\W_]+(?:[-'\u2019][^\W_]+)*")
_NEGATED = 6  # words before an answer among which a negation turns it

Phrases = dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]


class Mark(Struct, frozen=True, kw_only=True):
    """An answer in a sentence. at, end: words of the sentence, counted from 0. negated: "not charged"."""

    scale: str
    value: str
    at: int
    end: int
    negated: bool

    @property
    def answer(self) -> tuple[str, bool]:
        """What it answers, to be compared."""
        return self.value, self.negated


class Sentence(Struct, frozen=True, kw_only=True):
    """A sentence as it is compared.

    words: in small letters, with where they stand; stems: of each word of meaning, "" for others.
    names: capitalised words that do not begin it. numbers: digits. marks: its answers by scale.
    """

    source: AnnotatedArticle
    place: int
    span: Span
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    stems: tuple[str, ...]
    names: frozenset[str]
    numbers: frozenset[str]
    quoted: float
    negations: int
    marks: dict[str, tuple[Mark, ...]]

    def printed(self, words: Span) -> str:
        """Return some of its words as printed."""
        return Span(self.spans[words.start].start, self.spans[words.end - 1].end).of(self.source.article.text)


Rows = Sequence[Sentence | None]


def sentences(source: AnnotatedArticle) -> list[Sentence | None]:
    """Return the sentences of an article in order, None for one of furniture and posts."""
    annotation = source.annotation
    skipped = [*annotation.furniture, *(post.span for post in annotation.posts)]
    quoted = sorted(span for one in annotation.quotations if one.kind != "indirect" for span in one.content)
    spoken = language_of(source.article.lang)
    return [
        None
        if any(part.overlaps(span) for part in skipped)
        else _sentence(source, place, span, [part for part in quoted if part.overlaps(span)], spoken)
        for place, span in enumerate(annotation.sentences)
    ]


def _sentence(
    source: AnnotatedArticle, place: int, span: Span, quoted: Sequence[Span], spoken: Language
) -> Sentence:
    text = source.article.text
    spans = tuple(Span(*found.span()) for found in _WORD.finditer(text, span.start, span.end))
    printed = [part.of(text) for part in spans]
    words = tuple(word.casefold().replace("\u2019", "'") for word in printed)
    function = spoken.collation.function
    covered = sum(min(part.end, span.end) - max(part.start, span.start) for part in quoted)
    found: dict[str, list[Mark]] = defaultdict(list)
    for mark in _marks(words, spoken):
        if mark.end - mark.at > 1 or not _is_name(printed, mark.at):
            found[mark.scale].append(mark)
    return Sentence(
        source=source,
        place=place,
        span=span,
        words=words,
        spans=spans,
        stems=tuple("" if word in function else spoken.stem(_plain(word)) for word in words),
        names=frozenset(
            word
            for at, word in enumerate(words)
            if at and printed[at][0].isupper() and word not in function and not word.isdigit()
        ),
        numbers=frozenset(word for word in words if word.isdigit()),
        quoted=covered / max(1, len(span)),
        negations=sum(word in spoken.collation.negations or word.endswith("n't") for word in words),
        marks={name: tuple(rows) for name, rows in found.items()},
    )


def _is_name(printed: Sequence[str], at: int) -> bool:
    """Tell whether a single word is part of a name, or a month: "May", "Judge White"."""
    return printed[at][0].isupper() and (at > 0 or printed[at + 1 : at + 2] != [] and printed[1][0].isdigit())


def _plain(word: str) -> str:
    return word.removesuffix("'s")


def _marks(words: Sequence[str], spoken: Language) -> Iterator[Mark]:
    """Yield the answers in order; of two of one scale that overlap, the longer."""
    phrases, ends = _phrases(spoken), defaultdict(int)
    turning = spoken.collation.negations
    for at, word in enumerate(words):
        for phrase, scale, value in phrases.get(word, ()):
            end = at + len(phrase)
            if ends[scale] <= at and tuple(words[at:end]) == phrase:
                ends[scale] = end
                before = words[max(0, at - _NEGATED) : at]
                negated = any(one in turning or one.endswith("n't") for one in before)
                if not (negated and spoken.stances[scale].of):
                    yield Mark(scale=scale, value=value, at=at, end=end, negated=negated)


@cache
def _phrases(spoken: Language) -> Phrases:
    """Return the phrases of all scales by their first word, the longer ones first."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
    for name, scale in spoken.stances.items():
        for value, forms in scale.values.items():
            for form in forms:
                phrase = tuple(_WORD.findall(form))
                found[phrase[0]].append((phrase, name, value))
    return {word: tuple(sorted(rows, key=lambda row: (-len(row[0]), row))) for word, rows in found.items()}
