"""Personal names: their parts, and whether two forms can name one person.

Pure comparison of forms; nothing here knows an article. The word lists are a language's ``people.toml``;
every question is asked in a language.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import product
from typing import Literal

from msgspec import Struct
from rapidfuzz.distance import DamerauLevenshtein

from variorum.language.language import Language
from variorum.language.name_tables import Gendered
from variorum.language.rows import WordRow
from variorum.text.seen import without_invisible

Gender = Literal["male", "female"]
Answer = Literal["yes", "no", "unknown"]
_GENDERS: tuple[Gender, ...] = ("male", "female")

_NICKNAME = re.compile(r"""["“„«‘(]([^"“”„«»‘’()]{2,25})["”“»’)]|(?<!\w)'([^']{2,25})'(?!\w)""")
# The name that somebody bore before: "Anna Müller (née Schmidt)", "Edda Stone, formerly Edda Crane".
_BORN = re.compile(r"\s*[(,]?\s*\b(?:née|nee|né|born|formerly)\s.*$")
_COMMA = re.compile(r"\s*,\s*")
_POSSESSIVE = re.compile(r"['’]s?$")
_INITIALS = re.compile(r"(?:\w\.){2,}")
_SPLIT = re.compile(r"\s*,\s*(?:and|&)\s+|\s*,\s+|\s+(?:and|&)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|one|its|their|his|her)\s+", re.IGNORECASE)
# Words that stand in names of bodies, not of people: "Department of Health and Human Services".
_OF_BODY = re.compile(r"\b(?:of|for|the)\b|\b(?:Inc|Ltd|LLC|PLC|Co|Corp|Sons)\b")


class NameData(Struct, frozen=True, eq=False, kw_only=True):
    """The word lists, folded (see ``fold``).

    given: given names, which also show that a person is named. gender: more of them, only for the gender.
    Equal only to itself, so that what is derived from it can be cached by it.
    """

    honorifics: dict[str, Gender | None]
    suffixes: frozenset[str]
    generations: frozenset[str]
    particles: frozenset[str]
    given_particles: frozenset[str]
    nicknames: dict[str, frozenset[int]]
    given: dict[str, Gender | None]
    gender: dict[str, Gender]


