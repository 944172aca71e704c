"""The commands: each reads its options, calls the facade, and says what came of it."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from variorum import __version__
from variorum.cli import check as checking
from variorum.cli import options as opt
from variorum.cli.changes import changes
from variorum.cli.progress import progress_bars
from variorum.cli.streams import (
    REJECTS_SHOWN,
    ClosedPipe,
    forget_output,
    is_output_open,
    prepare,
    say,
    say_rejects,
)
from variorum.errors import InputError, VariorumError
from variorum.model import Reject
from variorum.model.codec import encode
from variorum.outputs import parquet
from variorum.outputs.lines import make_folder, remove, standard_output, write_lines
from variorum.outputs.parquet import is_table

if TYPE_CHECKING:
    from variorum.corpus import Comparison, Corpus

app = typer.Typer(
    name="variorum",
    help="Reads many reports of the same news and shows who said what, in which words, and where the "
    "reports part ways. It gives no verdict on truth or on outlets.",
    epilog="Begin with:  variorum compare reports/     (a folder with two or more reports of one event)",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

EXIT_PROBLEM = 2
EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells have it
EXIT_CLOSED_PIPE = 141  # 128 + SIGPIPE
FEW_REPORTS = 30  # up to here somebody may have gathered the reports of one event by hand


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"variorum {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Variorum."""


@app.command()
def compare(
    paths: opt.Inputs,
    directory: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for report.html and collation.json.")
    ] = Path("variorum-report"),
    by: opt.By = None,
    one_story: Annotated[
        bool, typer.Option("--one-story", help="Take all reports as one story instead of grouping them.")
    ] = False,
    annotator: opt.AnnotatorName = "model",
    engine: opt.EngineName = "local",
    workers: opt.Workers = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
) -> None:
    """Compare reports: who said what, in which words, and where they differ.

    Groups the reports into stories, prints a ranked summary, and writes DIR/report.html (one page that
    needs no network), DIR/collation.json and, when something could not be read, DIR/rejects.jsonl.
    """
    if one_story and by is not None:
        raise InputError("--one-story and --by exclude each other; give one of them")
    # Imported here so that --help and --version answer at once.
    from variorum.corpus import Corpus

    with (
        progress_bars(progress, quiet) as on_progress,
        Corpus(
            *paths, engine=engine, workers=workers, annotator=annotator, on_progress=on_progress
        ) as corpus,
    ):
        comparison = corpus.compare(by=by, one_story=one_story)
    make_folder(directory)
    _keep_rejects(comparison.rejects, directory, quiet)
    if not comparison.articles:
        raise InputError("nothing that could be read; see the reasons above or give other files")
    page = _write_comparison(comparison, directory)
    if not quiet:
        _print_comparison(comparison, page)
        if not one_story and by is None:
            _hint_at_one_story(comparison)


@app.command()
def annotate(
    paths: opt.Inputs,
    output: opt.OutputFile,
    annotator: opt.AnnotatorName = "model",
    engine: opt.EngineName = "local",
    master: opt.Master = None,
    workers: opt.Workers = None,
    work: opt.WorkFolder = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
) -> None:
    """Mark quotations, entities, figures and posts in each article; one JSON line or row an article.

    Each holds the input's fields and the layers; offsets count code points into "text".
    """

    def write(corpus: Corpus) -> int:
        if is_table(output):
            return parquet.write_annotated(output, corpus.annotate())
        return write_lines(output, corpus.annotate_lines())

    options = {"engine": engine, "master": master, "workers": workers, "work": work, "annotator": annotator}
    _stream("annotated", write, paths, output, options, progress=progress, quiet=quiet)


@app.command()
def group(
    paths: opt.Inputs,
    output: opt.OutputFile,
    engine: opt.EngineName = "local",
    master: opt.Master = None,
    workers: opt.Workers = None,
    work: opt.WorkFolder = None,
    state: opt.StateFile = None,
    window: opt.Window = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
) -> None:
    """Tell which articles report the same event; a line {"id", "story"} or a row an article.

    With --state, articles are added to those of earlier calls, and OUT holds them all. Stories keep their
    ids while they grow, merge and split; what changed is said, and the file keeps the whole history.
    """
    if state is not None and work is not None:
        raise InputError("--state and --work exclude each other; a state goes on by itself")
    if state is not None and window is not None:
        raise InputError("--state and --window exclude each other; a state holds all articles it was given")

    def grouping(corpus: Corpus) -> list[tuple[str, str]]:
        if state is None:
            return corpus.group(window=window)
        following = corpus.follow(state, on_wait=lambda: say(f"{state}: in use by another call; waiting"))
        if not quiet:
            for line in changes(following):
                say(line)
        return following.stories

    def write(corpus: Corpus) -> int:
        found = grouping(corpus)
        if is_table(output):
            return parquet.write_grouping(output, found)
        return write_lines(output, (encode({"id": id, "story": story}) for id, story in found))

    options = {"engine": engine, "master": master, "workers": workers, "work": work}
    _stream("grouped", write, paths, output, options, progress=progress, quiet=quiet)


@app.command()
def origins(
    paths: opt.Inputs,
    output: opt.OutputFile,
    engine: opt.EngineName = "local",
    master: opt.Master = None,
    workers: opt.Workers = None,
    work: opt.WorkFolder = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
) -> None:
    """Find texts that several articles carry: agency copy, releases, copies; one JSON line or row a text.

    Found are passages of about 18 words and more, also lightly edited. What stands in quotation marks,
    footers and stock phrases make no origin. Each record has the articles by date, with how much of each
    is this text and how much no other has, the passages with their places, and the lines that name an author.
    """

    def write(corpus: Corpus) -> int:
        if is_table(output):
            return parquet.write_origins(output, corpus.origins())
        return write_lines(output, map(encode, corpus.origins()))

    options = {"engine": engine, "master": master, "workers": workers, "work": work}
    _stream("found", write, paths, output, options, progress=progress, quiet=quiet, may_be_none=True)


