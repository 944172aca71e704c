"""Sentences that two reports tell in the same words but for one place.

Reports take over each other's sentences, or an agency's, and change little: a number, a day, a *not*. What
changed there answers the same question by itself, whatever it is. Words that are collated as readings of one
utterance are left to it; of other words between quotation marks every change counts, as in a quotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from variorum.collation.claims.claim import Claim
from variorum.collation.claims.sentences import Collated, Sentence, nearest, sentences, told_twice
from variorum.collation.order import story_language
from variorum.collation.utterances.matching import Match, Vocabulary, compare
from variorum.collation.utterances.rendering import (
    NAMED,
    Stretch,
    evidence_around,
    evidence_of,
    whole_words,
    words_of,
)
from variorum.collation.variants.changes import AlignedPair, Change, changes
from variorum.collation.variants.names_inside import name_kind
from variorum.language.lexicon import content_words
from variorum.language.tables import Lexicon
from variorum.model import (
    AnnotatedArticle,
    DifferenceType,
    EntityKind,
    Quotation,
    Span,
    SpanIndex,
    SpansWith,
)
from variorum.model.kinds import Circumstance
from variorum.settings import PROSE, SHOWN, CollateSettings
from variorum.text.marks import pair_marks
from variorum.text.normalise import Word

if TYPE_CHECKING:
    pass

_OF_PROSE: frozenset[DifferenceType] = frozenset(("negation", "figure", "date", "name", "place"))
_FORMS: frozenset[DifferenceType] = frozenset(("form", "censoring"))
_OF_QUOTED = _OF_PROSE | frozenset[DifferenceType](("wording", "elision", "insertion"))

Names = Mapping[str, dict[int, EntityKind]]


class Copied(Claim, frozen=True, kw_only=True):
    """One side of a place: the words there (``key``), and with those around them as printed (``value``).

    quotation: the one whose source the words belong to. speaks: a verb of saying stands beside them.
    """

    key: str
    quotation: Quotation | None = None
    speaks: bool = False


class Divergence(Struct, frozen=True, kw_only=True):
    """A place where a sentence that two reports tell alike parts ways.

    circumstance: "prose" for the reports' own words.
    """

    kind: DifferenceType
    circumstance: Circumstance
    sides: tuple[Copied, Copied]


def divergences(
    articles: Sequence[AnnotatedArticle],
    collated: Collated,
    settings: CollateSettings,
) -> list[Divergence]:
    """Return the places where sentences that reports share differ, in order of the story.

    collated: by article id, spans whose words are readings of an utterance of several, with its id.
    """
    told = [list(sentences(source, collated.get(source.article.id, ()))) for source in articles]
    named = NAMED.of(articles, None)
    names = {source.article.id: words for source, words in zip(articles, named, strict=True)}
    taken = {source.article.id: _Taken(source, collated.get(source.article.id, ())) for source in articles}
    read: dict[tuple[str, Span], Stretch] = {}
    aligned = _Aligned(taken, Vocabulary(story_language(articles)), settings)
    found: list[Divergence] = []
    for one, other, matched in nearest(told):
        for a, b, least in told_twice(one, other, matched):
            for sentence in (a, b):
                if _place(sentence) not in read:
                    read[_place(sentence)] = _stretch(sentence, names)
            pair = aligned.pair(read[_place(a)], read[_place(b)], least)
            if pair is not None:
                found += _diverging(pair, aligned.changes(pair))
    return found


def _place(sentence: Sentence) -> tuple[str, Span]:
    return sentence.source.article.id, sentence.span


def _stretch(sentence: Sentence, names: Mapping[str, dict[int, EntityKind]]) -> Stretch:
    read = words_of(sentence.source, [sentence.span])
    return Stretch(
        source=sentence.source,
        content=(sentence.span,),
        read=read,
        keys=tuple(word.key for word in read.words),
        names=names[sentence.source.article.id],
    )


_Inside = tuple[Span, str]  # of a sentence, counted from its beginning, and what it is
_Print = tuple[str, tuple[tuple[int, EntityKind], ...], tuple[_Inside, ...]]


def _print(stretch: Stretch, taken: _Taken) -> _Print:
    """Return all that a comparison looks at: a sentence as printed, the sign behind it, its names, and what
    of it is collated or stands between quotation marks.
    """
    span = stretch.content[0]
    names = ((word.start - span.start, stretch.names[word.start]) for word in _named(stretch))
    return stretch.source.article.text[span.start : span.end + 1], tuple(names), taken.inside(span)


def _named(stretch: Stretch) -> Iterator[Word]:
    return (word for word in stretch.words if word.start in stretch.names)


class _Aligned:
    """Compares sentences, each two prints once: reports take over each other's."""

    def __init__(self, taken: Mapping[str, _Taken], words: Vocabulary, settings: CollateSettings) -> None:
        self._taken = taken
        self._settings = settings
        self._words = words
        self._prints: dict[_Print, int] = {}
        self._numbers: dict[tuple[str, Span], int] = {}
        self._matches: dict[tuple[int, int], Match] = {}
        self._changes: dict[tuple[int, int], list[_Told]] = {}

    def pair(self, a: Stretch, b: Stretch, least: int) -> AlignedPair[Stretch] | None:
        """Return the alignment of two sentences when it shows one told twice.

        least: words that must agree.
        """
        match = self._match(a, b)
        inner = [one for one in match.operations[1:-1] if one.kind != "equal"]
        if (
            match.matched < least
            or len(inner) > PROSE.places
            or match.identity < (PROSE.alike if least == PROSE.words else PROSE.between)
        ):
            return None
        return AlignedPair(base=a, reading=b, operations=match.operations)

    def changes(self, pair: AlignedPair[Stretch]) -> list[_Told]:
        """Return what changed between the two sentences of ``pair`` and is to be told."""
        both = self._number(pair.base), self._number(pair.reading)
        if both not in self._changes:
            known = self._taken[pair.base.article], self._taken[pair.reading.article]
            self._changes[both] = _changed(pair, known, self._settings)
        return self._changes[both]

    def _number(self, stretch: Stretch) -> int:
        place = stretch.source.article.id, stretch.content[0]
        if place not in self._numbers:
            own = _print(stretch, self._taken[stretch.article])
            self._numbers[place] = self._prints.setdefault(own, len(self._prints))
        return self._numbers[place]

    def _match(self, a: Stretch, b: Stretch) -> Match:
        both = self._number(a), self._number(b)
        known = self._matches.get(both)
        if known is None:
            known = self._matches[both] = compare(a, b, self._words)
        return known


