"""Names that differ: another name in a quotation, or one person's name spelled in two ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct
from rapidfuzz.distance import DamerauLevenshtein

from variorum.collation.claims.of_quotations import lift
from variorum.collation.claims.story import (
    StoryView,
    count_reports,
    make_discrepancy,
    make_side,
    sentence_case,
)
from variorum.collation.claims.told_alike import diverging
from variorum.collation.utterances.rendering import span_evidence
from variorum.model import AnnotatedArticle, Discrepancy, Entity, Side
from variorum.model.kinds import severity_of
from variorum.settings import CollateSettings
from variorum.text.names import name_data, parse_name

NAME = "name"

_SLIPS = 2  # letters that spellings of one last name differ in; more are mostly other names
_LONG_NAME = 8  # letters from which on two slips are allowed; Murray and Murphy are two names
_LETTERS = 5  # of the last name; shorter names one letter apart are mostly different names


class _Person(Struct, frozen=True):
    """Somebody named in an article; given: the first given name, family: the last name as one word."""

    source: AnnotatedArticle
    entity: Entity
    given: tuple[str, ...]
    family: str


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Discrepancy]:
    """Yield names that differ in quotations, and people whose last names are spelled in two ways."""
    yield from lift(view, NAME)
    people = [
        _Person(source, entity, parse_name(entity.name).given[:1], _family(entity.name))
        for source in view.articles
        for entity in source.annotation.entities
        if entity.kind in ("person", "other") and parse_name(entity.name).given
    ]
    known = {source.article.id: _families(source) for source in view.articles}
    spellings: dict[frozenset[str], list[_Person]] = {}
    for one, other in _of_one_given_name(people):
        # A name that nothing else marks as a person's may be misspelled; two such are no people.
        if "person" not in (one.entity.kind, other.entity.kind) or one.source is other.source:
            continue
        both = frozenset((one.family, other.family))
        if not _spelled_apart(one, other) or any(
            both <= known[person.source.article.id] for person in (one, other)
        ):
            continue  # a report that has both may know two people
        members = spellings.setdefault(both, [])
        members += [person for person in (one, other) if person not in members]
    found = [_discrepancy(view, spellings[key]) for key in sorted(spellings, key=sorted)]
    yield from found
    yield from diverging(view, NAME, settings, found)


def _of_one_given_name(people: list[_Person]) -> Iterator[tuple[_Person, _Person]]:
    """Yield the pairs of people with one given name, in order of the first, then of the second."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, person in enumerate(people):
        places[person.given].append(at)
    for first, second in sorted(pair for found in places.values() for pair in combinations(found, 2)):
        yield people[first], people[second]


def _families(source: AnnotatedArticle) -> frozenset[str]:
    return frozenset(_family(entity.name) for entity in source.annotation.entities if entity.kind == "person")


def _family(name: str) -> str:
    """Return the last name without initials and particles: Assad and al-Assad are one spelling."""
    particles = name_data().particles
    return "".join(part for part in parse_name(name).family if len(part) > 1 and part not in particles)


def _spelled_apart(one: _Person, other: _Person) -> bool:
    """Tell whether the names agree in the given name and nearly in the last."""
    if one.given != other.given or len(one.given[0]) < 2:
        return False
    short, long = sorted((one.family, other.family), key=len)
    if short == long or len(short) < _LETTERS or long == short + "s":  # "the Cohens"
        return False
    return DamerauLevenshtein.distance(short, long) <= (_SLIPS if len(short) >= _LONG_NAME else 1)


def _discrepancy(view: StoryView, members: list[_Person]) -> Discrepancy:
    families = list(dict.fromkeys(person.family for person in members))
    sides = [_side([person for person in members if person.family == family]) for family in families]
    shown = ", ".join(f"\u201c{side.value}\u201d in {count_reports(view, side)}" for side in sides)
    return make_discrepancy(
        NAME, severity_of(NAME, "spelling"), sides, sentence_case(f"a name is spelled differently: {shown}.")
    )


def _side(members: list[_Person]) -> Side:
    evidence = []
    for person in members:
        text = person.source.article.text
        family = parse_name(person.entity.name).family
        full = [span for span in person.entity.mentions if parse_name(span.of(text)).family == family]
        evidence.append(span_evidence(person.source, (full or list(person.entity.mentions))[0]))
    return make_side(members[0].entity.name, evidence)
