"""Progress of long work, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from variorum.settings import SHOWN

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from variorum.corpus import Progress as OnProgress

WORDS = {
    "read": "Reading",
    "annotate": "Annotating",
    "group": "Grouping",
    "windows": "Grouping windows",
    "origins": "Comparing",
    "collate": "Collating",
    "verify": "Verifying",
    "poll": "Polling",
    "capture": "Capturing",
}


@contextmanager
def progress_bars(show: bool | None, quiet: bool) -> Iterator[OnProgress]:
    """Give a callback that draws a progress bar for each step, or does nothing when none is wanted.

    show: None means: when standard error is a terminal.
    """
    wanted = not quiet and (sys.stderr.isatty() if show is None else show)
    if not wanted:
        yield lambda step, done, total: None
        return
    tasks: dict[str, TaskID] = {}
    drawn = 0.0
    with _bars() as bars:

        def update(step: str, done: int, total: int | None) -> None:
            nonlocal drawn
            if step not in tasks:
                tasks[step] = bars.add_task(WORDS.get(step, step), total=total)
            now = time.monotonic()
            bars.update(tasks[step], completed=done, total=total, refresh=now - drawn >= SHOWN.redrawn)
            drawn = now if now - drawn >= SHOWN.redrawn else drawn

        yield update


def _bars() -> Progress:
    from rich import progress
    from rich.console import Console
    from rich.text import Text

    class RateColumn(progress.ProgressColumn):
        """How many items were done per second of late."""

        def render(self, task: progress.Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.1f}/s" if speed else "", style="progress.data.speed")

    columns = (
        progress.SpinnerColumn(),
        progress.TextColumn("{task.description:<11}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        RateColumn(),
        progress.TimeElapsedColumn(),
        progress.TimeRemainingColumn(),
    )
    # Drawn when something was done, not by a thread of its own: with one, workers could not be forked.
    return progress.Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
