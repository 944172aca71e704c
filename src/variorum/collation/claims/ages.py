"""Ages of people who are named, by what their reports print beside the name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations

from msgspec.structs import replace

from variorum.collation.claims.claim import Cast, full_names
from variorum.collation.claims.figures import Fact, background, days_apart, of_then
from variorum.collation.claims.oppose import by_key, gathered
from variorum.collation.claims.story import StoryView
from variorum.collation.last import LastOfStory
from variorum.collation.variants.substitutions import spelled_alike
from variorum.model import Entity, Span, StoryEntity
from variorum.settings import FACTS
from variorum.text.names import fold, gender_of, name_data, same_person

_WORD = r"(?: [a-z][a-z-]*)"
# "38-year-old [murder suspect] Ada Lind", "the 38-year-old [victim] as Ada Lind".
_ATTRIBUTIVE = re.compile(rf"(?P<between>{_WORD}{{0,3}}) ")
_NOUN = re.compile(r" ([a-z][a-z-]*)")

Aged = tuple[str, list[Fact], list[Fact]]
"""Somebody by name, the ages that are told, and those of all people of the story."""


def ages_apart(view: StoryView, told: Iterable[Aged]) -> Iterator[tuple[str, list[list[Fact]]]]:
    """Yield the people of a story whose ages cannot be one on the days of the reports, with the ages.

    told: what ``ages_told`` finds in the story.
    """
    every = {
        (fact.source.article.id, fact.low)
        for of_article in view.facts
        for fact in of_article
        if fact.figure.kind == "age"
    }
    for name, group, found in told:
        if _apart(group, every):
            yield name, by_key([*group, *_unnamed_ages(view.facts, group, found)])


def _apart(group: Sequence[Fact], every: Collection[tuple[str, float]]) -> bool:
    """Tell whether two ages of one person cannot both be, wherever they are told: a report may repeat the
    age of an earlier one.
    """
    values: dict[float, list[Fact]] = defaultdict(list)
    for fact in group:
        values[fact.low].append(fact)
    return any(
        all(_too_far(a, b) and not _of_kin(a, b, every) for a in ones for b in others)
        for ones, others in combinations(values.values(), 2)
    )


def _ages_told(figures: Sequence[Sequence[Fact]], people: Sequence[StoryEntity]) -> Sequence[Aged]:
    cast = full_names(people)
    found = [
        replace(fact, question=name, key=fact.low)
        for of_article in figures
        for fact in of_article
        for name in _aged(fact, cast)
    ]
    namesakes = _Namesakes(found)
    groups = gathered(found, lambda fact, other: _of_one(fact, other) and not namesakes.apart(fact, other))
    return tuple((_person(group[0]), group, found) for group in groups)


ages_told = LastOfStory(_ages_told)
"""The people whose ages are told, the ages of each, and those of all; of the figures of each report and the
entities of the story.
"""


class _Namesakes:
    """Two people of one name, or of names spelled alike, as reports that tell of both give their ages: father
    and son, Anna and Anne. found: the ages of a story with whose they are.
    """

    def __init__(self, found: Sequence[Fact]) -> None:
        self._shared: set[str] = set()
        self._apart: set[frozenset[str]] = set()
        by_word: dict[tuple[str, str], dict[tuple[str, float], Fact]] = defaultdict(dict)
        for fact in found:
            name = fold(_person(fact))
            for word in name.split():  # all pairs of a list of hundreds of victims would be too many
                by_word[fact.source.article.id, word].setdefault((name, fact.low), fact)
        for told in by_word.values():
            for one, other in combinations(told.values(), 2):
                if one.low != other.low and _may_be_one(one, other):
                    self._keep(one, other)

    def _keep(self, one: Fact, other: Fact) -> None:
        names = frozenset((fold(_person(one)), fold(_person(other))))
        if len(names) > 1:  # two ages of one name in one report are a slip of it
            self._apart.add(names)
            self._shared |= names if _generation_apart(one, other) else set()

    def apart(self, one: Fact, other: Fact) -> bool:
        """Tell whether two ages are given to two such people."""
        names = {fold(_person(one)), fold(_person(other))}
        return names in self._apart or (bool(names & self._shared) and _generation_apart(one, other))


def _generation_apart(one: Fact, other: Fact) -> bool:
    return abs(one.low - other.low) >= FACTS.generation


def _person(fact: Fact) -> str:
    return fact.question or ""


def _of_one(fact: Fact, other: Fact) -> bool:
    """Tell whether two ages are given to one person, whom two reports may spell in two ways."""
    if fact.source is other.source:  # "Richard Alan Lind, 18, ... his father, Richard Lind, 39"
        return fold(_person(fact)) == fold(_person(other))
    return _may_be_one(fact, other)


def _may_be_one(fact: Fact, other: Fact) -> bool:
    """Tell whether the names of two people may be two spellings of one."""
    names = _person(fact), _person(other)
    same = same_person(*names, fact.lang)
    if same != "unknown":
        return same == "yes"
    genders = {gender_of(name, fact.lang) for name in names} - {None}
    words = [fold(name).split() for name in names]
    firsts = {words[0][0], words[1][0]}
    if len(firsts) > 1 and name_data(fact.lang).given.keys() >= firsts:
        return fact.low == other.low  # Anna and Anne of two ages are rather two people
    return len(genders) < 2 and min(map(len, words)) > 1 and _one_name(fact, words[0], words[1])


def _one_name(fact: Fact, one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two names differ by spelling, or by a middle or a second last name."""
    if len(one) == len(other):
        return all(a == b or spelled_alike(a, b) for a, b in zip(one, other, strict=True))
    short, long = sorted((one, other), key=len)
    added = set(long) - set(short)
    return set(short) < set(long) and short[0] == long[0] and added.isdisjoint(name_data(fact.lang).suffixes)


