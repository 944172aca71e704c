"""Prints what a check found, and ends with the status that follows."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from msgspec.structs import replace

from variorum.cli.config import Config
from variorum.cli.streams import tell
from variorum.errors import InputError
from variorum.model import Severity
from variorum.outputs.lines import standard_output
from variorum.settings import SHOWN

if TYPE_CHECKING:
    from variorum.checking.drafts import Draft
    from variorum.checking.results import CheckResult
    from variorum.checking.writers.faults import Render

EXIT_LOOK = 1
# What a file is asked for by its name, where --format says nothing.
_BY_SUFFIX = {".json": "json", ".html": "html", ".htm": "html", ".sarif": "sarif"}


def form_of(output: Path | None, form: str | None, kept: Config) -> str:
    """Return how to print: as --format says, else as the name of the file does, else the file of options."""
    by_name = None if output is None else _BY_SUFFIX.get(output.suffix.lower())
    return form or by_name or kept.options.format or "terminal"


def say_excluded(drafts: list[str], left: list[str], *, quiet: bool) -> None:
    """Tell of the drafts that the file of options excludes: nothing is known about them."""
    if not left:
        tell("no draft is left to be checked: all of them are excluded by the file of options")
    elif len(left) < len(drafts) and not quiet:
        out = [draft for draft in drafts if draft not in left]
        told = f"{out[0]} and {len(out) - 1:,} more" if len(out) > 1 else out[0]
        tell(f"not checked, excluded by the file of options: {told}")


def finish(
    result: CheckResult,
    drafts: list[Draft],
    form: str,
    output: Path | None,
    *,
    strict: bool,
    fail_on: Severity,
    quiet: bool,
    hits: bool = False,
) -> None:
    """Print the result and what could not be read, then exit with the status that follows from both.

    hits: words were looked up, and every report that prints them is listed.
    """
    for reject in result.unchecked:
        tell(f"not checked: {reject.file}: {reject.reason}")
    if not quiet:
        _say_rejects(result)
    if not result.articles:
        raise InputError("no report could be read to check against; give other files to --against")
    if not quiet or form != "terminal" or output is not None:
        result = _write(result, drafts, form, output, quiet=quiet, hits=hits)
    if not result.passed(strict=strict, fail_on=fail_on):
        raise typer.Exit(EXIT_LOOK)


def _write(
    result: CheckResult, drafts: list[Draft], form: str, output: Path | None, *, quiet: bool, hits: bool
) -> CheckResult:
    """Write the result and report what could not be written; return what was."""
    from variorum.checking.writers.faults import rendered

    name = "text" if form == "terminal" and output is not None else form
    words, written = rendered(result, drafts, _renderer(name, hits=hits), name)
    if not quiet and (form not in ("terminal", "text") or output is not None):
        _say_not_read(written)
    elif written is not result:
        _say_not_read(replace(written, not_read=written.not_read[len(result.not_read) :]))
    put(words, output)
    return written


def put(words: str, output: Path | None) -> None:
    """Write ``words`` to a file, or to standard output where none is named. Raises OutputError."""
    if output is None or str(output) == "-":
        with standard_output():
            sys.stdout.write(words)
        return
    from variorum.outputs.atomic import write_bytes

    write_bytes(output, words.encode("utf-8"))


def _renderer(form: str, *, hits: bool) -> Render:
    from variorum.checking.writers import github, html, json, sarif, text
    from variorum.outputs.wording import escaped_json

    if form == "json":
        return lambda result, drafts: escaped_json(json.render(result, drafts))
    if form == "sarif":
        return lambda result, drafts: escaped_json(sarif.render(result, drafts))
    if form == "terminal":
        return partial(_on_terminal, every=hits)
    if form == "text":
        return text.render_hits if hits else text.render
    return html.render if form == "html" else github.render


def _on_terminal(result: CheckResult, drafts: Sequence[Draft], *, every: bool) -> str:
    from rich.console import Console

    from variorum.checking.writers.terminal import print_result

    console = Console()
    with console.capture() as captured:
        print_result(result, drafts, console, every=every)
    return captured.get()


def _say_not_read(result: CheckResult) -> None:
    for one in result.not_read[: SHOWN.rejects]:
        place = one.draft if one.line is None else f"{one.draft}:{one.line}"
        tell(f"not read: {place}: {one.reason}")
    if len(result.not_read) > SHOWN.rejects:
        tell(f"{len(result.not_read):,} parts of the drafts were not read")


def _say_rejects(result: CheckResult) -> None:
    for reject in result.rejects[: SHOWN.rejects]:
        place = reject.file if reject.line is None else f"{reject.file}:{reject.line}"
        tell(f"not read: {place}: {reject.reason}")
    for notice in result.notices[: SHOWN.rejects]:
        tell(f"note: {notice}")
    if len(result.rejects) > SHOWN.rejects:
        tell(f"{len(result.rejects):,} files or records of the collection could not be read")
