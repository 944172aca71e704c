"""The options of ``variorum check`` and ``variorum find``, with their help texts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from variorum.cli.config import CheckFormat
from variorum.model import Severity

Drafts = Annotated[
    list[str],
    typer.Argument(
        metavar="DRAFT...",
        help="Drafts: .txt .md .html .docx .odt .rtf files, or - for standard input.",
        show_default=False,
    ),
]
Against = Annotated[
    list[str] | None,
    typer.Option(
        "--against",
        "-a",
        metavar="PATH",
        help="Reports to check against: a folder or a file, or a store (a file or postgresql://...) or an "
        "index of them (see --index) by itself; may be given several times. Needed, here or in the file of "
        "options.",
        show_default=False,
    ),
]
Reference = Annotated[
    list[str] | None,
    typer.Option(
        "--reference",
        metavar="FILE",
        help="Check against the words as spoken instead: a transcript or captions (.vtt .srt .txt .html …); "
        "may be given several times. Hesitations, words said twice, false starts and names as a recogniser "
        "spells them are passed over, and told.",
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
    CheckFormat | None,
    typer.Option(
        "--format",
        "-f",
        help="How to print the result: terminal unless told; github gives ::error lines for CI.",
        show_default=False,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="File to write instead of standard output."),
]
CommentsFile = Annotated[
    Path | None,
    typer.Option(
        "--comments",
        metavar="COPY.docx",
        help="Write a copy of the draft, one Word document, with a comment at each quotation to look at; so "
        "does -o COPY.docx.",
    ),
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
    bool | None,
    typer.Option(
        "--strict/--no-strict",
        help="Quotations too short to decide make the exit status 1 as well.",
        show_default=False,
    ),
]
FailOn = Annotated[
    Severity | None,
    typer.Option(
        "--fail-on",
        help="The least severity that makes the exit status 1; minor unless told. Words left out with a sign "
        "(…) where no sense is lost never do; what was not read always does.",
        show_default=False,
    ),
]
AcceptedFile = Annotated[
    Path | None,
    typer.Option(
        "--accepted",
        metavar="FILE",
        help="A TOML file of quotations that somebody answers for: [[accepted]] with quotation, reason, name "
        "and date. They are shown, and do not make the exit status 1.",
    ),
]
BeforeFile = Annotated[
    str | None,
    typer.Option(
        "--before",
        metavar="OLD",
        help="Tell which quotations DRAFT has otherwise than this earlier version of it, instead of checking "
        "against reports.",
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Take options from this file; else from the nearest variorum.toml, or pyproject.toml with "
        "[tool.variorum].",
    ),
]
