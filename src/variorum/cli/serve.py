"""``variorum serve``: the desk in a browser and as an API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from variorum.cli import options as opt
from variorum.cli.desk import StoreFile
from variorum.settings import SERVE

if TYPE_CHECKING:
    from variorum.web.server import Listening


def serve(
    store: StoreFile,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 takes any that is free.")
    ] = SERVE.port,
    host: Annotated[
        str,
        typer.Option(
            "--host", help="Address to listen on. Beyond 127.0.0.1, a key is printed and asked for once."
        ),
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            help="Another name that browsers reach it by, as behind a proxy; may be given several times.",
            show_default=False,
        ),
    ] = None,
    open_it: opt.OpenPage = False,
    annotator: opt.AnnotatorName = "model",
    time_limit: opt.TimeLimit = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> None:
    """Serve the desk: stories, their differences and what was decided, in a browser and as JSON.

    Listens on this machine alone unless --host says otherwise, loads nothing from the network, and ends with
    Ctrl-C. Needs `pip install 'variorum[desk]'`.
    """
    from variorum.desk import Desk
    from variorum.web.server import serve as run

    def started(listening: Listening) -> None:
        if not quiet:
            typer.echo(f"The desk is at {listening.link}  (Ctrl-C ends it)", err=True)
        if open_it:
            _open(listening.link)

    def waiting() -> None:
        if not quiet:
            typer.echo("ending; what is under way is answered first (Ctrl-C again ends at once)", err=True)

    # One worker, which is this process: one that has threads must not be copied.
    with Desk(store, annotator=annotator, workers=1, settings=opt.limited(time_limit)) as desk:
        run(desk, host=host, port=port, names=tuple(name or ()), on_start=started, on_wait=waiting)


def _open(link: str) -> None:
    """Open the page once the server answers; browsers wait for a socket that listens already."""
    import webbrowser

    try:
        opened = webbrowser.open(link)
    except (webbrowser.Error, OSError):
        opened = False
    if not opened:
        typer.echo("no browser could be started here; open the address above in one", err=True)
