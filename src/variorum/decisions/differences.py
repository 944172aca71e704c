"""What ``dismiss`` and ``confirm`` do: which differences are gone, and which come back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from variorum.decisions.finding import Line, called, find_difference, latecomers, quoted
from variorum.model import ArticleSummary, Decision, Discrepancy, Standing
from variorum.model.kinds import GRAVITY, KINDS


def judge(
    lines: Sequence[Discrepancy], decisions: Iterable[Decision], summaries: Mapping[str, ArticleSummary]
) -> tuple[frozenset[str], dict[str, Standing]]:
    """Return the ids of the differences that are dismissed, and what each decision (id) has come to.

    lines: all that are told, and all that are possible. decisions: in force, oldest first; of several on one
    difference the last counts. What has become questionable is not dismissed: it comes back.
    """
    found = {one.id: _line(one, lines) for one in decisions}
    last: dict[str, str] = {}
    for name, line in found.items():
        if line is not None:
            last[line.found.id] = name
    standings: dict[str, Standing] = {}
    gone: set[str] = set()
    for one in decisions:
        line = found[one.id]
        if line is None:
            standings[one.id] = Standing(
                decision=one.id, state="moot", reason="the reports do not differ so in this story any more"
            )
            continue
        if last[line.found.id] != one.id:
            standings[one.id] = Standing(
                decision=one.id,
                state="moot",
                reason="it was decided again since",
                about=(line.found.id,),
            )
            continue
        reason = _doubt(one, line, summaries)
        standings[one.id] = Standing(
            decision=one.id,
            state="questionable" if reason else "stands",
            reason=reason,
            about=(line.found.id,),
        )
        if one.kind == "dismiss" and not reason:
            gone.add(line.found.id)
    return frozenset(gone), standings


def _line(decision: Decision, lines: Sequence[Discrepancy]) -> Line | None:
    judged = decision.judged.difference
    return find_difference(judged, lines) if judged else None


def _doubt(decision: Decision, line: Line, summaries: Mapping[str, ArticleSummary]) -> str:
    """Return why a decision wants another look; "" where the line is what was judged."""
    judged, found = decision.judged.difference, line.found
    if judged is None:
        return ""
    for part in line.fresh:
        name = called(part.article, summaries)
        if latecomers(decision, [part.article]):
            return f"{name} came since and has {quoted(part.text)}"
        return f"{name} is shown with {quoted(part.text)} now, which was not shown then"
    if found.type != judged.type:
        now, then = KINDS[found.type].label, KINDS[judged.type].label if judged.type in KINDS else judged.type
        return f"it is told as “{now}” now and was told as “{then}” then"
    if GRAVITY[found.severity] < GRAVITY[judged.severity]:
        return f"it is {found.severity} now and was {judged.severity} then"
    return ""
