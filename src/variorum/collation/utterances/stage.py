"""Which quotations render the same utterance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations, product

from msgspec.structs import replace

from variorum.collation.utterances.assembling import utterances_of
from variorum.collation.utterances.linked import link
from variorum.collation.utterances.matching import Judge, Matcher
from variorum.collation.utterances.rendering import Rendering, renderings
from variorum.collation.utterances.statements import Statement, Statements, statements
from variorum.collation.utterances.voices import Voice, rendering_voice, same_voice
from variorum.model import AnnotatedArticle, Collation
from variorum.settings import VARIANTS, CollateSettings
from variorum.text.names import Answer


def assign_utterances(
    articles: tuple[AnnotatedArticle, ...], collation: Collation, *, settings: CollateSettings
) -> Collation:
    """Return the collation with its utterances: every direct or mixed quotation is a reading of one.

    Quotations that tell one statement in other words, indirect ones among them, are linked as paraphrases; an
    indirect one that no other report has is no utterance. Utterances come in the order of their first
    appearance; a story without quotations has none.
    """
    quotations = renderings(articles)
    judge = _judge(quotations, settings)
    groups = _group(quotations, judge, settings)
    said = statements(articles, quotations, settings.links.sentences)

    def apart(one: Statement, other: Statement) -> bool:
        other_occasion = any(judge.other_occasion(a, b) for a, b in product(one.stretches, other.stretches))
        return other_occasion or same_voice(one.voice, other.voice) == "no"

    linked = link(said, _told_alike(said, groups), settings.links, apart)
    return replace(collation, utterances=utterances_of(quotations, groups, said, linked))


def _told_alike(said: Statements, groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the statements of each group of quotations; one with parts in several belongs to the largest."""
    home = {index: (len(group), -at) for at, group in enumerate(groups) for index in group}
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, one in enumerate(said.found):
        if one.stretches:
            found[max(home[index] for index in one.stretches)].append(place)
    return list(found.values())


def _judge(quotations: Sequence[Rendering], settings: CollateSettings) -> Judge:
    matcher = Matcher(quotations, settings)
    numbers: dict[Voice | None, int] = {}
    voices = [numbers.setdefault(rendering_voice(one), len(numbers)) for one in quotations]
    known = list(numbers)
    answers: dict[tuple[int, int], Answer] = {}  # every two quotations are asked for, a story has few voices

    def one_speaker(a: int, b: int) -> Answer:
        both = voices[a], voices[b]
        if both not in answers:
            answers[both] = same_voice(known[both[0]], known[both[1]])
        return answers[both]

    return Judge(matcher, one_speaker, settings)


def _group(quotations: Sequence[Rendering], judge: Judge, settings: CollateSettings) -> list[list[int]]:
    """Return groups of indices into ``quotations``.

    Pairs are joined from the surest to the weakest; every union is checked as a whole.
    """
    matcher = judge.matcher
    sorts = _sorts(quotations, judge)
    known: dict[tuple[int, int], bool] = {}
    pairs = []
    for pair in matcher.candidates():
        both = sorts[pair[0]], sorts[pair[1]]
        if both not in known:
            known[both] = judge.same(*pair)
        if known[both]:
            pairs.append(pair)
    unions = _Unions(quotations, judge, frozenset(pairs), settings)
    fragments = []
    for pair in sorted(pairs, key=lambda pair: _sureness(matcher, pair)):
        if matcher.match(*pair).matched <= settings.fragment:
            fragments.append(pair)
        else:
            unions.join(*pair)
    partners: dict[int, list[int]] = defaultdict(list)
    for a, b in fragments:
        partners[a].append(b)
        partners[b].append(a)
    for pair in fragments:
        if not unions.ambiguous(pair, partners):
            unions.join(*pair)
    return unions.groups()


def _sorts(quotations: Sequence[Rendering], judge: Judge) -> list[int]:
    """Return a number for each quotation, the same for those of which ``judge`` says the same: reports print
    the same words, and every two quotations are asked for.
    """
    numbers: dict[tuple[object, ...], int] = {}
    rows = zip(quotations, judge.matcher.wordings, judge.matcher.posts, strict=True)
    return [
        numbers.setdefault((words, post, one.quotation.medium, rendering_voice(one)), len(numbers))
        for one, words, post in rows
    ]


def _sureness(matcher: Matcher, pair: tuple[int, int]) -> tuple[float, float, tuple[int, int]]:
    match = matcher.match(*pair)
    return -match.identity * match.matched, -match.identity, pair


