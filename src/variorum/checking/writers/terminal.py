"""The result on a terminal: what is to be looked at in full, what is found in a line each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from rich.console import Console
from rich.table import Table
from rich.text import Text

from variorum.checking.drafts import Draft, Lines
from variorum.checking.results import FOUND, CheckedMatch, CheckedQuotation, CheckResult, NotRead
from variorum.checking.writers.wording import (
    SCOPE,
    accepted_words,
    change_words,
    counted,
    otherwise_words,
    pieces,
    searched,
    source_words,
    standing,
    told_otherwise,
)
from variorum.outputs.wording import SEVERITY_SIGNS, SEVERITY_WORDS, harmless, shortened
from variorum.settings import SHOWN

_STYLES = {"critical": "bold red", "material": "bold yellow", "minor": "green"}
_WORDS = re.compile(r"\w+")


def print_result(
    result: CheckResult, drafts: Sequence[Draft], console: Console, *, every: bool = False
) -> None:
    """Print ``result``; words that differ are bracketed, so that nothing hangs on colour.

    every: in full whatever the verdict is, with every report that was found.
    """
    width = min(console.width, SHOWN.terminal)
    for draft in drafts:
        mine = [one for one in result.quotations if one.draft == draft.name]
        lines = Lines(draft)
        console.print(Text(_plain(draft.name), style="bold underline"), width=width)
        for left in result.not_read:
            if left.draft == draft.name:
                console.print(_not_read(left), width=width, highlight=False)
        if not mine and draft.article.text:
            console.print(Text("No quotations."), width=width)
        full = [one for one in mine if every or not _in_a_line(one)]
        for one in full:
            _print_one(one, lines, console, width, most=None if every else SHOWN.terminal_matches)
        passed = [] if every else [one for one in mine if _in_a_line(one)]
        if passed:
            console.print()
        for one in passed:
            console.print(_found_line(one, lines), width=width, highlight=False)
        console.print()
    console.print(Text(f"{counted(result.quotations)}.", style="bold"), width=width, highlight=False)
    console.print(Text(f"{searched(result)}. {SCOPE}", style="dim"), width=width, highlight=False)


def _in_a_line(one: CheckedQuotation) -> bool:
    return one.verdict in FOUND or one.verdict == "not decided" or one.accepted is not None


def _heading(one: CheckedQuotation, lines: Lines) -> Text:
    if one.verdict in FOUND or one.verdict == "not decided":
        sign = "?" if one.verdict == "not decided" else "✓"
        return Text(f"{sign} {one.verdict.upper()}", style="green" if sign == "✓" else "dim")
    severity = one.severity or "material"
    sign = f"{SEVERITY_SIGNS[severity]} {one.verdict.upper()}"
    where = f"  {lines.where(one.start)}, {SEVERITY_WORDS[severity].lower()}"
    return Text.assemble((sign, _STYLES[severity]), where)


def _print_one(
    one: CheckedQuotation, lines: Lines, console: Console, width: int, *, most: int | None
) -> None:
    console.print()
    console.print(_heading(one, lines), width=width)
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("  draft", Text.assemble(_marked(one), _by(one.speaker)))
    for match in one.matches[:1]:
        printed = _plain(shortened(match.text, SHOWN.terminal_passage))
        table.add_row("  printed", Text(f"“{printed}”  ({_plain(source_words(match))})"))
    for change in one.changes:
        table.add_row("", Text(_plain(change_words(change))))
    where = f"  Stands {standing(one)}." if one.found_in > 1 or one.earliest else ""
    table.add_row("", Text.assemble((_plain(one.note), "italic"), (where, "dim")))
    for match in one.matches[1:most]:
        table.add_row("  also", Text(_plain(_also(match, one.matches[0])), style="dim"))
    for other in one.otherwise if most is None else ():
        table.add_row("  differs", Text(_plain(otherwise_words(other)), style="dim"))
    console.print(table, width=width, highlight=False)


def _not_read(left: NotRead) -> Text:
    words = _plain(left.reason)
    return Text.assemble(("▲ NOT READ", "bold yellow") if left.fails else ("not read", "dim"), f"  {words}")


def _also(match: CheckedMatch, first: CheckedMatch) -> str:
    """Return a further report in words, with its own where it prints other ones than the first."""
    if _WORDS.findall(match.text.casefold()) == _WORDS.findall(first.text.casefold()):
        return source_words(match)
    return f"“{shortened(match.text, SHOWN.terminal_passage)}”  ({source_words(match)})"


def _marked(one: CheckedQuotation) -> Text:
    """Return the draft's words with ``[-left out-]`` and ``{+put in+}``."""
    text = Text()
    for piece in pieces(one):
        if piece.change is None:
            text.append(_plain(" ".join(piece.now.split(" "))))
            continue
        if piece.was:
            space = " " if not piece.now and not text.plain.endswith(" ") else ""
            text.append(f"{space}[-{_plain(shortened(piece.was, 80))}-]", style="red")
        if piece.now:
            text.append(f"{{+{_plain(piece.now)}+}}", style="bold underline")
    return text


def _by(speaker: str | None) -> str:
    return f"  ({_plain(speaker)})" if speaker else ""


def _found_line(one: CheckedQuotation, lines: Lines) -> Text:
    if one.accepted is not None:
        return Text.assemble(
            (f"– {one.verdict:<11}", "dim"),
            f"  {lines.where(one.start):<9} {_plain(shortened(one.text, SHOWN.terminal_found))}",
            (f"  {_plain(accepted_words(one.accepted))}", "dim"),
        )
    sign = "?" if one.verdict == "not decided" else "✓"
    where = source_words(one.matches[0]) if one.matches else "fewer than five words"
    more = f", and {one.found_in - 1} more" if one.found_in > 1 else ""
    disputed = f"  Reports differ: elsewhere given to {one.speaker_there}." if one.speaker_there else ""
    for told in islice(told_otherwise(one), SHOWN.terminal_matches):
        disputed += f"  Reports differ, {told}."
    return Text.assemble(
        (f"{sign} {one.verdict:<11}", "green" if sign == "✓" else "dim"),
        f"  {lines.where(one.start):<9} {_plain(shortened(one.text, SHOWN.terminal_found))}",
        (f"  {_plain(where)}{more}", "dim"),
        (_plain(disputed), "bold"),
    )


def _plain(text: str) -> str:
    """Return ``text`` without control characters: a draft or report must not steer the terminal."""
    return harmless(" ".join(text.split()) if "\n" in text else text)