class PersonName(Struct, frozen=True, kw_only=True):
    """The parts of a personal name, folded; any of them may be empty.

    given: first and middle names and initials. family: the last name with its particles.
    A lone word is taken as family, for the press calls people by it.
    """

    titles: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    nickname: str | None = None
    family: tuple[str, ...] = ()
    suffix: str | None = None


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return a name in lower case without diacritics, full stops, apostrophes; hyphens become spaces."""
    return folded(text)


def folded(text: str) -> str:
    """Return a whole text as ``fold`` does a name, whose results are kept."""
    plain = text.casefold()
    if text.isascii() and text.isalpha():
        return plain  # most words
    if not text.isascii():  # else there is nothing to take off
        plain = unicodedata.normalize("NFKD", without_invisible(text).casefold()).translate(_PLAIN).casefold()
    return " ".join(plain.translate(_PLAIN).split())


class _Plain(dict[int, int | str | None]):
    """What ``fold`` makes of each sign, by its code; those that are not listed are looked into when met."""

    def __missing__(self, code: int) -> int | None:
        found = self[code] = None if unicodedata.combining(chr(code)) else code
        return found


_PLAIN = _Plain(
    str.maketrans(
        # Letters that have no decomposition; common transliterations.
        {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "Ae"}
        | dict.fromkeys(".'’ʼ`´")
        | dict.fromkeys("-‐‑–", " ")
    )
)


@cache
def name_data(lang: Language) -> NameData:
    """Return the word lists of a language, folded once."""
    raw = lang.people
    nicknames: dict[str, set[int]] = {}
    for number, line in enumerate(raw.nicknames.groups.strip().splitlines()):
        for form in line.split():
            nicknames.setdefault(form, set()).add(number)
    shown: tuple[tuple[Gender, WordRow], ...] = (("male", raw.gender.male), ("female", raw.gender.female))
    return NameData(
        honorifics=_gendered(raw.honorifics),
        suffixes=frozenset(map(fold, raw.suffixes.words)),
        generations=frozenset(map(fold, raw.suffixes.generation)),
        particles=frozenset(map(fold, raw.particles.words)),
        given_particles=frozenset(map(fold, raw.particles.given)),
        nicknames={form: frozenset(groups) for form, groups in nicknames.items()},
        given=_gendered(raw.given),
        gender={fold(word): gender for gender, row in shown for word in row},
    )


def _gendered(rows: Gendered) -> dict[str, Gender | None]:
    """Return the gender each word shows; a word of two lists shows none."""
    found: dict[str, Gender | None] = dict.fromkeys(map(fold, rows.either))
    for word in map(fold, rows.male):
        found.setdefault(word, "male")
    for word in map(fold, rows.female):
        found[word] = None if word in found else "female"
    return found


def parse_name(name: str, lang: Language) -> PersonName:
    """Return the parts of ``name``; the empty string has none.

    What follows a comma is left out unless it is a suffix: "Tom Reyes, the mayor", "Tom Reyes, Jr.".
    """
    return _parsed(name, name_data(lang))


@lru_cache(maxsize=65536)
def _parsed(name: str, data: NameData) -> PersonName:
    name = _BORN.sub("", name) or name
    nickname = _NICKNAME.search(name)
    if nickname and nickname.start() > 0:
        name = name[: nickname.start()] + " " + name[nickname.end() :]
    else:
        nickname = None
    head, *tail = _COMMA.split(_POSSESSIVE.sub("", name.strip()))
    words = [w for raw in head.split() for w in fold(_split_initials(raw)).split()]
    words += [w for w in (fold(part) for part in tail) if w in data.generations]
    suffix = None
    while len(words) > 1 and words[-1] in data.suffixes and (len(words) > 2 or len(words[-1]) > 1):
        last = words.pop()
        suffix = last if last in data.generations else suffix
    titles, words = _take_titles(words, data)
    cut = _family_start(words, data)
    if cut == 0 and len(words) > 1 and words[0] in data.given_particles and words[0].title() in head.split():
        cut = 1
    return PersonName(
        titles=titles,
        given=tuple(words[:cut]),
        nickname=fold(nickname[1] or nickname[2]) if nickname else None,
        family=tuple(words[cut:]),
        suffix=suffix,
    )


def _split_initials(word: str) -> str:
    """Part "J.R." into "J. R."; leave other words."""
    return word.replace(".", ". ") if "." in word and _INITIALS.fullmatch(word) else word


def _take_titles(words: list[str], data: NameData) -> tuple[tuple[str, ...], list[str]]:
    titles: list[str] = []
    while len(words) > 1:
        size = next((n for n in (3, 2, 1) if n < len(words) and " ".join(words[:n]) in data.honorifics), 0)
        if not size:
            break
        titles.append(" ".join(words[:size]))
        words = words[size:]
    return tuple(titles), words


def _family_start(words: list[str], data: NameData) -> int:
    """Index of the first word of the family name: the last word and the particles before it.

    Two last names that "y" joins are one, as in Spain.
    """
    start = max(len(words) - 1, 0)
    if start > 2 and words[start - 1] == "y":
        start -= 2  # "de la Cruz y Soler"
    while start > 0 and words[start - 1] in data.particles and (start > 1 or len(words[0]) > 1):
        start -= 1
    return start


def gender_of(name: str, lang: Language) -> Gender | None:
    """Return the gender that an honorific or a common given name shows; None when nothing does."""
    return _gender(name, name_data(lang))


def _gender(name: str, data: NameData) -> Gender | None:
    parts = _parsed(name, data)
    for title in parts.titles:
        if data.honorifics.get(title):
            return data.honorifics[title]
    # "Jean-Paul": the whole given name first.
    for form in (" ".join(parts.given[:2]), *parts.given[:1]):
        shown = data.given.get(form) or data.gender.get(form)
        if shown:
            return shown
    return None


def joint_names(name: str, lang: Language) -> tuple[str, ...]:
    """Return the parts of a joint source: "Tom Reyes and Ada Lind" are two, any other name is one.

    A shared last name is given to each: "Tom and Ada Reyes" → "Tom Reyes", "Ada Reyes". Names of bodies
    stay whole ("Ministry of Health and Sport"). Meant for speakers that have no entity: those are
    the joint ones, an organisation with "and" in its name has its entity. Empty name, no parts.
    """
    parts = tuple(part for part in _SPLIT.split(name.strip()) if part)
    if len(parts) < 2 or any(_OF_BODY.search(_ARTICLE.sub("", part)) for part in parts):
        return (name,) if name.strip() else ()
    last = parts[-1].split()
    if len(last) == 2 and all(fold(part) in name_data(lang).given for part in parts[:-1]):
        return tuple(f"{part} {last[-1]}" for part in parts[:-1]) + parts[-1:]
    return parts


def same_person(name_a: str, name_b: str, lang: Language) -> Answer:
    """Tell whether two forms name one person, as far as the forms alone show, within one story.

    ``yes``: same last name and given names that agree (also as initial, nickname or known spelling), or the
    same words. ``no``: another last name, or given names, suffixes or genders that exclude each other.
    ``unknown``: a last name alone, a description without a name, or a spelling one slip apart.
    A "yes" to two people ("J. Reyes" to John and Jane) is for the caller to weigh.
    """
    return _compared(name_a, name_b, name_data(lang))


@lru_cache(maxsize=65536)
def _compared(name_a: str, name_b: str, data: NameData) -> Answer:
    if _is_description(name_a, data) or _is_description(name_b, data):
        plain_a, plain_b = fold(_ARTICLE.sub("", name_a)), fold(_ARTICLE.sub("", name_b))
        return "yes" if plain_a and plain_a == plain_b else "unknown"
    a, b = _parsed(name_a, data), _parsed(name_b, data)
    if a.suffix and b.suffix and _suffix(a.suffix) != _suffix(b.suffix):
        return "no"
    gender_a, gender_b = _gender(name_a, data), _gender(name_b, data)
    if gender_a and gender_b and gender_a != gender_b:
        return "no"
    if (a.given or a.nickname) and (b.given or b.nickname):
        return _full_names(a, b, data)
    return _short_name(a, b, data)


def full_name_keys(name: str, lang: Language) -> frozenset[str]:
    """Return keys of which two names with a given part share one whenever ``same_person`` says "yes"."""
    return _keys(name, name_data(lang))


@lru_cache(maxsize=65536)
def _keys(name: str, data: NameData) -> frozenset[str]:
    family = _parsed(name, data).family
    core = [word for word in family if word not in data.particles] or family
    return frozenset(("".join(family), *core, fold(_ARTICLE.sub("", name))))


def _is_description(name: str, data: NameData) -> bool:
    """Tell whether no word but titles begins with a capital: "the harbour chief", "police"."""
    words = _ARTICLE.sub("", name.strip()).split()
    return not any(
        word[:1].isupper() or word[:1] in "\"'“‘(" for word in words if fold(word) not in data.particles
    )


def _suffix(suffix: str) -> str:
    return {"junior": "jr", "senior": "sr"}.get(suffix, suffix)


def _full_names(a: PersonName, b: PersonName, data: NameData) -> Answer:
    """Compare two names that both have a given part."""
    given, family = _given_agree(a, b, data), _family_agree(a.family, b.family, data)
    if family == "yes":
        return given
    if family == "unknown":
        return "no" if given == "no" else "unknown"
    # Order turned ("Li Wei", "Wei Li"), or one of two last names left out ("Ana Ruiz Lind", "Ana Ruiz").
    turned = sorted(a.given + a.family) == sorted(b.given + b.family)
    inner = given == "yes" and (set(a.family) <= set(b.given[1:]) or set(b.family) <= set(a.given[1:]))
    return "unknown" if turned or inner else "no"


def _short_name(a: PersonName, b: PersonName, data: NameData) -> Answer:
    """Compare when at least one is a lone name, with or without a title."""
    if not (_forms(a) or _forms(b)):
        family = _family_agree(a.family, b.family, data)
        return (
            "yes"
            if family == "yes" and (a.titles == b.titles or not (a.titles and b.titles))
            else ("unknown" if family != "no" else "no")
        )
    short, full = (a, b) if not _forms(a) else (b, a)
    if _family_agree(short.family, full.family, data) != "no":
        return "unknown"
    lone = " ".join(short.family)
    # "Tom", "Tommy" and "J.R." may be a given name.
    return "unknown" if any(_given_match(lone, form, data) != "no" for form in _forms(full)) else "no"


def _forms(name: PersonName) -> tuple[str, ...]:
    return name.given + ((name.nickname,) if name.nickname else ())


def _given_agree(a: PersonName, b: PersonName, data: NameData) -> Answer:
    """Compare given names: the first ones, then any nickname, then a middle name used as first."""
    if a.given and b.given and _given_match(a.given[0], b.given[0], data) == "yes":
        later = zip(a.given[1:], b.given[1:], strict=False)
        clash = any(_given_match(x, y, data) == "no" for x, y in later)
        return "unknown" if clash else "yes"
    if "".join(a.given) == "".join(b.given):
        return "yes"
    if a.nickname and b.nickname and not (a.given and b.given):
        return "yes" if a.nickname == b.nickname else "no"  # “Rich” is not Peter “Rick”
    for x, y in ((a.nickname, b.given[:1]), (b.nickname, a.given[:1])):
        if x and any(_given_match(x, form, data) == "yes" for form in y):
            return "yes"
    answers = {_given_match(x, y, data) for x, y in product(_forms(a), _forms(b))}
    return "unknown" if answers & {"yes", "unknown"} else "no"


def _given_match(a: str, b: str, data: NameData) -> Answer:
    """Compare two given names: equal, initial of the other, forms of one name, or a slip apart."""
    if a == b or (len(a) == 1 or len(b) == 1) and a[:1] == b[:1]:
        return "yes"
    nicknames = data.nicknames
    if nicknames.get(a, frozenset()) & nicknames.get(b, frozenset()):
        return "yes"
    return "unknown" if _slip(a, b) else "no"


def _family_agree(a: tuple[str, ...], b: tuple[str, ...], data: NameData) -> Answer:
    """Compare last names, particles aside; one part of a double name leaves it open."""
    whole_a, whole_b = "".join(a), "".join(b)
    if whole_a == whole_b:
        return "yes"
    if ("y" in a) != ("y" in b):  # the second of two last names is mostly left out
        a, b = (name[: name.index("y")] if "y" in name else name for name in (a, b))
    core_a, core_b = ([w for w in x if w not in data.particles] or list(x) for x in (a, b))
    if core_a == core_b:
        return "yes"
    return "unknown" if _slip(whole_a, whole_b) else "no"


def _slip(a: str, b: str) -> bool:
    """Tell whether one edit turns ``a`` into ``b``; only for words of five letters and more.

    Shorter names one letter apart are mostly different names (Dan, Ian; Reed, Reid).
    """
    return min(len(a), len(b)) >= 5 and DamerauLevenshtein.distance(a, b, score_cutoff=1) <= 1
