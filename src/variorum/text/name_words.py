"""The word lists about names, roles, bodies and documents, from a language's ``names.toml``."""

from __future__ import annotations

from functools import cache
from typing import Literal

from msgspec import Struct

from variorum.language.language import Language
from variorum.language.name_tables import AroundNames, Descriptions, NounPhrases
from variorum.language.phrases import SourcePhrases
from variorum.text.names import Gender, NameData, name_data

Determiner = Literal["definite", "indefinite", "possessive", "none"]


class NameWords(Struct, frozen=True, eq=False, kw_only=True):
    """Sets of lower-case words; see the comments of the data file.

    people: the lists about personal names. particles: those in small letters inside a name; the short ones
    that are also words stay out. relatives: nouns for one member of a family; with "his" or a name before
    them they introduce another's relative. Equal only to itself, so that what is derived can be cached by it.
    """

    never: frozenset[str]
    origins: frozenset[str]
    members: frozenset[str]
    connectors: frozenset[str]
    speech: frozenset[str]
    organisation: frozenset[str]
    place: frozenset[str]
    known_places: frozenset[str]
    place_abbreviations: frozenset[str]
    known_bodies: frozenset[str]
    place_prepositions: frozenset[str]
    office: frozenset[str]
    servants: frozenset[str]
    role_gender: dict[str, Gender | None]
    same_role: dict[str, frozenset[int]]
    body: frozenset[str]
    called: frozenset[str]
    firms: frozenset[str]
    plural: frozenset[str]
    pairs: frozenset[str]
    police: frozenset[str]
    of_police: frozenset[str]
    documents: frozenset[str]
    polls: frozenset[str]
    results: frozenset[str]
    further: frozenset[str]
    reports: frozenset[str]
    pronouns: dict[str, str]
    people: NameData
    particles: frozenset[str]
    relatives: frozenset[str]
    around: AroundNames
    described: Descriptions
    phrases: NounPhrases
    sources: SourcePhrases
    determiners: dict[str, Determiner]

    def is_role(self, word: str) -> bool:
        """Tell whether a word in lower case is a noun for one person; "mayor-elect" is one, too."""
        if word in self.office or word in self.role_gender or word in self.people.honorifics:
            return True
        return (
            "-" in word
            and word.partition("-")[2] in self.phrases.coming
            and self.is_role(word.partition("-")[0])
        )


@cache
def name_words(lang: Language) -> NameWords:
    """Return the lists of a language; words of two parts carry a space."""
    raw = lang.names
    gender: dict[str, Gender | None] = dict.fromkeys(raw.roles.either)
    gender.update(dict.fromkeys(raw.roles.male, "male"))
    gender.update(dict.fromkeys(raw.roles.female, "female"))
    same: dict[str, set[int]] = {}
    for number, line in enumerate(raw.roles.same.strip().splitlines()):
        for word in line.split():
            same.setdefault(word, set()).add(number)
    determiners: dict[str, Determiner] = dict.fromkeys(raw.phrases.definite, "definite")
    determiners.update(dict.fromkeys(raw.phrases.indefinite, "indefinite"))
    determiners.update(dict.fromkeys(raw.phrases.possessive, "possessive"))
    return NameWords(
        never=raw.words.never,
        origins=raw.words.origins | raw.words.members,
        members=raw.words.members,
        connectors=raw.words.body_connectors,
        speech=raw.words.speech,
        organisation=raw.kinds.organisation,
        place=raw.kinds.place,
        known_places=raw.kinds.known_places | raw.kinds.place_abbreviations,
        place_abbreviations=raw.kinds.place_abbreviations,
        known_bodies=raw.kinds.known_bodies,
        place_prepositions=raw.kinds.place_prepositions,
        office=raw.roles.office,
        servants=raw.roles.servants,
        role_gender=gender,
        same_role={word: frozenset(groups) for word, groups in same.items()},
        body=raw.groups.body,
        called=raw.groups.called,
        firms=raw.groups.firms,
        plural=raw.groups.plural,
        pairs=raw.groups.pairs,
        police=raw.groups.police,
        of_police=raw.groups.of_police,
        documents=raw.documents.words,
        polls=raw.documents.polls,
        results=raw.documents.results,
        further=raw.documents.further,
        reports=raw.documents.reports,
        pronouns={word: kind for kind, row in raw.pronouns.items() for word in row},
        people=name_data(lang),
        particles=lang.people.particles.inside,
        relatives=raw.roles.relatives,
        around=raw.around,
        described=raw.described,
        phrases=raw.phrases,
        sources=lang.phrases.sources,
        determiners=determiners,
    )


def same_role(a: str, b: str, lang: Language) -> bool:
    """Tell whether two nouns in lower case can name one office: "spokesman" and "spokesperson"."""
    same = name_words(lang).same_role
    return a == b or bool(same.get(a, frozenset()) & same.get(b, frozenset()))