def _too_far(a: Fact, b: Fact) -> bool:
    """Tell whether two ages cannot be those of one person on the days of the reports.

    Of one report, one that he "was" may be of another time: the report is where it tells of that time; and
    two a generation apart are those of a child named like the parent.
    """
    if a.source is b.source and (
        _was(a) or _was(b) or (_generation_apart(a, b) and (_by_kin(a) or _by_kin(b)))
    ):
        return False
    apart = days_apart(a.source.article.date, b.source.article.date)
    if apart is None:
        birthdays = 0 if a.source is b.source else FACTS.undated
    else:
        birthdays = 0 if apart <= FACTS.birthday_days else 1 + apart // 365
    return abs(a.low - b.low) > birthdays and not (_of_a_year(a, b) or _of_a_year(b, a))


def _of_kin(a: Fact, b: Fact, every: Collection[tuple[str, float]]) -> bool:
    """Tell whether one report has the other's age, too, a generation away: of a parent or child."""
    has = (a.source.article.id, b.low) in every or (b.source.article.id, a.low) in every
    return has and a.source is not b.source and _generation_apart(a, b)


def _of_a_year(then: Fact, now: Fact) -> bool:
    """Tell whether an age is the other in a year that its sentence names: "In 2012, Ada Lind, a 29-year-old
    clerk, robbed the bank", 43 in 2026.
    """
    published = (now.source.article.date or "")[:4]
    if not published.isdecimal():
        return False
    years = (int(published) - int(day[:4]) for day in then.dates if day[:4].isdecimal())
    return any(years > 0 and abs(then.low + years - now.low) <= 1 for years in years)


def _was(fact: Fact) -> bool:
    text = fact.source.article.text
    return bool(fact.phrases.ages.was.search(text[fact.sentence.start : fact.figure.span.start]))


def _by_kin(fact: Fact) -> bool:
    """Tell whether kin are told of where an age is, or in the sentence before it."""
    sentences = fact.source.annotation.sentences
    at = bisect_left(sentences, fact.sentence.start, key=lambda one: one.start)
    start = sentences[max(0, at - 1)].start
    words = re.findall(r"\w+", fact.source.article.text[start : fact.sentence.end].casefold())
    return not fact.lists.kin.isdisjoint(words)


def _unnamed_ages(
    found: Sequence[Sequence[Fact]], group: Sequence[Fact], ages: Sequence[Fact]
) -> Iterator[Fact]:
    """Yield "the 58-year-old" from reports that name the person without an age, where another gives it so."""
    name, known = _person(group[0]), {fact.low for fact in group}
    told = {(fact.source.article.id, fact.low) for fact in ages}
    counted = {fact.source.article.id for fact in group}
    for fact in (fact for of_article in found for fact in of_article):
        article = fact.source.article
        if fact.figure.kind != "age" or fact.low not in known or article.id in counted:
            continue
        definite = fact.phrases.ages.definite.search(
            article.text, fact.sentence.start, fact.figure.span.start
        )
        if not definite or (article.id, fact.low) in told:
            continue
        if any(
            same_person(name, entity.name, fact.lang) == "yes" for entity in fact.source.annotation.entities
        ):
            counted.add(article.id)
            yield replace(fact, question=name, key=fact.low)


