"""Streets that two reports name in two ways: Alder Street and Alder Road, Fenimore and Fennimore Avenue."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from msgspec import Struct
from rapidfuzz.distance import DamerauLevenshtein

from variorum.language.tables import Lexicon
from variorum.model import AnnotatedArticle, Evidence, Span
from variorum.settings import FIGURES, SpellingSettings
from variorum.text.names import fold

Names = tuple[str, str]
"""The name of a street, folded, and which sort of street it is."""


class TwoNames(Struct, frozen=True, kw_only=True):
    """A street as reports name it in two ways, with where. spelling: only letters differ."""

    sides: tuple[tuple[Evidence, ...], tuple[Evidence, ...]]
    spelling: bool


def two_names(
    articles: Sequence[AnnotatedArticle], lists: Lexicon, least: SpellingSettings
) -> Iterator[TwoNames]:
    """Yield the streets that reports name in two ways; a report that has both may know two streets.

    Ordered by the names. Numbered streets are left out: towns have a 28th Street and a 28th Avenue.
    """
    told: dict[Names, list[Evidence]] = defaultdict(list)
    for source in articles:
        for names, part in _streets(source, lists):
            told[names].append(part)
    alike: dict[tuple[str, str], list[Names]] = defaultdict(list)
    for name, sort in sorted(told):
        alike["name", name].append((name, sort))
        alike[sort, name[:1]].append((name, sort))
    for (by, _), found in sorted(alike.items()):
        spelling = by != "name"
        for one, other in combinations(found, 2):
            reports = [{part.article for part in told[names]} for names in (one, other)]
            if reports[0].isdisjoint(reports[1]) and (not spelling or _slip(one[0], other[0], least)):
                yield TwoNames(sides=(tuple(told[one]), tuple(told[other])), spelling=spelling)


def _streets(source: AnnotatedArticle, lists: Lexicon) -> Iterator[tuple[Names, Evidence]]:
    """Yield each street that an article names, with its first place; nothing from furniture, nor from a log,
    whose paragraphs go from street to street.
    """
    text, seen = source.article.text, set()
    matches = list(_pattern(tuple(sorted(lists.streets))).finditer(text))
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
            yield (
                names,
                Evidence(article=source.article.id, start=span.start, end=span.end, text=span.of(text)),
            )


@cache
def _pattern(sorts: tuple[str, ...]) -> re.Pattern[str]:
    named = "|".join(sort.capitalize() for sort in sorted(sorts, key=len, reverse=True))
    return re.compile(
        rf"\b(?P<name>(?!(?:North|South|East|West)\b)[A-Z][a-z’'-]+(?:\s[A-Z][a-z’'-]+){{0,2}})"
        rf"\s(?P<sort>{named})\b"
    )


def _slip(one: str, other: str, least: SpellingSettings) -> bool:
    short = min(len(one), len(other))
    most = least.slips if short >= least.last_long else 1
    return short > least.last and DamerauLevenshtein.distance(one, other) <= most
