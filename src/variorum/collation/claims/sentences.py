"""Sentences that two reports tell in much the same words, found without looking at each pair."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.collation.claims.sharing import pairs_sharing
from variorum.language.met import Met
from variorum.model import (
    AnnotatedArticle,
    Span,
    SpanIndex,
    SpansWith,
)
from variorum.settings import PROSE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")
_LOW = Met(str.casefold)

Collated = Mapping[str, Sequence[tuple[Span, str]]]


class Sentence(Struct, frozen=True):
    """A sentence by its plain words; own: those that are not collated as a quotation."""

    source: AnnotatedArticle
    span: Span
    words: tuple[str, ...]
    own: tuple[str, ...]
    grams: frozenset[tuple[str, ...]]
    bag: frozenset[str]
    own_bag: frozenset[str]


def sentences(source: AnnotatedArticle, collated: Sequence[tuple[Span, str]]) -> Iterator[Sentence]:
    """Yield the sentences of an article in order, but for furniture, posts and the shortest.

    collated: spans whose words are readings of an utterance of several, with its id.
    """
    text = source.article.text
    skipped = SpanIndex([*source.annotation.furniture, *(post.span for post in source.annotation.posts)])
    in_utterances = SpansWith(collated)
    for span in source.annotation.sentences:
        printed = _WORD.findall(text, span.start, span.end)
        if len(printed) < PROSE.words_between or skipped.overlaps(span):
            continue
        inside = [one for one, _ in in_utterances.overlapping(span)]
        own = words = tuple(map(_LOW.__getitem__, printed))
        if inside:
            starts = [word.start() for word in _WORD.finditer(text, span.start, span.end)]
            own = tuple(
                word
                for start, word in zip(starts, words, strict=True)
                if not any(one.start <= start < one.end for one in inside)
            )
        grams = frozenset(zip(*(words[at:] for at in range(PROSE.gram)), strict=False))
        bag = frozenset(words)
        yield Sentence(source, span, words, own, grams, bag, frozenset(own) if inside else bag)


def told_twice(
    one: Sequence[Sentence], other: Sequence[Sentence], matched: Mapping[int, int]
) -> Iterator[tuple[Sentence, Sentence, int]]:
    """Yield the sentences told in both whose words are not the same, with how many words must agree.

    They are each other's nearest; or they are alike and stand between two that are, or beside one.

    matched: places of the nearest, in order of ``one``.
    """
    taken = set(matched.values())
    for index in sorted({near for at in matched for near in (at - 1, at + 1)} - matched.keys()):
        before, after = matched.get(index - 1), matched.get(index + 1)
        place = before + 1 if before is not None else after - 1 if after is not None else -1
        if not 0 <= index < len(one) or place in taken or not 0 <= place < len(other):
            continue
        least = PROSE.between if before is not None and after == place + 1 else PROSE.beside_one
        bags = one[index].bag, other[place].bag
        if len(bags[0] & bags[1]) >= least * max(map(len, bags)):
            yield one[index], other[place], PROSE.words_between
    for index, place in matched.items():
        if one[index].own != other[place].own and _alike(one[index].own_bag, other[place].own_bag):
            yield one[index], other[place], PROSE.words


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether half of the words of the shorter prose, collated words left out, stand in the other."""
    return 2 * len(one & other) >= min(len(one), len(other))


def nearest(
    sentences: Sequence[Sequence[Sentence]],
) -> Iterator[tuple[Sequence[Sentence], Sequence[Sentence], dict[int, int]]]:
    """Yield pairs of articles with the places of sentences that are each other's nearest.

    In the order of the first article. Pairs without any are left out. Of equally near ones the
    first is taken.
    """
    import numpy as np

    sizes = [len(of_article) for of_article in sentences]
    starts = [0, *accumulate(sizes)]
    owner = np.repeat(np.arange(len(sizes)), sizes)
    grams = [one.grams for of_article in sentences for one in of_article]
    lengths = np.array([len(one) for one in grams], np.int64)

    def likeness(
        first: NDArray[np.int64], second: NDArray[np.int64], shared: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        return shared / (lengths[first] + lengths[second] - shared)

    # A pair that is less alike is never the nearest of two that are alike.
    for first, second, shared in pairs_sharing(grams, sizes, lambda *found: likeness(*found) >= PROSE.grams):
        matched: dict[int, dict[int, int]] = defaultdict(dict)
        for at in _mutual(first, second, owner[second], likeness(first, second, shared)).tolist():
            article = int(owner[second[at]])
            matched[article][int(first[at] - starts[owner[first[at]]])] = int(second[at] - starts[article])
        for article in sorted(matched):
            yield sentences[int(owner[first[0]])], sentences[article], matched[article]


def _mutual(
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    article: NDArray[np.int64],
    likeness: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Return in their order the pairs that are the nearest of both, within each article."""
    import numpy as np

    if not len(first):
        return np.empty(0, np.int64)
    by_first = np.lexsort((second, -likeness, first, article))
    kept = np.ones(len(first), np.bool_)
    kept[1:] = (np.diff(first[by_first]) != 0) | (np.diff(article[by_first]) != 0)
    by_second = np.lexsort((first, -likeness, second))
    other = np.ones(len(first), np.bool_)
    other[1:] = np.diff(second[by_second]) != 0
    return np.sort(np.intersect1d(by_first[kept], by_second[other], assume_unique=True))  # places: each once
