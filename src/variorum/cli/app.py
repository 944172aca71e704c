"""The commands: each reads its options, calls ``Corpus`` and reports the result."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from variorum import __version__
from variorum.cli import options as opt
from variorum.cli import streams
from variorum.cli.changes import changes
from variorum.cli.decisions import read_decisions, say_standings
from variorum.cli.elsewhere import AllCommands
from variorum.cli.keeping import keep_inputs
from variorum.cli.opening import open_page
from variorum.cli.progress import progress_bars
from variorum.errors import InputError, OutputError, VariorumError, lacks_memory, memory_error
from variorum.model import Reject
from variorum.model.codec import encode
from variorum.outputs import OUTPUTS, SUFFIXES, chosen, parquet, writer
from variorum.outputs.atomic import output_error
from variorum.outputs.faults import each, place_of
from variorum.outputs.lines import STANDARD_OUTPUT, make_folder, remove, standard_output, write_lines
from variorum.outputs.wording import CONTROLS
from variorum.settings import SHOWN

if TYPE_CHECKING:
    from variorum.corpus import Comparison, Corpus

app = typer.Typer(
    name="variorum",
    cls=AllCommands,
    help="Reads many reports of the same news and shows who said what, in which words, and where the "
    "reports part ways. It reads English, and gives no verdict on truth or on outlets.",
    epilog="Begin with:  variorum demo --open     then:  variorum compare reports/ --open  (a folder with "
    "two or more reports of one event)",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

EXIT_PROBLEM = 2
_REJECTS = "rejects.jsonl"
EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells have it


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
    output: opt.ComparisonOutput = Path("variorum-report"),
    form: opt.Form = None,
    by: opt.By = None,
    one_story: Annotated[
        bool, typer.Option("--one-story", help="Take all reports as one story instead of grouping them.")
    ] = False,
    reference: opt.Reference = None,
    decisions: opt.DecisionsFile = None,
    annotator: opt.AnnotatorName = "model",
    engine: opt.EngineName = "local",
    workers: opt.Workers = None,
    time_limit: opt.TimeLimit = None,
    open_it: opt.OpenPage = False,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Compare reports: who said what, in which words, and where they differ.

    Groups the reports into stories, prints a ranked summary, and writes report.html (one page that needs no
    network) and collation.json into a folder, or the one file that -o names; beside them, when something
    could not be read, rejects.jsonl.
    """
    if one_story and by is not None:
        raise InputError("--one-story and --by exclude each other; give one of them")
    outputs = _files_of(output, form)
    decided = read_decisions(decisions)
    written = [*(path for _, path in outputs), outputs[-1][1].parent / _REJECTS]
    keep_inputs(written, [*paths, *(reference or [])])
    # Imported here so that --help and --version answer at once.
    from variorum.corpus import Corpus

    with (
        progress_bars(progress, quiet) as on_progress,
        Corpus(
            *paths,
            engine=engine,
            workers=workers,
            annotator=annotator,
            settings=opt.limited(time_limit),
            on_progress=on_progress,
            decisions=decided,
        ) as corpus,
    ):
        comparison = corpus.compare(by=by, one_story=one_story, reference=reference)
        _say_samples(corpus)
    directory = outputs[-1][1].parent
    make_folder(directory)
    rejects = list(comparison.rejects)
    count = _write_comparison(comparison, outputs, rejects) if comparison.collations else 0
    _keep_rejects(rejects, directory, quiet)
    if not count:
        raise _nothing(bool(comparison.collations), bool(comparison.articles))
    if not quiet:
        _print_comparison(comparison, rejects, outputs[-1][1])
        if decisions is not None:
            say_standings(comparison.decided, comparison.regrouped, decided)
        if not one_story and by is None:
            _hint_at_one_story(comparison)
    if open_it:
        open_page(outputs[-1][1])


