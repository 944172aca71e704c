"""``variorum add``, ``refresh``, ``verify`` and ``backup``: a store of reports that a desk goes on with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from variorum.cli import options as opt
from variorum.cli import streams
from variorum.cli.check_printing import EXIT_LOOK
from variorum.cli.progress import progress_bars
from variorum.errors import InputError
from variorum.model.codec import encode
from variorum.outputs.lines import standard_output, write_lines
from variorum.outputs.wording import CONTROLS, plural
from variorum.store import is_address

if TYPE_CHECKING:
    from variorum.checks import Progress
    from variorum.desk import Added, Desk
    from variorum.model import Reject

StoreFile = Annotated[
    str,  # a path would lose a slash of an address
    typer.Option(
        "--store",
        metavar="FILE",
        help="The desk's file (SQLite), or postgresql://...: reports, what was found in them, and what was "
        "decided.",
        show_default=False,
    ),
]
Later = Annotated[
    bool,
    typer.Option(
        "--later",
        help="Only annotate and keep; leave grouping and comparing to `variorum refresh` or the next call.",
    ),
]


def add(
    paths: opt.Inputs,
    store: StoreFile,
    later: Later = False,
    form: Annotated[
        Literal["text", "jsonl"], typer.Option("--format", help="How standard output tells what was kept.")
    ] = "text",
    annotator: opt.AnnotatorName = "model",
    workers: opt.Workers = None,
    time_limit: opt.TimeLimit = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Add reports to a store, then group and compare those that are new with what is there.

    A line on standard output says of each report that it is kept: then it is on the disk, whatever happens
    afterwards. What is there word for word stays as it is; a page that changed is kept as a new version.
    """
    from variorum.desk import Desk

    with (
        progress_bars(progress, quiet) as on_progress,
        Desk(store, annotator=annotator, workers=workers, settings=opt.limited(time_limit)) as desk,
    ):
        told = _Told(form, quiet, on_progress)
        for event in desk.add(*paths, later=later):
            told.take(event)
        told.finish(store)


def refresh(
    store: StoreFile,
    everything: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Annotate what another version, annotator or other weights annotated, group all anew, and "
            "compare again. Decisions stay.",
        ),
    ] = False,
    annotator: opt.AnnotatorName = "model",
    workers: opt.Workers = None,
    time_limit: opt.TimeLimit = None,
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Group and compare what waits for it in a store, also what a call that was stopped left."""
    with (
        progress_bars(progress, quiet) as on_progress,
        opened(store, annotator=annotator, workers=workers, settings=opt.limited(time_limit)) as desk,
    ):
        told = _Told("text", True, on_progress, kept="annotated again")
        if everything:
            for event in desk.reannotate():
                told.take(event)
        for event in desk.refresh(everything=everything):
            told.take(event)
        told.finish(store, quiet=quiet)


def verify(
    store: StoreFile, progress: opt.ShowProgress = None, quiet: opt.Quiet = False, debug: opt.Debug = False
) -> None:
    """Look whether a store is whole: the file, the hash of every report, its layers, and all that is counted.

    Exit status: 0 all is whole, 1 something is not, 2 could not run.
    """
    with progress_bars(progress, quiet) as on_progress, opened(store) as desk:
        found = desk.verify(lambda done, total: on_progress("verify", done, total))
        counts = desk.counts()
    for one in found:
        typer.echo(f"{_safe(one.where)}: {_safe(one.what)}; {_safe(one.remedy)}")
    if found:
        raise typer.Exit(EXIT_LOOK)
    if not quiet:
        typer.echo(f"{store} is whole: {_counted(counts)}")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy; a file that there is not yet.")],
    store: StoreFile,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Write a copy of a store as of now; others may go on adding meanwhile."""
    with opened(store) as desk:
        desk.backup(file)
    if not quiet:
        typer.echo(f"copied {store} to {file}", err=True)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(plural(number, name) for name, number in counts.items() if name != "collated")


def opened(store: str, **options: object) -> Desk:
    """Return the desk of a store that is there. Raises InputError where there is none, and as Desk does."""
    from variorum.desk import Desk

    return Desk(store, make=False, **options)  # type: ignore[arg-type]


class _Told:
    """What adding has come to: a line for each report on standard output, the rest when it is done."""

    def __init__(self, form: str, quiet: bool, on_progress: Progress, kept: str = "new") -> None:
        self._form = form
        self._kept = kept
        self._quiet = quiet
        self._on_progress = on_progress
        self._counts: dict[str, int] = {}
        self._rejects: list[Reject] = []

    def take(self, event: Added) -> None:
        step = "version" if event.version else event.step
        self._counts[step] = self._counts.get(step, 0) + (event.done if step == "grouped" else 1)
        if event.reject is not None:
            self._rejects.append(event.reject)
        if event.step in ("kept", "known", "rejected"):
            self._on_progress("annotate", event.done, event.total)
        elif event.step == "collated":
            self._on_progress("collate", event.done, event.total)
        if event.step in ("kept", "known") and not self._quiet:
            self._say(event, "new" if step == "kept" else step)

    def _say(self, event: Added, state: str) -> None:
        if not streams.is_output_open():
            return
        with standard_output():
            if self._form == "jsonl":
                line = {"article": event.article, "state": state, "title": event.title}
                print(encode(line).decode(), flush=True)
            else:
                print(f"{state}\t{event.article}\t{_safe(event.title or '')}", flush=True)

    def finish(self, store: str, *, quiet: bool | None = None) -> None:
        """Write what could not be used beside the store, and say what was done."""
        quiet = self._quiet if quiet is None else quiet
        path = Path("desk.rejects.jsonl" if is_address(store) else f"{store}.rejects.jsonl")
        if self._rejects:
            write_lines(path, (encode(one) for one in self._rejects))
            for line in _worded(self._rejects):
                streams.tell(line)
            streams.tell(f"{len(self._rejects):,} could not be used; all reasons: {path}")
        if not quiet:
            streams.tell(_summary(self._counts, store, self._kept))
        used = sum(self._counts.get(step, 0) for step in ("kept", "version", "known"))
        if self._rejects and not used and not self._counts.get("collated"):
            raise InputError("nothing that could be read; see the reasons above or give other files")


def _worded(rejects: Iterable[Reject]) -> Iterable[str]:
    from itertools import islice

    from variorum.outputs.faults import place_of
    from variorum.settings import SHOWN

    for one in islice(rejects, SHOWN.rejects):
        yield f"not read: {_safe(place_of(one))}: {_safe(one.reason)}"


def _summary(counts: dict[str, int], store: str, kept: str) -> str:
    number = Counter(counts)
    told = {
        "kept": f"{number['kept']:,} {kept}",
        "version": f"{plural(number['version'], 'new version')} of known pages",
        "known": f"{number['known']:,} known before",
        "grouped": f"{plural(number['grouped'], 'story')} changed",
        "collated": f"{plural(number['collated'], 'story')} compared",
    }
    return f"{', '.join(told[step] for step in told if number[step]) or 'nothing to do'}: {store}"


def _safe(text: str) -> str:
    """Return ``text`` as one safe line: what a report holds must not be able to control the terminal."""
    return CONTROLS.sub("�", " ".join(text.split()))
