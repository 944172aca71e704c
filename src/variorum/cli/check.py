"""``variorum check`` and ``variorum find``: quotations against what was printed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from msgspec.structs import replace

from variorum.cli import options as opt
from variorum.cli.progress import progress_bars
from variorum.cli.streams import tell
from variorum.errors import InputError
from variorum.outputs.lines import standard_output
from variorum.settings import SHOWN

if TYPE_CHECKING:
    from variorum.checking.drafts import Draft
    from variorum.checking.results import CheckResult
    from variorum.checking.writers.faults import Render

EXIT_LOOK = 1
Drafts = Annotated[
    list[str],
    typer.Argument(
        metavar="DRAFT...",
        help="Drafts: .txt .md .html .docx files, or - for standard input.",
        show_default=False,
    ),
]
Against = Annotated[
    list[str],
    typer.Option(
        "--against",
        "-a",
        metavar="PATH",
        help="Reports to check against: a folder or a file, or an index of them (see --index) by itself; "
        "may be given several times.",
        show_default=False,
    ),
]
IndexFile = Annotated[
    Path | None,
    typer.Option(
        "--index",
        metavar="FILE",
        help="Keep the index of the reports in this file, brought up to date; without it none is kept.",
    ),
]
CheckForm = Annotated[
    Literal["terminal", "text", "json", "html", "sarif"],
    typer.Option("--format", "-f", help="How to print the result."),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="File to write instead of standard output."),
]
DraftTimeLimit = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        min=0,
        metavar="SECONDS",
        help="Processor time a draft or report may take to be read, and a report to be compared with one "
        "quotation, before it is left out and told; 60 unless told, 0 for none.",
        show_default=False,
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Quotations too short to decide make the exit status 1 as well.")
]


def check(
    drafts: Drafts,
    against: Against,
    index: IndexFile = None,
    form: CheckForm = "terminal",
    output: Output = None,
    strict: Strict = False,
    time_limit: DraftTimeLimit = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Check the quotations of drafts against what was printed: one verdict each, with the passages behind it.

    Exit status: 0 all read and found as it stands, 1 something to look at or not read, 2 could not run.
    """
    # Imported here so that --help and --version answer at once.
    from variorum.checking.drafts import read_drafts
    from variorum.checks import check_drafts
    from variorum.settings import Settings

    settings = opt.limited(time_limit) or Settings()
    read = read_drafts(drafts, settings.read)
    with progress_bars(progress, quiet) as on_progress:
        result = check_drafts(read, against=against, index=index, settings=settings, on_progress=on_progress)
    _finish(result, read, form, output, strict=strict, quiet=quiet)


def find(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="The words of one quotation.")],
    against: Against,
    speaker: Annotated[
        str | None, typer.Option("--speaker", metavar="NAME", help="Who is said to have said it.")
    ] = None,
    index: IndexFile = None,
    form: CheckForm = "terminal",
    output: Output = None,
    strict: Strict = False,
    time_limit: DraftTimeLimit = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Look one quotation up: where it was printed, in which words, given to whom.

    Exit status as for `variorum check`.
    """
    from variorum import checks
    from variorum.checking.drafts import Draft
    from variorum.model import Article

    with progress_bars(progress, quiet) as on_progress:
        result = checks.find(
            words,
            against=against,
            speaker=speaker,
            index=index,
            settings=opt.limited(time_limit),
            on_progress=on_progress,
        )
    draft = Draft(name=result.quotations[0].draft, article=Article(id="", text=words))
    _finish(result, [draft], form, output, strict=strict, quiet=quiet)


def _finish(
    result: CheckResult, drafts: list[Draft], form: str, output: Path | None, *, strict: bool, quiet: bool
) -> None:
    """Print the result and what could not be read, then exit with the status that follows from both."""
    for reject in result.unchecked:
        tell(f"not checked: {reject.file}: {reject.reason}")
    if not quiet:
        _say_rejects(result)
    if not result.articles:
        raise InputError("no report could be read to check against; give other files to --against")
    if not quiet or form != "terminal" or output is not None:
        result = _write(result, drafts, form, output, quiet=quiet)
    if not result.passed(strict=strict):
        raise typer.Exit(EXIT_LOOK)


def _write(
    result: CheckResult, drafts: list[Draft], form: str, output: Path | None, *, quiet: bool
) -> CheckResult:
    """Write the result and report what could not be written; return what was."""
    from variorum.checking.writers.faults import rendered

    name = "text" if form == "terminal" and output is not None else form
    words, written = rendered(result, drafts, _renderer(name), name)
    if not quiet and (form not in ("terminal", "text") or output is not None):
        _say_not_read(written)
    elif written is not result:
        _say_not_read(replace(written, not_read=written.not_read[len(result.not_read) :]))
    if output is None or str(output) == "-":
        with standard_output():
            sys.stdout.write(words)
        return written
    from variorum.outputs.atomic import write_bytes

    write_bytes(output, words.encode("utf-8"))
    return written


def _renderer(form: str) -> Render:
    from variorum.checking.writers import html, json, sarif, text
    from variorum.outputs.wording import escaped_json

    if form == "json":
        return lambda result, drafts: escaped_json(json.render(result, drafts))
    if form == "sarif":
        return lambda result, drafts: escaped_json(sarif.render(result, drafts))
    if form == "terminal":
        return _on_terminal
    return html.render if form == "html" else text.render


def _on_terminal(result: CheckResult, drafts: Sequence[Draft]) -> str:
    from rich.console import Console

    from variorum.checking.writers.terminal import print_result

    console = Console()
    with console.capture() as captured:
        print_result(result, drafts, console)
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
