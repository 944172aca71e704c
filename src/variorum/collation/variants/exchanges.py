"""What it is when the same words stand in another order.

Order carries sense: "40 dead and 12 hurt" is not "12 dead and 40 hurt". Harmless are a list in another order
("Averill and Hartwell", "Hartwell and Averill"), an adverbial that moved ("on Monday the board met", "the
board met on Monday"), and function words that moved among themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from variorum.collation.utterances.rendering import Stretch
from variorum.collation.variants.losses import negation_count
from variorum.model import DifferenceType
from variorum.model.kinds import Circumstance
from variorum.text.alignment import Operation
from variorum.text.normalise import Word

NameKind = Callable[[Stretch, Word], str | None]
_PARTS = re.compile(r"[,;:]")
_DAYS_OF_MONTH = 31


def turned(
    base: Stretch, reading: Stretch, operation: Operation, name_kind: NameKind
) -> tuple[DifferenceType, Circumstance]:
    """Return what it is that the words of ``operation``, the same on both sides, stand in another order."""
    a, b = (operation.a_start, operation.a_end), (operation.b_start, operation.b_end)
    if _is_date(base, *a) and _is_date(reading, *b):
        return "form", "plain"
    same = _content(base, *a) == _content(reading, *b)
    if _negated(base, *a, same=same) != _negated(reading, *b, same=same):
        return "negation", "plain"
    if same or _items(base, *a) == _items(reading, *b):
        return "wording", "function"
    if _moved_adverbial(base, reading, a, b):
        return "wording", "function"
    return _exchanged(base, reading, a, b, name_kind)


def _exchanged(
    base: Stretch, reading: Stretch, a: tuple[int, int], b: tuple[int, int], name_kind: NameKind
) -> tuple[DifferenceType, Circumstance]:
    """Return the gravest kind of word whose order differs; a kind that keeps its order is not exchanged."""
    words = base.lists
    dates = words.months | words.weekdays | words.day_words

    def orders(wanted: Callable[[Stretch, Word], bool]) -> tuple[list[str], list[str]]:
        return (
            [word.key for word in base.words[slice(*a)] if wanted(base, word)],
            [word.key for word in reading.words[slice(*b)] if wanted(reading, word)],
        )

    numbers = orders(lambda _, word: word.kind == "number")
    if numbers[0] != numbers[1] and _counted(base, *a) != _counted(reading, *b):
        days = all(_by_month(base, at) for at in range(*a) if base.words[at].kind == "number")
        return ("date" if days else "figure"), "plain"
    named_days = orders(lambda _, word: word.key in dates)
    if named_days[0] != named_days[1]:
        return "date", "plain"
    # At the head of a sentence a capital shows nothing; inside the other it does.
    named = {
        word.key
        for owner, (start, end) in ((base, a), (reading, b))
        for word in owner.words[start:end]
        if name_kind(owner, word) is not None and word.key not in words.titles
    }
    names = orders(lambda _, word: word.capital and word.key in named)
    if names[0] != names[1] and sorted(names[0]) == sorted(names[1]):
        kinds = {name_kind(base, word) for word in base.words[slice(*a)]} - {None}
        return ("place" if kinds == {"place"} else "name"), "plain"
    return "wording", "exchanged"


def _is_date(stretch: Stretch, start: int, end: int) -> bool:
    """Tell whether the words are a month and a day of it: "November 3", "the 3rd of November"."""
    content = [at for at in range(start, end) if _carries(stretch, at)]
    months = [at for at in content if stretch.keys[at] in stretch.lists.months]
    return len(content) == 2 and len(months) == 1 and any(_by_month(stretch, at) for at in content)


def _by_month(stretch: Stretch, at: int) -> bool:
    """Tell whether the number at ``at`` is a day of a month that stands beside it."""
    key = stretch.keys[at]
    beside = (*stretch.keys[max(0, at - 1) : at], *stretch.keys[at + 1 : at + 2])
    return key.isdigit() and int(key) <= _DAYS_OF_MONTH and not stretch.lists.months.isdisjoint(beside)


def _carries(stretch: Stretch, at: int) -> bool:
    """Tell whether a word carries meaning of its own; "May" does, "may" does not."""
    words = stretch.lists
    month = stretch.words[at].capital and stretch.keys[at] in words.months
    return month or stretch.keys[at] not in words.function and stretch.keys[at] not in words.negations


def _content(stretch: Stretch, start: int, end: int) -> list[str]:
    return [stretch.keys[at] for at in range(start, end) if _carries(stretch, at)]


def _negated(stretch: Stretch, start: int, end: int, *, same: bool) -> list[tuple[str, object]]:
    """Return for each negation what it turns: the number of words that carry meaning before it.

    Where these stand in another order themselves (same is False), the next of them.
    """
    found: list[tuple[str, object]] = []
    before = 0
    for at in range(start, end):
        before += _carries(stretch, at)
        if negation_count(stretch, at, at + 1):
            behind = next(
                (stretch.keys[j] for j in range(at + 1, len(stretch.keys)) if _carries(stretch, j)), ""
            )
            found.append((stretch.keys[at], before if same else behind))
    return sorted(found, key=repr)


def _counted(stretch: Stretch, start: int, end: int) -> list[tuple[str, str]]:
    """Return each number with the word that it counts, the next one that carries meaning."""
    found = []
    for at in range(start, end):
        if stretch.words[at].kind == "number":
            behind = range(at + 1, len(stretch.keys))
            counted = next((stretch.keys[other] for other in behind if _carries(stretch, other)), "")
            found.append((stretch.keys[at], stretch.lang.stem(counted)))
    return sorted(found)


def _items(stretch: Stretch, start: int, end: int) -> list[tuple[str, ...]]:
    """Return the items of the list that the words are, without function words, in no order.

    They are told by "and", "or", "but" and by commas.
    """
    words, text = stretch.lists, stretch.source.article.text
    items: list[list[str]] = [[]]
    for at in range(start, end):
        key = stretch.keys[at]
        between = text[stretch.words[at - 1].end : stretch.words[at].start] if at > start else ""
        if key in words.coordinators or _PARTS.search(between):
            items.append([])
        if _carries(stretch, at) or key in words.negations | words.conditions | words.ordering:
            items[-1].append(key)
    return sorted(tuple(item) for item in items if item)


def _moved_adverbial(base: Stretch, reading: Stretch, a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Tell whether one stretch alone moved inside its clause, and begins as an adverbial: "on Monday".

    The base has P X Y S, the reading P Y X S, where either X or Y is what moved.
    """
    one, other = base.keys[slice(*a)], reading.keys[slice(*b)]
    start = next((at for at, key in enumerate(one) if key != other[at]), len(one))
    end = next((at for at in range(len(one), start, -1) if one[at - 1] != other[at - 1]), start)
    one, other = one[start:end], other[start:end]
    words, first = base.lists, a[0] + start
    for cut in range(1, len(one)):
        if (*one[cut:], *one[:cut]) == other:
            parts = (first, first + cut), (first + cut, first + len(one))
            if base.keys[first + cut] in words.coordinators:
                return False  # over the end of its clause: "..., and the rest"
            return any(
                base.keys[moved[0]] in words.adverbial or base.keys[moved[0]].endswith("ly")
                for moved, passed in (parts, parts[::-1])
                if not _parts_clauses(base, *passed)
            )
    return False


def _parts_clauses(stretch: Stretch, start: int, end: int) -> bool:
    """Tell whether a clause ends among the words: a full stop, or a comma before "and"."""
    text, words = stretch.source.article.text, stretch.words
    joining = stretch.lists.coordinators | stretch.lists.ordering
    return any(
        at in stretch.read.sentences
        or stretch.keys[at] in joining
        and _PARTS.search(text[words[at - 1].end : words[at].start])
        for at in range(start + 1, end)
    )
