"""Stories as several outlets told them, one report of which is changed.

What differs besides is how outlets really tell one thing: in other words, at another length, with other
sources. A difference is planted only where the words around it stand in another report, too.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from os.path import commonprefix

from benchmarks.planted_cases import PLANTS, Case, Plant, drawn, elsewhere, running
from benchmarks.planting import Rule, people, quoted
from msgspec.structs import replace

from variorum import formats
from variorum.model import Article

_WORD = re.compile(r"[a-z0-9]+")
_NO_APOSTROPHES = str.maketrans("", "", "'’")
_MOST = 8  # reports; larger stories are cut to the first by date
_LONGEST = 20_000  # code points; longer ones are transcripts and lists
_ATTRIBUTED = 6  # words of a quotation in a row that another report has, to give it to somebody else
_AROUND_QUOTED = 3  # words on each side of a change that another report has, too, inside a quotation
_AROUND_PROSE = 2  # the same in the report's own words


def cases(paths: Sequence[str], by: str, stories: int, seed: int) -> Iterator[Case]:
    """Yield ``stories`` cases drawn by ``seed``; reports of one story have one value in the field ``by``."""
    told: dict[str, list[Article]] = defaultdict(list)
    for item in formats.read(paths):
        if isinstance(item, Article) and item.extra.get(by) is not None:
            told[str(item.extra[by])].append(item)
    several = sorted(name for name, reports in told.items() if len(reports) > 1)
    count = 0
    for name in random.Random(seed).sample(several, len(several)):
        reports = sorted(told[name], key=lambda one: (one.date or "", one.id))[:_MOST]
        found = case(name, reports, random.Random(f"{seed}-{name}"))
        if found is not None:
            yield found
            count += 1
            if count == stories:
                return


def case(name: str, reports: Sequence[Article], source: random.Random) -> Case | None:
    """Return the story with one report changed; None when no report has a place for a difference."""
    for report in source.sample(reports, len(reports)):
        others = [_words(one.text) for one in reports if one is not report]
        plants = _planted(report, others, source) if len(report.text) <= _LONGEST else ()
        if any(plant.kind for plant in plants):
            text = report.text
            for plant in plants:
                text = text.replace(plant.was, plant.now, 1)
            kept = [one for one in reports if one is not report]
            return Case(name, (*kept, replace(report, text=text)), plants, before=(*kept, report))
    return None


def _planted(report: Article, others: Sequence[str], source: random.Random) -> tuple[Plant, ...]:
    parts = [part.strip() for part in report.text.split("\n")]
    paragraphs = [part for part in parts if part and report.text.count(part) == 1]
    named = people(report.text)
    plants: dict[int, Plant] = {}
    for kind, rules in drawn(source):
        if sum(bool(plant.kind) == bool(kind) for plant in plants.values()) < PLANTS:
            found = _one(paragraphs, named, rules, others if kind else None, set(plants), source)
            if found is not None:
                at, rule, now = found
                plants[at] = Plant(kind, rule, paragraphs[at], now)
    return tuple(plants.values())


def _one(
    paragraphs: Sequence[str],
    named: Sequence[str],
    rules: Sequence[Rule],
    others: Sequence[str] | None,
    taken: set[int],
    source: random.Random,
) -> tuple[int, str, str] | None:
    """Return a paragraph, the rule and the paragraph as changed; others: None for a harmless change."""
    for rule in rules:
        for at in source.sample(range(len(paragraphs)), len(paragraphs)):
            if at in taken or not running(paragraphs[at]):
                continue
            now = rule(paragraphs[at], elsewhere(named, paragraphs, at), source)
            if now is None or now == paragraphs[at]:
                continue
            if others is None or _told_elsewhere(rule.__name__, paragraphs[at], now, others):
                return at, rule.__name__, now
    return None


def _told_elsewhere(rule: str, was: str, now: str, others: Sequence[str]) -> bool:
    """Tell whether another report has what is changed, with the words around it."""
    if rule == "attribution":
        grams = (
            words[at : at + _ATTRIBUTED]
            for start, end in quoted(was)
            if len(words := _words(was[start:end]).split()) >= _ATTRIBUTED
            for at in range(len(words) - _ATTRIBUTED + 1)
        )
        return any(f" {' '.join(gram)} " in other for gram in grams for other in others)
    before, after = _words(was).split(), _words(now).split()
    head = len(commonprefix([before, after]))
    tail = len(commonprefix([before[head:][::-1], after[head:][::-1]]))
    around = _AROUND_PROSE if rule.endswith("_prose") or rule == "status" else _AROUND_QUOTED
    window = before[max(0, head - around) : len(before) - tail + around]
    return any(f" {' '.join(window)} " in other for other in others)


def _words(text: str) -> str:
    plain = text.casefold().translate(_NO_APOSTROPHES)
    return f" {' '.join(_WORD.findall(plain))} "
