"""The tables of names and of those who bear them (``people.toml``, ``names.toml``): see ``tables``."""

from __future__ import annotations

from variorum.language.rows import Table, WordRow, WordSet


class People(Table, frozen=True, kw_only=True):
    """``people.toml``: parts of personal names."""

    honorifics: Gendered
    suffixes: Suffixes
    particles: Particles
    nicknames: Nicknames
    given: Gendered
    gender: Gendered  # names that tell only the gender


class Gendered(Table, frozen=True, kw_only=True):
    """Words by the gender they show; a word of two lists shows none."""

    male: WordRow
    female: WordRow
    either: WordRow = WordRow()


class Suffixes(Table, frozen=True, kw_only=True):
    """words: what may follow a name. generation: those that part two bearers of one name. letters: how
    degrees and honours behind a name begin, as printed.
    """

    words: WordRow
    generation: WordRow
    letters: WordSet


class Particles(Table, frozen=True, kw_only=True):
    """words: parts of a family name in small letters. given: those that are given names at the beginning.

    inside: those that stand in small letters inside a name of an article; short ones that are words stay out.
    """

    words: WordRow
    given: WordRow
    inside: WordSet


class Nicknames(Table, frozen=True, kw_only=True):
    """groups: a line for the forms of one given name."""

    groups: str


class Names(Table, frozen=True, kw_only=True):
    """``names.toml``: evidence for what a capitalised span names, and nouns for people, bodies, documents."""

    words: NameEvidence
    kinds: KindEvidence
    roles: Roles
    groups: Groups
    documents: Documents
    around: AroundNames
    described: Descriptions
    phrases: NounPhrases
    pronouns: dict[str, WordRow]


class NameEvidence(Table, frozen=True, kw_only=True):
    """Capitalised words that are no name by themselves, and words beside names."""

    never: WordSet
    origins: WordSet
    members: WordSet
    body_connectors: WordSet
    speech: WordSet
    months: WordSet  # those that people are called as well


class AroundNames(Table, frozen=True, kw_only=True):
    """Words that tell where a name begins and ends."""

    compass: WordSet  # they begin names of places and bodies, but are no names by themselves
    addressed: WordSet  # offices after "Mr." and "Madam"; other nouns there are last names ("Mr. King")
    abbreviations: WordSet  # a full stop after them ends no name, besides those of titles and suffixes
    two_part: WordSet  # first words of bodies whose name goes on behind "and"
    headlines_end: WordRow  # they end a list of headlines over a linked name; as printed
    owners: WordRow  # "his wife, Ada Lind"
    whose: WordRow


class Descriptions(Table, frozen=True, kw_only=True):
    """Words of the phrases that describe somebody: "Ada Lind, the former chief of the port,"."""

    articles: WordSet  # possessives, too
    plain_articles: WordRow
    linking: WordSet  # what follows the noun at the head of a phrase
    of: WordSet  # the same behind a noun before a name: "the chief of the port, Ada Lind"
    closing: WordSet  # what a phrase before a name does not go beyond
    former: WordSet  # who is so described is it no more
    address: WordSet  # forms of address, which are no office
    relative: str
    being: WordRow  # after a name
    having_been: WordRow  # after a relative pronoun
    no_phrase: WordRow  # what no phrase behind a comma begins with
    joining: WordRow  # behind them somebody else is described
    aged: WordRow
    age_goes_on: WordRow  # after an age
    object_before: WordRow  # a name after them is no subject
    no_object: WordRow  # of the words between, what makes a subject of it


class NounPhrases(Table, frozen=True, kw_only=True):
    """Words that begin and end the noun phrase of a source: "a spokesman for the port"."""

    definite: WordSet  # determiners, which begin it
    indefinite: WordSet
    possessive: WordSet
    coming: WordSet  # joined on, they say of an office that it is yet to come: "mayor-elect"
    stressing: WordSet  # they stand between determiner and noun, and say nothing: "the very next sentence"
    ending: WordSet  # before these the phrase of the noun ends
    of_several: WordSet  # with "of" they are part of it: "the mother of one of the victims"
    apart: WordSet  # words that tell one from another told of before: "the other driver"
    counting: WordSet  # alone they mean one more of those named before: "One MP said so. Another agreed."


class KindEvidence(Table, frozen=True, kw_only=True):
    """Words that tell whether a name is that of a body or a place."""

    organisation: WordSet
    place: WordSet
    known_places: WordSet
    place_abbreviations: WordSet
    known_bodies: WordSet
    place_prepositions: WordSet


class Roles(Table, frozen=True, kw_only=True):
    """Nouns for one person; same: a line for the nouns of one office."""

    office: WordSet
    servants: WordSet
    male: WordSet
    female: WordSet
    either: WordSet
    relatives: WordSet
    same: str

    def __contains__(self, word: str) -> bool:
        """Tell whether a word in lower case is a noun for one person, relatives aside."""
        return word in self.office or word in self.male or word in self.female or word in self.either


class Groups(Table, frozen=True, kw_only=True):
    """Nouns for several people or a body.

    called: for a body, whatever its name says of it. firms: last words of firms' names.
    pairs: for just two. police: for a police force. of_police: other words in the name of one.
    """

    body: WordSet
    called: WordSet
    firms: WordSet
    plural: WordSet
    pairs: WordSet
    police: WordSet
    of_police: WordSet


class Documents(Table, frozen=True, kw_only=True):
    """Nouns for what is written or shown; polls: for a poll, results: for what it found.

    further: words around the name of one that is not the poll told of before. reports: what a paper brings.
    """

    words: WordSet
    polls: WordSet
    results: WordSet
    further: WordSet
    reports: WordSet
