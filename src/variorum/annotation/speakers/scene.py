"""What the resolver knows of an article: its candidates, where they stand, and who spoke where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, islice

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from variorum.annotation.neural.vectors import Vectors
from variorum.annotation.speakers.candidates import (
    HE,
    SHE,
    THEY,
    Candidate,
    candidate,
    surroundings,
    words,
)
from variorum.annotation.speakers.phrases import Phrase, read_phrase
from variorum.annotation.speakers.table import Lines, Table, numbers
from variorum.annotation.speakers.unnamed import unnamed
from variorum.language.language import Language
from variorum.model import Annotation, Quotation, Span
from variorum.settings import SPEAKERS

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

# The end of a paragraph of prose.
_STOPS = re.compile(r"[.!?…:;][”’\"')\]]{0,3}\s*\Z")


class Mention(Struct, frozen=True, kw_only=True):
    """The source of a quotation, or the place of words that go on without one (``start == end``)."""

    start: int
    end: int
    quotation: Quotation


class Scene:
    """One article as the resolver sees it; who spoke is filled in as it goes through the text."""

    def __init__(
        self, text: str, annotation: Annotation, vectors: Vectors, lang: Language, article: str = ""
    ) -> None:
        self.text = text
        self.lang = lang
        self.vectors = vectors
        self.sentences = [span.start for span in annotation.sentences]
        self.paragraphs = [span.start for span in annotation.paragraphs]
        self._quoted = _Stretches(s for q in annotation.quotations if q.kind == "direct" for s in q.content)
        self._told = _Stretches(s for q in annotation.quotations if q.kind != "direct" for s in q.content)
        self.candidates = [
            c for e in annotation.entities if (c := candidate(text, e, self.sentences, self._is_said, lang))
        ]
        known = len(self.candidates)
        people = [each for each in self.candidates if each.entity.kind == "person"]
        taken = {head for each in people if each.entity.name[:1].isupper() for head in each.heads}
        self.candidates += [
            c
            for e in unnamed(
                article, text, self.sentences, annotation.entities, lang,
                quoted=self._quoted.hold, taken=taken,
            )
            if (c := candidate(text, e, self.sentences, self._is_said, lang))
        ]  # fmt: skip
        self.index = {each.entity.id: i for i, each in enumerate(self.candidates)}
        # Candidates before it are the entities of the annotation, the others people without a name.
        self.listed = known
        self._unnamed = sorted(
            (end, i) for i in range(known, len(self.candidates)) for end in self.candidates[i].ends
        )
        self.people = sorted(
            (start, i)
            for i, each in enumerate(self.candidates[:known])
            if each.entity.kind == "person"
            for start in each.starts
        )
        self.plain = [(start, i) for start, i in self.people if not self.is_quoted(start)]
        # By sentence the person named first in it, as its subject and outside quoted words.
        self.about: dict[int, int] = {}
        for start, i in self.plain:
            each = self.candidates[i]
            if each.subject[bisect_left(each.starts, start)]:
                self.about.setdefault(self.sentence(start), i)
        # By paragraph the person that its first sentence is about.
        self.opening = {
            p: self.about[s]
            for p, start in enumerate(self.paragraphs)
            if (s := self.sentence(start)) in self.about
        }
        self.spoken: list[tuple[int, int]] = []  # where, which candidate
        self.table = Table(self.candidates, self.sentences, self.paragraphs, len(text))
        pronouns = [each.pronouns for each in self.candidates]
        self.pronouns = Lines(pronouns, pronouns, len(text))
        self.pronoun_sentences = numbers(self.sentences, self.pronouns.starts)
        self._nearest = _Nearest(self.candidates[:known])
        self._near: dict[tuple[int, int], frozenset[str]] = {}
        self._around: dict[int, tuple[frozenset[str], int, int]] = {}
        self._phrases: dict[tuple[int, int], Phrase | None] = {}

    def note(self, mention: Mention, entity: str | None) -> None:
        """Remember who spoke in a source, for what comes after; sources come in order of the text."""
        if entity is None or entity not in self.index:
            return
        index = self.index[entity]
        self.spoken.append((mention.start, index))
        each, source = self.candidates[index], words(self.text[mention.start : mention.end][:200])
        each.spoke.append(mention.start)
        each.he += len(source) == 1 and source[0] in HE
        each.she += len(source) == 1 and source[0] in SHE
        each.called.update(source[-1:])

    def vector(self, start: int, end: int) -> Floats:
        """Return the network's reading of a stretch."""
        return self.vectors.of(start, end)

    def phrase(self, start: int, end: int) -> Phrase | None:
        """Return the noun phrase that a stretch begins with, read once."""
        if (start, end) not in self._phrases:
            self._phrases[start, end] = read_phrase(self.text, Span(start, end), self.lang)
        return self._phrases[start, end]

    def around(self, i: int) -> tuple[frozenset[str], int, int]:
        """Return the words around the mentions of a candidate, and how often they show a man and a woman."""
        found = self._around.get(i)
        if found is None:
            found = self._around[i] = surroundings(self.text, self.candidates[i])
        return found

    def near(self, start: int, end: int) -> frozenset[str]:
        """Return the words around a mention, computed once."""
        found = self._near.get((start, end))
        if found is None:
            stretch = self.text[max(0, start - 60) : end + 80]
            found = self._near[start, end] = frozenset(words(stretch))
        return found

    def is_quoted(self, at: int) -> bool:
        """Tell whether an offset lies in directly quoted words."""
        return self._quoted.hold(at)

    def _is_said(self, at: int) -> tuple[bool, bool]:
        return self._quoted.hold(at), self._told.hold(at)

    def sentence(self, at: int) -> int:
        """Return the index of the sentence that holds an offset; -1 before the first."""
        return bisect_right(self.sentences, at) - 1

    def paragraph(self, at: int) -> int:
        """Return the index of the paragraph that holds an offset; -1 before the first."""
        return bisect_right(self.paragraphs, at) - 1

    def is_prose(self, paragraph: int) -> bool:
        """Tell whether a paragraph ends as prose does; captions and headings have no stop."""
        start, end = self.paragraphs[paragraph], len(self.text)
        if paragraph + 1 < len(self.paragraphs):
            end = self.paragraphs[paragraph + 1]
        return _STOPS.search(self.text, max(start, end - SPEAKERS.paragraph_end), end) is not None

    def named_since(self, before: int) -> int | None:
        """Return who was named last outside quoted words, since somebody spoke; None where nobody was."""
        spoke = self.spoken[-1][0] if self.spoken else 0
        k = bisect_left(self.plain, (before, -1)) - 1
        return self.plain[k][1] if k >= 0 and self.plain[k][0] >= spoke else None

    def chosen(self, mention: Mention) -> list[int]:
        """Return which candidates are scored for a source: those named nearest before it, then behind it.

        For a pronoun that can mean people also unnamed ones that are told of shortly before.
        """
        return sorted(self._nearest.to(mention, SPEAKERS.candidates) + self._told_of(mention))

    def _told_of(self, mention: Mention) -> list[int]:
        """Return the unnamed ones that a pronoun may mean: the last ones told of in the paragraphs before."""
        source = words(self.text[mention.start : mention.end])
        kind = "person" if (HE | SHE).issuperset(source) else "group" if THEY.issuperset(source) else None
        if not source or kind is None:
            return []
        found: dict[int, None] = {}
        here = self.paragraph(mention.start)
        last = bisect_left(self._unnamed, (mention.start, -1)) - 1
        for k in range(last, max(-1, last - SPEAKERS.places), -1):
            end, i = self._unnamed[k]
            if len(found) == SPEAKERS.unnamed or self.paragraph(end) < here - SPEAKERS.unnamed_paragraphs:
                break
            if self.candidates[i].entity.kind == kind:
                found[i] = None
        return list(found)

    def vectors_of(self, mention: Mention, chosen: Sequence[int]) -> Floats:
        """Return the readings of each candidate: mention before, first, next; zeros for none. (n, 3, size)"""
        who, table = np.array(chosen, np.int64), self.table
        before = table.ending_until(who, mention.start)
        behind = table.starting_before(who, mention.end)
        first = table.first[who]
        places = np.stack([
            np.where(before > 0, first + before - 1, table.none),
            first,
            np.where(behind < table.count[who], first + behind, table.none),
        ], axis=1)  # fmt: skip
        return self.readings_at(places)

    def readings_at(self, places: Ints) -> Floats:
        """Return the network's reading of mentions in the table: (..., size); zeros for none."""
        found: Floats = self._readings[places]
        return found

    @cached_property
    def bearers(self) -> Counter[str]:
        """How many people have a word in their name, by the word in small letters."""
        return Counter(word for each in self.candidates if each.entity.kind == "person" for word in each.name)

    @cached_property
    def _readings(self) -> Floats:
        """The network's reading of each mention in the table; zeros for none."""
        table = self.table
        rows = self.vectors.means(table.starts[:-1], table.ends[:-1])
        return np.concatenate([rows, np.zeros((1, rows.shape[1]), np.float32)])


