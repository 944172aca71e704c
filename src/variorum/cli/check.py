"""``variorum check`` and ``variorum find``: quotations against what was printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli import check_options as own
from variorum.cli import options as opt
from variorum.cli.check_printing import EXIT_LOOK, finish, put
from variorum.cli.config import Config, read_config
from variorum.cli.progress import progress_bars
from variorum.cli.streams import tell
from variorum.errors import InputError
from variorum.model import Severity
from variorum.settings import Settings

if TYPE_CHECKING:
    from variorum.checking.drafts import Draft


def check(
    drafts: own.Drafts,
    against: own.Against = None,
    index: own.IndexFile = None,
    form: own.CheckForm = None,
    output: own.Output = None,
    strict: own.Strict = None,
    fail_on: own.FailOn = None,
    accepted: own.AcceptedFile = None,
    before: own.BeforeFile = None,
    config: own.ConfigFile = None,
    time_limit: own.DraftTimeLimit = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Check the quotations of drafts against what was printed: one verdict each, with the passages behind it.

    Exit status: 0 all read and found as it stands, 1 something to look at or not read, 2 could not run.
    """
    kept = read_config(config)
    settings = _settings(time_limit, kept)
    form = form or kept.options.format or "terminal"
    least = fail_on or kept.options.fail_on
    if before is not None:
        _tell_rewrite(before, drafts, against, form, output, least, settings, quiet=quiet)
        return
    # Imported here so that --help and --version answer at once.
    from variorum.checking.drafts import read_drafts
    from variorum.checks import check_drafts

    reports = _reports(against, index, kept)
    left = kept.kept(drafts)
    _say_excluded(drafts, left, quiet=quiet)
    if not left:
        return
    _keep_apart(output, left)
    read = read_drafts(left, settings.read)
    with progress_bars(progress, quiet) as on_progress:
        result = check_drafts(
            read,
            against=reports,
            index=index or (kept.path(kept.options.index) if against is None else None),
            accepted=accepted or kept.path(kept.options.accepted),
            settings=settings,
            on_progress=on_progress,
        )
    strictly = kept.options.strict if strict is None else strict
    finish(result, read, form, output, strict=strictly, fail_on=least, quiet=quiet)


def find(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="The words of one quotation.")],
    against: own.Against = None,
    speaker: Annotated[
        str | None, typer.Option("--speaker", metavar="NAME", help="Who is said to have said it.")
    ] = None,
    index: own.IndexFile = None,
    form: own.CheckForm = None,
    output: own.Output = None,
    strict: own.Strict = None,
    fail_on: own.FailOn = None,
    config: own.ConfigFile = None,
    time_limit: own.DraftTimeLimit = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Look one quotation up: where it was printed, in which words, given to whom; every report is listed.

    Exit status as for `variorum check`.
    """
    from variorum import checks
    from variorum.checking.drafts import Draft
    from variorum.model import Article

    kept = read_config(config)
    with progress_bars(progress, quiet) as on_progress:
        result = checks.find(
            words,
            against=_reports(against, index, kept),
            speaker=speaker,
            index=index or (kept.path(kept.options.index) if against is None else None),
            settings=_settings(time_limit, kept),
            on_progress=on_progress,
        )
    draft = Draft(name=result.quotations[0].draft, article=Article(id="", text=words))
    finish(
        result,
        [draft],
        form or kept.options.format or "terminal",
        output,
        strict=kept.options.strict if strict is None else strict,
        fail_on=fail_on or kept.options.fail_on,
        quiet=quiet,
        hits=True,
    )


def _say_excluded(drafts: list[str], left: list[str], *, quiet: bool) -> None:
    """Tell of the drafts that the file of options excludes: nothing is known about them."""
    if not left:
        tell("no draft is left to be checked: all of them are excluded by the file of options")
    elif len(left) < len(drafts) and not quiet:
        out = [draft for draft in drafts if draft not in left]
        told = f"{out[0]} and {len(out) - 1:,} more" if len(out) > 1 else out[0]
        tell(f"not checked, excluded by the file of options: {told}")


def _keep_apart(output: Path | None, drafts: list[str]) -> None:
    """Raise InputError where what is printed would take the place of a draft."""
    for draft in drafts:
        if output is not None and output.exists() and draft != "-" and output.samefile(draft):
            raise InputError("is a draft, which --output would replace; name another file", file=str(output))


def _settings(time_limit: float | None, kept: Config) -> Settings:
    return opt.limited(kept.options.time_limit if time_limit is None else time_limit) or Settings()


def _reports(against: list[str] | None, index: Path | None, kept: Config) -> list[str]:
    """Return what is checked against: as given, else as the file of options says."""
    reports = against or kept.reports()
    if not reports:
        raise InputError(
            "there is nothing to check against: name reports with --against PATH, or in variorum.toml "
            '(against = ["reports"])'
        )
    return reports


def _tell_rewrite(
    before: str,
    drafts: list[str],
    against: list[str] | None,
    form: str,
    output: Path | None,
    fail_on: Severity,
    settings: Settings,
    *,
    quiet: bool,
) -> None:
    """Print which quotations a rewrite changed; exit 1 where one was, at or above ``fail_on``."""
    if against is not None:
        raise InputError(
            "--before compares two versions of a draft; check against reports in a call of its own"
        )
    if len(drafts) != 1:
        raise InputError("--before OLD compares one draft with it; give one DRAFT")
    if form not in ("terminal", "text", "json", "github"):
        raise InputError(f"--before prints terminal, text, json and github, not {form}")
    from variorum.checking.rewrite import rewritten, settings_for_rewrite
    from variorum.checking.writers import rewrites
    from variorum.checks import check_drafts
    from variorum.model.codec import encode
    from variorum.outputs.wording import escaped_json

    settings = settings_for_rewrite(settings)
    result = rewritten(
        _one_draft(before, settings),
        _one_draft(drafts[0], settings),
        lambda some, report: check_drafts(some, against=report, settings=settings),
        fail_on=fail_on,
    )
    if form == "json":
        words = escaped_json(encode(result).decode() + "\n")
    elif form == "github":
        words = rewrites.render_commands(result)
    else:
        words = rewrites.render(result, signs=form == "terminal" and output is None)
    if not quiet or form != "terminal" or output is not None:
        put(words, output)
    if not result.passed():
        raise typer.Exit(EXIT_LOOK)


def _one_draft(path: str, settings: Settings) -> Draft:
    from variorum.checking.drafts import read_drafts

    read = read_drafts([path], settings.read)
    if len(read) > 1:
        raise InputError("holds several drafts; --before compares one with one", file=path)
    return read[0]
