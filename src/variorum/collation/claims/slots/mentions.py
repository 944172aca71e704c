"""Further places where a report tells what it tells on one side of a difference.

A report gives a number in its lead and again below, and a name in every paragraph. A search needs one place
of each; who mends a report needs all, so those that surely say the same are added to the evidence of a side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from variorum.collation.claims.difference import Difference
from variorum.collation.claims.oppose import make_discrepancy, make_side
from variorum.collation.claims.slots.values import VALUES, Value
from variorum.collation.claims.story import StoryView
from variorum.collation.utterances.rendering import span_evidence
from variorum.collation.variants.substitutions import spelled_alike
from variorum.model import AnnotatedArticle, Discrepancy, Evidence, Side, Span, SpanIndex
from variorum.settings import CollateSettings
from variorum.text.names import fold

_WORD = re.compile(r"[^\W\d_][\w\u2019'-]*")


def with_mentions(told: Sequence[Difference], view: StoryView, settings: CollateSettings) -> list[Difference]:
    """Return differences of the reports' own prose with further places on their sides, in the same order.

    Added are numbers and times of the same value that count the same, and of a name in two spellings the
    other places of the words that are spelled in two ways; a few for each report. Places that already stand
    on another side are never added.
    """
    found = _Found(view, settings)
    return [
        _extended(one, found) if one.utterance is None and one.type in ("figure", "date", "name") else one
        for one in told
    ]


def _extended(one: Difference, found: _Found) -> Difference:
    taken = {(part.article, part.start, part.end) for side in one.sides for part in side.evidence}
    sides = []
    for side in one.sides:
        others = [other for other in one.sides if other is not side]
        more = list(found.of(one, side, others, taken))
        taken |= {(part.article, part.start, part.end) for part in more}
        sides.append(make_side(side.value, [*side.evidence, *more]) if more else side)
    if sides == list(one.sides):
        return one
    return make_discrepancy(
        one.type,
        one.severity,
        sides,
        one.summary,
        relation=one.relation,
        probability=one.probability,
        question=one.question,
    )


class _Found:
    """The places of a story where a value or a word stands, looked for once for each report."""

    def __init__(self, view: StoryView, settings: CollateSettings) -> None:
        self._of = {source.article.id: source for source in view.articles}
        self._settings = settings
        told = VALUES.of(view.articles, settings.slots)
        self._values = {source.article.id: rows for source, rows in zip(view.articles, told, strict=True)}

    def of(
        self, one: Discrepancy, side: Side, others: Sequence[Side], taken: set[tuple[str, int, int]]
    ) -> Iterator[Evidence]:
        """Yield further places of a side; of each report up to ``mentions``, in the order of its text."""
        forms = _apart(side, others) if one.type == "name" else frozenset()
        for article in side.articles:
            own = [part for part in side.evidence if part.article == article]
            source = self._of[article]
            spans = _words(source, forms) if one.type == "name" else self._same(article, own)
            left = self._settings.slots.mentions
            for span in spans:
                if left and not any(
                    start < span.end and span.start < end for name, start, end in taken if name == article
                ):
                    left -= 1
                    yield span_evidence(source, span)

    def _same(self, article: str, own: Sequence[Evidence]) -> list[Span]:
        """Return where a report has a value again that its evidence has."""
        told = [
            value
            for value in self._values[article]
            if any(part.start <= value.span.start < part.end for part in own)
        ]
        return [
            value.span
            for value in self._values[article]
            if not value.quoted and any(value is not one and _says_the_same(one, value) for one in told)
        ]


def _says_the_same(one: Value, other: Value) -> bool:
    """Tell whether two values of one report are one number of one thing, or one time of day."""
    if one.same != other.same or one.figure.bound != other.figure.bound:
        return False
    if one.kind == "time":
        return True
    if one.kind == "age":
        return not (one.holder and other.holder and one.holder.isdisjoint(other.holder))
    if one.kind == "date":
        return False  # much happens on one day
    return not one.head.isdisjoint(other.head) and one.siblings == other.siblings == 1


def _apart(side: Side, others: Sequence[Side]) -> frozenset[str]:
    """Return the words of a side, as printed, that another side spells otherwise."""
    own = {word for part in side.evidence for word in _WORD.findall(part.text)}
    theirs = {fold(word) for other in others for part in other.evidence for word in _WORD.findall(part.text)}
    return frozenset(
        word
        for word in own
        if word[0].isupper()
        and fold(word) not in theirs
        and any(spelled_alike(fold(word), other) for other in theirs)
    )


def _words(source: AnnotatedArticle, forms: frozenset[str]) -> list[Span]:
    """Return where words stand in the prose of a report."""
    if not forms:
        return []
    annotation = source.annotation
    skipped = SpanIndex([*annotation.furniture, *(post.span for post in annotation.posts)])
    pattern = re.compile(rf"\b(?:{'|'.join(re.escape(form) for form in sorted(forms))})\b")
    found = [Span(*match.span()) for match in pattern.finditer(source.article.text)]
    return [span for span in found if not skipped.overlaps(span)]
