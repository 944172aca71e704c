"""``variorum export`` and ``variorum schema``: flat tables for notebooks, and what each record holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from variorum.cli import options as opt
from variorum.cli.keeping import keep_inputs
from variorum.cli.progress import progress_bars
from variorum.cli.streams import tell
from variorum.errors import InputError, OutputError
from variorum.model.codec import encode
from variorum.outputs.lines import make_folder, standard_output, write_lines

TableFormat = Literal["csv", "parquet"]


def export(
    paths: opt.Inputs,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="DIR", help="Folder for the tables.", show_default=False),
    ],
    form: Annotated[TableFormat, typer.Option("--as", help="How to write them.")] = "csv",
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
    """Compare reports and write what was found as flat tables, one thing a row.

    Written are articles, quotations (with their words), renderings (of what several reports quote), speakers,
    differences, evidence and origins. They are joined by their ids. All articles are in memory until the
    tables are written.
    """
    from variorum.corpus import Corpus
    from variorum.model.flat import TABLES

    if one_story and by is not None:
        raise InputError("--one-story and --by exclude each other; give one of them")
    if output.exists() and not output.is_dir():
        raise OutputError("is a file; name a folder for the tables", file=str(output))
    keep_inputs([*(output / f"{name}.{form}" for name in TABLES), output / "rejects.jsonl"], paths)
    with (
        progress_bars(progress, quiet) as on_progress,
        Corpus(
            *paths,
            engine=engine,
            workers=workers,
            annotator=annotator,
            settings=opt.limited(time_limit),
            on_progress=on_progress,
        ) as corpus,
    ):
        comparison = corpus.compare(by=by, one_story=one_story)
    if not comparison.articles:
        raise InputError("nothing that could be read; give other files")
    make_folder(output)
    for name in TABLES:
        frame = comparison.to_frame(name)
        frame.write(output / f"{name}.{form}")
        if not quiet:
            tell(f"{len(frame):,} {name}: {output / f'{name}.{form}'}")
    if comparison.rejects:
        write_lines(output / "rejects.jsonl", (encode(reject) for reject in comparison.rejects))
        tell(f"{len(comparison.rejects):,} could not be used; all reasons: {output / 'rejects.jsonl'}")


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
