"""The grammar of figures: from a place where a number begins to the whole figure.

A figure is bound words, a number or range, a unit, and what it counts. Each rule looks a bounded stretch
to either side, so a text is read in time linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from variorum.annotate.figures_bounds import finish
from variorum.annotate.figures_core import read_core
from variorum.annotate.figures_labels import label_end
from variorum.annotate.figures_numbers import number_words
from variorum.annotate.figures_scores import read_score
from variorum.annotate.figures_units import currency_before
from variorum.annotate.figures_words import counts_one, read_fraction, read_ordinal, read_vague
from variorum.model import Figure, Span

_TRIGGER = re.compile(r"[^\W\d_]+|\d+")


@cache
def _triggers() -> frozenset[str]:
    tables = number_words()
    words = {
        *tables["words"],
        "hundred",
        "thousand",
        "million",
        "billion",
        "trillion",
        "dozen",
        "half",
        "a",
        "an",
    }
    words |= {*tables["ordinals"], *tables["fractions"], *tables["vague"]["words"].split()}
    # Capitals as entries of their own spare every word of a text a change of case.
    return frozenset({*words, *(word.capitalize() for word in words), *(word.upper() for word in words)})


def find_figures(text: str, start: int, end: int, taken: list[Span]) -> Iterator[Figure]:
    """Yield the figures of one sentence, in order.

    taken: spans that are dates or times already; nothing overlaps them.
    """
    at = start
    ahead = sorted(taken, reverse=True)
    words = _triggers()
    for trigger in _TRIGGER.finditer(text, start, end):
        if not (trigger[0] in words or trigger[0].isdigit()) or trigger.start() < at:
            continue
        while ahead and ahead[-1].end <= trigger.start():
            ahead.pop()
        if ahead and ahead[-1].start <= trigger.start():
            at = ahead[-1].end
            continue
        figure = _read(text, trigger.start(), end, at)
        if isinstance(figure, Figure):
            if not (ahead and figure.span.overlaps(ahead[-1])):
                yield figure
            at = max(figure.span.end, trigger.end())
        elif figure is not None:
            at = figure


def _read(text: str, start: int, end: int, floor: int) -> Figure | int | None:
    """Return the figure at ``start``; an offset to go on from when it is none; None to try the next word."""
    if text[start].isdigit():
        scored = read_score(text, start)
        if scored:
            return scored
        skip = 0 if currency_before(text, start) else label_end(text, start)
        if skip:
            return skip
        ordinal = re.compile(r"(\d{1,3})(?:st|nd|rd|th)\b").match(text, start)
        if ordinal:
            return read_ordinal(text, start, ordinal.end(), float(ordinal[1]))
    word = text[start : start + 12].split()[0].lower() if text[start : start + 12].split() else ""
    special = _read_words(text, start, re.sub(r"[^a-z].*", "", word), floor)
    if special is not None:
        return special
    core = read_core(text, start)
    if core is None or core.end > end:
        return None
    return finish(text, core, floor)


def _read_words(text: str, start: int, word: str, floor: int) -> Figure | int | None:
    """Read what begins with a special word: vague amounts, fractions, ordinals, "one"."""
    tables = number_words()
    if word in tables["vague"]["words"].split():
        return read_vague(text, start, word)
    if word in ("a", "an", "one", "two", "three", "four", "five", "half"):
        share = read_fraction(text, start, floor)
        if share is not None:
            return share
    if word in tables["ordinals"]:
        after = start + len(word)
        if word in ("half", "quarter") or re.compile(r"-(?:year|largest|biggest|century|highest)").match(
            text, after
        ):
            return None
        return (
            read_ordinal(text, start, after, float(tables["ordinals"][word]))
            if text[after : after + 1] == " "
            else None
        )
    if word in ("a", "an"):
        nxt = re.compile(r"an?\s(?:half\s)?(hundred|thousand|million|billion|trillion|dozen)\b", re.I).match(
            text, start
        )
        return None if nxt else start + len(word)
    if word == "half":
        return (
            start + 4
            if not re.compile(r"half\san?\s(?:dozen|million|billion|thousand)", re.I).match(text, start)
            else None
        )
    if word == "one" and not counts_one(text, start):
        return start + 3
    if word == "second" or word in tables["fractions"] and word not in tables["words"]:
        return start + len(word)
    return None
