"""Another place: inside a quotation, or where a happening is told to have been."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

from msgspec import Struct

from variorum.collation.claims.of_prose import Telling
from variorum.collation.claims.of_quotations import lift
from variorum.collation.claims.story import (
    StoryView,
    count_reports,
    make_discrepancy,
    make_side,
    sentence_case,
)
from variorum.collation.claims.streets import two_names
from variorum.collation.claims.told_alike import diverging
from variorum.collation.utterances.rendering import span_evidence
from variorum.collation.variants.substitutions import spelled_alike
from variorum.language.lexicon import lexicon, stem
from variorum.model import AnnotatedArticle, Discrepancy, Evidence, Span, SpanIndex
from variorum.model.kinds import severity_of
from variorum.settings import CollateSettings
from variorum.text.names import fold

NAME = "place"

_COPY = 0.5  # share of all words of meaning that the two sentences have in common
_WORDS = 4  # and how many at least


class _Location(Struct, frozen=True):
    """Where something was done: the name, and the word and preposition before it."""

    span: Span
    name: str
    governed: tuple[str, str]


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Discrepancy]:
    """Yield the variants of this kind, happenings of the reports' own prose told in two places, and streets
    with two names.
    """
    yield from lift(view, NAME)
    found = [*_told_elsewhere(view), *_streets(view, settings)]
    yield from found
    yield from diverging(view, NAME, settings, found)


def _streets(view: StoryView, settings: CollateSettings) -> Iterator[Discrepancy]:
    """Yield streets that reports name in two ways."""
    for found in two_names(view.articles, lexicon(), settings.names):
        sides = [make_side(parts[0].text, parts) for parts in found.sides]
        shown = ", ".join(f"\u201c{side.value}\u201d in {count_reports(view, side)}" for side in sides)
        differs = "is spelled differently" if found.spelling else "has two names"
        severity = severity_of(NAME, "spelling" if found.spelling else "prose")
        yield make_discrepancy(NAME, severity, sides, sentence_case(f"a street {differs}: {shown}."))


def _told_elsewhere(view: StoryView) -> Iterator[Discrepancy]:
    """Yield happenings in two places; what one report has against several is one difference."""
    groups: list[dict[Evidence, _Location]] = []
    located = _Located()
    for one, other in view.retold:
        shared = one.stems & other.stems
        if len(shared) < max(_WORDS, _COPY * len(one.stems | other.stems)):
            continue
        for a, b in product(located.of(one), located.of(other)):
            if a.governed != b.governed or spelled_alike(fold(a.name), fold(b.name)):
                continue
            if not (_known(a, other) or _known(b, one)):
                joined = {span_evidence(one.source, a.span): a, span_evidence(other.source, b.span): b}
                touching = [group for group in groups if group.keys() & joined.keys()]
                for group in touching:
                    joined = group | joined
                groups = [group for group in groups if group not in touching] + [joined]
    for group in groups:
        yield _discrepancy(view, group)


class _Located:
    """The places that sentences name, each looked for once: a sentence is retold in many reports."""

    def __init__(self) -> None:
        self._people: dict[str, SpanIndex] = {}
        self._found: dict[tuple[str, Span], list[_Location]] = {}

    def of(self, telling: Telling) -> list[_Location]:
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


def _locations(telling: Telling, people: SpanIndex) -> Iterator[_Location]:
    lists = lexicon()
    calendar = lists.months | lists.weekdays
    for found in _pattern().finditer(telling.text):
        start = telling.span.start + found.start("name")
        span = Span(start, start + len(found["name"]))
        first = re.findall(r"\w+", found["name"])[0].casefold()
        if first in calendar or people.overlaps(span):
            continue
        yield _Location(span, found["name"], (stem(found["verb"].casefold()), found["preposition"].lower()))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    prepositions = "|".join(sorted(lexicon().locating))
    return re.compile(
        rf"\b(?P<verb>[a-z]+)\s+(?P<preposition>{prepositions})\s+(?:the\s+)?"
        r"(?P<name>[A-Z][\w\u2019'-]+(?:\s+[A-Z][\w\u2019'-]+)*)"
    )


def _known(location: _Location, telling: Telling) -> bool:
    """Tell whether the other report has any word of the place: then one may lie in the other."""
    text = fold(telling.source.article.text)
    return any(fold(word) in text for word in location.name.split())


def _discrepancy(view: StoryView, group: dict[Evidence, _Location]) -> Discrepancy:
    by_name: dict[str, list[Evidence]] = defaultdict(list)
    for part, location in group.items():
        by_name[location.name].append(part)
    sides = [make_side(name, parts) for name, parts in by_name.items()]
    shown = ", ".join(f"{side.value} in {count_reports(view, side)}" for side in sides)
    return make_discrepancy(
        NAME,
        severity_of(NAME, "prose"),
        sides,
        sentence_case(f"the place of what happened differs: {shown}."),
    )
