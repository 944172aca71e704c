"""Numbers that answer one question by what stands beside them, however their sentences are told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence

from variorum.collation.claims.figures import Fact, background, of_then
from variorum.collation.utterances.rendering import words_of
from variorum.model import Span
from variorum.settings import FACTS, PROSE
from variorum.text.normalise import Word

Groups = Iterator[tuple[list[Fact], str]]


def phrased(found: Sequence[Sequence[Fact]]) -> Groups:
    """Yield exact numbers that several reports print before the same words with a name among them.

    Each with the question that it answers. Only where every report has one number before these words: of two
    counts over the same offence each may be another person's. Not of people, to whom different things happen.
    """
    for facts in _alone(found, _phrase).values():
        words = _after(facts[0])[: PROSE.phrase_words]
        printed = facts[0].source.article.text[words[0].start : words[-1].end]
        yield facts, f"number before \u201c{printed}\u201d"


def lone_ages(found: Sequence[Sequence[Fact]], named: Collection[tuple[str, int]]) -> Groups:
    """Yield the ages of reports that tell but one, of somebody to whom the same happened.

    named: where the ages of people with a name stand (article, offset), which are compared by name: two
    such say nothing of each other here. Nor do ages that some report tells both, or a generation apart: they
    are of two people.
    """
    told = [{fact.figure.value for fact in of_article if fact.figure.kind == "age"} for of_article in found]
    for _, facts in _alone(found, _age).items():
        one = [
            fact
            for fact in facts
            if any(len(fact.around & other.around) >= PROSE.shared for other in facts if other is not fact)
        ]
        values = {fact.figure.value for fact in one}
        unnamed = {
            fact.figure.value for fact in one if (fact.source.article.id, fact.span.start) not in named
        }
        both = any(len(values & of_article) > 1 for of_article in told)
        ages = [fact.low for fact in one] or [0.0]
        of_two = max(ages) - min(ages) >= FACTS.generation
        if len(values - unnamed) < 2 and not both and not of_two:
            yield one, "age of the only person whose age is told"


def _age(fact: Fact) -> str | None:
    return "age" if fact.figure.kind == "age" and not of_then(fact) else None


def _alone(
    found: Sequence[Sequence[Fact]], asked: Callable[[Fact], Hashable | None]
) -> dict[Hashable, list[Fact]]:
    """Return the first fact of each report by what it answers, where the report has one answer only."""
    answers: dict[Hashable, list[Fact]] = defaultdict(list)
    for of_article in found:
        told: dict[Hashable, list[Fact]] = defaultdict(list)
        for fact in of_article:
            question = asked(fact)
            if question is not None:
                told[question].append(fact)
        for question, facts in told.items():
            exact = all(fact.figure.bound == "exact" for fact in facts)
            if exact and len({fact.figure.value for fact in facts}) == 1 and not any(map(background, facts)):
                answers[question].append(facts[0])
    return answers


def _phrase(fact: Fact) -> str | None:
    """Return the words after the number when a name is among them; None for fewer or none."""
    if fact.figure.kind not in ("count", "measure", "money", "share"):
        return None
    words, lists = _after(fact), fact.lists
    if len(words) > PROSE.phrase_words and words[PROSE.phrase_words].key in lists.coordinators:
        return None  # "games with the Angels [and] Braves" are others
    words = words[: PROSE.phrase_words]
    human = lists.people | lists.counted_apart
    named = any(word.capital and word.key not in lists.function for word in words)
    if len(words) < PROSE.phrase_words or not named or fact.question is not None:
        return None
    if any(word.kind == "number" or word.key in human for word in words) or _is_whole(fact):
        return None
    return " ".join(word.key if word.capital else fact.lang.stem(word.key) for word in words)


def _is_whole(fact: Fact) -> bool:
    """Tell whether a number is the whole of another before it: "six of Marl's [eight] harbours"."""
    text, start = fact.source.article.text, fact.figure.span.start
    return any(
        fact.sentence.start <= one.span.start
        and one.span.end <= start
        and fact.phrases.values.out_of.match(text, one.span.end, start) is not None
        for one in fact.source.annotation.figures
        if one.kind == "count"
    )


def _after(fact: Fact) -> Sequence[Word]:
    end = fact.figure.span.end
    window = Span(end, min(fact.sentence.end, end + PROSE.phrase))
    if not any(map(str.isupper, window.of(fact.source.article.text))):  # no name, and reading words is dear
        return ()
    return words_of(fact.source, [window]).words[: PROSE.phrase_words + 1]
