"""One language: all that Variorum must know of it, from one folder of data files.

A folder of its own name beside this file holds a language: ``en/``. One with all files of ``Language`` can be
read in full; one with only some (``de/``) has what the text layer can use of it: stop words,
abbreviations, pleas of paywalls.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache, cached_property, lru_cache, partial
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import msgspec
from msgspec import Struct

from variorum.errors import UnknownLanguage
from variorum.language import name_tables, number_tables, tables
from variorum.language.phrases import CollationPhrases, ReadingPhrases
from variorum.language.rows import Late, Pattern
from variorum.settings import WORK

DEFAULT = "en"
# Folders that hold languages, a folder each.
FOLDERS: list[Traversable] = [files("variorum.language")]


class Language(Struct, frozen=True, eq=False, dict=True, kw_only=True):
    """All that a language must give: a file of its folder for each property, read when it is first asked for.

    code: ISO 639-1, the name of the folder. A language is equal only to itself, and there is one for a code
    in a process, so that what is derived from it can be cached by it. Each property raises UnknownLanguage
    when its file cannot be used, with the file and the fault.
    """

    code: str

    def __reduce__(self) -> tuple[object, ...]:
        return (language, (self.code,))

    @cached_property
    def cues(self) -> tables.Cues:
        """Verbs and phrases that attribute words to somebody."""
        found: tables.Cues = _table(self.code, "cues", tables.Cues)
        return found

    @cached_property
    def words(self) -> tables.WordClasses:
        """Closed classes of words: pronouns, auxiliaries, prepositions and the like."""
        found: tables.WordClasses = _table(self.code, "words", tables.WordClasses)
        return found

    @cached_property
    def media(self) -> tables.Media:
        """Where something was said: in a letter, in court."""
        found: tables.Media = _table(self.code, "media", tables.Media)
        return found

    @cached_property
    def names(self) -> name_tables.Names:
        """Evidence for what a capitalised span names; nouns for people, bodies, documents."""
        found: name_tables.Names = _table(self.code, "names", name_tables.Names)
        return found

    @cached_property
    def people(self) -> name_tables.People:
        """Titles, given names, particles and suffixes of personal names."""
        found: name_tables.People = _table(self.code, "people", name_tables.People)
        return found

    @cached_property
    def numbers(self) -> number_tables.Numbers:
        """Number words, scales, bounds ("more than"), what a number counts."""
        found: number_tables.Numbers = _table(self.code, "numbers", number_tables.Numbers)
        return found

    @cached_property
    def dates(self) -> number_tables.Dates:
        """Months, weekdays, holidays and the words around them."""
        found: number_tables.Dates = _table(self.code, "dates", number_tables.Dates)
        return found

    @cached_property
    def units(self) -> number_tables.Units:
        """Currencies, lengths of time, measures."""
        found: number_tables.Units = _table(self.code, "units", number_tables.Units)
        return found

    @cached_property
    def furniture(self) -> dict[str, tables.FurnitureRows]:
        """Captions, credits, "Read more", by their place in a paragraph."""
        found: dict[str, tables.FurnitureRows] = _table(
            self.code, "furniture", dict[str, tables.FurnitureRows]
        )
        return found

    @cached_property
    def collation(self) -> tables.Lexicon:
        """Words with a part to play when readings are compared."""
        found: tables.Lexicon = _table(self.code, "collation", tables.Lexicon)
        return found

    @cached_property
    def phrases(self) -> ReadingPhrases:
        """Phrases with a part to play when one article is read, as regular expressions."""
        found: ReadingPhrases = _table(self.code, "phrases", ReadingPhrases)
        return found

    @cached_property
    def collation_phrases(self) -> CollationPhrases:
        """Phrases with a part to play when reports are compared, as regular expressions."""
        found: CollationPhrases = _table(self.code, "collation_phrases", CollationPhrases)
        return found

    @cached_property
    def forms(self) -> tables.Forms:
        """What makes two printed words the same: spelling, contractions, number words."""
        found: tables.Forms = _table(self.code, "forms", tables.Forms)
        return found

    @cached_property
    def credits(self) -> tables.Credits:
        """Agencies and release services."""
        found: tables.Credits = _table(self.code, "credits", tables.Credits)
        return found

    @cached_property
    def stopwords(self) -> tables.StopWords:
        """Words that say nothing by themselves."""
        found: tables.StopWords = _table(self.code, "stopwords", tables.StopWords)
        return found

    @cached_property
    def abbreviations(self) -> tables.Abbreviations:
        """Words after which a full stop ends no sentence."""
        found: tables.Abbreviations = _table(self.code, "abbreviations", tables.Abbreviations)
        return found

    @cached_property
    def corrections(self) -> tables.Corrections:
        """Notes by which an outlet says that its report was changed."""
        found: tables.Corrections = _table(self.code, "corrections", tables.Corrections)
        return found

    @cached_property
    def pleas(self) -> tables.Pleas:
        """Pleas of paywalls, and pages that are no report."""
        found: tables.Pleas = _table(self.code, "pleas", tables.Pleas)
        return found

    @cached_property
    def stances(self) -> dict[str, tables.Scale]:
        """Questions of status, certainty and role, and the answers that exclude each other."""
        found: dict[str, tables.Scale] = _table(self.code, "stances", dict[str, tables.Scale])
        return found

    @cached_property
    def stem(self) -> Callable[[str], str]:
        """The function that brings the forms of a word together, built of ``stem.py`` where there is one.

        Without that file only the irregular forms of ``collation`` meet. Stems are kept: words come again.
        """
        stem, irregular = _code(self.code, "stem", "stem"), self.irregular
        if stem is None:
            return lambda word: irregular.get(word, word)
        return lru_cache(maxsize=WORK.kept_stems)(partial(stem, irregular=irregular))

    @cached_property
    def date_rules(self) -> Callable[..., dict[str, str]]:
        """The rules for dates told by phrases, a function of ``patterns.py``; none without that file."""
        return _code(self.code, "patterns", "date_rules") or (lambda **words: {})

    @cached_property
    def irregular(self) -> dict[str, str]:
        """The base form of each irregular form."""
        return {form: base for base, forms in self.collation.irregular.items() for form in forms}


# The files that a language read in full has.
TABLES = (
    "cues",
    "words",
    "media",
    "names",
    "people",
    "numbers",
    "dates",
    "units",
    "furniture",
    "collation",
    "phrases",
    "collation_phrases",
    "forms",
    "credits",
    "stopwords",
    "abbreviations",
    "pleas",
    "stances",
)


@cache
def language(code: str) -> Language:
    """Return the language of a code of ISO 639-1; raises UnknownLanguage, which names those there are."""
    if code not in languages():
        some = sorted(name for name in TABLES if _file(code, name) is not None)
        lacks = ", ".join(f"{name}.toml" for name in TABLES if name not in some)
        why = f"; its folder lacks {lacks}" if some else ""
        raise UnknownLanguage(
            f"language {code!r} cannot be read in full (those there are: {', '.join(languages())}){why}"
        )
    return Language(code=code)


@lru_cache(maxsize=WORK.kept_codes)
def language_of(code: str | None) -> Language:
    """Return the language of an article by its ``lang``, regions ignored ("en-GB"); English for any other."""
    short = (code or DEFAULT)[:2].casefold()
    return language(short if short in languages() else DEFAULT)


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that can be read in full, sorted."""
    return tuple(code for code in _codes() if all(_file(code, name) is not None for name in TABLES))


