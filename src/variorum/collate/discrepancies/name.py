"""Names that differ: another name in a quotation, or one person's name spelled in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from rapidfuzz.distance import DamerauLevenshtein

from variorum.collate.lifting import lift
from variorum.collate.rendering import span_evidence
from variorum.collate.severity import severity_of
from variorum.collate.story import StoryView, count_reports, make_discrepancy, make_side, sentence_case
from variorum.model import AnnotatedArticle, DifferenceType, Discrepancy, Entity, Side
from variorum.settings import CollateSettings
from variorum.text.names import name_data, parse_name

NAME: DifferenceType = "name"
DESCRIPTION = (
    "A quotation names somebody else in another report, or reports spell one person's name differently."
)
EXAMPLE = "“Anselm Kovarik” in three reports, “Anselm Kovarick” in one."

_SLIPS = 2  # letters that spellings of one last name differ in; more are mostly other names
_LONG_NAME = 8  # letters from which on two slips are allowed; Murray and Murphy are two names
_LETTERS = 5  # of the last name; shorter names one letter apart are mostly different names


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Discrepancy]:
    """Yield names that differ in quotations, and people whose last names are spelled in two ways."""
    yield from lift(view, NAME)
    people = [
        (source, entity)
        for source in view.articles
        for entity in source.annotation.entities
        if entity.kind in ("person", "other") and parse_name(entity.name).given
    ]
    spellings: dict[frozenset[str], list[tuple[AnnotatedArticle, Entity]]] = {}
    for (source, entity), (other_source, other) in combinations(people, 2):
        if "person" not in (entity.kind, other.kind):
            continue  # a name that nothing else marks as a person's may be misspelled; two are no people
        if _apart(source, other_source, entity, other) and _spelled_apart(entity.name, other.name):
            key = frozenset((_family(entity.name), _family(other.name)))
            members = spellings.setdefault(key, [])
            members += [one for one in ((source, entity), (other_source, other)) if one not in members]
    for key in sorted(spellings, key=sorted):
        yield _discrepancy(view, spellings[key])


def _apart(a: AnnotatedArticle, b: AnnotatedArticle, one: Entity, other: Entity) -> bool:
    """Tell whether two reports have one spelling each; a report that has both may know two people."""
    both = {_family(one.name), _family(other.name)}
    return a is not b and not any(
        both <= {_family(entity.name) for entity in source.annotation.entities if entity.kind == "person"}
        for source in (a, b)
    )


def _family(name: str) -> str:
    """Return the last name without initials and particles: Assad and al-Assad are one spelling."""
    particles = name_data().particles
    return "".join(part for part in parse_name(name).family if len(part) > 1 and part not in particles)


def _spelled_apart(one: str, other: str) -> bool:
    """Tell whether the names agree in the given name and nearly in the last."""
    a, b = parse_name(one), parse_name(other)
    if not (a.given and b.given) or a.given[0] != b.given[0] or len(a.given[0]) < 2:
        return False
    family_a, family_b = _family(one), _family(other)
    short, long = sorted((family_a, family_b), key=len)
    if short == long or len(short) < _LETTERS or long == short + "s":  # "the Cohens"
        return False
    return DamerauLevenshtein.distance(short, long) <= (_SLIPS if len(short) >= _LONG_NAME else 1)


def _discrepancy(view: StoryView, members: list[tuple[AnnotatedArticle, Entity]]) -> Discrepancy:
    families = list(dict.fromkeys(_family(entity.name) for _, entity in members))
    sides = [_side([one for one in members if _family(one[1].name) == family]) for family in families]
    shown = ", ".join(f"\u201c{side.value}\u201d in {count_reports(view, side.articles)}" for side in sides)
    return make_discrepancy(
        NAME, severity_of(NAME, "spelling"), sides, sentence_case(f"a name is spelled differently: {shown}.")
    )


def _side(members: list[tuple[AnnotatedArticle, Entity]]) -> Side:
    evidence = []
    for source, entity in members:
        family = parse_name(entity.name).family
        full = [span for span in entity.mentions if parse_name(span.of(source.article.text)).family == family]
        evidence.append(span_evidence(source, (full or list(entity.mentions))[0]))
    return make_side(members[0][1].name, evidence)
