"""Numbers that answer the same question and do not agree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import combinations, groupby, product
from math import inf

from variorum.collation.claims.ages import Aged, ages_apart, ages_told
from variorum.collation.claims.blocks import block_numbers, blocks_apart
from variorum.collation.claims.calls import two_numbers_to_call
from variorum.collation.claims.difference import Difference
from variorum.collation.claims.figures import (
    Fact,
    agree,
    background,
    near_copy,
    other_bound,
    overlap,
    same_time,
    to_come,
)
from variorum.collation.claims.mistyped import a_digit_apart
from variorum.collation.claims.of_quotations import lift
from variorum.collation.claims.oppose import by_key, gathered, linked, oppose
from variorum.collation.claims.paraphrased import paraphrased_numbers
from variorum.collation.claims.phrased import lone_ages, phrased
from variorum.collation.claims.sharing import listed_pairs
from variorum.collation.claims.story import StoryView
from variorum.collation.claims.told_alike import diverging
from variorum.language.language import Language
from variorum.model import Discrepancy
from variorum.settings import FACTS, CollateSettings

NAME = "figure"

# "a 38[-word oath] for the", "[a crowd of] 500": joined words and a plain one or two beside a figure.
_WITH_AFTER = re.compile(r"(?:-[^\W\d_]+)*(?: [^\W\d_][\w’'-]*){0,2}")
_WITH_BEFORE = re.compile(r"(?:[^\W\d_][\w’'-]* ){1,3}$")
_COUNTED = ("count", "money", "share", "measure")  # what other reports count as well

_Places = Set[tuple[str, int]]
"""Where figures stand: ids of articles, and offsets."""


def compare(view: StoryView, settings: CollateSettings) -> Iterator[Difference]:
    """Yield differing numbers of quotations and of the reports' own prose."""
    yield from lift(view, NAME)
    numbers = block_numbers(view.articles)
    for one in paraphrased_numbers(view, settings):
        if not any({(part.article, part.start) for part in side.evidence} <= numbers for side in one.sides):
            yield one
    now = [[fact for fact in of_article if not background(fact)] for of_article in view.facts]
    aged = ages_told(view.facts, view.collation.entities)
    named = {(fact.source.article.id, fact.span.start) for _, group, _ in aged for fact in group}
    ages = list(_ages(view, aged))
    blocks = blocks_apart(view)  # told as places
    found = [
        *_people(view, now, settings),
        *ages,
        *(
            one
            for one in _things(view, view.facts, settings)
            if not _tells_again(one, [*ages, *blocks], named)
        ),
    ]
    found += _beside(view, [*found, *blocks], named, settings)
    found += _mistyped(view, found)
    for sides in two_numbers_to_call(view.articles):
        found.append(oppose(view, NAME, sides, "number to call", quoted=True))
    for one in (*found, *diverging(view, NAME, settings, [*found, *blocks])):
        if not _places(one) <= numbers:
            yield one


def _people(
    view: StoryView, found: Sequence[Sequence[Fact]], settings: CollateSettings
) -> Iterator[Difference]:
    """Yield counts of people killed, hurt, aboard ...; each report answers with its first figure."""
    for question, _, given in people_told(found):
        sides = _sides(about_one([facts[0] for facts in given]), settings)
        if len(sides) > 1 and _near(sides) and _contested(sides, given, settings):
            asked = f"people {question}"
            yield _discrepancy(view, sides, asked, f"the number of {asked} differs")


def _mistyped(view: StoryView, told: Sequence[Discrepancy]) -> Iterator[Difference]:
    """Yield long numbers that are a digit apart; not what is told already."""
    known = {(part.article, part.start) for one in told for side in one.sides for part in side.evidence}
    question = "number is printed with another digit"
    for facts in linked(a_digit_apart(view.facts)):
        if known.isdisjoint((fact.source.article.id, fact.span.start) for fact in facts):
            yield oppose(view, NAME, by_key(facts), question, lead=f"a {question}")


def people_told(
    found: Sequence[Sequence[Fact]],
) -> Iterator[tuple[str, tuple[str, ...], list[list[Fact]]]]:
    """Yield what is asked of people ("killed"), the group of them that is counted by itself ("children", or
    the names of those counted), and the figures of each report that tells it, in its order.
    """
    answers: dict[tuple[str, tuple[str, ...]], list[list[Fact]]] = defaultdict(list)
    for of_article in found:
        told: dict[tuple[str, frozenset[str]], list[Fact]] = defaultdict(list)
        for fact in of_article:
            if fact.question is not None and not _foreseen(fact):
                told[fact.question, fact.apart].append(fact)
        for (question, apart), facts in told.items():
            answers[question, (*sorted(apart), *_named_group(facts[0]))].append(facts)
    for (question, group), given in sorted(answers.items()):
        yield question, group, given


