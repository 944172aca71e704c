"""Claims of reports held against each other: what belongs together, who stands on which side, in what words.

Each search decides which claims answer one question. From there all go the same way: ``linked`` or
``gathered`` brings claims together, ``by_key`` takes sides, ``oppose`` words what differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from variorum.collation.claims.claim import Claim
from variorum.collation.claims.difference import Difference
from variorum.collation.claims.story import StoryView
from variorum.model import DifferenceType, Evidence, Relation, Severity, Side, content_id
from variorum.model.kinds import Circumstance, severity_of
from variorum.text.connected import connected

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

One = TypeVar("One", bound=Claim)
Sides = Sequence[Sequence[Claim]]


def linked(pairs: Iterable[tuple[One, One]]) -> list[list[One]]:
    """Return the claims that pairs link, directly or over others, together, each once and in story order.

    What one report has against several is one difference. No pairs give no groups.
    """
    both = list(pairs)
    claims = sorted({one.place: one for pair in both for one in pair}.items())
    numbers = {place: number for number, (place, _) in enumerate(claims)}
    links = ((numbers[one.place], numbers[other.place]) for one, other in both)
    return [[claims[number][1] for number in group] for group in connected((), links)]


def gathered(claims: Iterable[One], agree: Callable[[One, One], bool]) -> list[list[One]]:
    """Return groups in which all agree with all: each claim goes, in the order given, to the first that it
    agrees with, or begins one.
    """
    groups: list[list[One]] = []
    for claim in claims:
        home = next((group for group in groups if all(agree(claim, other) for other in group)), None)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    return groups


def by_key(claims: Iterable[One]) -> list[list[One]]:
    """Return the claims that say the same (``key``) together, in the order given."""
    sides: dict[Hashable, list[One]] = defaultdict(list)
    for claim in claims:
        sides[claim.key].append(claim)
    return list(sides.values())


def oppose(
    view: StoryView,
    kind: DifferenceType,
    sides: Sides,
    question: str,
    *,
    lead: str | None = None,
    circumstance: Circumstance = "prose",
    relation: Relation = "conflict",
    quoted: bool = False,
) -> Difference:
    """Return what the claims of ``sides`` do not agree in.

    question: what they answer: "age of Ada Lind". lead: the beginning of the summary; "the age of Ada Lind
    differs" where none is given. quoted: values stand between marks.
    """
    shown = [side_of(claims) for claims in sides]
    lead = f"the {question} differs" if lead is None else lead
    summary = sentence_case(f"{lead}: {told_in(view, shown, quoted=quoted)}.")
    severity = severity_of(kind, circumstance)
    return make_discrepancy(kind, severity, shown, summary, relation=relation, question=question)


def side_of(claims: Iterable[Claim]) -> Side:
    """Return a side that claims stand on; its value is that of the first in story order."""
    given = list(claims)
    return make_side(min(given, key=lambda claim: claim.place).value, evidence_of(given))


def evidence_of(claims: Iterable[Claim]) -> list[Evidence]:
    """Return the words of claims as printed, in story order; none for no claims."""
    return [part for claim in sorted(claims, key=lambda claim: claim.place) for part in claim.evidence]


def told_in(view: StoryView, sides: Iterable[Side], *, quoted: bool = False) -> str:
    """Return who tells which side: "five in two reports, six in one report"."""
    marks = ("\u201c", "\u201d") if quoted else ("", "")
    return ", ".join(f"{side.value.join(marks)} in {count_reports(view, side)}" for side in sides)


def printed_by(view: StoryView, sides: Iterable[Side]) -> str:
    """Return what reports print: "two reports “in May”, one report “in June”"."""
    return ", ".join(f"{count_reports(view, side)} \u201c{side.value}\u201d" for side in sides)


def count_reports(view: StoryView, side: Side) -> str:
    """Return "two reports", "one report" or "two reports of one origin" for those who tell a side."""
    reports, origins = len(set(side.articles)), view.witnesses.count(side.evidence)
    words = f"{_number(reports)} report{'s' if reports != 1 else ''}"
    if origins == reports:
        return words
    return f"{words} of {_number(origins)} origin{'s' if origins != 1 else ''}"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def sentence_case(text: str) -> str:
    """Return ``text`` with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def make_side(value: str, evidence: Iterable[Evidence]) -> Side:
    """Return a side of a discrepancy; its articles are those of its evidence, in order."""
    shown = tuple(dict.fromkeys(evidence))
    return Side(value=value, articles=tuple(dict.fromkeys(part.article for part in shown)), evidence=shown)


def make_discrepancy(
    kind: DifferenceType,
    severity: Severity,
    sides: Sequence[Side],
    summary: str,
    *,
    relation: Relation = "conflict",
    utterance: str | None = None,
    probability: float | None = None,
    question: str | None = None,
) -> Difference:
    """Return a difference with the id that its type, sides and evidence give it."""
    parts = sorted(
        f"{part.article}:{part.start}:{part.end}:{part.text}" for side in sides for part in side.evidence
    )
    return Difference(
        id=content_id("d", kind, *sorted(side.value for side in sides), *parts),
        type=kind,
        severity=severity,
        relation=relation,
        summary=summary,
        sides=tuple(sides),
        utterance=utterance,
        probability=probability,
        question=question,
    )
