"""Lines that a collation tells, against pairs of sentences that were read one by one.

Usage: PYTHONPATH=src python -m benchmarks.read_pairs ANN.jsonl COLLATED.jsonl

ANN: annotated reports, each with the field ``event``; COLLATED: what ``variorum collate ANN.jsonl --by
event`` gives. The labels are those of ``training/differences/readings.py``; texts are found by their hash,
so other collections give nothing. Printed is, by type, how many of the lines whose two sentences were read
are a difference by the reading, and how many of the differences that were read there are told: of these very
two sentences, and as facts, where a line may tell the same words of the two reports from other sentences (a
report gives a number more than once), and what several pairs of sentences differ in alike counts once. The
pairs were chosen: this says how types compare, not what share of all differences of the stories is told.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, permutations, product
from pathlib import Path

import msgspec
from training.differences.readings import Reading, Readings
from training.differences.slots import stories

from variorum.language.language import language_of
from variorum.model import AnnotatedArticle, Collation, Discrepancy, Evidence, Span

Place = tuple[str, int]  # the id of a report and the place of one of its sentences
Fact = tuple[str, frozenset[frozenset[str]]]  # a type, and the words on either side that the other lacks
_WORD = re.compile(r"\w+")
NUMBERS = language_of("en").collation.counting


class Story:
    """The sentences of a story, and what was read of pairs of them."""

    def __init__(self, articles: Sequence[AnnotatedArticle], readings: Readings) -> None:
        self._of = {source.article.id: source for source in articles}
        self.read: dict[tuple[Place, Place], Reading] = {}
        for one, other in combinations(articles, 2):
            for (a, first), (b, second) in product(_sentences(one), _sentences(other)):
                reading = readings.of(first, second)
                if reading is not None:
                    self.read[(one.article.id, a), (other.article.id, b)] = reading

    def place(self, part: Evidence) -> Place:
        """Return the sentence that evidence begins in."""
        starts = [span.start for span in self._of[part.article].annotation.sentences]
        return part.article, bisect_right(starts, part.start) - 1

    def facts(self, places: tuple[Place, Place], reading: Reading) -> Iterator[Fact]:
        """Yield what two sentences materially differ in, by the words; nothing where a reader marked none."""
        texts = [self._sentence(place) for place in places]
        for severity, name, *spans in reading.label if not isinstance(reading.label, str) else ():
            marked = [spans[:2], spans[2:]][:: -1 if reading.turned else 1]
            words = [
                _words(text[start:end])
                for text, (start, end) in zip(texts, marked, strict=True)
                if isinstance(start, int) and isinstance(end, int)
            ]
            if severity != "n" and len(words) == 2 and words[0] - words[1] and words[1] - words[0]:
                yield str(name), frozenset((words[0] - words[1], words[1] - words[0]))

    def _sentence(self, place: Place) -> str:
        article, at = place
        return self._of[article].annotation.sentences[at].of(self._of[article].article.text)

    def of(self, one: Evidence, other: Evidence) -> Reading | None:
        """Return what was read of the sentences of two places."""
        a, b = self.place(one), self.place(other)
        return self.read.get((a, b)) or self.read.get((b, a))


def _sentences(source: AnnotatedArticle) -> Iterator[tuple[int, str]]:
    for at, span in enumerate(source.annotation.sentences):
        yield at, Span(span.start, span.end).of(source.article.text)


def judged(told: Discrepancy, story: Story) -> str | None:
    """Return the gravest that was read where two sides of a line stand; None when it was not read."""
    found = [
        reading
        for one, other in combinations(told.sides, 2)
        for a, b in product(one.evidence, other.evidence)
        if (reading := story.of(a, b)) is not None
    ]
    if not found:
        return None
    graves = [grave(reading) for reading in found]
    return next(one for one in ("material", "minor", "none") if one in graves)


def tells(one: Discrepancy, fact: Fact) -> bool:
    """Tell whether two sides of a line print the words of the two sides of a fact; of numbers those alone."""
    first, second = (_telling(words) for words in fact[1])
    told = [frozenset().union(*(_words(part.text) for part in side.evidence)) for side in one.sides]
    return any(a & first and b & second for a, b in permutations(told, 2))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text))


def _telling(words: frozenset[str]) -> frozenset[str]:
    """Return numbers and names of some words; all where there is none."""
    kept = frozenset(word for word in words if not word.islower() or word in NUMBERS)
    return kept or words


def grave(reading: Reading) -> str:
    """Return whether two sentences differ in something material, in something minor, or not."""
    if isinstance(reading.label, str):
        return "none"
    return "material" if any(row[0] != "n" for row in reading.label) else "minor"


def types(reading: Reading) -> set[str]:
    """Return the types of what two sentences materially differ in."""
    return (
        set() if isinstance(reading.label, str) else {str(row[1]) for row in reading.label if row[0] != "n"}
    )


def main(annotated: Path, collated: Path) -> None:
    """Print both tables."""
    readings, found = Readings(), stories(annotated)
    by_report = {source.article.id: event for event, rows in found.items() for source in rows}
    lines: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    read: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    facts: Counter[str] = Counter()
    known: Counter[str] = Counter()
    for line in collated.read_bytes().splitlines():
        collation = msgspec.json.decode(line, type=Collation)
        story = Story(found[by_report[collation.articles[0].id]], readings)
        told: set[frozenset[Place]] = set()
        for one in collation.discrepancies:
            lines[one.type, one.severity][judged(one, story) or "not read"] += 1
            for first, second in combinations(one.sides, 2):
                for a, b in product(first.evidence, second.evidence):
                    told.add(frozenset((story.place(a), story.place(b))))
        for places, reading in story.read.items():
            for name in types(reading):
                read[name] += 1
                hit[name] += frozenset(places) in told
        for fact in {fact for places, reading in story.read.items() for fact in story.facts(places, reading)}:
            facts[fact[0]] += 1
            known[fact[0]] += any(tells(one, fact) for one in collation.discrepancies)
    print("lines, by what was read of their sentences: type, severity, material, minor, none, not read")
    for (name, severity), counts in sorted(lines.items()):
        print(name, severity, *(counts[key] for key in ("material", "minor", "none", "not read")))
    print("material differences: type, told of the pairs of sentences, pairs, told of the facts, facts")
    for name, count in sorted(read.items()):
        print(name, hit[name], count, known[name], facts[name])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