_Told = tuple[DifferenceType, Change, bool]  # what is changed, how, and whether between quotation marks


def _changed(
    pair: AlignedPair[Stretch], taken: tuple[_Taken, _Taken], settings: CollateSettings
) -> list[_Told]:
    found: list[_Told] = []
    for change in changes(pair, name_kind, settings):
        if change.kind in _FORMS:
            continue
        places = (
            _words_at(pair.base, change.base_start, change.base_end),
            _words_at(pair.reading, change.start, change.end),
        )
        if taken[0].utterances(places[0]) & taken[1].utterances(places[1]):
            continue
        quoted = taken[0].between_marks(places[0]) and taken[1].between_marks(places[1])
        kind = _kind_quoted(change) if quoted else _kind(pair, change)
        if kind is not None and _beside(pair, change):
            found.append((kind, change, quoted))
    if len(found) > 1 and any(kind == "name" and not quoted for kind, _, quoted in found):
        return []  # with a number besides, it is told of somebody else
    return found


def _diverging(pair: AlignedPair[Stretch], found: Iterable[_Told]) -> Iterator[Divergence]:
    for kind, change, quoted in found:
        sides = (
            _copied(pair.base, change.base_start, change.base_end),
            _copied(pair.reading, change.start, change.end),
        )
        circumstance: Circumstance = "plain" if kind == "status" else "prose"
        if quoted:
            circumstance = change.circumstance
        elif kind == "name" and all(side.quotation is not None or side.speaks for side in sides):
            kind, circumstance = "attribution", "plain"
        yield Divergence(kind=kind, circumstance=circumstance, sides=sides)


def _words_at(stretch: Stretch, start: int, end: int) -> Span:
    """Return where words ``start:end`` stand; for none, the words on both sides of the gap."""
    first, last = (start, end) if end > start else (max(0, start - 1), min(start + 1, len(stretch.words)))
    return Span(stretch.words[first].start, stretch.words[last - 1].end)


class _Taken:
    """What of an article is collated, and what stands between quotation marks."""

    def __init__(self, source: AnnotatedArticle, collated: Sequence[tuple[Span, str]]) -> None:
        regions = pair_marks(source.article.text, source.annotation.paragraphs or None)
        marked = [region.span for region in regions if region.level == 0]
        self._marked = SpansWith((span, "") for span in marked)
        self._between = SpanIndex(marked)
        self._collated = SpansWith(collated)

    def inside(self, sentence: Span) -> tuple[_Inside, ...]:
        """Return what of a sentence is collated, by utterance, and what stands between marks, by ``""``."""
        found = [*self._collated.overlapping(sentence), *self._marked.overlapping(sentence)]
        return tuple(
            (
                Span(max(span.start - sentence.start, -1), min(span.end - sentence.start, len(sentence) + 1)),
                what,
            )
            for span, what in found
        )

    def utterances(self, place: Span) -> set[str]:
        """Return the utterances of which the words at a place are readings."""
        return {utterance for _, utterance in self._collated.overlapping(place)}

    def between_marks(self, place: Span) -> bool:
        """Tell whether the place stands between quotation marks."""
        return self._between.contains(place)