def _contested(
    sides: Sequence[Sequence[Fact]], given: Sequence[Sequence[Fact]], settings: CollateSettings
) -> bool:
    """Tell whether some first answer is not what another report tells, too, of a part or of the whole.

    A sentence told alike is about the same; there only a report that has both numbers settles it.
    """
    told = {facts[0].source.article.id: facts for facts in given}

    def has(report: Fact, asked: Fact) -> bool:
        return any(agree(asked, fact, settings.rounding) for fact in told[report.source.article.id])

    return any(
        not (has(a, b) and has(b, a)) if near_copy(a, b) else not (has(a, b) or has(b, a))
        for one, other in combinations(sides, 2)
        for a, b in product(one, other)
    )


def _named_group(fact: Fact) -> list[str]:
    """Return the capitalised words of what is counted: Taliban members are not the civilians."""
    return sorted(
        word for word in re.findall(r"\w+", _counted(fact)) if word[0].isupper() and not word.isupper()
    )


def _foreseen(fact: Fact) -> bool:
    """Tell whether the number is only expected: "will reach about 3,000"."""
    before = fact.source.article.text[fact.sentence.start : fact.figure.span.start]
    return not fact.lists.future.isdisjoint(re.findall(r"\w+", before.casefold())[-FACTS.foreseen :])


def _near(sides: Sequence[Sequence[Fact]]) -> bool:
    """Tell whether the values may be of one event: not the dead of a town and of a country."""
    values = sorted(value for side in sides for value in (side[0].low, side[0].high) if 0 < value < inf)
    return bool(values) and values[-1] <= FACTS.ratio_people * values[0]


def about_one(given: Sequence[Fact]) -> list[Fact]:
    """Return the facts that share a word of meaning with another besides the question."""
    generic = _generic(given[0].lang) if given else frozenset()
    return [
        fact
        for fact in given
        if any((fact.around & other.around) - generic for other in given if other is not fact)
    ]


@cache
def _generic(lang: Language) -> frozenset[str]:
    """Return the stems of words for people and for what is asked of them."""
    lists = lang.collation
    rows = (lists.people, *lists.questions.values())
    return frozenset(lang.stem(word) for row in rows for form in row for word in form.split())


def _sides(given: Sequence[Fact], settings: CollateSettings) -> list[list[Fact]]:
    """Return groups of facts that agree; one group when all can be reconciled.

    A bound that several groups allow ("at least three" beside five and six) is a witness for none of them.
    """
    exact_first = sorted(given, key=lambda one: (one.high - one.low, one.low, one.source.article.id))
    groups = gathered(exact_first, lambda fact, other: agree(fact, other, settings.rounding))
    return [
        [group[0], *(fact for fact in group[1:] if not _undecided(fact, groups, settings))]
        for group in groups
    ]


def _undecided(fact: Fact, groups: Sequence[Sequence[Fact]], settings: CollateSettings) -> bool:
    """Tell whether a bound or range allows the values of several groups."""
    allowed = [group for group in groups if agree(fact, group[0], settings.rounding)]
    return fact.low != fact.high and len(allowed) > 1


def _ages(view: StoryView, aged: Sequence[Aged]) -> Iterator[Difference]:
    """Yield different ages of one person, in one report or in several."""
    for name, sides in ages_apart(view, aged):
        yield _discrepancy(view, sides, f"age of {name}")


def _tells_again(one: Discrepancy, told: Sequence[Discrepancy], named: _Places) -> bool:
    """Tell whether numbers that differ are told, with all their places, as the age of somebody by name or the
    block of a street, or are all ages of people with a name, which were compared by it.
    """
    places = _places(one)
    return places <= named or any(places <= _places(other) for other in told)


def _places(one: Discrepancy) -> set[tuple[str, int]]:
    return {(part.article, part.start) for side in one.sides for part in side.evidence}


def _things(
    view: StoryView, found: Sequence[Sequence[Fact]], settings: CollateSettings
) -> Iterator[Difference]:
    """Yield other numbers: the same kind, unit and counted thing, in sentences about the same."""
    for group in linked(_differing(found, settings)):
        yield _discrepancy(view, by_key(group), *_asked(group))


def _asked(group: Sequence[Fact]) -> tuple[str, str | None]:
    """Return what numbers answer, and how the summary begins where it does not say so by itself."""
    counted = next((words for fact in group if (words := _counted(fact))), "")
    if counted.startswith("of "):
        return f"amount {counted}", None
    if counted:
        return counted, f"the number of {counted} differs"
    words = _in_words(group[0])
    return (f"number in \u201c{words}\u201d", None) if words else ("number", "a number differs")


def _differing(found: Sequence[Sequence[Fact]], settings: CollateSettings) -> Iterator[tuple[Fact, Fact]]:
    """Yield the facts that answer one question and cannot both be so."""
    for fact, partner in _partners(found, settings):
        bounded = near_copy(fact, partner) and other_bound(fact.figure, partner.figure, settings.rounding)
        if bounded or not agree(fact, partner, settings.rounding):
            yield fact, partner