class _Unions:
    """Groups that grow while every member still agrees with the base."""

    def __init__(
        self,
        quotations: Sequence[Rendering],
        judge: Judge,
        pairs: frozenset[tuple[int, int]],
        settings: CollateSettings,
    ) -> None:
        self.quotations = quotations
        self.judge = judge
        self.pairs = pairs
        self.settings = settings
        self.of = list(range(len(quotations)))
        self.members = {index: [index] for index in self.of}
        self.fullness = judge.matcher.fullness
        self._refused: set[tuple[int, ...]] = set()
        self._rivals: dict[int, list[tuple[int, int]]] = {}

    def groups(self) -> list[list[int]]:
        return list(self.members.values())

    def join(self, a: int, b: int) -> None:
        """Unite the groups of ``a`` and ``b`` if the union holds together."""
        one, other = self.of[a], self.of[b]
        if one == other:
            return
        sizes = len(self.members[one]), len(self.members[other])
        asked = (one, other, *sizes) if one < other else (other, one, *sizes[::-1])
        if asked in self._refused:  # groups only grow: of this size it was the same one
            return
        union = sorted(self.members[one] + self.members[other])
        if not self._holds(union, max(sizes) > 1):
            self._refused.add(asked)
            return
        for index in self.members.pop(other):
            self.of[index] = one
        self.members[one] = union

    def ambiguous(self, pair: tuple[int, int], partners: Mapping[int, Sequence[int]]) -> bool:
        """Tell whether the shorter quotation of ``pair`` would fit other utterances as well.

        partners: of each quotation those that it forms a pair with.
        """
        short = min(pair, key=self.fullness.__getitem__)
        if short not in self._rivals:
            self._rivals[short] = [both for both in combinations(partners[short], 2) if not self._same(*both)]
        return any(self.of[one] != self.of[other] for one, other in self._rivals[short])

    def _holds(self, union: Sequence[int], check_base: bool) -> bool:
        if not self._separate(union):
            return False
        if not check_base:
            return True
        base = max(union, key=self.fullness.__getitem__)
        return all(index == base or self._agrees(index, base, union) for index in union)

    def _agrees(self, index: int, base: int, union: Sequence[int]) -> bool:
        """Tell whether a member renders the base, or overlaps long and surely with one that does."""
        if self._same(base, index):
            return True
        return any(
            self._same(base, other) and self._sure(other, index)
            for other in union
            if other not in (base, index)
        )

    def _same(self, a: int, b: int) -> bool:
        return (a, b) in self.pairs or (b, a) in self.pairs

    def _sure(self, a: int, b: int) -> bool:
        if not self._same(a, b):
            return False
        match = self.judge.matcher.match(*((a, b) if (a, b) in self.pairs else (b, a)))
        return match.run >= self.settings.sure_run

    def _separate(self, union: Sequence[int]) -> bool:
        """Tell whether quotations of one article may stand together.

        They may as parts of a longer reading or as the same words said again; two similar phrases that
        one report prints are two utterances. A quotation never meets the one it is nested in.
        """
        of_article: dict[int, list[int]] = defaultdict(list)
        for index in union:
            of_article[self.quotations[index].place].append(index)
        return all(
            self._compatible(a, b, union)
            for members in of_article.values()
            for a, b in combinations(members, 2)
        )

    def _compatible(self, a: int, b: int, union: Sequence[int]) -> bool:
        first, second = self.quotations[a].quotation, self.quotations[b].quotation
        if first.inside == second.id or second.inside == first.id:
            return False
        pair = (a, b) if self.fullness[a] >= self.fullness[b] else (b, a)
        match = self.judge.matcher.match(*pair)
        long = match.matched >= VARIANTS.long and match.identity >= self.settings.repeat_identity
        if self._same(a, b) and (long or match.identity == 1.0):
            return True
        return any(
            self._apart(self._covered(host, a), self._covered(host, b)) for host in self._hosts(a, b, union)
        )

    def _hosts(self, a: int, b: int, union: Sequence[int]) -> list[int]:
        """Return the readings that two quotations of one article may be parts of: the base, or where one of
        the two is the base, what other reports print of both without a break.
        """
        base = max(union, key=self.fullness.__getitem__)
        if base not in (a, b):
            return [base]
        return [host for host in union if host not in (a, b) and self._sure(host, a) and self._sure(host, b)]

    def _covered(self, base: int, index: int) -> frozenset[int]:
        operations = self.judge.matcher.match(base, index).operations
        return frozenset(
            word
            for operation in operations
            if operation.kind == "equal"
            for word in range(operation.a_start, operation.a_end)
        )

    @staticmethod
    def _apart(one: frozenset[int], other: frozenset[int]) -> bool:
        return 2 * len(one & other) <= min(len(one), len(other))
