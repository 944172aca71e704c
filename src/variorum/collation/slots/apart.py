"""What shows that two values answer two questions or agree, however alike the words around them are."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.collation.claims.figures import Fact, agree, of_then, some_died
from variorum.collation.slots.pairs import Pair
from variorum.collation.slots.values import Value
from variorum.language.tables import Lexicon

Facts = dict[tuple[str, int], Fact]


def facts_by_place(found: Sequence[Sequence[Fact]]) -> Facts:
    """Return the facts of a story by article id and where their figures begin."""
    return {
        (fact.source.article.id, fact.figure.span.start): fact for of_article in found for fact in of_article
    }


def answers_apart(pair: Pair, facts: Facts, rounding: float, lists: Lexicon) -> bool:
    """Tell whether two values are no difference: an age of years ago, the time of a later step, the killed
    and the arrested, a count with the attacker, the hurt of whom some died.
    """
    one, other = (facts.get((value.source.article.id, value.span.start)) for value in (pair.one, pair.other))
    if "time" in (pair.one.kind, pair.other.kind) and _later(pair.one, lists) != _later(pair.other, lists):
        return True
    if one is None or other is None:
        return False
    if of_then(one) or of_then(other):
        return True
    if pair.one.kind != "count":
        return False
    asked = {one.question, other.question} - {None}
    if len(asked) > 1 or one.apart != other.apart and bool(asked):
        return True
    return some_died(one) != some_died(other) or agree(one, other, rounding)


def _later(value: Value, lists: Lexicon) -> bool:
    """Tell whether a time is that of a step after what happened: death is pronounced, a road reopened."""
    return not lists.later.isdisjoint((*value.left, *value.right))
