"""Cue words: rows of ``annotate/data/cues.<language>.tsv``.

A row: lemma, forms (separated by ``|``, the base form first, ``-`` where it is mostly a noun), act,
frames, a sentence it must find, a sentence it must leave alone. The frames say what content may follow or
stand before:

q  words in quotation marks ("...," said Smith)
t  a clause with "that"
c  a clause without it (Smith said the bridge was closed)
n  a noun phrase (Smith called it a disgrace)
i  an infinitive (Smith vowed to stay)
o  the addressee may stand before the content (told reporters ...)
w  a clause with a question word (Smith asked whether ...)
s  whatever can be said: any clause, without looking for its verb (Smith said the pier closes at nine)
a  a phrase that attributes (according to Smith)
l  it does so only at the head of a sentence (Per a report by Smith, ...)
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from msgspec import Struct

from variorum.annotation.quotations.items import Unit
from variorum.model import Act

_WORD = re.compile(r"\w+")


class Cue(Struct, frozen=True, kw_only=True):
    """One row of the table."""

    lemma: str
    forms: tuple[str, ...]
    act: Act
    frames: str
    hit: str
    near_miss: str


class CueAt(Struct, frozen=True, kw_only=True):
    """A cue in a unit: items ``start`` up to ``end``; ``ing`` for a participle, ``base`` for a bare form."""

    start: int
    end: int
    cue: Cue
    ing: bool
    base: bool


# A verb that is in no row but stands where only a verb of speech can: '"...," he chuckled.'
UNLISTED = Cue(lemma="", forms=(), act="speech", frames="q", hit="", near_miss="")


@cache
def load_cues(lang: str = "en") -> tuple[Cue, ...]:
    """Return the rows of a language, English where it has none."""
    table = files("variorum.annotation").joinpath(f"data/cues.{lang}.tsv")
    if not table.is_file():
        return load_cues("en")
    rows = []
    for line in table.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            lemma, forms, act, frames, hit, near_miss = line.split("\t")
            rows.append(
                Cue(
                    lemma=lemma,
                    forms=tuple(forms.split("|")),
                    act=act,  # type: ignore[arg-type]
                    frames=frames,
                    hit=hit,
                    near_miss=near_miss,
                )
            )
    return tuple(rows)


@cache
def _by_first_word(lang: str) -> dict[str, tuple[tuple[tuple[str, ...], Cue, bool], ...]]:
    """Return the forms by their first word, longest first; the flag says that it is the base form."""
    table: dict[str, list[tuple[tuple[str, ...], Cue, bool]]] = {}
    for cue in load_cues(lang):
        for number, form in enumerate(cue.forms):
            if form == "-":
                continue
            words = tuple(form.split())
            table.setdefault(words[0], []).append((words, cue, number == 0))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in table.items()}


def cues_in(unit: Unit, lang: str = "en") -> list[CueAt]:
    """Return the cues of a unit from left to right, outside its quoted regions."""
    table = _by_first_word(lang)
    found: list[CueAt] = []
    for position in [at for at, item in enumerate(unit) if item.low in table]:
        if found and position < found[-1].end:
            continue
        for words, cue, base in table[unit[position].low]:
            end = position + len(words)
            if len(words) == 1 or tuple(item.low for item in unit[position:end]) == words:
                ing = words[0].endswith("ing") and "a" not in cue.frames
                found.append(CueAt(start=position, end=end, cue=cue, ing=ing, base=base))
                break
    return found


@cache
def _cue_words(lang: str) -> frozenset[str]:
    return frozenset(_WORD.findall(" ".join(_by_first_word(lang))))


def may_hold_cue(text: str, lang: str = "en") -> bool:
    """Tell, without reading it into items, whether a sentence holds a word that a cue begins with."""
    return not _cue_words(lang).isdisjoint(_WORD.findall(text.lower()))


def act_of(words: str, lang: str = "en") -> Act | None:
    """Return the act of the first cue in lower-case ``words`` of a table, None when it has none of them."""
    table = _by_first_word(lang)
    every = words.split()
    for position, word in enumerate(every):
        for form, cue, _ in table.get(word, ()):
            if tuple(every[position : position + len(form)]) == form:
                return cue.act
    return None
