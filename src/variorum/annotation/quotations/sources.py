"""Sources that the network cut too short, or took from the wrong side of a passive."""

from __future__ import annotations

from bisect import bisect_right

from variorum.annotation.quotations import phrases
from variorum.annotation.quotations.items import units_of
from variorum.annotation.quotations.passive import addressing, agent, is_told
from variorum.language.language import Language
from variorum.model import Span, Spans


def whole_source(text: str, sentences: Spans, source: Spans, cue: Spans, lang: Language) -> Spans:
    """Return ``source``, or the noun phrase with its clause where it is that clause's pronoun alone.

    "Ada Lind, [who] finished last, said": the pronoun is the source only where it is the subject of the cue
    itself, as in PolNeAR (train part: 195 of 196 such pronouns).
    """
    if len(source) != 1 or not cue or source[0].of(text).lower() not in lang.words.relative_subject:
        return source
    pronoun = source[0]
    between = text[pronoun.end : cue[0].start]
    if cue[0].start < pronoun.end or not ("," in between or cue[0].of(text) == ":"):
        return source
    at = bisect_right(sentences, pronoun.start, key=lambda span: span.start) - 1
    if at < 0:
        return source
    for unit in units_of(text, sentences[at], sentences[at : at + 1], []):
        index = next((i for i, item in enumerate(unit) if item.start == pronoun.start), 0)
        if index > 1:
            comma = unit[index - 1].low == ","
            start = phrases.noun_phrase_left(unit, index - 1 if comma else index, 0, lang)
            if start is not None:
                end = pronoun.end + len(between.rstrip(" ,"))
                return (Span(unit[start].start, end),)
    return source


def speaking_source(text: str, sentences: Spans, source: Spans, cue: Spans, lang: Language) -> Spans:
    """Return ``source``, or who speaks to it where the cue is passive: "Ada Lind was told by [the judge]".

    Empty where nobody is said to speak.
    """
    if not source or not cue or source[0].start > cue[0].start:
        return source
    if addressing(lang).isdisjoint(word.lower() for span in cue for word in span.of(text).split()):
        return source
    at = bisect_right(sentences, cue[-1].start, key=lambda span: span.start) - 1
    if at < 0:
        return source
    for unit in units_of(text, sentences[at], sentences[at : at + 1], []):
        inside = [
            i for i, item in enumerate(unit) if any(span.start <= item.start < span.end for span in cue)
        ]
        verb = next((i for i in reversed(inside) if is_told(unit, i, lang)), None)
        if verb is not None:
            found = agent(unit, verb, len(unit), lang)
            return (Span(unit[found[0]].start, unit[found[1] - 1].end),) if found else ()
    return source
