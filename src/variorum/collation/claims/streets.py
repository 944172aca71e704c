"""Streets that two reports name in two ways: Alder Street and Alder Road, Fenimore and Fennimore Avenue."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from rapidfuzz.distance import DamerauLevenshtein

from variorum.collation.claims.claim import Claim
from variorum.language.tables import Lexicon
from variorum.model import AnnotatedArticle, Span
from variorum.settings import FIGURES, SpellingSettings
from variorum.text.names import fold

Names = tuple[str, str]
"""The name of a street, folded, and which sort of street it is."""


def two_names(
    articles: Sequence[AnnotatedArticle], lists: Lexicon, least: SpellingSettings
) -> Iterator[tuple[tuple[Sequence[Claim], Sequence[Claim]], bool]]:
    """Yield the streets that reports name in two ways, by name, and whether only letters differ.

    A report that has both may know two streets. Ordered by the names. Numbered streets
    are left out: towns have a 28th Street and a 28th Avenue.
    """
    told: dict[Names, list[Claim]] = defaultdict(list)
    for source in articles:
        for names, claim in _streets(source, lists):
            told[names].append(claim)
    alike: dict[tuple[str, str], list[Names]] = defaultdict(list)
    for name, sort in sorted(told):
        alike["name", name].append((name, sort))
        alike[sort, name[:1]].append((name, sort))
    for (by, _), found in sorted(alike.items()):
        spelling = by != "name"
        for one, other in combinations(found, 2):
            reports = [{claim.source.article.id for claim in told[names]} for names in (one, other)]
            if reports[0].isdisjoint(reports[1]) and (not spelling or _slip(one[0], other[0], least)):
                yield (told[one], told[other]), spelling


def _streets(source: AnnotatedArticle, lists: Lexicon) -> Iterator[tuple[Names, Claim]]:
    """Yield each street that an article names, with its first place; nothing from furniture, nor from a log,
    whose paragraphs go from street to street.
    """
    text, seen, sorts = source.article.text, set(), tuple(sorted(lists.streets))
    if not any(word in text for word in _printed(sorts)):  # most reports name none
        return
    matches = list(_pattern(sorts).finditer(text))
    paragraphs = source.annotation.paragraphs
    homes = [bisect_right(paragraphs, match.start(), key=lambda span: span.start) for match in matches]
    in_one = Counter(homes)
    for found, home in zip(matches, homes, strict=True):
        names = fold(found["name"]), lists.streets[found["sort"].casefold()]
        span = Span(found.start("name"), found.end("sort"))
        if in_one[home] >= FIGURES.streets_of_log:
            continue
        if names not in seen and not any(span.overlaps(one) for one in source.annotation.furniture):
            seen.add(names)
            yield names, Claim(source=source, key=names, value=span.of(text), spans=(span,))


@cache
def _printed(sorts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sort.capitalize() for sort in sorted(sorts, key=len, reverse=True))


@cache
def _pattern(sorts: tuple[str, ...]) -> re.Pattern[str]:
    named = "|".join(_printed(sorts))
    return re.compile(
        rf"\b(?P<name>(?!(?:North|South|East|West)\b)[A-Z][a-z’'-]+(?:\s[A-Z][a-z’'-]+){{0,2}})"
        rf"\s(?P<sort>{named})\b"
    )


def _slip(one: str, other: str, least: SpellingSettings) -> bool:
    short = min(len(one), len(other))
    most = least.slips if short >= least.last_long else 1
    return short > least.last and DamerauLevenshtein.distance(one, other) <= most
