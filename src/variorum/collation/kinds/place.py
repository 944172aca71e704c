"""Another place: inside a quotation, or where a happening is told to have been."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from variorum.collation.claims.blocks import blocks_apart
from variorum.collation.claims.claim import Claim
from variorum.collation.claims.difference import Difference
from variorum.collation.claims.homes import two_homes
from variorum.collation.claims.of_prose import Telling
from variorum.collation.claims.of_quotations import lift
from variorum.collation.claims.oppose import by_key, linked, oppose
from variorum.collation.claims.story import StoryView
from variorum.collation.claims.streets import two_names
from variorum.collation.claims.told_alike import diverging
from variorum.collation.variants.substitutions import spelled_alike
from variorum.language.language import Language
from variorum.model import AnnotatedArticle, Span, SpanIndex
from variorum.model.kinds import Circumstance
from variorum.settings import HAPPENINGS, CollateSettings
from variorum.text.names import fold

NAME = "place"


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Difference]:
    """Yield the variants of this kind, happenings of the reports' own prose told in two places, streets with
    two names or numbers of a block, and people from two places.
    """
    yield from lift(view, NAME)
    found = [*_told_elsewhere(view), *_streets(view, settings), *blocks_apart(view), *_homes(view)]
    yield from found
    yield from diverging(view, NAME, settings, found)


def _streets(view: StoryView, settings: CollateSettings) -> Iterator[Difference]:
    """Yield streets that reports name in two ways."""
    for sides, spelling in two_names(view.articles, view.lang.collation, settings.names):
        lead = "a street is spelled differently" if spelling else "a street has two names"
        circumstance: Circumstance = "spelling" if spelling else "prose"
        yield oppose(view, NAME, sides, "street", lead=lead, circumstance=circumstance, quoted=True)


def _homes(view: StoryView) -> Iterator[Difference]:
    """Yield people who are from one place here and from another there."""
    for name, sides in two_homes(view.articles, view.collation):
        asked = f"where {name} is from"
        yield oppose(view, NAME, sides, asked, lead=f"{asked} differs", circumstance="prose", quoted=True)


def _told_elsewhere(view: StoryView) -> Iterator[Difference]:
    """Yield happenings in two places."""
    located = _Located()
    pairs: list[tuple[Claim, Claim]] = []
    for one, other in view.retold:
        shared = one.stems & other.stems
        if len(shared) < max(HAPPENINGS.place_words, HAPPENINGS.place_copy * len(one.stems | other.stems)):
            continue
        for a, b in product(located.of(one), located.of(other)):
            if a.question != b.question or spelled_alike(fold(a.value), fold(b.value)):
                continue
            if not (_known(a, other) or _known(b, one)):
                pairs.append((a, b))
    for claims in linked(pairs):
        yield oppose(view, NAME, by_key(claims), "place of what happened")


class _Located:
    """The places that sentences name, each looked for once: a sentence is retold in many reports."""

    def __init__(self) -> None:
        self._people: dict[str, SpanIndex] = {}
        self._found: dict[tuple[str, Span], list[Claim]] = {}

    def of(self, telling: Telling) -> list[Claim]:
        """Return the places that a sentence names."""
        article = telling.source.article.id
        key = article, telling.span
        if key not in self._found:
            if article not in self._people:
                self._people[article] = _people(telling.source)
            self._found[key] = list(_locations(telling, self._people[article]))
        return self._found[key]


def _people(source: AnnotatedArticle) -> SpanIndex:
    entities = source.annotation.entities
    return SpanIndex(mention for entity in entities if entity.kind == "person" for mention in entity.mentions)


def _locations(telling: Telling, people: SpanIndex) -> Iterator[Claim]:
    """Yield where a sentence tells that something was done, asked by the word and preposition before it."""
    lists, stem = telling.lang.collation, telling.lang.stem
    calendar = lists.months | lists.weekdays
    for found in _pattern(telling.lang).finditer(telling.text):
        start = telling.span.start + found.start("name")
        span = Span(start, start + len(found["name"]))
        first = re.findall(r"\w+", found["name"])[0].casefold()
        if first in calendar or people.overlaps(span):
            continue
        yield Claim(
            source=telling.source,
            question=(stem(found["verb"].casefold()), found["preposition"].lower()),
            key=found["name"],
            value=found["name"],
            spans=(span,),
        )


@cache
def _pattern(lang: Language) -> re.Pattern[str]:
    prepositions = "|".join(sorted(lang.collation.locating))
    return re.compile(
        rf"\b(?P<verb>[a-z]+)\s+(?P<preposition>{prepositions})\s+(?:the\s+)?"
        r"(?P<name>[A-Z][\w\u2019'-]+(?:\s+[A-Z][\w\u2019'-]+)*)"
    )


def _known(claim: Claim, telling: Telling) -> bool:
    """Tell whether the other report has any word of the place: then one may lie in the other."""
    text = fold(telling.source.article.text)
    return any(fold(word) in text for word in claim.value.split())