@cache
def stop_words() -> dict[str, frozenset[str]]:
    """Return the stop words of every language that gives them, by code."""
    return {code: each.words for code, each in _every("stopwords", tables.StopWords).items()}


@cache
def abbreviations() -> dict[str, tables.Abbreviations]:
    """Return the abbreviations of every language that gives them, by code."""
    return _every("abbreviations", tables.Abbreviations)


@cache
def pleas() -> dict[str, tables.Pleas]:
    """Return the pleas of paywalls of every language that gives them, by code."""
    return _every("pleas", tables.Pleas)


def _every(name: str, kind: Any) -> dict[str, Any]:
    return {code: _table(code, name, kind) for code in _codes() if _file(code, name) is not None}


def _codes() -> list[str]:
    return sorted(each.name for folder in FOLDERS for each in folder.iterdir() if len(each.name) == 2)


def _file(code: str, name: str) -> Traversable | None:
    for folder in FOLDERS:
        path = folder.joinpath(code, f"{name}.toml")
        if path.is_file():
            return path
    return None


@cache
def _raw(code: str, name: str) -> dict[str, Any]:
    path = _file(code, name)
    return {} if path is None else tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _table(code: str, name: str, kind: Any) -> Any:
    """Return one file as its type; raises UnknownLanguage, with the file and the fault, when it is none."""
    try:
        given = {**_raw(code, name), **_derived(code, name)}
        return msgspec.convert(given, kind, dec_hook=partial(_words, code))
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UnknownLanguage(str(error), file=f"{code}/{name}.toml") from error


def _derived(code: str, name: str) -> dict[str, Any]:
    """Return the tables of one file that another gives, so that nothing is listed twice."""
    if name == "collation":
        return {"calendar_months": {month: at for at, month in enumerate(_raw(code, "dates")["months"], 1)}}
    if name == "forms":
        numbers, forms = _raw(code, "numbers"), _raw(code, "forms")
        given = {"numbers": numbers["words"], "ordinals": numbers["ordinals"], "scales": numbers["scales"]}
        rows = {key: {**given[key], **forms.get(key, {})} for key in given}
        return {key: {word: int(value) for word, value in row.items()} for key, row in rows.items()}
    return {}


def _words(code: str, kind: type, value: object) -> object:
    """Return a pattern, or a list of words, from its string; "@dates.months" stands for the words of another
    list.

    Of a table "@dates.months" gives the names, "@dates.months.*" the words of all its rows.
    """
    if kind is Pattern and isinstance(value, str):
        return Late(value)
    if not isinstance(value, str):
        raise NotImplementedError(f"{kind.__name__} is written as one string of words")
    found: list[str] = []
    for word in value.split():
        found += _listed(code, word[1:]) if word.startswith("@") else [word]
    return kind(word.replace("_", " ") for word in found)


def _listed(code: str, path: str) -> list[str]:
    name, *keys = path.split(".")
    rows: Any = _raw(code, name)
    try:
        for key in keys:
            rows = " ".join(rows.values()) if key == "*" else rows[key]
    except (KeyError, AttributeError, TypeError) as error:
        raise msgspec.ValidationError(f"there is no list @{path}") from error
    return rows.split() if isinstance(rows, str) else list(rows)


def _code(code: str, module: str, name: str) -> Callable[..., Any] | None:
    """Return a function of a language that is code, None where it has none."""
    if not files("variorum.language").joinpath(code, f"{module}.py").is_file():
        return None
    found: Callable[..., Any] = getattr(import_module(f"variorum.language.{code}.{module}"), name)
    return found
