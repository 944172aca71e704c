"""``variorum check --before``: which quotations a rewrite of a draft changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from variorum.cli.check_printing import EXIT_LOOK, put, say_excluded
from variorum.cli.config import Config
from variorum.cli.keeping import keep_inputs
from variorum.cli.streams import tell
from variorum.errors import InputError
from variorum.model import Severity
from variorum.settings import Settings

if TYPE_CHECKING:
    from variorum.checking.drafts import Draft
    from variorum.checking.rewrite import RewriteResult

_FORMATS = ("terminal", "text", "json", "github")


def refuse_with_before(
    *, against: list[str] | None, index: Path | None, strict: bool | None, copy: Path | None
) -> None:
    """Raise InputError for options that ask for what a comparison of two versions does not do."""
    if against is not None:
        raise InputError(
            "--before compares two versions of a draft; check against reports in a call of its own"
        )
    if index is not None:
        raise InputError("--before compares two versions of a draft, without reports: leave out --index")
    if copy is not None:
        raise InputError("--before puts no comments into a document; name the output .txt or .json")
    if strict:
        raise InputError("--before tells every quotation of two versions, however short: leave out --strict")


def tell_rewrite(
    before: str,
    drafts: list[str],
    kept: Config,
    accepted: Path | None,
    form: str,
    output: Path | None,
    fail_on: Severity,
    settings: Settings,
    *,
    quiet: bool,
) -> None:
    """Print which quotations a rewrite changed; exit 1 where one was, at or above ``fail_on``.

    accepted: the list of quotations that somebody answers for; those are no failure here either.
    """
    if len(drafts) != 1:
        raise InputError("--before OLD compares one draft with it; give one DRAFT")
    if before == "-" == drafts[0]:
        raise InputError("standard input cannot be both versions of a draft; give a file for one")
    if form not in _FORMATS:
        raise InputError(f"--before prints terminal, text, json and github, not {form}")
    left = kept.kept(drafts)
    say_excluded(drafts, left, quiet=quiet)
    if not left:
        return
    others = [("draft", drafts[0]), ("draft", before), ("list", accepted), ("file of options", kept.file)]
    keep_inputs([output], others=others)
    if kept.file is not None and not quiet:
        tell(f"options from {kept.file}")
    result = _compared(before, drafts[0], accepted, fail_on, settings)
    if not quiet or form != "terminal" or output is not None:
        put(_words(result, form, output), output)
    if not result.passed():
        raise typer.Exit(EXIT_LOOK)


def _compared(
    before: str, draft: str, accepted: Path | None, fail_on: Severity, settings: Settings
) -> RewriteResult:
    from variorum.checking.rewrite import rewritten, settings_for_rewrite
    from variorum.checks import check_drafts

    settings = settings_for_rewrite(settings)
    return rewritten(
        _one_draft(before, settings),
        _one_draft(draft, settings),
        lambda some, report: check_drafts(some, against=report, accepted=accepted, settings=settings),
        fail_on=fail_on,
    )


def _words(result: RewriteResult, form: str, output: Path | None) -> str:
    from variorum.checking.writers import rewrites
    from variorum.model.codec import encode
    from variorum.outputs.wording import escaped_json

    if form == "json":
        return escaped_json(encode(result).decode() + "\n")
    if form == "github":
        return rewrites.render_commands(result)
    return rewrites.render(result, signs=form == "terminal" and output is None)


def _one_draft(path: str, settings: Settings) -> Draft:
    from variorum.checking.drafts import read_drafts

    read = read_drafts([path], settings.read)
    if len(read) > 1:
        raise InputError("holds several drafts; --before compares one with one", file=path)
    return read[0]
