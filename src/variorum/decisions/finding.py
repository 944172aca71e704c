"""Finds in one run what was judged in another, by words and place: ids and weights may have changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from variorum.decisions.records import same_words
from variorum.model import (
    ArticleSummary,
    Decision,
    Discrepancy,
    Evidence,
    Judged,
    JudgedDifference,
    JudgedReading,
    Reading,
    Spans,
    Utterance,
)
from variorum.settings import DECISIONS, SHOWN

Place = tuple[int, int]
"""A reading: the number of its utterance, and its own within it."""

Captures = Mapping[str, str]
"""The hash of each article's text (``text_hash``) by its id, as far as known."""

NO_CAPTURES: Captures = MappingProxyType({})


class Finder:
    """Finds readings of one story; each question looks only at readings of the article asked for, or at those
    of the same words.
    """

    def __init__(self, utterances: Sequence[Utterance], captures: Captures = NO_CAPTURES) -> None:
        self._utterances = utterances
        self._captures = captures
        self._of_article: dict[str, list[Place]] = defaultdict(list)
        self._of_words: dict[str, list[Place]] = defaultdict(list)
        for number, utterance in enumerate(utterances):
            for at, reading in enumerate(utterance.readings):
                self._of_article[reading.article].append((number, at))
                self._of_words[same_words(reading.text)].append((number, at))

    def at(self, place: Place) -> Reading:
        """Return the reading at a place."""
        return self._utterances[place[0]].readings[place[1]]

    def in_its_article(self, judged: JudgedReading) -> Place | None:
        """Return where a reading stands that was judged; None where this run found no such words there.

        The same words count first, the nearest to where they stood; then those that overlap them and share
        most of their words. Where a reading stands in two utterances, that in which its words are compared.
        """
        return min(self.all_in_its_article(judged), key=self._rank, default=None)

    def all_in_its_article(self, judged: JudgedReading) -> list[Place]:
        """Return where a reading that was judged stands: in two utterances it may stand twice."""
        for name in self._names(judged):
            found = self._in(name, judged)
            if found:
                return found
        return []

    def in_every_copy(self, judged: JudgedReading) -> list[Place]:
        """Return where a reading that was judged stands, in its article and in all of the same text."""
        return [place for name in self._names(judged, copies=True) for place in self._in(name, judged)]

    def _in(self, article: str, judged: JudgedReading) -> list[Place]:
        near = self._of_article.get(article, ())
        words = same_words(judged.text)
        same = [place for place in near if same_words(self.at(place).text) == words]
        if same:
            least = min(self._distance(place, judged) for place in same)
            return [place for place in same if self._distance(place, judged) == least]
        alike = {place: self._common(place, judged) for place in near}
        most = max(alike.values(), default=0.0)
        return [place for place, share in alike.items() if share == most >= DECISIONS.overlap]

    def anywhere(self, judged: JudgedReading) -> list[Place]:
        """Return ``all_in_its_article``, else where other articles have the same words, if only one utterance
        has.
        """
        found = self.all_in_its_article(judged)
        if found:
            return sorted(found, key=self._rank)
        same = self._of_words.get(same_words(judged.text), [])
        return same[:1] if len({number for number, _ in same}) == 1 else []

    def _rank(self, place: Place) -> tuple[bool, Place]:
        return self.at(place).paraphrase, place

    def of_words(self, text: str) -> Sequence[Place]:
        """Return where the same words stand, in whatever article."""
        return self._of_words.get(same_words(text), ())

    def _names(self, judged: JudgedReading, *, copies: bool = False) -> list[str]:
        """Return the article that was judged; those of the same text, where it goes by another id or they are
        asked for (``copies``).
        """
        own = self._captures.get(judged.article)
        is_own = own is None or judged.capture in (None, own)
        found = [judged.article] if is_own else []
        if copies or own is None or not is_own:
            same = (name for name, capture in self._captures.items() if capture == judged.capture)
            found += [name for name in same if name not in found]
        return found

    def _distance(self, place: Place, judged: JudgedReading) -> int:
        return abs(self.at(place).content[0].start - judged.content[0].start) if judged.content else 0

    def _common(self, place: Place, judged: JudgedReading) -> float:
        found = self.at(place)
        return shared(found.text, judged.text) if touch(found.content, judged.content) else 0.0


class Line(Struct, frozen=True, kw_only=True):
    """A difference of this run that was judged before; fresh: its evidence in words that no side had then."""

    found: Discrepancy
    fresh: tuple[Evidence, ...]


