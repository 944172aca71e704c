"""Paragraphs and sentences by rules.

A sentence ends at a full stop, question or exclamation mark or an ellipsis, with the closing marks that
follow it, when what comes next can begin a sentence and what stood before is no abbreviation or initial.
Abbreviations are data (``abbreviations.toml`` of each language).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from variorum.language.language import abbreviations
from variorum.model.span import Span, Spans
from variorum.settings import TEXTS
from variorum.text.late import late

# Line ends of all systems, form feed, and the separators of Unicode.
_LINE = late("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_CLOSING = r"[\"'”’»›)\]}」』“]"
# Chinese and Japanese stops need no space after them; '“' closes in German.
_END = late(
    rf"(?:(?<![.!?…‽])[.!?…‽]++(?:[ \u00a0]\.){{0,4}}(?:'' ?|{_CLOSING}){{0,4}}(?=\s+(?P<next>\S\S?))"
    r"|[。！？](?:[」』”’）]){0,3})"
)
_STOP = late(r"[.!?…‽。！？]")  # where an end can begin: a scan for one class of characters is fast
_BEFORE_WORD = frozenset("([\"'“‘«„—–")
_INITIAL = late(r"(?:[^\W\d_]\.-?)*[^\W\d_]\Z")
_OPENING = "\"'“‘„«‹`([¿¡「『"


def split_paragraphs(text: str) -> Spans:
    """Return the lines of ``text`` that hold more than white space, trimmed of it."""
    paragraphs = []
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            paragraphs.append(Span(start, start + len(stripped)))
    return tuple(paragraphs)


def split_sentences(text: str, paragraphs: Sequence[Span] | None = None, lang: str | None = None) -> Spans:
    """Return the sentences of ``text``, each inside one paragraph and trimmed of white space.

    lang: language of the abbreviations, English when None or unknown.
    """
    if paragraphs is None:
        paragraphs = split_paragraphs(text)
    known = _abbreviations((lang or "en")[:2].lower()) or _abbreviations("en")
    sentences: list[Span] = []
    for paragraph in paragraphs:
        start = done = paragraph.start
        for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
            match = _END.match(text, stop.start(), paragraph.end)
            if match is None or stop.start() < done:
                continue
            done = match.end()
            if match.end() >= paragraph.end:
                break
            if _ends_here(text, match, start, known):
                sentences.append(Span(start, match.end()))
                start = match.end()
                while text[start].isspace():
                    start += 1
        if start < paragraph.end:
            sentences.append(Span(start, paragraph.end))
    return tuple(sentences)


def _ends_here(text: str, match: re.Match[str], start: int, known: dict[str, str]) -> bool:
    following = match.group("next")
    if following is None:
        return True
    head = following[0]
    if head in _OPENING:
        head = following[-1]
        opens = True
    else:
        opens = False
    if head.islower():
        return False
    stop = match.group()
    if stop[0] != "." or stop.startswith(".."):
        return head not in ",;:"
    if len(stop) > 1:  # a closing mark stands between
        if _is_marked_initials(text, match.start(), start):
            return False  # Thomas “T.J.” Wick
        return head not in ",;:" and not (stop[1] in ")]" and head.isdigit() and not opens)
    return _stop_ends(text, match.start(), start, head, known)


def _is_marked_initials(text: str, at: int, start: int) -> bool:
    """Tell whether the full stop at ``at`` ends initials that stand in marks by themselves, after a word."""
    word = _word_before(text, max(start, at - TEXTS.look_back), at)
    opens = at - len(word) - 1
    return (
        "." in word
        and _INITIAL.fullmatch(word) is not None
        and opens > start
        and text[opens] in _BEFORE_WORD
        and text[opens - 1] == " "
        and text[opens - 2].isalpha()
    )


def _stop_ends(text: str, at: int, start: int, head: str, known: dict[str, str]) -> bool:
    """Tell whether the full stop at ``at`` ends a sentence and is not part of an abbreviation alone."""
    word = _word_before(text, max(start, at - TEXTS.look_back), at)
    if not word:
        return True
    before, hyphen, rest = word.rpartition("-")
    if hyphen and rest and before.islower():  # "then-U.S. Attorney", "ex-Sen. Lund", "mid-Jan. 3"
        word = rest
    # A capital alone is an initial ("Ada P. Lunt"), also where the small letter is an abbreviation ("p. 5").
    role = known.get(word) or (known.get(word.lower()) if len(word) > 1 else None)
    if role == "name":  # titles and the like: a name follows
        return False
    if role == "number":  # "No. 5", "Jan. 3"
        return not head.isdigit()
    if role == "any":  # "Inc.", "U.S.", "p.m.": ends a sentence where a function word begins the next
        return _begins_clause(text, at + 1)
    if (len(word) == 1 or "." in word) and _INITIAL.fullmatch(word):
        return "." in word and _begins_clause(text, at + 1)
    return True


def _word_before(text: str, start: int, at: int) -> str:
    first = at
    while first > start and not ((sign := text[first - 1]) in _BEFORE_WORD or sign.isspace()):
        first -= 1
    return text[first:at]


_CLAUSE = late(
    r"\s+[\"'“‘«„(\[]*(?:The|A|An|He|She|It|They|We|I|You|But|And|In|On|At|For|This|That|These|Those|There|If|"
    r"When|While|As|After|Before|Its|His|Her|Their|Our|My|So|Or|Yet|Some|Many|Most|One|What|Who|How|Why|Where|"
    r"Now|Then|Also|Although|Though|Since|With|By|From|To|Not|No|Both|However|Mr\.|Mrs\.|Ms\.)(?![\w’'-])"
)


def _begins_clause(text: str, at: int) -> bool:
    return _CLAUSE.match(text, at) is not None


@cache
def _abbreviations(lang: str) -> dict[str, str]:
    """Return the role of each abbreviation of ``lang``, without its last full stop."""
    rows = abbreviations().get(lang)
    if rows is None:
        return {}
    roles = {"name": rows.name, "number": rows.number, "any": rows.any}
    return {word: role for role, words in roles.items() for word in words}
