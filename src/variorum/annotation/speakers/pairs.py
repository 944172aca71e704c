"""What the surface tells of a source and a candidate, as numbers.

The features were chosen once and the weights fitted to them: a change here needs new weights
(``python -m training.speakers``). What does not depend on who spoke before is worked out for many sources at
once (``Pairs``); the rest is filled in when the source's turn comes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from variorum.annotation.speakers.candidates import Candidate
from variorum.annotation.speakers.phrases import Phrase
from variorum.annotation.speakers.scene import Mention, Scene
from variorum.annotation.speakers.sources import Source, source_of
from variorum.annotation.speakers.turns import ROLE, TURNS, turns
from variorum.language.language import Language
from variorum.text.name_words import same_role

__all__ = ["FEATURES", "Pairs", "features"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[Any]
FEATURES = 121


def features(scene: Scene, mention: Mention, chosen: Sequence[int]) -> Floats:
    """Return what the surface tells of each candidate, (n, FEATURES)."""
    return Pairs(scene, [mention], [chosen]).features(0, chosen)


class Pairs:
    """Some sources of an article with the candidates of each.

    chosen: the candidates of each source, by their numbers in the scene. A pair is a source and one of its
    candidates, in order; row: the source of each pair, places: (pair, 3), mentions of the candidate in the
    scene's table: before the source, first, behind it.
    """

    def __init__(self, scene: Scene, mentions: Sequence[Mention], chosen: Sequence[Sequence[int]]) -> None:
        self._scene = scene
        self._sources = [source_of(scene, mention) for mention in mentions]
        self._chosen = chosen
        self._edges = np.cumsum([0, *map(len, chosen)]).tolist()
        pairs = [(source, i) for source, each in zip(self._sources, chosen, strict=True) for i in each]
        who: Ints = np.array([i for _, i in pairs], np.int64)
        row: Ints = np.repeat(np.arange(len(chosen)), np.diff(self._edges))
        found = _Found(scene, self._sources, who, row)
        self._last: Ints = found.last
        self.row = row
        self.places: Ints = np.stack([found.last, scene.table.first[who], found.next], axis=1)
        self._rows: Floats = np.zeros((len(pairs), FEATURES), np.float32)
        if not pairs:
            return
        asked, back = np.unique(who, return_inverse=True)
        told = np.array([_facts(scene, i) for i in asked.tolist()], float)[back].T
        shared = np.array([_shared(scene, *pair) for pair in zip(pairs, found.last.tolist(), strict=True)]).T
        fits = np.array([_fits(scene, *pair) for pair in pairs]).T
        columns = [*_near(scene, found, told, shared), *_stands(found), *_agrees(found, told, fits)]
        for at, column in enumerate(columns):
            if column is not None:
                self._rows[:, at] = column
        self._rows[:, len(columns) :] = np.array([source.flags for source in self._sources], np.float32)[row]

    def kept(self, number: int, chosen: Sequence[int]) -> slice | list[int]:
        """Return which pairs are those of a source with the candidates of it that still count."""
        start, end = self._edges[number], self._edges[number + 1]
        if len(chosen) == end - start:
            return slice(start, end)
        left = set(chosen)
        return [start + k for k, i in enumerate(self._chosen[number]) if i in left]

    def features(self, number: int, chosen: Sequence[int]) -> Floats:
        """Return the features of one source for those of its candidates that still count: (n, FEATURES).

        Its turn has come: who spoke in the sources before is known to the scene.
        """
        kept = self.kept(number, chosen)
        rows, last = self._rows[kept].copy(), self._last[kept]
        if not len(rows):
            return rows
        best = rows[:, ROLE].max()
        rows[:, ROLE + 1] = equal = (rows[:, ROLE] == best) & (best > 0)
        rows[:, ROLE + 2] = equal.sum()
        rows[:, TURNS] = turns(self._scene, self._sources[number], chosen, last.tolist())
        return rows


class _Found:
    """Of many pairs of a source and a candidate, where the candidate stands before and behind the source.

    last, next: its mentions there, in the scene's table; before: how many there are up to the source.
    """

    def __init__(self, scene: Scene, sources: Sequence[Source], who: Ints, row: Ints) -> None:
        table = scene.table
        self.scene, self.sources, self.who, self.row = scene, sources, who, row
        self.start = _column(row, (s.mention.start for s in sources))
        self.end = _column(row, (s.mention.end for s in sources))
        self.sentence = _column(row, (s.sentence for s in sources))
        self.paragraph = _column(row, (s.paragraph for s in sources))
        self.gender = _column(row, (s.gender for s in sources))
        self.before = table.ending_until(who, self.start)
        self.there = self.before > 0
        self.last: Ints = np.where(self.there, table.first[who] + self.before - 1, table.none)
        self.behind = table.starting_before(who, self.end)
        self.ahead = self.behind < table.count[who]
        self.next: Ints = np.where(self.ahead, table.first[who] + self.behind, table.none)


def _column(row: Ints, values: Iterable[float]) -> Ints:
    """Return what holds of each source for each of its pairs."""
    return np.fromiter(values, np.int64)[row]


def _facts(scene: Scene, i: int) -> list[float]:
    """Return what holds of a candidate whatever the source."""
    each = scene.candidates[i]
    _, male, female = scene.around(i)
    name = each.entity.name
    return [
        *each.kind, male, female, each.shown, each.known, each.starts[0], name[:1].islower(), " " in name,
        bool(each.roles), i >= scene.listed, each.age,
    ]  # fmt: skip


def _shared(scene: Scene, pair: tuple[Source, int], last: int) -> list[int]:
    """Return how many words of a source stand near a candidate, in its name and in its offices."""
    source, i = pair
    each, head, table = scene.candidates[i], source.head, scene.table
    between, near = 0, False
    if last != table.none:
        stop = int(table.ends[last])
        low = bisect_left(scene.people, (stop, -1))
        if low < source.people:
            others = {k for _, k in scene.people[low : min(source.people, low + 40)]}
            between = len(others) - (i in others)
        near = head in scene.near(int(table.starts[last]), stop)
    around = scene.around(i)[0]
    return [
        between, near, head in around, len(source.own & around), len(each.name & source.inside),
        len(each.name & source.own), len(each.roles & source.own), head in each.roles,
    ]  # fmt: skip


def _near(scene: Scene, found: _Found, told: Numbers, shared: Numbers) -> list[Numbers | None]:
    """Return how near candidates stand, how often, and the words around them; None: see ``turns``."""
    table, last, gender = scene.table, found.last, found.gender
    male, female, shown, first = told[6], told[7], told[8], told[10]
    between, near, around, own, inside, named, roles, role = shared
    long = np.maximum(1, _column(found.row, (len(s.own) for s in found.sources)))
    sentences = np.where(found.there, np.minimum(found.sentence - table.sentence[last], 30), 40)
    steps = np.where(found.there, np.minimum(found.paragraph - table.paragraph[last], 20), 30)
    gap = np.where(found.there, np.log1p(np.maximum(0, found.start - table.ends[last])), 10.0)
    ahead = np.where(found.ahead, np.log1p(np.maximum(0, table.starts[found.next] - found.end)), 10.0)
    count = table.count[found.who]
    return [
        *told[:6],
        sentences, steps, np.minimum(found.before, 10), np.minimum(count - found.behind, 10),
        np.minimum(count, 15),
        table.near[last] & (table.sentence[last] >= 0), table.lately[last], table.quoted[last],
        np.minimum(between, 6), gap, ahead, ahead < 5.3,
        None, None, None, None,
        male, female, (male - female) * gender, np.sign((male - female) * gender), shown * gender, shown,
        near, around, own, own / long, inside,
        (inside > 0) & _column(found.row, (s.first for s in found.sources)),
        steps == 0, sentences == 0,
        first / max(1, len(scene.text)), first < 300, named,
        found.who == _column(found.row, (s.ruled for s in found.sources)),
        told[11], told[12], told[13], roles, role, told[14],
    ]  # fmt: skip


def _stands(found: _Found) -> list[Numbers | None]:
    """Return how candidates stand in the sentences before; None: see ``turns``."""
    scene, table, last, who = found.scene, found.scene.table, found.last, found.who
    here, paragraph = found.sentence, found.paragraph
    plain = table.plain[last]
    outside = plain != table.none
    sentence = np.where(outside, table.sentence[plain], here - 40)
    pronouns = scene.pronouns.starting_before(who, found.start)
    meant = np.where(pronouns > 0, scene.pronouns.first[who] + pronouns - 1, scene.pronouns.none)
    again = np.where(pronouns > 0, scene.pronoun_sentences[meant], here - 40)
    about = [[scene.about.get(s.sentence - back, -1) for s in found.sources] for back in range(4)]
    about.append([scene.opening.get(s.paragraph, -1) for s in found.sources])
    return [
        table.subject[last], table.leads[last], table.owns[last], table.told[last], _in_own_words(found),
        np.minimum(here - sentence, 40), table.subject[plain], table.leads[plain],
        None, None, *(who == _column(found.row, each) for each in about),
        np.minimum(here - again, 40), (pronouns > 0) & (again > sentence),
        outside & (table.paragraph[plain] == paragraph) & table.leads[plain],
        None, None, None, None, None, None,
        found.ahead & (table.sentence[found.next] == here),
        found.ahead & (table.paragraph[found.next] == paragraph),
        None,
    ]  # fmt: skip


def _in_own_words(found: _Found) -> Numbers:
    """Return whether the last mention before a source stands in the words of its quotation."""
    at = found.scene.table.starts[found.last]
    own = np.zeros(len(at), bool)
    edges = np.searchsorted(found.row, np.arange(len(found.sources) + 1)).tolist()
    for source, low, high in zip(found.sources, edges, edges[1:], strict=False):
        for span in source.mention.quotation.content:
            own[low:high] |= (span.start <= at[low:high]) & (at[low:high] < span.end)
    return own & found.there


def _fits(scene: Scene, source: Source, i: int) -> tuple[int, int, int, bool]:
    """Return whether what a source says of somebody is known of a candidate."""
    phrase, each = source.phrase, scene.candidates[i]
    if phrase is None:
        return 0, 0, 0, False
    others = source.others
    gone = phrase.head in each.former and scene.lang.names.described.former.isdisjoint(phrase.words)
    return _role(phrase, each, scene.lang), len(others & each.described), len(others & each.name), gone


def _agrees(found: _Found, told: Numbers, fits: Numbers) -> list[Numbers | None]:
    """Return how well a phrase fits; None: see ``turns``, and what ``Pairs.features`` says of the best."""
    role, described, named, gone = fits
    known, age = told[9], told[15]
    asked = _column(found.row, (s.age for s in found.sources))
    return [
        role, None, None, described, named, gone, (asked > 0) & (age == asked),
        (asked > 0) & (age != 0) & (age != asked), known * found.gender, known, None, None, None, age > 0,
    ]  # fmt: skip


def _role(phrase: Phrase, each: Candidate, lang: Language) -> int:
    """Return how well the head of a phrase names an office or a kind of a candidate: 0 not, 2 by the word."""
    if phrase.head in each.heads or phrase.head in each.name:
        return 2
    return int(any(same_role(phrase.head, head, lang) for head in each.heads))
