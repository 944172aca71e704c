"""Workflow commands, which GitHub and those who follow it show beside the lines of a change.

``::error file=draft.md,line=3,col=1,endLine=3,title=Altered::…``, a line for each quotation to look at, after
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands; the last line counts.
"""

from __future__ import annotations

from collections.abc import Sequence

from variorum.checking.drafts import Draft, Lines
from variorum.checking.results import FOUND, CheckedQuotation, CheckResult, NotRead
from variorum.checking.writers.wording import accepted_words, change_words, counted, searched, source_words
from variorum.outputs.wording import harmless, shortened
from variorum.settings import SHOWN

_COMMANDS = {"critical": "error", "material": "warning", "minor": "notice"}


def render(result: CheckResult, drafts: Sequence[Draft]) -> str:
    """Return the lines; what was accepted and what is too short to decide are notices."""
    known = {draft.name: (draft, Lines(draft)) for draft in drafts}
    told = [one for one in result.quotations if one.verdict not in FOUND]
    lines = [_line(one, *known[one.draft]) for one in told]
    lines += [_unread(one, known[one.draft][0]) for one in result.not_read]
    lines.append(f"{counted(result.quotations)}; {searched(result)}")
    return "".join(f"{line}\n" for line in lines)


def _line(one: CheckedQuotation, draft: Draft, lines: Lines) -> str:
    place: dict[str, str | int] = {"file": draft.file or draft.name}
    message = f"{shortened(one.text, SHOWN.text_quotation)}: {one.note}"
    if lines.of_file:
        place["line"], place["col"] = lines.place(one.start)
        last, column = lines.place(one.end)
        place["endLine"] = last
        if last == place["line"]:  # columns of two lines are refused
            place["endColumn"] = column
    else:
        message = f"{lines.where(one.start).capitalize()}: {message}"
    parts = [message, *(f"{change_words(change)}." for change in one.changes)]
    if one.matches:
        parts.append(f"Nearest: {source_words(one.matches[0])}.")
    quiet = one.verdict == "not decided" or one.accepted is not None
    if one.accepted is not None:
        parts.append(f"Passes: {accepted_words(one.accepted)}.")
    command = "notice" if quiet else _COMMANDS[one.severity or "material"]
    return workflow_command(command, place, one.verdict.capitalize(), " ".join(parts))


def _unread(one: NotRead, draft: Draft) -> str:
    place: dict[str, str | int] = {"file": draft.file or draft.name}
    if one.line is not None:
        place["line"] = one.line
    return workflow_command("warning" if one.fails else "notice", place, "Not read", one.reason)


def workflow_command(command: str, place: dict[str, str | int], title: str, message: str) -> str:
    """Return one line; what would end it, or one of its properties, is encoded."""
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
    return f"::{command} {properties},title={_property(title)}::{_message(message)}"


def _message(words: str) -> str:
    """Return ``words`` as data of a command: what a draft holds must not begin a command of its own."""
    return harmless(words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(words: str) -> str:
    return _message(words).replace(":", "%3A").replace(",", "%2C")