def _aged(fact: Fact, cast: Cast) -> Iterator[str]:
    """Yield the person whose age the figure is: "Ada Lind, 38,", "the 38-year-old Ada Lind", "the
    38-year-old was identified as Ada Lind", "Ada Lind is his 38-year-old aunt", or the only person that its
    sentence names and of whom it tells an age ("who was 38", "at the age of 38").
    """
    if fact.figure.kind != "age" or fact.figure.bound != "exact":
        return
    text, span = fact.source.article.text, fact.figure.span
    before, after = text[fact.sentence.start : span.start], text[span.end : fact.sentence.end]
    if of_then(fact):
        return
    named, phrases = list(_named(fact, cast)), fact.phrases.ages
    for name, mention in named:
        if mention.end <= span.start and phrases.being.fullmatch(text[mention.end : span.start].rstrip()):
            yield name
            return
    if fact.lists.kin.intersection(re.findall(r"\w+", f"{before[-25:]} {after[:15]}".casefold())):
        return
    starts = _after(fact, before, after)
    for name, mention in named:
        if mention.start in starts and not _leads_to_noun(fact, mention):
            yield name
            return
    for name, mention in named:
        if mention.end <= span.start and phrases.beside.fullmatch(text[mention.end : span.start].rstrip()):
            yield name
            return
    past = background(fact) or phrases.of_then.search(before)  # "when she was 16"
    if len({name for name, _ in named}) == 1 and phrases.told.search(before) and not past:
        yield named[0][0]


def _after(fact: Fact, before: str, after: str) -> set[int]:
    """Return where the name of whom the age is told may begin behind it."""
    end = fact.figure.span.end
    if "-" not in fact.figure.span.of(fact.source.article.text):
        return set()
    found, phrases = _ATTRIBUTIVE.match(after), fact.phrases.ages
    identified = phrases.as_name.match(after) if phrases.identified.search(before) else None
    starts = {end + identified.end()} if identified else set()
    words = found["between"].split() if found else []
    if found and (len(words) < 2 or words[-1] in _person_nouns(fact)):  # "a 38-year-old man shot Ada Lind"
        starts.add(end + found.end())
    return starts


def _leads_to_noun(fact: Fact, mention: Span) -> bool:
    """Tell whether a name only says which person a noun behind it means: "a 38-year-old Marl man"."""
    behind = _NOUN.match(fact.source.article.text, mention.end)
    return behind is not None and behind[1] in _person_nouns(fact)


def _person_nouns(fact: Fact) -> frozenset[str]:
    roles = fact.lang.names.roles
    return roles.male | roles.female | roles.either | roles.office | fact.lists.attackers


def _named(fact: Fact, cast: Cast) -> Iterator[tuple[str, Span]]:
    """Yield the people whom a sentence names, by their full names, and where; by the last name, or by a
    given name alone.
    """
    text = fact.source.article.text
    for entity in fact.source.annotation.entities:
        if entity.kind not in ("person", "other"):
            continue
        name = _full_name(entity, fact, cast)
        for mention in entity.mentions if name else ():
            printed = mention.of(text)
            if fact.sentence.contains(mention) and _names(printed, name, fact):
                yield printed if _other_given(printed, name, fact) else name, mention


def _other_given(printed: str, name: str, fact: Fact) -> bool:
    """Tell whether a place prints another given name than the person's that it is taken for: Anna, Anne."""
    words, whole = fold(printed).split(), fold(name).split()
    return (
        len(words) > 1 and words[0] != whole[0] and name_data(fact.lang).given.keys() >= {words[0], whole[0]}
    )


def _full_name(entity: Entity, fact: Fact, cast: Cast) -> str:
    known = cast.get((fact.source.article.id, entity.id), "")
    return entity.name if " " in entity.name else known


def _names(mention: str, name: str, fact: Fact) -> bool:
    words, whole = fold(mention).split(), fold(name).split()
    lone = words == whole[:1] and words[0] not in fact.lang.names.words.origins  # "a 31-year-old Honduran"
    return bool(words) and (words[-1] == whole[-1] or lone)
