"""The grammar of figures: from a place where a number begins to the whole figure.

A figure is bound words, a number or range, a unit, and what it counts. Each rule looks a bounded stretch
to either side, so a text is read in time linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from variorum.annotation.figures.bounds import finish
from variorum.annotation.figures.core import read_core
from variorum.annotation.figures.labels import label_end
from variorum.annotation.figures.number_words import counts_one, read_fraction, read_ordinal, read_vague
from variorum.annotation.figures.ranges import read_decade, read_one_or_two
from variorum.annotation.figures.scores import read_score
from variorum.annotation.figures.units import currency_before, unit_tables
from variorum.annotation.markers import figure_triggers
from variorum.language.language import Language
from variorum.model import Figure, Span
from variorum.text.numbers import number_words, scale_pattern


def _before_scale(lang: Language) -> list[str]:
    return list(number_words(lang).vague.before)


def find_figures(
    text: str, sentence: Span, triggers: Sequence[re.Match[str]], taken: list[Span], lang: Language
) -> Iterator[Figure]:
    """Yield the figures of one sentence, in order.

    triggers: the words and digits of the sentence, at least those that ``figure_triggers`` tells of.
    taken: spans that are dates or times already; nothing overlaps them.
    """
    at = sentence.start
    ahead = sorted(taken, reverse=True)
    words = figure_triggers(lang)
    for trigger in triggers:
        word = trigger[0]
        if not (word in words or word.isdigit()) or trigger.start() < at:
            continue
        while ahead and ahead[-1].end <= trigger.start():
            ahead.pop()
        if ahead and ahead[-1].start <= trigger.start():
            at = ahead[-1].end
            continue
        if word in _ARTICLES and not _may_count(text, trigger.end(), lang):
            at = trigger.end()
            continue
        figure = _read(text, trigger, sentence.end, at, lang)
        if isinstance(figure, Figure):
            if not (ahead and figure.span.overlaps(ahead[-1])):
                yield figure
            at = max(figure.span.end, trigger.end())
        elif figure is not None:
            at = figure


_ARTICLES = frozenset(["a", "an", "A", "An", "AN"])
_NEXT_WORD = re.compile(r"[\s-]([^\W\d_]+)")


@cache
def _counting_words(lang: Language) -> frozenset[str]:
    """Return the words that follow an article which begins a figure, without what is joined on to them."""
    tables = number_words(lang)
    following = ["half", *tables.scales, *tables.fractions]
    first = [match[0].lower() for word in following if (match := _LETTERS.match(word))]
    return unit_tables(lang).first_words.union(first)


def _may_count(text: str, at: int, lang: Language) -> bool:
    """Tell at a glance whether an article that ends at ``at`` may begin a figure; most begin none."""
    following = _NEXT_WORD.match(text, at)
    return following is None or not following[1].isascii() or following[1].lower() in _counting_words(lang)


_LETTERS = re.compile(r"[^\W\d_]+")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)\b")


def _read(text: str, trigger: re.Match[str], end: int, floor: int, lang: Language) -> Figure | int | None:
    """Return the figure at a trigger; an offset to go on from when it is none; None to try the next word."""
    start = trigger.start()
    decade = read_decade(text, start, lang)
    if decade:
        return decade
    if text[start].isdigit():
        scored = read_score(text, start, lang)
        if scored:
            return scored
        skip = 0 if currency_before(text, start, lang) else label_end(text, start, lang)
        if skip:
            return skip
        ordinal = _ORDINAL.match(text, start)
        if ordinal:
            return read_ordinal(text, start, ordinal.end(), float(ordinal[1]), lang)
    else:
        special = _read_words(text, start, trigger[0].lower(), floor, lang)
        if special is not None:
            return special
    core = read_core(text, start, lang)
    if core is None or core.end > end:
        return None
    return finish(text, core, floor, lang)


@cache
def _vague(lang: Language) -> frozenset[str]:
    return number_words(lang).vague.words


_PARTS_BEGIN = frozenset(["a", "an", "one", "two", "three", "four", "five", "half"])


@cache
def _after_article(lang: Language) -> re.Pattern[str]:
    """Pattern of an article and what can make it a figure; most articles are none."""
    parts = "|".join(number_words(lang).fractions)
    return re.compile(rf"an?[\s-](?:half|{scale_pattern(lang)}|{parts})\b", re.IGNORECASE)


@cache
def _one_scale(lang: Language) -> re.Pattern[str]:
    return re.compile(rf"an?\s(?:half\s)?(?:{scale_pattern(lang)})\b", re.IGNORECASE)


@cache
def _half_scale(lang: Language) -> re.Pattern[str]:
    return re.compile(rf"half\san?\s(?:{scale_pattern(lang)})\b", re.IGNORECASE)


@cache
def _vague_scale(lang: Language) -> re.Pattern[str]:
    before = "|".join(word.replace(" ", r"\s") for word in _before_scale(lang))
    return re.compile(rf"(?:{before})(?:\s(?:{scale_pattern(lang)}))+\b", re.IGNORECASE)


def _read_words(text: str, start: int, word: str, floor: int, lang: Language) -> Figure | int | None:
    """Read what begins with a special word: vague amounts, fractions, ordinals, "one"."""
    if word in ("a", "an") and not _after_article(lang).match(text, start):
        return read_one_or_two(text, start, lang) or start + len(word)
    tables = number_words(lang)
    several = _vague_scale(lang).match(text, start)
    if several:
        return read_vague(text, start, several[0].lower(), lang)
    if word in _vague(lang):
        return read_vague(text, start, word, lang)
    if word in _PARTS_BEGIN:
        share = read_fraction(text, start, floor, lang)
        if share is not None:
            return share
    if word in tables.ordinals:
        after = start + len(word)
        if word in ("half", "quarter") or lang.phrases.figures.compound.match(text, after):
            return None
        spaced = text[after : after + 1] == " "
        return read_ordinal(text, start, after, float(tables.ordinals[word]), lang) if spaced else None
    if word in ("a", "an"):
        return None if _one_scale(lang).match(text, start) else start + len(word)
    if word == "half":
        return None if _half_scale(lang).match(text, start) else start + 4
    if word == "one" and not counts_one(text, start, lang):
        return start + 3
    if word == "second" or word in tables.fractions and word not in tables.words:
        return start + len(word)
    return None
