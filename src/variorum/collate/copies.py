"""Sentences that two reports tell in the same words but for one place.

Reports take over each other's sentences, or an agency's, and change little: a number, a day, a *not*. What
changed there answers the same question by itself, whatever it is. The words between quotation marks are left
to the utterances.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from variorum.collate.changes import Change, Pair, changes
from variorum.collate.lexicon import Lexicon, content_words, lexicon
from variorum.collate.matching import compare, word_similarity
from variorum.collate.names_inside import name_kind
from variorum.collate.rendering import (
    Stretch,
    evidence_around,
    evidence_of,
    named_words,
    whole_words,
)
from variorum.model import AnnotatedArticle, DifferenceType, EntityKind, Evidence, Quotation, Span
from variorum.settings import CollateSettings
from variorum.text.normalise import read_words

_WORD = re.compile(r"[^\W_]+")
_GRAM = 3
_SHARED = 0.35  # share of the n-grams of words of the shorter sentence, to look at a pair at all
_WORDS = 6  # words that agree, at least
_LONGEST = 3  # words of a place; more are told otherwise and not changed
_PLACES = 4  # places at which the sentences differ; more are no copy
_ALIKE = 0.75  # share of agreeing words
_BESIDE = 2  # equal words beside the place on the one side, one on the other
_CONTEXT = 2  # words shown on either side of the place
_OF_PROSE: frozenset[DifferenceType] = frozenset(("negation", "figure", "date", "name", "place"))


class Copied(Struct, frozen=True, kw_only=True):
    """One side of a place: the words there and around them as printed, their keys, and where they stand.

    quotation: the one whose source the words belong to.
    """

    source: AnnotatedArticle
    value: str
    keys: str
    evidence: tuple[Evidence, ...]
    span: Span
    quotation: Quotation | None = None


class Divergence(Struct, frozen=True, kw_only=True):
    """A place where a sentence that two reports tell alike parts ways."""

    kind: DifferenceType
    sides: tuple[Copied, Copied]


class _Sentence(Struct, frozen=True):
    """A sentence by its plain words; own: those of the report's prose, not of quotations."""

    source: AnnotatedArticle
    span: Span
    own: tuple[str, ...]
    grams: frozenset[tuple[str, ...]]


def divergences(
    articles: Sequence[AnnotatedArticle],
    quoted: Mapping[str, Sequence[Span]],
    settings: CollateSettings,
) -> list[Divergence]:
    """Return the places where sentences that reports share differ, in order of the story.

    quoted: by article id, spans whose words are collated as quotations.
    """
    sentences = [list(_sentences(source, quoted.get(source.article.id, ()))) for source in articles]
    names = {source.article.id: named_words(source) for source in articles}
    read: dict[tuple[str, Span], Stretch] = {}
    found: list[Divergence] = []
    for one, other in combinations(sentences, 2):
        for a, b in _told_twice(one, other):
            for sentence in (a, b):
                if _place(sentence) not in read:
                    read[_place(sentence)] = _stretch(sentence, names)
            pair = _pair(read[_place(a)], read[_place(b)])
            if pair is not None:
                found += _places(pair, quoted, settings)
    return found


def _place(sentence: _Sentence) -> tuple[str, Span]:
    return sentence.source.article.id, sentence.span


def _sentences(source: AnnotatedArticle, quoted: Sequence[Span]) -> Iterator[_Sentence]:
    text = source.article.text
    skipped = [*source.annotation.furniture, *(post.span for post in source.annotation.posts)]
    for span in source.annotation.sentences:
        found = [
            (word.start(), word.group().casefold()) for word in _WORD.finditer(text, span.start, span.end)
        ]
        if len(found) < _WORDS or any(one.overlaps(span) for one in skipped):
            continue
        inside = [one for one in quoted if one.overlaps(span)]
        own = tuple(word for start, word in found if not any(one.start <= start < one.end for one in inside))
        words = tuple(word for _, word in found)
        grams = frozenset(words[at : at + _GRAM] for at in range(len(words) - _GRAM + 1))
        yield _Sentence(source, span, own, grams)


