"""Scores what was found in the written reports against their marks (README.md says what counts)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.quality.quotations.gold import GoldQuotation, GoldReport, heads, words

from variorum.model import Annotation, Quotation, Span

# What may stand before or after a full name without making it another one.
_TITLES = frozenset(
    (
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "prof",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "revd",
        "very",
        "the",
        "pc",
        "kc",
    )
)
_LEAST_AGREEMENT = 0.5


@dataclass(kw_only=True)
class Tally:
    """Counts over reports, and the misses as lines a person can read.

    found, right: by kind, marked quotations whose content was found, and also the source.
    sound, sound_right: by kind of the found one, those that meet a marked quotation, and also its source.
    """

    marked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    sound: Counter[str] = field(default_factory=Counter)
    sound_right: Counter[str] = field(default_factory=Counter)
    named: int = 0
    named_right: int = 0
    nested: int = 0
    nested_found: int = 0
    misses: list[str] = field(default_factory=list)

    def content(self, kind: str) -> float:
        """Return F1 of the contents of one kind (or "all"), in percent."""
        return _f1(self.sound[kind], self.given[kind], self.found[kind], self.marked[kind])

    def end_to_end(self, kind: str) -> float:
        """Return F1 of contents with their sources, in percent."""
        return _f1(self.sound_right[kind], self.given[kind], self.right[kind], self.marked[kind])

    def speakers(self) -> float:
        """Return the share with the right speaker among found quotations of a fully named one, in percent."""
        return 100 * self.named_right / self.named if self.named else 0.0

    def inside(self) -> float:
        """Return the share of nested quotations that are found, in percent."""
        return 100 * self.nested_found / self.nested if self.nested else 0.0


def add(tally: Tally, report: GoldReport, annotation: Annotation) -> None:
    """Count one report into ``tally``."""
    pairs = _pairs(report, annotation.quotations)
    met = {found.id: marked for marked, found in pairs}
    by_number = {marked.number: found for marked, found in pairs}
    for marked in report.quotations:
        _count_marked(tally, report, marked, by_number.get(marked.number))
    for found in annotation.quotations:
        _count_found(tally, report, found, met.get(found.id))


def _count_marked(tally: Tally, report: GoldReport, marked: GoldQuotation, found: Quotation | None) -> None:
    if marked.kind == "thought":
        return
    if marked.inside is not None:
        tally.nested += 1
        tally.nested_found += found is not None
        return
    for kind in (marked.kind, "all"):
        tally.marked[kind] += 1
    if found is None:
        _miss(tally, report, marked, "content", "not found")
        return
    sourced = _source_right(report.text, marked, found)
    for kind in (marked.kind, "all"):
        tally.found[kind] += 1
        tally.right[kind] += sourced
    name = found.speaker.name if found.speaker else "nobody"
    if not sourced:
        said = _print(report.text, [(s.start, s.end) for s in found.source]) or "none"
        _miss(tally, report, marked, "source", f"found source {said!r}, speaker {name}")
    if marked.speaker:
        tally.named += 1
        named_right = _speaker_right(marked, found)
        tally.named_right += named_right
        if not named_right:
            _miss(tally, report, marked, "speaker", f"found {name}")


def _count_found(tally: Tally, report: GoldReport, found: Quotation, marked: GoldQuotation | None) -> None:
    """Count a found quotation unless it is nested, or a thought, of which not all are marked."""
    if marked is not None and (marked.kind == "thought" or marked.inside is not None):
        return
    if marked is None and (found.inside is not None or found.act in ("thought", "attitude")):
        return
    right = marked is not None and _source_right(report.text, marked, found)
    for kind in (found.kind, "all"):
        tally.given[kind] += 1
        tally.sound[kind] += marked is not None
        tally.sound_right[kind] += right
    if marked is None:
        shown = _print(report.text, [(s.start, s.end) for s in found.content])
        cue = _print(report.text, [(s.start, s.end) for s in found.cue])
        tally.misses.append(f"{report.name}: {found.kind} found where none is marked: {shown!r}, cue {cue!r}")


def _pairs(report: GoldReport, quotations: Sequence[Quotation]) -> list[tuple[GoldQuotation, Quotation]]:
    """Match one to one, the best agreement of words first; below half is no match."""
    found = [(q, words(report.text, _pieces(q.content))) for q in quotations]
    candidates = []
    for i, marked in enumerate(report.quotations):
        wanted = words(report.text, marked.content)
        for j, (_, have) in enumerate(found):
            agreement = len(wanted & have) / max(1, len(wanted | have))
            if agreement >= _LEAST_AGREEMENT:
                candidates.append((-agreement, i, j))
    pairs = []
    used: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in sorted(candidates):
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((report.quotations[i], found[j][0]))
    return pairs


def _source_right(text: str, marked: GoldQuotation, found: Quotation) -> bool:
    if marked.source is None:
        return not found.source or (bool(marked.speaker) and _speaker_right(marked, found))
    return bool(heads(text, marked) & words(text, _pieces(found.source)))


def _speaker_right(marked: GoldQuotation, found: Quotation) -> bool:
    if found.speaker is None:
        return False
    have = set(re.findall(r"\w+", found.speaker.name.casefold()))
    return any(
        wanted <= have and have - wanted <= _TITLES
        for wanted in (set(re.findall(r"\w+", name.casefold())) for name in marked.speaker)
    )


def _miss(tally: Tally, report: GoldReport, marked: GoldQuotation, what: str, instead: str) -> None:
    shown = _print(report.text, marked.content)
    source = report.text[slice(*marked.source)] if marked.source else "no source"
    cue = report.text[slice(*marked.cue)] if marked.cue else "no cue"
    speaker = f" = {marked.speaker[0]}" if marked.speaker else ""
    tally.misses.append(
        f"{report.name}: {marked.kind} {marked.number}: {what}: {instead}\n    {shown}\n"
        f"    [{source}{speaker}] ({cue})"
    )


def _pieces(spans: Sequence[Span]) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in spans)


def _print(text: str, pieces: Sequence[tuple[int, int]]) -> str:
    shown = " | ".join(" ".join(text[start:end].split()) for start, end in pieces)
    return shown if len(shown) <= 160 else f"{shown[:120]} [...] {shown[-30:]}"


def _f1(sound: int, given: int, found: int, marked: int) -> float:
    precision = sound / given if given else 0.0
    recall = found / marked if marked else 0.0
    return 200 * precision * recall / (precision + recall) if precision + recall else 0.0
