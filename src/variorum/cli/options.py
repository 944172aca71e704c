"""The options that commands share, with their help texts."""

from __future__ import annotations

import os
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from variorum.errors import InputError
from variorum.outputs import OUTPUTS, suffix_of
from variorum.settings import AnnotateSettings, CheckSettings, CollateSettings, ReadSettings, Settings

_FORMS = tuple(map(suffix_of, OUTPUTS))
if TYPE_CHECKING:
    FormName = str
else:
    FormName = Literal[_FORMS]

_SUFFIXES_TOGETHER = [f".{form}" for form in _FORMS if form not in ("jsonl", "parquet")]

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Reports: files (.txt .md .html .mhtml .webarchive .docx .odt .rtf .pdf .eml .msg .vtt .srt "
        ".ttml .jsonl .jsonl.gz .parquet .csv .warc.gz .wacz .nitf .newsml), folders of them, or - for "
        "standard input.",
        show_default=False,
    ),
]
InputsOrStore = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH...]", help="Reports, as for compare; none with --store.", show_default=False
    ),
]
OutputFile = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        help="File to write: OUT.jsonl as JSON Lines, OUT.parquet as Parquet; - for standard output.",
        show_default=False,
    ),
]
CollationFile = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        help="File to write, by its suffix: .jsonl or .parquet, a story a line or row; "
        f"{' '.join(_SUFFIXES_TOGETHER)}, all stories together; "
        "- for JSON Lines on standard output.",
        show_default=False,
    ),
]
ComparisonOutput = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="PATH",
        help="Folder for report.html and collation.json; or one file, by its suffix: "
        f"{' '.join(f'.{form}' for form in _FORMS)}.",
    ),
]
Form = Annotated[
    FormName | None,
    typer.Option("--format", "-f", help="What to write, where the name of the output does not say it."),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="FIELD", help="Take the stories from this field of the input instead of grouping."
    ),
]
Reference = Annotated[
    list[str] | None,
    typer.Option(
        "--reference",
        metavar="FILE",
        help="Hold every quotation against the words as spoken: a transcript or captions (.vtt .srt .txt "
        '.html …); may be given several times. They are no report. Records with "reference": true are '
        "taken so, too.",
        show_default=False,
    ),
]
DecisionsFile = Annotated[
    Path | None,
    typer.Option(
        "--decisions",
        metavar="FILE",
        help="Carry out what people decided on these stories: a file of JSON lines, as a store exports them.",
    ),
]
AnnotatorName = Annotated[
    Literal["model", "rules"],
    typer.Option(
        "--annotator",
        help="Who finds the quotations: the shipped network, or rules, some five times as fast, which miss "
        "much indirect speech.",
    ),
]
EngineName = Annotated[
    Literal["local", "spark"],
    typer.Option("--engine", help="Who runs the work: processes on this machine, or Apache Spark."),
]
Master = Annotated[
    str | None,
    typer.Option(
        "--master",
        metavar="URL",
        help="The Spark cluster to run on, as spark://host:7077 or yarn; without it, Spark on this machine.",
    ),
]
WorkFolder = Annotated[
    Path | None,
    typer.Option(
        "--work",
        metavar="DIR",
        help="Keep finished work in this folder; after a stop the same command goes on from there. "
        "It is removed when the output is written.",
    ),
]
StateFile = Annotated[
    Path | None,
    typer.Option(
        "--state",
        metavar="FILE",
        help="Add the articles to the stories in this file, made where there is none, and keep it for the "
        "next call. The same article again is no change.",
    ),
]
Window = Annotated[
    int | None,
    typer.Option(
        "--window",
        min=1,
        metavar="DAYS",
        help="Group so many days at a time, with as many days before them, and hold no more articles than "
        "that: for collections too large for memory. Reports farther apart are not brought together.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        metavar="N",
        help="Processes to use; one for each core unless told. Results never depend on it.",
    ),
]
TimeLimit = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        min=0,
        metavar="SECONDS",
        help="Processor time one report may take before it is left out and told, and a story for each of its "
        "reports, up to ten times as long as a whole; 60 unless told, 0 for none.",
        show_default=False,
    ),
]


def limited(seconds: float | None) -> Settings | None:
    """Return settings with this time limit; None when no limit was given, InputError for one without end."""
    if seconds is None:
        return None
    if not isfinite(seconds):
        raise InputError(f"the time limit is {seconds}; give seconds of processor time, 0 for none")
    usual = CollateSettings()
    whole = (usual.story_seconds or 0) / (usual.seconds or 1) * seconds
    return Settings(
        read=ReadSettings(seconds=seconds),
        annotate=AnnotateSettings(seconds=seconds),
        collate=CollateSettings(seconds=seconds, story_seconds=whole),
        check=CheckSettings(seconds=seconds),
    )


def run_options(
    engine: str, master: str | None, workers: int | None, work: Path | None, time_limit: float | None
) -> dict[str, object]:
    """Return the arguments for ``Corpus`` of a command that runs on an engine."""
    settings = limited(time_limit)
    return {"engine": engine, "master": master, "workers": workers, "work": work, "settings": settings}


ShowProgress = Annotated[
    bool | None,
    typer.Option(
        "--progress/--no-progress",
        help="Show progress on standard error; on when that is a terminal.",
        show_default=False,
    ),
]


def _debug(wanted: bool) -> None:
    if wanted:
        os.environ["VARIORUM_DEBUG"] = "1"  # workers see it too


Debug = Annotated[
    bool,
    typer.Option(
        "--debug",
        callback=_debug,
        expose_value=True,
        help="Where something fails, print its trace, and write the smallest report that shows it into "
        "the present folder.",
    ),
]
OpenPage = Annotated[
    bool, typer.Option("--open", help="Open the page in the browser when it is written.", show_default=False)
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
