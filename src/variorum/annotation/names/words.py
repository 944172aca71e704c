"""The word lists about names, roles, bodies and documents, read once from ``data/names.en.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct

from variorum.text.names import Gender, name_data


class NameWords(Struct, frozen=True, kw_only=True):
    """Sets of lower-case words; see the comments of the data file."""

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
    plural: frozenset[str]
    documents: frozenset[str]
    pronouns: dict[str, str]

    def is_role(self, word: str) -> bool:
        """Tell whether a word in lower case is a noun for one person."""
        return word in self.office or word in self.role_gender or word in name_data().honorifics


# Particles that stand in small letters inside a name; the short ones that are also words stay out.
PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "bin",
        "ibn",
        "bint",
        "al",
        "el",
    ]
    + ["la", "le", "ter", "ten", "af", "av", "zu", "zum", "zur", "vom", "dei", "degli", "delle", "dello"]
    + ["dal", "dalla", "das", "ap", "ferch", "y"]
)
# Nouns for one member of a family; with "his" or a name before them they introduce another's relative.
RELATIVES = frozenset(
    ["father", "mother", "dad", "mom", "mum", "son", "daughter", "brother", "sister", "husband", "wife"]
    + ["uncle", "aunt", "nephew", "niece", "grandfather", "grandmother", "grandson", "granddaughter"]
    + ["widow", "widower", "stepfather", "stepmother"]
)


@cache
def name_words() -> NameWords:
    """Return the lists; words of two parts carry a space or hyphen as in the text."""
    path = files("variorum.annotation").joinpath("data/names.en.toml")
    raw = tomllib.loads(path.read_text(encoding="utf-8"))

    def words(table: str, key: str) -> frozenset[str]:
        return frozenset(word.replace("_", " ") for word in raw[table][key].split())

    gender: dict[str, Gender | None] = dict.fromkeys(words("roles", "either"))
    gender.update(dict.fromkeys(words("roles", "male"), "male"))
    gender.update(dict.fromkeys(words("roles", "female"), "female"))
    same: dict[str, set[int]] = {}
    for number, line in enumerate(raw["roles"]["same"].strip().splitlines()):
        for word in line.split():
            same.setdefault(word, set()).add(number)
    return NameWords(
        never=words("words", "never"),
        origins=words("words", "origins") | words("words", "members"),
        members=words("words", "members"),
        connectors=words("words", "body_connectors"),
        speech=words("words", "speech"),
        organisation=words("kinds", "organisation"),
        place=words("kinds", "place"),
        known_places=words("kinds", "known_places") | words("kinds", "place_abbreviations"),
        place_abbreviations=words("kinds", "place_abbreviations"),
        known_bodies=words("kinds", "known_bodies"),
        place_prepositions=words("kinds", "place_prepositions"),
        office=words("roles", "office"),
        servants=words("roles", "servants"),
        role_gender=gender,
        same_role={word: frozenset(groups) for word, groups in same.items()},
        body=words("groups", "body"),
        plural=words("groups", "plural"),
        documents=words("documents", "words"),
        pronouns={word: kind for kind, row in raw["pronouns"].items() for word in row.split()},
    )


def same_role(a: str, b: str) -> bool:
    """Tell whether two nouns in lower case can name one office: "spokesman" and "spokesperson"."""
    same = name_words().same_role
    return a == b or bool(same.get(a, frozenset()) & same.get(b, frozenset()))
