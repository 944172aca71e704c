"""Names that differ: another name in a quotation, or one person's last, first or middle name in two ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, product

from msgspec import Struct
from rapidfuzz.distance import DamerauLevenshtein

from variorum.collation.claims.claim import Claim, StoryPlace
from variorum.collation.claims.difference import Difference
from variorum.collation.claims.of_quotations import lift
from variorum.collation.claims.oppose import by_key, oppose
from variorum.collation.claims.spellings import spelled_apart
from variorum.collation.claims.story import StoryView
from variorum.collation.claims.told_alike import diverging
from variorum.language.language import Language, language_of
from variorum.model import AnnotatedArticle, Discrepancy, Entity
from variorum.model.kinds import Circumstance
from variorum.settings import CollateSettings, SpellingSettings
from variorum.text.names import NameData, fold, gender_of, name_data, parse_name

NAME = "name"


class _Person(Struct, frozen=True):
    """Somebody named in an article, of whom a claim is made for each part of the name that is compared.

    given: the first given name; middle: those after it; family: the last name as one word.
    """

    source: AnnotatedArticle
    entity: Entity
    given: tuple[str, ...]
    middle: tuple[str, ...]
    family: str

    @property
    def lang(self) -> Language:
        """The language of the article."""
        return language_of(self.source.article.lang)

    @property
    def first(self) -> str:
        """The first given name."""
        return self.given[0]


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Difference]:
    """Yield names that differ in quotations, and people whose names are spelled in two ways."""
    yield from lift(view, NAME)
    people, least = list(_people(view)), settings.names
    found = [*_last_names(view, people, least), *_first_names(view, people, name_data(view.lang), least)]
    found += _other_names(view, found, least)
    yield from found
    yield from diverging(view, NAME, settings, found)


def _people(view: StoryView) -> Iterator[_Person]:
    for source in view.articles:
        lang = language_of(source.article.lang)
        for entity in source.annotation.entities:
            named = entity.kind in ("person", "other") and not entity.name.split(" ")[-1].islower()
            parts = parse_name(entity.name, lang) if named else None  # else "senior union official"
            if parts and parts.given:
                yield _Person(source, entity, parts.given[:1], parts.given[1:], _family(entity.name, lang))


def _last_names(view: StoryView, people: list[_Person], least: SpellingSettings) -> list[Difference]:
    """Return the people of one first name whose last names are spelled in two ways."""
    known = {source.article.id: _families(source) for source in view.articles}
    spellings: dict[frozenset[str], list[_Person]] = {}
    for one, other in _of_one_given_name(people, least):
        # A name that nothing else marks as a person's may be misspelled; two such are no people.
        if "person" not in (one.entity.kind, other.entity.kind) or one.source is other.source:
            continue
        both = frozenset((one.family, other.family))
        if any(both <= families for families in known.values()):
            continue  # a report that has both may know two people
        members = spellings.setdefault(both, [])
        members += [person for person in (one, other) if person not in members]
    return [
        _discrepancy(view, spellings[key], lambda person: person.family, "spelling")
        for key in sorted(spellings, key=sorted)
    ]


def _first_names(
    view: StoryView, people: list[_Person], data: NameData, least: SpellingSettings
) -> Iterator[Difference]:
    """Yield the people of one last name whose first or middle names are given in two ways."""
    families: dict[str, list[_Person]] = defaultdict(list)
    for person in people:
        families[person.family].append(person)
    for family, members in sorted(families.items()):
        if len(family) < least.whole or len({one.source.article.id for one in members}) < 2:
            continue
        for part in (_first, _middle):
            forms: dict[str, list[_Person]] = defaultdict(list)
            for one in members:
                forms[part(one)].append(one)
            for a, b in combinations(sorted(forms), 2):
                if part is _first:
                    slip = _first_slips(forms[a][0], forms[b][0], data, least)
                    other = a[0] != b[0] and not _of_one_name(a, b, data)
                else:
                    slip, other = (
                        _middle_differs(forms[a][0], forms[b][0], data, least),
                        not _slip(a, b, least),
                    )
                if slip and _may_be_one(forms[a], forms[b]):
                    circumstance: Circumstance = "prose" if other else "spelling"
                    yield _discrepancy(view, [*forms[a], *forms[b]], part, circumstance)


def _other_names(
    view: StoryView, told: Sequence[Discrepancy], least: SpellingSettings
) -> Iterator[Difference]:
    """Yield other names that reports spell in two ways: of people with a last name alone, bodies, places."""
    known = [[set(fold(side.value).split()) for side in one.sides] for one in told]
    used: set[tuple[StoryPlace, ...]] = set()  # of a name with two words spelled otherwise one is told
    for sides in spelled_apart(view.articles, view.lang, least):
        words = [str(claims[0].key) for claims in sides]
        places = tuple(sorted(claims[0].place for claims in sides))
        if any(_holds(words, values) for values in known) or places in used or _are_streets(sides, view.lang):
            continue
        used.add(places)
        yield _spelled(view, sides, "spelling")


def _are_streets(sides: Sequence[Sequence[Claim]], lang: Language) -> bool:
    """Tell whether both sides are streets of one sort, which are told as places."""
    sorts = {lang.collation.streets.get(claims[0].value.split(" ")[-1].casefold()) for claims in sides}
    return len(sorts) == 1 and None not in sorts


def _holds(words: list[str], values: list[set[str]]) -> bool:
    """Tell whether two sides of what is told have one of two words each."""
    return all(any(word in value for value in values) for word in words)


def _first(person: _Person) -> str:
    return person.first


def _middle(person: _Person) -> str:
    return " ".join((person.first, *person.middle[:1]))


def _may_be_one(one: list[_Person], other: list[_Person]) -> bool:
    """Tell whether no report names both, and some report shows that a person is named."""
    reports = [{person.source.article.id for person in people} for people in (one, other)]
    return "person" in {person.entity.kind for person in (*one, *other)} and not reports[0] & reports[1]


def _middle_differs(a: _Person, b: _Person, data: NameData, least: SpellingSettings) -> bool:
    """Tell whether two people of one first name have whole middle names, not merely initials, and neither has
    all names of the other: "Pablo Antonio Lind-Reyes", "Pablo Lind-Reyes".
    """
    whole = all(person.middle and len(person.middle[0]) >= least.whole for person in (a, b))
    one, other = (set(fold(person.entity.name).replace("-", " ").split()) for person in (a, b))
    if one <= other or other <= one:
        return False
    return bool(whole) and a.first == b.first and a.first not in data.given_particles


def _first_slips(a: _Person, b: _Person, data: NameData, least: SpellingSettings) -> bool:
    """Tell whether two first names are forms of one by mistake: no short forms, no man and woman.

    Two whole names that go back to one, Catherine and Katherine, are no short forms of each other.
    """
    genders = {gender_of(one.entity.name, one.lang) for one in (a, b)} - {None}
    shorter = min(len(a.first), len(b.first))
    short_form = _of_one_name(a.first, b.first, data) and shorter < least.whole_first
    return len(genders) < 2 and not short_form and _slip(a.first, b.first, least)


def _of_one_name(a: str, b: str, data: NameData) -> bool:
    """Tell whether two first names are forms of one: Bill and William, Catherine and Katherine."""
    nothing: frozenset[int] = frozenset()
    return not data.nicknames.get(a, nothing).isdisjoint(data.nicknames.get(b, nothing))


def _slip(a: str, b: str, least: SpellingSettings) -> bool:
    """Tell whether two first names are one spelled in two ways, or mistaken for each other."""
    short = min(len(a), len(b))
    most = least.slips if short >= least.first_long else 1
    return short >= least.first and DamerauLevenshtein.distance(a, b) <= most


def _of_one_given_name(people: list[_Person], least: SpellingSettings) -> Iterator[tuple[_Person, _Person]]:
    """Yield the pairs of people with one given name whose last names are nearly one, in order of the first,
    then of the second. Names are compared, not people: most reports name the same ones.
    """
    places: dict[tuple[str, ...], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for at, person in enumerate(people):
        places[person.given][person.family].append(at)
    found: list[tuple[int, int]] = []
    for families in places.values():
        for one, other in combinations(families.values(), 2):
            if _spelled_apart(people[one[0]], people[other[0]], least):
                found += [(min(pair), max(pair)) for pair in product(one, other)]
    for first, second in sorted(found):
        yield people[first], people[second]


def _families(source: AnnotatedArticle) -> frozenset[str]:
    lang = language_of(source.article.lang)
    return frozenset(
        _family(entity.name, lang) for entity in source.annotation.entities if entity.kind == "person"
    )


def _family(name: str, lang: Language) -> str:
    """Return the last name without initials and particles: Assad and al-Assad are one spelling."""
    particles = name_data(lang).particles
    return "".join(part for part in parse_name(name, lang).family if len(part) > 1 and part not in particles)


def _spelled_apart(one: _Person, other: _Person, least: SpellingSettings) -> bool:
    """Tell whether the names agree in the given name and nearly in the last."""
    if one.given != other.given or len(one.given[0]) < 2:
        return False
    short, long = sorted((one.family, other.family), key=len)
    if short == long or len(short) < least.last or long == short + "s":  # "the Cohens"
        return False
    return DamerauLevenshtein.distance(short, long) <= (least.slips if len(short) >= least.last_long else 1)


def _discrepancy(
    view: StoryView, members: list[_Person], part: Callable[[_Person], str], circumstance: Circumstance
) -> Difference:
    return _spelled(view, by_key(_claim(person, part(person)) for person in members), circumstance)


def _spelled(view: StoryView, sides: Sequence[Sequence[Claim]], circumstance: Circumstance) -> Difference:
    lead = "a name is spelled differently" if circumstance == "spelling" else "a name differs"
    return oppose(view, NAME, sides, "name", lead=lead, circumstance=circumstance, quoted=True)


def _claim(person: _Person, form: str) -> Claim:
    """Return what a report calls somebody, told apart by ``form``; of its mentions the fullest."""
    text, mentions = person.source.article.text, person.entity.mentions
    parts = parse_name(person.entity.name, person.lang)
    read = [(span, parse_name(span.of(text), person.lang)) for span in mentions]
    family = [(span, found) for span, found in read if found.family == parts.family]
    full = [(span, found) for span, found in family if found.given[:1] == parts.given[:1]]
    span = (full or family or read)[0][0]
    return Claim(source=person.source, key=form, value=person.entity.name, spans=(span,))
