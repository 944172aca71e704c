"""``variorum check`` and ``variorum find``: quotations against what was printed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from variorum.cli import check_options as own
from variorum.cli import options as opt
from variorum.cli.check_printing import finish, form_of, say_excluded
from variorum.cli.config import Config, read_config
from variorum.cli.keeping import keep_inputs
from variorum.cli.progress import progress_bars
from variorum.cli.rewrite import refuse_with_before, tell_rewrite
from variorum.cli.word_copy import only_document, parted, write_copy
from variorum.errors import InputError
from variorum.settings import Settings


def check(
    drafts: own.Drafts,
    against: own.Against = None,
    reference: own.Reference = None,
    index: own.IndexFile = None,
    form: own.CheckForm = None,
    output: own.Output = None,
    comments: own.CommentsFile = None,
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
    copy, output = parted(comments, output)
    shape = form_of(output, form, kept)
    least = fail_on or kept.options.fail_on
    listed = accepted or kept.path(kept.options.accepted)
    if before is not None:
        refuse_with_before(against=against or reference, index=index, strict=strict, copy=copy)
        tell_rewrite(before, drafts, kept, listed, shape, output, least, settings, quiet=quiet)
        return
    # Imported here so that --help and --version answer at once.
    from variorum.checking.drafts import read_drafts
    from variorum.checks import check_drafts

    if reference and (against or index):
        raise InputError("--reference stands in place of --against and --index; give one of them")
    reports = reference or _reports(against, index, kept)
    left = kept.kept(drafts)
    say_excluded(drafts, left, quiet=quiet)
    if not left:
        return
    if "-" in left and "-" in reports:
        raise InputError("standard input cannot be the draft and the reports; give files for one of them")
    held = index or (kept.path(kept.options.index) if not (against or reference) else None)
    others = [("index", held), ("list", listed), ("file of options", kept.file)]
    keep_inputs([output, copy], reports, [*(("draft", draft) for draft in left), *others])
    only_document(copy, left)
    read = read_drafts(left, settings.read)
    with progress_bars(progress, quiet) as on_progress:
        result = check_drafts(
            read,
            against=reports,
            index=held,
            accepted=listed,
            spoken=bool(reference),
            settings=settings,
            on_progress=on_progress,
        )
    strictly = kept.options.strict if strict is None else strict
    result = kept.told(result)
    write_copy(copy, result, read, settings.read, quiet=quiet)
    finish(result, read, shape, output, strict=strictly, fail_on=least, quiet=quiet)


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
    if output is not None and output.suffix.lower() == ".docx":
        raise InputError("the words looked up are in no Word document; name the file .txt, .json or .html")
    shape = form_of(output, form, kept)
    reports = _reports(against, index, kept)
    held = index or (kept.path(kept.options.index) if against is None else None)
    keep_inputs([output], reports, [("index", held), ("file of options", kept.file)])
    with progress_bars(progress, quiet) as on_progress:
        result = checks.find(
            words,
            against=reports,
            speaker=speaker,
            index=held,
            settings=_settings(time_limit, kept),
            on_progress=on_progress,
        )
    draft = Draft(name=result.quotations[0].draft, article=Article(id="", text=words))
    finish(
        kept.told(result),
        [draft],
        shape,
        output,
        strict=kept.options.strict if strict is None else strict,
        fail_on=fail_on or kept.options.fail_on,
        quiet=quiet,
        hits=True,
    )


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
