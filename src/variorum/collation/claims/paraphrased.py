"""Numbers of a paraphrase that are not those of the quotation it tells."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from variorum.collation.claims.bounds import agrees
from variorum.collation.claims.difference import Difference
from variorum.collation.claims.oppose import make_discrepancy, make_side, sentence_case, told_in
from variorum.collation.claims.story import StoryView
from variorum.collation.utterances.rendering import span_evidence
from variorum.language.language import Language
from variorum.language.lexicon import content_words
from variorum.model import AnnotatedArticle, Figure, Reading, Utterance
from variorum.model.kinds import severity_of
from variorum.settings import CollateSettings

_PLAIN_WORD = re.compile(r"[^\W\d_]+")
_COMPARED = ("count", "money", "share", "measure", "duration")


def paraphrased_numbers(view: StoryView, settings: CollateSettings) -> Iterator[Difference]:
    """Yield quotations whose one number of a kind and unit is another in a report that paraphrases them."""
    sources = {source.article.id: source for source in view.articles}
    for utterance in view.collation.utterances:
        base = utterance.readings[0]
        if base.kind == "indirect":  # nobody's words: compared as the reports' own prose is
            continue
        for reading in utterance.readings:
            if not reading.paraphrase or reading.article == base.article:
                continue
            if not _much_the_same(base, reading, view.lang, settings):
                continue
            quoted = _figures(sources[base.article], base)
            told = _figures(sources[reading.article], reading)
            apart = [
                (one, other)
                for one, other in _partners(quoted, told)
                if not agrees(one, other, settings.rounding)
            ]
            if len(apart) == 1:  # where all numbers are others, two occasions are told of
                ((one, other),) = apart
                first, second = sources[base.article], sources[reading.article]
                yield _discrepancy(view, utterance, (first, one), (second, other))


def _much_the_same(one: Reading, other: Reading, lang: Language, settings: CollateSettings) -> bool:
    """Tell whether the shorter of two readings has most of its words of meaning from the other.

    Of two that are told more freely, a number may well be of something else.
    """
    words, others = (
        set(content_words(_PLAIN_WORD.findall(reading.text.casefold()), lang)) for reading in (one, other)
    )
    shared, least = len(words & others), min(len(words), len(others))
    return shared >= settings.retold_words and shared >= settings.retold_share * least


def _figures(source: AnnotatedArticle, reading: Reading) -> list[Figure]:
    """Return the figures of a reading; those of an article stand in the order of the text."""
    figures = source.annotation.figures
    first = bisect_left(figures, reading.content[0].start, key=lambda figure: figure.span.start)
    last = bisect_left(figures, reading.content[-1].end, key=lambda figure: figure.span.start)
    return [
        figure
        for figure in figures[first:last]
        if figure.kind in _COMPARED and any(span.contains(figure.span) for span in reading.content)
    ]


def _partners(quoted: Sequence[Figure], told: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Yield pairs that are the only ones of their kind, unit and counted thing on both sides."""
    for figure in quoted:
        key = _key(figure)
        same = [one for one in quoted if _key(one) == key], [one for one in told if _key(one) == key]
        if len(same[0]) == len(same[1]) == 1:
            yield figure, same[1][0]


def _key(figure: Figure) -> tuple[str, str | None, str]:
    return figure.kind, figure.unit, (figure.of or "").split(" ")[-1]


def _discrepancy(
    view: StoryView, utterance: Utterance, *given: tuple[AnnotatedArticle, Figure]
) -> Difference:
    sides = []
    for source, figure in given:
        evidence = span_evidence(source, figure.span)
        sides.append(make_side(evidence.text, [evidence]))
    name = f" of {utterance.speakers[0].name}" if len(utterance.speakers) == 1 else ""
    summary = f"a number in a quotation{name} is another where it is paraphrased: {told_in(view, sides)}."
    severity = severity_of("figure", "prose")
    return make_discrepancy("figure", severity, sides, sentence_case(summary), utterance=utterance.id)
