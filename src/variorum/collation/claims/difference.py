"""A difference as the searches hand it on: with the question that its sides answer, which no record keeps."""

from __future__ import annotations

from collections.abc import Sequence

from variorum.model import DifferenceType, Discrepancy, Side, StoryFact, content_id


class Difference(Discrepancy, frozen=True, kw_only=True, omit_defaults=True):
    """A discrepancy while it is looked for and weighed.

    question: what its sides answer, as ``StoryFact.question`` has it ("people killed"); None where they
    answer none: renderings of one quotation, or a doubt where others have no word of it.
    """

    question: str | None = None


def as_recorded(one: Discrepancy) -> Discrepancy:
    """Return a difference as a collation keeps it, without its question."""
    return Discrepancy(**{name: getattr(one, name) for name in Discrepancy.__struct_fields__})


def fact_of(one: Difference) -> StoryFact | None:
    """Return the question of a difference with its sides as answers; None where it has no question."""
    return None if one.question is None else story_fact(one.type, one.question, one.sides)


def story_fact(kind: DifferenceType, question: str, answers: Sequence[Side]) -> StoryFact:
    """Return a question with its answers, that of most reports first, under the id that these give it."""
    parts = [f"{part.article}:{part.start}:{part.end}" for side in answers for part in side.evidence]
    return StoryFact(
        id=content_id("f", kind, question, *sorted(parts)),
        kind=kind,
        question=question,
        answers=tuple(sorted(answers, key=lambda side: -len(side.articles))),
    )