class _Nearest:
    """Who stands nearest to sources that are asked for in order of the text.

    Each is taken up once when the sources have passed its mention, so that a source takes the same time
    however many mentions an article has.
    """

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._candidates = candidates
        # Of several that end at one place the first comes last, as whoever comes last is asked first.
        self._ends = sorted((end, -i) for i, each in enumerate(candidates) for end in each.ends)
        self._firsts = sorted((each.starts[0], i) for i, each in enumerate(candidates))
        self._start()

    def _start(self) -> None:
        self._passed, self._opened, self._at = 0, 0, -1
        self._before: dict[int, None] = {}

    def to(self, mention: Mention, most: int) -> list[int]:
        """Return at most so many: those named last before a source, then those named first behind it."""
        if mention.start < self._at:
            self._start()
        self._at = mention.start
        while self._passed < len(self._ends) and self._ends[self._passed][0] <= mention.start:
            i = -self._ends[self._passed][1]
            self._before.pop(i, None)
            self._before[i] = None
            self._passed += 1
        found = list(islice(reversed(self._before), most))
        while self._opened < len(self._firsts) and self._firsts[self._opened][1] in self._before:
            self._opened += 1
        for _, i in islice(self._firsts, self._opened, None):
            if len(found) >= most:
                break
            if i not in self._before and not self._is_only(i, mention):
                found.append(i)
        return found

    def _is_only(self, i: int, mention: Mention) -> bool:
        """Tell whether a candidate that is not named before a source stands in it alone."""
        each = self._candidates[i]
        return bisect_left(each.starts, mention.end) == len(each.starts)


class _Stretches:
    """Stretches of a text that may overlap, asked for offsets."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._ends = list(accumulate((span.end for span in ordered), max))

    def hold(self, at: int) -> bool:
        """Tell whether one of the stretches holds an offset."""
        k = bisect_right(self._starts, at) - 1
        return k >= 0 and at < self._ends[k]
