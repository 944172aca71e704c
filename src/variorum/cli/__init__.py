"""The command line."""

from __future__ import annotations

import atexit
import gc
import sys


def main() -> None:
    """Run the command ``variorum``.

    Errors become one line on standard error and exit 2, Ctrl-C exit 130, a pipe that nobody reads exit 141.
    """
    try:
        from variorum.settings.work import WORK

        gc.set_threshold(WORK.garbage)
        # What ends goes back to the system as a whole: Python need not look through all of it for rings
        # first, which takes a seventh of a small job. What is registered first is called last, after who
        # still needs objects of rings; what nobody holds in a ring is put away as ever.
        atexit.register(gc.freeze)
        from variorum.cli.app import run

        run()
    except KeyboardInterrupt:  # also while the imports are still running
        sys.stderr.write("variorum: stopped; no half-written file is left behind\n")
        sys.exit(130)  # 128 + SIGINT, as shells have it
    except BrokenPipeError:
        from variorum.cli.streams import end_unread

        end_unread()
