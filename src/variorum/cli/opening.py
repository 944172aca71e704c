"""Opens a written page in the browser of whoever runs the command."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import typer

PAGES = (".html", ".htm")


def open_page(path: Path) -> None:
    """Open a page; where no browser can be started, say which file to open. Other files are left alone."""
    if path.suffix.lower() not in PAGES:
        return
    page = path.resolve()
    try:
        opened = webbrowser.open(page.as_uri())
    except (webbrowser.Error, OSError):
        opened = False
    if not opened:
        typer.echo(f"no browser could be started here; open this file in one: {page}", err=True)
