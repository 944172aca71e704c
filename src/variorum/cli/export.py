"""``variorum export`` and ``variorum schema``: what was found, for other tools; what a record holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from variorum.cli import options as opt
from variorum.cli.keeping import keep_inputs
from variorum.cli.progress import progress_bars
from variorum.cli.streams import tell
from variorum.errors import BadRecord, InputError, OutputError
from variorum.model.codec import encode
from variorum.outputs.lines import make_folder, standard_output, write_lines
from variorum.outputs.wording import plural
from variorum.settings import SHOWN

if TYPE_CHECKING:
    from variorum.corpus import Comparison, Corpus

Form = Literal["csv", "parquet", "jsonl", "tei", "w3c", "brat", "label-studio", "inception", "release"]
_TABLES = ("csv", "parquet")
_WHOLE = (*_TABLES, "tei", "release")  # what needs all articles at once
_TEI = "apparatus.xml"


def export(
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="DIR", help="Folder for what is written.", show_default=False),
    ],
    paths: opt.InputsOrStore = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store", metavar="FILE", help="Take all from a store, stories as decisions leave them."
        ),
    ] = None,
    form: Annotated[
        Form,
        typer.Option(
            "--as",
            help="csv, parquet: flat tables of what the comparison found. jsonl: the lines of annotate, "
            "group and collate, of a store also its decisions. tei: a critical apparatus, every "
            "utterance with its readings. w3c, brat, label-studio, inception: the quotations of each article "
            "with cue and source, to publish, to look at or to label. release: the lines of jsonl with ids, "
            "hashes and places and without the words, to publish where the texts may not be.",
        ),
    ] = "csv",
    by: opt.By = None,
    one_story: Annotated[
        bool, typer.Option("--one-story", help="Take all reports as one story instead of grouping them.")
    ] = False,
    annotator: opt.AnnotatorName = "model",
    engine: opt.EngineName = "local",
    workers: opt.Workers = None,
    time_limit: opt.TimeLimit = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Write what was found for notebooks, for editions and for tools that people label in.

    Tables (csv, parquet) are articles, quotations (with their words), renderings (of what several reports
    quote), speakers, differences, evidence and origins, joined by their ids. tei writes apparatus.xml. For
    these all articles are in memory until everything is written. The others write a file or two for each
    article and articles.jsonl; what was labelled comes back with `variorum import`. A release gets its words
    back on the texts by `variorum rejoin`. Lines of `variorum annotate` keep their annotation.
    """
    from variorum.corpus import Corpus

    if (store is None) == (not paths):
        raise InputError("give reports or --store FILE, one of them")
    if one_story and by is not None:
        raise InputError("--one-story and --by exclude each other; give one of them")
    if output.exists() and not output.is_dir():
        raise OutputError("is a file; name a folder for the export", file=str(output))
    keep_inputs([*_names(output, form), output / "rejects.jsonl"], paths or [])
    if store is not None:
        from variorum.cli.stored import of_store

        if by is not None or one_story:
            raise InputError("a store has its stories; leave out --by and --one-story")
        with of_store(store) as held:
            _say(
                _compared(held.comparison(), output, form) if form in _WHOLE else held.write(output, form),
                quiet,
            )
        return
    with (
        progress_bars(progress, quiet) as on_progress,
        Corpus(
            *(paths or ()),
            engine=engine,
            workers=workers,
            annotator=annotator,
            settings=opt.limited(time_limit),
            on_progress=on_progress,
        ) as corpus,
    ):
        if form in (*_WHOLE, "jsonl"):
            said = _compared(corpus.compare(by=by, one_story=one_story), output, form)
        else:
            said = _marked(corpus, output, form)
        rejects = tuple(corpus.rejects)
    _say(said, quiet)
    if rejects:
        write_lines(output / "rejects.jsonl", (encode(reject) for reject in rejects))
        tell(f"{len(rejects):,} could not be used; all reasons: {output / 'rejects.jsonl'}")


def _say(said: list[str], quiet: bool) -> None:
    for line in [] if quiet else said:
        tell(line)


