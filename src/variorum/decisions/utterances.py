"""What ``same`` and ``apart`` do: which readings are one utterance, and what each decision has come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from variorum.decisions.finding import (
    NO_CAPTURES,
    Captures,
    Finder,
    Place,
    called,
    latecomers,
    quoted,
    shared,
)
from variorum.decisions.records import same_words
from variorum.decisions.restricting import restricted
from variorum.model import (
    ArticleSummary,
    Decision,
    JudgedReading,
    Reading,
    Standing,
    Utterance,
    UtteranceSpeaker,
    utterance_id,
)
from variorum.settings import DECISIONS

Order = Mapping[str, int]
"""The number of each article in the order of the story."""


class Regrouped(Struct, frozen=True, kw_only=True):
    """Readings as decisions group them.

    groups: places of readings, each group an utterance; those that nothing was decided of stay as they are.
    standings: of the decisions given, in their order; ``about`` has numbers of ``groups``, not ids.
    """

    groups: tuple[tuple[Place, ...], ...]
    standings: tuple[tuple[Standing, tuple[int, ...]], ...]


def regroup(
    utterances: Sequence[Utterance],
    decisions: Iterable[Decision],
    summaries: Mapping[str, ArticleSummary],
    captures: Captures = NO_CAPTURES,
) -> Regrouped:
    """Return which readings are one utterance after ``decisions`` of the kinds ``same`` and ``apart``.

    decisions: in force, oldest first: a later one counts where two disagree. No decisions leave all as it is.
    """
    grouping = _Grouping(utterances, captures)
    held = [(one, *grouping.carry_out(one)) for one in decisions]
    return Regrouped(
        groups=tuple(tuple(group) for group in grouping.groups if group),
        standings=grouping.standings(held, summaries),
    )


_Held = tuple[Decision, list[Place], list[Place]]
"""A decision and the readings of both its parts."""


class _Grouping:
    """Groups of readings, as decisions one after the other change them."""

    def __init__(self, utterances: Sequence[Utterance], captures: Captures) -> None:
        self.finder = Finder(utterances, captures)
        self.groups = [
            [(number, at) for at in range(len(utterance.readings))]
            for number, utterance in enumerate(utterances)
        ]
        self.of = {place: number for number, group in enumerate(self.groups) for place in group}

    def carry_out(self, decision: Decision) -> tuple[list[Place], list[Place]]:
        """Do what a decision says; return the readings of both its parts."""
        one, other = self._found(decision.judged.readings, decision.judged.others)
        if not one or not other:
            return one, other
        if decision.kind == "same":
            self._join(one, other)
        else:
            one, other = self._everywhere(one), self._everywhere(other)
            one, other = self._with_copies(one, other), self._with_copies(other, one)
            other = [place for place in other if place not in one]
            self._part(one, other)
        return one, other

    def _found(
        self, one: Sequence[JudgedReading], other: Sequence[JudgedReading]
    ) -> tuple[list[Place], list[Place]]:
        """Return where the readings of two parts stand; what stands twice: where the rest stands, too."""
        parts = [[found for each in part if (found := self.finder.anywhere(each))] for part in (one, other)]
        homes = [{self.of[place] for place in places} for part in parts for places in part]
        common = frozenset.intersection(*map(frozenset, homes)) if homes else frozenset()
        first, second = (
            list(dict.fromkeys(min(places, key=lambda at: self.of[at] not in common) for places in part))
            for part in parts
        )
        return first, second

    def _everywhere(self, places: Sequence[Place]) -> list[Place]:
        """Return readings, each in every utterance that it stands in."""
        wanted = {_where(self.finder.at(place)) for place in places}
        alike = [each for place in places for each in self.finder.of_words(self.finder.at(place).text)]
        return list(dict.fromkeys([*places, *(at for at in alike if _where(self.finder.at(at)) in wanted)]))

    def _with_copies(self, own: Sequence[Place], others: Sequence[Place]) -> list[Place]:
        """Return readings and those of the same words beside them; not where both parts have these words."""
        words = {same_words(self.finder.at(place).text) for place in others}
        groups = {self.of[place] for place in (*own, *others)}
        copies = [
            place
            for first in own
            for place in self.finder.of_words(self.finder.at(first).text)
            if same_words(self.finder.at(first).text) not in words and self.of[place] in groups
        ]
        return list(dict.fromkeys((*own, *copies)))

    def _join(self, one: Sequence[Place], other: Sequence[Place]) -> None:
        numbers = sorted({self.of[place] for place in (*one, *other)})
        if len(numbers) > 1:
            self._regroup(numbers, [[place for number in numbers for place in self.groups[number]]])

    def _part(self, one: Sequence[Place], other: Sequence[Place]) -> None:
        """Set two parts apart where they are together; what is of neither goes with the one more like it."""
        for number in sorted({self.of[place] for place in one} & {self.of[place] for place in other}):
            group = self.groups[number]
            parts = [place for place in group if place in one], [place for place in group if place in other]
            for place in group:
                if place not in one and place not in other:
                    parts[self._nearer(place, one, other)].append(place)
            self._regroup([number], parts)

    def _nearer(self, place: Place, one: Sequence[Place], other: Sequence[Place]) -> int:
        """Return 0 for a reading that shares more of its words with the first part, else 1."""
        return 0 if self._likeness(place, one) > self._likeness(place, other) else 1

    def _likeness(self, place: Place, part: Sequence[Place]) -> float:
        text = self.finder.at(place).text
        return max(shared(text, self.finder.at(each).text) for each in part)

    def _regroup(self, numbers: Sequence[int], parts: Iterable[Sequence[Place]]) -> None:
        for number in numbers:
            self.groups[number] = []
        for part in parts:
            for place in part:
                self.of[place] = len(self.groups)
            self.groups.append(list(part))

    def standings(
        self, held: Sequence[_Held], summaries: Mapping[str, ArticleSummary]
    ) -> tuple[tuple[Standing, tuple[int, ...]], ...]:
        """Return what each decision has come to once all are carried out."""
        filled = [number for number, group in enumerate(self.groups) if group]
        numbers = {number: at for at, number in enumerate(filled)}
        return tuple(
            (
                self._standing(decision, one, other, summaries),
                tuple(dict.fromkeys(numbers[self.of[place]] for place in (*one, *other))),
            )
            for decision, one, other in held
        )

    def _standing(
        self,
        decision: Decision,
        one: Sequence[Place],
        other: Sequence[Place],
        summaries: Mapping[str, ArticleSummary],
    ) -> Standing:
        judged = decision.judged
        for places, part in ((one, judged.readings), (other, judged.others)):
            if not places:
                return Standing(
                    decision=decision.id,
                    state="moot",
                    reason=f"the words {quoted(part[0].text)} are no quotation of this story any more",
                )
        both = {self.of[place] for place in one} & {self.of[place] for place in other}
        if bool(both) != (decision.kind == "same"):
            return Standing(decision=decision.id, state="moot", reason="it was decided otherwise since")
        doubt = self._between(decision, one, other, summaries) if decision.kind == "apart" else ""
        return Standing(decision=decision.id, state="questionable" if doubt else "stands", reason=doubt)

    def _between(
        self,
        decision: Decision,
        one: Sequence[Place],
        other: Sequence[Place],
        summaries: Mapping[str, ArticleSummary],
    ) -> str:
        """Return what came since and is like both parts of what was set apart; "" for nothing."""
        near = [
            place
            for number in sorted({self.of[at] for at in (*one, *other)})
            for place in self.groups[number]
        ]
        new = latecomers(decision, (self.finder.at(place).article for place in near))
        for place in near:
            reading = self.finder.at(place)
            if reading.article not in new or place in one or place in other:
                continue
            if min(self._likeness(place, one), self._likeness(place, other)) >= DECISIONS.overlap:
                return (
                    f"{called(reading.article, summaries)} came since, and its {quoted(reading.text)} "
                    "is like both: it stands with the one that it shares more words with"
                )
        return ""


def rebuilt(
    utterances: Sequence[Utterance], groups: Iterable[Sequence[Place]], order: Order
) -> tuple[Utterance, ...]:
    """Return the utterances that ``groups`` of readings are, in order of their first appearance.

    A group that is a whole utterance stays as it is, its variants too. Of others only those variants are
    kept whose readings are still together.
    """
    found = []
    for group in groups:
        numbers = list(dict.fromkeys(number for number, _ in group))
        whole = utterances[numbers[0]]
        if len(numbers) == 1 and len(group) == len(whole.readings):
            found.append(whole)
        else:
            found.append(_utterance([utterances[number] for number in numbers], utterances, group, order))
    once = {one.id: one for one in reversed(found)}.values()
    return tuple(sorted(once, key=lambda one: (min(_place(each, order) for each in one.readings), one.id)))


def _utterance(
    sources: Sequence[Utterance], utterances: Sequence[Utterance], group: Sequence[Place], order: Order
) -> Utterance:
    members = {
        (each.article, each.quotation, each.content): each
        for number, at in sorted(group, key=lambda place: utterances[place[0]].readings[place[1]].paraphrase)
        for each in (utterances[number].readings[at],)
    }
    readings = _based(list(members.values()), order)
    quotations = {one.quotation: one.article for one in readings}
    variants = [restricted(one, quotations) for source in sources for one in source.variants]
    return Utterance(
        id=utterance_id(readings),
        speakers=speakers_of(readings, [each for source in sources for each in source.speakers]),
        readings=tuple(readings),
        variants=tuple(one for one in variants if one is not None),
    )


def _based(readings: Sequence[Reading], order: Order) -> list[Reading]:
    """Return readings in their order: the fullest first, then what is compared with it, then paraphrases.

    Where none is compared word by word, the fullest direct quotation is what others could be compared with.
    """
    main = [one for one in readings if not one.paraphrase]
    if not main:
        main = [replace(one, paraphrase=False) for one in readings if one.kind == "direct"]
        main = sorted(main, key=lambda one: _fullness(one, order))[:1]
    base = min(main, key=lambda one: _fullness(one, order), default=None)
    found = []
    for one in readings:
        if base is not None and _where(one) == _where(base):
            continue
        told = one.paraphrase or base is None or _in_other_words(one, base)
        found.append(replace(one, paraphrase=told))
    found.sort(key=lambda one: (one.paraphrase, *_place(one, order)))
    return [*([base] if base else []), *found]


def _in_other_words(one: Reading, base: Reading) -> bool:
    """Tell whether a reading has too few words of the base to be compared with it word by word."""
    own, words = same_words(one.text).split(), set(same_words(base.text).split())
    return sum(word in words for word in own) < DECISIONS.alike * len(own)


def _fullness(one: Reading, order: Order) -> tuple[int, int, int, str]:
    return -len(same_words(one.text).split()), *_place(one, order)


def _place(one: Reading, order: Order) -> tuple[int, int, str]:
    return order.get(one.article, len(order)), one.content[0].start, one.quotation


def _where(one: Reading) -> tuple[str, str, int]:
    return one.article, one.quotation, one.content[0].start


def speakers_of(
    readings: Sequence[Reading], known: Iterable[UtteranceSpeaker]
) -> tuple[UtteranceSpeaker, ...]:
    """Return whom an utterance is given to, by first appearance, under the names that the run knew them by.

    known: the speakers before, with their articles: a reading's short name is the full one that its article
    stood under.
    """
    full: dict[tuple[str, str], str] = {}
    for speaker in known:
        for article in speaker.articles:
            full[article, _folded(speaker.name)] = speaker.name
            for reading in readings:
                if (
                    reading.article == article
                    and reading.speaker
                    and _short_for(reading.speaker, speaker.name)
                ):
                    full[article, _folded(reading.speaker)] = speaker.name
    said = [one for one in readings if not one.paraphrase] or readings
    found: dict[str, tuple[str, list[str]]] = {}
    for reading in said:
        if reading.speaker is None:
            continue
        name = full.get((reading.article, _folded(reading.speaker)), reading.speaker)
        articles = found.setdefault(_folded(name), (name, []))[1]
        if reading.article not in articles:
            articles.append(reading.article)
    return tuple(UtteranceSpeaker(name=name, articles=tuple(articles)) for name, articles in found.values())


def _short_for(name: str, full: str) -> bool:
    return set(_folded(name).split()) <= set(_folded(full).split())


def _folded(name: str) -> str:
    return same_words(name)
