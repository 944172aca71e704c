"""What the resolver knows of an article: its candidates, who spoke where, and the features of each pair.

The features were chosen once and the weights fitted to them: a change here needs new weights
(``python -m training.speakers``).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from variorum.annotation.names.words import name_words
from variorum.annotation.neural.vectors import Vectors
from variorum.model import Annotation, Entity, Quotation, Span
from variorum.text.names import gender_of, name_data

Floats = npt.NDArray[np.float32]

KINDS = ("person", "organisation", "place", "group", "document", "other")
MALE = frozenset(["he", "him", "his", "himself", "mr", "husband", "father", "son", "brother"])
FEMALE = frozenset(["she", "her", "hers", "herself", "mrs", "ms", "wife", "mother", "daughter", "sister"])
HE, SHE = frozenset(["he", "him", "his", "himself"]), frozenset(["she", "her", "hers", "herself"])
THEY = frozenset(["they", "them", "their", "we", "us", "both"])
IT = frozenset(["it", "its"])
RELATIVE = frozenset(["who", "which", "that", "whose", "whom"])
FIRST = frozenset(["i", "my", "me", "mine", "i'm", "i’m"])
_PRONOUNS = HE | SHE | THEY | IT | RELATIVE | FIRST | frozenset(["you", "one"])
_DETERMINERS = {
    **dict.fromkeys(["the", "that", "this", "those", "these"], 0),
    **dict.fromkeys(["a", "an", "one", "another", "some", "several", "two", "many"], 1),
    **dict.fromkeys(["his", "her", "their", "its", "my"], 2),
}
_WORD = re.compile(r"\w+")
MOST = 24  # candidates of one source: those named last before it, and those that stand behind it
_CONTEXTS = 8  # mentions whose surroundings are read
FEATURES = 69


def words(text: str) -> list[str]:
    """Return the words of ``text`` in lower case."""
    return _WORD.findall(text.lower())


def is_pronoun(source: list[str]) -> bool:
    """Tell whether a source is nothing but pronouns, given its words."""
    return bool(source) and _PRONOUNS.issuperset(source)


class Candidate(Struct, kw_only=True):
    """Somebody or something that a source may mean.

    starts, ends: its mentions by name or description, in order. around: the words near them. male, female:
    how often such words follow. shown: -1 to 1, the gender that name and titles show, female below 0.
    """

    entity: Entity
    kind: list[float]
    starts: list[int]
    ends: list[int]
    name: frozenset[str]
    roles: frozenset[str]
    around: frozenset[str]
    male: int
    female: int
    shown: float
    spoke: list[int]


class Mention(Struct, frozen=True, kw_only=True):
    """The source of a quotation, or the place of words that go on without one (``start == end``)."""

    start: int
    end: int
    quotation: Quotation


class Scene:
    """One article as the resolver sees it; who spoke is filled in as it goes through the text."""

    def __init__(self, text: str, annotation: Annotation, vectors: Vectors) -> None:
        self.text = text
        self.vectors = vectors
        self.sentences = [span.start for span in annotation.sentences]
        self.paragraphs = [span.start for span in annotation.paragraphs]
        quoted = sorted(s for q in annotation.quotations if q.kind == "direct" for s in q.content)
        self._quoted_from = [span.start for span in quoted]
        self._quoted_to = [span.end for span in quoted]
        self.candidates = [c for e in annotation.entities if (c := _candidate(text, e))]
        self.index = {each.entity.id: i for i, each in enumerate(self.candidates)}
        self.people = sorted(
            (start, i)
            for i, each in enumerate(self.candidates)
            if each.entity.kind == "person"
            for start in each.starts
        )
        self.spoken: list[tuple[int, int]] = []  # where, which candidate
        self._kept: dict[tuple[int, int], Floats] = {}
        self._near: dict[tuple[int, int], frozenset[str]] = {}
        self._leads: dict[int, bool] = {}

    def note(self, at: int, entity: str | None) -> None:
        """Remember who spoke at an offset, for what comes after; sources come in order of the text."""
        if entity is not None and entity in self.index:
            self.spoken.append((at, self.index[entity]))
            self.candidates[self.index[entity]].spoke.append(at)

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
        k = bisect_right(self._quoted_from, at) - 1
        return k >= 0 and at < self._quoted_to[k]

    def chosen(self, mention: Mention) -> list[int]:
        """Return which candidates are scored for a source: those named nearest before it, then behind it."""
        near = []
        for i, each in enumerate(self.candidates):
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
        return sorted(i for _, _, i in near[:MOST])

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

    def features(self, mention: Mention, chosen: Sequence[int]) -> Floats:
        """Return what the surface tells of each candidate, (n, FEATURES)."""
        text, quotation = self.text, mention.quotation
        here = _Here.of(self, mention)
        own = here.own
        content = words(" ".join(span.of(text)[:600] for span in quotation.content))
        inside = frozenset(content)
        first = bool(FIRST & inside)
        common = [
            *here.flags,
            first,
            bool({"we", "our", "us"} & inside),
            min(len(content), 60) / 20,
            quotation.kind == "direct",
            quotation.kind == "indirect",
        ]
        rows = [self._pair(mention, here, i, own, inside, first) + common for i in chosen]
        return np.array(rows, np.float32).reshape(len(chosen), FEATURES)

    def _pair(
        self, mention: Mention, here: _Here, i: int, own: frozenset[str], inside: frozenset[str], first: bool
    ) -> list[float]:
        each, start, end, text = self.candidates[i], mention.start, mention.end, self.text
        before = bisect_right(each.ends, start)
        behind = bisect_left(each.starts, end)
        sentences, steps, leads, quoted, gap, between = 40, 30, False, False, 10.0, 0
        near: frozenset[str] = frozenset()
        if before:
            at, stop = each.starts[before - 1], each.ends[before - 1]
            s = bisect_right(self.sentences, at) - 1
            sentences = min(here.sentence - s, 30)
            steps = min(here.paragraph - bisect_right(self.paragraphs, at) + 1, 20)
            leads = s >= 0 and self.leads(at)
            quoted = self.is_quoted(at)
            gap = math.log1p(max(0, start - stop))
            low = bisect_left(self.people, (stop, -1))
            between = len({k for _, k in self.people[low : min(here.people, low + 40)] if k != i})
            near = self.near(at, stop)
        subject = any(map(self.leads, each.starts[max(0, before - 3) : before]))
        ahead = math.log1p(each.starts[behind] - end) if behind < len(each.starts) else 10.0
        spoke = each.spoke[-1] if each.spoke else None
        told = min(here.paragraph - bisect_right(self.paragraphs, spoke) + 1, 20) if spoke is not None else 30
        gender = (each.male - each.female) * here.gender
        shared = sum(word in each.around for word in own)
        return [
            *each.kind,
            sentences, steps, min(before, 10), min(len(each.starts) - behind, 10), min(len(each.starts), 15),
            leads, subject, quoted, min(between, 6), gap, ahead, ahead < 5.3,
            here.last == i, here.second == i, told, min(len(each.spoke), 8),
            each.male, each.female, gender, np.sign(gender), each.shown * here.gender, each.shown,
            here.head in near, here.head in each.around, shared, shared / max(1, len(own)),
            len(each.name & inside), bool(each.name & inside) and first, steps == 0, sentences == 0,
            each.starts[0] / max(1, len(text)), each.starts[0] < 300, len(each.name & own), here.ruled == i,
            each.entity.name[:1].islower(), " " in each.entity.name, bool(each.roles), len(each.roles & own),
            here.head in each.roles,
        ]  # fmt: skip


class _Here(Struct, frozen=True, kw_only=True):
    """What is the same for all candidates of one source."""

    sentence: int
    paragraph: int
    people: int
    last: int
    second: int
    ruled: int
    gender: int
    head: str
    own: frozenset[str]
    flags: list[float]

    @classmethod
    def of(cls, scene: Scene, mention: Mention) -> _Here:
        source = words(scene.text[mention.start : mention.end][:200])
        ruled = mention.quotation.speaker
        paragraph = bisect_right(scene.paragraphs, mention.start) - 1
        sentence = bisect_right(scene.sentences, mention.start) - 1
        last, second, since = _last_two(scene, paragraph)
        head = _head(source)
        shown = name_words().role_gender.get(head)
        he, she = not HE.isdisjoint(source[:1]), not SHE.isdisjoint(source[:1]) and len(source) == 1
        gender = 1 if he and len(source) == 1 or shown == "male" else -1 if she or shown == "female" else 0
        determiner = _DETERMINERS.get(source[0], 3) if source else 4
        content = mention.quotation.content[0].start
        begins = sentence >= 0 and mention.start - scene.sentences[sentence] <= 2
        opens = paragraph >= 0 and mention.start - scene.paragraphs[paragraph] <= 2
        flags = [
            he, she,
            bool(THEY & set(source[:1])), bool(IT & set(source[:1])), bool(RELATIVE & set(source[:1])),
            not source, bool(source) and _PRONOUNS.issuperset(source), determiner == 0, determiner == 1,
            determiner == 2, determiner == 3, min(len(source), 12), scene.is_quoted(mention.start),
            ruled is not None, ruled is not None and ruled.name[:1].isupper(), content < mention.start,
            begins, opens, min(since, 10),
        ]  # fmt: skip
        return cls(
            sentence=sentence,
            paragraph=paragraph,
            people=bisect_left(scene.people, (mention.start, -1)),
            last=last,
            second=second,
            ruled=scene.index.get(ruled.entity or "", -1) if ruled else -1,
            gender=gender,
            head=head,
            own=frozenset(word for word in source if len(word) > 3),
            flags=[float(flag) for flag in flags],
        )


def _last_two(scene: Scene, paragraph: int) -> tuple[int, int, int]:
    """Return who spoke last, who other than that before, and how many paragraphs ago the last one did."""
    if not scene.spoken:
        return -1, -1, 20
    at, last = scene.spoken[-1]
    second = next((i for _, i in reversed(scene.spoken[-30:]) if i != last), -1)
    return last, second, paragraph - bisect_right(scene.paragraphs, at) + 1


def _head(source: list[str]) -> str:
    """Return the last word of a source before "of", "for", "who" and the like."""
    stops = ("of", "for", "who", "which", "from", "in", "at", "with", "that")
    end = next((i for i, word in enumerate(source) if i and word in stops), len(source))
    return source[end - 1] if source else ""


def _candidate(text: str, entity: Entity) -> Candidate | None:
    spans: list[Span] = []
    for span in entity.mentions:
        own = words(span.of(text))
        if own and not _PRONOUNS.issuperset(own):
            spans.append(span)
    if not spans:
        return None
    male = female = 0
    around: set[str] = set()
    for span in spans[:_CONTEXTS]:
        before, after = (
            words(text[max(0, span.start - 70) : span.start]),
            words(text[span.end : span.end + 110]),
        )
        around.update(before, after)
        male += sum(word in MALE for word in after) + 3 * (before[-1:] == ["mr"])
        female += sum(word in FEMALE for word in after) + 3 * (before[-1:] in (["mrs"], ["ms"]))
    name = words(entity.name)
    gender = None
    if entity.kind in ("person", "other"):
        gender = gender_of(entity.name) or name_data().given.get(name[0] if name else "")
    return Candidate(
        entity=entity,
        kind=[float(entity.kind == kind) for kind in KINDS],
        starts=[span.start for span in spans],
        ends=[span.end for span in spans],
        name=frozenset(name),
        roles=frozenset(word for role in entity.roles for word in role.split()),
        around=frozenset(around),
        male=min(male, 12),
        female=min(female, 12),
        shown=1.0 if gender == "male" else -1.0 if gender == "female" else 0.0,
        spoke=[],
    )