def _names(folder: Path, form: str) -> list[Path]:
    """Return the files that are written whatever the articles are called."""
    from variorum.exchange.folder import ARTICLES
    from variorum.model.flat import TABLES

    if form in _TABLES:
        return [folder / f"{name}.{form}" for name in TABLES]
    if form == "jsonl":
        return [folder / f"{name}.jsonl" for name in ("articles", "stories", "collations", "decisions")]
    if form == "release":
        from variorum.exchange.release import FILES, HEAD

        return [folder / name for name in (HEAD, *FILES)]
    return [folder / (_TEI if form == "tei" else ARTICLES)]


def _compared(comparison: Comparison, output: Path, form: str) -> list[str]:
    """Write tables or an apparatus, and return what is said of each file."""
    from variorum.model.flat import TABLES
    from variorum.outputs import writer

    if not comparison.articles:
        raise InputError("nothing that could be read; give other files")
    make_folder(output)
    if form == "tei":
        writer("tei")(comparison.collations, comparison.articles, output / _TEI)
        return [f"{plural(len(comparison.collations), 'story')}: {output / _TEI}"]
    if form == "jsonl":
        from variorum.cli.stored import write_records

        articles = comparison.articles.values()
        grouping = [(article.id, one.story) for one in comparison.collations for article in one.articles]
        return write_records(output, articles, grouping, comparison.collations)
    if form == "release":
        from variorum.exchange import release

        counts = release.write(output, comparison.articles, comparison.collations)
        return [
            f"{counts.articles:,} articles of {counts.collations:,} stories, without their words: {output}"
        ]
    said = []
    for name in TABLES:
        frame = comparison.to_frame(name)
        frame.write(output / f"{name}.{form}")
        said.append(f"{len(frame):,} {name}: {output / f'{name}.{form}'}")
    return said


def _marked(corpus: Corpus, output: Path, form: str) -> list[str]:
    """Write the quotations of each article for a tool, and return what is said of them."""
    from variorum.exchange import TOOLS, writer

    count = writer(form)(corpus.annotate(), output)
    if not count:
        raise InputError("nothing that could be read; give other files")
    return [f"{plural(count, 'article')} for {TOOLS[form].title}: {output}"]


def bring_back(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="Folder that `variorum export` wrote, with what the tool exported in place of its files.",
            show_default=False,
        ),
    ],
    output: opt.OutputFile,
    form: Annotated[
        Literal["w3c", "brat", "label-studio", "inception"],
        typer.Option("--as", help="The tool that the labels come from.", show_default=False),
    ],
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Read back what people labelled; a line an article, as `variorum annotate` writes them.

    Each has the article and the quotations as they were labelled, offsets in code points. Such lines keep
    their labels in every other command, and `variorum evaluate` compares them with what was found.
    """
    from variorum.exchange import reader
    from variorum.exchange.marks import annotated
    from variorum.model.codec import annotated_record

    if output.suffix.lower() == ".parquet":
        raise OutputError("labels are written as JSON Lines; name the output .jsonl", file=str(output))
    rejects: list[BadRecord] = []
    read = reader(form)(folder, rejects.append)
    count = write_lines(output, (encode(annotated_record(annotated(one))) for one in read))
    for one in rejects[: SHOWN.rejects]:
        tell(f"not read: {one}")
    if len(rejects) > SHOWN.rejects:
        tell(f"the labels of {len(rejects):,} articles could not be read")
    if rejects and not count:
        raise InputError("nothing that could be read; see the reasons above")
    if not quiet and str(output) != "-":
        tell(f"{plural(count, 'labelled article')}: {output}")


def schema(
    record: Annotated[
        str | None, typer.Argument(metavar="RECORD", help="Name of the record; without it, all names.")
    ] = None,
) -> None:
    """Print the JSON Schema of a record that Variorum writes."""
    from variorum import schemas

    if record is None:
        words = "".join(f"{name}\n" for name in schemas.names())
    else:
        import msgspec

        made = schemas.schema(record)
        words = msgspec.json.format(msgspec.json.encode(made), indent=1).decode() + "\n"
    with standard_output():
        sys.stdout.write(words)