def find_difference(judged: JudgedDifference, lines: Iterable[Discrepancy]) -> Line | None:
    """Return the difference that was judged, among ``lines``; None where it is not there.

    It is one that two sides of are seen again, each by the same words of the same article or by words at the
    same place, and told with the same value: two sentences may differ in more than one thing. Of several it
    is the one of the same type that shares most.
    """
    best: tuple[tuple[bool, int], Discrepancy] | None = None
    for one in lines:
        hits = _hits(judged, one)
        if hits and (best is None or (one.type == judged.type, hits) > best[0]):
            best = (one.type == judged.type, hits), one
    if best is None:
        return None
    known = [part for side in judged.sides for part in side]
    words = {same_words(part.text) for part in known}
    fresh = tuple(
        part
        for side in best[1].sides
        for part in side.evidence
        if same_words(part.text) not in words and not any(_same_place(part, other) for other in known)
    )
    return Line(found=best[1], fresh=fresh)


def _hits(judged: JudgedDifference, one: Discrepancy) -> int:
    """Return how many pieces of evidence are seen again; 0 unless those of two sides are, on two sides."""
    matched: set[int] = set()
    homes: set[int] = set()
    hits = 0
    told = frozenset(same_words(judged.summary).split())
    akin = [(at, other) for at, other in enumerate(one.sides) if _told_with(other.value, told)]
    for number, side in enumerate(judged.sides):
        for at, other in akin:
            same = sum(any(_same(part, known) for known in side) for part in other.evidence)
            if same:
                hits += same
                matched.add(number)
                homes.add(at)
    return hits if len(matched) > 1 and len(homes) > 1 else 0


def _told_with(value: str, told: frozenset[str]) -> bool:
    """Tell whether a line was told with a value: its summary has most of the value's words, or its number."""
    words = same_words(value).split()
    shared_with = [word for word in words if word in told]
    return len(shared_with) >= DECISIONS.overlap * len(words) or any(map(str.isdecimal, shared_with))


def _same(part: Evidence, known: Evidence) -> bool:
    return part.article == known.article and (
        same_words(part.text) == same_words(known.text) or _same_place(part, known)
    )


def _same_place(part: Evidence, known: Evidence) -> bool:
    return part.article == known.article and max(part.start, known.start) < min(part.end, known.end)


def shared(one: str, other: str) -> float:
    """Return which part of the longer of two texts' words the other has, too; 0 for no words."""
    a, b = Counter(same_words(one).split()), Counter(same_words(other).split())
    return (a & b).total() / max(a.total(), b.total(), 1)


def touch(one: Spans, other: Spans) -> bool:
    """Tell whether two contents share a code point."""
    return any(a.overlaps(b) for a in one for b in other)


def judged_articles(judged: Judged) -> frozenset[str]:
    """Return the articles whose words, or which themselves, were judged."""
    of_difference = judged.difference.sides if judged.difference else ()
    return frozenset(
        (
            *(part.article for side in of_difference for part in side),
            *(one.article for one in (*judged.readings, *judged.others)),
            *judged.articles,
            *judged.to,
        )
    )


def concerns(judged: Judged, articles: Container[str], captures: Container[str | None]) -> bool:
    """Tell whether what was judged is of some articles, by their ids or by the hashes of their texts."""
    if judged.difference is not None:
        return any(part.article in articles for side in judged.difference.sides for part in side)
    if judged.readings:
        return any(
            one.article in articles or (one.capture is not None and one.capture in captures)
            for one in (*judged.readings, *judged.others)
        )
    return any(one in articles for one in (*judged.articles, *judged.to))


def latecomers(decision: Decision, articles: Iterable[str]) -> list[str]:
    """Return those of ``articles`` that the story did not have when this was decided, each once.

    None for a decision that does not say what there was.
    """
    seen = {*decision.judged.seen, *judged_articles(decision.judged)} if decision.judged.seen else None
    return [] if seen is None else [one for one in dict.fromkeys(articles) if one not in seen]


def called(article: str, summaries: Mapping[str, ArticleSummary]) -> str:
    """Return what an article is called in a reason: its outlet, else its title, else its id."""
    one = summaries.get(article)
    return _short((one.outlet or one.title if one else None) or article, SHOWN.name)


def quoted(words: str) -> str:
    """Return words between marks, cut where they are long."""
    return f"“{_short(words.strip(_MARKS), SHOWN.variant)}”"


def _short(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


_MARKS = "\"'“”„‘’«» \n\t"
