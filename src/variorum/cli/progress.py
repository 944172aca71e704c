"""Progress of long work, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

if TYPE_CHECKING:
    from variorum.corpus import Progress as OnProgress

WORDS = {"read": "Reading", "annotate": "Annotating", "group": "Grouping", "collate": "Collating"}


@contextmanager
def progress_bars(show: bool | None, quiet: bool) -> Iterator[OnProgress]:
    """Give a callback that draws a bar for each step; it draws nothing when not wanted.

    show: None means: when standard error is a terminal.
    """
    wanted = not quiet and (sys.stderr.isatty() if show is None else show)
    if not wanted:
        yield lambda step, done, total: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<11}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:

        def update(step: str, done: int, total: int | None) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(WORDS.get(step, step), total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield update
