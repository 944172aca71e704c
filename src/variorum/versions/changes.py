"""What changed between two versions of a page: quotations, figures, names, notes of correction, other words.

Sentences of both are laid beside each other first, then the words of those that were rewritten. What only
moved is told as moved, and what stands in the furniture of the page (captions, "Read more") as boilerplate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Literal

from msgspec import Struct
from rapidfuzz.distance import LCSseq

from variorum.language.language import Language, language_of
from variorum.model import AnnotatedArticle, Span, SpanIndex
from variorum.settings import VERSIONS

ChangeKind = Literal[
    "headline",
    "note",  # a note that says that the report was changed
    "quotation",  # words inside a quotation
    "speaker",  # who is said to have said a quotation
    "figure",  # a number, an amount, a date
    "name",  # somebody or something that is named
    "words",  # the report's own words
    "moved",  # the same words in another place
    "boilerplate",  # nothing that the report says
]
_WORD = re.compile(r"\w+(?:[.,:’'-]\w+)*|[%€$£]")
_LEAD = re.compile(r"^[\s\[(*_“\"]*")


class VersionChange(Struct, frozen=True, kw_only=True):
    """One place that changed.

    kind: of several that a place is of, the first of ``ChangeKind``; of a whole sentence that was
        added or taken out ``quotation``, ``note`` or ``boilerplate``, where it holds such, else ``words``.

    was, now: spans of the older and of the newer text, whole sentences where ``whole``; one of them is empty
        where something was added or taken out, and then stands where that would be. Of a headline both are
        None, for it is no part of the text.
    before, after: the words; "" for none.
    """

    kind: ChangeKind
    was: Span | None
    now: Span | None
    before: str
    after: str
    whole: bool = False


def changes(old: AnnotatedArticle, new: AnnotatedArticle) -> tuple[VersionChange, ...]:
    """Return what changed from ``old`` to ``new``, the headline first, then in the order of the newer text.

    Marks, spaces and capitals are no change. Two versions that say the same give none.
    """
    found = list(_headline(old, new))
    older, newer = _Version(old), _Version(new)
    loose: list[VersionChange] = []
    for was, now in _stretches(older, newer):
        for one, other in _paired(older, newer, was, now):
            if one is not None and other is not None:
                found += _rewritten(older, newer, one, other)
            else:
                loose.append(_whole(older, newer, one, other, was, now))
    found += _with_moves(loose)
    return tuple(sorted(found, key=_place))


def only_boilerplate(found: Iterable[VersionChange]) -> bool:
    """Tell whether nothing changed that the report says: its places, or the furniture around it."""
    return all(one.kind in ("moved", "boilerplate") for one in found)


def _place(one: VersionChange) -> tuple[int, int, int, int]:
    now, was = one.now or Span(-1, -1), one.was or Span(-1, -1)
    return now.start, now.end, was.start, was.end


class _Version:
    """One version: its sentences and what stands where in it."""

    def __init__(self, annotated: AnnotatedArticle) -> None:
        self.text = annotated.article.text
        self.lang = language_of(annotated.article.lang)
        annotation = annotated.annotation
        self.sentences = [one for one in _sentences(annotated) if _folded(one.of(self.text))]
        self.words = [_folded(one.of(self.text)) for one in self.sentences]
        self.keys = [" ".join(words) for words in self.words]
        self.furniture = SpanIndex(annotation.furniture)
        self.spoken = SpanIndex(
            span for one in annotation.quotations if one.kind != "indirect" for span in one.content
        )
        self.sources = SpanIndex(span for one in annotation.quotations for span in one.source)
        self.figures = SpanIndex(one.span for one in annotation.figures)
        self.names = SpanIndex(span for one in annotation.entities for span in one.mentions)

    def of(self, span: Span) -> str:
        return span.of(self.text)

    def gap(self, sentences: range) -> Span:
        """Return the empty place before which a stretch of no sentences stands."""
        at = (
            self.sentences[sentences.start].start if sentences.start < len(self.sentences) else len(self.text)
        )
        return Span(at, at)


def _sentences(annotated: AnnotatedArticle) -> Iterator[Span]:
    """Yield the sentences, and each line of the text that has none."""
    text, at = annotated.article.text, 0
    for span in (*annotated.annotation.sentences, None):
        stop = span.start if span else len(text)
        for line in re.finditer(r"\S[^\n]*", text[at:stop]):
            yield Span(at + line.start(), at + line.end())
        if span is not None:
            yield span
            at = max(at, span.end)


def _folded(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _headline(old: AnnotatedArticle, new: AnnotatedArticle) -> Iterator[VersionChange]:
    was, now = old.article.title or "", new.article.title or ""
    if _folded(was) != _folded(now):
        yield VersionChange(kind="headline", was=None, now=None, before=was, after=now, whole=True)


def _stretches(old: _Version, new: _Version) -> Iterator[tuple[range, range]]:
    """Yield the sentences of both that are not the same, stretch by stretch between those that are."""
    numbers: dict[str, int] = {}
    keys = [[numbers.setdefault(key, len(numbers)) for key in one.keys] for one in (old, new)]
    yield from _unequal(keys[0], keys[1])


def _unequal(one: Sequence[int], other: Sequence[int]) -> Iterator[tuple[range, range]]:
    a = b = 0
    for block in LCSseq.opcodes(one, other):
        if block.tag == "equal":
            if block.src_start > a or block.dest_start > b:
                yield range(a, block.src_start), range(b, block.dest_start)
            a, b = block.src_end, block.dest_end
    if len(one) > a or len(other) > b:
        yield range(a, len(one)), range(b, len(other))


def _paired(old: _Version, new: _Version, was: range, now: range) -> Iterator[tuple[int | None, int | None]]:
    """Yield which sentence of a stretch became which, in order; None for what has no counterpart."""
    left, at = was.start, now.start
    for number in now:
        near = range(left, min(was.stop, left + VERSIONS.near))
        share, best = max(((_alike(old, new, one, number), -one) for one in near), default=(0.0, 0))
        if share < VERSIONS.alike:
            continue
        best = -best
        yield from ((one, None) for one in range(left, best))
        yield from ((None, other) for other in range(at, number))
        yield best, number
        left, at = best + 1, number + 1
    yield from ((one, None) for one in range(left, was.stop))
    yield from ((None, other) for other in range(at, now.stop))


def _alike(old: _Version, new: _Version, one: int, other: int) -> float:
    a, b = old.words[one], new.words[other]
    return LCSseq.similarity(a, b) / max(len(a), len(b), 1)


def _rewritten(old: _Version, new: _Version, one: int, other: int) -> Iterator[VersionChange]:
    """Yield the places in which a sentence was rewritten."""
    sides = (old, old.sentences[one]), (new, new.sentences[other])
    words = [list(_WORD.finditer(version.text, span.start, span.end)) for version, span in sides]
    numbers: dict[str, int] = {}
    keys = [[numbers.setdefault(word.group().casefold(), len(numbers)) for word in side] for side in words]
    for was, now in _unequal(keys[0], keys[1]):
        spans = (
            _span_of(words[0], was, sides[0][1]),
            _span_of(words[1], now, sides[1][1]),
        )
        yield VersionChange(
            kind=_kind(old, new, *spans, sides[0][1], sides[1][1]),
            was=spans[0],
            now=spans[1],
            before=old.of(spans[0]),
            after=new.of(spans[1]),
        )


def _span_of(words: Sequence[re.Match[str]], stretch: range, sentence: Span) -> Span:
    """Return where some words of a sentence stand; for none, the place behind the word before them."""
    if len(stretch):
        return Span(words[stretch.start].start(), words[stretch.stop - 1].end())
    at = words[stretch.start - 1].end() if stretch.start else sentence.start
    return Span(at, at)


def _kind(old: _Version, new: _Version, was: Span, now: Span, before: Span, after: Span) -> ChangeKind:
    """Return what a changed place is; before, after: the sentences that it stands in."""
    sides = [(old, was, before), (new, now, after)]
    if any(_is_note(version, sentence) for version, _, sentence in sides):
        return "note"
    if all(version.furniture.overlaps(sentence) for version, _, sentence in sides):
        return "boilerplate"
    layers: tuple[tuple[ChangeKind, str], ...] = (
        ("quotation", "spoken"),
        ("speaker", "sources"),
        ("figure", "figures"),
        ("name", "names"),
    )
    for kind, layer in layers:
        if any(_touches(getattr(version, layer), place) for version, place, _ in sides):
            return kind
    return "words"


def _touches(index: SpanIndex, place: Span) -> bool:
    """Tell whether a changed place is in a span; an empty one, if what was taken out stood in it."""
    return index.overlaps(place) if len(place) else index.contains(Span(place.start - 1, place.end + 1))


def _whole(
    old: _Version, new: _Version, one: int | None, other: int | None, was: range, now: range
) -> VersionChange:
    """Return the change that a sentence was taken out, or added."""
    before = old.sentences[one] if one is not None else old.gap(was)
    after = new.sentences[other] if other is not None else new.gap(now)
    version, sentence = (old, before) if one is not None else (new, after)
    kind: ChangeKind = "words"
    if _is_note(version, sentence):
        kind = "note"
    elif version.furniture.overlaps(sentence):
        kind = "boilerplate"
    elif version.spoken.overlaps(sentence):
        kind = "quotation"
    return VersionChange(
        kind=kind, was=before, now=after, before=old.of(before), after=new.of(after), whole=True
    )


def _with_moves(loose: Sequence[VersionChange]) -> Iterator[VersionChange]:
    """Yield whole sentences; one that was taken out here and added there as moved."""
    gone: dict[str, list[VersionChange]] = {}
    for one in reversed(loose):
        if one.before:
            gone.setdefault(" ".join(_folded(one.before)), []).append(one)
    moved: set[int] = set()
    for one in loose:
        if not one.after:
            continue
        home = gone.get(" ".join(_folded(one.after)))
        if home:
            other = home.pop()
            moved.add(id(other))
            yield VersionChange(
                kind="moved" if one.kind != "boilerplate" else "boilerplate",
                was=other.was,
                now=one.now,
                before=other.before,
                after=one.after,
                whole=True,
            )
        else:
            yield one
    yield from (one for one in loose if one.before and not one.after and id(one) not in moved)


def _is_note(version: _Version, sentence: Span) -> bool:
    text = _LEAD.sub("", version.of(sentence))
    return _notes(version.lang).match(text) is not None


@cache
def _notes(lang: Language) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row})" for row in lang.corrections.notes), re.IGNORECASE)
