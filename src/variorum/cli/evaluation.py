"""``variorum sample`` and ``variorum evaluate``: how good it is on texts of your own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from variorum.cli import options as opt
from variorum.cli.keeping import keep_inputs
from variorum.cli.progress import progress_bars
from variorum.cli.streams import tell
from variorum.errors import InputError, OutputError
from variorum.model.codec import annotated_record, encode

By = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="FIELD",
        help="Groups: outlet, year, lang, kind, act, confidence; may be given several times.",
        show_default=False,
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="The same number draws the same again.")]


def sample(
    paths: opt.Inputs,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="OUT.csv: quotations, a row each, to judge in a spreadsheet; OUT.jsonl: whole articles as "
            "`variorum annotate` writes them, to label with `variorum export --as`.",
            show_default=False,
        ),
    ],
    size: Annotated[int, typer.Option("--size", "-n", min=1, metavar="N", help="How many to draw.")] = 100,
    by: By = None,
    seed: Seed = 1,
    annotator: opt.AnnotatorName = "model",
    workers: opt.Workers = None,
    time_limit: opt.TimeLimit = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Draw quotations or articles to be read by people, so many of each group, and always the same ones.

    Of each group of --by equally many are drawn, and a weight tells how many each stands for, so that figures
    are those of the whole collection. Read the rows, fill in right, wrong or unclear under "content" (the
    words, all of them and no others) and "speaker" (who is meant), then run `variorum evaluate OUT.csv`.
    """
    from variorum.corpus import Corpus
    from variorum.evaluation import sampling, sheets
    from variorum.outputs.atomic import write_bytes

    suffix = output.suffix.lower()
    if suffix not in (".csv", ".jsonl"):
        raise OutputError("name the output .csv (quotations) or .jsonl (articles)", file=str(output))
    keep_inputs([output], paths)
    with (
        progress_bars(progress, quiet) as on_progress,
        Corpus(
            *paths,
            workers=workers,
            annotator=annotator,
            settings=opt.limited(time_limit),
            on_progress=on_progress,
        ) as corpus,
    ):
        found = corpus.annotate()
        if suffix == ".csv":
            rows = sampling.quotations(found, size, by or (), seed)
            count, what, written = len(rows), "quotations", sheets.sheet(rows)
        else:
            drawn = sampling.articles(found, size, by or (), seed)
            lines = (encode(annotated_record(one.item)) + b"\n" for one in drawn)
            count, what, written = len(drawn), "articles", b"".join(lines)
        rejects = len(corpus.rejects)
    if not count:
        raise InputError(f"no {what} to draw from; give other files")
    write_bytes(output, written)
    if rejects:
        tell(f"{rejects:,} could not be used and were not drawn from; `variorum annotate` tells why")
    if not quiet:
        tell(f"{count:,} {what}: {output}")


def evaluate(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Sheets of `variorum sample` that were filled in (.csv); or, with --labels, what was found: "
            "lines of `variorum annotate`, or reports, which are then annotated.",
            show_default=False,
        ),
    ],
    labels: Annotated[
        Path | None,
        typer.Option(
            "--labels",
            metavar="FILE",
            help="What is right: lines of `variorum import`, articles with all their quotations.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="OUT", help="Write the figures as JSON too.", show_default=False
        ),
    ] = None,
    by: By = None,
    seed: Seed = 1,
    annotator: opt.AnnotatorName = "model",
    workers: opt.Workers = None,
    progress: opt.ShowProgress = None,
    debug: opt.Debug = False,
) -> None:
    """Say how good it is, with intervals: on sheets that people filled in, or against labelled articles.

    A sheet gives the share that is right (Wilson's interval, weighted as drawn); two sheets of the same draw
    also how far the two people agree. Labelled articles give precision, recall and F1 (intervals of whole
    articles, by bootstrap); contents match when half of their words are shared. One labelled set against
    another one tells how far their makers agree.
    """
    from variorum.annotation.neural import weights
    from variorum.evaluation import report

    keep_inputs([output] if output else [], [*paths, *([str(labels)] if labels else [])])
    if labels is None:
        lines, document = _of_sheets([Path(path) for path in paths], by or (), seed)
    else:
        options = {"annotator": annotator, "workers": workers}
        lines, document = _of_labels(paths, labels, by or (), seed, options, progress)
    tell_version = f"variorum {report.version()}, weights {weights()}"
    for line in [*lines, "", tell_version]:
        typer.echo(line)
    if output is not None:
        from variorum.outputs.atomic import write_bytes

        write_bytes(output, document)


def _of_sheets(paths: Sequence[Path], by: Sequence[str], seed: int) -> tuple[list[str], bytes]:
    from variorum.evaluation import judged, report, sheets

    others = [path for path in paths if path.suffix.lower() != ".csv"]
    if others:
        raise InputError("is no sheet (.csv); say with --labels what is right in it", file=str(others[0]))
    read = [sheets.read(path) for path in paths]
    joined = sheets.join(read)
    agreed = judged.agreements(joined, seed=seed)
    rows = judged.shares([sheets.together(some) for some in joined.values()], by)
    lines = [*report.shares_table(rows), *report.agreement_lines(agreed)]
    return lines, report.record("judged sample", rows, {"agreement": agreed})


def _of_labels(
    paths: Sequence[str],
    labels: Path,
    by: Sequence[str],
    seed: int,
    options: dict[str, Any],
    progress: bool | None,
) -> tuple[list[str], bytes]:
    from variorum.corpus import Corpus
    from variorum.evaluation import report, scored

    with Corpus(str(labels), workers=1) as given:
        labelled = list(given.labelled())
    if not labelled:
        raise InputError("holds no labelled article; see `variorum import`", file=str(labels))
    wanted = {one.article.id for one in labelled}
    with (
        progress_bars(progress, False) as on_progress,
        Corpus(*paths, on_progress=on_progress, **options) as corpus,
    ):
        articles = [article for article in corpus.articles() if article.id in wanted]
        found = list(corpus.annotate(articles))
    rows = scored.score(found, labelled, by, seed=seed)
    if missing := len(wanted - {one.article.id for one in found}):
        tell(f"{missing:,} of {len(wanted):,} labelled articles are not among those given: none found there")
    return report.scores_table(rows), report.record("found against labelled", rows)
