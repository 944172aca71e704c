"""What the resolver knows of an article: its candidates, where they stand, and who spoke where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from variorum.annotation.neural.vectors import Vectors
from variorum.annotation.speakers.candidates import HE, SHE, THEY, candidate, words
from variorum.annotation.speakers.unnamed import unnamed
from variorum.language.language import Language
from variorum.model import Annotation, Quotation, Span
from variorum.settings import SPEAKERS

Floats = npt.NDArray[np.float32]


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
        self.spoken: list[tuple[int, int]] = []  # where, which candidate
        self._kept: dict[tuple[int, int], Floats] = {}
        self._near: dict[tuple[int, int], frozenset[str]] = {}
        self._leads: dict[int, bool] = {}

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
        """Return the network's reading of a stretch, computed once."""
        found = self._kept.get((start, end))
        if found is None:
            found = self._kept[start, end] = self.vectors.of(start, end)
        return found

    def near(self, start: int, end: int) -> frozenset[str]:
        """Return the words around a mention, computed once."""
        found = self._near.get((start, end))
        if found is None:
            stretch = self.text[max(0, start - 60) : end + 80]
            found = self._near[start, end] = frozenset(words(stretch))
        return found

    def leads(self, at: int) -> bool:
        """Tell whether a mention stands near the beginning of its sentence."""
        found = self._leads.get(at)
        if found is None:
            sentence = bisect_right(self.sentences, at) - 1
            found = self._leads[at] = at - self.sentences[max(0, sentence)] <= 25 if self.sentences else False
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

    def named_since(self, before: int) -> int | None:
        """Return who was named last outside quoted words, since somebody spoke; None where nobody was."""
        spoke = self.spoken[-1][0] if self.spoken else 0
        k = bisect_left(self.plain, (before, -1)) - 1
        return self.plain[k][1] if k >= 0 and self.plain[k][0] >= spoke else None

    def chosen(self, mention: Mention) -> list[int]:
        """Return which candidates are scored for a source: those named nearest before it, then behind it.

        For a pronoun that can mean people also unnamed ones that are told of shortly before.
        """
        near = []
        for i, each in enumerate(self.candidates[: self.listed]):
            before = bisect_right(each.ends, mention.start)
            if all(
                s < mention.end and mention.start < e for s, e in zip(each.starts, each.ends, strict=True)
            ):
                continue  # only the source itself
            if before:
                near.append((0, mention.start - each.ends[before - 1], i))
            else:
                near.append((1, each.starts[0] - mention.end, i))
        near.sort()
        return sorted([i for _, _, i in near[: SPEAKERS.candidates]] + self._told_of(mention))

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
        size = self.vectors.rows.shape[1]
        out = np.zeros((len(chosen), 3, size), np.float32)
        for row, i in zip(out, chosen, strict=True):
            each = self.candidates[i]
            k = bisect_right(each.ends, mention.start) - 1
            n = bisect_left(each.starts, mention.end)
            row[1] = self.vector(each.starts[0], each.ends[0])
            if k >= 0:
                row[0] = self.vector(each.starts[k], each.ends[k])
            if n < len(each.starts):
                row[2] = self.vector(each.starts[n], each.ends[n])
        return out


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