def _partners(found: Sequence[Sequence[Fact]], settings: CollateSettings) -> Iterator[tuple[Fact, Fact]]:
    """Yield facts of two reports that answer one question, each the other's best partner."""
    facts = [fact for of_article in found for fact in of_article]
    owner = [at for at, of_article in enumerate(found) for _ in of_article]
    # Whatever answers one question shares so many words (see ``_same_question``): others need no look.
    near = listed_pairs(
        [fact.around if _is_asked(fact) else frozenset() for fact in facts],
        [len(of_article) for of_article in found],
        FACTS.copy_words,
        [(fact.figure.kind, fact.figure.unit, fact.question) for fact in facts],
    )
    for _, pairs in groupby(near, key=lambda pair: (owner[pair[0]], owner[pair[1]])):
        forth: dict[int, list[Fact]] = defaultdict(list)
        back: dict[int, list[Fact]] = defaultdict(list)
        places = []
        for first, second in pairs:
            forth[first].append(facts[second])
            back[second].append(facts[first])
            places.append(second)
        at = {id(facts[second]): second for second in places}
        for first, others in forth.items():
            partner = _partner(facts[first], others, settings)
            if partner and _partner(partner, back[at[id(partner)]], settings) is facts[first]:
                yield facts[first], partner


def _beside(
    view: StoryView, known: Sequence[Discrepancy], named: _Places, settings: CollateSettings
) -> list[Difference]:
    """Return other numbers before the same words, and other ages where a report tells one only."""
    told = {place for one in known for place in _places(one)}
    found = []
    for given, question in (*phrased(view.facts), *lone_ages(view.facts, named)):
        sides = _sides(given, settings)
        spots = [(fact.source.article.id, fact.span.start) for fact in given]
        if len(sides) > 1 and _near(sides) and told.isdisjoint(spots):
            found.append(_discrepancy(view, sides, question))
    return found


def _counted(fact: Fact) -> str:
    """Return the words for what is counted, as printed after the figure; empty when none stand there."""
    return fact.span.of(fact.source.article.text)[len(fact.figure.span) :].strip(" -")


def _in_words(fact: Fact) -> str:
    """Return a figure that counts nothing known with the words that it stands with; empty for none."""
    text, span = fact.source.article.text, fact.figure.span
    after = _WITH_AFTER.match(text, span.end, fact.sentence.end)
    words = [word for word in re.split(r"(?=\s)", after.group()) if word] if after else []
    while words and words[-1].strip() in fact.lists.function:
        words.pop()
    if words:
        return f"{span.of(text)}{''.join(words)}"
    before = _WITH_BEFORE.search(text, fact.sentence.start, span.start)
    return f"{before.group()}{span.of(text)}" if before else ""


def _partner(fact: Fact, other: Sequence[Fact], settings: CollateSettings) -> Fact | None:
    """Return the one fact of another report that answers the same question best; None when two do so."""
    found = [
        (len(fact.clause & candidate.clause) / len(fact.clause | candidate.clause or {""}), candidate)
        for candidate in other
        if _same_question(fact, candidate, settings)
    ]
    found.sort(key=lambda one: -one[0])
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    best = found[0][1]
    return best if len(found) == 1 or near_copy(fact, best) else None


def _is_asked(fact: Fact) -> bool:
    """Tell whether ``_same_question`` may be so of a figure and another one."""
    return fact.figure.kind == "age" or (fact.figure.kind in _COUNTED and fact.question is None)


def _same_question(a: Fact, b: Fact, settings: CollateSettings) -> bool:
    if a.figure.kind != b.figure.kind or a.figure.unit != b.figure.unit:
        return False
    if a.figure.kind == "age":
        return near_copy(a, b, settings.same_sentence)
    if a.figure.kind not in _COUNTED or not same_time(a, b):
        return False
    if a.figure.kind == "count" and a.counted != b.counted:
        return False
    if a.question != b.question or a.question is not None:
        return False  # of other people, or compared as people, each report's first count
    copied = near_copy(a, b)
    if copied and a.names - b.names and b.names - a.names:
        return False  # told of somebody else
    governed = bool((a.governing & b.governing) - a.counted)
    if not copied and (a.names.isdisjoint(b.names) or not governed):
        return False
    clauses = a.clause - a.counted, b.clause - a.counted
    if copied and (governed or a.counted or overlap(*clauses) >= FACTS.copied_clause):
        return _comparable(a, b, FACTS.ratio_copied)
    if to_come(a) != to_come(b):
        return False
    if not (a.names & b.names and governed):
        return False
    if len(clauses[0] & clauses[1]) < FACTS.copy_words or not _comparable(a, b, FACTS.ratio):
        return False
    return overlap(*clauses) >= settings.same_question


def _comparable(a: Fact, b: Fact, most: float) -> bool:
    """Tell whether the values are of one order; a part ("two of the states") is far below the whole."""
    values = sorted(abs(fact.low) for fact in (a, b))
    return values[1] <= most * values[0]


def _discrepancy(
    view: StoryView, groups: Sequence[Sequence[Fact]], question: str, lead: str | None = None
) -> Difference:
    sides = sorted(groups, key=lambda group: (group[0].low, group[0].high))
    return oppose(view, NAME, sides, question, lead=lead)
