"""``variorum mcp``: tools for assistants over standard input and output."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from variorum.cli import options as opt
from variorum.cli.check_options import IndexFile


def mcp(
    against: Annotated[
        list[str] | None,
        typer.Option(
            "--against",
            "-a",
            metavar="PATH",
            help="Reports that are used when a call brings none: a folder or a file; may be given several "
            "times.",
            show_default=False,
        ),
    ] = None,
    index: IndexFile = None,
    annotator: opt.AnnotatorName = "model",
    time_limit: opt.TimeLimit = None,
    debug: opt.Debug = False,
) -> None:
    """Serve check, find, compare and annotate as tools for assistants (Model Context Protocol, stdio).

    Answers carry each verdict with its evidence and offsets. No network is used, and none can be: every
    attempt is refused. Needs `pip install 'variorum[mcp]'`.
    """
    from variorum.assistants import Desk, forbid_network, server
    from variorum.formats.places import check_paths

    check_paths(against or ())
    with Desk(
        [Path(one) for one in against or ()],
        index=index,
        annotator=annotator,
        settings=opt.limited(time_limit),
    ) as desk:
        made = server(desk)
        forbid_network()
        made.run("stdio")
