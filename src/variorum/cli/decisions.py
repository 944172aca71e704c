"""Decisions from a file, and what a run says has become of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from variorum.errors import BadRecord, InputError, UnreadableFile
from variorum.model import Decided, Decision, Standing
from variorum.outputs.wording import harmless, plural
from variorum.settings import SHOWN


def read_decisions(path: Path | None) -> tuple[Decision, ...]:
    """Return the decisions in a file of JSON lines; none without a file.

    Raises UnreadableFile when it cannot be read, InputError for a line that is no decision.
    """
    if path is None:
        return ()
    from variorum.decisions.records import load

    try:
        return tuple(load(path.read_bytes()))
    except BadRecord as error:
        raise InputError(error.message, file=str(path)) from error
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}", file=str(path)) from error


def say_standings(
    decided: Iterable[Decided], regrouped: Iterable[Standing], given: Sequence[Decision]
) -> None:
    """Say on standard error how many decisions stand, and of each that does not why."""
    from variorum.decisions.records import in_force

    told = _gravest([*(each for one in decided for each in one.standings), *regrouped])
    kinds = {one.id: one for one in given}
    counts = {state: sum(one.state == state for one in told.values()) for state in ("stands", "moot")}
    apart = len(in_force(given)) - len(told)
    parts = [f"{plural(len(told), 'decision')} on these stories: {counts['stands']} stand"]
    if counts["moot"]:
        parts.append(f"{counts['moot']} moot")
    asked = len(told) - counts["stands"] - counts["moot"]
    if asked:
        parts.append(f"{asked} to look at again")
    others = f" ({apart} on others)" if apart else ""
    typer.echo(", ".join(parts) + others, err=True)
    unsettled = [one for one in told.values() if one.state != "stands"]
    for one in unsettled[: SHOWN.rejects]:
        made = kinds[one.decision]
        again = "look again" if one.state == "questionable" else "moot"
        typer.echo(harmless(f"{again}: {made.kind} by {made.author}, {made.at}: {one.reason}"), err=True)
    if len(unsettled) > SHOWN.rejects:
        typer.echo(f"and {len(unsettled) - SHOWN.rejects} more", err=True)


def _gravest(standings: Iterable[Standing]) -> dict[str, Standing]:
    """Return one standing for each decision, by its id: a merge is told of in more than one place."""
    order = ("stands", "moot", "questionable")
    found: dict[str, Standing] = {}
    for one in standings:
        known = found.get(one.decision)
        if known is None or order.index(one.state) > order.index(known.state):
            found[one.decision] = one
    return found
