"""Which statements of different reports tell one utterance in other words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from variorum.collation.utterances.resemblance import Likenesses, likenesses
from variorum.collation.utterances.statements import Statement, Statements
from variorum.settings import LinkSettings
from variorum.text.trees import Scorer

DATA = "data/links.json"
Pair = tuple[int, int]


class Linked(Struct, frozen=True, kw_only=True):
    """Statements of one utterance, by place in the story's list, in order.

    also: of other utterances, whole statements that hold this one as well.
    """

    members: tuple[int, ...]
    also: tuple[int, ...] = ()


def link(
    of: Statements,
    groups: Sequence[Sequence[int]],
    settings: LinkSettings,
    apart: Callable[[Statement, Statement], bool],
) -> list[Linked]:
    """Return the statements by utterance, in order of their first statement.

    groups: statements that are one utterance already, because their words are the same; a statement is in one
    of them or in none. Two such groups of several statements are never joined: what is quoted twice in two
    ways is most likely two sentences of one speech. apart: tells of two statements that they are surely two
    utterances.
    """
    pairs = {
        pair: probability
        for pair, probability in probabilities(likenesses(of, settings)).items()
        if probability >= settings.unseen and not apart(*(of.found[at] for at in pair))
    }
    pairs = _without_doubtful(pairs, of.found, settings)
    joining = _Joining(of.found, groups, pairs, settings)
    for pair, probability in sorted(pairs.items(), key=lambda one: (-one[1], one[0])):
        if probability < settings.pair:
            break
        joining.join(*pair)
    return joining.linked()


def probabilities(found: Likenesses) -> dict[Pair, float]:
    """Return how likely each pair tells the same; empty for none."""
    if not found.one:
        return {}
    values = scorer().probabilities(scorer().codes(found.measures)).tolist()
    return dict(zip(zip(found.one, found.other, strict=True), values, strict=True))


@lru_cache(maxsize=1)
def scorer() -> Scorer:
    """Return what is shipped (made by ``training/utterances/links.py``)."""
    return msgspec.json.decode(
        files("variorum.collation.utterances").joinpath(DATA).read_bytes(), type=Scorer
    )


def _without_doubtful(
    pairs: dict[Pair, float], found: Sequence[Statement], settings: LinkSettings
) -> dict[Pair, float]:
    """Return the pairs without those of a quoted fragment that nobody is named for, where it may be from
    several statements of a report.
    """
    fits: dict[Pair, int] = defaultdict(int)
    for (a, b), probability in pairs.items():
        if probability >= settings.pair:
            fits[a, found[b].place] += 1
            fits[b, found[a].place] += 1

    def doubtful(at: int, other: int) -> bool:
        one = found[at]
        fragment = one.quotation.kind != "indirect" and len(one.keys) <= settings.fragment
        return fragment and one.voice is None and fits[at, found[other].place] > 1

    return {pair: one for pair, one in pairs.items() if not (doubtful(*pair) or doubtful(*pair[::-1]))}


class _Joining:
    """Utterances that grow from the surest pair on, while the mean pair of what is joined is likely."""

    def __init__(
        self,
        found: Sequence[Statement],
        groups: Sequence[Sequence[int]],
        pairs: dict[Pair, float],
        settings: LinkSettings,
    ) -> None:
        self.places = [one.place for one in found]
        self.sizes = [len(one.keys) for one in found]
        self.told = [one.quotation.kind == "indirect" for one in found]
        self.pairs = pairs
        self.settings = settings
        self.of = list(range(len(found)))
        self.members = {at: [at] for at in self.of}
        for group in groups:
            for at in group[1:]:
                self._unite(self.of[group[0]], self.of[at])
        self.quoted = {self.of[group[0]] for group in groups if len(group) > 1}
        self._refused: set[tuple[int, ...]] = set()

    def join(self, a: int, b: int) -> None:
        """Unite the utterances of ``a`` and ``b`` when all of them is likely to tell the same."""
        one, other = sorted((self.of[a], self.of[b]))
        if one == other or (one in self.quoted and other in self.quoted):
            return
        asked = one, other, len(self.members[one]), len(self.members[other])
        if asked in self._refused:  # groups only grow: of this size it was the same one
            return
        union = self.members[one], self.members[other]
        if self._quoted_twice(*union) or self._mean(*union) < self.settings.joins:
            self._refused.add(asked)
            return
        self._unite(one, other)
        if other in self.quoted:
            self.quoted.add(one)

    def linked(self) -> list[Linked]:
        """Return the utterances, and with each the statements of others that likely hold it as well."""
        held: dict[int, set[int]] = defaultdict(set)
        for (a, b), probability in self.pairs.items():
            if probability >= self.settings.again and self.of[a] != self.of[b]:
                for at, other in ((a, self.of[b]), (b, self.of[a])):
                    if self._holds(at, other):
                        held[other].add(at)
        return [
            Linked(members=tuple(sorted(members)), also=tuple(sorted(held[of])))
            for of, members in sorted(self.members.items(), key=lambda one: min(one[1]))
        ]

    def _holds(self, at: int, other: int) -> bool:
        """Tell whether a statement is longer than what an utterance says, and likely to hold that, too."""
        members = self.members[other]
        if any(self.places[one] == self.places[at] or self.sizes[one] >= self.sizes[at] for one in members):
            return False
        return bool(self._mean([at], members) >= self.settings.again)

    def _quoted_twice(self, one: Sequence[int], other: Sequence[int]) -> bool:
        """Tell whether a report would have quotations in both: two like phrases are two utterances."""
        quoted = {self.places[at] for at in one if not self.told[at]}
        return any(self.places[at] in quoted and not self.told[at] for at in other)

    def _unite(self, one: int, other: int) -> None:
        if one == other:
            return
        for at in self.members[other]:
            self.of[at] = one
        self.members[one] += self.members.pop(other)

    def _mean(self, one: Sequence[int], other: Sequence[int]) -> float:
        """Return the mean probability of pairs of different reports; of the surest where they are many."""
        found = sorted(
            (
                self.pairs.get((min(a, b), max(a, b)), self.settings.unseen)
                for a in one
                for b in other
                if self.places[a] != self.places[b]
            ),
            reverse=True,
        )[: self.settings.most]
        return sum(found) / len(found) if found else 0.0
