"""Numbers to call: the last line of many a report, copied by hand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from variorum.collation.claims.claim import Claim
from variorum.collation.claims.figures import days_apart
from variorum.language.language import language_of
from variorum.model import AnnotatedArticle, Span, SpanIndex
from variorum.settings import FACTS, HAPPENINGS
from variorum.text.names import fold

_LETTERS = ("ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ")  # on the keys 2 to 9
_KEYS = {ord(letter): str(key) for key, letters in enumerate(_LETTERS, 2) for letter in letters}


def two_numbers_to_call(articles: Sequence[AnnotatedArticle]) -> Iterator[list[list[Claim]]]:
    """Yield the sides of bodies for which reports of the same days give one number each, and not the same.

    Ordered by body. A report that has the other's number anywhere, for whatever, may know two desks.
    """
    told: dict[str, list[Claim]] = defaultdict(list)
    for source in articles:
        for body, claims in _calls(source).items():
            if len({claim.key for claim in claims}) == 1:
                told[body].append(claims[0])
    for _, claims in sorted(told.items()):
        sides: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            sides[str(claim.key)].append(claim)
        if len(sides) < 2:
            continue
        digits = [_plain(claim.source.article.text) for claim in claims]
        pairs = combinations(zip(claims, digits, strict=True), 2)
        if all(_apart(*a, *b) for a, b in pairs if a[0].key != b[0].key):
            yield list(sides.values())


def _apart(one: Claim, digits: str, other: Claim, others: str) -> bool:
    """Tell whether neither report has the other's number. digits, others: all those of each report."""
    days = days_apart(one.source.article.date, other.source.article.date)
    if days is not None and days > HAPPENINGS.case_days:
        return False
    return str(one.key) not in others and str(other.key) not in digits


def _plain(text: str) -> str:
    """Return digits alone, capitals as the keys of a telephone: TIPS is 8477."""
    return re.sub(r"[^0-9]", "", text.translate(_KEYS))


def _calls(source: AnnotatedArticle) -> dict[str, list[Claim]]:
    """Return the numbers to call of an article by whose they are; nothing from furniture."""
    text, furniture = source.article.text, SpanIndex(source.annotation.furniture)
    found: dict[str, list[Claim]] = defaultdict(list)
    phrases = language_of(source.article.lang).collation_phrases.calls
    for match in phrases.call.finditer(text):
        body = phrases.body.search(text, max(0, match.start() - FACTS.body), match.start())
        if body is None:
            continue
        span = Span(body.start(), match.end())
        if not furniture.overlaps(span):
            key = _plain(match["number"]).removeprefix("1")
            claim = Claim(source=source, key=key, value=span.of(text), spans=(span,))
            found[fold(body.group())].append(claim)
    return found