def _kind_quoted(change: Change) -> DifferenceType | None:
    """Return what a change between quotation marks is, if it is one to tell."""
    words = max(change.base_end - change.base_start, change.end - change.start)
    return change.kind if change.kind in _OF_QUOTED and words <= PROSE.changed_quoted else None


def _kind(pair: AlignedPair[Stretch], change: Change) -> DifferenceType | None:
    """Return what a change of the reports' own prose is; None for other words about the same."""
    if change.kind in ("name", "place") and _exchanged(pair, change):
        return change.kind
    if max(change.base_end - change.base_start, change.end - change.start) > PROSE.changed:
        return None
    if _status(pair, change):
        return "status"
    if change.kind in ("name", "place") and (_zones(pair, change) or not _only_names(pair, change)):
        return None
    if change.circumstance == "spelling" or (change.kind == "figure" and not _only_numbers(pair, change)):
        return None
    return change.kind if change.kind in _OF_PROSE else None


def _exchanged(pair: AlignedPair[Stretch], change: Change) -> bool:
    """Tell whether the same few words stand there in another order: who did what to whom is turned round."""
    sides = pair.base.keys[change.base_start : change.base_end], pair.reading.keys[change.start : change.end]
    return len(sides[0]) <= PROSE.changed_quoted and sorted(sides[0]) == sorted(sides[1])


def _only_names(pair: AlignedPair[Stretch], change: Change) -> bool:
    """Tell whether nothing of meaning but names stands at the place on either side."""
    sides = (
        (pair.base, pair.base.words[change.base_start : change.base_end]),
        (pair.reading, pair.reading.words[change.start : change.end]),
    )
    lists = pair.base.lists
    return all(
        name_kind(stretch, word) or word.key in lists.function or word.key in lists.titles
        for stretch, side in sides
        for word in side
    )


def _zones(pair: AlignedPair[Stretch], change: Change) -> bool:
    """Tell whether one side has nothing of its own but a zone of time: ET, Eastern time, local time."""
    a = set(pair.base.keys[change.base_start : change.base_end])
    b = set(pair.reading.keys[change.start : change.end])
    return any(own and pair.base.lists.zones >= own for own in (a - b, b - a))


def _status(pair: AlignedPair[Stretch], change: Change) -> bool:
    """Tell whether the words set another standing in a case, or only one side has a doubt."""
    lists = pair.base.lists
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


def _only_numbers(pair: AlignedPair[Stretch], change: Change) -> bool:
    """Tell whether nothing of meaning but numbers differs at the place: then one thing is counted."""
    sides = (
        pair.base.words[change.base_start : change.base_end],
        pair.reading.words[change.start : change.end],
    )
    lang = pair.base.lang
    rest = [content_words([word.key for word in side if word.kind != "number"], lang) for side in sides]
    return rest[0] == rest[1]


def _ranks(keys: Iterable[str], lists: Lexicon) -> set[int]:
    return {step.rank for step in lists.status for key in keys if key in step.words}


def _beside(pair: AlignedPair[Stretch], change: Change) -> bool:
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
    sides = (before or (PROSE.beside if at_start else 0)), (after or (PROSE.beside if at_end else 0))
    return min(sides) >= 1 and max(sides) >= PROSE.beside and before + after >= PROSE.beside


def _copied(stretch: Stretch, start: int, end: int) -> Copied:
    words = stretch.words
    evidence = evidence_of(stretch, start, end) if end > start else evidence_around(stretch, start)
    shown = words[max(0, start - SHOWN.beside_place) : end + SHOWN.beside_place]
    text = stretch.source.article.text
    spans = tuple(Span(part.start, part.end) for part in evidence)
    return Copied(
        source=stretch.source,
        value=" ".join(whole_words(text, shown).of(text).split()),
        key=" ".join(stretch.keys[start:end]),
        spans=spans,
        quotation=_sourced(stretch.source, Span(spans[0].start, spans[-1].end)),
        speaks=_speaks(stretch, start, end),
    )


def _speaks(stretch: Stretch, start: int, end: int) -> bool:
    """Tell whether words stand before a verb of saying ("Lind said"), or after one and end the clause."""
    lists, saying = stretch.lists, stretch.lists.saying
    if not saying.isdisjoint(stretch.keys[end : end + 1]):
        return True
    text, ends = stretch.source.article.text, stretch.words[end - 1].end if end > start else 0
    before = saying - lists.addressing
    return not before.isdisjoint(stretch.keys[max(0, start - 1) : start]) and text[ends : ends + 1] in ".,;"


def _sourced(source: AnnotatedArticle, span: Span) -> Quotation | None:
    """Return the quotation whose source ``span`` is a part of."""
    return next(
        (one for one in source.annotation.quotations if any(part.overlaps(span) for part in one.source)),
        None,
    )
