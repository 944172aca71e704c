"""Reads the marked reports of ``gold/*.txt`` and turns their marks into spans.

A file holds reports of one genre. ``=== name`` begins a report, its text follows, and after a line ``--``
comes who the speakers are: ``1 4 = Dev Marlow``, or ``-`` where the report gives no full name of a person.
In the text ``{d1:...}`` is content of quotation 1, ``{q1:...}`` its cue, ``{s1:...}`` its source; marks
nest, and ``{s5,6:Odum}`` serves two quotations. The letter of content says what it is: ``d`` direct,
``m`` mixed, ``i`` indirect, ``t`` a thought, wish or plan. A quotation may have many contents, one cue,
one source. ``Verity Poole / Verity`` accepts both names, for a report that prints only parts.

What counts is set out in README.md beside this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FOLDER = Path(__file__).parent / "gold"
GoldKind = Literal["direct", "mixed", "indirect", "thought"]
Piece = tuple[int, int]

_KINDS: dict[str, GoldKind] = {"d": "direct", "m": "mixed", "i": "indirect", "t": "thought"}
_OPEN = re.compile(r"\{([dmitqs])(\d+(?:,\d+)*):")
_SPEAKERS = re.compile(r"(\d+(?: \d+)*) = (.+)")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
# Where the first noun phrase of a source ends: "the dean | of St. Alban's, which ..."
_PHRASE_ENDS = re.compile(
    r",|\s(?:of|from|for|in|on|at|by|with|to|who|which|whose|and|seen|released|outside|published|taped|close|familiar|not)\b"
)


class GoldError(ValueError):
    """A slip in the marks: which report, and what is wrong."""


@dataclass(frozen=True, kw_only=True)
class GoldQuotation:
    """One marked quotation; pieces are code points of the report's text, end exclusive.

    speaker: full name, and other forms that will do; empty where the report gives none.
    inside: number of the smallest quotation whose content holds all of this one's.
    """

    number: int
    kind: GoldKind
    content: tuple[Piece, ...]
    cue: Piece | None
    source: Piece | None
    speaker: tuple[str, ...]
    inside: int | None


@dataclass(frozen=True, kw_only=True)
class GoldReport:
    """One report: its text without marks, and its quotations in order of their numbers."""

    name: str
    text: str
    quotations: tuple[GoldQuotation, ...]


def words(text: str, pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Return where the words that ``pieces`` touch begin; marks and blanks at the edges do not count."""
    return frozenset(
        match.start()
        for match in _WORD.finditer(text)
        if any(start < match.end() and match.start() < end for start, end in pieces)
    )


def heads(text: str, quotation: GoldQuotation) -> frozenset[int]:
    """Return where the words that name the source begin: the last of its first noun phrase, the surname."""
    if quotation.source is None:
        return frozenset()
    start, end = quotation.source
    source = text[start:end]
    phrase = _PHRASE_ENDS.split(source, maxsplit=1)[0]
    found = list(_WORD.finditer(phrase)) or list(_WORD.finditer(source))
    places = {start + found[-1].start()}
    if quotation.speaker:
        surname = _WORD.findall(quotation.speaker[0])[-1].casefold()
        places |= {start + m.start() for m in _WORD.finditer(source) if m[0].casefold() == surname}
    return frozenset(places)


def load(folder: Path = FOLDER) -> list[GoldReport]:
    """Return the reports of all files of ``folder``, in order of their names.

    Raises GoldError when the marks of one are wrong, or two bear one name.
    """
    reports = [report for file in sorted(folder.glob("*.txt")) for report in parse(file.read_text("utf-8"))]
    names = [report.name for report in reports]
    if twice := {name for name in names if names.count(name) > 1}:
        raise GoldError(f"{min(twice)}: two reports have this name")
    return reports


def parse(marked: str) -> list[GoldReport]:
    """Return the reports of one file's marked text; nothing for empty text. Raises GoldError."""
    return [_report(part) for part in re.split(r"^=== ", marked, flags=re.MULTILINE)[1:]]