def _told_twice(
    one: Sequence[_Sentence], other: Sequence[_Sentence]
) -> Iterator[tuple[_Sentence, _Sentence]]:
    """Yield the sentences that are each other's nearest, and whose prose is not the same."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, sentence in enumerate(other):
        for gram in sentence.grams:
            places[gram].append(at)
    shared = [Counter(at for gram in sentence.grams for at in places.get(gram, ())) for sentence in one]
    nearest: dict[int, tuple[float, int]] = {}
    for index, counts in enumerate(shared):
        for at, count in counts.items():
            nearest[at] = max(nearest.get(at, (0.0, 0)), (_likeness(count, one[index], other[at]), -index))
    for index, counts in enumerate(shared):
        if not counts:
            continue
        likeness, place = max((_likeness(count, one[index], other[at]), -at) for at, count in counts.items())
        same = one[index].own == other[-place].own
        if not same and likeness >= _SHARED and nearest[-place][1] == -index:
            yield one[index], other[-place]


def _likeness(shared: int, one: _Sentence, other: _Sentence) -> float:
    return shared / (len(one.grams) + len(other.grams) - shared)


def _stretch(sentence: _Sentence, names: Mapping[str, dict[int, EntityKind]]) -> Stretch:
    read = read_words(sentence.source.article.text, [sentence.span])
    return Stretch(
        source=sentence.source,
        content=(sentence.span,),
        read=read,
        keys=tuple(word.key for word in read.words),
        names=names[sentence.source.article.id],
    )


def _pair(a: Stretch, b: Stretch) -> Pair[Stretch] | None:
    """Return the alignment of two sentences when it shows one sentence told twice."""
    numbers: dict[str, int] = {}
    ids = [[numbers.setdefault(key, len(numbers)) for key in stretch.keys] for stretch in (a, b)]
    match = compare(a, b, ids[0], ids[1], word_similarity(list(numbers)))
    inner = [one for one in match.operations[1:-1] if one.kind != "equal"]
    if match.matched < _WORDS or len(inner) > _PLACES or match.identity < _ALIKE:
        return None
    return Pair(base=a, reading=b, operations=match.operations)


def _places(
    pair: Pair[Stretch], quoted: Mapping[str, Sequence[Span]], settings: CollateSettings
) -> Iterator[Divergence]:
    found = [
        (kind, change)
        for change in changes(pair, name_kind, settings)
        if (kind := _kind(pair, change)) is not None and _beside(pair, change)
    ]
    if len(found) > 1 and any(kind == "name" for kind, _ in found):
        return  # with a number besides, it is told of somebody else
    for kind, change in found:
        sides = (
            _copied(pair.base, change.base_start, change.base_end),
            _copied(pair.reading, change.start, change.end),
        )
        if not any(
            span.overlaps(side.span) for side in sides for span in quoted.get(side.source.article.id, ())
        ):
            sourced = kind == "name" and all(side.quotation is not None for side in sides)
            yield Divergence(kind="attribution" if sourced else kind, sides=sides)


def _kind(pair: Pair[Stretch], change: Change) -> DifferenceType | None:
    """Return what a change of the reports' own prose is; None for other words about the same."""
    if max(change.base_end - change.base_start, change.end - change.start) > _LONGEST:
        return None
    if _status(pair, change):
        return "status"
    if change.kind in ("name", "place") and (_zones(pair, change) or not _only_names(pair, change)):
        return None
    if change.circumstance == "spelling" or (change.kind == "figure" and not _only_numbers(pair, change)):
        return None
    return change.kind if change.kind in _OF_PROSE else None


def _only_names(pair: Pair[Stretch], change: Change) -> bool:
    """Tell whether nothing of meaning but names stands at the place on either side."""
    sides = (
        (pair.base, pair.base.words[change.base_start : change.base_end]),
        (pair.reading, pair.reading.words[change.start : change.end]),
    )
    lists = lexicon()
    return all(
        name_kind(stretch, word) or word.key in lists.function or word.key in lists.titles
        for stretch, side in sides
        for word in side
    )


def _zones(pair: Pair[Stretch], change: Change) -> bool:
    """Tell whether one side has nothing of its own but a zone of time: ET, Eastern time, local time."""
    a = set(pair.base.keys[change.base_start : change.base_end])
    b = set(pair.reading.keys[change.start : change.end])
    return any(own and lexicon().zones >= own for own in (a - b, b - a))


def _status(pair: Pair[Stretch], change: Change) -> bool:
    """Tell whether the words set another standing in a case, or only one side has a doubt."""
    lists = lexicon()
    sides = (
        pair.base.keys[change.base_start : change.base_end],
        pair.reading.keys[change.start : change.end],
    )
    ranks = [_ranks(side, lists) for side in sides]
    if ranks[0] and ranks[1]:
        return ranks[0] != ranks[1]
    doubting = [not lists.doubts.isdisjoint(side) for side in sides]
    if doubting[0] == doubting[1] or min(map(len, sides)):
        return False
    alleging, stating = (pair.base, pair.reading) if doubting[0] else (pair.reading, pair.base)
    return (lists.doubts | lists.vouched).isdisjoint(set(stating.keys) - set(alleging.keys))


def _only_numbers(pair: Pair[Stretch], change: Change) -> bool:
    """Tell whether nothing of meaning but numbers differs at the place: then one thing is counted."""
    sides = (
        pair.base.words[change.base_start : change.base_end],
        pair.reading.words[change.start : change.end],
    )
    rest = [content_words([word.key for word in side if word.kind != "number"]) for side in sides]
    return rest[0] == rest[1]


def _ranks(keys: Iterable[str], lists: Lexicon) -> set[int]:
    return {step.rank for step in lists.status for key in keys if key in step.words}


def _beside(pair: Pair[Stretch], change: Change) -> bool:
    """Tell whether equal words stand on both sides of the place, two of them at least on one."""
    before = after = 0
    for operation in pair.operations:
        if operation.kind != "equal":
            continue
        if operation.a_end == change.base_start:
            before = operation.a_end - operation.a_start
        if operation.a_start == change.base_end:
            after = operation.a_end - operation.a_start
    at_end = change.base_end == len(pair.base.keys) and change.end == len(pair.reading.keys)
    at_start = change.base_start == change.start == 0
    sides = (before or (_BESIDE if at_start else 0)), (after or (_BESIDE if at_end else 0))
    return min(sides) >= 1 and max(sides) >= _BESIDE and before + after >= _BESIDE


def _copied(stretch: Stretch, start: int, end: int) -> Copied:
    words = stretch.words
    evidence = evidence_of(stretch, start, end) if end > start else evidence_around(stretch, start)
    shown = words[max(0, start - _CONTEXT) : end + _CONTEXT]
    text = stretch.source.article.text
    span = Span(evidence[0].start, evidence[-1].end)
    return Copied(
        source=stretch.source,
        value=" ".join(whole_words(text, shown).of(text).split()),
        keys=" ".join(stretch.keys[start:end]),
        evidence=evidence,
        span=span,
        quotation=_sourced(stretch.source, span),
    )


def _sourced(source: AnnotatedArticle, span: Span) -> Quotation | None:
    """Return the quotation whose source ``span`` is a part of."""
    return next(
        (one for one in source.annotation.quotations if any(part.overlaps(span) for part in one.source)),
        None,
    )
