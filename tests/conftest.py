"""What all tests share."""

from __future__ import annotations

import signal

# A shell that starts the tests in the background ignores Ctrl-C for them, and what they start inherits that:
# those that test Ctrl-C would wait for nothing.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
