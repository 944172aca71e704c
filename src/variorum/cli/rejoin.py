"""``variorum rejoin``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli import options as opt
from variorum.cli.keeping import keep_inputs
from variorum.cli.progress import progress_bars
from variorum.cli.streams import tell
from variorum.errors import InputError, OutputError
from variorum.model import Reject
from variorum.model.codec import encode
from variorum.outputs.faults import place_of
from variorum.outputs.lines import make_folder, write_lines
from variorum.outputs.wording import harmless
from variorum.settings import SHOWN

if TYPE_CHECKING:
    from variorum.exchange.rejoin import Told

_REJECTS = "rejects.jsonl"


def rejoin(
    release: Annotated[
        Path,
        typer.Argument(
            metavar="RELEASE", help="Folder that `variorum export --as release` wrote.", show_default=False
        ),
    ],
    paths: opt.Inputs,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="DIR", help="Folder for what is written.", show_default=False),
    ],
    progress: opt.ShowProgress = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Put the words back into a release, on texts that you have: articles, stories and collations as lines.

    A text fits when it is the one the release was made of, or differs in white space, quotation marks and
    dashes only; then every place is found again, and that is said. What does not fit goes to rejects.jsonl
    with the reason, and so do stories that need it. On the same records the lines are the same, byte for
    byte.
    """
    from variorum.corpus import Corpus
    from variorum.exchange import release as released
    from variorum.exchange.rejoin import Texts, check_release, write

    check_release(release)
    if output.exists() and not output.is_dir():
        raise OutputError("is a file; name a folder for what is put together", file=str(output))
    files = [output / name for name in (*released.FILES, _REJECTS)]
    own = [("release", release / name) for name in (*released.FILES, released.HEAD)]
    keep_inputs(files, paths, own)
    rejects: list[Reject] = []
    with progress_bars(progress, quiet) as on_progress, Corpus(*paths, on_progress=on_progress) as corpus:
        texts = Texts(corpus.articles())
        unread = tuple(corpus.rejects)
    told = write(release, texts, output, rejects.append)
    if rejects or unread:
        make_folder(output)
        write_lines(output / _REJECTS, (encode(one) for one in (*unread, *rejects)))
    if not quiet:
        _say(told, [*unread, *rejects], output)
    if not told.articles:
        raise InputError(f"no text fits the release; all reasons: {output / _REJECTS}")


def _say(told: Told, rejects: list[Reject], output: Path) -> None:
    tell(f"{told.articles:,} articles, stories: {told.collations:,}: {output}")
    if told.again:
        tell(f"places found again in a text that differs in spaces, marks or dashes: {told.again:,} articles")
    for name, count in told.missing.items():
        tell(f"without {name}, which your records have not or have otherwise: {count:,} articles")
    for reject in rejects[: SHOWN.rejects]:
        tell(f"not put together: {harmless(place_of(reject))}: {harmless(reject.reason)}")
    if rejects:
        tell(f"{len(rejects):,} could not be put together; all reasons: {output / _REJECTS}")
