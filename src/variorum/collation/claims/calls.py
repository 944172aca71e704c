"""Numbers to call: the last line of many a report, copied by hand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from variorum.collation.claims.claim import Claim
from variorum.collation.claims.figures import days_apart
from variorum.model import AnnotatedArticle, Span, SpanIndex
from variorum.settings import FACTS, HAPPENINGS
from variorum.text.names import fold

# "call the Crime Line of Harnow at 1-800-555-TIPS": a body, and a number of digits, or of letters as well.
_CALL = re.compile(
    r",? at \(?(?P<number>(?:1[-. ]?)?\(?\d{3}\)?[-. ]{1,2}[0-9A-Z]{3,4}(?:-[0-9A-Z]{1,7}){1,3}"
    r"|\d{3}[-.]\d{4})(?![\w-])"
)
# A hyphen before a capital parts two words, any other is of one: else there are too many ways to read them.
_BODY = re.compile(
    r"(?!The )[A-Z][\w\u2019'&.]*(?:-(?![A-Z])[\w\u2019'&.]*)*"
    r"(?:[ -](?:of |the |and )?[A-Z][\w\u2019'&]*(?:-(?![A-Z])[\w\u2019'&]*)*)+\Z"
)
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
        if len(sides) > 1 and all(_apart(a, b) for a, b in combinations(claims, 2) if a.key != b.key):
            yield list(sides.values())


def _apart(one: Claim, other: Claim) -> bool:
    days = days_apart(one.source.article.date, other.source.article.date)
    if days is not None and days > HAPPENINGS.case_days:
        return False
    texts = [_digits(claim.source.article.text) for claim in (one, other)]
    return str(one.key) not in texts[1] and str(other.key) not in texts[0]


@lru_cache(maxsize=64)  # texts; a story's are asked again for each pair
def _digits(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    """Return digits alone, capitals as the keys of a telephone: TIPS is 8477."""
    return re.sub(r"[^0-9]", "", text.translate(_KEYS))


def _calls(source: AnnotatedArticle) -> dict[str, list[Claim]]:
    """Return the numbers to call of an article by whose they are; nothing from furniture."""
    text, furniture = source.article.text, SpanIndex(source.annotation.furniture)
    found: dict[str, list[Claim]] = defaultdict(list)
    for match in _CALL.finditer(text):
        body = _BODY.search(text, max(0, match.start() - FACTS.body), match.start())
        if body is None:
            continue
        span = Span(body.start(), match.end())
        if not furniture.overlaps(span):
            key = _plain(match["number"]).removeprefix("1")
            claim = Claim(source=source, key=key, value=span.of(text), spans=(span,))
            found[fold(body.group())].append(claim)
    return found