def _report(part: str) -> GoldReport:
    name, _, rest = part.partition("\n")
    body, rule, legend = rest.partition("\n--\n")
    if not rule:
        raise GoldError(f"{name}: a line '--' and the speakers must follow the text")
    text, marks = _unmark(name, body.strip())
    speakers = _read_speakers(name, legend)
    numbers = {number for _, number in marks}
    if odd := sorted(numbers ^ set(speakers)):
        raise GoldError(f"{name}: {odd} must stand both in the text and among the speakers")
    _check_names(name, text, speakers)
    contents = {number: _content(name, number, marks) for number in numbers}
    quotations = tuple(
        GoldQuotation(
            number=number,
            kind=contents[number][0],
            content=contents[number][1],
            cue=_only(name, "q", number, marks),
            source=_only(name, "s", number, marks),
            speaker=speakers[number],
            inside=_container(number, {n: c for n, (_, c) in contents.items()}),
        )
        for number in sorted(numbers)
    )
    return GoldReport(name=name, text=text, quotations=quotations)


def _unmark(name: str, body: str) -> tuple[str, dict[tuple[str, int], list[Piece]]]:
    """Return the text without marks, and the pieces by letter and number."""
    text = ""
    marks: dict[tuple[str, int], list[Piece]] = {}
    opened: list[tuple[int, list[tuple[str, int]]]] = []
    at = 0
    while at < len(body):
        if match := _OPEN.match(body, at):
            opened.append((len(text), [(match[1], int(n)) for n in match[2].split(",")]))
            at = match.end()
            continue
        if body[at] == "{":
            raise GoldError(f"{name}: {body[at : at + 30]!r} is no mark")
        if body[at] == "}":
            if not opened:
                raise GoldError(f"{name}: nothing is open at {body[max(0, at - 30) : at + 1]!r}")
            start, keys = opened.pop()
            if start == len(text) or text[start:] != text[start:].strip():
                raise GoldError(f"{name}: {keys} is empty or has blanks at its edges: {text[start:]!r}")
            for key in keys:
                marks.setdefault(key, []).append((start, len(text)))
        else:
            text += body[at]
        at += 1
    if opened:
        raise GoldError(f"{name}: {opened[-1][1]} is not closed after {text[opened[-1][0] :][:30]!r}")
    return text, {key: sorted(pieces) for key, pieces in marks.items()}


def _read_speakers(name: str, legend: str) -> dict[int, tuple[str, ...]]:
    speakers: dict[int, tuple[str, ...]] = {}
    for line in filter(None, map(str.strip, legend.splitlines())):
        match = _SPEAKERS.fullmatch(line)
        if match is None:
            raise GoldError(f"{name}: {line!r} is not 'numbers = name'")
        for number in map(int, match[1].split()):
            if number in speakers:
                raise GoldError(f"{name}: quotation {number} has two speakers")
            speakers[number] = () if match[2] == "-" else tuple(match[2].split(" / "))
    return speakers


def _check_names(name: str, text: str, speakers: dict[int, tuple[str, ...]]) -> None:
    printed = {re.sub("['’]s?$", "", word).casefold() for word in _WORD.findall(text)}
    for speaker in filter(None, speakers.values()):
        for word in _WORD.findall(" ".join(speaker)):
            if word.casefold() not in printed:
                raise GoldError(f"{name}: {word!r} of {speaker[0]!r} does not stand in the text")


def _content(
    name: str, number: int, marks: dict[tuple[str, int], list[Piece]]
) -> tuple[GoldKind, tuple[Piece, ...]]:
    found = [letter for letter in _KINDS if (letter, number) in marks]
    if len(found) != 1:
        raise GoldError(f"{name}: quotation {number} needs content of one kind, has {len(found)}")
    return _KINDS[found[0]], tuple(marks[found[0], number])


def _only(name: str, letter: str, number: int, marks: dict[tuple[str, int], list[Piece]]) -> Piece | None:
    found = marks.get((letter, number), [])
    if len(found) > 1:
        raise GoldError(f"{name}: {letter}{number} is marked twice")
    return found[0] if found else None


def _container(number: int, contents: dict[int, tuple[Piece, ...]]) -> int | None:
    """Return the quotation with the smallest piece of content that holds all content of ``number``."""
    mine = contents[number]
    holders = [
        (end - start, other)
        for other, pieces in contents.items()
        if other != number
        for start, end in pieces
        if all(start <= s and e <= end for s, e in mine) and pieces != mine
    ]
    return min(holders)[1] if holders else None
