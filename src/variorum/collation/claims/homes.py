"""Where somebody is from, as reports print it right behind the name: "Ada Lind, 25, of Corran"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from variorum.collation.claims.claim import Claim, full_names
from variorum.collation.claims.oppose import by_key
from variorum.collation.variants.substitutions import spelled_alike
from variorum.language.language import Language, language_of
from variorum.model import AnnotatedArticle, Collation, Entity, Span
from variorum.text.names import fold


def two_homes(
    articles: Sequence[AnnotatedArticle], collation: Collation
) -> Iterator[tuple[str, list[list[Claim]]]]:
    """Yield people who are from one place in a report and from another in others, with the sides, by name.

    Left out are a town beside a state or a country, since one may lie in the other, as where a report prints
    both one behind the other ("Corran, Lindmark"); a report that gives somebody two homes; and a place
    that is spelled in two ways.
    """
    names = full_names(collation.entities)
    told: dict[str, list[Claim]] = defaultdict(list)
    for source in articles:
        places = _places(source)
        for entity in source.annotation.entities:
            name = names.get((source.article.id, entity.id))
            homes = list(_homes(source, entity, places)) if name is not None else []
            if name is not None and len({home.key for home in homes}) == 1:
                told[name].append(homes[0])
    for name, claims in sorted(told.items()):
        sides = by_key(claims)
        homes_told = [str(side[0].key) for side in sides]
        if len(sides) > 1 and all(_apart(one, other, articles) for one, other in combinations(homes_told, 2)):
            yield name, sides


def _places(source: AnnotatedArticle) -> frozenset[Span]:
    entities = source.annotation.entities
    return frozenset(mention for one in entities if one.kind == "place" for mention in one.mentions)


def _homes(source: AnnotatedArticle, entity: Entity, places: frozenset[Span]) -> Iterator[Claim]:
    """Yield the places right behind the full names of somebody. key: the place."""
    text = source.article.text
    for mention in entity.mentions:
        if " " not in mention.of(text):
            continue
        found = _pattern(language_of(source.article.lang)).match(text, mention.end)
        if found is None or Span(*found.span("place")) not in places:  # "of Corran Police"
            continue
        span = Span(mention.start, found.end())
        yield Claim(source=source, key=fold(found["place"]), value=span.of(text), spans=(span,))


@cache
def _pattern(lang: Language) -> re.Pattern[str]:
    """Return the pattern of ", 25, of Corran"."""
    home = "|".join(sorted(lang.collation.home))
    word = r"[A-Z][\w\u2019'-]*"
    return re.compile(rf"(?:, \d{{1,3}},?| \(\d{{1,3}}\),?)? (?:{home}) (?P<place>{word}(?: {word}){{0,2}})")


def _apart(one: str, other: str, articles: Sequence[AnnotatedArticle]) -> bool:
    """Tell whether two places are neither spellings of one nor may be one in the other."""
    for source in articles:
        wide, text = language_of(source.article.lang).collation.regions, fold(source.article.text)
        if (one in wide) != (other in wide) or f"{one}, {other}" in text or f"{other}, {one}" in text:
            return False
    return not (spelled_alike(one, other) or set(one.split()) & set(other.split()))
