"""Figures from sheets that people filled in: how much is right, by group, and how far two people agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from variorum.errors import InputError
from variorum.evaluation.agreement import Agreement, agreement
from variorum.evaluation.intervals import Estimate, wilson
from variorum.evaluation.sampling import FIELDS
from variorum.evaluation.sheets import ASKED, Judgement


class Share(Struct, frozen=True, kw_only=True):
    """How much of a group is right. unclear, unanswered: rows that count as neither."""

    asked: str
    group: str
    right: Estimate | None
    unclear: int
    unanswered: int


def shares(judgements: Sequence[Judgement], by: Sequence[str] = ()) -> list[Share]:
    """Return the share that is right of all, and of each group of ``by``; weighted as drawn.

    So they are shares of the collection that was drawn from, whatever was drawn more of. Raises InputError
    for a field that there is not and for sheets without an answer.
    """
    if not any(one.answer(asked) for one in judgements for asked in ASKED):
        raise InputError("nothing is judged yet: fill in right, wrong or unclear")
    found = [_share(judgements, asked, "") for asked in ASKED]
    for field in by:
        if field not in FIELDS:
            raise InputError(f"cannot tell by {field!r}; there are: {', '.join(FIELDS)}")
        for value in sorted({one.fields.get(field, "") for one in judgements}):
            some = [one for one in judgements if one.fields.get(field, "") == value]
            found += [_share(some, asked, f"{field}: {value}") for asked in ASKED]
    return found


def _share(judgements: Sequence[Judgement], asked: str, group: str) -> Share:
    answers = [(one.weight, one.answer(asked)) for one in judgements]
    sure = [(weight, answer == "right") for weight, answer in answers if answer in ("right", "wrong")]
    return Share(
        asked=asked,
        group=group,
        right=wilson([weight for weight, _ in sure], [right for _, right in sure]),
        unclear=sum(answer == "unclear" for _, answer in answers),
        unanswered=sum(answer is None for _, answer in answers),
    )


def agreements(joined: Mapping[str, Sequence[Judgement]], *, seed: int = 0) -> dict[str, Agreement | None]:
    """Return how far the first two people agree who judged the same, by what was asked."""
    found = {}
    for asked in ASKED:
        pairs = [(some[0].answer(asked), some[1].answer(asked)) for some in joined.values() if len(some) > 1]
        both = [(a, b) for a, b in pairs if a and b]
        found[asked] = agreement([a for a, _ in both], [b for _, b in both], seed=seed)
    return found
