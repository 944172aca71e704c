"""Lays decisions over a collation: what they dismiss is gone, what they put right is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from variorum.decisions.differences import judge
from variorum.decisions.finding import (
    NO_CAPTURES,
    Captures,
    Finder,
    Place,
    concerns,
    find_difference,
)
from variorum.decisions.records import in_force
from variorum.decisions.restricting import moved, within
from variorum.decisions.speakers import given, resided, speaker_standing
from variorum.decisions.utterances import Regrouped, rebuilt, regroup
from variorum.model import (
    ArticleSummary,
    Collation,
    Decided,
    Decision,
    Discrepancy,
    Standing,
    Utterance,
    coverage_of,
)

_OF_STORIES = ("move", "split", "merge")


def apply(collation: Collation, decisions: Iterable[Decision], captures: Captures = NO_CAPTURES) -> Decided:
    """Return ``collation`` as ``decisions`` leave it, and what each of them has come to.

    decisions: any, in any order, of any stories: those in force that concern this one are carried out, by
    time. captures: hash of each article's text by id (``records.text_hash``), where the texts are at hand:
    by them articles are known again that go by another id. No decisions give the collation as it is.

    A collation made with the same decisions (``pipeline.collate_story``) has joined and parted utterances
    and right speakers already, and what follows from them told anew; then nothing of that is left to do.
    On one made without them the differences are only cut down to what the readings still show. What a move,
    a split or a merge says is done before a story is collated (``grouping``), and here only told of.
    """
    concerned = about(collation, decisions, captures)
    if not concerned:
        return Decided(collation=collation)
    summaries = {one.id: one for one in collation.articles}
    of = {kind: [one for one in concerned if one.kind in kinds] for kind, kinds in _PARTS.items()}
    settled, standings = _utterances(collation, of["utterance"], of["speaker"], summaries, captures)
    lines = (*settled.discrepancies, *settled.possible)
    gone, judged = judge(lines, of["difference"], summaries)
    standings |= judged
    standings |= {one.id: _of_story(one, collation) for one in of["story"]}
    finder = Finder(settled.utterances, captures)
    standings |= {one.id: _of_note(one, settled, lines, finder) for one in of["note"]}
    return Decided(
        collation=_without(settled, gone),
        decisions=concerned,
        standings=tuple(standings[one.id] for one in concerned),
        dismissed=tuple(one for one in lines if one.id in gone),
    )


_PARTS = {
    "utterance": ("same", "apart"),
    "speaker": ("speaker",),
    "difference": ("dismiss", "confirm"),
    "story": _OF_STORIES,
    "note": ("note",),
}


def about(
    collation: Collation, decisions: Iterable[Decision], captures: Captures = NO_CAPTURES
) -> tuple[Decision, ...]:
    """Return the decisions in force that concern a story, oldest first: those on words of its articles."""
    ids = {one.id for one in collation.articles}
    known = {captures[name] for name in ids & captures.keys()}
    # A store has those of all its stories: what is of others is passed over at a glance.
    return in_force(one for one in decisions if one.undoes is not None or concerns(one.judged, ids, known))


def _utterances(
    collation: Collation,
    grouping: Sequence[Decision],
    speaking: Sequence[Decision],
    summaries: Mapping[str, ArticleSummary],
    captures: Captures,
) -> tuple[Collation, dict[str, Standing]]:
    """Return the collation with its utterances and speakers as decided, and with what follows from them."""
    regrouped = regroup(collation.utterances, grouping, summaries, captures)
    order = {name: at for at, name in enumerate(summaries)}
    utterances = rebuilt(collation.utterances, regrouped.groups, order)
    spoken, places = given(utterances, speaking, captures)
    standings = {
        one.id: speaker_standing(one, spoken, places.get(one.id), summaries, captures) for one in speaking
    }
    standings |= _with_ids(regrouped, collation.utterances, spoken)
    if tuple(spoken) != collation.utterances:
        collation = _following(collation, tuple(spoken))
    return _without_parted(collation, grouping, standings), standings


def _without_parted(
    collation: Collation, grouping: Iterable[Decision], standings: Mapping[str, Standing]
) -> Collation:
    """Return the collation without differences between what was set apart: a run that finds no utterance of
    both may still hold their sentences against each other.
    """
    utterances = {one.id: one for one in collation.utterances}
    gone: set[str] = set()
    for one in grouping:
        if one.kind != "apart" or standings[one.id].state == "moot":
            continue
        parts = [utterances[name] for name in standings[one.id].about if name in utterances]
        gone |= {
            line.id
            for line in (*collation.discrepancies, *collation.possible)
            if within(line, collation.utterances, standings[one.id].about) and moved(line, parts) is None
        }
    return _without(collation, frozenset(gone))


def _with_ids(
    regrouped: Regrouped, before: Sequence[Utterance], after: Sequence[Utterance]
) -> dict[str, Standing]:
    """Return the standings with the ids of the utterances that the groups have become."""
    homes = {
        (reading.article, reading.quotation, reading.content): utterance.id
        for utterance in reversed(after)
        for reading in utterance.readings
    }

    def id_of(place: Place) -> str:
        reading = before[place[0]].readings[place[1]]
        return homes[reading.article, reading.quotation, reading.content]

    return {
        standing.decision: replace(
            standing, about=tuple(dict.fromkeys(id_of(regrouped.groups[number][0]) for number in numbers))
        )
        for standing, numbers in regrouped.standings
    }


def _following(collation: Collation, utterances: tuple[Utterance, ...]) -> Collation:
    """Return the collation with other utterances, its differences and its coverage as these have them."""
    before = {one.id: one for one in collation.utterances}
    after = {one.id: one for one in utterances}
    homes: dict[tuple[str, str, int], list[Utterance]] = {}
    for utterance in utterances:
        for reading in utterance.readings:
            place = (reading.article, reading.quotation, reading.content[0].start)
            homes.setdefault(place, []).append(utterance)

    def followed(one: Discrepancy) -> Discrepancy | None:
        if one.utterance is None or one.utterance not in before:
            return one
        if after.get(one.utterance) == before[one.utterance]:
            return one
        now = {
            each.id: each
            for reading in before[one.utterance].readings
            for each in homes.get((reading.article, reading.quotation, reading.content[0].start), ())
        }
        kept = one if one.utterance in after else moved(one, list(now.values()))
        if kept is None or kept.type != "attribution" or kept.utterance is None:
            return kept
        return resided(kept, after[kept.utterance])

    told = [[followed(one) for one in lines] for lines in (collation.discrepancies, collation.possible)]
    sure, possible = (tuple(one for one in lines if one is not None) for lines in told)
    rows = {row.utterance: row for row in collation.coverage}
    return replace(
        collation,
        utterances=utterances,
        discrepancies=sure,
        possible=possible,
        coverage=tuple(
            rows[one.id] if before.get(one.id) == one else coverage_of(one, collation.articles)
            for one in utterances
        )
        if collation.coverage
        else (),
    )


def _without(collation: Collation, gone: frozenset[str]) -> Collation:
    if not gone:
        return collation
    return replace(
        collation,
        discrepancies=tuple(one for one in collation.discrepancies if one.id not in gone),
        possible=tuple(one for one in collation.possible if one.id not in gone),
    )


def _of_story(decision: Decision, collation: Collation) -> Standing:
    """Return what a decision on articles has come to in a story that was collated after all."""
    judged = decision.judged
    here = {one.id for one in collation.articles}
    own, others = here & set(judged.articles), here & set(judged.to)
    if decision.kind == "split":
        done = not own or not here & (set(judged.seen) - set(judged.articles))
    else:
        done = not others or bool(own)
        done = done and (not own or bool(others) or not here & (set(judged.seen) - own))
    return Standing(
        decision=decision.id,
        state="stands" if done else "questionable",
        reason="" if done else "the articles were not grouped so: group them with the decisions",
        about=tuple(sorted(own | others)),
    )


def _of_note(
    decision: Decision, collation: Collation, lines: Sequence[Discrepancy], finder: Finder
) -> Standing:
    judged = decision.judged
    found: tuple[str, ...] = ()
    if judged.difference is not None:
        line = find_difference(judged.difference, lines)
        found = (line.found.id,) if line else ()
    elif judged.readings:
        place = finder.in_its_article(judged.readings[0])
        found = (finder.at(place).quotation,) if place else ()
    else:
        here = {one.id for one in collation.articles}
        found = tuple(one for one in judged.articles if one in here)
    if not found:
        return Standing(decision=decision.id, state="moot", reason="what it is about is not there any more")
    return Standing(decision=decision.id, state="stands", about=found)
