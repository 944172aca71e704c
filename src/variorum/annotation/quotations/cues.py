"""Cue words: the rows of a language's ``cues.toml``, looked up in a sentence.

The frames of a row say what content may follow or stand before:

q  words in quotation marks ("...," said Smith)
m  nothing but words in quotation marks, whatever stands before them (as Smith put it)
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

from functools import cache

from msgspec import Struct

from variorum.annotation.markers import CUES, marked
from variorum.annotation.quotations.items import Unit
from variorum.language.language import Language
from variorum.language.tables import Cue
from variorum.model import Act, Span


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
def _by_first_word(lang: Language) -> dict[str, tuple[tuple[tuple[str, ...], Cue, bool], ...]]:
    """Return the forms by their first word, longest first; the flag says that it is the base form."""
    table: dict[str, list[tuple[tuple[str, ...], Cue, bool]]] = {}
    for cue in lang.cues.rows:
        for number, form in enumerate(cue.forms):
            if form == "-":
                continue
            words = tuple(form.split())
            table.setdefault(words[0], []).append((words, cue, number == 0))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in table.items()}


def cues_in(unit: Unit, lang: Language) -> list[CueAt]:
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
    # In a headline every word has a capital, and no cue without one stands beside.
    return [cue for cue in found if not _ends_name(unit, cue)] or found


def _ends_name(unit: Unit, cue: CueAt) -> bool:
    """Tell whether a cue is written as the last part of a name: "W. Mark Felt", "Ada Read"."""
    return cue.start > 0 and unit[cue.start].capital and unit[cue.start - 1].capital


def may_hold_cue(text: str, span: Span, lang: Language) -> bool:
    """Tell, without reading it into items, whether ``span`` holds a word that a cue begins with."""
    return marked(text, lang).holds(CUES, span.start, span.end)


def act_of(words: str, lang: Language) -> Act | None:
    """Return the act of the first cue in lower-case ``words`` of a table, None when it has none of them."""
    table = _by_first_word(lang)
    every = words.split()
    for position, word in enumerate(every):
        for form, cue, _ in table.get(word, ()):
            if tuple(every[position : position + len(form)]) == form:
                return cue.act
    return None