@app.command()
def collate(
    paths: opt.Inputs,
    output: opt.OutputFile,
    by: opt.By = None,
    window: opt.Window = None,
    annotator: opt.AnnotatorName = "model",
    engine: opt.EngineName = "local",
    master: opt.Master = None,
    workers: opt.Workers = None,
    work: opt.WorkFolder = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
) -> None:
    """Collate the articles of each story; one JSON line or row a story, by story id."""
    if by is not None and window is not None:
        raise InputError(
            "--by and --window exclude each other; the field --by says which articles are a story"
        )

    def write(corpus: Corpus) -> int:
        found = corpus.collate(by=by, window=window)
        if is_table(output):
            return parquet.write_collations(output, found)
        return write_lines(output, map(encode, found))

    options = {"engine": engine, "master": master, "workers": workers, "work": work, "annotator": annotator}
    _stream("collated", write, paths, output, options, progress=progress, quiet=quiet)


app.command()(checking.check)
app.command()(checking.find)


def _stream(
    done_word: str,
    write: Callable[[Corpus], int],
    paths: list[str],
    output: Path,
    options: Mapping[str, Any],
    *,
    progress: bool | None,
    quiet: bool,
    may_be_none: bool = False,
) -> None:
    """Write the output of one command, then say how many records it has and what was rejected.

    may_be_none: articles can give no record at all, so that none is no sign of unreadable input.
    """
    from variorum.corpus import Corpus

    with (
        progress_bars(progress, quiet) as on_progress,
        Corpus(*paths, on_progress=on_progress, **options) as corpus,
    ):
        count = write(corpus)
        rejects = tuple(corpus.rejects)
    _keep_rejects(rejects, output.parent, quiet)
    if count == 0 and not (may_be_none and corpus.read):
        raise InputError("nothing that could be read; see the reasons above or give other files")
    if not quiet and str(output) != "-":
        say(f"{count:,} {done_word}: {output}")


def _write_comparison(comparison: Comparison, directory: Path) -> Path:
    """Write the page and the JSON into ``directory``; return the path of the page."""
    from variorum.outputs import html, json

    page = directory / "report.html"
    json.write(comparison.collations, comparison.articles, directory / "collation.json")
    html.write(comparison.collations, comparison.articles, page)
    return page


def _print_comparison(comparison: Comparison, page: Path) -> None:
    from rich.console import Console

    from variorum.cli.summary import print_summary

    if not is_output_open():
        return  # the page and the JSON are there; nobody wants the summary
    with standard_output():
        print_summary(comparison.collations, comparison.articles, Console(), page)


def _hint_at_one_story(comparison: Comparison) -> None:
    number = len(comparison.collations)
    if number > 1 and len(comparison.articles) <= FEW_REPORTS:
        say(f"Taken as {number} stories. If all reports are of one event, add --one-story.")


def _keep_rejects(rejects: Sequence[Reject], directory: Path, quiet: bool) -> None:
    """Write ``rejects.jsonl``, or remove that of an earlier run, and say the first few on standard error."""
    path = directory / "rejects.jsonl"
    if not rejects:
        remove(path)
        return
    write_lines(path, (encode(reject) for reject in rejects))
    if quiet:
        return
    say_rejects(rejects)
    more = f" (the first {REJECTS_SHOWN} above)" if len(rejects) > REJECTS_SHOWN else ""
    noun = "file or record" if len(rejects) == 1 else "files or records"
    say(f"{len(rejects):,} {noun} could not be used{more}; all reasons: {path}")


def _terminated(number: int, _: object) -> NoReturn:
    """End as on an error, so that half-written files are removed and the processes of the engine end."""
    sys.exit(128 + number)


def run() -> NoReturn:
    """Run the command line; an error becomes one line and exit 2; Ctrl-C raises KeyboardInterrupt."""
    prepare()
    signal.signal(signal.SIGTERM, _terminated)
    try:
        status = _status(app(standalone_mode=False))
        with standard_output():
            pass  # what waits to be written is written now, while an error can still be told
    except VariorumError as error:
        status = _failed(error)
    except ClosedPipe:  # `variorum annotate … -o - | head` ends quietly, as Unix tools do
        forget_output()
        status = EXIT_CLOSED_PIPE
    except Exception as error:
        status = _usage(error) if hasattr(error, "exit_code") else _mistake(error)
    if status == EXIT_INTERRUPTED:  # how Typer ends a command on Ctrl-C, without a word
        raise KeyboardInterrupt
    sys.exit(status)


def _status(returned: object) -> int:
    """Return the exit status of a command: Typer gives back what ``typer.Exit`` was told."""
    return returned if isinstance(returned, int) else 0


def _failed(error: VariorumError) -> int:
    say(f"variorum: {error}")
    forget_output()  # half of it may wait there, and could not be written either
    return EXIT_PROBLEM


def _usage(error: Any) -> int:
    """Say what is wrong with the command line, as Typer words it."""
    words = io.StringIO()
    error.show(file=words)
    say(words.getvalue().rstrip(), lines=True)
    return int(error.exit_code)


def _mistake(error: Exception) -> int:
    """Say that it is a mistake of ours: a person gets a line, whoever mends it gets the trace."""
    if os.environ.get("VARIORUM_DEBUG"):
        raise error
    say(f"variorum: unexpected {type(error).__name__}: {error}")
    say("This is a mistake in Variorum. Please report it with what VARIORUM_DEBUG=1 prints.")
    return EXIT_PROBLEM
