"""The command line."""

from __future__ import annotations


def main() -> None:
    """Run the command ``variorum``; errors become one line on standard error and exit 2."""
    from variorum.cli.app import run

    run()
