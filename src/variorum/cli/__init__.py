"""The command line."""

from __future__ import annotations

import sys
from contextlib import suppress


def main() -> None:
    """Run the command ``variorum``; errors become one line on standard error and exit 2, Ctrl-C exit 130."""
    try:
        from variorum.cli.app import run

        run()
    except KeyboardInterrupt:  # also while the imports are still running
        with suppress(OSError, AttributeError):  # it may be closed
            sys.stderr.write("variorum: stopped; no half-written file is left behind\n")
        sys.exit(130)  # 128 + SIGINT, as shells have it