@app.command()
def demo(
    output: opt.ComparisonOutput = Path("variorum-demo"),
    open_it: opt.OpenPage = False,
    quiet: opt.Quiet = False,
) -> None:
    """Compare five reports of one invented ferry accident, which come with the program."""
    reports = Path(str(files("variorum") / "example" / "reports"))
    compare([str(reports)], output=output, open_it=open_it, quiet=quiet)
    if not quiet:
        typer.echo("Now reports of your own:  variorum compare FOLDER --open", err=True)


@app.command()
def annotate(
    paths: opt.Inputs,
    output: opt.OutputFile,
    annotator: opt.AnnotatorName = "model",
    engine: opt.EngineName = "local",
    master: opt.Master = None,
    workers: opt.Workers = None,
    work: opt.WorkFolder = None,
    time_limit: opt.TimeLimit = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Mark quotations, entities, figures and posts in each article; one JSON line or row an article.

    Each holds the input's fields and the layers; offsets count code points into "text".
    """

    table = _is_table(output)

    def write(corpus: Corpus) -> int:
        if table:
            return parquet.write_annotated(output, corpus.annotate(), rejected=corpus.reject)
        return write_lines(output, corpus.annotate_lines())

    options = opt.run_options(engine, master, workers, work, time_limit) | {"annotator": annotator}
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
    time_limit: opt.TimeLimit = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Tell which articles report the same event; a line {"id", "story"} or a row an article.

    With --state, articles are added to those of earlier calls, and OUT holds them all. Stories keep their
    ids while they grow, merge and split; what changed is said, and the file keeps the whole history.
    """
    if state is not None and work is not None:
        raise InputError("--state and --work exclude each other; a state goes on by itself")
    if state is not None and window is not None:
        raise InputError("--state and --window exclude each other; a state holds all articles it was given")

    table = _is_table(output)

    def grouping(corpus: Corpus) -> list[tuple[str, str]]:
        if state is None:
            return corpus.group(window=window)
        following = corpus.follow(state)
        if not quiet:
            for line in changes(following):
                typer.echo(line, err=True)
        return following.stories

    def write(corpus: Corpus) -> int:
        found = grouping(corpus)
        if table:
            return parquet.write_grouping(output, found)
        return write_lines(output, (encode({"id": id, "story": story}) for id, story in found))

    options = opt.run_options(engine, master, workers, work, time_limit)
    _stream("grouped", write, paths, output, options, progress=progress, quiet=quiet)


@app.command()
def origins(
    paths: opt.Inputs,
    output: opt.OutputFile,
    engine: opt.EngineName = "local",
    master: opt.Master = None,
    workers: opt.Workers = None,
    work: opt.WorkFolder = None,
    time_limit: opt.TimeLimit = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Find texts that several articles carry: agency copy, releases, copies; one JSON line or row a text.

    Found are passages of about 18 words and more, also lightly edited. What stands in quotation marks,
    footers and stock phrases make no origin. Each record has the articles by date, with how much of each
    is this text and how much no other has, the passages with their places, and the lines that name an author.
    """

    table = _is_table(output)

    def write(corpus: Corpus) -> int:
        if table:
            return parquet.write_origins(output, corpus.origins(), rejected=corpus.reject)
        return write_lines(output, each(corpus.origins(), encode, "jsonl", corpus.reject))

    options = opt.run_options(engine, master, workers, work, time_limit)
    _stream("found", write, paths, output, options, progress=progress, quiet=quiet, may_be_none=True)


@app.command()
def collate(
    paths: opt.Inputs,
    output: opt.CollationFile,
    form: opt.Form = None,
    by: opt.By = None,
    window: opt.Window = None,
    decisions: opt.DecisionsFile = None,
    annotator: opt.AnnotatorName = "model",
    engine: opt.EngineName = "local",
    master: opt.Master = None,
    workers: opt.Workers = None,
    work: opt.WorkFolder = None,
    time_limit: opt.TimeLimit = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Collate the articles of each story; one JSON line or row a story, by story id.

    The page, the table of differences and the like (.html .csv .md .json) hold all stories, the largest
    first; all articles are in memory until they are written.
    """
    if by is not None and window is not None:
        raise InputError(
            "--by and --window exclude each other; the field --by says which articles are a story"
        )

    name = chosen(output, form, list(OUTPUTS)) or "jsonl"
    together = name not in ("jsonl", "parquet")
    if together and (window is not None or work is not None):
        raise InputError("--window and --work go with .jsonl and .parquet, which are written story by story")
    if name != "jsonl" and str(output) == STANDARD_OUTPUT:
        raise OutputError(f"{name} is written into a file; name it after -o, as {OUTPUTS[name][1]}")

    def write(corpus: Corpus) -> int:
        if together:
            return _write_together(corpus, name, output, by)
        found = corpus.collate(by=by, window=window)
        if name == "parquet":
            return parquet.write_collations(output, found, rejected=corpus.reject)
        return write_lines(output, each(found, encode, "jsonl", corpus.reject))

    options = opt.run_options(engine, master, workers, work, time_limit) | {
        "annotator": annotator,
        "decisions": read_decisions(decisions),
    }
    _stream("collated", write, paths, output, options, progress=progress, quiet=quiet)


def _write_together(corpus: Corpus, name: str, path: Path, by: str | None) -> int:
    """Write all stories into one file and return how many; with no story no file is written."""
    comparison = corpus.compare(by=by)
    rejects: list[Reject] = list(comparison.rejects)
    written = _write_comparison(comparison, [(name, path)], rejects) if comparison.collations else 0
    for reject in rejects[len(comparison.rejects) :]:
        corpus.reject(reject)
    return written


def _is_table(output: Path) -> bool:
    """Tell whether the output is Parquet and not JSON Lines; raises OutputError for any other."""
    return chosen(output, None, ("jsonl", "parquet")) == "parquet"


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

    may_be_none: no record at all is a normal result, and no sign of unreadable input.
    """
    from variorum.corpus import Corpus

    keep_inputs([output, output.parent / _REJECTS], paths)
    with (
        progress_bars(progress, quiet) as on_progress,
        Corpus(*paths, on_progress=on_progress, **options) as corpus,
    ):
        count = write(corpus)
        rejects = tuple(corpus.rejects)
        _say_samples(corpus)
    _keep_rejects(rejects, output.parent, quiet)
    if count == 0 and not (may_be_none and corpus.read):
        raise _nothing(any(reject.stage and reject.stage.startswith("writing ") for reject in rejects))
    if not quiet and str(output) != "-":
        typer.echo(f"{count:,} {done_word}: {output}", err=True)


def _nothing(read: bool, annotated: bool = False) -> VariorumError:
    """Return the error for a run of which nothing came out.

    read: whether there was something to write. annotated: whether reports could be read, but no story.
    """
    if read:
        return OutputError("nothing that could be written; see the reasons above")
    if annotated:
        return InputError(
            "the reports were read, and no story of them could be collated; see the reasons above"
        )
    return InputError("nothing that could be read; see the reasons above or give other files")


def _files_of(output: Path, form: str | None) -> list[tuple[str, Path]]:
    """Return the outputs that ``compare`` writes with their paths; the one that people open comes last."""
    if str(output) == STANDARD_OUTPUT:
        raise OutputError("compare writes files; name one, or a folder, after -o")
    name = chosen(output, form, list(OUTPUTS))
    if output.suffix.lower() in SUFFIXES and not output.is_dir():
        return [(SUFFIXES[output.suffix.lower()], output)]
    return [(one, output / OUTPUTS[one][1]) for one in (("json", "html") if name is None else (name,))]


def _write_comparison(
    comparison: Comparison, files: Sequence[tuple[str, Path]], rejects: list[Reject]
) -> int:
    """Write the outputs; return how many stories the fullest of them has.

    What cannot be written is added to ``rejects``, of which the page tells.
    """
    found = comparison.collations, comparison.articles
    most = 0
    for name, path in files:
        before = len(rejects)
        if name == "html":
            from variorum.outputs import html

            html.write(*found, path, rejects=tuple(rejects), rejected=rejects.append)
        else:
            writer(name)(*found, path, rejected=rejects.append)
        most = max(most, len(comparison.collations) - (len(rejects) - before))
    return most


def _print_comparison(comparison: Comparison, rejects: Sequence[Reject], page: Path) -> None:
    from rich.console import Console

    from variorum.cli.summary import print_summary

    if not streams.is_output_open():
        return  # the files are there; nobody wants the summary
    with standard_output():
        print_summary(comparison.collations, comparison.articles, Console(), page, rejects)


def _hint_at_one_story(comparison: Comparison) -> None:
    number = len(comparison.collations)
    if number > 1 and len(comparison.articles) <= SHOWN.by_hand:
        typer.echo(f"Taken as {number} stories. If all reports are of one event, add --one-story.", err=True)


def _keep_rejects(rejects: Sequence[Reject], directory: Path, quiet: bool) -> None:
    """Write ``rejects.jsonl``, or remove that of an earlier run, and say the first few on standard error."""
    path = directory / _REJECTS
    if not rejects:
        remove(path)
        return
    write_lines(path, (encode(reject) for reject in rejects))
    if quiet:
        return
    for reject in rejects[: SHOWN.rejects]:
        what = "not shown" if reject.story else "not read"
        typer.echo(f"{what}: {_one_line(place_of(reject))}: {_one_line(reject.reason)}", err=True)
    more = f" (the first {SHOWN.rejects} above)" if len(rejects) > SHOWN.rejects else ""
    stories = sum(1 for reject in rejects if reject.story)
    noun = "file or record" if len(rejects) == 1 else "files or records"
    if stories:
        noun = "story" if len(rejects) == stories == 1 else "stories, files or records"
    typer.echo(f"{len(rejects):,} {noun} could not be used{more}; all reasons: {path}", err=True)


def _say_samples(corpus: Corpus) -> None:
    for path in corpus.samples:
        typer.echo(f"the smallest report that shows a failure: {path}", err=True)


def _one_line(text: str) -> str:
    """Return ``text`` as one safe line: file names must not be able to control the terminal."""
    return CONTROLS.sub("�", " ".join(text.splitlines()))


def _print_what_can_be_printed() -> None:
    """Make standard output replace characters that its encoding lacks (locale C) instead of failing."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _terminated(number: int, _: object) -> NoReturn:
    """Exit as on an error, so that half-written files are removed and worker processes end."""
    sys.exit(128 + number)


def run() -> NoReturn:
    """Run the command line; an error becomes one line and exit 2; Ctrl-C raises KeyboardInterrupt.

    Raises BrokenPipeError when nobody reads what went wrong.
    """
    streams.open_closed()
    _print_what_can_be_printed()
    signal.signal(signal.SIGTERM, _terminated)
    try:
        _run()
    except VariorumError as error:
        streams.give_up()
        streams.tell(f"variorum: {error}")
        sys.exit(EXIT_PROBLEM)
    except BrokenPipeError:
        streams.end_unread()
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in streams.UNWRITABLE:
            streams.give_up()
            streams.tell(f"variorum: {output_error(error, Path('standard output'))}")
            sys.exit(EXIT_PROBLEM)
        # A bug of ours: a person gets one line, whoever mends it gets the trace.
        if os.environ.get("VARIORUM_DEBUG"):
            raise
        if lacks_memory(error):
            streams.tell(f"variorum: {memory_error(error).message}")
            sys.exit(EXIT_PROBLEM)
        streams.tell(f"variorum: unexpected {type(error).__name__}: {error}")
        typer.echo("This is a mistake in Variorum. Please report it with what --debug prints.", err=True)
        sys.exit(EXIT_PROBLEM)
    sys.exit(0)


def _run() -> None:
    try:
        app()
    except SystemExit as ending:
        if ending.code == EXIT_INTERRUPTED:  # how Typer ends a command on Ctrl-C, without a word
            raise KeyboardInterrupt from ending
        streams.end(ending)
