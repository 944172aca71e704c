"""Long numbers that reports print a digit apart: $5,587.75 and $5,687.75, 43,172 and 41,372 people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from variorum.collation.claims.figures import Fact
from variorum.settings import FACTS

_NO_DIGIT = re.compile(r"\D")
_COMPARED = ("count", "money", "measure")


def a_digit_apart(found: Sequence[Sequence[Fact]]) -> Iterator[tuple[Fact, Fact]]:
    """Yield two numbers of one thing, the one with a digit exchanged or two neighbours turned.

    found: the facts of each report; each number counts once in a report. Round numbers are left out, since
    two of them are a digit apart by chance, and so is a number whose other is printed anywhere in its report.
    """
    told = [_numbers(of_article) for of_article in found]
    homes: dict[tuple[object, ...], list[tuple[int, str]]] = defaultdict(list)
    for report, numbers in enumerate(told):
        for digits, fact in numbers.items():
            for key in _left_open(digits):
                homes[fact.figure.kind, fact.figure.unit, key].append((report, digits))
    pairs = {pair for places in homes.values() for pair in combinations(sorted(places), 2)}
    for (report, digits), (other, others) in sorted(pairs):
        if report == other or digits in told[other] or others in told[report]:
            continue
        one, two = told[report][digits], told[other][others]
        if len(one.around & two.around) >= FACTS.mistyped_words:
            yield one, two


def _numbers(facts: Sequence[Fact]) -> dict[str, Fact]:
    """Return the first fact of a report for each long number, by its digits."""
    found: dict[str, Fact] = {}
    for fact in facts:
        digits = _NO_DIGIT.sub("", fact.figure.span.of(fact.source.article.text))
        if fact.figure.kind in _COMPARED and fact.figure.bound == "exact":
            found.setdefault(digits, fact)
    return {digits: fact for digits, fact in found.items() if len(digits.strip("0")) >= FACTS.mistyped}


def _left_open(digits: str) -> Iterator[tuple[str, str]]:
    """Yield what two numbers share that are a digit apart, or two neighbours."""
    for at in range(len(digits)):
        if digits[at] != "0":  # a 0 for another digit is a rounding
            yield "exchanged", f"{digits[:at]}?{digits[at + 1 :]}"
        turned = "".join(sorted(digits[at : at + 2]))
        if len(turned) == 2 and turned[0] != turned[1]:
            yield "turned", f"{digits[:at]}({turned}){digits[at + 2 :]}"
