"""What a rewrite changed, in words: a line for each quotation that is not the same, and one that counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from variorum.checking.results import CheckedChange
from variorum.checking.rewrite import RewriteResult, RewrittenQuotation
from variorum.checking.writers.github import workflow_command
from variorum.checking.writers.wording import change_parts
from variorum.outputs.wording import SEVERITY_SIGNS, harmless, plural, shortened
from variorum.settings import SHOWN

_LEVELS = {"critical": "error", "material": "warning", "minor": "note"}
_COMMANDS = {"critical": "error", "material": "warning", "minor": "notice"}
_MEANINGS = {
    "changed": "the old draft has other words",
    "other speaker": "the old draft gives the words to somebody else",
    "added": "the old draft has no such quotation",
    "newly quoted": "the old draft has these words outside quotation marks",
    "no longer quoted": "the new draft has these words outside quotation marks",
    "dropped": "the new draft has them no more",
}


def render(result: RewriteResult, *, signs: bool) -> str:
    """Return a line each, as compilers write; ``signs``: with the signs of severity, for people."""
    lines = [_line(one, result, signs=signs) for one in result.quotations if one.status != "same"]
    for left in result.not_read:
        place = left.draft if left.line is None else f"{left.draft}:{left.line}:1"
        lines.append(f"{place}: {'warning' if left.fails else 'note'}: not read: {left.reason}")
    return "".join(f"{harmless(line)}\n" for line in (*lines, counted(result)))


def render_commands(result: RewriteResult) -> str:
    """Return the same as workflow commands, see ``writers.github``."""
    lines = []
    for one in result.quotations:
        if one.status == "same":
            continue
        place: dict[str, str | int] = {"file": result.after if one.start is not None else result.before}
        line = one.line if one.start is not None else (one.before.line if one.before else None)
        if line is not None:
            place["line"] = line
        said = "; ".join(_parts(one, result))
        command = _COMMANDS[one.severity or "material"] if one.failing else "notice"
        lines.append(workflow_command(command, place, one.status.capitalize(), said))
    return "".join(f"{line}\n" for line in (*lines, counted(result)))


def counted(result: RewriteResult) -> str:
    """Return ``4 quotations: 1 changed, 1 added, 2 same``."""
    counts: Counter[str] = Counter(one.status for one in result.quotations)
    listed = ", ".join(f"{counts[status]} {status}" for status in (*_MEANINGS, "same") if counts[status])
    return f"{plural(len(result.quotations), 'quotation')}{': ' if listed else ''}{listed}"


def _line(one: RewrittenQuotation, result: RewriteResult, *, signs: bool) -> str:
    severity = one.severity or "material"
    level = f"{SEVERITY_SIGNS[severity]} {severity}" if signs else _LEVELS[severity]
    return f"{_place(one, result)}: {level}: {one.status}: {'; '.join(_parts(one, result))}"


def _parts(one: RewrittenQuotation, result: RewriteResult) -> Iterator[str]:
    yield shortened(one.text, SHOWN.text_quotation)
    yield _MEANINGS[one.status]
    if one.status == "other speaker" and one.before and one.before.speaker:
        yield f"given to {one.before.speaker} there"
    yield from map(_change, one.changes)
    if one.before is not None and one.start is not None:
        line = one.before.line
        yield f"{result.before}:{line}" if line else f"{result.before}, paragraph {one.before.paragraph}"


def _change(change: CheckedChange) -> str:
    label, was, now = change_parts(change)
    if was and now:
        return f"{label}: “{was}” became “{now}”"
    return f"{label}: “{was}” was left out" if was else f"{label}: “{now}” was put in"


def _place(one: RewrittenQuotation, result: RewriteResult) -> str:
    if one.start is None:
        before = one.before
        line = before.line if before else None
        return f"{result.before}:{line}:1" if line else result.before
    if one.line is not None:
        return f"{result.after}:{one.line}:{one.column}"
    return f"{result.after}: paragraph {one.paragraph}"
